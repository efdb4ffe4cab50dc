"""Quantities, reasons and labels in words: what all reports share. Languages: words/<lang>.yaml."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words"
MINOR_DIGITS = {"CNY": 2, "JPY": 0, "MMK": 2, "PHP": 2, "THB": 2, "VND": 0}


@lru_cache(maxsize=8)
def words(lang: str) -> dict[str, Any]:
    """The message catalogue of a language."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    content: dict[str, Any] = yaml.load((WORDS / f"{lang}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506
    return content


def say(texts: dict[str, str] | None, lang: str) -> str:
    """A text in the language, else in English."""
    return (texts or {}).get(lang) or (texts or {}).get("en", "")


def money(amount: int, currency: str) -> str:
    """Minor units as an amount: 1,234.50 CNY."""
    digits = MINOR_DIGITS.get(currency, 2)
    return f"{amount / 10**digits:,.{digits}f} {currency}"


def quantity(value: int | None, unit: str, currency: str, lang: str = "en") -> str:
    """A value of a measure in words: 41 h 30 min, 23.5 %, 1,234.50 CNY."""
    if value is None:
        return "–"
    if unit == "minute":
        h, m = divmod(abs(value), 60)
        sign = "-" if value < 0 else ""
        return f"{sign}{h} h {m} min" if m else f"{sign}{h} h"
    if unit == "money":
        return money(value, currency)
    if unit == "bp":
        return f"{value / 100:g} %"
    unit_words = words(lang)["units"]
    return f"{value:,} {unit_words.get(unit, '')}".strip()


def day(value: date | str | None) -> str:
    return "" if value is None else str(value)[:10]


def width(text: str) -> int:
    """Columns that a text takes on a terminal: East Asian wide letters take two, marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def pad(text: str, columns: int) -> str:
    """Fill or cut a text to so many terminal columns."""
    if width(text) > columns:
        while text and width(text) > columns - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))
