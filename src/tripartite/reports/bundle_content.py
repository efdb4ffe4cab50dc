"""What a bundle says of a check: results without a person in them.

No worker's number, and no figure of fewer than five people. The months of a rule that touch fewer than five are put
together until they are five (`rest`); of a rule that touches fewer than five in all only is said that it is not met. Sums
of back pay leave those rules out and say so. docs/reports/bundle.md tells it to those who receive one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tripartite.check.store import back_pay

if TYPE_CHECKING:
    import duckdb

FORM = "tripartite results 1"
FEWEST = 5
REST = "rest"
RULE_FIELDS = (
    "rule", "standard", "topic", "title", "instrument_title", "provision", "article", "asks", "ratified", "is_convention",
    "scope", "per", "unit", "bound", "verified", "indicator", "cannot_tell", "coverage", "cannot_tell_because",
)  # fmt: skip
HEAD_FIELDS = (
    "made", "standards", "country", "region", "currency", "facility", "period", "workers", "facilities", "worker_days",
    "unknown_days", "assumptions",
)  # fmt: skip

Node = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """A rule's findings that ended in one month."""

    rule: str
    month: str
    people: int
    least: int  # the fewest people that one of its figures is of


def results(summary: Node, con: duckdb.DuckDBPyConnection) -> Node:
    """The results of a check as they may leave the factory. `con` holds the table `findings`, which stays as it is."""
    hidden = _lay_out_cells(con, summary)
    by_rule = _cells(con)
    worst = _worst_of_five(con)
    rules = [_rule(r, by_rule.get(r["rule"], []), worst.get(r["rule"]), hidden) for r in summary["rules"]]
    return {
        "form": FORM,
        "program": {"name": "tripartite", "version": summary["tripartite"]},
        **{k: summary[k] for k in HEAD_FIELDS},
        "fingerprints": summary.get("fingerprints"),
        "inputs": _inputs(summary),
        "fewest": FEWEST,
        "people_affected": _count(summary["people_affected"]),
        "rules": rules,
        "back_pay": _back_pay(con, left_out=bool(hidden & _owing(summary))),
        "unsettled": [{**entry, "people": _count(entry["people"])} for entry in summary["unsettled"]],
        "indicators": [g for g in summary["indicators"] if min(g["women"], g["men"]) >= FEWEST],
        "indicators_left_out": sum(min(g["women"], g["men"]) < FEWEST for g in summary["indicators"]),
        "integrity": [_sign(s) for s in summary["integrity"]],
    }


def _count(n: int) -> int | None:
    """A number of people; None for one to four."""
    return None if 0 < n < FEWEST else n


# --- which figures may be told ------------------------------------------------------------------------


def _lay_out_cells(con: duckdb.DuckDBPyConnection, summary: Node) -> set[str]:
    """Fill the table `cells` (rule, month, cell) with what is told together; gives the rules of which no figure is told."""
    of_facility = {r["rule"] for r in summary["rules"] if r["scope"] == "facility"}
    con.execute("""
        CREATE OR REPLACE TEMP VIEW dated AS
        SELECT *, strftime("end", '%Y-%m') AS month, coalesce(facility, '') || chr(31) || worker AS person FROM findings""")
    months = [
        Month(rule, month, people, people if not owed else min(people, owed))
        for rule, month, people, owed in con.execute("""
            SELECT rule, month, count(DISTINCT person), count(DISTINCT person) FILTER (owed > 0) FROM dated
            GROUP BY ALL ORDER BY rule, month""").fetchall()
    ]
    hidden: set[str] = set()
    rows: list[tuple[str, str, str]] = []
    for rule, group in groupby(months, key=lambda m: m.rule):
        every = list(group)
        together = set() if rule in of_facility else _put_together(con, rule, every)
        if together is None:
            hidden.add(rule)
        else:
            rows += [(rule, m.month, REST if m.month in together else m.month) for m in every]
    con.execute("CREATE OR REPLACE TEMP TABLE cells (rule VARCHAR, month VARCHAR, cell VARCHAR)")
    if rows:
        con.executemany("INSERT INTO cells VALUES (?, ?, ?)", rows)
    return hidden


def _put_together(con: duckdb.DuckDBPyConnection, rule: str, months: list[Month]) -> set[str] | None:
    """The months of a rule that are told as one; None where even all of them are of fewer than five people."""
    together = {m.month for m in months if m.least < FEWEST}
    further = iter(sorted((m for m in months if m.month not in together), key=lambda m: (m.people, m.month)))
    while together and _fewest_in(con, rule, together) < FEWEST:
        month = next(further, None)
        if month is None:
            return None
        together.add(month.month)
    return together


def _fewest_in(con: duckdb.DuckDBPyConnection, rule: str, months: set[str]) -> int:
    people, owed = con.execute(
        "SELECT count(DISTINCT person), count(DISTINCT person) FILTER (owed > 0) FROM dated "
        "WHERE rule = ? AND list_contains(?, month)",
        [rule, sorted(months)],
    ).fetchall()[0]
    return min(people, owed) if owed else int(people)


# --- figures ------------------------------------------------------------------------------------------


