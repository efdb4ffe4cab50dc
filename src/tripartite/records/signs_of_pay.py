"""Signs in pay: overtime paid that the time records do not hold, or that does not move with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tripartite.records.signs import Sign, examples, one, share

if TYPE_CHECKING:
    import duckdb

MONTH_HOURS = 174  # 21.75 days of 8 h: what a monthly wage is divided by at the least
HIGHEST_RATE = 3  # the dearest overtime; dividing by it gives the fewest hours that the pay can stand for
SLACK_MINUTES = 60

UNRECORDED_SHARE = 0.05
UNRECORDED_MONTHS = 10

MOVES_TOGETHER = 0.3
MONTHS_TO_CORRELATE = 40

_PAID = """
CREATE OR REPLACE TEMP TABLE overtime_paid AS
WITH hourly AS (
    SELECT worker, coalesce("from", DATE '1900-01-01') AS since, coalesce("to", DATE '9999-12-31') AS until,
           currency,
           CASE basis WHEN 'monthly' THEN amount / {month_hours} WHEN 'daily' THEN amount / 8
                      WHEN 'hourly' THEN amount END AS hour
    FROM wages
),
paid AS (
    SELECT worker, start, "end", currency, sum(amount) AS amount FROM pay
    WHERE component IN ('overtime', 'overtime_ordinary', 'overtime_rest', 'overtime_holiday') GROUP BY ALL
),
valued AS (
    SELECT p.*, 60 * p.amount / max(h.hour) AS base_minutes
    FROM paid p JOIN hourly h ON h.worker = p.worker AND h.currency = p.currency
         AND h.since <= p."end" AND h.until >= p.start
    WHERE h.hour > 0 GROUP BY p.worker, p.start, p."end", p.currency, p.amount
)
SELECT v.worker, v.start, v.amount, v.base_minutes,
       sum(CASE WHEN coalesce(d.kind IN ('rest', 'holiday'), isodow(d.date) > 5) THEN d.minutes
                ELSE greatest(d.minutes - {normal}, 0) END) AS overtime,
       coalesce(bool_and(d.complete OR d.leave IS NOT NULL), false) AS known
FROM valued v JOIN days d ON d.worker = v.worker AND d.date BETWEEN v.start AND v."end"
GROUP BY v.worker, v.start, v.amount, v.base_minutes
HAVING count(*) FILTER (d.minutes > 0) > 0
"""


def prepare(con: duckdb.DuckDBPyConnection, normal_day: int) -> None:
    con.execute(_PAID.format(month_hours=MONTH_HOURS, normal=normal_day))


def paid_but_not_recorded(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Overtime pay that even at the highest rate stands for more overtime than the days record."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE unrecorded AS
        SELECT worker, start AS month, round(overtime)::BIGINT AS recorded,
               round(base_minutes / {HIGHEST_RATE})::BIGINT AS paid_for
        FROM overtime_paid WHERE known AND base_minutes / {HIGHEST_RATE} > overtime + {SLACK_MINUTES}
    """)
    months, judged, workers = one(
        con,
        """SELECT count(*), (SELECT count(*) FROM overtime_paid WHERE known), count(DISTINCT worker)
           FROM unrecorded""",
    )
    if months < UNRECORDED_MONTHS or months < UNRECORDED_SHARE * judged:
        return None
    return Sign(
        code="paid_but_not_recorded",
        text={
            "en": f"In {months} of {judged} worker-months overtime pay stands for more hours than the time "
            "records hold, at any rate.",
            "zh": f"{judged} 个员工月中有 {months} 个，即使按最高倍数折算，加班费对应的工时也多于考勤记录。",
        },
        strength="strong" if 2 * months >= judged else "moderate",
        workers=workers,
        evidence={
            "months_judged": judged,
            "months": months,
            "share": share(months, judged),
            "examples": examples(con, "FROM unrecorded ORDER BY paid_for - recorded DESC, worker, month"),
        },
    )


def pay_apart_from_hours(con: duckdb.DuckDBPyConnection) -> Sign | None:
    """Overtime pay does not rise and fall with recorded overtime: it was counted from other hours."""
    judged, together, workers = one(
        con,
        """WITH k AS (FROM overtime_paid WHERE known AND base_minutes > 0 AND overtime > 0)
           SELECT count(*), corr(base_minutes, overtime), count(DISTINCT worker) FROM k
           HAVING stddev_pop(base_minutes) > 0.1 * avg(base_minutes)
              AND stddev_pop(overtime) > 0.1 * avg(overtime)
           UNION ALL SELECT 0, 1.0, 0 ORDER BY 1 DESC LIMIT 1""",
    )
    if judged < MONTHS_TO_CORRELATE or together >= MOVES_TOGETHER:
        return None
    return Sign(
        code="pay_apart_from_hours",
        text={
            "en": "Overtime pay does not rise and fall with recorded overtime.",
            "zh": "加班费与记录的加班时间不同步增减。",
        },
        strength="moderate",
        workers=workers,
        evidence={"months_judged": judged, "correlation": round(together, 2)},
    )
