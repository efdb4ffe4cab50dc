"""Each day's minutes split into the cells of the pay matrix: normal, overtime, rest day, holiday.

Daily and weekly limits on normal hours both count and no minute is counted twice: of an ordinary
day's minutes the daily norm is taken first, then what still fits into the week's norm; the rest is
overtime. Work on rest days and holidays stands in cells of its own. Under comprehensive hours only
holidays and the excess over the period's norm are apart; under flexible hours only holidays are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tripartite.measures.panel import Codes, Ints, Mask, Minutes, Panel, Periods, to_date
from tripartite.measures.terms import (
    COMPREHENSIVE,
    FLEXIBLE,
    HOLIDAY,
    MONTH,
    ORDINARY,
    REST,
    STANDARD,
    Norm,
    PayTerms,
    Steps,
)

NO_LIMIT = 7 * 1440


@dataclass(frozen=True)
class Cells:
    """Minutes by cell, each (days, workers). `period_excess` is set for comprehensive hours, on the
    last row of each period.
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
    special = (systems == COMPREHENSIVE) | (systems == FLEXIBLE)
    if special.any():
        # Rest days and daily norms do not bind under these systems; the period's norm does.
        overtime[:, special] = 0
        rest[:, special] = 0
    if (systems == COMPREHENSIVE).any():
        excess = _period_excess(p, t, holiday)
    if (systems == FLEXIBLE).any() and not _pays_flexible_holidays(t):
        holiday[:, systems == FLEXIBLE] = 0
    return Cells(overtime, rest, holiday, excess)


def norm_groups(p: Panel, t: PayTerms) -> list[tuple[Norm, Ints | None]]:
    """The norms that bind the block's workers, each with its columns; None for all of them."""
    common = Norm(STANDARD, (), t.day_norm, t.week_norm)
    if not t.norms:
        return [(common, None)]
    chosen = np.full(p.n_workers, -1)
    systems = p.attributes.hours_system
    sectors = np.array(p.sector_of or [""] * p.n_workers, dtype=object)
    # Norms of a sector come after those for all, so that they win.
    for i, norm in sorted(enumerate(t.norms), key=lambda pair: len(pair[1].sectors)):
        chosen[(systems == norm.hours_system) & (not norm.sectors or np.isin(sectors, norm.sectors))] = i
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


def _pays_flexible_holidays(t: PayTerms) -> bool:
    return any(max(c.days) >= HOLIDAY and FLEXIBLE in c.hours_systems for c in t.cells)


def _split_days(
    p: Panel, norm: Norm, worked: Minutes, kinds: Codes, into: tuple[Minutes, Minutes, Minutes]
) -> None:
    overtime, rest, holiday = into
    daily = by_day(norm.day, p.first_day, p.n_days, NO_LIMIT).tolist()
    weekly = by_day(norm.week, p.first_day, p.n_days, NO_LIMIT)
    swaps = p.extra_workday
    week_of = p.periods(0)
    room = np.empty(worked.shape[1], np.int32)
    normal = np.empty(worked.shape[1], np.int32)
    for a, b in zip(week_of.first.tolist(), week_of.end.tolist(), strict=True):
        # A weekend day made a workday by official swap adds a normal day to its week.
        room[:] = int(weekly[a]) + int(swaps[a:b].sum()) * daily[a] if a < b else 0
        for d in range(a, b):
            minutes, kind = worked[d], kinds[d]
            if kind.size == 1:
                if kind[0] == REST:
                    rest[d] = minutes
                elif kind[0] >= HOLIDAY:
                    holiday[d] = minutes
                else:
                    np.minimum(minutes, daily[d], out=normal)
                    np.minimum(normal, room, out=normal)
                    np.subtract(room, normal, out=room)
                    np.subtract(minutes, normal, out=overtime[d])
            else:
                ordinary = kind == ORDINARY
                rest[d] = np.where(kind == REST, minutes, 0)
                holiday[d] = np.where(kind >= HOLIDAY, minutes, 0)
                np.minimum(minutes, daily[d], out=normal)
                np.minimum(normal, room, out=normal)
                normal *= ordinary
                room -= normal
                overtime[d] = np.where(ordinary, minutes, 0) - normal


def hours_period_kinds(p: Panel) -> list[int]:
    """The kinds of comprehensive period (WEEK..YEAR) that occur among the block's workers."""
    chosen = p.attributes.hours_period[p.attributes.hours_system == COMPREHENSIVE]
    return sorted({int(k) for k in chosen.tolist() if k >= 0})


def _period_excess(p: Panel, t: PayTerms, holiday: Minutes) -> Minutes:
    excess = np.zeros_like(p.minutes)
    for unit in hours_period_kinds(p):
        who = (p.attributes.hours_system == COMPREHENSIVE) & (p.attributes.hours_period == unit)
        periods = p.periods(unit)
        norms, average = t.period_norm.get(unit), t.average_week.get(unit)
        if norms is None and average is None:
            continue
        worked = periods.sums(p.minutes[:, who]) - periods.sums(holiday[:, who])
        for i, (a, b) in enumerate(zip(periods.first.tolist(), periods.end.tolist(), strict=True)):
            start, days = int(periods.start_day[i]), int(periods.end_day[i] - periods.start_day[i]) + 1
            norm = norms.at(start) if norms else None
            if norm is None and average and (week := average.at(start)):
                norm = -(-week * days // 7)  # rounded up: no minute is overtime for a rounding's sake
            if norm is not None and a < b:
                excess[b - 1, who] = np.maximum(worked[i] - norm, 0)
    return excess


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
