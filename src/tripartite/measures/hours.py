"""Each day's minutes split into the cells of the pay matrix: normal, overtime, rest day, holiday.

Daily and weekly limits on normal hours both count and no minute is counted twice: of an ordinary
day's minutes the daily norm is taken first, then what still fits into the week's norm; the rest is
overtime. Work on rest days and holidays stands in cells of its own. Where hours are averaged over a
period, the excess over the period's norm is overtime, besides what exceeds a daily or weekly norm of that
system; rest days are apart where the law pays them apart. Exempt workers have no such hours.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from tripartite.measures.panel import Codes, Ints, Mask, Minutes, Panel, Periods, to_date
from tripartite.measures.terms import (
    COMPREHENSIVE,
    EXEMPT,
    FLEXIBLE,
    HOLIDAY,
    MONTH,
    ORDINARY,
    REST,
    STANDARD,
    WEEK,
    Average,
    Norm,
    PayTerms,
    Steps,
)

NO_LIMIT = 7 * 1440
SATURDAY = 5
PAID_AWAY = tuple(range(9))  # leave that uses the day's scheduled hours; a day off in lieu does not


class Cells(Struct, frozen=True):
    """Minutes by cell, each (days, workers). `period_excess` is set where hours are averaged over a period,
    on the period's last row.
    """

    overtime: Minutes
    rest: Minutes
    holiday: Minutes
    period_excess: Minutes | None


def by_day(steps: Steps, first_day: int, n_days: int, missing: int) -> Minutes:
    """A dated value as one number per row; `missing` where none holds."""
    out = np.full(n_days, missing, np.int32)
    for start, end, value in zip(steps.starts, steps.ends, steps.values, strict=True):
        a, b = max(start - first_day, 0), min(end - first_day, n_days)
        if a < b:
            out[a:b] = value
    return out


def cells(p: Panel, t: PayTerms) -> Cells:
    """Split the block's minutes by the norms of `t`."""
    systems = p.attributes.hours_system
    overtime = np.zeros_like(p.minutes)
    rest = np.zeros_like(p.minutes)
    holiday = np.zeros_like(p.minutes)
    for norm, columns in norm_groups(p, t):
        if columns is None:
            _split_days(p, norm, p.minutes, p.kind, (overtime, rest, holiday))
        else:
            kind = p.kind if p.kind.shape[1] == 1 else p.kind[:, columns]
            worked = np.ascontiguousarray(p.minutes[:, columns])
            parts = (np.zeros_like(worked), np.zeros_like(worked), np.zeros_like(worked))
            _split_days(p, norm, worked, kind, parts)
            overtime[:, columns], rest[:, columns], holiday[:, columns] = parts
    excess = None
    if np.isin(systems, (COMPREHENSIVE, FLEXIBLE, EXEMPT)).any():
        _leave_out(p, t, (overtime, rest, holiday))
        excess = _period_excess(p, t, rest + holiday, overtime)
    return Cells(overtime, rest, holiday, excess)


def normal_minutes(p: Panel, t: PayTerms) -> Minutes:
    """Normal hours of ordinary days that a wage surely pays for: within the law's hours, and within the facility's
    own where these are stated. An averaged period's excess is taken off its last row, which may then be negative.

    Of exempt workers, whose hours have no limit, those that the law calls normal for others.
    """
    split: Cells = p.get(cells, t)
    normal: Minutes = p.minutes - split.overtime - split.rest - split.holiday - p.get(beyond_scheduled, t)
    if split.period_excess is not None:
        normal -= split.period_excess
    exempt = np.flatnonzero(p.attributes.hours_system == EXEMPT)
    if exempt.size:
        worked = np.ascontiguousarray(p.minutes[:, exempt])
        kind = p.kind if p.kind.shape[1] == 1 else p.kind[:, exempt]
        parts = (np.zeros_like(worked), np.zeros_like(worked), np.zeros_like(worked))
        _split_days(p, Norm(STANDARD, (), t.day_norm, t.week_norm), worked, kind, parts)
        normal[:, exempt] = worked - parts[0] - parts[1] - parts[2]
    return normal


