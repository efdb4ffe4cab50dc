"""Answers to the questions that records cannot answer, held against what the provisions ask.

The questions of a country are the shared ones, but those that a national question stands in for, and its own.
Answers come by field name, one row per visit, as check.answers reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tripartite.check.answers import NO, NOT_APPLICABLE, UNKNOWN, YES, field_name
from tripartite.records.errors import RecordsError
from tripartite.standards.load import Standards
from tripartite.standards.schema import TOPICS, Question

SHARED = "core"
_MET = re.compile(r"(at least|at most) (-?\d+(?:\.\d+)?)")


def questions_for(standards: Standards, country: str) -> list[Question]:
    """The questions of a country by topic, the shared ones first. Raises RecordsError where there are none."""
    own = standards.rooms[country.lower()].questions if country.lower() in standards.rooms else {}
    shared = standards.rooms[SHARED].questions if SHARED in standards.rooms else {}
    instead = {q.replaces: q for q in own.values() if q.replaces}
    chosen = [
        _asked_after(q, shared, instead) for q in (*shared.values(), *own.values()) if q.id not in instead
    ]
    if not chosen:
        raise RecordsError(f"No questions are held for {country}")
    return sorted(chosen, key=lambda q: TOPICS.index(q.topic))


def _asked_after(q: Question, shared: dict[str, Question], instead: dict[str, Question]) -> Question:
    """A question whose condition names a shared one that a national one stands in for, asked after that one.

    Where the two are met by opposite answers (`Are fees paid?`, `Is the job free of fees?`) so is the condition.
    """
    first = q.only_if.removeprefix("no:")
    if first not in instead:
        return q
    wants_no = q.only_if.startswith("no:") != (shared[first].met != instead[first].met)
    return replace(q, only_if=("no:" if wants_no else "") + instead[first].id)


class Answered(Struct, frozen=True):
    """One question's answer in one visit: met, not met, or why it cannot be told."""

    question: Question
    answer: str
    result: str  # met, not-met, not-asked, not-applicable, cannot-tell
    visit: int


def assess(questions: Iterable[Question], rows: list[dict[str, str]]) -> list[Answered]:
    """Hold every visit's answers against what each question's provision asks."""
    asked = list(questions)
    if not any(field_name(q.id) in rows[0] for q in asked):
        raise RecordsError(
            "The answers name none of the questions. Give the CSV of a form made by `tripartite questions form`."
        )
    return [
        Answered(q, row.get(field_name(q.id), ""), _result(q, row), visit)
        for visit, row in enumerate(rows, start=1)
        for q in asked
    ]


def _result(q: Question, row: dict[str, str]) -> str:
    answer = row.get(field_name(q.id), "").lower()
    if q.only_if and row.get(field_name(q.only_if.removeprefix("no:")), "").lower() not in _wanted(q):
        return "not-asked"
    if answer == NOT_APPLICABLE:
        return "not-applicable"
    if answer in ("", UNKNOWN):
        return "cannot-tell"
    met = _met(q, answer)
    return "cannot-tell" if met is None else "met" if met else "not-met"


def _wanted(q: Question) -> tuple[str, ...]:
    return (NO,) if q.only_if.startswith("no:") else (YES,)


def _met(q: Question, answer: str) -> bool | None:
    if q.kind == "choice":
        known = {value: met for value, _, met in q.choices}
        return known.get(answer)
    if q.kind == "yes-no":
        return answer == q.met if answer in (YES, NO) else None
    match = _MET.fullmatch(q.met)
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return None
    if match is None:
        return None
    bound = Decimal(match[2])
    return number >= bound if match[1] == "at least" else number <= bound


def summary_of(answered: list[Answered]) -> dict[str, Any]:
    """Counts by topic, and each duty not met, the weightiest first."""
    by_topic: dict[str, dict[str, int]] = {}
    for a in answered:
        counts = by_topic.setdefault(
            a.question.topic, {"asked": 0, "met": 0, "not_met": 0, "cannot_tell": 0, "points": 0, "of": 0}
        )
        if a.result in ("not-asked", "not-applicable"):
            continue
        counts["asked"] += 1
        counts[a.result.replace("-", "_")] += 1
        if a.result != "cannot-tell":
            counts["of"] += a.question.weight
            counts["points"] += a.question.weight * (a.result == "met")
    failed = sorted(
        (a for a in answered if a.result == "not-met"), key=lambda a: (-a.question.weight, a.question.id)
    )
    return {
        "visits": max((a.visit for a in answered), default=0),
        "topics": by_topic,
        "not_met": [
            {
                "question": a.question.id, "text": a.question.text, "answer": a.answer, "visit": a.visit,
                "provisions": list(a.question.provisions), "weight": a.question.weight, "evidence": a.question.evidence,
            }
            for a in failed
        ],
    }  # fmt: skip
