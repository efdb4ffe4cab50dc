"""Hours split into cells: daily and weekly norms, swaps, special systems; runs and rests."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.panels import CN, panel
from tripartite.measures.hours import cells, uncompensated_rest
from tripartite.measures.streak import days_in_a_row, stretch_without_24h_rest
from tripartite.measures.time import (
    overtime_in_hours_quarter,
    overtime_in_month,
    rest_before_shift,
    rest_days_in_week,
)

MONDAY = date(2025, 3, 3)  # a plain week follows
HOUR = 60


def test_beyond_eight_hours_is_overtime_and_the_weekend_is_its_own_cell() -> None:
    p = panel(MONDAY, [480, 481, 600, 480, 480, 300, 0])
    c = p.get(cells, CN)
    assert c.overtime[:, 0].tolist() == [0, 1, 120, 0, 0, 0, 0]
    assert c.rest[:, 0].tolist() == [0, 0, 0, 0, 0, 300, 0]


def test_the_week_of_an_official_swap_has_a_sixth_normal_day() -> None:
    # 8 February 2025, a Saturday, was made a working day.
    p = panel(date(2025, 2, 3), [0, 0, 480, 480, 480, 480, 0])
    assert p.get(cells, CN).overtime.sum() == 0
    # Wednesday to Saturday of that week and two more days before them would pass forty hours: none counts twice.
    full = panel(date(2025, 4, 21), [480, 480, 480, 480, 480, 0, 480])
    assert full.get(cells, CN).overtime.sum() == 0


def test_holiday_work_is_neither_overtime_nor_rest_day_work() -> None:
    p = panel(date(2025, 5, 1), [600])
    c = p.get(cells, CN)
    assert (c.holiday[0, 0], c.overtime[0, 0], c.rest[0, 0]) == (600, 0, 0)


def test_comprehensive_quarter_counts_only_above_its_norm() -> None:
    # 90 days of 331 minutes: 29,790 minutes, 30 above 496 hours; the quarter's six holidays stand apart.
    days = [331] * 90
    p = panel(date(2025, 1, 1), days, hours_system=1, hours_period=2)
    c = p.get(cells, CN)
    holidays = int((p.kind[:, 0] == 2).sum())
    assert c.period_excess is not None
    assert c.period_excess.sum() == max(0, 331 * (90 - holidays) - 496 * HOUR)
    v = p.get(overtime_in_hours_quarter, CN)
    assert v.value[0, 0] == 331 * holidays + c.period_excess.sum()


def test_unknown_hours_make_a_month_a_lower_bound() -> None:
    days = [600] * 20 + [None] + [0] * 10
    v = panel(date(2025, 3, 1), days).get(overtime_in_month, CN)
    assert not v.complete[0, 0]
    assert v.value[0, 0] > 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=28, max_size=28))
def test_no_minute_is_counted_twice_and_none_is_lost(days: list[int]) -> None:
    p = panel(MONDAY, days)
    c = p.get(cells, CN)
    normal = p.minutes - c.overtime - c.rest - c.holiday
    assert (normal >= 0).all()
    assert (normal <= 480).all()
    ordinary = p.kind[:, 0] == 0
    assert (normal[~ordinary] == 0).all()
    for week in range(4):
        assert normal[week * 7 : week * 7 + 7].sum() <= 40 * HOUR


def test_a_day_in_lieu_clears_this_months_rest_day_before_older_ones() -> None:
    # Saturdays 22 February and 8 March 2025 worked; a day off in lieu on Monday 10 March.
    days = [0] * 21 + [480] + [0] * 13 + [480] + [0] * 23
    p = panel(date(2025, 2, 1), days)
    lieu = np.zeros(p.minutes.shape, bool)
    lieu[37, 0] = True
    p.memo["lieu_days"] = lieu
    left = p.get(uncompensated_rest, CN)[:, 0]
    assert (left[21], left[35]) == (480, 0)


def test_a_week_needs_a_day_of_rest() -> None:
    assert panel(MONDAY, [480] * 6 + [0]).get(rest_days_in_week).value[0, 0] == 1
    assert panel(MONDAY, [480] * 7).get(rest_days_in_week).value[0, 0] == 0
    # Half a week tells nothing.
    assert not panel(MONDAY, [480] * 4).get(rest_days_in_week).exists[0, 0]


def test_days_in_a_row_at_the_edge_of_the_records_may_be_more() -> None:
    v = panel(MONDAY, [0, 480, 480, 480, 0, 480, 480]).get(days_in_a_row)
    ends = np.flatnonzero(v.exists[:, 0]).tolist()
    assert [(int(v.value[d, 0]), bool(v.complete[d, 0])) for d in ends] == [(3, True), (2, False)]


def test_a_stretch_ends_only_with_a_rest_of_24_hours() -> None:
    day, short_rest = (480, 1020), (600, 1020)
    week = [day] * 6 + [(0, 0)] + [short_rest] + [(0, 0)] * 2
    days = [d if d != (0, 0) else 0 for d in week]
    v = panel(MONDAY, days).get(stretch_without_24h_rest)
    first = np.flatnonzero(v.exists[:, 0])[0]
    assert (first, int(v.value[first, 0])) == (5, 5 * 1440 + 540)
    # A day off that gives less than 24 hours would not end it: there is none here below 24.
    gap = panel(MONDAY, [(480, 1439), (1438, 1439), 0, 0]).get(stretch_without_24h_rest)
    assert int(gap.value[1, 0]) == 1440 + 1439 - 480


def test_rest_between_shifts_needs_both_clock_times() -> None:
    v = panel(MONDAY, [(480, 1320), (420, 900), 480]).get(rest_before_shift)
    assert v.value[1, 0] == 1440 - 1320 + 420
    assert v.complete[1, 0]
    assert not v.complete[2, 0]
