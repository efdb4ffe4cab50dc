"""What reports say, in the reader's language: words/<lang>.yaml, and quantities, money and dates in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from tripartite.currencies import CURRENCIES
from tripartite.kept import kept
from tripartite.plain_yaml import load_plain

FOLDER = Path(__file__).parent / "words"
MINOR_DIGITS = {currency: len(str(minor)) - 1 for currency, minor in CURRENCIES.items()}
# The language of a country's law: its own titles stand beside the translated ones.
LAW_LANGUAGE = {"CN": "zh", "JP": "ja", "MM": "my", "PH": "fil", "TH": "th", "VN": "vi"}
HTML_LANGUAGE = {"zh": "zh-Hans"}
# Where a law has no numbered article: a heading in English, such as `main duty`; or one that finds the place in every
# language, such as `section 6` or `Book III, Rule X`.
_HEADING = re.compile(r"[A-Za-z]{3,}")
_NUMBERED = re.compile(r"[0-9A-Z]")

Texts = dict[str, str] | None


def languages() -> list[str]:
    """The languages that reports can be written in."""
    return sorted(p.stem for p in FOLDER.glob("*.yaml"))


@lru_cache(maxsize=8)
def words(lang: str) -> Words:
    """The words of a language; English where it has none."""
    path = FOLDER / f"{lang}.yaml"
    if not path.exists():
        lang, path = "en", FOLDER / "en.yaml"
    entries = kept(f"words-of-reports-{lang}", [path], lambda: load_plain(path.read_text(encoding="utf-8")))
    return Words(lang, entries)


class Words:
    """The catalogue of one language."""

    def __init__(self, lang: str, entries: dict[str, Any]) -> None:
        self.lang, self.entries = lang, entries

    def __getitem__(self, key: str) -> str:
        text: str = self.entries[key]
        return text

    def of(self, group: str, key: str) -> str:
        """A name from a group of names, else the key itself."""
        name: str = self.entries[group].get(key, key)
        return name

    def fill(self, key: str, group: str = "", **values: object) -> str:
        """A text with its values; `n` chooses between the form for one and the form for several."""
        text = self.of(group, key) if group else self[key]
        one, _, several = text.partition("|")
        n = values.get("n")
        form = several if several and n != 1 else one
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
        return form.format(**shown)

    def listed(self, texts: Iterable[str]) -> str:
        return self["comma"].join(texts)

    def pick(self, texts: Texts) -> tuple[str, str]:
        """A text in this language, else in English, else in any; and the language it is in."""
        texts = texts or {}
        for lang in (self.lang, "en", *texts):
            if texts.get(lang):
                return texts[lang], lang
        return "", self.lang

    def say(self, texts: Texts) -> str:
        return self.pick(texts)[0]

    def cite(self, titles: Texts, article: str) -> str:
        """A law with its article, or the heading of its part; parted by a space where the title is in another language than the article."""
        title, lang = self.pick(titles)
        if _HEADING.search(article):
            return f"{title} ({article})" if self.lang == "en" or _NUMBERED.search(article) else title
        told = self.fill("article", n=article)
        return title + (" " if lang != self.lang and told[:1] not in " ,、，၊" else "") + told

    def html(self, texts: Texts) -> str:
        """The same for a page, marked where it is in another language than the page."""
        text, lang = self.pick(texts)
        return escape(text) if lang == self.lang else foreign(text, lang)

    def quantity(self, value: int | None, unit: str, currency: str = "") -> str:
        """A value of a measure: 41 h 30 min, 23.5 %, 1,234.50 CNY."""
        if value is None:
            return "–"
        if unit == "minute":
            return self._duration(value)
        if unit == "money":
            return money(value, currency)
        if unit == "bp":
            return f"{value / 100:,.2f}".rstrip("0").rstrip(".") + " %"
        return self.fill(unit, "units", n=value) if unit in self.entries["units"] else f"{value:,} {unit}"

    def distance(self, value: int, unit: str, currency: str) -> str:
        """How far a value lies beyond a limit; shares differ by percentage points."""
        if unit == "bp":
            return self.fill("points", x=f"{value / 100:g}")
        return self.quantity(value, unit, currency)

    def _duration(self, minutes: int) -> str:
        sign = "−" if minutes < 0 else ""
        h, m = divmod(abs(minutes), 60)
        if h and m:
            return sign + self.fill("hour_minute", "units", h=h, m=m)
        return sign + (self.fill("hour", "units", n=h) if h or not m else self.fill("minute", "units", n=m))

    def observed(
        self, rule: dict[str, Any], value: int | None, currency: str, certainty: str = "certain"
    ) -> str:
        """What was observed, with what is sure about it: `at least 41 h`, `312.00 CNY short`."""
        text = self.quantity(value, rule["unit"], currency)
        if value is None:
            return text
        if is_shortfall(rule):
            text = self.fill("short_by", x=text)
        return self.fill(certainty, "certainty", x=text)

    def allowed(self, rule: dict[str, Any], limit: int | None, currency: str) -> str:
        """What the limit allows: `at most 36 h`."""
        if limit is None:
            return "–"
        if not limit and rule.get("bound", "at_most") == "at_most":
            return self["nothing_short" if is_shortfall(rule) else "none"]
        return self.fill(rule.get("bound", "at_most"), x=self.quantity(limit, rule["unit"], currency))

    def touched(self, rule: dict[str, Any]) -> str:
        """How many of those checked a rule was broken for: people, or facilities where the duty is theirs."""
        key = "of_facilities" if rule["scope"] == "facility" else "of"
        return self.fill(key, n=rule["people"]["not_met"], m=rule["people"]["checked"])

    def times(self, rule: dict[str, Any], n: int) -> str:
        """How many worker-months, days, cases ... a count of a rule is of."""
        group = "per_facility" if rule.get("scope") == "facility" else "per"
        return self.fill(rule["per"], group, n=n) if rule["per"] in self.entries[group] else f"{n:,}"


def is_shortfall(rule: dict[str, Any]) -> bool:
    """Whether the rule's measure is money that is missing, so that any of it is too much."""
    missing = "short" in rule.get("measure", "short")
    return bool(missing and rule["unit"] == "money" and rule.get("bound", "at_most") == "at_most")


