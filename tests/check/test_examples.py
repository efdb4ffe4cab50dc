"""Published worked examples of every room: the figures that ministries, courts and firms print."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tripartite.check.payslip import due
from tripartite.check.plan import make_plan
from tripartite.measures.panel import to_day
from tripartite.measures.terms import YEAR
from tripartite.standards.load import load

EXAMPLES = [(room.key, e) for room in load().rooms.values() for e in room.examples]
# Examples of a kind that `tripartite pay` does not reckon: their figures are tested by the functions they need.
BY_PAY = [(k, e) for k, e in EXAMPLES if "kind" not in e["given"]]
KEYS = {
    "overtime_ordinary": lambda r: _line(r, 15_000),
    "overtime_rest": lambda r: _line(r, 20_000),
    "overtime_holiday": lambda r: _line(r, 30_000),
    "overtime_total": lambda r: r["premium_due"],
    "minimum_wage_short": lambda r: r["minimum_wage_short"],
    "hourly_base": lambda r: r["hourly_base"],
    "piece_pay": lambda r: r["premium_due"] + r["piece_earnings"],
}


def _line(result: dict[str, Any], rate: int) -> int:
    return sum(line["amount"] for line in result["lines"] if line["rate_bp"] == rate)


def _fen(text: str) -> float:
    return float(re.sub(r"[^0-9.]", "", text)) * 100


def _computable(example: dict[str, Any]) -> dict[str, float]:
    return {k: _fen(v) for k, v in example["expect"].items() if k in KEYS}


@pytest.mark.parametrize(("room", "example"), BY_PAY, ids=[e["id"] for _, e in BY_PAY])
def test_published_example(room: str, example: dict[str, Any]) -> None:
    expected = _computable(example)
    assert expected, "an example must expect a figure that `tripartite pay` gives"
    result = due(example["given"])
    result["piece_earnings"] = _fen(example["given"].get("piece_earnings", "0"))
    tolerance = _fen(str(example["tolerance"]).split("CNY")[0]) if example["tolerance"] else 0.5
    for key, value in expected.items():
        near = abs(KEYS[key](result) - value) <= tolerance
        if example["wrong_because"]:
            assert not near, f"{example['id']} is published with a mistake that must not be repeated"
        else:
            assert near, (key, KEYS[key](result), value)


BY_LAW = {e["id"]: e for _, e in EXAMPLES if "kind" in e["given"]}


def _of_kind(kind: str) -> list[dict[str, Any]]:
    return [e for e in BY_LAW.values() if e["given"]["kind"] == kind and not e["wrong_because"]]


def _limit(rule: str) -> int:
    return load(["cn"]).rule(rule).values[-1].value.number


def test_published_deductions_agree_with_the_limit_of_a_fifth() -> None:
    examples = _of_kind("deduction")
    assert len(examples) == 3
    for e in examples:
        wage, least = _fen(e["given"]["wage"]), _fen(e["given"]["minimum_wage"])
        assert min(wage * _limit("cn/deductions") / 10_000, wage - least) == _fen(
            e["expect"]["most_deducted"]
        ), e["id"]


def test_published_probation_wages_agree_with_the_share() -> None:
    examples = _of_kind("probation")
    assert len(examples) == 2
    for e in examples:
        wage = _fen(e["given"]["wage"])
        assert wage * _limit("cn/probation-pay") / 10_000 == _fen(e["expect"]["least_probation_wage"]), e[
            "id"
        ]


def test_published_hours_of_a_comprehensive_year_agree() -> None:
    (example,) = _of_kind("hours-norm")
    plan = make_plan(load(["cn"]), "CN")
    norm = plan.terms["cn"].period_norm[YEAR].at(to_day(date(2015, 8, 1)))
    assert norm == 60 * int(example["expect"]["normal_hours"].removesuffix(" h"))
    most = _limit("cn/comprehensive-overtime-in-a-year")
    assert most == 60 * int(example["expect"]["most_overtime"].removesuffix(" h"))
