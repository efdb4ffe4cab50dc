"""The measure of all: one plain DuckDB group-by of the day files by worker and month.

    python bench/group_by.py DATASET

Only the number of groups and their sum come out: the cheapest form, so the strictest rival.
"""

from __future__ import annotations

import json
import sys

import duckdb

folder = sys.argv[1]
con = duckdb.connect()
con.execute("SET threads = 2")
row = con.execute(f"""
    SELECT count(*), sum(minutes) FROM (
        SELECT worker, year(date) * 12 + month(date) AS month, sum(minutes) AS minutes
        FROM read_parquet('{folder}/days/*.parquet') GROUP BY ALL
    )
""").fetchone()
print(json.dumps({"groups": row[0], "minutes": int(row[1])}))
