"""What the records cover and what they lack: facts for the report, no judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from datetime import date

    import duckdb

USUAL_SHARE = 0.5  # a weekday on which a facility has presence on half of such days is a working day there
LISTED = 20  # how many dates or workers are listed; the counts are of all


class FacilityCoverage(Struct, frozen=True):
    """One facility's time records. `facility` is None for workers whose facility is not known."""

    facility: str | None
    first: date
    last: date
    workers: int
    days: int  # worker-days with work or leave
    complete: int  # of these with exactly known minutes
    silent_days: int  # usual working days on which nobody has a record
    silent: list[date] = field(default_factory=list)  # the first of them

    @property
    def share_complete(self) -> float:
        return self.complete / self.days if self.days else 0.0


class Gap(Struct, frozen=True):
    """Workers, or worker-months, that one table has and another lacks: how many, and the first few."""

    count: int
    listed: list[str] = field(default_factory=list)


class Coverage(Struct, frozen=True):
    """What the time records, the worker list and the pay records hold, and where they do not meet."""

    facilities: list[FacilityCoverage]
    not_in_worker_list: Gap  # workers with time records who are on no list
    no_time_records: Gap  # workers on the list, employed in the period, without any time record
    pay_without_time: Gap  # "worker 2024-05": paid, no time records in the month
    time_without_pay: Gap  # "worker 2024-05": worked, not paid, in months that have pay records


def coverage(con: duckdb.DuckDBPyConnection) -> Coverage:
    """Measure what the canonical tables cover. Tables may be empty; a gap to an empty table is none."""
    return Coverage(
        facilities=_facilities(con),
        not_in_worker_list=_gap(
            con,
            """SELECT DISTINCT worker FROM days WHERE worker NOT IN (SELECT worker FROM workers)
               AND EXISTS (FROM workers)""",
        ),
        no_time_records=_gap(
            con,
            """WITH p AS (SELECT min(date) AS first, max(date) AS last FROM days)
               SELECT DISTINCT worker FROM workers, p WHERE worker NOT IN (SELECT worker FROM days)
               AND coalesce(hired_on, p.first) <= p.last AND coalesce(left_on, p.last) >= p.first""",
        ),
        pay_without_time=_gap(
            con,
            f"""SELECT worker || ' ' || month FROM ({_PAID} EXCEPT {_RECORDED})
                WHERE EXISTS (FROM days)""",
        ),
        time_without_pay=_gap(
            con,
            f"""SELECT worker || ' ' || month FROM ({_WORKED} EXCEPT {_PAID})
                WHERE month IN (SELECT month FROM ({_PAID}))""",
        ),
    )


_PAID = """SELECT DISTINCT worker, strftime(month, '%Y-%m') AS month FROM (
    SELECT worker, unnest(generate_series(date_trunc('month', start), "end", INTERVAL 1 MONTH)) AS month
    FROM pay WHERE start IS NOT NULL AND "end" IS NOT NULL)"""
_RECORDED = "SELECT DISTINCT worker, strftime(date, '%Y-%m') AS month FROM days"
_WORKED = f"{_RECORDED} WHERE minutes > 0 OR NOT complete"


def _gap(con: duckdb.DuckDBPyConnection, sql: str) -> Gap:
    rows = con.execute(f"SELECT * FROM ({sql}) t(name) ORDER BY 1").fetchall()
    return Gap(len(rows), [str(r[0]) for r in rows[:LISTED]])


def _facilities(con: duckdb.DuckDBPyConnection) -> list[FacilityCoverage]:
    rows = con.execute(f"""
        WITH d AS (
            SELECT w.facility, d.* FROM days d
            LEFT JOIN (SELECT worker, any_value(facility) AS facility FROM workers GROUP BY 1) w
            USING (worker)
        ),
        f AS (
            SELECT facility, min(date) AS first, max(date) AS last, count(DISTINCT worker) AS workers,
                   count(*) AS days, count(*) FILTER (complete OR leave IS NOT NULL) AS complete
            FROM d GROUP BY 1
        ),
        calendar AS (
            SELECT facility, unnest(generate_series(first::TIMESTAMP, last, INTERVAL 1 DAY))::DATE AS date
            FROM f
        ),
        present AS (SELECT facility, date, count(*) AS n FROM d GROUP BY 1, 2),
        seen AS (
            SELECT c.facility, c.date, p.n IS NOT NULL AS someone FROM calendar c
            LEFT JOIN present p ON p.date = c.date AND p.facility IS NOT DISTINCT FROM c.facility
        ),
        usual AS (
            SELECT *, avg(someone::INTEGER) OVER (PARTITION BY facility, isodow(date)) AS share FROM seen
        ),
        silent AS (
            SELECT facility, count(*) AS n, list(date ORDER BY date)[1:{LISTED}] AS dates
            FROM usual WHERE NOT someone AND share >= {USUAL_SHARE} GROUP BY 1
        )
        SELECT f.facility, f.first, f.last, f.workers, f.days, f.complete,
               coalesce(s.n, 0), coalesce(s.dates, [])
        FROM f LEFT JOIN silent s ON s.facility IS NOT DISTINCT FROM f.facility
        ORDER BY f.facility NULLS LAST
    """).fetchall()
    return [FacilityCoverage(*row) for row in rows]
