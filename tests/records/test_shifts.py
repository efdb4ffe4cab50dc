"""Punches of one worker read as shifts: what is paired, what is left open, which date it is of."""

from __future__ import annotations

import pytest
from punch_logs import days, factory, insert, log, notes, typed

from tripartite.records.breaks import Break
from tripartite.records.days import build_days

HOUR = Break(minutes=60, after=360)


def built(*lines, breaks=HOUR, **where):
    con = log(*lines, **where)
    build_days(con, breaks=breaks)
    return con


def only_day(con):
    rows = days(con)
    assert len(rows) == 1
    return next(iter(rows.values()))


def test_in_and_out_make_a_day():
    con = built("2024-01-02 08:00 17:30")
    assert days(con) == {("W1", "2024-01-02"): (480, 1050, 510, 0, True)}
    assert notes(con) == []


def test_seconds_are_dropped_from_both_ends():
    assert only_day(built("2024-01-02 07:59:59 17:30:59"))[:3] == (479, 1050, 511)


def test_a_night_belongs_to_the_date_it_begins_on():
    con = built("2024-01-02 20:00", "2024-01-03 06:30")
    assert days(con) == {("W1", "2024-01-02"): (1200, 1830, 570, 420, True)}


def test_night_minutes_are_those_between_ten_and_six_less_the_break():
    assert only_day(built("2024-01-02 21:00", "2024-01-03 07:00", breaks=Break()))[2:4] == (600, 480)
    windows = Break(windows=((0, 60),))
    assert only_day(built("2024-01-02 21:00", "2024-01-03 07:00", breaks=windows))[2:4] == (540, 420)


def test_other_night_hours():
    con = log("2024-01-02 21:00", "2024-01-03 05:00")
    build_days(con, breaks=Break(), night=(23 * 60, 5 * 60))
    assert only_day(con)[3] == 360


@pytest.mark.parametrize(
    ("out", "minutes", "complete"),
    [
        ("12:00", 240, True),  # four hours are taken as worked throughout
        ("12:01", 240, False),
        ("14:00", 240, False),
        ("14:01", 241, False),
        ("18:00", 480, False),
    ],
)
def test_without_a_stated_break_hours_are_a_lower_bound(out, minutes, complete):
    row = only_day(built(f"2024-01-02 08:00 {out}", breaks=None))
    assert (row[2], row[4]) == (minutes, complete)


@pytest.mark.parametrize(("out", "minutes"), [("14:00", 360), ("14:01", 301)])
def test_a_stated_break_applies_to_longer_stays_only(out, minutes):
    row = only_day(built(f"2024-01-02 08:00 {out}"))
    assert (row[2], row[4]) == (minutes, True)


def test_punched_breaks_are_taken_as_punched():
    row = only_day(built("2024-01-02 08:00 12:00 12:30 17:30", breaks=None))
    assert row == (480, 1050, 540, 0, True)


def test_an_absence_above_four_hours_is_not_a_break_but_the_day_is_one():
    con = built("2024-01-02 06:00 10:00 14:01 18:01", breaks=None)
    assert only_day(con) == (360, 1081, 480, 0, True)
    assert con.execute("SELECT count(*) FROM shifts").fetchone() == (2,)


def test_double_press_within_three_minutes():
    con = built("2024-01-02 08:00:00 08:00:05 08:03:05 17:30")
    assert only_day(con)[:3] == (480, 1050, 510)
    assert notes(con) == [("double_press", 2), ("double_press", 3)]


def test_a_press_after_more_than_three_minutes_is_one_of_its_own():
    con = built("2024-01-02 08:00:00 08:03:01 17:30")
    start, end, minutes, _, complete = only_day(con)
    assert (start, end, complete) == (480, 1050, False)
    assert minutes == 567 - 120  # from the later press in, an unknown break at most two hours
    assert [code for code, _ in notes(con)] == ["missing_half"]


def test_one_press_is_a_day_of_unknown_hours():
    con = built("2024-01-02 08:00")
    assert days(con) == {("W1", "2024-01-02"): (480, None, 0, 0, False)}
    assert notes(con) == [("missing_half", 1)]


