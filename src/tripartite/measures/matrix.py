"""Minutes of each cell of a country's pay matrix: kind of day x normal or overtime x day or night.

Where clock times are not known, night hours are taken to be normal hours as far as these reach: night
overtime is then the least that it can be. Overtime is the last part of a shift.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from tripartite.measures.hours import (
    Cells,
    beyond_scheduled,
    cells,
    day_norms,
    uncompensated_rest,
    week_norms,
)
from tripartite.measures.midnight import Crossings, crossings, moved_to_ordinary
from tripartite.measures.panel import Ints, Mask, Minutes, Panel, Periods, Rows
from tripartite.measures.terms import (
    HOLIDAY,
    MONTH,
    ON_REST,
    ORDINARY,
    REST,
    WEEK,
    Cell,
    PayTerms,
)

RECORDED_NIGHT = (1320, 360)  # what `night_minutes` of the table of days covers
PAID_LEAVE_CODES = frozenset(range(10))
DAY = 1440

ALL = slice(None)


class OnRows(Struct, frozen=True):
    """Minutes on some rows of the panel, in order, and 0 on all others: most cells of a matrix are of few days."""

    rows: Rows
    minutes: Minutes

    def laid(self, p: Panel) -> Minutes:
        """The same as (days, workers)."""
        if isinstance(self.rows, slice):
            return self.minutes
        out = np.zeros(p.minutes.shape, np.int32)
        out[self.rows] = self.minutes
        return out

    def widened(self, rows: Ints) -> OnRows:
        """A copy that holds some more rows."""
        if isinstance(self.rows, slice):
            return OnRows(self.rows, self.minutes.copy())
        wide = np.union1d(self.rows, rows)
        out = np.zeros((len(wide), self.minutes.shape[1]), np.int32)
        out[np.searchsorted(wide, self.rows)] = self.minutes
        return OnRows(wide, out)

    def places(self, rows: Ints) -> Ints:
        """Where rows stand that are here."""
        return rows if isinstance(self.rows, slice) else np.searchsorted(self.rows, rows)


def cell_minutes(p: Panel, t: PayTerms, cell: Cell) -> OnRows:
    """Minutes of one cell for the workers it is for."""
    key = ("cell", cell)
    if key not in p.memo:
        p.memo[key] = _minutes(p, t, cell)
    found: OnRows = p.memo[key]
    return found


def _minutes(p: Panel, t: PayTerms, cell: Cell) -> OnRows:
    who = cell_applies(p, cell)
    if not who.any():
        return OnRows(np.zeros(0, np.int64), np.zeros((0, p.n_workers), np.int32))
    found = _worked(p, t, cell) if not cell.unworked else _unworked(p, t, cell)
    if cell.beyond_week:
        found = OnRows(ALL, _beyond_week(p, t, found.laid(p)))
    minutes = found.minutes
    if not who.all():
        minutes = minutes * who
    if cell.beyond_day is not None:
        minutes = np.maximum(minutes - np.int32(cell.beyond_day), 0)
    found = OnRows(found.rows, minutes)
    return OnRows(ALL, _beyond(p, found.laid(p), cell.beyond)) if cell.beyond is not None else found


def cell_applies(p: Panel, cell: Cell) -> Mask:
    """Workers whom a cell is for, by hours system, place, sector, employment and size of the facility."""
    key = (
        "applies",
        cell.hours_systems,
        cell.regions,
        cell.sectors,
        cell.size,
        cell.employments,
        cell.month_hours,
    )
    if key not in p.memo:
        p.memo[key] = _applies(p, cell)
    who: Mask = p.memo[key]
    return who


def _applies(p: Panel, cell: Cell) -> Mask:
    who: Mask = np.isin(p.attributes.hours_system, cell.hours_systems)
    if cell.regions:
        there = {r: bool({r, r.split("-", maxsplit=1)[0]} & set(cell.regions)) for r in set(p.region_of)}
        who = who & np.array([there[r] for r in p.region_of], bool)
    if cell.sectors or cell.size is not None:
        who = who & p.fitting(cell.sectors, cell.size)
    if cell.employments:
        who = who & np.isin(p.attributes.employment, cell.employments)
    if cell.month_hours is not None:
        stated = p.month_minutes if p.month_minutes is not None else np.zeros(p.n_workers, np.int64)
        who = who & (stated >= cell.month_hours[0]) & (stated <= cell.month_hours[1])
    return who


def _worked(p: Panel, t: PayTerms, cell: Cell) -> OnRows:
    found = _by_start(p, t, cell)
    shifts = past_midnight(p, t)
    if shifts is None or cell.after_day_overtime:
        return found
    of_days = _kinds(cell.days)
    before, after = of_days[shifts.before.kind], of_days[shifts.after.kind]
    here = before | after
    if not here.any():
        return found
    found = found.widened(shifts.row[here])
    minutes = shifts.before.of(cell) * before + shifts.after.of(cell) * after
    found.minutes[found.places(shifts.row[here]), shifts.column[here]] = minutes[here]
    return found


def _kinds(days: tuple[int, ...]) -> Mask:
    """Whether each kind of day is among some, by its number: a look-up costs less than a search."""
    out = np.zeros(HOLIDAY + 2 * ON_REST, bool)
    out[list(days)] = True
    return out


def past_midnight(p: Panel, t: PayTerms) -> Crossings | None:
    """Shifts whose hours change their kind of day at midnight, where the law goes by the date of the hour."""
    if not t.by_date:
        return None
    key = ("past midnight", t.key)
    if key not in p.memo:
        overtime = _overtime(p, t, p.get(cells, t))
        p.memo[key] = crossings(p, t, overtime, *_night(p, t, overtime))
    found: Crossings | None = p.memo[key]
    return found


def by_date(p: Panel, t: PayTerms, normal: Minutes) -> Minutes:
    """Normal minutes of ordinary days, given those of shifts that begin on one, by the date of each hour."""
    found = past_midnight(p, t)
    return normal if found is None else normal + moved_to_ordinary(p, found)


def _by_start(p: Panel, t: PayTerms, cell: Cell) -> OnRows:
    """Minutes of a cell where all hours of a shift have the kind of the day on which it begins."""
    split: Cells = p.get(cells, t)
    if cell.extra:
        beyond: Minutes = p.get(beyond_scheduled, t)
        return _on_its_days(p, cell, lambda rows: beyond[rows])
    if cell.night is None and _is_plain(cell):
        return OnRows(ALL, _plain(p, t, cell, split))
    if cell.night is None and cell.overtime is None:
        return _on_its_days(p, cell, lambda rows: p.minutes[rows])
    overtime = _overtime(p, t, split)
    if cell.night is not None:
        return _on_its_days(p, cell, lambda rows: _by_time(p, t, cell, overtime, rows))
    if not cell.overtime:
        return _on_its_days(p, cell, lambda rows: p.minutes[rows] - overtime[rows])
    found = _on_its_days(p, cell, lambda rows: overtime[rows])
    if ORDINARY in cell.days and split.period_excess is not None:
        # The period's last day may be of any kind.
        return OnRows(ALL, found.laid(p) + split.period_excess)
    return found


def _on_its_days(p: Panel, cell: Cell, minutes: Callable[[Rows], Minutes]) -> OnRows:
    """Minutes on days of the cell's kinds; where all workers share a calendar only these days are reckoned."""
    days = on_days(p, cell)
    if days.shape[1] > 1:
        return OnRows(ALL, minutes(ALL) * days)
    rows = np.flatnonzero(days[:, 0])
    return OnRows(rows, minutes(rows))


