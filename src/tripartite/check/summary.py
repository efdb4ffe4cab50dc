"""The summary of a check: what summary.json says and every report draws on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tripartite.check.assumptions import assumptions
from tripartite.check.limits import CheckRule
from tripartite.check.plan import Plan
from tripartite.check.rules import Tally
from tripartite.check.run import Outcome, span_text
from tripartite.check.store import back_pay, back_pay_by_month, people_most_affected
from tripartite.measures.sampling import sample_chance
from tripartite.standards.load import Standards

if TYPE_CHECKING:
    import duckdb

FORM = "tripartite summary 1"


def summarise(
    con: duckdb.DuckDBPyConnection,
    outcome: Outcome,
    plan: Plan,
    standards: Standards,
    *,
    region: str | None,
    version: str,
) -> dict[str, Any]:
    """Build the summary from the findings stored in `con`, with the texts of the standards."""
    owed = back_pay(con)
    files = _rows(con, "files", ("file", "sheet", "kind", "rows_read", "rows_used", "rows_rejected"))
    found = _by_rule(con)
    rules = [
        _rule(found.get(r.id), plan, standards, r, t, outcome.workers)
        for r, t in zip(plan.rules, outcome.tallies, strict=True)
    ]
    affected = con.execute(
        "SELECT count(DISTINCT (facility, worker)) FROM findings WHERE worker IS NOT NULL"
    ).fetchone()
    return {
        "form": FORM,
        "tripartite": version,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "standards": list(standards.rooms),
        "fingerprints": {key: room.fingerprint for key, room in standards.rooms.items()},
        "country": plan.country,
        "region": region,
        "currency": plan.currency,
        "period": span_text(outcome),
        "workers": outcome.workers,
        "facilities": outcome.facilities,
        "worker_days": outcome.worker_days,
        "unknown_days": outcome.unknown_days,
        "files": files,
        "inputs": _rows(con, "inputs", ("file", "bytes", "sha256")),
        "rejects": sum(f["rows_rejected"] for f in files),
        "rules": rules,
        "back_pay": owed,
        "back_pay_by_month": back_pay_by_month(con),
        "people_affected": int(affected[0]) if affected else 0,
        "people": people_most_affected(con),
        "assumptions": assumptions(con, outcome, plan),
        "unsettled": _unsettled(rules),
        "indicators": [
            {
                "kind": "pay-gap", "facility": facility, "job": g.job, "women": g.women, "men": g.men,
                "women_hourly": g.women_hourly, "men_hourly": g.men_hourly,
                "gap_bp": (g.men_hourly - g.women_hourly) * 10_000 // g.men_hourly,
            }
            for facility, g in outcome.gaps
        ],
        "integrity": [],
    }  # fmt: skip


def _rows(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    there = {r[0] for r in con.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if table not in there:
        return []
    found = con.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    return [dict(zip(columns, r, strict=True)) for r in found]


Worst = tuple[str, int, int, str]


def _by_rule(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[Worst, int]]:
    """The worst finding of each rule, and what all its findings owe."""
    rows = con.execute("""
        SELECT rule, min_by((id, observed, "limit", certainty), id), coalesce(sum(owed), 0)::BIGINT
        FROM findings GROUP BY rule
    """).fetchall()
    return {rule: (worst, int(owed)) for rule, worst, owed in rows}


def _rule(
    found: tuple[Worst, int] | None,
    plan: Plan,
    standards: Standards,
    rule: CheckRule,
    t: Tally,
    workers: int,
) -> dict[str, Any]:
    law = standards.rule(rule.id)
    provision = standards.provision(law.provision)
    instrument = standards.instrument(provision)
    told = t.met + t.not_met
    worst, owed = found or (None, None)
    people = {"checked": t.people_checked, "not_met": t.people_not_met, "cannot_tell": t.people_cannot_tell}
    return {
        "rule": rule.id,
        "standard": rule.standard,
        "topic": rule.topic,
        "title": law.title,
        "provision": provision.id,
        "article": provision.article,
        "asks": provision.asks,
        "instrument_title": instrument.title,
        "ratified": instrument.ratified.get(plan.country),
        "is_convention": instrument.kind == "convention",
        "measure": rule.measure.name,
        "scope": rule.measure.scope,
        "per": rule.measure.per,
        "unit": rule.measure.unit,
        "bound": "at_most" if rule.at_most else "at_least",
        "verified": rule.verified,
        "indicator": rule.indicator,
        "applicable": t.applicable,
        "met": t.met,
        "not_met": t.not_met,
        "cannot_tell": t.cannot_tell,
        "people": people,
        "owed": {plan.currency: owed} if owed else {},
        "coverage": round(told / t.applicable, 4) if t.applicable else 0.0,
        "cannot_tell_because": dict(sorted(t.reasons.items(), key=lambda kv: -kv[1])),
        "settled_by": law.settled_by,
        "advice": law.advice,
        "worst": {"finding": worst[0], "observed": worst[1], "limit": worst[2], "certainty": worst[3]} if worst else None,
        "sample": {
            str(n): round(sample_chance(workers, people["not_met"], n), 6) for n in (10, 30, 100)
        } if rule.measure.scope == "worker" and people["not_met"] else None,
    }  # fmt: skip


def _unsettled(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Which record would settle what could not be told, the most first."""
    by_record: dict[str, dict[str, Any]] = {}
    for r in rules:
        if r["cannot_tell"] and r["settled_by"] and not r["indicator"]:
            entry = by_record.setdefault(
                r["settled_by"]["en"], {"record": r["settled_by"], "rules": [], "n": 0, "people": 0}
            )
            entry["rules"].append(r["rule"])
            entry["n"] += r["cannot_tell"]
            entry["people"] = max(entry["people"], r["people"]["cannot_tell"])
    return sorted(by_record.values(), key=lambda e: (-e["people"], -e["n"]))
