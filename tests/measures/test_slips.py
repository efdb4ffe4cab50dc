"""Days and deductions that slips alone show."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.measures.panels import CN, panel
from tripartite.measures.panel import Panel, Pay, Wages, spans, to_day
from tripartite.measures.pay import overtime_pay_short
from tripartite.measures.slips import (
    final_pay_days,
    fines_deducted,
    housing_fund_deducted,
    thirteenth_month_days_after_24_december,
)
from tripartite.measures.terms import NO_DATE

DECEMBER = (date(2024, 12, 1), date(2024, 12, 31))


def paid(paid_on: date | None, *, month: tuple[date, date] = DECEMBER, **amounts: int) -> Panel:
    p = panel(date(2024, 11, 1), [480] * 61)
    period = spans(p.first_day, 61, [(to_day(month[0]), to_day(month[1]))])
    yes = np.ones((1, 1), bool)
    p.pay = Pay(
        period, yes, np.array([[to_day(paid_on) if paid_on else NO_DATE]]),
        {k: np.array([[v]]) for k, v in {"basic": 1_000_000, **amounts}.items()}, ~yes,
    )  # fmt: skip
    return p


@pytest.mark.parametrize(("day", "late"), [(20, 0), (24, 0), (25, 1), (31, 7)])
def test_the_thirteenth_month_is_late_from_christmas_day(day: int, late: int) -> None:
    found = thirteenth_month_days_after_24_december(paid(date(2024, 12, day), thirteenth_month=1_000_000))
    assert found.value[0, 0] == late
    assert found.exists.all()
    assert found.complete.all()


def test_a_thirteenth_month_without_a_day_or_in_another_month_accuses_nobody() -> None:
    unknown = thirteenth_month_days_after_24_december(paid(None, thirteenth_month=1_000_000))
    assert unknown.exists.all()
    assert not unknown.complete.any()
    june = (date(2024, 11, 1), date(2024, 11, 30))
    assert not thirteenth_month_days_after_24_december(
        paid(date(2024, 12, 30), month=june, thirteenth_month=1_000_000)
    ).exists.any()
    assert not thirteenth_month_days_after_24_december(paid(date(2024, 12, 30))).exists.any()


@pytest.mark.parametrize(
    ("paid_on", "days"), [(date(2024, 12, 10), 0), (date(2025, 1, 9), 30), (date(2025, 1, 10), 31)]
)
def test_last_pay_counts_from_the_last_day(paid_on: date, days: int) -> None:
    p = paid(paid_on)
    p.attributes.left[:] = to_day(date(2024, 12, 10))
    found = final_pay_days(p)
    assert found.value.tolist() == [days]
    assert found.complete.all()


def test_a_last_pay_of_unknown_day_cannot_be_told_and_who_stays_is_not_asked() -> None:
    p = paid(None)
    assert len(final_pay_days(p).worker) == 0
    p.attributes.left[:] = to_day(date(2024, 12, 10))
    assert not final_pay_days(p).complete.any()
    p.pay = None
    assert not final_pay_days(p).complete.any()


def test_single_deductions_are_read_from_the_slip() -> None:
    p = paid(date(2024, 12, 20), deduction_fine=5_000, housing_fund=20_000, deduction_loan=1)
    assert fines_deducted(p).value[0, 0] == 5_000
    assert housing_fund_deducted(p).value[0, 0] == 20_000
    assert fines_deducted(p).complete.all()


@pytest.mark.parametrize(("gross", "short"), [(1_200_000, True), (1_290_000, False)])
def test_half_a_months_total_holds_half_the_wage(gross: int, short: bool) -> None:
    """Two hours of overtime at 24,000 a month: a slip of the first half with the half wage alone is short."""
    p = panel(date(2024, 12, 1), [0, 600, *[480] * 4, 0, 0, *[480] * 5, 0, 0])
    half = spans(p.first_day, p.n_days, [(p.first_day, to_day(date(2024, 12, 15)))])
    yes, one = np.ones((1, 1), bool), np.zeros(1, np.int64)
    p.pay = Pay(half, yes, np.full((1, 1), NO_DATE), {"gross": np.array([[gross]])}, ~yes)
    p.wages = Wages(
        one, one + NO_DATE, one + 2**31 - 1, np.zeros(1, np.int8), one + 2_400_000, np.array([True])
    )
    assert bool(overtime_pay_short(p, CN).value[0, 0] > 0) is short
