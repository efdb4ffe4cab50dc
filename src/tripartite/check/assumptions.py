"""What a check took for granted because the records do not say it, with how to state it instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.check.plan import Plan
from tripartite.check.run import Outcome
from tripartite.kept import kept
from tripartite.plain_yaml import load_plain
from tripartite.records.usual import TOLERATED

if TYPE_CHECKING:
    import duckdb

TEXTS = Path(__file__).with_suffix(".yaml")

Values = dict[str, Any]


def assumptions(con: duckdb.DuckDBPyConnection, outcome: Outcome, plan: Plan) -> list[dict[str, Any]]:
    """Code and text, in every language, of each assumption that the check rests on."""
    made = [
        *_of_days(outcome, plan),
        *_of_presses(con),
        *([("wage-from-slip", {})] if _any(con, "findings", "certainty = 'assumed'") else []),
    ]
    if not made:
        return []
    texts = kept("assumptions", [TEXTS], lambda: load_plain(TEXTS.read_text(encoding="utf-8")))
    return [{"code": code, "text": _filled(texts, code, values)} for code, values in made]


def _filled(texts: dict[str, Any], code: str, values: Values) -> dict[str, str]:
    out = {}
    for lang, text in texts[code].items():
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()}
        if "weekdays" in values:
            names = [texts["weekdays"][lang][d] for d in values["weekdays"]]
            shown["days"] = ("、" if lang in ("zh", "ja") else ", ").join(names)
        out[lang] = text.format(**shown)
    return out


def _of_days(outcome: Outcome, plan: Plan) -> list[tuple[str, Values]]:
    out: list[tuple[str, Values]] = []
    if outcome.assumed_rest_days:
        out.append(("rest-days-by-default", {"weekdays": plan.calendar.rest_days}))
    if outcome.unapproved_systems:
        out.append(("special-hours-not-shown-approved", {"n": outcome.unapproved_systems}))
    if outcome.unstated_sectors:
        out.append(("sector-not-stated", {"sectors": ", ".join(plan.sectors)}))
    return out


def _of_presses(con: duckdb.DuckDBPyConnection) -> list[tuple[str, Values]]:
    if not _any(con, "punches"):
        return []
    noted = dict(
        con.execute(
            "SELECT code, value FROM notes WHERE code IN ('planned_shifts', 'usual_shifts', 'break_not_stated')"
        ).fetchall()
    )
    out: list[tuple[str, Values]] = []
    if "usual_shifts" in noted:
        out.append(("usual-shifts", {"spans": noted["usual_shifts"], "tolerated": TOLERATED}))
    elif "planned_shifts" not in noted:
        out.append(("presence-is-work", {}))
    if "break_not_stated" in noted:
        out.append(("break-not-stated", {"n": int(noted["break_not_stated"])}))
    return out


def _any(con: duckdb.DuckDBPyConnection, table: str, condition: str = "true") -> bool:
    there = {t for (t,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return table in there and bool(con.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1").fetchone())
