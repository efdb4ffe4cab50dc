"""Shifts that nobody stated, read from the presses: edges are found, habits without an edge are left alone."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from punch_logs import REAL_LOGS, START, empty, insert, notes, real_log

from tripartite.records.breaks import Break
from tripartite.records.days import build_days
from tripartite.records.integrity import screen
from tripartite.records.planned import PlannedShifts
from tripartite.records.shifts import Shifts
from tripartite.records.usual import ENOUGH, usual_shifts

HOUR = Break(minutes=60)
real = pytest.mark.skipif(not REAL_LOGS.exists(), reason="the real logs are not here")


def shifts(starts: list[int], ends: list[int]) -> Shifts:
    """One complete shift a day for each pair, in minutes from midnight."""
    n = len(starts)
    day = (20_000 + np.arange(n)) * 1440
    zero = np.zeros(n, np.int64)
    start, end = day + np.array(starts), day + np.array(ends)
    return Shifts(zero, day // 1440, start, end, end - start, zero, np.ones(n, bool), zero, zero, zero + 2)


def queue(rng: np.random.Generator, n: int, at: int, *, before: bool) -> list[int]:
    wait = rng.gamma(2, 4, n).astype(int)
    return [at - int(w) if before else at + int(w) for w in wait]


def factory(n: int = 400) -> tuple[list[int], list[int]]:
    rng = np.random.default_rng(7)
    return queue(rng, n, 480, before=True), queue(rng, n, 1020, before=False)


def spans(plan: PlannedShifts | None) -> str:
    return str(plan) if plan else ""


def test_a_queue_before_eight_and_after_five_is_a_shift():
    plan = usual_shifts(shifts(*factory()))
    assert spans(plan) == "08:00-17:00"
    assert plan is not None
    assert not plan.stated


def test_nights_and_days_and_the_ends_of_overtime_are_told_apart():
    rng = np.random.default_rng(8)
    starts = queue(rng, 300, 480, before=True) + queue(rng, 300, 1200, before=True)
    ends = (
        queue(rng, 150, 1020, before=False) + queue(rng, 150, 1140, before=False)
        + queue(rng, 300, 1740, before=False)
    )  # fmt: skip
    assert spans(usual_shifts(shifts(starts, ends))) == "08:00-17:00, 08:00-19:00, 20:00-05:00"


def test_people_who_come_when_they_like_have_no_shift():
    rng = np.random.default_rng(9)
    starts = rng.integers(450, 525, 600).tolist()  # evenly, and nobody after 08:45: an end, but no pile
    ends = [s + 540 for s in starts]
    assert usual_shifts(shifts(starts, ends)) is None


def test_too_few_shifts_show_no_habit():
    starts, ends = factory(ENOUGH)
    assert usual_shifts(shifts(starts, ends)) is not None
    assert usual_shifts(shifts(starts[1:], ends[1:])) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 1439), min_size=60, max_size=200), st.integers(240, 900))
def test_whatever_the_presses_the_plan_is_possible(starts: list[int], length: int):
    plan = usual_shifts(shifts(starts, [s + length for s in starts]))
    for start, end in plan.spans if plan else ():
        assert 0 <= start < 1440
        assert start + 240 <= end <= start + 840


def punched(n_workers: int, n_days: int, *, early: int = 5):
    """Everybody is there before eight, one in ten much earlier, and leaves after five."""
    con, rng, rows = empty(), np.random.default_rng(3), []
    for w in range(n_workers):
        for d in range(n_days):
            day = START + timedelta(days=d)
            wait = int(rng.integers(20, 60)) if (w + d) % 10 == 0 else int(rng.integers(0, 2 * early))
            rows += [
                (f"W{w}", day + timedelta(minutes=480 - wait), "0", "1", len(rows) + 1),
                (f"W{w}", day + timedelta(minutes=1020 + int(rng.integers(0, 9))), "1", "1", len(rows) + 2),
            ]
    insert(con, rows)
    return con


def test_a_little_early_is_no_work_and_a_long_wait_is_not_known():
    con = punched(20, 20)
    build_days(con, breaks=HOUR)
    assert con.execute("SELECT DISTINCT minutes, start FROM days WHERE complete").fetchall() == [(480, 480)]
    assert con.execute("SELECT count(*) FROM days WHERE NOT complete").fetchone() == (40,)
    assert con.execute("SELECT value FROM notes").fetchall() == [("08:00-17:00",)]


def test_all_time_between_presses_counts_where_the_factory_says_there_is_no_plan():
    con = punched(20, 20)
    build_days(con, breaks=HOUR, planned=PlannedShifts.parse("none"))
    assert con.execute("SELECT count(*) FROM days WHERE minutes > 480 AND complete").fetchone()[0] > 350


def test_days_cut_to_a_plan_do_not_look_made_up():
    con = punched(20, 60)
    build_days(con, breaks=HOUR, planned=PlannedShifts.parse("08:00-17:00"))
    assert con.execute("SELECT count(DISTINCT minutes) FROM days").fetchone() == (1,)
    assert not {"same_minute", "round_hours", "same_totals", "typed_minutes"} & {s.code for s in screen(con)}


@real
def test_a_plant_of_set_shifts_shows_them_and_an_office_none():
    plant, office = real_log("ph-terminal.dat")[0], real_log("cn-terminal.dat")[0]
    for con in (plant, office):
        build_days(con, breaks=HOUR)
    assert plant.execute("SELECT value FROM notes WHERE code = 'usual_shifts'").fetchall() == [
        ("06:00-18:00, 06:00-20:00",)
    ]
    assert "usual_shifts" not in {code for code, _ in notes(office)}
