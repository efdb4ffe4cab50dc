"""Six rules as one DuckDB query each, straight from the Parquet files.

    python bench/sql_rules.py DATASET OUT

R1 overtime of a day, R2 of a month, R3 days in a row, R4 hours of a week, R5 pay below the minimum wage,
R6 overtime pay short of what is due, the wage taken as of each day. Weekly normal hours are not counted apart, as no dataset here has more than five
ordinary days a week: the rival has a little less to do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import law
from views import connect

OVERTIME = f"CASE WHEN c.kind = {law.ORDINARY} THEN greatest(d.minutes - {law.NORMAL}, 0) ELSE d.minutes END"
PRESENT = "(minutes > 0 OR NOT complete) AND leave IS NULL"
ON_TOP = ", ".join(f"'{r}'" for r in law.ON_TOP)
RULES = {
    "R1": f"""
        SELECT worker, date, minutes - {law.NORMAL} AS observed FROM days d JOIN calendar c USING (date)
        WHERE c.kind = {law.ORDINARY} AND minutes - {law.NORMAL} > {law.DAY_CAP}""",
    "R2": f"""
        SELECT worker, date_trunc('month', date) AS start, sum({OVERTIME}) AS observed
        FROM days d JOIN calendar c USING (date) GROUP BY ALL HAVING observed > {law.MONTH_CAP}""",
    "R3": f"""
        SELECT worker, min(date) AS start, count(*) AS observed FROM (
            SELECT worker, date, date - (row_number() OVER (PARTITION BY worker ORDER BY date))::INTEGER AS island
            FROM days WHERE {PRESENT}
        ) GROUP BY worker, island HAVING count(*) > {law.RUN_CAP}""",
    "R4": f"""
        SELECT worker, date_trunc('week', date) AS start, sum(minutes) AS observed
        FROM days GROUP BY ALL HAVING observed > {law.WEEK_CAP}""",
    "R5": f"""
        WITH paid AS (
            SELECT worker, start, sum(amount) FILTER (component = 'basic') AS basic,
                   coalesce(sum(amount) FILTER (component = 'social_insurance'), 0) AS insurance
            FROM pay GROUP BY ALL
        )
        SELECT worker, start, f.fen - basic + CASE WHEN s.region IN ({ON_TOP}) THEN insurance ELSE 0 END AS observed
        FROM paid JOIN workers USING (worker) JOIN facilities s USING (facility)
        JOIN floors f ON f.region = s.region AND f.wage_class = s.wage_class AND start BETWEEN f."from" AND f."to" AND f.verified
        WHERE observed > 0""",
    "R6": f"""
        WITH due AS (
            SELECT d.worker, date_trunc('month', d.date) AS start,
                   sum({OVERTIME} * c.rate * greatest(w.amount, coalesce(f.fen, 0))) AS weighted
            FROM days d JOIN calendar c USING (date)
            JOIN wages w ON w.worker = d.worker AND d.date >= coalesce(w."from", DATE '1900-01-01')
                 AND d.date <= coalesce(w."to", DATE '9999-12-31')
            JOIN workers p ON p.worker = d.worker JOIN facilities s USING (facility)
            LEFT JOIN floors f ON f.region = s.region AND f.wage_class = s.wage_class
                 AND d.date BETWEEN f."from" AND f."to" AND f.verified
            GROUP BY ALL
        ),
        paid AS (SELECT worker, start, sum(amount) AS amount FROM pay WHERE component = 'overtime' GROUP BY ALL)
        SELECT worker, start, (2 * weighted + {law.DIVISOR}) // {2 * law.DIVISOR} - amount AS observed
        FROM due JOIN paid USING (worker, start) WHERE observed > 0""",
}


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    con = connect(folder)
    counts = {}
    for rule, sql in RULES.items():
        con.execute(f"COPY ({sql}) TO '{out}/{rule}.parquet' (FORMAT parquet)")
        found = con.execute(f"SELECT count(*), sum(observed)::BIGINT FROM '{out}/{rule}.parquet'").fetchone()
        counts[rule] = {"findings": found[0], "sum": int(found[1] or 0)}
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
