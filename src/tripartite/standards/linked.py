"""Parts of JSON-LD that the whole body and single views share: schema.org Legislation and its terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "see": {"@id": "https://schema.org/citation", "@type": "@id"},
    "about": {"@type": "@id"},
}
# What a relation between provisions is called; what has no term of its own is cited.
RELATION_TERMS = {"implements": "legislationTransposes", "replaces": "legislationChanges"}
LANGUAGE_TAGS = {"zh": "zh-Hans"}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def texts(by_language: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": text} for lang, text in by_language.items()]


def span(start: date | str | None, end: date | str | None) -> str:
    """An interval of ISO 8601, open where a side is not known."""
    return f"{start or '..'}/{end or '..'}" if start or end else ""


def property_value(name: str, value: str | None, verified: bool | None = None) -> dict[str, Any]:
    note = None if verified is None else "verified" if verified else "not verified"
    return without_empty({"@type": "PropertyValue", "name": name, "value": value, "description": note})


def without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v not in (None, "", [], {})}


def relation_term(kind: str) -> str:
    return RELATION_TERMS.get(kind, "see")
