"""Money that hangs on the contract: a second wage while none is written, leave not taken when it ends.

One item per person. Amounts are the least that is due: whole months, and the contract wage where the law
averages past pay.
"""

from __future__ import annotations

import calendar
from datetime import date

import numpy as np

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Items, Panel, to_date, to_day
from tripartite.measures.pay import paid, slip_present
from tripartite.measures.person import ANNUAL_LEAVE_CODE, years_between
from tripartite.measures.terms import DAILY, MONTHLY, NO_DATE, PayTerms
from tripartite.measures.wage import periods_of_pay

FULL = 10_000
FREE_MONTHS = 1  # the contract may be written within the first month
MOST_MONTHS = 11  # from then on a contract without end is taken to exist
DAY_MINUTES = 480


@measure(unit="money", per="person")
def second_wage_due(p: Panel) -> Items:
    """A second contract wage for each whole month without a written contract, from the second to the twelfth.

    Only of workers whose first year of work reaches into the records.
    """
    a = p.attributes
    rows, lower = [], []
    recent = (a.hired + 366 > p.first_day) | ((a.hired == NO_DATE) & (a.contract != NO_DATE))
    for w in np.flatnonzero(recent).tolist():
        hired, signed = int(a.hired[w]), int(a.contract[w])
        if NO_DATE in (hired, signed):
            rows.append((w, hired if hired != NO_DATE else signed, p.first_day, 0, False))
            lower.append(False)
            continue
        begins = [after_months(hired, n) for n in range(FREE_MONTHS, FREE_MONTHS + MOST_MONTHS + 1)]
        months = [b for b, following in zip(begins, begins[1:], strict=False) if following <= signed]
        wages = [_wage_on(p, w, day, MONTHLY) for day in months]
        # Days beyond whole months are due too, by a share that no rule fixes.
        more = begins[0] < signed < begins[-1] and signed not in begins
        told = all(x is not None for x in wages) and not (more and not months)
        rows.append((w, begins[0], max(signed - 1, begins[0]), sum(x or 0 for x in wages), told))
        lower.append(more)
    return _items(rows, "contract-date-unknown", np.array(lower, bool))


@measure(unit="money", per="person", terms=True)
def leave_pay_on_leaving_short(p: Panel, t: PayTerms) -> Items:
    """Pay due for annual leave not taken when employment ended, less the leave pay of the last slip.

    Leave of the last year by its calendar days, whole days only; service is the least it can be.
    """
    a = p.attributes
    last = p.first_day + p.n_days - 1
    rows = []
    for w in np.flatnonzero((a.left != NO_DATE) & (a.left <= last) & (a.left >= p.first_day)).tolist():
        left = int(a.left[w])
        rate = t.untaken_leave.at(left)
        if rate is None:
            continue
        days = _untaken(p, t, w, left)
        wage = _day_wage(p, t, w, left)
        settled = _last_slip(p, w, left)
        if days is None or wage is None or settled is None:
            rows.append((w, left, left, 0, False))
            continue
        amount, divisor = wage
        due = (2 * days * DAY_MINUTES * amount * rate + divisor * FULL) // (2 * divisor * FULL)
        short = max(due - settled, 0)
        # Nothing short tells nothing where service with earlier employers may add days.
        rows.append((w, left, left, short, short > 0 or int(a.service[w]) != NO_DATE))
    items = _items(rows, "leave-or-service-unknown", None)
    items.lower = a.service[items.worker] == NO_DATE
    return items


def after_months(day: int, months: int) -> int:
    """The same day of a later month, or that month's last."""
    d = to_date(day)
    count = d.year * 12 + d.month - 1 + months
    year, month = divmod(count, 12)
    return to_day(date(year, month + 1, min(d.day, calendar.monthrange(year, month + 1)[1])))


def untaken_days(employed: int, a_year: int, taken: int) -> int:
    """Whole days of leave left after `employed` calendar days of a year that gives `a_year` days."""
    return max(employed * a_year // 365 - taken, 0)


def _untaken(p: Panel, t: PayTerms, w: int, left: int) -> int | None:
    """Days of leave not taken in the year of leaving; None where records do not tell."""
    a = p.attributes
    hired = int(a.hired[w])
    begin = max(hired, to_day(date(to_date(left).year, 1, 1)))
    if p.leave is None or hired == NO_DATE or p.covered_from[w] > begin or p.first_day > begin:
        return None
    since = int(a.service[w]) if a.service[w] != NO_DATE else hired
    served = int(years_between(np.array([since]), left)[0])
    days = max(
        (x.days.at(left) or 0 for x in t.leave_days if x.service[0] <= served < x.service[1]), default=0
    )
    taken = int((p.leave[begin - p.first_day : left - p.first_day + 1, w] == ANNUAL_LEAVE_CODE).sum())
    return untaken_days(left - begin + 1, days, taken)


def _wage_on(p: Panel, w: int, day: int, basis: int) -> int | None:
    """The contract wage of a basis on a day; None where none, or more than one, is on record."""
    x = p.wages
    rows = np.flatnonzero((x.worker == w) & (x.start <= day) & (x.end >= day) & x.currency_known)
    return int(x.amount[rows[0]]) if len(rows) == 1 and x.basis[rows[0]] == basis else None


def _day_wage(p: Panel, t: PayTerms, w: int, day: int) -> tuple[int, int] | None:
    """Contract wage and the minutes that divide it on a day, for monthly and daily wages."""
    for basis in (MONTHLY, DAILY):
        amount = _wage_on(p, w, day, basis)
        divisors = [d.minutes.at(day) for d in t.divisors if d.basis == basis and not d.sectors]
        if amount is not None and divisors and divisors[0]:
            return amount, divisors[0]
    return None


def _last_slip(p: Panel, w: int, left: int) -> int | None:
    """Leave pay on the slips that end on or after the last day; None without such a slip."""
    periods = p.get(periods_of_pay)
    final = np.flatnonzero((periods.end_day >= left) & slip_present(p)[:, w])
    return int(paid(p, "leave_pay")[final, w].sum()) if final.size else None


def _items(
    rows: list[tuple[int, int, int, int, bool]],
    why: str,
    lower: np.ndarray[tuple[int], np.dtype[np.bool_]] | None,
) -> Items:
    table: Ints = np.array(rows, np.int64).reshape(-1, 5)
    return Items(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(bool), why, lower)
