"""Signs in clock times: too little spread, no stragglers, typed minutes, copied weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tripartite.records.signs import Sign, at_least, examples, one, share

if TYPE_CHECKING:
    import duckdb

DAYS_TO_JUDGE = 20  # a worker's days with both times
SAME_MINUTE = 0.5  # share of days on the worker's most frequent minute, for arrivals and departures alike
SAME_MINUTE_WORKERS = 5

DAYS_FOR_TAILS = 30
TAIL_WORKERS = 5
NO_TAILS = 2.4  # uniform times give 1.9, normal 3.0, real arrivals 3.8 and more
AROUND_MODE = 90

CELL_PRESSES = 20
CELLS = 12
HEAPING_CHANCE = 1e-4

COPY_DAYS = 4
COPY_DISTINCT = 0.6  # a copied week says something only where its times differ from day to day
COPIED_WEEKS = 5


def same_minute(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Workers who come and go on the very same minute most days: a roster's times, not a clock's."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE same_minute AS
        WITH t AS (SELECT worker, start, "end" FROM presence WHERE start IS NOT NULL AND "end" IS NOT NULL),
        s AS (SELECT worker, start AS m, count(*) AS n FROM t GROUP BY 1, 2),
        e AS (SELECT worker, "end" AS m, count(*) AS n FROM t GROUP BY 1, 2),
        a AS (SELECT worker, max(n) / sum(n) AS mode, arg_max(m, n) AS minute, sum(n) AS days
              FROM s GROUP BY 1),
        b AS (SELECT worker, max(n) / sum(n) AS mode, arg_max(m, n) AS minute FROM e GROUP BY 1)
        SELECT a.worker, least(a.mode, b.mode) AS share, a.minute AS start, b.minute AS "end",
               a.days::BIGINT AS days
        FROM a JOIN b USING (worker) WHERE a.days >= {DAYS_TO_JUDGE}
    """)
    judged, flagged = one(
        con, f"SELECT count(*), count(*) FILTER (WHERE share >= {SAME_MINUTE}) FROM same_minute"
    )
    if flagged < SAME_MINUTE_WORKERS:
        return None
    return Sign(
        code="same_minute",
        text={
            "en": f"{flagged} of {judged} workers arrive and leave on the same minute on most days.",
            "zh": f"{judged} 名员工中有 {flagged} 名在多数日子里上下班时间精确到同一分钟。",
        },
        strength="strong" if 2 * flagged >= judged else "moderate",
        workers=flagged,
        evidence={
            "workers_judged": judged,
            "share_of_days": SAME_MINUTE,
            "examples": examples(con, "FROM same_minute ORDER BY share DESC, worker"),
        },
    )


