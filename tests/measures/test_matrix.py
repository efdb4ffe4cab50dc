"""The pay matrix beyond China's: nights, holidays on rest days, hours beyond a month's threshold, days unworked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.measures.panels import CN, panel
from tripartite.measures.hours import cells
from tripartite.measures.matrix import RECORDED_NIGHT, cell_minutes, night_minutes, overlap
from tripartite.measures.terms import HOLIDAY, HOLIDAY_ON_REST, ORDINARY, REST, Average, Cell, Norm, Steps
from tripartite.measures.time import extended_hours_average_of_months

ALWAYS = Steps((-(2**31),), (2**31 - 1,), (10_000,))
DAY8 = Steps((-(2**31),), (2**31 - 1,), (480,))
EVERYONE = (0, 1, 2, 3)
MONDAY = date(2025, 9, 1)


def cell(*days: int, overtime: bool | None = None, night: bool | None = None, **more: object) -> Cell:
    return Cell(days, overtime, night, EVERYONE, ALWAYS, **more)  # type: ignore[arg-type]


def shift(start: int, end: int):
    p = panel(MONDAY, [(start * 60, end * 60), None, None, None, None, 0, 0])
    p.unknown[:] = False
    p.night[:] = overlap(p.start, p.end, RECORDED_NIGHT)
    return p


def test_overtime_of_a_late_shift_falls_into_the_night_from_its_end() -> None:
    p = shift(15, 25)  # 15:00 to 01:00: ten hours, the last three at night, two of them overtime
    assert cell_minutes(p, CN, cell(ORDINARY, night=True)).minutes.sum() == 180
    assert cell_minutes(p, CN, cell(ORDINARY, overtime=True, night=True)).minutes.sum() == 120
    assert cell_minutes(p, CN, cell(ORDINARY, overtime=False, night=True)).minutes.sum() == 60
    assert cell_minutes(p, CN, cell(ORDINARY, overtime=True, night=False)).minutes.sum() == 0


def test_night_overtime_after_day_overtime_needs_overtime_before_the_night() -> None:
    after = cell(ORDINARY, overtime=True, night=True, after_day_overtime=True)
    assert (
        cell_minutes(shift(12, 24), CN, after).minutes.sum() == 120
    )  # 20:00 to 22:00 by day, then two at night
    assert cell_minutes(shift(14, 24), CN, after).minutes.sum() == 0  # overtime begins with the night


def test_without_clock_times_night_overtime_is_the_least_it_can_be() -> None:
    p = panel(MONDAY, [600])
    p.night[:] = 200
    assert cell_minutes(p, CN, cell(ORDINARY, overtime=True, night=True)).minutes.sum() == 0
    p = panel(MONDAY, [600])
    p.night[:] = 520
    assert cell_minutes(p, CN, cell(ORDINARY, overtime=True, night=True)).minutes.sum() == 40


def test_a_window_that_ends_at_five_leaves_out_the_hour_until_six() -> None:
    p = shift(21, 31)  # 21:00 to 07:00
    assert night_minutes(p, (1320, 300)).sum() == 420
    assert night_minutes(p, (1080, 360)).sum() == 540
    p.minutes[0], p.night[0] = 540, 420  # an hour's break somewhere in the recorded night
    assert night_minutes(p, (1320, 300)).sum() == 360
    p.start[:] = p.end[:] = -1
    assert night_minutes(p, (1320, 300)).sum() == 360


@given(st.integers(0, 1439), st.integers(1, 1200))
def test_day_and_night_normal_and_overtime_make_up_the_shift(start: int, length: int) -> None:
    p = panel(MONDAY, [(start, start + length)])
    p.night[:] = overlap(p.start, p.end, RECORDED_NIGHT)
    parts = [
        cell_minutes(p, CN, cell(ORDINARY, overtime=o, night=n)).minutes.sum()
        for o in (True, False)
        for n in (True, False)
    ]
    assert sum(parts) == length
    assert min(parts) >= 0
    by_hand = sum(1 for m in range(start, start + length) if m % 1440 >= 1320 or m % 1440 < 360)
    assert parts[0] + parts[2] == by_hand


def test_hours_beyond_a_months_threshold_count_from_the_day_it_is_passed() -> None:
    p = panel(MONDAY, [660] * 5 + [0, 0] + [660] * 5)  # three hours of overtime a day
    beyond = cell_minutes(p, CN, cell(ORDINARY, overtime=True, beyond=20 * 60)).minutes
    first_week = beyond[:5].sum()
    assert (first_week, beyond.sum()) == (0, p.get(cells, CN).overtime.sum() - 1200)


def test_rest_day_hours_split_at_the_days_norm_and_a_holiday_on_it_is_another_kind() -> None:
    p = panel(date(2025, 9, 6), [600, 600])
    assert cell_minutes(p, CN, cell(REST, overtime=False)).minutes.sum() == 960
    assert cell_minutes(p, CN, cell(REST, overtime=True)).minutes.sum() == 240
    p = panel(date(2025, 9, 6), [600, 600])
    p.kind[0] = HOLIDAY_ON_REST
    assert cell_minutes(p, CN, cell(HOLIDAY, HOLIDAY_ON_REST)).minutes.sum() == 600
    assert cell_minutes(p, CN, cell(REST)).minutes.sum() == 600


def test_a_holiday_unworked_is_due_only_to_who_came_the_day_before() -> None:
    free = cell(HOLIDAY, unworked=True)
    came, stayed_away = panel(MONDAY, [480, 0, 480]), panel(MONDAY, [0, 0, 480])
    for p in (came, stayed_away):
        p.kind = p.kind.copy()
        p.kind[1] = HOLIDAY
    assert cell_minutes(came, CN, free).minutes.sum() == 480
    assert cell_minutes(stayed_away, CN, free).minutes.sum() == 0


@pytest.mark.parametrize(("sector", "overtime"), [("", 60), ("hazardous", 120)])
def test_a_sector_with_shorter_hours_has_its_own_norm(sector: str, overtime: int) -> None:
    norm = Norm(0, ("hazardous",), Steps(DAY8.starts, DAY8.ends, (420,)), CN.week_norm)
    terms = replace(CN, key=f"th-{sector}", norms=(norm,))
    p = panel(MONDAY, [540])
    p.sector_of = [sector]
    assert p.get(cells, terms).overtime.sum() == overtime


def test_an_averaging_system_owes_what_exceeds_the_average_of_its_days() -> None:
    average = Average(1, 1, (), None, Steps(DAY8.starts, DAY8.ends, (2400,)))
    terms = replace(CN, key="jp", period_norm={}, averages=(average,))
    p = panel(MONDAY, [480] * 30, hours_system=1, hours_period=1)
    excess = p.get(cells, terms).period_excess
    assert excess is not None
    assert excess.sum() == 480 * 30 - int(np.ceil(2400 * 30 / 7))


@pytest.mark.parametrize("months", [1, 2, 3, 8])
def test_the_highest_average_is_taken_over_as_many_months_as_there_are(months: int) -> None:
    days = [720] * 5 + [0, 0]  # twenty hours of overtime a week
    p = panel(date(2025, 9, 1), (days * 40)[: (30, 61, 91, 242)[(1, 2, 3, 8).index(months)]])
    v = p.get(extended_hours_average_of_months, CN)
    assert len(v.periods) == months
    assert not v.exists[0].any()
    if months > 1:
        c = p.get(cells, CN)
        sums = v.periods.sums(c.overtime + c.rest + c.holiday).astype(int)
        assert v.value[1, 0] == -(-int(sums[0, 0] + sums[1, 0]) // 2)
