"""Texts in the reader's language, each with the language it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards

LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")
OWN_LANGUAGE = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}

Said = dict[str, Any]


def check(lang: str) -> str:
    """The language, if views can be given in it. Raises StandardsError."""
    if lang not in LANGUAGES:
        raise StandardsError(f"There is no view in `{lang}`{close(lang, LANGUAGES)}")
    return lang


def said(texts: Mapping[str, str], lang: str) -> Said | None:
    """A text as {text, lang, fallback}: in the language asked for, else in English, else as it is held."""
    for found in (lang, "en", *texts):
        if texts.get(found):
            return {"text": texts[found], "lang": found, "fallback": found != lang}
    return None


def word(standards: Standards, key: str, lang: str) -> Said | None:
    """One of the standards' own names, such as topic/wages."""
    for room in standards.rooms.values():
        if key in room.words:
            return said(room.words[key].text, lang)
    return None