def test_three_presses_give_the_least_of_all_readings():
    start, end, minutes, _, complete = only_day(built("2024-01-02 08:00 13:00 17:00", breaks=None))
    assert (start, end, complete) == (480, 1020, False)
    assert minutes == 240  # 13:00 to 17:00; the morning may as well have been the break


def test_a_stay_of_minutes_is_doubted():
    con = built("2024-01-02 08:00 08:10")
    assert only_day(con)[2:] == (10, 0, False)
    assert ("short_stay", 1) in notes(con)


@pytest.mark.parametrize(("out", "minutes", "complete"), [("00:00", 900, True), ("00:01", 0, False)])
def test_beyond_sixteen_hours_two_presses_prove_no_stay(out, minutes, complete):
    con = built("2024-01-02 08:00", f"2024-01-03 {out}")
    assert only_day(con)[2:5:2] == (minutes, complete)
    assert (("long_shift", 1) in notes(con)) is not complete


def test_beyond_twenty_hours_they_are_two_days():
    con = built("2024-01-02 08:00", "2024-01-03 04:01")
    assert len(days(con)) == 2 or [r[2] for r in days(con).values()] == [0]
    con = built("2024-01-02 08:00", "2024-01-03 08:00")
    assert {k[1]: v[2] for k, v in days(con).items()} == {"2024-01-02": 0, "2024-01-03": 0}


def week(first, *rows):
    return [f"2024-01-{first + i:02} {row}" for i, row in enumerate(rows)]


def test_an_evening_press_and_the_next_morning_are_not_a_night_shift_for_a_day_worker():
    day = "07:55 17:35"
    lines = week(1, day, day, day, day, day) + week(8, day, day, "17:40", day, day)
    con = built(*lines)
    got = days(con)
    assert got["W1", "2024-01-10"] == (None, 17 * 60 + 40, 0, 0, False)
    assert got["W1", "2024-01-11"][:2] == (475, 1055)


def test_the_same_presses_are_a_night_shift_for_a_night_worker():
    lines = [
        f"2024-01-{d:02} " + (" ".join(t for t, on in (("06:05", d > 1), ("19:55", d < 12)) if on))
        for d in range(1, 13)
    ]
    con = built(*lines)
    assert {(r[0], r[1]) for r in days(con).values()} == {(19 * 60 + 55, 1440 + 365)}
    assert len(days(con)) == 11


def test_reliable_states_tell_a_night_from_two_halves():
    day = "07:55/0 17:35/1"
    lines = [line for k in range(4) for line in week(1 + 7 * k, day, day, day, day, day)]
    con = built(*lines, "2024-01-30 20:00/0", "2024-01-31 05:00/1")
    assert days(con)["W1", "2024-01-30"][:2] == (1200, 1740)
    con = built(*lines, "2024-01-30 20:00/1", "2024-01-31 05:00/0")
    assert days(con)["W1", "2024-01-30"][:2] == (None, 1200)


def test_a_wrong_state_among_reliable_ones_is_overruled_and_noted():
    day = "07:55/0 17:35/1"
    lines = [line for k in range(4) for line in week(1 + 7 * k, day, day, day, day, day)]
    con = built(*lines, "2024-01-30 07:55/0 17:35/0", "2024-01-31 07:55/0 17:35/1")
    assert days(con)["W1", "2024-01-30"] == (475, 1055, 520, 0, True)
    assert notes(con) == [("state_ignored", 42)]


def test_states_pressed_at_random_are_not_believed_and_said_so():
    con, truth = factory(starts=[[8]], hours=9, states="random", missing=0)
    build_days(con, breaks=HOUR)
    assert len(days(con)) == len(truth)
    assert con.execute("SELECT count(*) FROM notes WHERE code = 'state_ignored'").fetchone() == (0,)
    said = con.execute("SELECT message FROM notes WHERE code = 'states_unreliable'").fetchall()
    assert len(said) == 2
    assert 'terminal "0" do not fit the order' in said[0][0]


