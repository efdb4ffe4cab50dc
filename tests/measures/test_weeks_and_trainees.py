"""What a law may say of weeks, divisors and trainees: each at its limit, one step beyond, and with data missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.measures.panels import CN, panel
from tripartite.measures.matrix import cell_minutes
from tripartite.measures.panel import Panel, Pay, Wages, spans, to_day
from tripartite.measures.pay import minimum_wage_short, overtime_pay_short
from tripartite.measures.terms import (
    DAILY,
    NO_DATE,
    ORDINARY,
    REST,
    Cell,
    Divisor,
    PayTerms,
    Steps,
    WageFloor,
)
from tripartite.measures.time import (
    ordinary_overtime_in_week,
    overtime_in_day_but_saturday,
    overtime_on_saturday,
    spread_of_normal_hours_in_day,
)

MONDAY = date(2025, 9, 1)
EVERYONE = (0, 1, 2, 3)


def always(value: int) -> Steps:
    return Steps((-(2**31),), (2**31 - 1,), (value,))


TERMS = replace(CN, key="x", day_norm=always(480), week_norm=always(2640), norms=())
OVERTIME = Cell((ORDINARY,), True, None, EVERYONE, always(20_000))
SUNDAY = Cell((REST,), None, None, EVERYONE, always(20_000), beyond_week=True)


def week(*days: Any) -> Panel:
    """A week of 44 hours whose only rest day is Sunday."""
    p = panel(MONDAY, list(days))
    p.kind = np.array([[0]] * 6 + [[1]], np.int8)
    return p


@pytest.mark.parametrize(
    ("saturday", "sunday", "due"),
    [(240, 480, 480), (0, 480, 240), (0, 240, 0), (0, 241, 1), (None, 480, 240)],
)
def test_rest_day_work_is_extra_as_far_as_the_week_is_full(
    saturday: int | None, sunday: int, due: int
) -> None:
    p = week(480, 480, 480, 480, 480, saturday, sunday)
    assert cell_minutes(p, TERMS, SUNDAY).minutes.sum() == due


def test_overtime_by_week_day_and_saturday() -> None:
    p = week(660, 480, 480, 480, 480, 541, 480)
    assert p.get(ordinary_overtime_in_week, TERMS).value[0, 0] == 180 + 301
    weekdays, saturday = p.get(overtime_in_day_but_saturday, TERMS), p.get(overtime_on_saturday, TERMS)
    assert (weekdays.value[0, 0], saturday.value[5, 0]) == (180, 301)
    assert weekdays.exists[:, 0].tolist() == [True] * 5 + [False] * 2
    assert saturday.exists[:, 0].tolist() == [False] * 5 + [True, False]


def test_spread_of_hours_leaves_overtime_out_and_needs_clock_times() -> None:
    p = week((480, 1140), 480, 0, 0, 0, 0, 0)  # 08:00 to 19:00 without a break: three hours are overtime
    spread = p.get(spread_of_normal_hours_in_day, TERMS)
    assert spread.value[0, 0] == 480
    assert spread.complete[:2, 0].tolist() == [True, False]


def paid(p: Panel, terms: PayTerms, wage: int, hired: int = NO_DATE, **amounts: int) -> Panel:
    """The panel with a day wage and one slip for all of its days."""
    one = np.zeros(1, np.int64)
    p.wages = Wages(
        one, one + NO_DATE, one + 2**31 - 1, np.array([DAILY], np.int8), one + wage, np.array([True])
    )
    month = spans(p.first_day, p.n_days, [(p.first_day, p.first_day + p.n_days - 1)])
    items = {k: np.array([[v]]) for k, v in amounts.items()}
    yes = np.ones((1, 1), bool)
    p.pay = Pay(month, yes, np.full((1, 1), NO_DATE), items, ~yes)
    if hired != NO_DATE:
        p.attributes.hired[:] = hired
        p.employed_from[:] = hired
    return p


@pytest.mark.parametrize(
    ("overtime", "short", "told"), [(1199, 1, False), (1200, 0, False), (1309, 0, False), (1310, 0, True)]
)
def test_between_two_divisors_it_cannot_be_told(overtime: int, short: int, told: bool) -> None:
    terms = replace(TERMS, cells=(OVERTIME,), divisors=(Divisor(DAILY, (), always(480), True, down_to=440),))
    p = paid(week(540, 480, 480, 480, 480, 240, 0), terms, 4800, basic=28_800, overtime=overtime)
    v = p.get(overtime_pay_short, terms)
    assert (v.value[0, 0], bool(v.complete[0, 0])) == (short, told)


@pytest.mark.parametrize(
    ("hired", "basic", "short", "told"),
    [
        (date(2025, 8, 20), 19_999, 1, False),  # half of five days at 8,000 is sure in the first three months
        (date(2025, 8, 20), 20_000, 0, False),
        (date(2025, 4, 20), 30_000, 0, False),  # then 75 %
        (date(2025, 4, 20), 29_999, 1, False),
        (date(2025, 2, 1), 39_999, 1, True),  # more than six months: all of it
        (date(2025, 8, 20), 40_000, 0, True),  # who is paid in full is paid in full
    ],
)
def test_trainees_may_be_paid_less_for_a_time(hired: date, basic: int, short: int, told: bool) -> None:
    terms = replace(TERMS, minimum_per=DAILY, minimum_trainees=((3, 5000), (6, 7500)))
    p = paid(week(480, 480, 480, 480, 480, 0, 0), terms, 8000, to_day(hired), basic=basic)
    p.floors, p.floor_of = [WageFloor({DAILY: always(8000)}, {DAILY: always(8000)})], np.array([0])
    v = p.get(minimum_wage_short, terms)
    assert (v.value[0, 0], bool(v.complete[0, 0])) == (short, told)
    assert p.employed_from[0] == to_day(hired)
