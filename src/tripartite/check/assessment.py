"""Answers to the questions that records cannot answer, held against what the provisions ask.

The questions of a country are the shared ones, but those that a national question stands in for, and its own.
Answers come as the CSV that ODK and KoboToolbox give, one row per visit.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tripartite.records.errors import RecordsError
from tripartite.standards.load import Standards
from tripartite.standards.schema import TOPICS, Question

SHARED = "core"
YES, NO, NOT_APPLICABLE, UNKNOWN = "yes", "no", "na", "unknown"
_MET = re.compile(r"(at least|at most) (-?\d+(?:\.\d+)?)")


def field_name(question: str) -> str:
    """A question's name in a form: its id in letters that XML names allow."""
    return re.sub(r"[^a-z0-9_]", "_", question.lower())


def questions_for(standards: Standards, country: str) -> list[Question]:
    """The questions of a country by topic, the shared ones first. Raises RecordsError where there are none."""
    own = standards.rooms[country.lower()].questions if country.lower() in standards.rooms else {}
    shared = standards.rooms[SHARED].questions if SHARED in standards.rooms else {}
    replaced = {q.replaces for q in own.values()}
    chosen = [q for q in shared.values() if q.id not in replaced] + list(own.values())
    if not chosen:
        raise RecordsError(f"No questions are held for {country}")
    return sorted(chosen, key=lambda q: TOPICS.index(q.topic))


@dataclass(frozen=True)
class Answered:
    """One question's answer in one visit: met, not met, or why it cannot be told."""

    question: Question
    answer: str
    result: str  # met, not-met, not-asked, not-applicable, cannot-tell
    visit: int


def read_answers(path: Path) -> list[dict[str, str]]:
    """Rows of an answers file by field name; groups before a name are dropped. Raises RecordsError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsError(f"{path}: the answers cannot be read as UTF-8 text ({error})") from error
    separator = ";" if text[:4000].count(";") > text[:4000].count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    if not rows:
        raise RecordsError(f"{path}: there is no answer below the header")
    return [{_last(k): (v or "").strip() for k, v in row.items() if k} for row in rows]


def _last(column: str) -> str:
    return re.split(r"[/:-]", column.strip())[-1].lower()


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
    if q.only_if and row.get(field_name(q.only_if.removeprefix("no:"))) not in _wanted(q):
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
