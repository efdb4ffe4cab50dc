"""Working time by day, week, month and longer: what the hours rules look at.

Every function gives Values; sums over days with unknown hours are lower bounds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tripartite.measures.catalogue import measure
from tripartite.measures.hours import cells, hours_period_kinds, uncompensated_rest
from tripartite.measures.panel import Minutes, Panel, Periods, Values
from tripartite.measures.terms import COMPREHENSIVE, HOLIDAY, MONTH, QUARTER, STANDARD, WEEK, YEAR, PayTerms

DAY = 1440


def _per_day(p: Panel, value: NDArray[Any]) -> Values:
    return Values(value, p.days(), p.worked, ~p.unknown if p.unknown.any() else p.worked)


def _per_period(p: Panel, periods: Periods, value: NDArray[Any]) -> Values:
    return Values(value, periods, p.employed(periods), p.complete(periods))


@measure(unit="minute", per="day")
def hours_in_day(p: Panel) -> Values:
    """Working time of the shift that begins on the day."""
    return _per_day(p, p.minutes)


@measure(unit="minute", per="day", terms=True)
def overtime_in_day(p: Panel, t: PayTerms) -> Values:
    """Working time beyond the day's and the week's norm on an ordinary working day."""
    v = _per_day(p, p.get(cells, t).overtime)
    v.exists = v.exists & (p.kind == 0)
    return v


@measure(unit="minute", per="day", terms=True)
def extended_hours_in_day(p: Panel, t: PayTerms) -> Values:
    """Working time beyond normal hours on any day: overtime, and all work on rest days and holidays."""
    c = p.get(cells, t)
    return _per_day(p, c.overtime + c.rest + c.holiday)


@measure(unit="minute", per="day")
def night_minutes_in_day(p: Panel) -> Values:
    """Working time between 22:00 and 06:00 in the shift that begins on the day."""
    v = _per_day(p, np.maximum(p.night, 0))
    if (p.night < 0).any():
        v.complete = v.complete & (p.night >= 0)
        v.why = "clock-times-missing"
    return v


@measure(unit="minute", per="day")
def rest_before_shift(p: Panel) -> Values:
    """Time from the end of the shift before to the beginning of this one."""
    never = 10 * DAY
    last_end = np.full(p.n_workers, -never, np.int32)
    rest = np.zeros_like(p.minutes)
    sure = np.zeros(p.minutes.shape, bool)
    last_sure = np.zeros(p.n_workers, bool)
    for d in range(p.n_days):
        here = p.worked[d]
        known = here & (p.start[d] >= 0) & (p.end[d] >= 0)
        rest[d] = np.where(known, d * DAY + p.start[d] - last_end, 0)
        sure[d] = known & last_sure & ~p.unknown[d]
        np.copyto(last_end, d * DAY + p.end[d], where=known)
        last_sure = np.where(here, known & ~p.unknown[d], last_sure)
    np.minimum(rest, never, out=rest)
    # An unknown day before could only shorten the rest: what is measured is then not to be relied on.
    return Values(rest, p.days(), p.worked & (rest < never), sure, why="clock-times-missing")


@measure(unit="minute", per="week")
def hours_in_week(p: Panel) -> Values:
    """Working time in a calendar week."""
    weeks = p.periods(WEEK)
    return _per_period(p, weeks, weeks.sums(p.minutes))


@measure(unit="minute", per="week", terms=True)
def overtime_in_week(p: Panel, t: PayTerms) -> Values:
    """Overtime, rest-day and holiday work in a calendar week."""
    weeks = p.periods(WEEK)
    c = p.get(cells, t)
    return _per_period(p, weeks, weeks.sums(c.overtime) + weeks.sums(c.rest) + weeks.sums(c.holiday))


@measure(unit="day", per="week")
def rest_days_in_week(p: Panel) -> Values:
    """Calendar days of the week without any work, in weeks that the records cover whole."""
    weeks = p.periods(WEEK)
    worked = weeks.sums(p.worked, np.int32)
    v = Values((weeks.end - weeks.first)[:, None] - worked, weeks, worked > 0, p.covered(weeks))
    v.exists &= p.employed_throughout(weeks) & weeks.whole[:, None]
    v.why = "days-not-covered"
    return v


@measure(unit="day", per="week")
def days_worked_in_week(p: Panel) -> Values:
    """Calendar days of the week with any work."""
    weeks = p.periods(WEEK)
    worked = weeks.sums(p.worked, np.int32)
    return Values(worked, weeks, worked > 0, p.covered(weeks), why="days-not-covered")


@measure(unit="minute", per="month")
def hours_in_month(p: Panel) -> Values:
    """Working time in a calendar month."""
    months = p.periods(MONTH)
    return _per_period(p, months, months.sums(p.minutes))


@measure(unit="minute", per="month", terms=True)
def overtime_in_month(p: Panel, t: PayTerms) -> Values:
    """Overtime in a calendar month: beyond the norm on ordinary days, holidays, and rest days not
    made good by time off.
    """
    months = p.periods(MONTH)
    value = _extended(p, t, months)
    v = _per_period(p, months, value)
    v.exists &= p.attributes.hours_system == STANDARD
    return v


def _extended(p: Panel, t: PayTerms, periods: Periods) -> Minutes:
    c = p.get(cells, t)
    total: Minutes = periods.sums(c.overtime) + periods.sums(p.get(uncompensated_rest, t))
    if (p.kind == HOLIDAY).any():
        total += periods.sums(c.holiday)
    return total


@measure(unit="minute", per="quarter")
def hours_in_quarter(p: Panel) -> Values:
    """Working time in a calendar quarter."""
    quarters = p.periods(QUARTER)
    return _per_period(p, quarters, quarters.sums(p.minutes))


@measure(unit="minute", per="year", terms=True)
def overtime_in_year(p: Panel, t: PayTerms) -> Values:
    """Overtime, rest-day and holiday work in a calendar year."""
    years = p.periods(YEAR)
    return _per_period(p, years, _extended(p, t, years))


@measure(unit="count", per="month")
def night_shifts_in_month(p: Panel) -> Values:
    """Shifts in a month with any work between 22:00 and 06:00."""
    months = p.periods(MONTH)
    return _per_period(p, months, months.sums(p.night > 0, np.int32))


def overtime_in_hours_period(p: Panel, t: PayTerms, unit: int) -> Values:
    """Working time above the norm of a comprehensive period of the given kind, holidays included."""
    periods = p.periods(unit)
    c = p.get(cells, t)
    excess = c.period_excess if c.period_excess is not None else np.zeros_like(p.minutes)
    v = _per_period(p, periods, periods.sums(excess) + periods.sums(c.holiday))
    a = p.attributes
    v.exists &= (a.hours_system == COMPREHENSIVE) & (a.hours_period == unit)
    if unit not in hours_period_kinds(p):
        v.exists[:] = False
    return v


@measure(unit="minute", per="week", terms=True)
def overtime_in_hours_week(p: Panel, t: PayTerms) -> Values:
    """Working time above the norm of a comprehensive week."""
    return overtime_in_hours_period(p, t, WEEK)


@measure(unit="minute", per="month", terms=True)
def overtime_in_hours_month(p: Panel, t: PayTerms) -> Values:
    """Working time above the norm of a comprehensive month."""
    return overtime_in_hours_period(p, t, MONTH)


@measure(unit="minute", per="quarter", terms=True)
def overtime_in_hours_quarter(p: Panel, t: PayTerms) -> Values:
    """Working time above the norm of a comprehensive quarter."""
    return overtime_in_hours_period(p, t, QUARTER)


@measure(unit="minute", per="year", terms=True)
def overtime_in_hours_year(p: Panel, t: PayTerms) -> Values:
    """Working time above the norm of a comprehensive year."""
    return overtime_in_hours_period(p, t, YEAR)


@measure(unit="minute", per="day")
def hours_in_7_days(p: Panel) -> Values:
    """Working time in the seven days that end on the day."""
    window = 7
    rolling = np.zeros_like(p.minutes)
    total = np.zeros(p.n_workers, np.int32)
    for d in range(p.n_days):
        total += p.minutes[d]
        if d >= window:
            total -= p.minutes[d - window]
        rolling[d] = total
    days = p.days()
    sure = np.ones(p.minutes.shape, bool)
    if p.unknown.any():
        for back in range(window):
            sure[back:] &= ~p.unknown[: p.n_days - back]
    start = days.start_day - (window - 1)
    periods = Periods(
        np.maximum(days.first - (window - 1), 0), days.end, start, days.end_day, start >= p.first_day
    )
    sure &= (p.covered_from <= start[:, None]) | (p.employed_from > start[:, None])
    return Values(rolling, periods, p.worked, sure)