def _is_plain(cell: Cell) -> bool:
    """Cells that the split of days already holds as they are."""
    return (cell.days == (ORDINARY,) and cell.overtime is True) or (
        cell.days == (REST,) and cell.overtime is None and not cell.extra
    )


def _plain(p: Panel, t: PayTerms, cell: Cell, split: Cells) -> Minutes:
    if cell.days == (REST,):
        rest: Minutes = p.get(uncompensated_rest, t) if cell.lieu else split.rest
        return rest
    if split.period_excess is not None:
        return split.overtime + split.period_excess
    return split.overtime


def on_days(p: Panel, cell: Cell) -> Mask:
    """Days of the cell's kinds: (days, 1) or (days, workers). A holiday on a rest day is a holiday."""
    key = ("on days", cell.days)
    if key not in p.memo:
        p.memo[key] = _kinds(cell.days)[p.kind]
    days: Mask = p.memo[key]
    return days


def _overtime(p: Panel, t: PayTerms, split: Cells) -> Minutes:
    """Overtime of every day: on rest days and holidays what exceeds the day's norm."""
    key = ("overtime of every day", t.key)
    if key not in p.memo:
        p.memo[key] = _overtime_of_all(p, day_norms(p, t), split)
    found: Minutes = p.memo[key]
    return found