def test_a_corrected_state_counts_as_corrected():
    day = "07:55/0 17:35/1"
    lines = [line for k in range(4) for line in week(1 + 7 * k, day, day, day, day, day)]
    con = built(*lines, "2024-01-30 07:55/0 17:35:00/0 17:35:06/1")
    assert [code for code, _ in notes(con)] == ["double_press"]


def test_a_night_shift_begun_just_after_midnight_is_the_day_befores():
    con = built("2024-01-03 00:05 08:10 23:50", "2024-01-04 08:00")
    assert {k[1]: v[:2] for k, v in days(con).items()} == {
        "2024-01-02": (1445, 1930),
        "2024-01-03": (1430, 1920),
    }


def test_a_lone_press_out_after_midnight_ends_the_day_before():
    day = "07:55/0 17:35/1"
    lines = [line for k in range(4) for line in week(1 + 7 * k, day, day, day, day, day)]
    con = built(*lines, "2024-01-31 01:30/1")
    assert days(con)["W1", "2024-01-30"] == (None, 1440 + 90, 0, 0, False)


def test_two_terminals_are_one_sequence():
    con = log("2024-01-02 08:00", terminal="gate A")
    insert(con, list(typed(["2024-01-02 17:30"], terminal="gate B", first_row=2)))
    build_days(con, breaks=HOUR)
    assert only_day(con)[:3] == (480, 1050, 510)


def test_a_clock_that_lost_its_date_is_set_aside():
    lines = [f"2024-{m:02}-{d:02} 08:00 17:00" for m in (1, 2, 3) for d in range(1, 29)]
    con = built("2000-01-01 00:12", *lines)
    assert len(days(con)) == 84
    assert ("clock_fault", 1) in notes(con)


def test_a_year_without_punches_is_not_a_failed_clock():
    con = built("2022-01-03 08:00 17:00", "2022-01-04 08:00 17:00", "2024-01-03 08:00 17:00")
    assert len(days(con)) == 3


def test_a_clock_that_stood_still():
    con = log("2024-01-02 08:00:03 17:30:41")
    for n, worker in enumerate(("W2", "W3", "W4", "W5"), 10):
        out = "17:30:41" if worker != "W5" else "17:31:20"
        insert(con, list(typed([f"2024-01-02 07:5{n % 10}:17 {out}"], worker, first_row=2 * n)))
    build_days(con, breaks=HOUR)
    complete = {k[0]: v[4] for k, v in days(con).items()}
    assert complete == {"W1": False, "W2": False, "W3": False, "W4": False, "W5": True}
    assert [code for code, _ in notes(con)] == ["clock_stuck"] * 4


def test_minutes_without_seconds_are_no_stuck_clock():
    con = log("2024-01-02 08:00 17:30")
    for worker in ("W2", "W3", "W4", "W5"):
        insert(con, list(typed(["2024-01-02 08:00 17:30"], worker, first_row=10)))
    build_days(con, breaks=HOUR)
    assert notes(con) == []


@pytest.mark.parametrize("states", ["right", "random", "none"])
@pytest.mark.parametrize(
    ("starts", "hours", "right"),
    [([[8]], 9, 1), ([[8], [20]], 12, 1), ([[8, 20]], 12, 0.94), ([[6, 14, 22]], 8, 0.97), ([[7]], 16, 0.99)],
    ids=["days", "days and nights", "twelve hours changing", "three shifts", "sixteen hours"],
)
def test_made_up_factories_are_read_as_they_were_made(starts, hours, right, states):
    con, truth = factory(starts=starts, hours=hours, states=states)
    build_days(con, breaks=HOUR)
    rows = con.execute('SELECT worker, date, start, "end" FROM days').fetchall()
    got = {(w, d): (s, e) for w, d, s, e in rows}
    found = sum(
        key in got and None not in got[key] and abs(got[key][0] - s) <= 3 and abs(got[key][1] - e) <= 3
        for key, (s, e) in truth.items()
    )
    assert found / len(truth) >= (right if states != "right" else 0.999)
    # What is claimed to be known is true.
    rows = con.execute('SELECT worker, date, start, "end" FROM days WHERE complete').fetchall()
    false = [r for r in rows if r[:2] not in truth]
    assert len(false) <= 0.01 * len(truth)