def _leave_out(p: Panel, t: PayTerms, parts: tuple[Minutes, Minutes, Minutes]) -> None:
    """Where hours are averaged over a period, daily norms bind only if that system has its own, and rest days
    and holidays are apart only if the law pays them apart.
    """
    overtime, rest, holiday = parts
    systems = p.attributes.hours_system
    own = np.zeros(p.n_workers, bool)
    for norm in t.norms:
        own |= _of_norm(p, norm)
    for system in (COMPREHENSIVE, FLEXIBLE):
        here = systems == system
        overtime[:, here & ~own] = 0
        if not _pays(t, system, REST):
            rest[:, here] = 0
    if not _pays(t, FLEXIBLE, HOLIDAY):
        holiday[:, systems == FLEXIBLE] = 0
    for part in parts:
        part[:, systems == EXEMPT] = 0


def _pays(t: PayTerms, system: int, kind: int) -> bool:
    """Whether the law pays work on rest days, or on holidays, under an hours system."""
    return any(
        system in c.hours_systems
        and ((REST in c.days and c.night is None) if kind == REST else max(c.days) >= HOLIDAY)
        for c in t.cells
    )


def _of_norm(p: Panel, norm: Norm | Average) -> Mask:
    """Workers whom a norm is for."""
    fits: Mask = p.fitting(norm.sectors, norm.size) & (p.attributes.hours_system == norm.hours_system)
    if norm.hours_period is not None:
        fits &= p.attributes.hours_period == norm.hours_period
    return fits


def _narrowness(norm: Norm | Average) -> int:
    return bool(norm.sectors) + (norm.size is not None) + (norm.hours_period is not None)


def norm_groups(p: Panel, t: PayTerms) -> list[tuple[Norm, Ints | None]]:
    """The norms that bind the block's workers, each with its columns; None for all of them."""
    common = Norm(STANDARD, (), t.day_norm, t.week_norm)
    if not t.norms:
        return [(common, None)]
    chosen = np.full(p.n_workers, -1)
    # Norms of a sector, size or period come after those for all, so that they win.
    for i, norm in sorted(enumerate(t.norms), key=lambda pair: _narrowness(pair[1])):
        chosen[_of_norm(p, norm)] = i
    groups: list[tuple[Norm, Ints | None]] = []
    for i in np.unique(chosen).tolist():
        norm = common if i < 0 else t.norms[i]
        groups.append((norm, None if (chosen == i).all() else np.flatnonzero(chosen == i)))
    return groups


def day_norms(p: Panel, t: PayTerms) -> Minutes:
    """Normal minutes of each day: (days, 1) where all workers share them, else (days, workers)."""
    groups = norm_groups(p, t)
    if groups[0][1] is None:
        return by_day(groups[0][0].day, p.first_day, p.n_days, NO_LIMIT)[:, None]
    out = np.zeros_like(p.minutes)
    for norm, columns in groups:
        out[:, columns] = by_day(norm.day, p.first_day, p.n_days, NO_LIMIT)[:, None]
    return out


def week_norms(p: Panel, t: PayTerms) -> Minutes:
    """Normal minutes of each week, on its first day that the panel holds: (weeks, workers)."""
    weeks = p.periods(WEEK)
    first = np.minimum(weeks.first, p.n_days - 1)
    out = np.zeros((len(weeks), p.n_workers), np.int32)
    for norm, columns in norm_groups(p, t):
        here = by_day(norm.week, p.first_day, p.n_days, NO_LIMIT)[first][:, None]
        if columns is None:
            out[:] = here
        else:
            out[:, columns] = here
    return out


def _split_days(
    p: Panel, norm: Norm, worked: Minutes, kinds: Codes, into: tuple[Minutes, Minutes, Minutes]
) -> None:
    overtime, rest, holiday = into
    _lay(worked, kinds == REST, rest)
    _lay(worked, kinds >= HOLIDAY, holiday)
    daily = by_day(norm.day, p.first_day, p.n_days, NO_LIMIT)
    ordinary = (kinds != REST) & (kinds < HOLIDAY)
    normal = np.minimum(worked, daily[:, None])
    normal *= ordinary
    np.subtract(worked, normal, out=overtime)
    overtime *= ordinary
    _beyond_week(p, norm, daily, normal, overtime)


def _lay(worked: Minutes, days: Mask, into: Minutes) -> None:
    if days.shape[1] == 1:
        into[days[:, 0]] = worked[days[:, 0]]
    else:
        np.multiply(worked, days, out=into)