def _overtime_of_all(p: Panel, norms: Minutes, split: Cells) -> Minutes:
    if p.kind.shape[1] > 1:
        beyond = np.maximum(p.minutes - norms, 0)
        return np.where(p.kind == ORDINARY, split.overtime, beyond).astype(np.int32)
    out = split.overtime.copy()
    others = np.flatnonzero(p.kind[:, 0] != ORDINARY)
    out[others] = np.maximum(p.minutes[others] - norms[others], 0)
    return out


def _by_time(p: Panel, t: PayTerms, cell: Cell, overtime: Minutes, rows: Rows) -> Minutes:
    parts = _parts_of_days(p, t, cell.days, overtime, rows)
    total, overtime, night, late = parts
    if cell.night is False:
        night, late = total - night, overtime - late
    minutes = night if cell.overtime is None else (late if cell.overtime else night - late)
    if cell.after_day_overtime:
        # Overtime of the evening that ran into the night; without clock times it is not presumed.
        minutes = minutes * (_clocked(p)[rows] & (overtime > late if cell.night else overtime > 0))
    result: Minutes = minutes
    return result


def _parts_of_days(
    p: Panel, t: PayTerms, days: tuple[int, ...], overtime: Minutes, rows: Rows
) -> tuple[Minutes, Minutes, Minutes, Minutes]:
    """All minutes on days of some kinds, and of these overtime, night and both: several cells share their days."""
    key = ("parts of days", t.key, days)
    if key not in p.memo:
        night, late = _night(p, t, overtime)
        p.memo[key] = (p.minutes[rows], overtime[rows], night[rows], late[rows])
    found: tuple[Minutes, Minutes, Minutes, Minutes] = p.memo[key]
    return found


def _clocked(p: Panel) -> Mask:
    return (p.start >= 0) & (p.end >= 0)


def _night(p: Panel, t: PayTerms, overtime: Minutes) -> tuple[Minutes, Minutes]:
    """Night minutes of each day, and those of them that are overtime."""
    key = ("night", t.key)
    if key not in p.memo:
        night = night_minutes(p, t.night)
        late = np.zeros(p.minutes.size, np.int32)
        # Only where there is both is there overtime at night: few days of most factories.
        there = np.flatnonzero((night > 0) & (overtime > 0))
        late[there] = _late(p, t, night.ravel()[there], overtime.ravel()[there], there)
        p.memo[key] = (night, late.reshape(p.minutes.shape))
    found: tuple[Minutes, Minutes] = p.memo[key]
    return found


def _late(p: Panel, t: PayTerms, night: Minutes, overtime: Minutes, there: Ints) -> Minutes:
    """Overtime at night of some days, given by their places."""
    end = p.end.ravel()[there]
    least = np.maximum(night - (p.minutes.ravel()[there] - overtime), 0)
    late = np.minimum(overlap(end - overtime, end, t.night), night)
    clocked = (p.start.ravel()[there] >= 0) & (end >= 0)
    late = np.where(clocked, np.maximum(late, least), least)
    return np.minimum(late, overtime)


def night_minutes(p: Panel, window: tuple[int, int]) -> Minutes:
    """Working time within a nightly window: the least it can be where breaks or clock times are not known."""
    recorded = np.maximum(p.night, 0)
    if window == RECORDED_NIGHT:
        return recorded
    # Whoever came after the window and left before the next has no minute in it: most days of most factories.
    near = ((p.start < window[1]) | (p.end > window[0])) & (p.minutes > 0)
    at = np.flatnonzero(near | (recorded > 0))
    out = np.zeros(p.minutes.size, np.int32)
    span = p.start.ravel()[at], p.end.ravel()[at]
    out[at] = _at_night(span, p.minutes.ravel()[at], recorded.ravel()[at], window)
    return out.reshape(p.minutes.shape)


def _at_night(
    span: tuple[Minutes, Minutes], minutes: Minutes, recorded: Minutes, window: tuple[int, int]
) -> Minutes:
    """Minutes of single days within the window: of their clock times, all minutes and recorded night minutes."""
    start, end = span
    there = overlap(start, end, window)
    away = np.maximum(end - start - there, 0)
    least = np.maximum(minutes - away, 0)
    if window[0] >= RECORDED_NIGHT[0] and window[1] <= RECORDED_NIGHT[1]:
        # A narrower window: what of the recorded night may lie outside it is left out.
        outside = overlap(start, end, RECORDED_NIGHT) - there
        least = np.maximum(least, np.maximum(recorded - outside, 0))
        shorter = window[0] - RECORDED_NIGHT[0] + RECORDED_NIGHT[1] - window[1]
        otherwise = np.maximum(recorded - shorter, 0)
    else:
        otherwise = recorded
    found: Minutes = np.where((start >= 0) & (end >= 0), np.minimum(least, there), otherwise)
    return found


