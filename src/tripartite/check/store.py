"""Findings laid down as a table, and the sums that reports tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tripartite.check.plan import Plan
from tripartite.check.rules import CERTAINTIES
from tripartite.check.run import Columns, Outcome

if TYPE_CHECKING:
    import duckdb

FINDINGS = """
CREATE OR REPLACE TABLE findings (id VARCHAR, rule VARCHAR, standard VARCHAR, topic VARCHAR, facility VARCHAR,
  worker VARCHAR, start DATE, "end" DATE, observed BIGINT, "limit" BIGINT, unit VARCHAR, owed BIGINT,
  currency VARCHAR, certainty VARCHAR, unknown_days BIGINT, entitlement VARCHAR)
"""
# Shortfalls that overlap: what makes good one makes good the other, so the larger counts.
SAME_MONEY = {"minimum-wage": "ordinary-pay"}


def store_findings(con: duckdb.DuckDBPyConnection, outcome: Outcome, plan: Plan) -> int:
    """Fill the table `findings`, worst first within each rule; gives the number of rows."""
    con.execute(FINDINGS)
    _rules_table(con, plan)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE raw (rule INTEGER, facility VARCHAR, worker VARCHAR, start BIGINT, "
        '"end" BIGINT, observed BIGINT, "limit" BIGINT, owed BIGINT, certainty TINYINT, unknown_days BIGINT)'
    )
    for batch in _batches(outcome.findings):
        con.execute("INSERT INTO raw SELECT * FROM batch")
        del batch
    words = ", ".join(f"'{c}'" for c in CERTAINTIES)
    con.execute(f"""
        INSERT INTO findings
        SELECT printf('F%07d', row_number() OVER (ORDER BY raw.rule, beyond DESC, worker, start)), r.id, r.standard,
          r.topic, facility, worker, DATE '1970-01-01' + start::INTEGER, DATE '1970-01-01' + "end"::INTEGER,
          observed, "limit", r.unit, CASE WHEN owed >= 0 THEN owed END,
          CASE WHEN r.unit = 'money' THEN '{plan.currency}' END, list_extract([{words}], certainty + 1),
          unknown_days, nullif(r.entitlement, '')
        FROM (SELECT *, abs(observed - "limit") AS beyond FROM raw) raw JOIN rules r ON r.position = raw.rule
        ORDER BY 1""")
    con.execute("DROP TABLE raw")
    return _one(con, "SELECT count(*) FROM findings")


def _rules_table(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE rules (position INTEGER, id VARCHAR, standard VARCHAR, topic VARCHAR, unit VARCHAR, entitlement VARCHAR)"
    )
    rows = [(i, r.id, r.standard, r.topic, r.measure.unit, r.entitlement) for i, r in enumerate(plan.rules)]
    if rows:
        # One insert of columns: row by row it takes longer than the check of a small factory.
        batch = {f"c{n}": np.array(column) for n, column in enumerate(zip(*rows, strict=True))}  # noqa: F841
        con.execute("INSERT INTO rules SELECT * FROM batch")


def _batches(blocks: list[Columns]) -> Any:
    """Blocks joined into a few large batches: one insert costs the same for ten rows and a million."""
    order = (
        "rule",
        "facility",
        "worker",
        "start",
        "end",
        "observed",
        "limit",
        "owed",
        "certainty",
        "unknown_days",
    )
    for a in range(0, len(blocks), 2000):
        some = blocks[a : a + 2000]
        yield {
            name: np.concatenate([_as_text(b[name]) if name == "worker" else b[name] for b in some])
            for name in order
        }


def _as_text(column: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return column if column.dtype == object else column.astype(str).astype(object)


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


def back_pay(con: duckdb.DuckDBPyConnection, findings: str = "findings") -> dict[str, Any]:
    """Sums owed by currency over a table of findings. Several standards may claim the same money: the largest counts."""
    merged = " ".join(f"WHEN '{a}' THEN '{b}'" for a, b in SAME_MONEY.items())
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE owed AS
        SELECT currency, worker, facility, start, "end", max(owed) AS owed,
          arg_max(entitlement, (owed, certainty = 'certain')) AS entitlement,
          arg_max(certainty, (owed, certainty = 'certain')) AS certainty
        FROM {findings} WHERE owed > 0
        GROUP BY currency, worker, facility, start, "end",
          coalesce(CASE entitlement {merged} END, entitlement, rule)""")
    out: dict[str, Any] = {}
    for currency, total, people in con.execute(
        "SELECT currency, sum(owed)::BIGINT, count(DISTINCT (facility, worker)) FROM owed GROUP BY 1 ORDER BY 1"
    ).fetchall():
        kinds = con.execute(
            "SELECT coalesce(entitlement, 'other'), sum(owed)::BIGINT FROM owed WHERE currency = ? GROUP BY 1 ORDER BY 2 DESC",
            [currency],
        ).fetchall()
        out[currency] = {"total": total, "people": people, "by_entitlement": dict(kinds)}
    return out


def back_pay_by_worker(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What each worker is owed, what is certain apart from the rest, and over which days. Call `back_pay` first.

    A sum is certain, or it is the least that is owed: `at least` and `assumed` are told together.
    """
    rows = con.execute("""
        SELECT currency, facility, worker, min(start), max("end"),
          coalesce(sum(owed) FILTER (certainty = 'certain'), 0)::BIGINT,
          coalesce(sum(owed) FILTER (certainty IS DISTINCT FROM 'certain'), 0)::BIGINT
        FROM owed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""").fetchall()
    names = ("currency", "facility", "worker", "start", "end", "certain", "at_least")
    return [dict(zip(names, r, strict=True)) for r in rows]


def back_pay_by_month(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Sums owed by the month in which the period ends. Call `back_pay` first."""
    rows = con.execute(
        "SELECT strftime(\"end\", '%Y-%m'), sum(owed)::BIGINT FROM owed GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return dict(rows)


def people_most_affected(con: duckdb.DuckDBPyConnection, n: int = 20) -> list[dict[str, Any]]:
    """Workers with most owed, then most findings. Call `back_pay` first."""
    rows = con.execute(
        """
        SELECT f.worker, f.facility, count(*) AS findings, count(DISTINCT f.rule) AS rules,
          coalesce(max(o.owed), 0)::BIGINT AS owed
        FROM findings f LEFT JOIN (SELECT facility, worker, sum(owed) AS owed FROM owed GROUP BY 1, 2) o
          ON o.worker = f.worker AND o.facility = f.facility
        WHERE f.worker IS NOT NULL GROUP BY 1, 2 ORDER BY owed DESC, findings DESC, f.worker LIMIT ?""",
        [n],
    ).fetchall()
    return [dict(zip(("worker", "facility", "findings", "rules", "owed"), r, strict=True)) for r in rows]