def no_stragglers(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Arrivals fill a narrow band evenly and never leave it, as random numbers between two bounds do."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE arrivals AS
        WITH t AS (SELECT worker, start, mode(start // 15) OVER (PARTITION BY worker) * 15 + 7 AS centre
                   FROM presence WHERE start IS NOT NULL AND "end" IS NOT NULL)
        SELECT worker, count(*) AS days, quantile_cont(start, [0.02, 0.25, 0.75, 0.98]) AS q
        FROM t WHERE abs(start - centre) <= {AROUND_MODE} GROUP BY worker HAVING count(*) >= {DAYS_FOR_TAILS}
    """)
    judged, tails, spread = one(
        con,
        """SELECT count(*), median((q[4] - q[1]) / (q[3] - q[2])), median(q[3] - q[2])
           FROM arrivals WHERE q[3] - q[2] >= 2""",
    )
    if judged < TAIL_WORKERS or tails >= NO_TAILS:
        return None
    return Sign(
        code="no_stragglers",
        text={
            "en": "Arrival times fill a narrow band evenly and nobody is ever early or late beyond it, "
            "as numbers drawn at random do.",
            "zh": "上班时间均匀落在很窄的区间内，从无人早到或迟到，像随机生成的数字。",
        },
        strength="strong",
        workers=judged,
        evidence={
            "range_to_quartiles": round(tails, 2),
            "expected_of_real_arrivals": 3.8,
            "expected_of_random_numbers": 1.9,
            "median_quartile_range_minutes": round(spread, 1),
        },
    )


def typed_minutes(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Compare full five minutes with their neighbours: times that sit on them, or avoid them, were typed.

    The count at each multiple of five is compared with the two minutes on either side: on a clock
    each of the five is the highest with a chance of one in five, in every part of the day.
    """
    each = ", ".join(f"count(*) FILTER ((m + 2) % 5 = {i})" for i in range(5))
    cells, top, bottom, workers = one(
        con,
        f"""
        WITH t AS (
            SELECT worker, start % 1440 AS m FROM presence WHERE start IS NOT NULL
            UNION ALL SELECT worker, "end" % 1440 FROM presence WHERE "end" IS NOT NULL
        ),
        c AS (SELECT [{each}] AS n FROM t GROUP BY (m + 2) // 5 HAVING count(*) >= {CELL_PRESSES})
        SELECT count(*), count(*) FILTER (n[3] > greatest(n[1], n[2], n[4], n[5])),
               count(*) FILTER (n[3] < least(n[1], n[2], n[4], n[5])), (SELECT count(DISTINCT worker) FROM t)
        FROM c
        """,
    )
    often, seldom = at_least(top, cells, 0.2), at_least(bottom, cells, 0.2)
    if cells < CELLS or 2 * min(often, seldom) > HEAPING_CHANCE:
        return None
    avoided = seldom < often
    where = ("avoid", "避开") if avoided else ("sit on", "集中在")
    return Sign(
        code="typed_minutes",
        text={
            "en": f"Clock times {where[0]} full five minutes, as numbers typed by people do.",
            "zh": f"打卡时间{where[1]}整五分钟，像人工录入的数字。",
        },
        strength="moderate" if max(top, bottom) < 0.8 * cells else "strong",
        workers=workers,
        evidence={
            "parts_of_the_day": cells,
            "highest_on_five_minutes": top,
            "lowest_on_five_minutes": bottom,
            "expected": round(cells / 5, 1),
            "chance": 2 * min(often, seldom),
        },
    )


def copied_weeks(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Weeks whose arrivals and departures are the same to the minute, of one worker or of several.

    Two people who always press together are kept out: theirs are the same week, pair by pair, and the
    sign of presses by one hand says so. So are weeks of a single roster time.
    """
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE week_patterns AS
        SELECT worker, date_trunc('week', date)::DATE AS week, count(*) AS days,
               hash(list((dayofweek(date), start, "end") ORDER BY date)) AS pattern
        FROM presence WHERE start IS NOT NULL AND "end" IS NOT NULL AND "end" - start >= 120
        GROUP BY 1, 2
        HAVING count(*) >= {COPY_DAYS} AND count(DISTINCT start) >= {COPY_DISTINCT} * count(*)
           AND count(DISTINCT "end") >= {COPY_DISTINCT} * count(*)
    """)
    con.execute("""
        CREATE OR REPLACE TEMP TABLE copied_weeks AS
        SELECT pattern, count(*) AS copies, count(DISTINCT worker) AS workers, count(DISTINCT week) AS weeks,
               list(DISTINCT worker ORDER BY worker) AS who, min(week) AS first
        FROM week_patterns GROUP BY pattern HAVING count(*) > 1 AND (count(DISTINCT week) > 1 OR count(*) > 2)
    """)
    judged, copied, workers = one(
        con,
        """SELECT (SELECT count(*) FROM week_patterns), coalesce(sum(copies), 0)::BIGINT,
                  (SELECT count(DISTINCT w) FROM (SELECT unnest(who) AS w FROM copied_weeks))
           FROM copied_weeks""",
    )
    if copied < COPIED_WEEKS:
        return None
    return Sign(
        code="copied_weeks",
        text={
            "en": f"{copied} worker-weeks repeat another one to the minute, day by day.",
            "zh": f"有 {copied} 个员工周的上下班时间与另一周逐日逐分钟完全相同。",
        },
        strength="strong",
        workers=workers,
        evidence={
            "weeks_judged": judged,
            "copied": copied,
            "share": share(copied, judged),
            "examples": examples(
                con,
                "SELECT who[1:3], first, copies, weeks FROM copied_weeks ORDER BY copies DESC, first, who",
            ),
        },
    )