def foreign(text: str, lang: str) -> str:
    """HTML of a text in another language than the page's."""
    return f'<span lang="{escape(HTML_LANGUAGE.get(lang, lang))}">{escape(text)}</span>'


def money(amount: int, currency: str) -> str:
    """Minor units as an amount: 1,234.50 CNY."""
    digits = MINOR_DIGITS.get(currency, 2)
    sign = "−" if amount < 0 else ""
    major, minor = divmod(abs(amount), 10**digits)
    return f"{sign}{major:,}{f'.{minor:0{digits}d}' if digits else ''} {currency}".rstrip()


def share(part: float) -> str:
    """A share of 0 to 1 as per cent: never 0 % or 100 % unless it is all or nothing."""
    if 0 < part < 0.01:
        return "< 1 %"
    if 0.99 < part < 1:
        return "> 99 %"
    return f"{part * 100:.0f} %"


def width(text: str) -> int:
    """Columns that a text takes on a terminal: wide letters take two, combining marks none."""
    return sum(0 if _rides(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _rides(letter: str) -> bool:
    """Whether a letter stands on the one before it, as Thai and Burmese vowel signs may."""
    return unicodedata.category(letter) in ("Mn", "Me", "Cf")


def clip(text: str, columns: int) -> str:
    """Cut a text to so many terminal columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    out = ""
    for piece in syllables(text):
        if width(out + piece) > columns - 1:
            break
        out += piece
    return out + "…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill or cut a text to exactly so many terminal columns; `right` sets it against the right edge."""
    text = clip(text, columns)
    space = " " * (columns - width(text))
    return space + text if right else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many terminal columns, at spaces or between wide letters.

    Thai and Burmese write without spaces: a run of theirs that is longer than a line is broken between
    syllables, never between a letter and its marks.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        for part in syllables(piece) if _unspaced(piece) and width(piece.rstrip()) > columns else [piece]:
            if line and width(line) + width(part.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            line += part if line or not part.isspace() else ""
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


NEVER_FIRST = "，。、；：？！）》”’…·％"
THAI_BEFORE = "เแโใไ"  # written before the consonant that they are spoken after
THAI_AFTER = "ะาำๅๆฯ"
ASAT, VIRAMA = "\u103a", "\u1039"  # Burmese: the letter before ends a syllable; the letter after stands below


def _unspaced(text: str) -> bool:
    return any("\u0e00" <= c <= "\u0e7f" or "\u1000" <= c <= "\u109f" for c in text)


def syllables(text: str) -> list[str]:
    """A text in parts that may stand at the end or start of a line: a letter with all that belongs to it."""
    out: list[str] = []
    for i, c in enumerate(text):
        after = text[i + 1 : i + 2]
        joins = (
            unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf")
            or c in THAI_AFTER
            or after == ASAT
            or (bool(out) and (out[-1][-1] in THAI_BEFORE or out[-1][-1] == VIRAMA))
            or not c.strip()
            or c in NEVER_FIRST + "၊။"
        )
        if joins and out:
            out[-1] += c
        else:
            out.append(c)
    return out


def _pieces(text: str) -> list[str]:
    """Words with the space after them, and wide letters one by one with the punctuation after them."""
    out = [""]
    for c in text:
        wide = unicodedata.east_asian_width(c) in "WF"
        last = out[-1]
        after_wide = bool(last) and unicodedata.east_asian_width(last[-1]) in "WF"
        if (
            (wide and c not in NEVER_FIRST)
            or (after_wide and not wide and c not in NEVER_FIRST)
            or (last.endswith(" ") and c != " ")
        ):
            out.append("")
        out[-1] += c
    return [p for p in out if p]
