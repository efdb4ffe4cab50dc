"""What a rule is called and what is advised where it is broken, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from tripartite.reports.ranking import broken
from tripartite.reports.wording import Words, words
from tripartite.site.languages import data_language
from tripartite.site.places import standards
from tripartite.standards.causes import causes
from tripartite.standards.fields import StandardsError


def title_of(rule: str) -> str:
    """The rule's title; its name where these standards hold it no longer."""
    try:
        found = standards().rule(rule)
    except StandardsError:
        return rule
    title: str = _words().say(found.title)
    return title


def advice_of(found: dict[str, Any]) -> str:
    """What the standards advise for a rule of a summary, else what the provision asks for."""
    return _words().say(found["advice"]) or _words().say(found["asks"])


def to_plan(summary: dict[str, Any], planned: set[str]) -> list[dict[str, Any]]:
    """Rules that a check found broken and that no action stands for yet, the gravest first."""
    return [
        {
            "rule": r["rule"],
            "topic": r["topic"],
            "title": _words().say(r["title"]),
            "advice": advice_of(r),
            "touched": _words().touched(r),
        }
        for r in broken(summary)
        if r["rule"] not in planned
    ]


def cause_choices() -> list[tuple[str, str]]:
    return [(key, _words().say(name)) for key, name in causes().items()]


def cause_name(key: str) -> str:
    return _words().say(causes()[key]) if key in causes() else ""


def _words() -> Words:
    return words(data_language(get_language()))