def _beyond_week(p: Panel, norm: Norm, daily: Minutes, normal: Minutes, overtime: Minutes) -> None:
    """Add to `overtime` what of each day's `normal` minutes no longer fits into its week."""
    weekly = by_day(norm.week, p.first_day, p.n_days, NO_LIMIT)
    weeks = p.periods(WEEK)
    sums = weeks.sums(normal)
    for i, (a, b) in enumerate(zip(weeks.first.tolist(), weeks.end.tolist(), strict=True)):
        if a == b:
            continue
        # A weekend day made a workday by official swap adds a normal day to its week.
        most = int(weekly[a]) + int(p.extra_workday[a:b].sum()) * int(daily[a])
        if (sums[i] <= most).all():
            continue
        room = np.full(normal.shape[1], most, np.int32)
        for d in range(a, b):
            fits = np.minimum(normal[d], room)
            room -= fits
            overtime[d] += normal[d] - fits


def hours_period_kinds(p: Panel) -> list[int]:
    """The kinds of comprehensive period (WEEK..YEAR) that occur among the block's workers."""
    chosen = p.attributes.hours_period[p.attributes.hours_system == COMPREHENSIVE]
    return sorted({int(k) for k in chosen.tolist() if k >= 0})


def _period_excess(p: Panel, t: PayTerms, apart: Minutes, counted: Minutes) -> Minutes | None:
    """Minutes above the norms of averaged periods, on each period's last row. `apart`: rest days and
    holidays paid apart; `counted`: overtime counted already. None where nobody's hours are averaged.
    """
    units = hours_period_kinds(p)
    averaged: Ints = p.get(average_of, t)
    if not units and (averaged < 0).all() and not (p.attributes.hours_system == COMPREHENSIVE).any():
        return None
    excess = np.zeros_like(p.minutes)
    left = p.minutes - apart - counted
    for unit in units:
        norms = t.period_norm.get(unit)
        if norms is not None:
            who = (p.attributes.hours_system == COMPREHENSIVE) & (p.attributes.hours_period == unit)
            _above(p.periods(unit), left, who, excess, norms.at)
    for i in np.unique(averaged[averaged >= 0]).tolist():
        _above_average(p, t, t.averages[i], averaged == i, left, excess)
    return excess


def _above(
    periods: Periods, left: Minutes, who: Mask, excess: Minutes, norm_on: Callable[[int], int | None]
) -> None:
    """Add to `excess` what exceeds each period's norm; `norm_on` gives it by the period's first day."""
    worked = periods.sums(left[:, who] - excess[:, who])
    for i, (a, b) in enumerate(zip(periods.first.tolist(), periods.end.tolist(), strict=True)):
        norm = norm_on(int(periods.start_day[i]))
        if norm is not None and a < b:
            excess[b - 1, who] += np.maximum(worked[i] - norm, 0)


def _above_average(
    p: Panel, t: PayTerms, average: Average, who: Mask, left: Minutes, excess: Minutes
) -> None:
    """First what exceeds the average allowed within a single month, then what exceeds the whole period's."""
    if average.month.starts:
        _above(p.periods(MONTH), left, who, excess, _frames(p.periods(MONTH), average.month).get)
    periods = p.periods(average.hours_period)
    frames = _frames(periods, average.week)
    if average.five_day and p.agreements:
        wide = {day: max(n, _five_day_norm(periods, t, day)) for day, n in frames.items()}
        worked = periods.sums(left[:, who] - excess[:, who])
        for i, day in enumerate(periods.start_day.tolist()):
            if day in frames:
                between = (worked[i] > frames[day]) & (frames[day] < wide[day])
                p.memo.setdefault(("frame may be wider", t.key), np.zeros(p.n_workers, bool))[who] |= between
        frames = wide
    _above(periods, left, who, excess, frames.get)


