"""Planned shifts that a factory states: who comes early and waits, or leaves a little late, was not at work.

Time punched before the planned start, and a short time after the planned end, is taken off. Where more
than a little is taken off it may have been work all the same, and the day's hours become a lower bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tripartite.records.breaks import in_windows
from tripartite.records.errors import RecordsError
from tripartite.records.shifts import Shifts

Ints = NDArray[np.int64]

DAY = 1440
EARLIEST = 120  # who comes more than two hours before a planned start did not come for that shift
LATEST = 240  # who comes more than four hours after it did not either
TOLERATED = 30  # changing clothes, queueing at the terminal: so much is no work and leaves no doubt

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class PlannedShifts:
    """Planned starts and ends in minutes from midnight, ends above 1440 where they pass midnight."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, text: str) -> PlannedShifts:
        """Read "08:00-17:00" or "08:00-17:00, 20:00-05:00". Raises RecordsError."""
        spans = []
        for part in text.split(","):
            match = _SPAN.fullmatch(part.strip())
            h1, m1, h2, m2 = (int(g) for g in match.groups()) if match else (99, 0, 0, 0)
            if h1 > 23 or h2 > 24 or m1 > 59 or m2 > 59:
                raise RecordsError(
                    f'The shift "{part.strip()}" is not understood. Write its start and end as "08:00-17:00", '
                    'several as "08:00-17:00, 20:00-05:00".'
                )
            start, end = h1 * 60 + m1, h2 * 60 + m2
            spans.append((start, end if end > start else end + DAY))
        return cls(tuple(spans))


def keep_to_plan(s: Shifts, planned: PlannedShifts, night: tuple[int, int]) -> Shifts:
    """The shifts with waiting time before a planned start, and a short time after its end, taken off."""
    begin, end = _nearest(s.start, planned)
    early = np.where(begin > s.start, begin - s.start, 0)
    late = np.where((end >= 0) & (s.end > end) & (s.end - end <= TOLERATED), s.end - end, 0)
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
        complete=s.complete & (early <= TOLERATED),
    )


def _nearest(start: Ints, planned: PlannedShifts) -> tuple[Ints, Ints]:
    """Planned start and end that each shift belongs to, in minutes since 1970; -1 where to none."""
    begin = np.full(len(start), -1, np.int64)
    end = begin.copy()
    distance = np.full(len(start), DAY, np.int64)
    midnight = start - start % DAY
    for opens, closes in planned.spans:
        for day in (0, DAY):  # who comes before midnight may come for a shift that begins after it
            at = midnight + day + opens
            ahead = at - start
            near = (start >= 0) & (ahead <= EARLIEST) & (ahead >= -LATEST) & (np.abs(ahead) < distance)
            begin = np.where(near, at, begin)
            end = np.where(near, midnight + day + closes, end)
            distance = np.where(near, np.abs(ahead), distance)
    return begin, end
