"""Planned shifts: waiting is no work, overtime is, and what may be either leaves a doubt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.records.errors import RecordsError
from tripartite.records.planned import PlannedShifts, keep_to_plan
from tripartite.records.shifts import Shifts

DAY = 20_000 * 1440
NIGHT = (1320, 360)
PLAN = PlannedShifts.parse("08:00-17:00, 20:00-05:00")


def one(start: int, end: int, minutes: int | None = None) -> Shifts:
    def array(value: int):
        return np.array([value], np.int64)

    length = end - start if minutes is None else minutes
    night = sum(1 for m in range(start, end) if m % 1440 >= 1320 or m % 1440 < 360)
    return Shifts(
        array(1), array(20_000), array(DAY + start if start >= 0 else -1), array(DAY + end), array(length),
        array(night), np.array([True]), array(0), array(0), array(2),
    )  # fmt: skip


def kept(start: int, end: int, minutes: int | None = None) -> tuple[int, int, int, bool]:
    s = keep_to_plan(one(start, end, minutes), PLAN, NIGHT)
    return int(s.start[0]) - DAY, int(s.minutes[0]), int(s.night[0]), bool(s.complete[0])


def test_waiting_before_the_shift_and_minutes_after_it_are_no_work() -> None:
    assert kept(7 * 60 + 40, 17 * 60 + 10) == (480, 540, 0, True)


def test_staying_longer_after_the_shift_is_work_from_its_end() -> None:
    assert kept(7 * 60 + 40, 19 * 60) == (480, 660, 0, True)


def test_a_long_wait_may_have_been_work_and_leaves_a_lower_bound() -> None:
    assert kept(6 * 60 + 30, 17 * 60) == (480, 540, 0, False)


def test_who_comes_late_or_for_no_planned_shift_is_left_alone() -> None:
    assert kept(8 * 60 + 20, 17 * 60) == (500, 520, 0, True)
    assert kept(5 * 60, 13 * 60) == (300, 480, 60, True)


def test_a_night_shift_keeps_its_night_minutes() -> None:
    assert kept(19 * 60 + 45, 29 * 60) == (1200, 540, 420, True)


def test_a_plan_after_midnight_is_met_by_who_comes_before_it() -> None:
    s = keep_to_plan(one(23 * 60 + 40, 32 * 60), PlannedShifts.parse("00:00-08:00"), NIGHT)
    assert (int(s.minutes[0]), int(s.night[0])) == (480, 360)


@given(st.integers(0, 1439), st.integers(1, 960), st.integers(0, 960))
def test_nothing_is_added_and_nothing_falls_below_zero(start: int, length: int, minutes: int) -> None:
    before = one(start, start + length, min(minutes, length))
    after = keep_to_plan(before, PLAN, NIGHT)
    assert 0 <= after.minutes[0] <= before.minutes[0]
    assert 0 <= after.night[0] <= before.night[0] or after.night[0] == 0
    assert after.start[0] >= before.start[0]


@pytest.mark.parametrize("text", ["", "8-17", "08:00", "25:00-08:00", "08:00-17:00;"])
def test_what_is_not_a_shift_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(RecordsError, match="08:00-17:00, 20:00-05:00"):
        PlannedShifts.parse(text)