def _frames(periods: Periods, weekly: Steps) -> dict[int, int]:
    """Minutes that a weekly average allows in each period, by its first day: rounded up, so that no minute is
    overtime for a rounding's sake.
    """
    spans = zip(periods.start_day.tolist(), periods.end_day.tolist(), strict=True)
    return {a: -(-week * (b - a + 1) // 7) for a, b in spans if (week := weekly.at(a)) is not None}


def _five_day_norm(periods: Periods, t: PayTerms, day: int) -> int:
    """A day's norm for each Monday to Friday of the period that begins on `day`."""
    end = int(periods.end_day[np.searchsorted(periods.start_day, day)])
    weekdays = sum(to_date(d).weekday() < SATURDAY for d in range(day, end + 1))
    return weekdays * (t.day_norm.at(day) or 0)


def average_of(p: Panel, t: PayTerms) -> Ints:
    """Which of the law's averages each worker's hours are held against; -1 for none: (workers,)."""
    chosen = np.full(p.n_workers, -1, np.int64)
    for i, average in sorted(enumerate(t.averages), key=lambda pair: _narrowness(pair[1])):
        chosen[_of_norm(p, average)] = i
    return chosen


def overtime_is_least(p: Panel, t: PayTerms) -> Mask:
    """Workers of whose overtime only the least is known: their planned hours, or the length of the period
    over which their hours are averaged, are not: (workers,).
    """
    averaged = p.get(average_of, t)
    planned = np.array([*(a.planned for a in t.averages), False], bool)[averaged]
    systems = {a.hours_system for a in t.averages}
    p.get(cells, t)  # tells whose frame may be wider
    wider = p.memo.get(("frame may be wider", t.key), np.zeros(p.n_workers, bool))
    result: Mask = planned | wider | ((averaged < 0) & np.isin(p.attributes.hours_system, list(systems)))
    return result


def beyond_scheduled(p: Panel, t: PayTerms) -> Minutes:
    """Minutes beyond the facility's scheduled hours that the law still counts as normal: (days, workers).

    0 where these hours are not stated. On the facility's other days off all normal minutes are, less what the
    week's scheduled days were not worked: a day may have been swapped. Least where a week is cut or unknown.
    """
    out = np.zeros_like(p.minutes)
    stated = p.attributes.hours_system == STANDARD
    if p.scheduled is None or not (stated := stated & (p.scheduled > 0)).any():
        return out
    split = p.get(cells, t)
    ordinary = np.broadcast_to(p.kind == ORDINARY, p.minutes.shape)
    normal = np.where(ordinary, p.minutes - split.overtime, 0)
    off = np.broadcast_to(False if p.day_off is None else p.day_off, p.minutes.shape) & ordinary
    planned = np.where(ordinary & ~off, p.scheduled.astype(np.int32), 0)
    out[:] = np.where(off, 0, np.maximum(normal - planned, 0))
    if off.any():
        unused = np.maximum(planned - normal, 0)
        if p.leave is not None:
            unused[np.isin(p.leave, PAID_AWAY)] = 0
        _swapped(p, normal, off, unused, out)
    out[:, ~stated] = 0
    return out


def _swapped(p: Panel, normal: Minutes, off: Mask, unused: Minutes, out: Minutes) -> None:
    weeks = p.periods(WEEK)
    for i in np.flatnonzero(weeks.whole).tolist():
        a, b = int(weeks.first[i]), int(weeks.end[i])
        room = unused[a:b].sum(axis=0)
        for d in range(a, b):
            worked = np.where(off[d], normal[d], 0)
            out[d] += np.maximum(worked - room, 0)
            room = np.maximum(room - worked, 0)


def months_in(unit: int, periods: Periods) -> Mask | None:
    """How many months a comprehensive period spans; None for weeks."""
    if unit < MONTH:
        return None
    start = [to_date(int(d)) for d in periods.start_day]
    end = [to_date(int(d)) for d in periods.end_day]
    return np.array([(e.year - s.year) * 12 + e.month - s.month + 1 for s, e in zip(start, end, strict=True)])


def uncompensated_rest(p: Panel, t: PayTerms) -> Minutes:
    """Rest-day minutes for which no time off in lieu was given: (days, workers).

    A day off in lieu clears one day's norm: first rest-day work of its own month, then the latest work
    before it. Work of long ago may be paid for already, and must not use up a day given for this month's.
    """
    rest: Minutes = p.get(cells, t).rest
    lieu = p.memo.get("lieu_days")
    if lieu is None or not lieu.any():
        return rest
    rest = rest.copy()
    months = p.periods(MONTH)
    for w in np.flatnonzero(lieu.any(axis=0)).tolist():
        for d in np.flatnonzero(lieu[:, w]).tolist():
            month = int(np.searchsorted(months.end, d, side="right"))
            first, end = int(months.first[month]), int(months.end[month])
            left = t.day_norm.at(p.first_day + d) or 0
            worked = np.flatnonzero(rest[:end, w]).tolist()
            for e in [e for e in worked if e >= first] + [e for e in reversed(worked) if e < first]:
                taken = min(left, int(rest[e, w]))
                rest[e, w] -= taken
                left -= taken
                if not left:
                    break
    return rest
