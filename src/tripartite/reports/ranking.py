"""Which of a check's rules a report names, and in which order."""

from __future__ import annotations

from typing import Any

GRAVEST = ("child-labour", "forced-labour")

Rule = dict[str, Any]


def broken(summary: dict[str, Any]) -> list[Rule]:
    """Rules not met, worst first.

    Child labour and forced labour come before all; conventions that the country has not ratified come
    after its law; then what touches most people, then what happened most often.
    """
    found = [r for r in summary["rules"] if r["not_met"] and not r["indicator"]]
    return sorted(found, key=_rank)


def _rank(r: Rule) -> tuple[bool, bool, bool, int, int, str]:
    return (
        r["topic"] not in GRAVEST, not is_binding(r), r.get("scope") == "facility", -r["people"]["not_met"], -r["not_met"],
        r["rule"],
    )  # fmt: skip


def is_binding(r: Rule) -> bool:
    """Whether the rule is law in the country, or a convention that it has ratified."""
    return bool(not r["is_convention"] or r["ratified"])


def judged(summary: dict[str, Any]) -> list[Rule]:
    """Rules that concerned somebody, indicators left out."""
    return [r for r in summary["rules"] if r["applicable"] and not r["indicator"]]


def told(summary: dict[str, Any]) -> list[Rule]:
    """Rules that the records could answer for somebody."""
    return [r for r in judged(summary) if r["met"] or r["not_met"]]


def untold(summary: dict[str, Any]) -> list[Rule]:
    """Rules of which the records left something unanswered, those that touch most people first."""
    return sorted(
        (r for r in judged(summary) if r["cannot_tell"]),
        key=lambda r: (-r["people"]["cannot_tell"], r["rule"]),
    )


def is_least(summary: dict[str, Any]) -> bool:
    """Whether the back pay is a lower bound: some rule on money could not be told for somebody."""
    return any(r["cannot_tell"] and r["unit"] == "money" for r in judged(summary))
