"""A canonical dataset as DuckDB views, columns that a dataset leaves out as NULL, and the law as tables."""

from __future__ import annotations

from pathlib import Path

import duckdb

import law

NEEDED = {
    "days": {
        "worker": "BIGINT",
        "date": "DATE",
        "minutes": "BIGINT",
        "leave": "VARCHAR",
        "complete": "BOOLEAN",
    },
    "workers": {"worker": "BIGINT", "facility": "VARCHAR"},
    "facilities": {"facility": "VARCHAR", "region": "VARCHAR", "wage_class": "VARCHAR"},
    "wages": {"worker": "BIGINT", "from": "DATE", "to": "DATE", "amount": "BIGINT"},
    "pay": {"worker": "BIGINT", "start": "DATE", "component": "VARCHAR", "amount": "BIGINT"},
}


def connect(folder: Path, year: int = 2025, threads: int = 2) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
    for table, columns in NEEDED.items():
        files = f"read_parquet('{folder}/{table}/*.parquet')"
        there = {r[0] for r in con.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()}
        asked = ", ".join(f'"{c}"' if c in there else f'NULL::{t} AS "{c}"' for c, t in columns.items())
        con.execute(f"CREATE VIEW {table} AS SELECT {asked} FROM {files}")
    con.execute("CREATE TABLE calendar (date DATE, kind TINYINT, rate BIGINT)")
    con.executemany(
        "INSERT INTO calendar VALUES (?, ?, ?)", [(d, k, law.RATES[k]) for d, k in law.kinds(year).items()]
    )
    con.execute(
        'CREATE TABLE floors (region VARCHAR, wage_class VARCHAR, "from" DATE, "to" DATE, fen BIGINT, verified BOOLEAN)'
    )
    con.executemany("INSERT INTO floors VALUES (?, ?, ?, ?, ?, ?)", law.minimum_wages())
    return con
