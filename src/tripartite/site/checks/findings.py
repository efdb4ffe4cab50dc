"""Findings of a check, filtered and paged by the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tripartite.reports.wording import Words
from tripartite.site.checks.opened import Seen

if TYPE_CHECKING:
    import duckdb

A_PAGE = 50
FILTERS = {
    "topic": "topic = ?",
    "rule": "rule = ?",
    "certainty": "certainty = ?",
    "month": "strftime(\"end\", '%Y-%m') = ?",
    "worker": "worker = ?",
    "since": '"end" >= ?',
    "until": "start <= ?",
    "id": "id = ?",
}
IN_ADDRESSES = ("topic", "rule", "certainty", "month", "worker")
COLUMNS = ("id", "rule", "topic", "worker", "start", "end", "observed", "limit", "unit", "owed", "currency", "certainty", "unknown_days")  # fmt: skip


def filters_of(query: Mapping[str, str]) -> dict[str, Any]:
    """The filters that an address asks for."""
    return {k: v for k in IN_ADDRESSES if (v := query.get(k, "").strip())}


def count(con: duckdb.DuckDBPyConnection, filters: dict[str, Any]) -> int:
    row = con.execute(f"SELECT count(*) FROM findings {_where(filters)}", list(filters.values())).fetchone()
    return int(row[0]) if row else 0


def listed(
    seen: Seen, w: Words, filters: dict[str, Any], first: int = 0, most: int = A_PAGE
) -> list[dict[str, Any]]:
    """Findings in the order of the table, the worst of each rule first."""
    asked = ", ".join(f'"{c}"' for c in COLUMNS)
    rows = seen.tables().execute(
        f"SELECT {asked} FROM findings {_where(filters)} ORDER BY id LIMIT ? OFFSET ?",
        [*filters.values(), most, first],
    )
    rules = {r["rule"]: r for r in seen.summary["rules"]}
    return [
        shown(dict(zip(COLUMNS, row, strict=True)), rules, w, seen.summary["currency"])
        for row in rows.fetchall()
    ]


def shown(f: dict[str, Any], rules: dict[str, Any], w: Words, currency: str) -> dict[str, Any]:
    """A finding in words."""
    from tripartite.reports.wording import money

    rule = rules[f["rule"]]
    one_day = f["start"] == f["end"]
    return {
        **f,
        "title": rule["title"],
        "told": w.say(rule["title"]),
        "lang": w.pick(rule["title"])[1],
        "asks": w.say(rule["asks"]),
        "when": str(f["start"])
        if one_day
        else w.fill("span", **{"from": str(f["start"]), "to": str(f["end"])}),
        "found": w.observed(rule, f["observed"], currency, f["certainty"]),
        "allowed": w.allowed(rule, f["limit"], currency),
        "due": money(f["owed"], f["currency"] or currency) if f["owed"] else "",
        "sure": w.of("certainty_names", f["certainty"]),
    }


def choices(seen: Seen, w: Words) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: what occurs among the findings."""
    con = seen.tables()
    titles = {r["rule"]: w.say(r["title"]) for r in seen.summary["rules"]}

    def distinct(expression: str) -> list[str]:
        found = con.execute(
            f"SELECT DISTINCT {expression} AS x FROM findings WHERE x IS NOT NULL ORDER BY 1"
        ).fetchall()
        return [str(row[0]) for row in found]

    topics = distinct("topic")
    return {
        "topic": [(k, n) for k, n in w.entries["topics"].items() if k in topics],
        "rule": [(k, titles.get(k, k)) for k in distinct("rule")],
        "certainty": [(k, w.of("certainty_names", k)) for k in distinct("certainty")],
        "month": [(k, k) for k in distinct("strftime(\"end\", '%Y-%m')")],
    }


def _where(filters: dict[str, Any]) -> str:
    return "WHERE " + " AND ".join(FILTERS[k] for k in filters) if filters else ""
