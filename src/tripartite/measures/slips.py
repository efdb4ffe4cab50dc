"""What pay slips alone show: single deductions, and the days on which sums that have a day of their own were paid."""

from __future__ import annotations

from datetime import date

import numpy as np

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Items, Panel, Values, to_date, to_day
from tripartite.measures.pay import itemised, paid, slip_present
from tripartite.measures.terms import NO_DATE, YEAR
from tripartite.measures.wage import periods_of_pay


@measure(unit="money", per="month")
def fines_deducted(p: Panel) -> Values:
    """Fines taken from the pay."""
    return _taken(p, "deduction_fine")


@measure(unit="money", per="month")
def housing_fund_deducted(p: Panel) -> Values:
    """The worker's own share of the housing fund taken from the pay."""
    return _taken(p, "housing_fund")


@measure(unit="money", per="month")
def social_insurance_deducted(p: Panel) -> Values:
    """The worker's own share of social insurance taken from the pay."""
    return _taken(p, "social_insurance")


def _taken(p: Panel, item: str) -> Values:
    slip = slip_present(p)
    return Values(paid(p, item), p.get(periods_of_pay), slip, slip & itemised(p), why="no-pay-record")


@measure(unit="day", per="year")
def thirteenth_month_days_after_24_december(p: Panel) -> Values:
    """Days from 24 December to the day on which a slip of December with a thirteenth month was paid."""
    years = p.periods(YEAR)
    shape = (len(years), p.n_workers)
    late, given, known = np.zeros(shape, np.int64), np.zeros(shape, bool), np.zeros(shape, bool)
    if p.pay is not None:
        amounts = paid(p, "thirteenth_month")
        for i, end in enumerate(p.pay.periods.end_day.tolist()):
            last = to_date(end)
            if last.month == 12:
                at = int(np.searchsorted(years.start_day, end, side="right")) - 1
                due = to_day(date(last.year, 12, 24))
                has = amounts[i] > 0
                told = has & (p.pay.paid_on[i] > 0)
                late[at] = np.maximum(late[at], np.where(told, p.pay.paid_on[i] - due, 0))
                given[at] |= has
                known[at] |= told
    return Values(np.maximum(late, 0), years, given, known, why="pay-day-unknown")


@measure(unit="day", per="person")
def final_pay_days(p: Panel) -> Items:
    """Days from the last day of employment to the day on which the slip of that day was paid."""
    left = p.attributes.left
    rows = []
    for w in np.flatnonzero(left != NO_DATE).tolist():
        day, known = int(left[w]), NO_DATE
        if p.pay is not None:
            holds = (p.pay.periods.start_day <= day) & (p.pay.periods.end_day >= day) & p.pay.present[:, w]
            known = int(p.pay.paid_on[holds, w].max()) if holds.any() else NO_DATE
        told = known > 0
        rows.append((w, day, known if told else day, max(known - day, 0) if told else 0, told))
    table = np.array(rows, np.int64).reshape(-1, 5)
    return Items(
        table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(bool), "pay-day-unknown"
    )
