"""Money that hangs on the contract: a second wage without one, leave not taken at its end."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.measures.panels import CN, panel, slips, wages
from tripartite.measures.contract import (
    after_months,
    leave_pay_on_leaving_short,
    second_wage_due,
    untaken_days,
)
from tripartite.measures.panel import Items, Panel, to_date, to_day
from tripartite.measures.terms import MONTHLY

HIRED = date(2025, 1, 10)
ANNUAL, NO_LEAVE = 0, -1


def told(items: Items) -> list[tuple[int, bool, bool]]:
    """Amount, whether it can be told, whether it is a lower bound."""
    lower = items.lower if items.lower is not None else np.zeros(len(items.value), bool)
    return list(zip(items.value.tolist(), items.complete.tolist(), lower.tolist(), strict=True))


def hired(signed: date | None, *rows: tuple[int, int, date | None], on: date | None = HIRED) -> Panel:
    p = panel(date(2025, 1, 1), [480] * 365)
    if on:
        p.attributes.hired = np.array([to_day(on)])
    if signed:
        p.attributes.contract = np.array([to_day(signed)])
    p.wages = wages(*(rows or ((MONTHLY, 500_000, None),)))
    return p


@pytest.mark.parametrize(
    ("signed", "amount", "lower"),
    [
        (date(2025, 1, 10), 0, False),  # on the first day
        (date(2025, 2, 10), 0, False),  # at the end of the month that the law gives
        (date(2025, 3, 10), 500_000, False),
        (date(2025, 6, 10), 2_000_000, False),
        (date(2026, 1, 10), 5_500_000, False),  # eleven months
        (date(2027, 5, 10), 5_500_000, False),  # and never more
    ],
)
def test_a_second_wage_for_whole_months_from_the_second(signed: date, amount: int, lower: bool) -> None:
    assert told(hired(signed).get(second_wage_due)) == [(amount, True, lower)]


def test_each_month_has_the_wage_of_its_day() -> None:
    p = hired(date(2025, 4, 10), (MONTHLY, 500_000, None), (MONTHLY, 600_000, date(2025, 3, 1)))
    assert told(p.get(second_wage_due)) == [(1_100_000, True, False)]


def test_without_the_day_of_hire_or_of_signing_or_the_wage_nothing_can_be_told() -> None:
    assert told(hired(None).get(second_wage_due)) == [(0, False, False)]
    assert told(hired(date(2025, 6, 10), on=None).get(second_wage_due)) == [(0, False, False)]
    # Less than a whole month late: something is due, how much no rule says.
    assert told(hired(date(2025, 3, 9)).get(second_wage_due)) == [(0, False, True)]
    late = hired(date(2025, 6, 10), (MONTHLY, 500_000, date(2025, 5, 1)))
    assert [complete for _, complete, _ in told(late.get(second_wage_due))] == [False]


def test_a_first_year_that_ended_before_the_records_is_not_judged() -> None:
    assert told(hired(date(2015, 6, 1), on=date(2015, 1, 1)).get(second_wage_due)) == []


@given(st.dates(date(2008, 1, 1), date(2030, 12, 31)), st.integers(0, 24))
def test_months_later_is_the_same_day_or_the_last(day: date, months: int) -> None:
    later = to_date(after_months(to_day(day), months))
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def left(
    day: date = date(2025, 7, 1), taken: int = 0, service: date | None = date(2013, 1, 1), **items: int
) -> Panel:
    """Hired in 2020, gone on a day of 2025, with a last slip."""
    p = panel(date(2025, 1, 1), [480] * 365)
    p.attributes.hired = np.array([to_day(date(2020, 1, 1))])
    p.attributes.left = np.array([to_day(day)])
    if service:
        p.attributes.service = np.array([to_day(service)])
    p.leave = np.full((365, 1), NO_LEAVE, np.int8)
    p.leave[10 : 10 + taken] = ANNUAL
    p.wages = wages((MONTHLY, 435_000, None))  # 200 yuan a day
    p.pay = slips(p, (date(2025, 7, 1), date(2025, 7, 31), {"basic": 0, **items}))
    return p


def short(p: Panel) -> list[tuple[int, bool, bool]]:
    return told(p.get(leave_pay_on_leaving_short, CN))


def test_leave_of_the_last_year_by_its_days_at_twice_the_wage_besides() -> None:
    # 182 days of 2025 at ten days a year: 4.98, so four whole days of 200 yuan, 200 % each.
    assert untaken_days(182, 10, 0) == 4
    assert short(left()) == [(160_000, True, False)]
    # One more day of work makes it five.
    assert short(left(date(2025, 7, 2))) == [(200_000, True, False)]


def test_leave_taken_and_leave_paid_are_taken_off() -> None:
    assert short(left(taken=3)) == [(40_000, True, False)]
    assert short(left(taken=4)) == [(0, True, False)]
    assert short(left(leave_pay=160_000)) == [(0, True, False)]
    assert short(left(leave_pay=159_999)) == [(1, True, False)]


def test_service_here_alone_gives_the_least() -> None:
    # Five years here: five days a year, two whole days by July; with other employers it may be more.
    assert short(left(service=None)) == [(80_000, True, True)]
    assert short(left(service=None, leave_pay=80_000)) == [(0, False, True)]


def test_what_is_missing_is_not_told() -> None:
    no_slip = left()
    no_slip.pay = slips(no_slip, (date(2025, 5, 1), date(2025, 5, 31), {"basic": 0}))
    no_wage = left()
    no_wage.wages = wages((MONTHLY, 435_000, date(2026, 1, 1)))
    no_leave_record = left()
    no_leave_record.leave = None
    late_records = left()
    late_records.covered_from = np.array([to_day(date(2025, 2, 1))])
    for p in (no_slip, no_wage, no_leave_record, late_records):
        assert [complete for _, complete, _ in short(p)] == [False]
