"""The text of a document that fits a query best, with the places of the words asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import Struct

from tripartite.standards.search.documents import NEUTRAL, WEIGHTS, Document, Text
from tripartite.standards.search.tokens import forms, tokens


class Snippet(Struct, frozen=True):
    """A text and the spans in it that match: [start, end) in its characters, in order and apart.

    lang: the language it is in, which may be another than the reader's.
    """

    name: str
    lang: str
    text: str
    spans: tuple[tuple[int, int], ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "field": self.name,
            "lang": self.lang,
            "text": self.text,
            "spans": [list(s) for s in self.spans],
        }


def snippet(document: Document, marked: set[str], alone: set[str], lang: str) -> Snippet | None:
    """The best text to show: in the reader's language where that holds any of what was asked for, else in English
    where that does, else the one that holds most of it. Scripts in pairs of characters always count more hits.

    alone: those tokens that are a whole word asked for; another pair of characters counts beside its neighbours only.
    """
    shown = [t for t in document.texts if t.lang != NEUTRAL and t.field != "topic"]
    if not shown:
        return None
    best = max(
        shown,
        key=lambda t: (
            (t.lang == lang) * 2 + (t.lang == "en") if (hits := _hits(t, marked)) else -1,
            hits,
            WEIGHTS[t.field],
        ),
    )
    return Snippet(best.name, best.lang, best.text, _spans(best.text, marked, alone))


def _hits(text: Text, marked: set[str]) -> float:
    return WEIGHTS[text.field] * len(marked & _forms(text.text))


@lru_cache(maxsize=32768)
def _forms(text: str) -> frozenset[str]:
    return frozenset(forms(text))


def _spans(text: str, marked: set[str], alone: set[str]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int, bool]] = []
    for token in tokens(text):
        if token.form not in marked:
            continue
        sure = token.form in alone or token.form.isascii()
        if found and token.start < found[-1][1]:
            found[-1] = (found[-1][0], token.end, True)
        else:
            found.append((token.start, token.end, sure))
    return tuple((start, end) for start, end, sure in found if sure)
