"""Published worked examples of every room: the figures that ministries, courts and firms print."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.measures.panels import panel, wages
from tripartite.check.payslip import Entry, belongs, due, minutes_of
from tripartite.check.plan import DAY_KINDS, make_plan, wage_floor
from tripartite.currencies import CURRENCIES
from tripartite.measures.contract import after_months, second_wage_due
from tripartite.measures.panel import Pay, Wages, spans, to_day
from tripartite.measures.pay import contract_wage_short_of_minimum, thirteenth_month_short
from tripartite.measures.terms import DAILY, FLEXIBLE, HOURLY, MONTH, MONTHLY, QUARTER, YEAR
from tripartite.records.tables import BASES
from tripartite.standards.load import ROOM_CURRENCY, in_force, load
from tripartite.standards.schema import WageRow

EXAMPLES = [(room.key, e) for room in load().rooms.values() for e in room.examples]
# Examples of a kind that `tripartite pay` does not reckon: their figures are tested by the functions they need.
BY_PAY = [(k, e) for k, e in EXAMPLES if "kind" not in e["given"]]
KEYS = {
    "overtime_ordinary": lambda r, _: _line(r, 15_000),
    "overtime_rest": lambda r, _: _line(r, 20_000),
    "overtime_holiday": lambda r, _: _line(r, 30_000),
    "overtime_total": lambda r, _: r["premium_due"],
    "premium": lambda r, _: r["premium_due"],
    "pay": lambda r, e: r["premium_due"] + _ordinary(r, e),
    "minimum_wage_short": lambda r, _: r["minimum_wage_short"],
    "hourly_base": lambda r, _: r["hourly_base"],
    # Published with the ordinary wage of the days, of which the line holds what comes besides.
    "leave_pay": lambda r, _: sum(
        line["amount"] * (1 + 10_000 / line["rate_bp"]) for line in r["lines"] if "leave" in line["what"]
    ),
    "short": lambda r, _: r["premium_short"],
    "within_scheduled": lambda r, _: _minutes(r, 10_000),
    "overtime_hours": lambda r, _: _minutes(r, 12_500),
    "piece_pay": lambda r, e: r["premium_due"] + _minor(e["given"].get("piece_earnings", "0"), r["currency"]),
}


def _line(result: dict[str, Any], rate: int) -> int:
    return sum(line["amount"] for line in result["lines"] if line["rate_bp"] == rate)


def _minutes(result: dict[str, Any], rate: int) -> int:
    return sum(line["minutes"] for line in result["lines"] if line["rate_bp"] == rate)


def _published(key: str, value: str, currency: str) -> float:
    """An amount in minor units, or hours in minutes."""
    if key not in ("within_scheduled", "overtime_hours"):
        return _minor(value, currency)
    return sum(minutes_of(part, key) for part in re.findall(r"\d+ (?:h|min)", value))


def _ordinary(result: dict[str, Any], example: dict[str, Any]) -> float:
    """The ordinary wage of the normal hours of ordinary days, which a premium comes on top of."""
    hours = example["given"].get("hours") or {}
    normal = [v for k, v in hours.items() if k == "normal" or k.startswith("ordinary_normal")]
    return sum(minutes_of(v, "normal") for v in normal) / 60 * result["hourly_base"]


def _minor(text: str, currency: str) -> float:
    return float(re.sub(r"[^0-9.]", "", text.split(" per ", maxsplit=1)[0])) * CURRENCIES[currency]


def _fen(text: str) -> float:
    return _minor(text, "CNY")


@pytest.mark.parametrize(("room", "example"), BY_PAY, ids=[e["id"] for _, e in BY_PAY])
def test_published_example(room: str, example: dict[str, Any]) -> None:
    result = due(example["given"])
    currency = result["currency"]
    expected = {k: _published(k, v, currency) for k, v in example["expect"].items() if k in KEYS}
    assert expected, "an example must expect a figure that `tripartite pay` gives"
    told = example["tolerance"]
    tolerance = _minor(str(told["amount"]), currency) if told else 0.5
    near = {k: abs(KEYS[k](result, example) - v) <= tolerance for k, v in expected.items()}
    if example["wrong_because"]:
        assert not all(near.values()), (
            f"{example['id']} is published with a mistake that must not be repeated"
        )
    else:
        assert all(near.values()), {k: (KEYS[k](result, example), v) for k, v in expected.items()}


OTHERS = [(k, e) for k, e in EXAMPLES if "kind" in e["given"] and k != "cn"]


def _of(kind: str) -> list[Any]:
    return [pytest.param(k, e, id=e["id"]) for k, e in OTHERS if e["given"]["kind"] == kind]


@pytest.mark.parametrize(("room", "example"), _of("rate"))
def test_published_rate(room: str, example: dict[str, Any]) -> None:
    """The rate of an hour: the cells it falls in, and on ordinary days the ordinary wage of a normal hour."""
    g = example["given"]
    on = to_day(date.fromisoformat(g.get("on", "2025-06-02")))
    overtime = {"overtime": True, "normal": False}.get(g["hours"])
    entry = Entry(
        DAY_KINDS[g["day"]], overtime, g["time"] == "night", 60, g["hours"] == "unworked",
        g.get("after_day_overtime") == "yes", g["hours"] == "extra",
    )  # fmt: skip
    terms = make_plan(load([room]), g["country"]).terms[room]
    named = {d for cell in terms.cells for d in cell.days}
    basis = BASES.index(g.get("basis", "monthly"))
    rate = sum(
        cell.rate.at(on) or 0
        for cell in terms.cells
        if belongs(entry, cell, named)
        and (not cell.bases or basis in cell.bases)
        and (cell.beyond is None or g.get("beyond") == "yes")
        and cell.beyond_day is None
    )
    if g["day"] == "ordinary" and g["hours"] == "normal":
        rate += 10_000
    published = round(float(example["expect"]["rate"].removesuffix("%")) * 100)
    assert (rate == published) is not bool(example["wrong_because"]), (rate, published)


@pytest.mark.parametrize(("room", "example"), _of("minimum-wage-check"))
def test_published_check_of_a_wage_against_the_minimum(room: str, example: dict[str, Any]) -> None:
    """A wage by the hour, and the level it is said to miss in that place and month."""
    g, expect = example["given"], example["expect"]
    hours = float(g["day_hours"].removesuffix(" h")) * (int(g["year_days"]) / 12 if "year_days" in g else 1)
    hour = int(_minor(g["wage"], ROOM_CURRENCY[room]) / hours)
    assert hour == _minor(expect["hour"], ROOM_CURRENCY[room])
    if "below" in expect:
        floor = wage_floor(load([room]).rooms[room].wages, g["region"], "")
        level = floor.low[HOURLY].at(to_day(date.fromisoformat(f"{g['month']}-28")))
        if level is not None:  # levels are held from fiscal 2020, one example is older
            assert hour < level == _minor(expect["below"], ROOM_CURRENCY[room])


def test_no_example_of_japan_is_of_a_kind_that_no_test_runs() -> None:
    run = {"rate", "frame", "minimum-wage-check", "minimum-wage-level"}
    assert {e["given"]["kind"] for k, e in OTHERS if k == "jp"} <= run


@pytest.mark.parametrize(("room", "example"), _of("frame"))
def test_published_frame_of_averaged_hours(room: str, example: dict[str, Any]) -> None:
    """The hours that an average over a month allows: published to a tenth of an hour, cut off."""
    averages = make_plan(load([room]), example["given"]["country"]).terms[room].averages
    monthly = next(
        a for a in averages if a.hours_system == FLEXIBLE and a.hours_period == MONTH and not a.sectors
    )
    quarter = next(a for a in averages if a.hours_system == FLEXIBLE and a.hours_period == QUARTER)
    steps = quarter.month if example["given"].get("week") == "50" else monthly.week
    week = steps.at(to_day(date(2025, 6, 1)))
    assert week is not None
    allowed = week * int(example["given"]["days"]) / 7 / 60
    assert int(allowed * 10) / 10 == float(example["expect"]["hours"].removesuffix(" h"))


@pytest.mark.parametrize(("room", "example"), _of("minimum-wage-level"))
def test_published_minimum_wage(room: str, example: dict[str, Any]) -> None:
    g = example["given"]
    rows = load([room]).rooms[room].wages
    currency = ROOM_CURRENCY[room]
    months = g["months"] if "months" in g else [g["month"]]
    for unit, amounts in example["expect"].items():
        for month, amount in zip(months, amounts if isinstance(amounts, list) else [amounts], strict=True):
            floor = wage_floor(rows, g["region"], g.get("wage_class", ""))
            basis = {"monthly": MONTHLY, "daily": DAILY, "hourly": HOURLY}[unit]
            assert floor.low[basis].at(to_day(date.fromisoformat(f"{month}-28"))) == _minor(amount, currency)


@pytest.mark.parametrize(("room", "example"), _of("thirteenth-month"))
def test_published_thirteenth_month(room: str, example: dict[str, Any]) -> None:
    g = example["given"]
    earned = _minor(g["earned"], "PHP") if "earned" in g else _minor(g["basic"], "PHP") * int(g["months"])
    p = panel(date(2024, 1, 1), [0] * 366)
    month = spans(p.first_day, 366, [(p.first_day, p.first_day + 365)])
    amounts = {"basic": np.array([[int(earned)]]), "thirteenth_month": np.array([[0]])}
    yes = np.ones((1, 1), bool)
    p.pay = Pay(month, yes, np.full((1, 1), p.first_day), amounts, ~yes)
    assert p.get(thirteenth_month_short).value[0, 0] == _minor(example["expect"]["thirteenth_month"], "PHP")


@pytest.mark.parametrize(("room", "example"), _of("minimum-month"))
def test_published_minimum_of_a_month(room: str, example: dict[str, Any]) -> None:
    """A monthly wage is held against the daily minimum by the hours that divide the two."""
    g, currency = example["given"], ROOM_CURRENCY[room]
    least = round(_minor(example["expect"]["least"], currency))
    plan = make_plan(load([room]), g["country"])
    p = panel(date.fromisoformat(f"{g['month']}-01"), [0] * 31)
    p.floors, p.floor_of = [wage_floor(plan.wages, g["region"], g["wage_class"])], np.array([0])
    if "daily" in g:
        p.floors = [wage_floor([_row(g, currency)], g["region"], g["wage_class"])]

    def short(amount: int) -> int:
        p.memo.clear()
        p.wages = Wages(
            np.array([0]), np.array([p.first_day]), np.array([p.first_day + 30]), np.array([MONTHLY], np.int8),
            np.array([amount]), np.array([True]),
        )  # fmt: skip
        return int(contract_wage_short_of_minimum(p, plan.terms[room]).value[0, 0])

    exact = short(least) == 0 and short(least - 1) == 1
    assert exact is not bool(example["wrong_because"])


def _row(g: dict[str, Any], currency: str) -> WageRow:
    start = date.fromisoformat(f"{g['month']}-01")
    daily = round(_minor(g["daily"], currency))
    return WageRow(g["region"], g["wage_class"], start, None, None, daily, None, True, "", 0)


@pytest.mark.parametrize(("room", "example"), _of("contribution"))
def test_published_contribution(room: str, example: dict[str, Any]) -> None:
    """The worker's share: the room's rate of the wage, up to its ceiling."""
    g, currency = example["given"], ROOM_CURRENCY[room]
    rules = load([room]).rooms[room].rules
    on = date.fromisoformat(f"{g['month']}-01")
    (share,) = in_force(rules[f"{room}/social-security-share"].values, on)
    (most,) = in_force(rules[f"{room}/social-security-most"].values, on)
    reckoned = min(_minor(g["wage"], currency) * share.value.number / 10_000, most.value.number)
    assert reckoned == _minor(example["expect"]["worker"], currency)


@pytest.mark.parametrize(("room", "example"), _of("divisor"))
def test_published_divisor(room: str, example: dict[str, Any]) -> None:
    """What a wage is divided by for the hourly rate, in one sector."""
    g = example["given"]
    basis = BASES.index(g["basis"])
    (divisor,) = [
        d
        for d in make_plan(load([room]), g["country"]).terms[room].divisors
        if d.basis == basis and g["sector"] in d.sectors
    ]
    minutes = divisor.down_to if "fewest" in g else divisor.minutes.at(to_day(date(2025, 6, 1)))
    assert minutes == int(example["expect"]["minutes"])


@pytest.mark.parametrize(("room", "example"), _of("trainee-wage"))
def test_published_least_pay_of_trainees(room: str, example: dict[str, Any]) -> None:
    g = example["given"]
    level = wage_floor(load([room]).rooms[room].wages, g["country"], "").low[DAILY]
    whole = level.at(to_day(date.fromisoformat(f"{g['month']}-28"))) or 0
    shares = make_plan(load([room]), g["country"]).terms[room].minimum_trainees
    share = next(s for months, s in shares if int(g["months_since_hiring"]) <= months)
    assert whole * share / 10_000 == _minor(example["expect"]["daily"], ROOM_CURRENCY[room])


@pytest.mark.parametrize(("room", "example"), _of("social-security"))
def test_published_contribution_lies_within_the_limits(room: str, example: dict[str, Any]) -> None:
    """The share of the wage, and no more than the greatest sum anybody may be charged."""
    rules, currency = load([room]).rooms[room].rules, ROOM_CURRENCY[room]
    taken, wage = (_minor(x, currency) for x in (example["expect"]["worker"], example["given"]["wage"]))
    share = rules[f"{room}/social-security-share"].values[-1].value.number
    most = rules[f"{room}/social-security-most"].values[-1].value.number
    within = taken * 10_000 <= wage * share and taken <= most
    assert within is not bool(example["wrong_because"])


@pytest.mark.parametrize(("room", "example"), _of("deduction-share"))
def test_published_deductions_lie_within_the_limit(room: str, example: dict[str, Any]) -> None:
    g, currency = example["given"], ROOM_CURRENCY[room]
    limit = load([room]).rooms[room].rules[f"{room}/deductions"].values[-1].value.number
    assert _minor(g["taken"], currency) * 10_000 <= _minor(g["earned"], currency) * limit


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


def test_published_second_wages_agree() -> None:
    (example,) = _of_kind("double-wage")
    g = example["given"]
    months, wage = int(g["months"]), int(_fen(g["wage"]))
    hired = to_day(date(2025, 1, 1))
    p = panel(date(2025, 1, 1), [0] * 365)
    p.attributes.hired = np.array([hired])
    p.attributes.contract = np.array([after_months(hired, months)])
    p.wages = wages((MONTHLY, wage, None))
    assert p.get(second_wage_due).value.tolist() == [_fen(example["expect"]["double_wage"])]


def test_published_hours_of_a_comprehensive_year_agree() -> None:
    (example,) = _of_kind("hours-norm")
    plan = make_plan(load(["cn"]), "CN")
    norm = plan.terms["cn"].period_norm[YEAR].at(to_day(date(2015, 8, 1)))
    assert norm == 60 * int(example["expect"]["normal_hours"].removesuffix(" h"))
    most = _limit("cn/comprehensive-overtime-in-a-year")
    assert most == 60 * int(example["expect"]["most_overtime"].removesuffix(" h"))
