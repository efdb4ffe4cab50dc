"""Measures of pay on a panel of one: fines, the last pay, hours agreed above eight a day."""

from __future__ import annotations

from datetime import date

import numpy as np

from tests.measures.panels import panel
from tripartite.check.payslip import due
from tripartite.measures.panel import Panel, Pay, spans, to_day
from tripartite.measures.slips import final_pay_days, fines_deducted
from tripartite.measures.terms import NO_DATE


def paid(amounts: dict[str, int], paid_on: date | None, left: date | None) -> Panel:
    p = panel(date(2025, 7, 1), [480] * 31)
    yes = np.ones((1, 1), bool)
    when = to_day(paid_on) if paid_on else NO_DATE
    p.pay = Pay(
        spans(p.first_day, 31, [(p.first_day, p.first_day + 30)]), yes, np.full((1, 1), when),
        {k: np.array([[v]]) for k, v in amounts.items()}, ~yes,
    )  # fmt: skip
    p.attributes.left = np.array([to_day(left) if left else NO_DATE])
    return p


def test_fines_are_told_from_damage() -> None:
    v = fines_deducted(
        paid({"basic": 900_000, "deduction_fine": 5_000, "deduction_damage": 7_000}, None, None)
    )
    assert v.value.tolist() == [[5_000]]
    assert v.complete.all()


def test_fines_of_a_slip_without_items_are_not_told() -> None:
    assert not fines_deducted(paid({"gross": 900_000}, None, None)).complete.any()


def test_days_from_the_end_of_employment_to_the_last_pay() -> None:
    v = final_pay_days(paid({"basic": 1}, date(2025, 8, 5), date(2025, 7, 20)))
    assert (v.value.tolist(), v.complete.tolist()) == ([16], [True])


def test_last_pay_on_or_before_the_last_day_is_no_delay() -> None:
    v = final_pay_days(paid({"basic": 1}, date(2025, 7, 19), date(2025, 7, 20)))
    assert v.value.tolist() == [0]


def test_last_pay_without_a_day_is_not_told_and_who_stays_is_left_out() -> None:
    assert final_pay_days(paid({"basic": 1}, None, date(2025, 7, 20))).complete.tolist() == [False]
    assert not len(final_pay_days(paid({"basic": 1}, date(2025, 8, 5), None)).worker)


def long_day(basis: str, wage: str, system: str) -> int:
    case = {"country": "TH", "region": "TH-10", "wage_class": "general", "month": "2025-06", "wage": wage,
            "basis": basis, "hours_system": system, "shifts": {"2025-06-02": ["08:00-12:00", "13:00-18:30"]}}  # fmt: skip
    result: int = due(case)["premium_due"]
    return result


def test_agreed_hours_above_eight_a_day_earn_half_more_for_who_is_not_paid_by_the_month() -> None:
    # Nine and a half hours agreed: 1.5 hours above eight at 150 % of 50 baht.
    assert long_day("daily", "400 THB", "compressed") == 11_250
    # The hour's own wage is paid already: half of it more.
    assert long_day("hourly", "50 THB", "compressed") == 3_750
    assert long_day("monthly", "12000 THB", "compressed") == 0


def test_without_an_agreement_they_are_overtime() -> None:
    assert long_day("daily", "400 THB", "standard") == 11_250
    assert long_day("monthly", "12000 THB", "standard") == 11_250


def test_announced_holidays_change_what_is_due() -> None:
    case = {"country": "TH", "region": "TH-10", "month": "2025-04", "wage": "12000 THB", "basis": "monthly",
            "shifts": {"2025-04-14": ["08:00-12:00", "13:00-17:00"]}}  # fmt: skip
    assert due(case)["premium_due"] == 0
    assert due({**case, "holidays": "2025-04-14"})["premium_due"] == 40_000