def overlap(start: Minutes, end: Minutes, window: tuple[int, int]) -> Minutes:
    """Minutes of spans [start, end], from midnight of their day, that lie within a nightly window."""
    total = np.zeros_like(start)
    for day in (-1, 0, 1):
        a, b = window[0] + day * DAY, window[1] + (day + 1) * DAY
        total += np.maximum(np.minimum(end, b) - np.maximum(start, a), 0)
    return total


def _unworked(p: Panel, t: PayTerms, cell: Cell) -> OnRows:
    """A day's norm for each holiday not worked by a worker who was present, or on paid leave, on the last
    ordinary day before it: who was not may have lost the holiday's pay.
    """
    norm, due = day_norms(p, t), _unworked_days(p)
    owed = _on_its_days(p, cell, lambda rows: norm[rows] * due[rows])
    shifts = past_midnight(p, t)
    if shifts is not None:
        # Hours that the night shift of its eve worked on the holiday are paid as work.
        here = np.isin(shifts.row + 1, np.arange(p.n_days)[owed.rows])
        place = owed.places(shifts.row[here] + 1), shifts.column[here]
        owed.minutes[place] -= shifts.after.minutes[here].astype(np.int32)
    return OnRows(owed.rows, np.maximum(owed.minutes, 0))


def _unworked_days(p: Panel) -> Mask:
    """Days without work or leave, of a worker who was present on the last ordinary day before: (days, workers)."""
    key = "unworked days"
    if key not in p.memo:
        days = p.first_day + np.arange(p.n_days)
        due = (days[:, None] >= np.maximum(p.employed_from, p.covered_from)) & (
            days[:, None] <= np.minimum(p.employed_to, p.covered_to)
        )
        due &= ~p.worked
        due &= _present_before(p)
        if p.leave is not None:
            due &= p.leave < 0
        p.memo[key] = due
    found: Mask = p.memo[key]
    return found


def _present_before(p: Panel) -> Mask:
    """Whether the worker was present, or on paid leave, on the last ordinary day before or a holiday since."""
    attended = p.worked
    if p.leave is not None:
        attended = attended | np.isin(p.leave, list(PAID_LEAVE_CODES))
    ordinary, holiday = p.kind == ORDINARY, p.kind >= HOLIDAY
    shared = p.kind.shape[1] == 1
    before = np.zeros(p.minutes.shape, bool)
    last = np.zeros(p.n_workers, bool)
    for d in range(p.n_days):
        before[d] = last
        if not shared:
            last = np.where(ordinary[d], attended[d], last | (attended[d] & holiday[d]))
        elif ordinary[d, 0]:
            last = attended[d]
        elif holiday[d, 0]:
            last = last | attended[d]
    return before


def _beyond_week(p: Panel, t: PayTerms, minutes: Minutes) -> Minutes:
    """Of a cell's minutes those that the week's normal hours, taken first by ordinary days, have no room for."""
    split: Cells = p.get(cells, t)
    normal = (p.minutes - split.overtime) * (p.kind == ORDINARY)
    weeks = p.periods(WEEK)
    out = np.zeros_like(minutes)
    room = week_norms(p, t)
    for i, (a, b) in enumerate(zip(weeks.first.tolist(), weeks.end.tolist(), strict=True)):
        left = np.maximum(room[i] - normal[a:b].sum(axis=0), 0)
        so_far = np.cumsum(minutes[a:b], axis=0)
        out[a:b] = np.clip(so_far - left, 0, minutes[a:b])
    return out


def _beyond(p: Panel, minutes: Minutes, threshold: int) -> Minutes:
    """Of each month's minutes those beyond a threshold, on the days on which they fall."""
    months = wage_months(p)
    out = np.zeros_like(minutes)
    for a, b in zip(months.first.tolist(), months.end.tolist(), strict=True):
        so_far = np.cumsum(minutes[a:b], axis=0)
        out[a:b] = np.clip(so_far - threshold, 0, minutes[a:b])
    return out


def wage_months(p: Panel) -> Periods:
    """The months by which pay is reckoned: the slips' own where these are months, else those of the calendar."""
    if p.pay is None or not len(p.pay.periods):
        return p.periods(MONTH)
    periods = p.pay.periods
    days = periods.end_day - periods.start_day + 1
    in_turn = bool((periods.start_day[1:] > periods.end_day[:-1]).all())
    return periods if in_turn and bool(((days >= 28) & (days <= 31)).all()) else p.periods(MONTH)
