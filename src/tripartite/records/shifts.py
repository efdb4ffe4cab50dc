"""Read presses cut into shifts: when each began and ended, which minutes are sure, which date it is of.

A shift belongs to the date on which it starts. Its minutes are exact, or a lower bound.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.records.breaks import Break, break_of, in_windows
from tripartite.records.pairing import (
    DAY,
    HOUR,
    LONGEST_BREAK,
    LONGEST_STAY,
    SAME_STAY,
    SHORTEST_STAY,
    Presses,
    Reading,
)

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

LONG_STAY = 16 * HOUR  # beyond this two presses are believed to be one stay only on reliable states
REPEAT = 30  # presses of one kind this close are one event
SMALL_HOURS = 5 * HOUR  # before this a press that went out belongs to the day before
LATE_START = 4 * HOUR  # before this a shift may be the day before's night shift, begun late
OVERNIGHT_WORKER = 0.3  # share of stays past midnight that makes a lone morning press a night's end

NONE, MISSING_HALF, LONG_SHIFT, SHORT_STAY, UNSURE_ORDER = range(5)
TROUBLE = (None, "missing_half", "long_shift", "short_stay", "unsure_order")


class Shifts(Struct, frozen=True):
    """Shifts of all workers, sorted by worker, then time; one entry per shift.

    `start` and `end` are minutes since 1970, -1 where that press is missing. `date` is in days since
    1970. `first` is the index of the shift's first press, `presses` how many it has.
    """

    worker: Ints
    date: Ints
    start: Ints
    end: Ints
    minutes: Ints
    night: Ints
    complete: Mask
    trouble: Ints  # index into TROUBLE
    first: Ints
    presses: Ints


class _Cuts(Struct, frozen=True):
    """Where presses are cut into shifts: first and last press of each, its number at each press."""

    first: Ints
    last: Ints
    shift: Ints
    count: Ints
    gap: Ints  # minutes since the press before

    def any(self, mask: Mask) -> Mask:
        """Whether any press of each shift is marked."""
        return np.bincount(self.shift[mask], minlength=len(self.first)) > 0

    def sum(self, values: Ints | Mask) -> Ints:
        """Sum over each shift's presses."""
        total: Ints = np.add.reduceat(values.astype(np.int64), self.first)
        return total


def make_shifts(p: Presses, reading: Reading, stated: Break | None, night: tuple[int, int]) -> Shifts:
    """Cut the presses into shifts and count each shift's minutes, in all and at night."""
    if not len(p):
        none = np.zeros(0, np.int64)
        return Shifts(none, none, none, none, none, none, none.astype(bool), none, none, none)
    cuts = _cut(p, reading)
    minutes, complete, trouble = _hours(p, reading, cuts, stated)
    off = np.maximum(cuts.sum(np.where(reading.ends_stay, cuts.gap, 0)) - minutes, 0)
    off = np.maximum(off - _break_by_day(p, cuts, stated, night), 0)
    at_night = np.maximum(_night(p, reading, cuts, night) - off, 0)
    start = np.where(reading.is_in[cuts.first], p.minute[cuts.first], -1)
    end = np.where(~reading.is_in[cuts.last], p.minute[cuts.last], -1)
    worker, at = p.worker[cuts.first], p.minute[cuts.first]
    return Shifts(
        worker=worker,
        date=_dates(worker, at, start, end),
        start=start,
        end=end,
        minutes=minutes,
        night=np.minimum(at_night, minutes),
        complete=complete & ~cuts.any(p.doubtful),
        trouble=trouble,
        first=cuts.first,
        presses=cuts.count,
    )


def _break_by_day(p: Presses, cuts: _Cuts, stated: Break | None, night: tuple[int, int]) -> Ints:
    """Minutes of a stated break that its clock times place outside the night: none of them was night work."""
    if stated is None or not stated.windows:
        return np.zeros(len(cuts.first), np.int64)
    closes = night[1] if night[1] > night[0] else night[1] + DAY
    both = [
        (max(a, night[0] + day), min(b, closes + day)) for a, b in stated.windows for day in (-DAY, 0, DAY)
    ]
    by_night = tuple((a, b) for a, b in both if a < b)
    begin, end = p.minute[cuts.first], p.minute[cuts.last]
    by_day = in_windows(begin, end, stated.windows) - in_windows(begin, end, by_night)
    return np.where(cuts.count == 2, by_day, 0)


def _cut(p: Presses, reading: Reading) -> _Cuts:
    gap = np.r_[0, np.diff(p.minute)]
    first = np.flatnonzero(_begins(p, reading, gap))
    count = np.diff(np.r_[first, len(p)])
    return _Cuts(first, first + count - 1, np.repeat(np.arange(len(first)), count), count, gap)


def _begins(p: Presses, reading: Reading, gap: Ints) -> Mask:
    """Whether a shift begins with each press."""
    new = np.r_[True, p.worker[1:] != p.worker[:-1]]
    before_in = np.r_[False, reading.is_in[:-1]]
    back = ~before_in & reading.is_in
    limit = np.where(back, LONGEST_BREAK, SAME_STAY)
    begins: Mask = new | (~reading.ends_stay & (gap > limit))
    absent = np.where(reading.ends_stay, 0, gap)
    while True:
        first = np.flatnonzero(begins)
        count = np.diff(np.r_[first, len(p)])
        span = p.minute[first + count - 1] - p.minute[first]
        inner = np.where(begins, 0, absent)
        longest = np.maximum.reduceat(inner, first)
        cut = np.repeat((span > LONGEST_STAY) & (longest > 0), count)
        if not cut.any():
            return begins
        begins |= cut & (inner == np.repeat(longest, count))


