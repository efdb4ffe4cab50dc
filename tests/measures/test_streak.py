"""Runs followed day by day, as one would by hand, against the measures that follow them in one stroke."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.panels import panel
from tripartite.measures.panel import Panel, Values
from tripartite.measures.streak import days_in_a_row, stretch_without_24h_rest

DAY = 1440
SHIFT = st.tuples(st.integers(0, 1500), st.integers(1, 1700)).map(lambda s: (s[0], s[0] + s[1]))
DAYS = st.lists(st.one_of(st.just(0), st.just(480), st.none(), SHIFT, SHIFT), min_size=1, max_size=40)


def _told(v: Values) -> list[tuple[int, int, bool]]:
    return [(d, int(v.value[d, 0]), bool(v.complete[d, 0])) for d in np.flatnonzero(v.exists[:, 0]).tolist()]


def _runs(days: list[Any]) -> list[tuple[int, int, bool]]:
    out, length = [], 0
    for d, day in enumerate(days):
        length = length + 1 if day != 0 else 0
        last = d + 1 == len(days)
        if length and (last or days[d + 1] == 0):
            out.append((d, length, not last and d - length + 1 != 0))
    return out


def _stretches(p: Panel, days: list[Any]) -> list[tuple[int, int, bool]]:
    """(last day, minutes, whether sure) of each stretch: a new one begins after 24 hours of rest, and on and
    after a day without clock times, which may end as late as the next midnight but one. The first day is the
    edge of the records, and the day after it too where the first has no clock times.
    """
    stretches: list[list[tuple[int, int, int, bool, bool]]] = []
    last_end, last_known = -(10**9), True
    cut: list[bool] = []
    for d, day in enumerate(days):
        if day == 0:
            continue
        known = isinstance(day, tuple)
        start, end = (int(p.start[d, 0]) + d * DAY, int(p.end[d, 0]) + d * DAY)
        rested = known and start - last_end >= DAY
        if rested or not known or not last_known:
            cut.append(d == 0 if rested or not known else cut[-1])
            stretches.append([])
        stretches[-1].append((d, start, end, known, rested))
        last_end, last_known = (end if known else (d + 2) * DAY), known
    return [
        (s[-1][0], s[-1][2] - s[0][1] if s[0][3] else 0, s[0][4] and not c and s[-1][0] + 1 != len(days))
        for s, c in zip(stretches, cut, strict=True)
    ]


@settings(deadline=None)
@given(DAYS)
def test_runs_are_those_that_one_counts_by_hand(days: list[Any]) -> None:
    assert _told(panel(date(2025, 3, 3), days).get(days_in_a_row)) == _runs(days)


@settings(deadline=None)
@given(DAYS)
def test_stretches_are_those_that_one_follows_by_hand(days: list[Any]) -> None:
    p = panel(date(2025, 3, 3), days)
    assert _told(p.get(stretch_without_24h_rest)) == _stretches(p, days)
