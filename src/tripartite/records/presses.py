"""Punches to presses in DuckDB: double presses merged, failed clocks set aside, states given a direction.

Writes the temporary table `presses`, sorted by worker and time, and notes for what it leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tripartite.records.pairing import Presses

if TYPE_CHECKING:
    import duckdb

# In two real logs (44,000 punches) repeats of one press come within seconds, the rest thins out over
# three minutes, and the shortest true absence, a noon break, is 13 minutes (docs/records/pairing.md).
DOUBLE_PRESS_MINUTES = 3

# A clock that lost its battery starts again years away. Such a stretch stands apart from all other
# punches of the log by half a year and holds next to nothing.
CLOCK_GAP_DAYS = 180
CLOCK_SHARE = 0.01

# So many people cannot press one terminal within one second.
STUCK_WORKERS = 4

# States as terminals and their programs write them; ZKTeco's numbers first.
COMES_IN = (
    "0", "3", "4", "i", "in", "c/in", "check in", "check-in", "checkin", "clock in", "clock-in", "entry",
    "enter", "break in", "break-in", "overtime in", "overtime-in", "ot in", "ot-in", "上班", "上班签到",
    "签到", "加班签到",
    "外出返回", "返回", "进", "入", "出勤", "出社", "vào", "vao", "เข้า", "เข้างาน", "pasok",
)  # fmt: skip
GOES_OUT = (
    "1", "2", "5", "o", "out", "c/out", "check out", "check-out", "checkout", "clock out", "clock-out",
    "exit", "leave", "break out", "break-out", "overtime out", "overtime-out", "ot out", "ot-out", "下班",
    "下班签退", "签退", "加班签退", "外出", "出", "退勤", "退社", "ra", "ออก", "ออกงาน", "labas",
)  # fmt: skip


def collect_presses(con: duckdb.DuckDBPyConnection) -> Presses:
    """Make the temporary table `presses` and give its columns as arrays, in its order (`press` from 0)."""
    _set_aside_failed_clocks(con)
    _find_stuck_clocks(con)
    words = ", ".join(f"('{s}', 1)" for s in COMES_IN) + ", " + ", ".join(f"('{s}', -1)" for s in GOES_OUT)
    con.execute(f"CREATE OR REPLACE TEMP TABLE state_words AS FROM (VALUES {words}) t(state, direction)")
    con.execute("""
        CREATE OR REPLACE TEMP TABLE terminals AS
        SELECT terminal, (row_number() OVER (ORDER BY terminal) - 1)::INTEGER AS code
        FROM (SELECT DISTINCT coalesce(terminal, file, '') AS terminal FROM usable)
    """)
    _merge_double_presses(con)
    out = con.execute(
        "SELECT code, minute, direction, terminal, stuck FROM presses ORDER BY press"
    ).fetchnumpy()
    return Presses(
        np.asarray(out["code"], np.int64),
        np.asarray(out["minute"], np.int64),
        np.asarray(out["direction"], np.int8),
        np.asarray(out["terminal"], np.int64),
        np.asarray(out["stuck"], bool),
    )


def _merge_double_presses(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the first of presses that follow each other closely, with the state of the last.

    Who presses twice within seconds and with another state puts the first one right.
    """
    seconds = DOUBLE_PRESS_MINUTES * 60
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE pressed AS
        SELECT *, row_number() OVER w AS n,
               coalesce("at" - lag("at") OVER w > INTERVAL {seconds} SECOND, true) AS fresh
        FROM usable
        WINDOW w AS (PARTITION BY worker ORDER BY "at", state, terminal, file, sheet, "row")
    """)
    con.execute("""
        CREATE OR REPLACE TEMP TABLE presses AS
        WITH kept AS (FROM pressed WHERE fresh),
        repeats AS (
            SELECT k.worker, k.n, arg_max(s.direction, p.n) AS direction
            FROM pressed p ASOF JOIN kept k ON p.worker = k.worker AND p.n >= k.n
            JOIN state_words s ON s.state = lower(trim(p.state))
            WHERE NOT p.fresh GROUP BY k.worker, k.n
        )
        SELECT (row_number() OVER (ORDER BY k.worker, k.n) - 1)::BIGINT AS press, k.worker,
               (dense_rank() OVER (ORDER BY k.worker) - 1)::BIGINT AS code,
               epoch_us(date_trunc('minute', k."at")) // 60000000 AS minute,
               coalesce(r.direction, s.direction, 0)::TINYINT AS direction, t.code AS terminal,
               c.terminal IS NOT NULL AS stuck, k.file, k.sheet, k."row", k.state
        FROM kept k
        LEFT JOIN repeats r USING (worker, n)
        LEFT JOIN state_words s ON s.state = lower(trim(k.state))
        JOIN terminals t ON t.terminal = coalesce(k.terminal, k.file, '')
        LEFT JOIN stuck c ON c.terminal = coalesce(k.terminal, k.file, '') AND c."at" = k."at"
    """)
    con.execute("""
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT file, sheet, "row", 'double_press',
               'pressed again within minutes of the press before; read as one',
               strftime("at", '%Y-%m-%d %H:%M:%S')
        FROM pressed WHERE NOT fresh ORDER BY worker, n
    """)


def _set_aside_failed_clocks(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE failed_dates AS
        WITH dates AS (SELECT "at"::DATE AS date, count(*) AS n FROM punches GROUP BY 1),
        islands AS (
            SELECT *, sum(far::INTEGER) OVER (ORDER BY date) AS island
            FROM (
                SELECT *, coalesce(date - lag(date) OVER (ORDER BY date) > {CLOCK_GAP_DAYS}, false) AS far
                FROM dates
            )
        ),
        sizes AS (SELECT *, sum(n) OVER (PARTITION BY island) AS size, sum(n) OVER () AS total FROM islands)
        SELECT date FROM sizes WHERE size < {CLOCK_SHARE} * total
    """)
    con.execute("""
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT file, sheet, "row", 'clock_fault',
               'far from all other punches of the log, as after a failed clock; not used',
               strftime("at", '%Y-%m-%d %H:%M:%S')
        FROM punches WHERE "at"::DATE IN (FROM failed_dates) ORDER BY file, sheet, "row"
    """)
    con.execute("""
        CREATE OR REPLACE TEMP VIEW usable AS
        FROM punches WHERE "at"::DATE NOT IN (FROM failed_dates)
    """)


