"""Runs: days in a row, and stretches without a day's rest. One value per run, on the run's last day."""

from __future__ import annotations

import numpy as np

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Mask, Minutes, Panel, Values
from tripartite.measures.terms import NO_DATE

DAY = 1440


def run_lengths(worked: Mask) -> Minutes:
    """Days worked in a row up to each day: (days, workers)."""
    out = np.empty(worked.shape, np.int32)
    run = np.zeros(worked.shape[1], np.int32)
    for d in range(len(worked)):
        run += 1
        run *= worked[d]
        out[d] = run
    return out


def _at_run_end(length: Minutes) -> Mask:
    ends = length > 0
    ends[:-1] &= length[1:] == 0
    return ends


@measure(unit="day", per="streak")
def days_in_a_row(p: Panel) -> Values:
    """Calendar days worked one after another without a day off; judged when the run ends."""
    length = p.get(_runs)
    ends = _at_run_end(length)
    days = p.days()
    rows = days.first
    sure = ends.copy()
    # A run at the edge of what the records cover may be longer than it shows.
    edge = p.covered_to - p.first_day
    sure &= rows[:, None] != edge
    sure &= (rows[:, None] - length + 1) != (p.covered_from - p.first_day)
    return Values(length, days, ends, sure, why="days-not-covered")


def _runs(p: Panel) -> Minutes:
    return run_lengths(p.worked)


@measure(unit="minute", per="streak")
def stretch_without_24h_rest(p: Panel) -> Values:
    """Time from the end of one rest of 24 hours or more to the beginning of the next.

    Above 144 hours some seven days in a row held no such rest. A day whose clock times are not known
    ends the stretch: what is shown is then the least it was. So it is at the edges of the records.
    """
    value = np.zeros_like(p.minutes)
    fresh = np.zeros(p.minutes.shape, bool)
    sure = np.zeros(p.minutes.shape, bool)
    cut = np.zeros(p.minutes.shape, bool)
    begin = np.full(p.n_workers, -1000 * DAY, np.int32)
    last_end = begin.copy()
    clean = np.ones(p.n_workers, bool)
    broken = np.zeros(p.n_workers, bool)
    opened = np.zeros(p.n_workers, bool)
    edge = _cut_first_day(p)
    for d in range(p.n_days):
        here = p.worked[d]
        known = here & (p.start[d] >= 0) & (p.end[d] >= 0)
        start = p.start[d] + np.int32(d * DAY)
        long_rest = known & (start - last_end >= DAY)
        fresh[d] = here & (long_rest | ~known | broken)
        np.copyto(begin, start, where=fresh[d])
        clean = np.where(here, known & np.where(long_rest, True, clean & ~broken), clean)
        broken = np.where(here, ~known, broken)
        opened = np.where(here & (long_rest | ~known), edge == d, opened)
        # Work whose times are not known may end as late as the next midnight but one.
        end = np.where(known, p.end[d], 2 * DAY) + np.int32(d * DAY)
        np.copyto(last_end, end, where=here)
        value[d] = np.where(known, end - begin, 0)
        sure[d] = clean
        cut[d] = opened
    days = p.days()
    cut |= days.first[:, None] == p.covered_to - p.first_day
    reasons = (("days-not-covered", cut),)
    return Values(
        value, days, _stretch_ends(p.worked, fresh), sure & ~cut, why="clock-times-missing", reasons=reasons
    )


def _cut_first_day(p: Panel) -> Ints:
    """The row on which each worker's time records begin in the midst of the employment; -1: they do not."""
    hired = p.attributes.hired
    begins = (hired != NO_DATE) & (hired >= p.covered_from)
    return np.where(begins, -1, p.covered_from - p.first_day)


def _stretch_ends(worked: Mask, fresh: Mask) -> Mask:
    """A stretch ends on its last day worked: the next day worked begins another, or there is none."""
    ends = np.zeros(worked.shape, bool)
    next_fresh = np.ones(worked.shape[1], bool)
    for d in range(len(worked) - 1, -1, -1):
        ends[d] = worked[d] & next_fresh
        next_fresh = np.where(worked[d], fresh[d], next_fresh)
    return ends
