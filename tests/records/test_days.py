"""Punches to the table `days`: what is written, noted and compared; properties; the real logs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from punch_logs import REAL_LOGS, days, empty, factory, insert, log, notes, real_log

from tripartite.records.breaks import Break
from tripartite.records.days import build_days
from tripartite.records.planned import PlannedShifts

HOUR = Break(minutes=60, after=360)
real = pytest.mark.skipif(not REAL_LOGS.exists(), reason="the real logs are not here")


def timesheet(con, worker, date, minutes, *, leave=None):
    con.execute(
        """INSERT INTO days (worker, date, minutes, leave, complete, file, sheet, "row")
           VALUES (?, ?, ?, ?, true, 'sheet.xlsx', 'May', 7)""",
        [worker, date, minutes, leave],
    )


def test_a_day_carries_where_its_first_punch_stood():
    con = log("2024-01-02 17:30 08:00")
    build_days(con, breaks=HOUR)
    assert con.execute('SELECT file, sheet, "row" FROM days').fetchall() == [("log.dat", None, 2)]


def test_no_punches_no_days():
    con = empty()
    build_days(con)
    assert days(con) == {}
    assert con.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    assert con.execute("SELECT count(*) FROM rejects").fetchone() == (0,)


def test_building_again_replaces_what_was_built():
    con = log("2024-01-02 08:00 08:00:30 17:30", "2024-01-03 08:00", "2024-01-04 08:00 17:30")
    timesheet(con, "W1", "2024-01-04", 300)
    build_days(con, breaks=HOUR)
    before, noted = days(con), notes(con)
    build_days(con)
    assert days(con) != before
    build_days(con, breaks=HOUR)
    assert (days(con), notes(con)) == (before, noted)


def test_notes_of_others_stay():
    con = log("2024-01-02 08:00 17:30")
    build_days(con)
    con.execute("INSERT INTO notes VALUES ('a.csv', NULL, 3, 'foreign_currency', 'in dollars', '12')")
    build_days(con)
    assert notes(con) == [("break_not_stated", None), ("foreign_currency", 3)]


@pytest.mark.parametrize(
    ("minutes", "complete"), [(510, True), (480, True), (479, False), (540, True), (541, False)]
)
def test_a_timesheet_is_kept_and_doubted_where_the_punches_differ_by_more_than_half_an_hour(
    minutes, complete
):
    con = log("2024-01-02 08:00 17:30")  # 510 minutes
    timesheet(con, "W1", "2024-01-02", minutes)
    build_days(con, breaks=HOUR)
    assert con.execute('SELECT minutes, complete, file, "row" FROM days').fetchall() == [
        (minutes, complete, "sheet.xlsx", 7)
    ]
    assert con.execute("SELECT minutes, punch_minutes, punch_complete FROM day_conflicts").fetchall() == [
        (minutes, 510, True)
    ]
    assert ("timesheet_differs", 7) in notes(con) or complete


def test_a_lower_bound_contradicts_only_what_lies_below_it_or_above_the_stay():
    for minutes, differs in ((419, True), (420, False), (600, False), (601, True)):
        con = log("2024-01-02 08:00 17:30")  # at least 450, at most 570
        timesheet(con, "W1", "2024-01-02", minutes)
        build_days(con)
        assert ("timesheet_differs" in dict(notes(con))) is differs, minutes
    con = log("2024-01-02 08:00")
    timesheet(con, "W1", "2024-01-02", 480)
    build_days(con)
    assert [code for code, _ in notes(con)] == ["missing_half"]


def test_the_note_says_both_figures():
    con = log("2024-01-02 08:00 20:00")
    timesheet(con, "W1", "2024-01-02", 480)
    build_days(con, breaks=HOUR)
    assert con.execute("SELECT message, value FROM notes").fetchall() == [
        (
            (
                "the timesheet says 480 min, the punches 660 min; "
                "the timesheet is kept and the day counts as incomplete"
            ),
            "2024-01-02",
        )
    ]


def test_work_on_a_day_of_leave_is_kept_for_comparison():
    con = log("2024-01-02 08:00 17:30")
    timesheet(con, "W1", "2024-01-02", 0, leave="annual")
    build_days(con, breaks=HOUR)
    assert con.execute("SELECT leave, minutes, complete FROM days").fetchall() == [("annual", 0, False)]
    assert con.execute("SELECT punch_minutes FROM day_conflicts").fetchall() == [(510,)]


# Properties. Presses are minutes since a Monday, of up to three workers.
presses = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 20 * 1440), st.sampled_from("01 ")), max_size=60
)


def of(presses_, terminals=1, order=None):
    con = empty()
    rows = []
    for n, (worker, minute, state) in enumerate(presses_, 1):
        day, m = divmod(minute, 1440)
        at = f"2024-03-{day + 1:02} {m // 60:02}:{m % 60:02}:{n % 60:02}"
        rows.append((f"W{worker}", at, state.strip() or None, str(n % terminals), n))
    if rows:
        insert(con, [rows[i] for i in order] if order else rows)
    build_days(con)
    return con


@settings(max_examples=40, deadline=None)
@given(presses)
def test_properties_of_any_log(presses_):
    con = of(presses_)
    used = con.execute("SELECT coalesce(sum(presses), 0) FROM shifts").fetchone()[0]
    dropped = con.execute(
        "SELECT count(*) FROM notes WHERE code IN ('double_press', 'clock_fault')"
    ).fetchone()[0]
    assert used + dropped == len(presses_)  # each punch is used or noted
    rows = con.execute(
        'SELECT worker, date, start, "end", minutes, night_minutes, complete FROM days'
    ).fetchall()
    assert rows == sorted(rows, key=lambda r: r[:2])
    assert len({r[:2] for r in rows}) == len(rows)
    for _, _, start, end, minutes, night, complete in rows:
        assert 0 <= night <= minutes <= 1440
        if start is not None and end is not None:
            assert minutes <= max(end - start, 0) or not complete
        assert not complete or (start is not None and end is not None)
    # No minute of a worker is counted twice: shifts do not overlap.
    shifts = con.execute("""
        SELECT worker, date - DATE '2024-01-01' AS d, start, "end" FROM shifts
        WHERE start IS NOT NULL AND "end" IS NOT NULL ORDER BY worker, d * 1440 + start
    """).fetchall()
    for (w1, d1, _, e1), (w2, d2, s2, _) in pairwise(shifts):
        assert w1 != w2 or d1 * 1440 + e1 <= d2 * 1440 + s2
    total = con.execute("SELECT coalesce(sum(minutes), 0) FROM shifts").fetchone()
    assert total == con.execute("SELECT coalesce(sum(minutes), 0) FROM days").fetchone()


@settings(max_examples=15, deadline=None)
@given(presses.filter(bool), st.randoms(use_true_random=False), st.integers(2, 3))
def test_the_order_of_rows_and_the_number_of_files_do_not_matter(presses_, random, terminals):
    stateless = [(w, m, " ") for w, m, _ in presses_]
    order = list(range(len(stateless)))
    random.shuffle(order)
    assert days(of(presses_, order=order)) == days(of(presses_))
    # States are judged by terminal where a worker has few; without states terminals make no difference.
    assert days(of(stateless, terminals=terminals)) == days(of(stateless))


@real
def test_the_chinese_log_is_accounted_for_and_sensible():
    con, bad = real_log("cn-terminal.dat")
    assert bad == 89  # 88 failed clocks and a row without a time
    build_days(con)
    assert con.execute("SELECT sum(presses) FROM shifts").fetchone() == (36516 - 89 - 5545,)
    assert con.execute("SELECT count(*) FROM notes WHERE code = 'double_press'").fetchone() == (5545,)
    # A firm of day workers: nobody's stay begins in the evening and ends in the morning.
    nights = con.execute("""SELECT count(*) FROM days WHERE start > 1080 AND "end" > 1440 + 240""").fetchone()
    assert nights == (0,)
    # Most people press once a day; where they press twice the stay is a working day.
    paired, median = con.execute("""
        SELECT count(*), median("end" - start) FROM days WHERE start IS NOT NULL AND "end" IS NOT NULL
    """).fetchone()
    assert paired > 5500
    assert 9.5 * 60 < median < 10.5 * 60
    starts = con.execute('SELECT quantile_cont(start, [0.05, 0.95]) FROM days WHERE "end" > 0').fetchone()[0]
    assert 7 * 60 < starts[0] < starts[1] < 10 * 60


@real
def test_the_philippine_log_is_accounted_for_and_sensible():
    con, bad = real_log("ph-terminal.dat")
    assert bad == 0
    build_days(con, planned=PlannedShifts.parse("none"))
    assert con.execute("SELECT sum(presses) FROM shifts").fetchone() == (7438 - 3362,)
    kinds = dict(con.execute("SELECT complete, count(*) FROM days GROUP BY 1").fetchall())
    assert kinds[True] > 500  # own breaks are punched
    assert con.execute("SELECT count(*) FROM notes WHERE code = 'missing_half'").fetchone()[0] < 100
    assert con.execute("SELECT count(*) FROM notes WHERE code = 'states_unreliable'").fetchone() == (0,)
    # Twelve-hour days and nights, both found.
    nights = con.execute('SELECT count(*) FROM days WHERE start > 960 AND "end" > 1440').fetchone()[0]
    assert 40 < nights < 150


def test_days_and_nights_of_many_workers_are_all_there():
    con, truth = factory(starts=[[8], [20]], hours=11, workers=400, days=60)
    build_days(con, breaks=HOUR)
    assert len(days(con)) >= len(truth)
