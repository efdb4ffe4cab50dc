"""A check's results opened for somebody: exactly as much as their standing shows.

Whoever looks through a grant gets tables and a summary that hold no more than that; pages need not think of it.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.http import Http404

from tripartite.reports.bundle_content import FEWEST
from tripartite.site import vault
from tripartite.site.checks.models import Check
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Grant

if TYPE_CHECKING:
    import duckdb

# What pages ask of a check's tables; presses are many and no page shows them.
TABLES = ("days", "pay", "wages", "conditions", "workers", "facilities", "events", "notes", "hours")
KEPT_OPEN = 4


@dataclass
class Seen:
    """A check's summary and tables as somebody may see them. `con` is None where only figures are shown."""

    check: Check
    standing: Standing
    summary: dict[str, Any]
    con: duckdb.DuckDBPyConnection | None

    @property
    def whole(self) -> bool:
        return self.standing.scope == Grant.Scope.WHOLE and self.con is not None

    @property
    def sees_hours(self) -> bool:
        return self.con is not None and self.standing.sees_topic("working-time")

    def tables(self) -> duckdb.DuckDBPyConnection:
        """The tables; who sees figures only is told that there is nothing. Raises Http404."""
        if self.con is None or not self.standing.sees_workers:
            raise Http404
        return self.con


def check_for(standing: Standing, facility: Any, number: int) -> Check:
    """A facility's check of a number. Others than its own people see what was published. Raises Http404."""
    found: Check | None = (
        facility.checks.select_related("facility__organisation").filter(number=number).first()
    )
    if found is None or (not standing.role and found.published_at is None):
        raise Http404
    return found


def open_check(check: Check, standing: Standing) -> Seen:
    """The results of a check that is done. Raises Http404 for one that is not."""
    if not check.is_done:
        raise Http404
    if standing.scope == Grant.Scope.FIGURES or not check.has_records:
        return Seen(check, standing, figures_summary(_read(check, "figures.json"), standing), None)
    whole = _tables_of(check)
    con = whole.con.cursor()
    if standing.scope == Grant.Scope.WHOLE:
        return Seen(check, standing, whole.summary, con)
    topics = list(standing.grant.topics) if standing.grant else []
    con.execute(
        "CREATE TEMP TABLE findings AS SELECT * FROM memory.main.findings WHERE list_contains(?, topic)",
        [topics],
    )
    return Seen(check, standing, topics_summary(whole.summary, con, topics), con)


def read_named(check: Check, name: str) -> bytes:
    """A sealed result in the clear. Raises Http404 where the check has none of that name."""
    if name not in check.sealed:
        raise Http404
    return vault.read(check.facility.organisation, check.sealed[name])


def _read(check: Check, name: str) -> Any:
    return json.loads(read_named(check, name))


# --- A few checks stay open in each process -----------------------------------------------------------


@dataclass
class _Tables:
    summary: dict[str, Any]
    con: duckdb.DuckDBPyConnection


_open: OrderedDict[tuple[int, str], _Tables] = OrderedDict()
_lock = threading.Lock()


def _tables_of(check: Check) -> _Tables:
    key = (check.pk, check.sealed["summary.json"])
    with _lock:
        if key not in _open:
            _open[key] = _load(check)
            while len(_open) > KEPT_OPEN:
                _open.popitem(last=False)[1].con.close()
        _open.move_to_end(key)
        return _open[key]


def _load(check: Check) -> _Tables:
    import duckdb

    con = duckdb.connect()
    con.execute("SET enable_external_access = false")
    _lay_down(con, "findings", read_named(check, "findings.parquet"))
    for table in TABLES:
        if f"records/{table}.parquet" in check.sealed:
            _lay_down(con, table, read_named(check, f"records/{table}.parquet"))
    _lay_down_rejects(con, read_named(check, "rejects.csv"))
    return _Tables(_read(check, "summary.json"), con)


def _lay_down(con: duckdb.DuckDBPyConnection, name: str, data: bytes) -> None:
    """A Parquet file's bytes as a table: decrypted in memory, never on the disk."""
    import pyarrow.parquet as pq

    con.register("incoming", pq.read_table(BytesIO(data)))
    con.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
    con.unregister("incoming")


def _lay_down_rejects(con: duckdb.DuckDBPyConnection, data: bytes) -> None:
    """Rejected rows as the table that reports draw from."""
    from pyarrow import csv, int64, string

    kinds = dict.fromkeys(("file", "sheet", "code", "reason", "value"), string()) | {"row": int64()}
    content = BytesIO(data.removeprefix(b"\xef\xbb\xbf"))
    rejects = csv.read_csv(
        content,
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=kinds, strings_can_be_null=True, null_values=[""]),
    )
    con.register("incoming", rejects)
    con.execute("CREATE TABLE rejects AS SELECT * FROM incoming")
    con.unregister("incoming")


# --- Summaries of less than all ------------------------------------------------------------------------


def topics_summary(
    summary: dict[str, Any], con: duckdb.DuckDBPyConnection, topics: list[str]
) -> dict[str, Any]:
    """The summary of some topics alone, reckoned anew from their findings in `con`."""
    from tripartite.check.store import back_pay, back_pay_by_month, people_most_affected

    rules = [r for r in summary["rules"] if r["topic"] in topics]
    shown = {r["rule"] for r in rules}
    affected = con.execute(
        "SELECT count(DISTINCT (facility, worker)) FROM findings WHERE worker IS NOT NULL"
    ).fetchone()
    unsettled = [{**u, "rules": [k for k in u["rules"] if k in shown]} for u in summary["unsettled"]]
    return {
        **summary,
        "rules": rules,
        "back_pay": back_pay(con),
        "back_pay_by_month": back_pay_by_month(con),
        "people": people_most_affected(con),
        "people_affected": int(affected[0]) if affected else 0,
        "unsettled": [u for u in unsettled if u["rules"]],
        "indicators": summary["indicators"] if "equality" in topics else [],
        # Signs tell of hours and pay alike, and name workers; they are for whom the whole was granted.
        "integrity": [],
        "integrity_kept_back": True,
    }


def figures_summary(results: dict[str, Any], standing: Standing) -> dict[str, Any]:
    """Figures without a person, in the form of a summary. Rules with `few` touch fewer than five people."""
    rules = [_figures_rule(r) for r in results["rules"] if standing.sees_topic(r["topic"])]
    sums = {} if standing.scope == Grant.Scope.TOPICS else results["back_pay"]["sums"]
    return {
        **results,
        "tripartite": results["program"]["version"],
        "rules": rules,
        "back_pay": {k: v for k, v in sums.items() if v["total"] is not None},
        "back_pay_by_month": {},
        "people": [],
        "files": [],
        "answers": None,
        "rejects": None,
        "few_left_out": results["back_pay"]["few_left_out"],
        "fewest": FEWEST,
    }


def _figures_rule(r: dict[str, Any]) -> dict[str, Any]:
    """Counts that are not told become the least they can be, so that order and tests of `broken` hold."""
    few = bool(r["few"])
    people = {k: v or 0 for k, v in r["people"].items()}
    return {
        **r,
        "measure": r.get("measure", "short"),
        "people": people,
        "not_met": (r["not_met"] or 0) if not few else int(r["broken"]),
        "met": r["met"] or 0,
        "applicable": r["applicable"] or (1 if few else 0),
        "settled_by": None,
        "advice": r.get("advice"),
        "worst": None if few else r["worst"],
        "sample": None,
    }
