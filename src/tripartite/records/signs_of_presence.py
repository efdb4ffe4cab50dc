"""Signs of presence that cannot be: pressed by one hand, in two places, on leave, in two sets of books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tripartite.records.signs import Sign, at_least, examples, one, share

if TYPE_CHECKING:
    import duckdb

PAIR_SECONDS = 10
PAIR_NEIGHBOURS = 4  # others may press between the two
PAIR_DAYS = 10
PAIR_SHARE = 0.8

TWO_PLACES_SECONDS = 30
TWO_PLACES_DAYS = 5

OVERLAPS = 3
LEAVE_DAYS = 3
LEAVE_SHARE = 0.03  # people are called in from leave now and then

BOOKS_DAYS = 20
BOOKS_CHANCE = 1e-6


def one_hand(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Pairs who press one right after the other, both coming and going, on nearly all their days."""
    before = ", ".join(
        f"""{{'before': lag(worker, {k}) OVER t, 'gap': "at" - lag("at", {k}) OVER t}}"""
        for k in range(1, PAIR_NEIGHBOURS + 1)
    )
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE pairs AS
        WITH p AS (SELECT worker, "at", coalesce(terminal, file, '') AS terminal FROM punches GROUP BY ALL),
        n AS (
            SELECT worker, "at", unnest([{before}], recursive := true) FROM p
            WINDOW t AS (PARTITION BY terminal ORDER BY "at", worker)
        ),
        d AS (SELECT least(worker, before) AS a, greatest(worker, before) AS b, "at"::DATE AS date,
                     max("at") - min("at") AS apart
              FROM n WHERE worker <> before AND gap <= INTERVAL {PAIR_SECONDS} SECOND GROUP BY ALL)
        SELECT a, b, count(*) AS together, min(date) AS first FROM d WHERE apart >= INTERVAL 4 HOUR
        GROUP BY a, b HAVING count(*) >= {PAIR_DAYS}
    """)
    con.execute("""
        CREATE OR REPLACE TEMP TABLE one_hand AS
        WITH present AS (SELECT DISTINCT worker, "at"::DATE AS date FROM punches
                         WHERE worker IN (SELECT a FROM pairs UNION SELECT b FROM pairs))
        SELECT a, b, together, count(*) AS both_present, together / count(*) AS share,
               any_value(first) AS first
        FROM pairs JOIN present x ON x.worker = a JOIN present y ON y.worker = b AND y.date = x.date
        GROUP BY a, b, together
    """)
    pairs, workers = one(
        con,
        f"""WITH h AS (FROM one_hand WHERE share >= {PAIR_SHARE})
            SELECT (SELECT count(*) FROM h),
                   (SELECT count(*) FROM (SELECT a FROM h UNION SELECT b FROM h))""",
    )
    if not pairs:
        return None
    return Sign(
        code="one_hand",
        text={
            "en": f"{workers} workers press within {PAIR_SECONDS} seconds of the same colleague, "
            "coming and going, on nearly all their days: they walk together, or one presses for both.",
            "zh": f"{workers} 名员工几乎每天上下班都与同一同事在 {PAIR_SECONDS} 秒内"
            "先后打卡：同行，或一人代打。",
        },
        strength="moderate" if pairs > 1 else "weak",
        workers=workers,
        evidence={
            "pairs": pairs,
            "examples": examples(
                con,
                f"""SELECT a, b, together, both_present, first FROM one_hand WHERE share >= {PAIR_SHARE}
                    ORDER BY share DESC, a, b""",
            ),
        },
    )


def two_places(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """One worker at two terminals within seconds, again and again."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE two_places AS
        SELECT worker, "at" FROM (
            SELECT worker, "at", terminal, lag(terminal) OVER w AS before, "at" - lag("at") OVER w AS gap
            FROM punches WHERE terminal IS NOT NULL WINDOW w AS (PARTITION BY worker ORDER BY "at", terminal)
        )
        WHERE before <> terminal AND gap <= INTERVAL {TWO_PLACES_SECONDS} SECOND
    """)
    times, workers, days = one(
        con,
        """SELECT count(*), count(DISTINCT worker), count(DISTINCT (worker, "at"::DATE)) FROM two_places""",
    )
    if days < TWO_PLACES_DAYS:
        return None
    return Sign(
        code="two_places",
        text={
            "en": f"{workers} workers press at two terminals within {TWO_PLACES_SECONDS} seconds, "
            f"{times} times: the terminals stand side by side, or two people use one number.",
            "zh": f"{workers} 名员工在 {TWO_PLACES_SECONDS} 秒内于两台考勤机打卡，共 {times} 次："
            "两机相邻，或两人共用一号。",
        },
        strength="weak",
        workers=workers,
        evidence={
            "times": times,
            "days": days,
            "examples": examples(con, 'FROM two_places ORDER BY "at", worker'),
        },
    )


def overlapping_days(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Shifts that begin before the worker's last one has ended."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE overlapping AS
        SELECT worker, date FROM (
            SELECT worker, date, start, lag("end") OVER w AS before, date - lag(date) OVER w AS since
            FROM presence WHERE start IS NOT NULL AND "end" IS NOT NULL
            WINDOW w AS (PARTITION BY worker ORDER BY date)
        )
        WHERE start + since * 1440 < before
    """)
    times, workers = one(con, "SELECT count(*), count(DISTINCT worker) FROM overlapping")
    if times < OVERLAPS:
        return None
    return Sign(
        code="overlapping_days",
        text={
            "en": f"{times} shifts begin before the same worker's last one has ended.",
            "zh": f"有 {times} 个班次在同一员工上一班次结束之前开始。",
        },
        strength="moderate",
        workers=workers,
        evidence={"shifts": times, "examples": examples(con, "FROM overlapping ORDER BY date, worker")},
    )