def _hours(p: Presses, reading: Reading, cuts: _Cuts, stated: Break | None) -> tuple[Ints, Mask, Ints]:
    """Minutes of each shift, whether they are exact, and what is wrong with it."""
    ends = reading.ends_stay
    stays = cuts.sum(ends)
    paired = cuts.sum(np.where(ends, cuts.gap, 0))
    halves = cuts.count > 2 * stays
    unsure = cuts.any(reading.unsure)
    long = cuts.any(ends & (cuts.gap > LONG_STAY))
    short = cuts.any(ends & (cuts.gap < SHORTEST_STAY))

    one_stay = cuts.count == 2
    begin = p.minute[cuts.first]
    off, exact = break_of(begin, begin + np.where(one_stay, paired, 0), stated)
    minutes = paired - np.where(one_stay, off, 0)
    complete = ~(halves | unsure | long | short) & np.where(one_stay, exact, True)

    sure = _surely_paired(reading, cuts, np.where(stays > 0, paired, 0))
    unstated, _ = break_of(np.zeros_like(sure), sure, None)
    minutes = np.where(halves, sure - unstated, minutes)
    doubted = long & ~(reading.believed[cuts.first] & reading.believed[cuts.last])
    minutes = np.where(unsure | doubted, 0, minutes)
    troubles = [MISSING_HALF, UNSURE_ORDER, LONG_SHIFT, SHORT_STAY]
    return minutes, complete, np.select([halves, unsure, long, short], troubles, NONE)


def _surely_paired(reading: Reading, cuts: _Cuts, paired: Ints) -> Ints:
    """Minutes between presses of shifts with missing halves, however one reads them.

    Presses of one kind within half an hour are one event, so the stays read stand. Otherwise the
    least over all ways to leave one press alone and pair the others in order.
    """
    first, last, gap = cuts.first, cuts.last, cuts.gap
    position = np.arange(len(gap)) - first[cuts.shift]
    inner = np.where(position > 0, gap, 0)
    odd, even = np.cumsum(inner * (position % 2)), np.cumsum(inner * (position % 2 == 0))
    if_alone = (odd - odd[first[cuts.shift]]) + (even[last[cuts.shift]] - even)
    if_alone[position % 2 == 1] = np.iinfo(np.int64).max
    least = np.where(cuts.count % 2 == 1, np.minimum.reduceat(if_alone, first), odd[last] - odd[first])

    alone = ~(reading.ends_stay | np.r_[reading.ends_stay[1:], False])
    like_before = (position > 0) & (gap <= REPEAT) & (reading.is_in == np.r_[False, reading.is_in[:-1]])
    like_after = np.r_[like_before[1:], False]
    lost = cuts.any(alone & ~(like_before | like_after))
    return np.where(lost, np.minimum(least, paired), paired)


def _night(p: Presses, reading: Reading, cuts: _Cuts, night: tuple[int, int]) -> Ints:
    end = np.flatnonzero(reading.ends_stay)
    window = (night[0], night[1] if night[1] > night[0] else night[1] + DAY)
    minutes = in_windows(p.minute[end - 1], p.minute[end], (window,))
    total = np.bincount(cuts.shift[end], weights=minutes, minlength=len(cuts.first))
    return total.astype(np.int64)


def _dates(worker: Ints, at: Ints, start: Ints, end: Ints) -> Ints:
    """Date each shift: that of its first press `at`, with two corrections after midnight.

    A lone press out in the small hours, or in the morning by someone who mostly works nights, ends
    the day before. Night shifts begun just after midnight belong to the days before, if otherwise two
    shifts would share a date and the day before them is free.
    """
    date, minute = np.divmod(at, DAY)
    new = np.r_[True, worker[1:] != worker[:-1]]
    code = np.cumsum(new) - 1
    whole = (start >= 0) & (end >= 0)
    overnight = np.bincount(code[whole & (end // DAY > start // DAY)], minlength=code[-1] + 1)
    night_worker = overnight > OVERNIGHT_WORKER * np.bincount(code[whole], minlength=code[-1] + 1)
    since = np.where(new, DAY, date - np.r_[0, date[:-1]])  # days since the shift before
    lone_out = start < 0
    ends_day_before = (minute < SMALL_HOURS) | ((minute < DAY // 2) & night_worker[code] & (since > 1))
    date = np.where(lone_out & ends_day_before, date - 1, date)

    small = (minute < LATE_START) & ~lone_out
    later_today = np.r_[~new[1:] & (since[1:] == 0) & (minute[1:] >= DAY // 2), False]
    follows = small & np.r_[False, small[:-1]] & (since == 1)
    run = np.cumsum(~follows) - 1
    free = (since > 1)[np.flatnonzero(~follows)]
    shared = np.bincount(run[small & later_today], minlength=len(free)) > 0
    moved: Ints = np.where(small & (free & shared)[run], date - 1, date)
    return moved
