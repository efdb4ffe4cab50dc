"""Runs: days in a row, and stretches without a day's rest. One value per run, on the run's last day.

Runs are followed along each worker's own days: the panel is turned, one worker's days after another's,
so that a run's first and last days stand in one line and pair off.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Mask, Minutes, Panel, Values
from tripartite.measures.terms import NO_DATE

DAY = 1440


def _by_worker(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows (days, workers) in one line: all days of the first worker, then of the second."""
    return np.ascontiguousarray(rows.T).ravel()


class Line(Struct, frozen=True):
    """Worked days of all workers in one line, one worker's after another's: panel rows, and places in (days, workers)
    laid flat.
    """

    worker: Ints
    day: NDArray[Any]
    place: Ints

    def breaks(self) -> Mask:
        """Where a day does not follow upon the one before, the first of all included."""
        out = np.ones(len(self.day), bool)
        np.not_equal(self.day[1:], self.day[:-1] + 1, out=out[1:])
        out[1:] |= self.worker[1:] != self.worker[:-1]
        return out


class Shifts(Struct, frozen=True):
    """A block's shifts in one line. start and end are counted from the panel's first midnight, and mean something
    where `known`.
    """

    line: Line
    known: Mask
    start: Minutes
    end: Minutes


def worked_days(p: Panel) -> Line:
    """The days with any sign of work."""
    rows = p.on_record
    if rows is None:
        worker, day = np.divmod(np.flatnonzero(_by_worker(p.worked)), p.n_days)
        return Line(worker, day, day * p.n_workers + worker)
    here = _worked_rows(p)
    if here is None:
        return Line(rows.worker, rows.day, rows.place)
    return Line(rows.worker[here], rows.day[here], rows.place[here])


def _worked_rows(p: Panel) -> Mask | None:
    """Which rows on record show work; None for all."""
    # A day shows work only where it is on record.
    if p.on_record is None or np.count_nonzero(p.worked) == len(p.on_record.place):
        return None
    return p.worked.ravel().take(p.on_record.place)


def shifts_in_line(p: Panel) -> Shifts:
    """The shifts of all workers, one worker's after another's."""
    line: Line = p.get(worked_days)
    rows = p.on_record
    if rows is None:
        start, end = p.start.ravel().take(line.place), p.end.ravel().take(line.place)
    else:
        here = _worked_rows(p)
        start, end = (x if here is None else x[here] for x in (rows.start(), rows.end()))
    known = (start >= 0) & (end >= 0)
    midnight = line.day.astype(np.int32) * np.int32(DAY)
    return Shifts(line, known, start + midnight, end + midnight)


def laid(p: Panel, places: Ints, values: Any, dtype: Any) -> NDArray[Any]:
    """Days x workers with values at places of the panel laid flat, 0 elsewhere."""
    out = np.zeros(p.minutes.size, dtype)
    out[places] = values
    return out.reshape(p.minutes.shape)


def _is_last(p: Panel, line: Line, at: Ints) -> Mask:
    """A run that reaches the last day of the records may go on."""
    reached: Mask = line.day[at] == (p.covered_to - p.first_day)[line.worker[at]]
    return reached


@measure(unit="day", per="streak")
def days_in_a_row(p: Panel) -> Values:
    """Calendar days worked one after another without a day off; judged when the run ends."""
    line: Line = p.get(worked_days)
    first = np.flatnonzero(line.breaks())
    last = np.append(first[1:], len(line.day))[: len(first)] - 1
    # Nor is it known how long a run was that begins on the first day of the records.
    sure = ~_is_last(p, line, last)
    sure &= line.day[first] != (p.covered_from - p.first_day)[line.worker[first]]
    ends = line.place[last]
    length = laid(p, ends, (last - first + 1).astype(np.int32), np.int32)
    return Values(length, p.days(), length > 0, laid(p, ends, sure, bool), why="days-not-covered")


@measure(unit="minute", per="streak")
def stretch_without_24h_rest(p: Panel) -> Values:
    """Time from the end of one rest of 24 hours or more to the beginning of the next.

    Above 144 hours some seven days in a row held no such rest. A day whose clock times are not known
    ends the stretch: what is shown is then the least it was. So it is at the edges of the records.
    """
    shifts: Shifts = p.get(shifts_in_line)
    line, known, start, end = shifts.line, shifts.known, shifts.start, shifts.end
    # Work whose times are not known may end as late as the next midnight but one.
    latest = end if known.all() else np.where(known, end, (line.day + 2) * DAY)
    rested = np.ones(len(start), bool)
    np.greater_equal(start[1:] - latest[:-1], DAY, out=rested[1:])
    rested[1:] |= line.worker[1:] != line.worker[:-1]
    rested &= known
    begins = rested | ~known
    begins[1:] |= ~known[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(start))[: len(first)] - 1
    # No shift within a stretch but a single one is unknown, and only a known rest makes it whole.
    length = np.where(known[first], end[last] - start[first], 0).astype(np.int32)
    ends = line.place[last]
    cut = _is_last(p, line, last) | _begins_cut(p, line, first, after_unknown=known & ~rested)
    return Values(
        laid(p, ends, length, np.int32), p.days(), laid(p, ends, True, bool), laid(p, ends, rested[first] & ~cut, bool),
        why="clock-times-missing", reasons=(("days-not-covered", laid(p, ends, cut, bool)),),
    )  # fmt: skip


def _begins_cut(p: Panel, line: Line, first: Ints, *, after_unknown: Mask) -> Mask:
    """Stretches that begin where a worker's time records do, in the midst of the employment, or follow a day
    without clock times on which they do.
    """
    hired = p.attributes.hired
    known = (hired != NO_DATE) & (hired >= p.covered_from)
    edge = np.where(known, -1, p.covered_from - p.first_day)
    at = first - after_unknown[first]
    cut: Mask = line.day[at] == edge[line.worker[at]]
    return cut
