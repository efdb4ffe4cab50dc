"""Working time by day, week, month and longer: what the hours rules look at.

Every function gives Values; sums over days with unknown hours are lower bounds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tripartite.measures.catalogue import measure
from tripartite.measures.hours import cells, hours_period_kinds, overtime_is_least, uncompensated_rest
from tripartite.measures.matrix import night_minutes
from tripartite.measures.panel import Ints, Minutes, Panel, Periods, Values
from tripartite.measures.streak import Shifts, laid, shifts_in_line
from tripartite.measures.terms import (
    COMPREHENSIVE,
    HOLIDAY,
    MONTH,
    ORDINARY,
    QUARTER,
    STANDARD,
    WEEK,
    YEAR,
    PayTerms,
)

DAY = 1440
MONDAY_OF_EPOCH = 3  # 1970-01-01 was a Thursday
SATURDAY = 5


def _per_day(p: Panel, value: NDArray[Any]) -> Values:
    return Values(value, p.days(), p.worked, ~p.unknown if p.unknown.any() else p.worked)


def _per_period(p: Panel, periods: Periods, value: NDArray[Any]) -> Values:
    return Values(value, periods, p.employed(periods), p.complete(periods))


def _overtime_per(p: Panel, t: PayTerms, periods: Periods, value: NDArray[Any]) -> Values:
    """As `_per_period`, for overtime that may be known only at its least."""
    v = _per_period(p, periods, value)
    least = np.broadcast_to(p.get(overtime_is_least, t), v.complete.shape)
    v.reasons = (("plan-unknown", least),)
    v.complete = v.complete & ~least
    return v


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


@measure(unit="minute", per="day", terms=True)
def rest_and_holiday_minutes_in_day(p: Panel, t: PayTerms) -> Values:
    """Working time on a weekly rest day or a holiday."""
    c = p.get(cells, t)
    return _per_day(p, c.rest + c.holiday)


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
    shifts: Shifts = p.get(shifts_in_line)
    place, worker = shifts.line.place, shifts.line.worker
    n = len(place)
    if shifts.known.all():  # as in most records: the shift before is simply the one before
        own = np.zeros(n, bool)
        np.equal(worker[1:], worker[:-1], out=own[1:])
        left = np.zeros(n, np.int32)
        left[1:] = shifts.end[:-1]
    else:
        before = np.maximum.accumulate(np.where(shifts.known, np.arange(n), -1))[:-1]
        before = np.concatenate([np.full(min(n, 1), -1), before])
        own = (before >= 0) & (worker[before] == worker)
        left = shifts.end[before]
    rest = np.where(own, np.minimum(shifts.start - left, never), np.int32(never))
    sound = shifts.known & ~p.unknown.ravel().take(place) if p.unknown.any() else shifts.known
    sure = sound & own
    sure[1:] &= sound[:-1]
    # An unknown day before could only shorten the rest: what is measured is then not to be relied on.
    found = laid(p, place, np.where(shifts.known, rest, np.int32(0)), np.int32)
    return Values(
        found, p.days(), p.worked & (found < never), laid(p, place, sure, bool), why="clock-times-missing"
    )


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


@measure(unit="minute", per="week", terms=True)
def ordinary_overtime_in_week(p: Panel, t: PayTerms) -> Values:
    """Overtime on ordinary days in a calendar week; rest-day and holiday work is left out."""
    weeks = p.periods(WEEK)
    return _per_period(p, weeks, weeks.sums(_ordinary_overtime(p, t)))


def _overtime_on(p: Panel, t: PayTerms, *, saturday: bool) -> Values:
    v = _per_day(p, p.get(cells, t).overtime)
    day = (p.first_day + np.arange(p.n_days) + MONDAY_OF_EPOCH) % 7
    v.exists = v.exists & (p.kind == ORDINARY) & ((day == SATURDAY) == saturday)[:, None]
    return v


@measure(unit="minute", per="day", terms=True)
def overtime_in_day_but_saturday(p: Panel, t: PayTerms) -> Values:
    """Overtime on an ordinary working day that is no Saturday."""
    return _overtime_on(p, t, saturday=False)


@measure(unit="minute", per="day", terms=True)
def overtime_on_saturday(p: Panel, t: PayTerms) -> Values:
    """Overtime on a Saturday that is an ordinary working day."""
    return _overtime_on(p, t, saturday=True)


def _free_days(p: Panel, periods: Periods) -> Ints:
    """Days that the records cover and that show no work: a day outside them may have been worked."""
    first = np.maximum(periods.start_day[:, None], p.covered_from)
    last = np.minimum(periods.end_day[:, None], p.covered_to)
    free: Ints = np.maximum(last - first + 1, 0) - periods.sums(p.worked, np.int32)
    return free


@measure(unit="day", per="week")
def rest_days_in_week(p: Panel) -> Values:
    """Calendar days of the week without any work, in weeks that the records cover whole."""
    weeks = p.periods(WEEK)
    worked = weeks.sums(p.worked, np.int32)
    v = Values(_free_days(p, weeks), weeks, worked > 0, p.covered(weeks))
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
    if (p.kind >= HOLIDAY).any():
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


@measure(unit="minute", per="month", terms=True)
def ordinary_overtime_in_month(p: Panel, t: PayTerms) -> Values:
    """Overtime on ordinary days in a month; rest-day and holiday work is left out."""
    months = p.limit_periods(MONTH)
    return _overtime_per(p, t, months, months.sums(_ordinary_overtime(p, t)))


@measure(unit="minute", per="year", terms=True)
def ordinary_overtime_in_year(p: Panel, t: PayTerms) -> Values:
    """Overtime on ordinary days in a year; rest-day and holiday work is left out."""
    years = p.limit_periods(YEAR)
    return _overtime_per(p, t, years, years.sums(_ordinary_overtime(p, t)))


def _ordinary_overtime(p: Panel, t: PayTerms) -> Minutes:
    c = p.get(cells, t)
    overtime: Minutes = c.overtime if c.period_excess is None else c.overtime + c.period_excess
    return overtime


@measure(unit="minute", per="month", terms=True)
def extended_hours_in_month(p: Panel, t: PayTerms) -> Values:
    """Overtime, rest-day and holiday work in a month, time off in lieu not taken off."""
    months = p.limit_periods(MONTH)
    return _overtime_per(p, t, months, months.sums(_all_extended(p, t)))


@measure(unit="minute", per="year", terms=True)
def extended_hours_in_year(p: Panel, t: PayTerms) -> Values:
    """Overtime, rest-day and holiday work in a year, time off in lieu not taken off."""
    years = p.limit_periods(YEAR)
    return _overtime_per(p, t, years, years.sums(_all_extended(p, t)))


def _all_extended(p: Panel, t: PayTerms) -> Minutes:
    c = p.get(cells, t)
    total: Minutes = _ordinary_overtime(p, t) + c.rest + c.holiday
    return total


@measure(unit="minute", per="month", terms=True)
def extended_hours_average_of_months(p: Panel, t: PayTerms) -> Values:
    """The highest monthly average of overtime and rest-day work over 2, 3, 4, 5 or 6 months ending here."""
    months = p.limit_periods(MONTH)
    sums = months.sums(_all_extended(p, t)).astype(np.int64)
    sure = p.complete(months) & months.whole[:, None]
    highest = np.zeros_like(sums)
    complete = np.ones(sums.shape, bool)
    total, known = sums.copy(), sure.copy()
    for span in range(2, min(6, len(months)) + 1):
        back = span - 1
        total[back:] = total[back:] + sums[: len(sums) - back]
        known[back:] &= sure[: len(sums) - back]
        # Rounded up: an average of 80 hours and a part of a minute is above 80 hours.
        highest[back:] = np.maximum(highest[back:], -(-total[back:] // span))
        complete[back:] &= known[back:]
    exists = p.employed(months)
    exists[:1] = False
    least = np.broadcast_to(p.get(overtime_is_least, t), complete.shape)
    return Values(highest, months, exists, complete & ~least, reasons=(("plan-unknown", least),))


@measure(unit="count", per="year", terms=True)
def months_above_45h_overtime_in_year(p: Panel, t: PayTerms) -> Values:
    """Months of a year with more than 45 hours of overtime on ordinary days."""
    months, years = p.limit_periods(MONTH), p.limit_periods(YEAR)
    above = months.sums(_ordinary_overtime(p, t)) > 45 * 60
    of = np.searchsorted(years.start_day, months.start_day, side="right") - 1
    count = np.zeros((len(years), p.n_workers), np.int64)
    np.add.at(count, of, above)
    return _overtime_per(p, t, years, count)


@measure(unit="minute", per="day")
def presence_in_day(p: Panel) -> Values:
    """Time from the first start to the last end of the shift that begins on the day, breaks included."""
    clocked = (p.start >= 0) & (p.end >= 0)
    value = np.where(clocked, p.end - p.start, p.minutes)
    v = _per_day(p, value)
    v.complete = v.complete & clocked
    v.why = "clock-times-missing"
    return v


@measure(unit="minute", per="day", terms=True)
def spread_of_normal_hours_in_day(p: Panel, t: PayTerms) -> Values:
    """Time from the first start to the last end on an ordinary day, breaks included, overtime taken off."""
    v = p.get(presence_in_day)
    value = np.maximum(v.value - p.get(cells, t).overtime, 0)
    return Values(value, v.periods, v.exists & (p.kind == ORDINARY), v.complete, why=v.why)


def _within_window(p: Panel, window: tuple[int, int]) -> Values:
    v = _per_day(p, night_minutes(p, window))
    v.complete = v.complete & (p.start >= 0) & (p.end >= 0)
    v.why = "clock-times-missing"
    return v


@measure(unit="minute", per="day")
def minutes_between_18_and_6_in_day(p: Panel) -> Values:
    """Working time between 18:00 and 06:00 in the shift that begins on the day."""
    return _within_window(p, (1080, 360))


@measure(unit="minute", per="day")
def minutes_between_20_and_6_in_day(p: Panel) -> Values:
    """Working time between 20:00 and 06:00 in the shift that begins on the day."""
    return _within_window(p, (1200, 360))


@measure(unit="minute", per="day")
def minutes_between_22_and_5_in_day(p: Panel) -> Values:
    """Working time between 22:00 and 05:00 in the shift that begins on the day."""
    return _within_window(p, (1320, 300))


@measure(unit="day", per="month")
def rest_days_in_month(p: Panel) -> Values:
    """Calendar days of a month without any work, in months that the records cover whole."""
    months = p.periods(MONTH)
    worked = months.sums(p.worked, np.int32)
    exists = (worked > 0) & p.employed_throughout(months) & months.whole[:, None]
    return Values(
        _free_days(p, months),
        months,
        exists,
        p.covered(months),
        why="days-not-covered",
    )


@measure(unit="day", per="year")
def days_worked_in_year(p: Panel) -> Values:
    """Calendar days of a year with any work."""
    years = p.limit_periods(YEAR)
    worked = years.sums(p.worked, np.int32)
    return Values(worked, years, worked > 0, p.covered(years), why="days-not-covered")


@measure(unit="day", per="period")
def rest_days_in_4_weeks(p: Panel) -> Values:
    """Calendar days without any work in the four weeks that end with a week, all covered by the records."""
    weeks = p.periods(WEEK)
    free = _free_days(p, weeks)
    four = free.copy()
    for back in (1, 2, 3):
        four[back:] += free[: len(free) - back]
    start = np.maximum(weeks.start_day - 21, weeks.start_day[0]) if len(weeks) else weeks.start_day
    first = np.maximum(weeks.first - 21, 0)
    spans = Periods(first, weeks.end, start, weeks.end_day, weeks.whole & (weeks.start_day - start == 21))
    exists = p.employed_throughout(spans) & spans.whole[:, None] & spans.any(p.worked)
    return Values(four, spans, exists, p.covered(spans), why="days-not-covered")
