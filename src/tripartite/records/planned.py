"""Planned shifts that a factory states: who comes early and waits, or leaves a little late, was not at work.

Time punched before the planned start, and a short time after the planned end, is taken off. Where more
than a little is taken off it may have been work all the same, and the day's hours become a lower bound.
"""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tripartite.records.breaks import in_windows
from tripartite.records.errors import RecordsError
from tripartite.records.shifts import Shifts

Ints = NDArray[np.int64]

DAY = 1440
EARLIEST = 120  # who comes more than two hours before a planned start did not come for that shift
LATEST = 240  # who comes more than four hours after it did not either
TOLERATED = 30  # changing clothes, queueing at the terminal: so much is no work and leaves no doubt
WITHOUT = "none"

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")


class PlannedShifts(Struct, frozen=True):
    """Planned starts and ends in minutes from midnight, ends above 1440 where they pass midnight.

    A start may stand several times, with each end at which people leave. No spans: all time between
    presses counts. tolerated: minutes of waiting that leave no doubt. stated: by the factory, not
    read from its presses.
    """

    spans: tuple[tuple[int, int], ...]
    tolerated: int = TOLERATED
    stated: bool = True

    @classmethod
    def parse(cls, text: str) -> PlannedShifts:
        """Read "08:00-17:00" or "08:00-17:00, 20:00-05:00"; "none" for no plan. Raises RecordsError."""
        if text.strip().lower() == WITHOUT:
            return cls(())
        spans = []
        for part in text.split(","):
            match = _SPAN.fullmatch(part.strip())
            h1, m1, h2, m2 = (int(g) for g in match.groups()) if match else (99, 0, 0, 0)
            if h1 > 23 or h2 > 24 or m1 > 59 or m2 > 59:
                raise RecordsError(
                    f'The shift "{part.strip()}" is not understood. Write its start and end as "08:00-17:00", '
                    'several as "08:00-17:00, 20:00-05:00". "none" counts all time between presses.'
                )
            start, end = h1 * 60 + m1, h2 * 60 + m2
            spans.append((start, end if end > start else end + DAY))
        return cls(tuple(spans))

    def __str__(self) -> str:
        return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans) or WITHOUT


def _clock(minute: int) -> str:
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def keep_to_plan(s: Shifts, planned: PlannedShifts, night: tuple[int, int]) -> Shifts:
    """The shifts with waiting time before a planned start, and a short time after its end, taken off."""
    begin, end = _nearest(s, planned)
    early = np.where(begin > s.start, begin - s.start, 0)
    late = np.where((end >= 0) & (s.end > end) & (s.end - end <= planned.tolerated), s.end - end, 0)
    # Never more than was counted: a shift with a missing half may hold less than the wait.
    early = np.minimum(early, s.minutes)
    late = np.minimum(late, s.minutes - early)
    window = ((night[0], night[1] if night[1] > night[0] else night[1] + DAY),)
    away = in_windows(s.start, s.start + early, window) + in_windows(s.end - late, s.end, window)
    minutes = s.minutes - early - late
    return replace(
        s,
        start=np.where(early > 0, s.start + early, s.start),
        end=np.where(late > 0, s.end - late, s.end),
        minutes=minutes,
        night=np.clip(s.night - away, 0, minutes),
        complete=s.complete & (early <= planned.tolerated),
    )


def _nearest(s: Shifts, planned: PlannedShifts) -> tuple[Ints, Ints]:
    """Planned start and end that each shift belongs to, in minutes since 1970; -1 where to none.

    The start is the nearest; of its ends, the last one before the shift ended, or the first of all.
    """
    begin = np.full(len(s.start), -1, np.int64)
    end = begin.copy()
    distance = np.full(len(s.start), DAY, np.int64)
    midnight = s.start - s.start % DAY
    for opens, closes in sorted(planned.spans):
        for day in (0, DAY):  # who comes before midnight may come for a shift that begins after it
            at, until = midnight + day + opens, midnight + day + closes
            ahead = at - s.start
            far = np.abs(ahead)
            possible = (s.start >= 0) & (ahead <= EARLIEST) & (ahead >= -LATEST)
            near = possible & ((far < distance) | ((far == distance) & (at == begin) & (until <= s.end)))
            begin = np.where(near, at, begin)
            end = np.where(near, until, end)
            distance = np.where(near, far, distance)
    return begin, end