def work_on_leave(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Punches on days that are recorded as leave."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE work_on_leave AS
        SELECT d.worker, d.date, d.leave, count(*) AS punches
        FROM days d JOIN punches p ON p.worker = d.worker AND p."at"::DATE = d.date
        WHERE d.leave IS NOT NULL AND coalesce(d.minutes, 0) = 0 GROUP BY ALL HAVING count(*) > 1
    """)
    times, workers, leave = one(
        con,
        """SELECT count(*), count(DISTINCT worker), (SELECT count(*) FROM days WHERE leave IS NOT NULL)
           FROM work_on_leave""",
    )
    if times < LEAVE_DAYS or times < LEAVE_SHARE * leave:
        return None
    return Sign(
        code="work_on_leave",
        text={
            "en": f"{workers} workers punched on {times} days that are recorded as leave.",
            "zh": f"{workers} 名员工在 {times} 个登记为休假的日子有打卡记录。",
        },
        strength="strong" if times > 0.1 * leave else "moderate",
        workers=workers,
        evidence={
            "days": times,
            "leave_days": leave,
            "examples": examples(con, "SELECT worker, date, leave FROM work_on_leave ORDER BY date, worker"),
        },
    )


def two_books(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Timesheet and punches of the same days differ, and nearly always to the same side."""
    con.execute("""
        CREATE OR REPLACE TEMP TABLE differing AS
        SELECT worker, date, minutes, punch_minutes FROM day_conflicts
        WHERE punch_minutes > minutes + 30
           OR minutes > 30 + (CASE WHEN punch_complete THEN punch_minutes ELSE punch_end - punch_start END)
    """)
    compared, n, less, workers = one(
        con,
        """SELECT (SELECT count(*) FROM day_conflicts), count(*), count(*) FILTER (minutes < punch_minutes),
                  count(DISTINCT worker) FROM differing""",
    )
    if n < BOOKS_DAYS or at_least(max(less, n - less), n, 0.5) > BOOKS_CHANCE:
        return None
    fewer = 2 * less > n
    return Sign(
        code="two_books",
        text={
            "en": f"On {n} of {compared} days the timesheet differs from the punches by over half an "
            f"hour; on {max(less, n - less)} it gives {'fewer' if fewer else 'more'} hours.",
            "zh": f"{compared} 天中有 {n} 天工时表与打卡相差半小时以上，其中 {max(less, n - less)} 天"
            f"工时表{'少记' if fewer else '多记'}。",
        },
        strength="strong",
        workers=workers,
        evidence={
            "compared": compared,
            "differing": n,
            "share": share(n, compared),
            "timesheet_gives_less": less,
            "examples": examples(con, "FROM differing ORDER BY date, worker"),
        },
    )
