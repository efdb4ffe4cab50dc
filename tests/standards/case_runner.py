"""Runs a case along the main path: tables, panel, measures, rules, findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa
from msgspec import structs

from tripartite.check.case_records import tables_of
from tripartite.check.cases import Case
from tripartite.check.columns import ConnectionSource
from tripartite.check.plan import Plan, make_plan, money_scale
from tripartite.check.rules import Tally
from tripartite.check.run import check
from tripartite.check.store import store_findings
from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.engines.in_process import in_process
from tripartite.records.tables import TABLES
from tripartite.standards.load import load

ARROW = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DATE": pa.date32(), "BOOLEAN": pa.bool_(),
         "TIMESTAMP": pa.timestamp("us")}  # fmt: skip


FILLED: set[str] = set()  # tables of the one connection that hold rows


@dataclass
class Result:
    """What the check said of the case's rule."""

    tally: Tally
    findings: list[dict[str, Any]]


@cache
def plan_of(room: str, country: str) -> Plan:
    rooms = [room] if room == country.lower() else [country.lower(), room]
    return make_plan(load(rooms), country)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET threads = 1")
    for table in TABLES.values():
        con.execute(table.create_sql())
    return con


def country_of(case: Case, room: str) -> str:
    return str(case.given.get("country") or (room.upper() if len(room) == 2 else "CN"))


def run(case: Case, room: str) -> Result:
    """The whole check of the case's records, every rule of the room; what it says of this rule."""
    country = country_of(case, room)
    currency = COUNTRY_CURRENCY[country]
    tables = tables_of(case.given, country, money_scale(currency), currency)
    plan = plan_of(room, country)
    if case.given.get("agreement_from"):
        month, day = map(int, str(case.given["agreement_from"]).split("-"))
        plan = replace(plan, calendar=structs.replace(plan.calendar, year_from=(month, day)))
    con = fill(tables.rows)
    outcome = check(ConnectionSource(con), plan, in_process())
    store_findings(con, outcome, plan)
    number = [r.id for r in plan.rules].index(case.rule)
    found = con.execute(
        'SELECT worker, start, "end", observed, "limit", unit, owed, certainty FROM findings WHERE rule = ? ORDER BY id',
        [case.rule],
    )
    names = [d[0] for d in found.description or ()]
    return Result(outcome.tallies[number], [dict(zip(names, row, strict=True)) for row in found.fetchall()])


def fill(rows: dict[str, list[dict[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """The one connection of the tests, its tables emptied and filled with these rows."""
    con = connection()
    con.begin()
    for name, table in TABLES.items():
        if name in FILLED:
            con.execute(f'DELETE FROM "{name}"')
            FILLED.discard(name)
        if rows.get(name):
            FILLED.add(name)
            schema = pa.schema([(c.name, ARROW[c.type]) for c in table.columns])
            batch = pa.Table.from_pylist(rows[name], schema=schema)
            con.register("batch", batch)
            con.execute(f'INSERT INTO "{name}" BY NAME SELECT * FROM batch')
            con.unregister("batch")
    con.commit()
    return con
