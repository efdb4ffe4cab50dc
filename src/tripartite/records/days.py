"""Punches to days: one row per worker and date that is worked, with its sure minutes.

`build_days` reads the table `punches` and fills `days`; `shifts` keeps the step between, and
`day_conflicts` the days on which a timesheet and the punches do not say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tripartite.records.pairing import Presses, Reading, read_presses
from tripartite.records.planned import keep_to_plan
from tripartite.records.presses import collect_presses
from tripartite.records.shifts import TROUBLE, Shifts, make_shifts
from tripartite.records.usual import usual_shifts

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

    from tripartite.records.breaks import Break
    from tripartite.records.planned import PlannedShifts

NIGHT = (22 * 60, 6 * 60)
TOLERATED_MINUTES = 30  # a timesheet and the punches may differ by so much

CODES = (
    "double_press", "clock_fault", "clock_stuck", "missing_half", "long_shift", "short_stay", "unsure_order",
    "state_ignored", "states_unreliable", "timesheet_differs", "planned_shifts", "usual_shifts",
    "break_not_stated",
)  # fmt: skip

_TABLES = """
CREATE TABLE IF NOT EXISTS rejects
    (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, reason VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS notes
    (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, message VARCHAR, value VARCHAR);
CREATE TABLE IF NOT EXISTS shifts
    (worker VARCHAR, date DATE, start BIGINT, "end" BIGINT, minutes BIGINT, night_minutes BIGINT,
     pressed_start BIGINT, pressed_end BIGINT, pressed_minutes BIGINT, presses BIGINT, complete BOOLEAN, trouble VARCHAR, file VARCHAR, sheet VARCHAR, "row" BIGINT);
CREATE TABLE IF NOT EXISTS day_conflicts
    (worker VARCHAR, date DATE, minutes BIGINT, complete BOOLEAN, punch_minutes BIGINT,
     punch_complete BOOLEAN, punch_start BIGINT, punch_end BIGINT);
"""


def build_days(
    con: duckdb.DuckDBPyConnection,
    *,
    breaks: Break | None = None,
    planned: PlannedShifts | None = None,
    night: tuple[int, int] = NIGHT,
) -> None:
    """Make shifts of `punches` and days of shifts, in the connection's own tables.

    `breaks` is the unpunched break the factory states; without it such days are lower bounds.
    `planned` are the shifts it plans; without them the shifts that the presses themselves show stand in, and
    where they show none all time between presses counts.
    `night` is the span of night hours in minutes from midnight. Days that a timesheet already gave stay
    as they are; where the punches say otherwise by more than half an hour they count as incomplete.
    Running it again replaces what it made before.
    """
    _forget(con)
    if con.execute("SELECT count(*) FROM punches").fetchone() == (0,):
        return
    p = collect_presses(con)
    reading = read_presses(p)
    shifts = make_shifts(p, reading, breaks, night)
    if breaks is None:
        _note_break(con, shifts)
    plan = planned if planned is not None else usual_shifts(shifts)
    pressed = shifts
    if plan is not None:
        shifts = keep_to_plan(pressed, plan, night)
        _note_waiting(con, pressed, shifts, plan)
    _store_shifts(con, shifts, pressed)
    _note_reading(con, p, reading, shifts)
    _store_days(con)
    for name in ("failed_dates", "stuck", "state_words", "terminals", "pressed", "presses"):
        con.execute(f"DROP TABLE IF EXISTS temp.{name}")
    con.execute("DROP VIEW IF EXISTS temp.usable")


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of this step, empty, where they are absent: notes, rejects, shifts, day_conflicts."""
    con.execute(_TABLES)


def _forget(con: duckdb.DuckDBPyConnection) -> None:
    """Take back what an earlier run made."""
    create_tables(con)
    con.execute("""
        DELETE FROM days USING shifts s WHERE days.worker = s.worker AND days.date = s.date
        AND NOT EXISTS (FROM day_conflicts c WHERE c.worker = days.worker AND c.date = days.date)
    """)
    con.execute("""
        UPDATE days SET complete = c.complete FROM day_conflicts c
        WHERE c.worker = days.worker AND c.date = days.date
    """)
    codes = ", ".join(f"'{c}'" for c in CODES)
    con.execute(f"DELETE FROM shifts; DELETE FROM day_conflicts; DELETE FROM notes WHERE code IN ({codes})")


def _store_shifts(con: duckdb.DuckDBPyConnection, s: Shifts, pressed: Shifts) -> None:
    """Shifts as they count, with the times and minutes pressed beside them."""
    midnight = s.date * 1440

    def clock(minute: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(minute < 0, -1, minute - midnight)

    con.register(
        "made_shifts",
        {
            "press": s.first,
            "date": s.date,
            "start": clock(s.start),
            "end": clock(s.end),
            "minutes": s.minutes,
            "night": s.night,
            "pressed_start": clock(pressed.start),
            "pressed_end": clock(pressed.end),
            "pressed_minutes": pressed.minutes,
            "complete": s.complete,
            "trouble": s.trouble,
            "presses": s.presses,
        },
    )
    names = " ".join(f"WHEN {i} THEN '{name}'" for i, name in enumerate(TROUBLE) if name)
    con.execute(f"""
        INSERT INTO shifts
        SELECT p.worker, DATE '1970-01-01' + m.date::INTEGER, nullif(m.start, -1), nullif(m."end", -1),
               m.minutes, m.night, nullif(m.pressed_start, -1), nullif(m.pressed_end, -1), m.pressed_minutes, m.presses, m.complete, CASE m.trouble {names} END, p.file, p.sheet, p."row"
        FROM made_shifts m JOIN presses p USING (press) ORDER BY press
    """)
    con.unregister("made_shifts")


def _note_reading(con: duckdb.DuckDBPyConnection, p: Presses, reading: Reading, s: Shifts) -> None:
    """One note per press that stands alone, per doubtful shift and per overruled state."""
    paired = reading.ends_stay | np.r_[reading.ends_stay[1:], False]
    as_read = np.where(reading.is_in, 1, -1)
    overruled = reading.believed & (p.direction != 0) & (p.direction != as_read)
    for code, message, rows in (
        ("missing_half", "no press to go with this one; hours before or after it are unknown", ~paired),
        (
            "state_ignored",
            "the pressed state does not fit the order of presses; the order was followed",
            overruled,
        ),
    ):
        _note(con, code, message, np.flatnonzero(rows))
    for code, message in (
        ("long_shift", "more than 16 hours between in and out: one long shift, or two forgotten presses"),
        (
            "unsure_order",
            "a press is missing in a week of changing day and night shifts; what was work may be rest",
        ),
        ("short_stay", "less than half an hour between in and out: a short stay, or one event pressed twice"),
    ):
        _note(con, code, message, s.first[s.trouble == TROUBLE.index(code)])
    _note_unreliable_states(con, p, reading)


def _note_break(con: duckdb.DuckDBPyConnection, s: Shifts) -> None:
    unsure = int(((s.presses == 2) & (s.trouble == 0) & ~s.complete).sum())
    if unsure:
        con.execute(
            "INSERT INTO notes (code, message, value) VALUES ('break_not_stated', ?, ?)",
            [
                f"in {unsure} shifts the unpaid break was neither punched nor stated; hours are lower bounds",
                str(unsure),
            ],
        )


def _note_waiting(con: duckdb.DuckDBPyConnection, before: Shifts, after: Shifts, plan: PlannedShifts) -> None:
    off = before.minutes - after.minutes
    whence = "as stated" if plan.stated else "as the presses show"
    con.execute(
        "INSERT INTO notes (code, message, value) VALUES (?, ?, ?)",
        [
            "planned_shifts" if plan.stated else "usual_shifts",
            f"{int(off.sum())} minutes before planned starts and shortly after planned ends ({whence}) were not counted "
            f"as work, in {int((off > 0).sum())} shifts",
            str(plan),
        ],
    )


def _note(con: duckdb.DuckDBPyConnection, code: str, message: str, press: NDArray[np.int64]) -> None:
    if not len(press):
        return
    con.register("noted", {"press": press})
    con.execute(
        """
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT p.file, p.sheet, p."row", ?, ?, strftime(make_timestamp(p.minute * 60000000), '%Y-%m-%d %H:%M')
        FROM noted JOIN presses p USING (press) ORDER BY press
        """,
        [code, message],
    )
    con.unregister("noted")


def _note_unreliable_states(con: duckdb.DuckDBPyConnection, p: Presses, reading: Reading) -> None:
    size = int(p.terminal.max()) + 1
    told = p.direction != 0
    con.register(
        "told",
        {
            "code": np.arange(size),
            "told": np.bincount(p.terminal[told], minlength=size),
            "ignored": np.bincount(p.terminal[told & ~reading.believed], minlength=size),
        },
    )
    con.execute("""
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT NULL, NULL, NULL, 'states_unreliable',
               'in and out as pressed on terminal "' || t.terminal || '" do not fit the order of presses for '
               || ignored || ' of ' || told || ' presses; order and gaps were used for them',
               ignored || '/' || told
        FROM told JOIN terminals t USING (code) WHERE ignored > 0 ORDER BY t.terminal
    """)
    con.unregister("told")


def _store_days(con: duckdb.DuckDBPyConnection) -> None:
    """Days of shifts, where no timesheet gives the day; the others are compared."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE punched_days AS
        SELECT worker, date, min(start) AS start, max("end") AS "end", sum(minutes)::BIGINT AS minutes,
               sum(night_minutes)::BIGINT AS night_minutes, bool_and(complete) AS complete,
               arg_min(file, coalesce(start, "end")) AS file, arg_min(sheet, coalesce(start, "end")) AS sheet,
               arg_min("row", coalesce(start, "end")) AS "row"
        FROM shifts GROUP BY worker, date
    """)
    # A mark of presence or overtime tells the least that was worked; presses that reach it tell more.
    con.execute("""
        DELETE FROM days USING punched_days p WHERE days.worker = p.worker AND days.date = p.date
        AND days.minutes <= p.minutes AND NOT days.complete AND days.leave IS NULL
    """)
    con.execute("""
        INSERT INTO day_conflicts
        SELECT d.worker, d.date, d.minutes, d.complete, p.minutes, p.complete, p.start, p."end"
        FROM days d JOIN punched_days p USING (worker, date) ORDER BY ALL
    """)
    con.execute("""
        INSERT INTO days
            (worker, date, start, "end", minutes, night_minutes, kind, leave, complete, file, sheet, "row")
        SELECT worker, date, start, "end", minutes, night_minutes, NULL, NULL, complete, file, sheet, "row"
        FROM punched_days p ANTI JOIN day_conflicts c USING (worker, date) ORDER BY worker, date
    """)
    differs = f"""
        (c.punch_minutes > c.minutes + {TOLERATED_MINUTES}
         OR c.minutes > (CASE WHEN c.punch_complete THEN c.punch_minutes ELSE c.punch_end - c.punch_start END)
            + {TOLERATED_MINUTES})
    """
    con.execute(f"""
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT d.file, d.sheet, d."row", 'timesheet_differs',
               'the timesheet says ' || c.minutes || ' min, the punches '
               || CASE WHEN c.punch_complete THEN '' ELSE 'at least ' END || c.punch_minutes
               || ' min; the timesheet is kept and the day counts as incomplete', c.date::VARCHAR
        FROM days d JOIN day_conflicts c USING (worker, date) WHERE {differs} ORDER BY d.worker, d.date
    """)
    con.execute(f"""
        UPDATE days SET complete = false FROM day_conflicts c
        WHERE days.worker = c.worker AND days.date = c.date AND {differs}
    """)
    con.execute("DROP TABLE temp.punched_days")
