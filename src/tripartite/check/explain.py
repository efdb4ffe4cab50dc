"""A finding explained: its rows in the files, its values, the formula, the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tripartite.measures.catalogue import MEASURES
from tripartite.standards.load import Standards

if TYPE_CHECKING:
    import duckdb

COLUMNS = (
    "id", "rule", "standard", "topic", "facility", "worker", "start", "end", "observed", "limit", "unit", "owed",
    "currency", "certainty", "unknown_days", "entitlement",
)  # fmt: skip


def explain(con: duckdb.DuckDBPyConnection, standards: Standards, finding_id: str) -> dict[str, Any] | None:
    """Explain one finding from the tables `findings`, `days`, `pay`, `wages`, `conditions` in `con`; None if unknown."""
    row = con.execute("SELECT * FROM findings WHERE id = ?", [finding_id]).fetchone()
    if row is None:
        return None
    finding = dict(zip(COLUMNS, row, strict=True))
    law = standards.rule(finding["rule"])
    provision = standards.provision(law.provision)
    measure = MEASURES[law.measure]
    return {
        "finding": finding,
        "title": law.title,
        "measure": {"name": measure.name, "is": measure.explains, "unit": measure.unit},
        "bound": "at_most" if law.at_most else "at_least",
        "formula": _formula(finding, measure.name, law.at_most),
        "law": _law(standards, provision.id),
        "also": [_law(standards, other) for kind, other in provision.relations if _known(standards, other)],
        "days": _days(con, finding),
        "pay": _table(con, "pay", finding, ("start", "end", "component", "label", "amount", "currency", "paid_on", "file", "sheet", "row"), 'start <= ? AND "end" >= ?'),
        "wages": _table(con, "wages", finding, ("from", "to", "basis", "amount", "currency", "file", "sheet", "row"), 'coalesce("from", DATE \'1900-01-01\') <= ? AND coalesce("to", DATE \'2999-01-01\') >= ?'),
        "conditions": _table(con, "conditions", finding, ("kind", "from", "to", "file", "sheet", "row"), 'coalesce("from", DATE \'1900-01-01\') <= ? AND coalesce("to", DATE \'2999-01-01\') >= ?'),
        "advice": law.advice,
    }  # fmt: skip


def _formula(finding: dict[str, Any], measure: str, at_most: bool) -> str:
    sign = "<=" if at_most else ">="
    return f"{measure} = {finding['observed']} {finding['unit']}; required: {sign} {finding['limit']}"


def _known(standards: Standards, key: str) -> bool:
    return any(key in room.provisions for room in standards.rooms.values())


def _law(standards: Standards, key: str) -> dict[str, Any]:
    p = standards.provision(key)
    i = standards.instrument(p)
    source = standards.rooms[key.split("/", maxsplit=1)[0]].sources[p.source]
    return {
        "provision": p.id, "instrument": i.title, "article": p.article, "asks": p.asks,
        "from": p.start, "verified": p.verified, "source": source.title, "url": source.url, "read": source.read,
    }  # fmt: skip


def _days(con: duckdb.DuckDBPyConnection, finding: dict[str, Any]) -> list[dict[str, Any]]:
    names = (
        "date",
        "start",
        "end",
        "minutes",
        "night_minutes",
        "kind",
        "leave",
        "complete",
        "file",
        "sheet",
        "row",
    )
    quoted = ", ".join(f'"{n}"' for n in names)
    rows = con.execute(
        f'SELECT {quoted} FROM days WHERE worker = ? AND "date" BETWEEN ? AND ? ORDER BY "date"',
        [finding["worker"], finding["start"], finding["end"]],
    ).fetchall()
    return [dict(zip(names, r, strict=True)) for r in rows]


def _table(
    con: duckdb.DuckDBPyConnection, table: str, finding: dict[str, Any], names: tuple[str, ...], during: str
) -> list[dict[str, Any]]:
    quoted = ", ".join(f'"{n}"' for n in names)
    rows = con.execute(
        f"SELECT {quoted} FROM {table} WHERE worker = ? AND {during}",
        [finding["worker"], finding["end"], finding["start"]],
    ).fetchall()
    return [dict(zip(names, r, strict=True)) for r in rows]