def _cells(con: duckdb.DuckDBPyConnection) -> dict[str, list[Node]]:
    """By rule: findings, people, sums and certainty of each month, and of the months that are told together."""
    out: dict[str, list[Node]] = {}
    for rule, cell, findings, people, owed, *sure in con.execute("""
        SELECT d.rule, c.cell, count(*), count(DISTINCT d.person), sum(d.owed)::BIGINT,
          count(*) FILTER (certainty = 'certain'), count(*) FILTER (certainty = 'at least'), count(*) FILTER (certainty = 'assumed')
        FROM dated d JOIN cells c ON c.rule = d.rule AND c.month = d.month
        GROUP BY ALL ORDER BY d.rule, c.cell""").fetchall():
        certainty = dict(zip(("certain", "at least", "assumed"), sure, strict=True))
        out.setdefault(rule, []).append(
            {"month": cell, "findings": findings, "people": people, "owed": owed or 0, "certainty": certainty}
        )
    return out


def _worst_of_five(con: duckdb.DuckDBPyConnection) -> dict[str, Node]:
    """By rule: what the fifth most affected person met with, so that nobody's own figure is told."""
    rows = con.execute(f"""
        WITH each AS (
          SELECT rule, person, min_by((observed, "limit", certainty), id) AS worst, min(id) AS id FROM dated
          WHERE person IS NOT NULL GROUP BY ALL)
        SELECT rule, worst FROM each QUALIFY row_number() OVER (PARTITION BY rule ORDER BY id) = {FEWEST}""").fetchall()
    return {
        rule: {"observed": observed, "limit": limit, "certainty": certainty, "people": FEWEST}
        for rule, (observed, limit, certainty) in rows
    }


def _rule(r: Node, cells: list[Node], worst: Node | None, hidden: set[str]) -> Node:
    few = r["rule"] in hidden or (r["scope"] != "facility" and 0 < r["people"]["not_met"] < FEWEST)
    if r["scope"] == "facility" and r["worst"]:
        worst = {k: r["worst"][k] for k in ("observed", "limit", "certainty")}
    return {
        **{k: r[k] for k in RULE_FIELDS},
        "broken": bool(r["not_met"]),
        "few": few,
        "applicable": None if few else r["applicable"],
        "met": None if few else r["met"],
        "not_met": None if few else r["not_met"],
        "people": {
            "checked": r["people"]["checked"] if r["scope"] == "facility" else _count(r["people"]["checked"]),
            "not_met": None if few else r["people"]["not_met"],
            "cannot_tell": r["people"]["cannot_tell"]
            if r["scope"] == "facility"
            else _count(r["people"]["cannot_tell"]),
        },
        "owed": {} if few else r["owed"],
        "worst": None if few else worst,
        "months": [] if few else cells,
    }


def _owing(summary: Node) -> set[str]:
    return {r["rule"] for r in summary["rules"] if r["owed"]}


def _back_pay(con: duckdb.DuckDBPyConnection, *, left_out: bool) -> Node:
    """Sums by currency over the rules that are told, where several claims of the same money count once."""
    con.execute("CREATE OR REPLACE TEMP VIEW told AS SELECT * FROM findings SEMI JOIN cells USING (rule)")
    sums = {}
    for currency, owed in back_pay(con, "told").items():
        few = owed["people"] < FEWEST
        sums[currency] = {
            "total": None if few else owed["total"],
            "people": _count(owed["people"]),
            "by_entitlement": {} if few else _by_entitlement(con, currency),
        }
    return {"sums": sums, "few_left_out": left_out}


def _by_entitlement(con: duckdb.DuckDBPyConnection, currency: str) -> dict[str, int]:
    """Sums by what they are owed for; kinds that concern fewer than five are told as one with the next larger."""
    kinds = con.execute(
        "SELECT coalesce(entitlement, 'other'), sum(owed)::BIGINT, list(DISTINCT coalesce(facility, '') || chr(31) || worker) "
        "FROM owed WHERE currency = ? GROUP BY 1 ORDER BY len(list(DISTINCT worker)), 1",
        [currency],
    ).fetchall()
    apart: dict[str, int] = {}
    rest, people = 0, set[str]()
    for kind, owed, who in kinds:
        if len(who) < FEWEST or (people and len(people) < FEWEST):
            rest += owed
            people |= set(who)
        else:
            apart[kind] = owed
    if people:
        apart[REST] = rest
    return dict(sorted(apart.items()))


# --- records --------------------------------------------------------------------------------------------


def _inputs(summary: Node) -> list[Node] | None:
    """Size and hash of each file that was read. Its name is left out: people name files after people."""
    if "inputs" not in summary:
        return None
    return sorted(
        ({"bytes": f["bytes"], "sha256": f["sha256"]} for f in summary["inputs"]), key=lambda f: f["sha256"]
    )


def _sign(sign: Node) -> Node:
    """A sign of made-up records: its figures, never its examples; no words where they would count fewer than five."""
    few = 0 < sign["workers"] < FEWEST
    figures = {k: v for k, v in sign["evidence"].items() if isinstance(v, (int, float)) or k == "measure"}
    return {
        "code": sign["code"],
        "strength": sign["strength"],
        "false_alarm_rate": sign["false_alarm_rate"],
        "workers": _count(sign["workers"]),
        "text": None if few else sign["text"],
        "evidence": {} if few else figures,
    }
