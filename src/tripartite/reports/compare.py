"""What changed between two checks: findings gone, new, changed and still there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tripartite.reports.folder import ResultsError, is_results
from tripartite.reports.wording import money, pad


def compare(old: Path, new: Path) -> dict[str, Any]:
    """Compare two results folders over the days that both cover. Raises ResultsError for another folder."""
    import duckdb

    summaries = []
    for folder in (old, new):
        if not is_results(folder):
            raise ResultsError(f"{folder} is not a results folder of a check")
        summaries.append(json.loads((folder / "summary.json").read_text(encoding="utf-8")))
    start = max(s["period"]["from"] for s in summaries)
    end = min(s["period"]["to"] for s in summaries)
    con = duckdb.connect()
    for name, folder in (("old", old), ("new", new)):
        path = str(folder / "findings.parquet").replace("'", "''")
        con.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path}') WHERE start >= '{start}' AND \"end\" <= '{end}'"
        )
    rows = con.execute("""
        SELECT coalesce(o.rule, n.rule) AS rule,
          count(*) FILTER (o.rule IS NULL) AS new, count(*) FILTER (n.rule IS NULL) AS gone,
          count(*) FILTER (o.observed = n.observed) AS still,
          count(*) FILTER (o.observed <> n.observed) AS changed,
          coalesce(sum(n.owed), 0)::BIGINT - coalesce(sum(o.owed), 0)::BIGINT AS owed_more
        FROM old o FULL JOIN new n ON o.rule = n.rule AND o.worker IS NOT DISTINCT FROM n.worker
          AND o.facility IS NOT DISTINCT FROM n.facility AND o.start = n.start
        GROUP BY 1 ORDER BY 1""").fetchall()
    names = ("rule", "new", "gone", "still", "changed", "owed_more")
    by_rule = [dict(zip(names, r, strict=True)) for r in rows]
    totals = {k: sum(r[k] for r in by_rule) for k in names[1:]}
    return {
        "period": {"from": start, "to": end} if start <= end else None,
        "same_standards": summaries[0]["standards"] == summaries[1]["standards"],
        "currency": summaries[1]["currency"],
        **totals,
        "by_rule": by_rule,
    }


def render(result: dict[str, Any]) -> str:
    """The comparison as text."""
    if result["period"] is None:
        return "The two checks cover no common day: nothing can be compared."
    p = result["period"]
    out = [
        f"From {p['from']} to {p['to']}: {result['gone']} gone, {result['new']} new, {result['changed']} changed, {result['still']} the same."
    ]
    if not result["same_standards"]:
        out.append(
            "The two checks used different standards; a rule that only one of them held is new or gone for that reason."
        )
    out.append(f"{pad('rule', 36)} {'gone':>8} {'new':>8} {'changed':>8} {'same':>8}  owed more")
    out += [
        f"{pad(r['rule'], 36)} {r['gone']:>8} {r['new']:>8} {r['changed']:>8} {r['still']:>8}  {money(r['owed_more'], result['currency'])}"
        for r in result["by_rule"]
    ]
    return "\n".join(out)
