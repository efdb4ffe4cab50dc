"""Planned shifts read from the presses themselves, where a factory does not state them.

Where a shift begins at a set time, arrivals pile up before that time and stop after it; where it ends at
one, departures begin at that time. Such an edge is taken for the plan. Where there is none (people come
when they like, or each has a time of their own) nothing is inferred and all time between presses counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tripartite.records.planned import DAY, PlannedShifts
from tripartite.records.shifts import Shifts

Ints = NDArray[np.int64]

ENOUGH = 60  # shifts with both presses; fewer show no habit
STEP = 15  # planned times are quarters of an hour, and an edge is looked for within one quarter either side
EDGE = 4  # so many times as many presses in the quarter at the edge as in the quarter beyond it
PILE = 2  # and as in the quarter behind: presses gather at the edge, they do not merely end there
SHARE = 0.1  # of all shifts, at least, at one edge
SHORTEST, LONGEST = 4 * 60, 14 * 60
TOLERATED = 15  # an inferred plan forgives less than a stated one: beyond it the hours are a lower bound


def usual_shifts(s: Shifts) -> PlannedShifts | None:
    """The shifts that the presses show, starts and ends in minutes from midnight; None where they show none."""
    whole = (s.start >= 0) & (s.end >= 0)
    start, end = s.start[whole], s.end[whole]
    if len(start) < ENOUGH:
        return None
    spans = []
    for opens in _starts(start % DAY):
        ahead = (opens - start % DAY + DAY // 2) % DAY - DAY // 2
        near = (ahead >= -STEP) & (ahead <= 2 * STEP)
        length = end[near] - start[near] - ahead[near]
        spans += [(opens, opens + closes) for closes in _ends(length, len(start))]
    return PlannedShifts(tuple(spans), tolerated=TOLERATED, stated=False) if spans else None


def _starts(minute: Ints) -> list[int]:
    """Times of day at which arrivals, having piled up, stop."""
    count = np.bincount(minute, minlength=DAY)
    quarters = np.roll(count, -1).reshape(-1, STEP).sum(axis=1)  # each ends on its quarter of an hour
    found = _edge(quarters, np.roll(quarters, -1), np.roll(quarters, 1), len(minute))
    return [int(q + 1) * STEP % DAY for q in np.flatnonzero(found)]


def _ends(length: Ints, shifts: int) -> list[int]:
    """Minutes after a planned start at which departures begin, and then thin out."""
    count = np.bincount(np.clip(length, 0, LONGEST + 2 * STEP - 1), minlength=LONGEST + 2 * STEP)
    quarters = count.reshape(-1, STEP).sum(axis=1)
    found = _edge(quarters, np.roll(quarters, 1), np.roll(quarters, -1), shifts)
    return [int(q) * STEP for q in np.flatnonzero(found) if SHORTEST <= q * STEP <= LONGEST]


def _edge(near: Ints, beyond: Ints, behind: Ints, shifts: int) -> NDArray[np.bool_]:
    return (near >= SHARE * shifts) & (near >= EDGE * beyond) & (near >= PILE * behind)