def _find_stuck_clocks(con: duckdb.DuckDBPyConnection) -> None:
    """Moments at which many people pressed one terminal in the same second, in logs that write seconds."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE stuck AS
        WITH fine AS (
            SELECT coalesce(terminal, file, '') AS terminal FROM usable GROUP BY 1
            HAVING count(*) FILTER (WHERE second("at") > 0) > 0.8 * count(*)
        )
        SELECT coalesce(u.terminal, u.file, '') AS terminal, u."at"
        FROM usable u JOIN fine f ON f.terminal = coalesce(u.terminal, u.file, '')
        WHERE u."at" IN (SELECT "at" FROM usable GROUP BY 1 HAVING count(*) >= {STUCK_WORKERS})
        GROUP BY ALL HAVING count(DISTINCT u.worker) >= {STUCK_WORKERS}
    """)
    con.execute("""
        INSERT INTO notes (file, sheet, "row", code, message, value)
        SELECT u.file, u.sheet, u."row", 'clock_stuck',
               'many people pressed this terminal in one second: its clock stood still '
               || 'or the times were entered later; the day counts as incomplete',
               strftime(u."at", '%Y-%m-%d %H:%M:%S')
        FROM usable u JOIN stuck c ON c.terminal = coalesce(u.terminal, u.file, '') AND c."at" = u."at"
        ORDER BY u.file, u.sheet, u."row"
    """)
