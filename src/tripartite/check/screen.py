"""The integrity screen as the summary tells it: the limits someone might stay under come from the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from tripartite.check.plan import Plan

if TYPE_CHECKING:
    import duckdb


def integrity(con: duckdb.DuckDBPyConnection, plan: Plan) -> list[dict[str, Any]]:
    """Signs of made-up time records in the tables of `con`, strongest first; signs, never proof."""
    from tripartite.records.integrity import screen
    from tripartite.records.signs_of_hours import CAPPED

    caps = {
        r.measure.name: r.limits[-1].value
        for r in plan.rules
        if r.measure.name in CAPPED and r.at_most and r.standard == plan.country.lower() and not r.excusable
    }
    signs = screen(con, caps=caps)
    return [{**asdict(s), "false_alarm_rate": s.false_alarm_rate} for s in signs]
