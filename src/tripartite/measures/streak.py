"""Runs: days in a row, and stretches without a day's rest. One value per run, on the run's last day.

Runs are followed along each worker's own days: the panel is turned, one worker's days after another's,
so that a run's first and last days stand in one line and pair off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Mask, Minutes, Panel, Values
from tripartite.measures.terms import NO_DATE

DAY = 1440


def _by_worker(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows (days, workers) in one line: all days of the first worker, then of the second."""
    return np.ascontiguousarray(rows.T).ravel()


@dataclass(frozen=True)
class Shifts:
    """A block's shifts in one line, as `_by_worker` has them.

    line: their places in the line of all days; place: in (days, workers) laid flat. start and end are counted from the
    panel's first midnight, and mean something where `known`.
    """

    line: Ints
    place: Ints
    worker: Ints
    known: Mask
    start: Minutes
    end: Minutes


def shifts_in_line(p: Panel) -> Shifts:
    """The shifts of all workers, one worker's after another's."""
    line = np.flatnonzero(_by_worker(p.worked))
    worker = line // p.n_days
    day = line - worker * p.n_days
    place = day * p.n_workers + worker
    start, end = p.start.ravel()[place], p.end.ravel()[place]
    known = (start >= 0) & (end >= 0)
    midnight = day.astype(np.int32) * np.int32(DAY)
    return Shifts(line, place, worker, known, start + midnight, end + midnight)


def _at_ends(p: Panel, ends: Ints, values: NDArray[Any]) -> NDArray[Any]:
    """Days x workers with the values of runs that end at places of the line `_by_worker`, 0 elsewhere."""
    worker, day = np.divmod(ends, p.n_days)
    out = np.zeros(p.minutes.shape, values.dtype)
    out[day, worker] = values
    return out


def _reaches_end(p: Panel, ends: Ints) -> Mask:
    """A run that reaches the last day of the records may go on."""
    worker, day = np.divmod(ends, p.n_days)
    reached: Mask = day == (p.covered_to - p.first_day)[worker]
    return reached


@measure(unit="day", per="streak")
def days_in_a_row(p: Panel) -> Values:
    """Calendar days worked one after another without a day off; judged when the run ends."""
    begins, ends = p.worked.copy(), p.worked.copy()
    begins[1:] &= ~p.worked[:-1]
    ends[:-1] &= ~p.worked[1:]
    first, last = np.flatnonzero(_by_worker(begins)), np.flatnonzero(_by_worker(ends))
    worker, day = np.divmod(first, p.n_days)
    # Nor is it known how long a run was that begins on the first day of the records.
    sure = ~_reaches_end(p, last) & (day != (p.covered_from - p.first_day)[worker])
    length = (last - first + 1).astype(np.int32)
    return Values(_at_ends(p, last, length), p.days(), ends, _at_ends(p, last, sure), why="days-not-covered")


@measure(unit="minute", per="streak")
def stretch_without_24h_rest(p: Panel) -> Values:
    """Time from the end of one rest of 24 hours or more to the beginning of the next.

    Above 144 hours some seven days in a row held no such rest. A day whose clock times are not known
    ends the stretch: what is shown is then the least it was. So it is at the edges of the records.
    """
    found: Shifts = p.get(shifts_in_line)
    shifts, known, start, end = found.line, found.known, found.start, found.end
    # Work whose times are not known may end as late as the next midnight but one.
    latest = end if known.all() else np.where(known, end, (shifts % p.n_days + 2) * DAY)
    rested = np.ones(len(shifts), bool)
    np.greater_equal(start[1:] - latest[:-1], DAY, out=rested[1:])
    rested[_first_shifts(p)] = True
    rested &= known
    begins = rested | ~known
    begins[1:] |= ~known[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(shifts))[: len(first)] - 1
    # No shift within a stretch but a single one is unknown, and only a known rest makes it whole.
    length = np.where(known[first], end[last] - start[first], 0).astype(np.int32)
    ends = shifts[last]
    cut = _reaches_end(p, ends) | _begins_cut(p, shifts, first, after_unknown=known & ~rested)
    exists, was_cut = _at_ends(p, ends, np.ones(len(ends), bool)), _at_ends(p, ends, cut)
    return Values(
        _at_ends(p, ends, length), p.days(), exists, _at_ends(p, ends, rested[first] & ~cut),
        why="clock-times-missing", reasons=(("days-not-covered", was_cut),),
    )  # fmt: skip


def _begins_cut(p: Panel, shifts: Ints, first: Ints, *, after_unknown: Mask) -> Mask:
    """Stretches that begin where a worker's time records do, in the midst of the employment, or follow a day
    without clock times on which they do.
    """
    hired = p.attributes.hired
    known = (hired != NO_DATE) & (hired >= p.covered_from)
    edge = np.where(known, -1, p.covered_from - p.first_day)
    worker, day = np.divmod(shifts[first - after_unknown[first]], p.n_days)
    cut: Mask = day == edge[worker]
    return cut


def _first_shifts(p: Panel) -> Ints:
    """Places of each worker's first shift in the line of all shifts."""
    count = np.count_nonzero(p.worked, axis=0)
    first: Ints = (np.cumsum(count) - count)[count > 0]
    return first
