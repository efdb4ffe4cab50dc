"""Measures of a person's employment: age, contract, probation, leave. One item per person or episode."""

from __future__ import annotations

from datetime import date

import numpy as np

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Items, Mask, Panel, Values, to_date, to_day
from tripartite.measures.terms import NO_DATE, YEAR

FULL = 10_000
ANNUAL_LEAVE_CODE = 0


def years_between(begin: Ints, day: Ints | int) -> Ints:
    """Completed years from one day to another, by the calendar: 29 February counts up on 1 March."""
    (y0, md0), (y1, md1) = _year_and_day(begin), _year_and_day(np.asarray(day))
    return y1 - y0 - (md1 < md0)


def _year_and_day(day: Ints) -> tuple[Ints, Ints]:
    """Year, and month and day as one number that orders them."""
    dates = day.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int64)
    return number // 12 + 1970, number % 12 * 32 + (dates - months).astype(np.int64)


def birthday(birth: int, years: int) -> int:
    """Day on which an age is reached; 29 February counts as 1 March in other years."""
    b = to_date(birth)
    try:
        return to_day(date(b.year + years, b.month, b.day))
    except ValueError:
        return to_day(date(b.year + years, 3, 1))


def _items(rows: list[tuple[int, int, int, int, bool]], why: str) -> Items:
    table = np.array(rows, np.int64).reshape(-1, 5)
    return Items(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4].astype(bool), why)


@measure(unit="year", per="person")
def age_when_working(p: Panel) -> Items:
    """Age on the first day with work that the records show, or on the day of hire if that is known."""
    any_work = p.worked.any(axis=0)
    first = p.worked.argmax(axis=0) + p.first_day
    last = p.n_days - 1 - p.worked[::-1].argmax(axis=0) + p.first_day
    birth = p.attributes.birth
    known = birth != NO_DATE
    value = np.where(known, years_between(np.where(known, birth, 0), first), 0)
    end = np.where(any_work, last, first)
    # The age lasts until the next birthday; only the young are looked at so closely.
    for w in np.flatnonzero(known & any_work & (value < 18)).tolist():
        end[w] = min(int(last[w]), birthday(int(birth[w]), int(value[w]) + 1) - 1)
    who = np.flatnonzero(any_work)
    return Items(who, first[who], end[who], value[who], known[who], "birth-date-unknown")


@measure(unit="month", per="person")
def contract_delay(p: Panel) -> Items:
    """Whole months from the day of hire that passed before a written contract was signed."""
    a = p.attributes
    who = np.flatnonzero((a.hired != NO_DATE) | (a.contract != NO_DATE))
    hired, signed = a.hired[who], a.contract[who]
    known = (hired != NO_DATE) & (signed != NO_DATE)
    months = np.zeros(len(who), np.int64)
    for i in np.flatnonzero(known & (signed > hired)).tolist():
        months[i] = _months_passed(int(hired[i]), int(signed[i]))
    return Items(who, hired, np.where(known, signed, hired), months, known, "contract-date-unknown")


def _months_passed(start: int, end: int) -> int:
    """Months from start to end, one more where days are left over: signing on the day is 0."""
    s, e = to_date(start), to_date(end)
    months = (e.year - s.year) * 12 + e.month - s.month
    return months + (e.day > s.day) if e.day >= s.day else months


@measure(unit="day", per="episode")
def maternity_leave_days(p: Panel) -> Items:
    """Calendar days of one maternity leave."""
    return _episodes(p, "maternity_leave")


@measure(unit="day", per="episode")
def miscarriage_leave_days(p: Panel) -> Items:
    """Calendar days of one leave after miscarriage."""
    return _episodes(p, "miscarriage_leave")


@measure(unit="day", per="episode")
def probation_days(p: Panel) -> Items:
    """Calendar days of one probation."""
    return _episodes(p, "probation")


def _episodes(p: Panel, kind: str) -> Items:
    c = p.conditions
    who = np.flatnonzero(c.kind == kind)
    dated = (c.start[who] != NO_DATE) & (c.end[who] != NO_DATE)
    length = np.where(dated, c.end[who] - c.start[who] + 1, 0)
    return Items(c.worker[who], c.start[who], c.end[who], length, dated, "leave-dates-unknown")


@measure(unit="bp", per="episode")
def probation_pay_share(p: Panel) -> Items:
    """Contract wage on the last day of probation as a share of the wage after it."""
    c, wages = p.conditions, p.wages
    rows = []
    for i in np.flatnonzero((c.kind == "probation") & (c.end != NO_DATE)).tolist():
        w, end = int(c.worker[i]), int(c.end[i])
        mine = wages.worker == w
        during = np.flatnonzero(mine & (wages.start <= end) & (wages.end >= end))
        after = np.flatnonzero(mine & (wages.start <= end + 1) & (wages.end >= end + 1))
        known = len(during) == 1 and len(after) == 1 and wages.basis[during[0]] == wages.basis[after[0]]
        share = int(wages.amount[during[0]] * FULL // wages.amount[after[0]]) if known else 0
        rows.append((w, int(c.start[i]), end, share, known))
    return _items(rows, "wage-after-probation-unknown")


@measure(unit="day", per="year")
def annual_leave_days(p: Panel) -> Values:
    """Days of annual leave taken in a calendar year worked whole."""
    years = p.periods(YEAR)
    shape = (len(years), p.n_workers)
    exists = p.employed_throughout(years) & years.whole[:, None]
    if p.leave is None:
        nothing: Ints = np.zeros(shape, np.int64)
        none: Mask = np.zeros(shape, bool)
        return Values(nothing, years, exists, none, why="leave-not-recorded")
    taken = years.sums((p.leave == ANNUAL_LEAVE_CODE).astype(np.int64))
    return Values(taken, years, exists, p.covered(years) & years.whole[:, None], why="days-not-covered")


def service_years(p: Panel, day: int) -> Ints:
    """Completed years of service up to a day: the least it can be; -1 where no date is known.

    Service with earlier employers counts where the records give its start, else service here alone.
    """
    a = p.attributes
    begin = np.where(a.service != NO_DATE, a.service, a.hired)
    known = begin != NO_DATE
    return np.where(known, years_between(np.where(known, begin, 0), day), -1)
