"""Two checks of a facility beside each other, for who sees findings and for who sees figures only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tripartite.reports import compare, ranking
from tripartite.reports.wording import Words, money
from tripartite.site.checks.opened import Seen
from tripartite.site.checks.presented import few
from tripartite.site.checks.workroom import workroom


def compared(before: Seen, now: Seen, w: Words) -> dict[str, Any]:
    """Template context: what is gone, new, changed and still there, by rule; of figures, people before and now."""
    if by_figures_only(before, now):
        rows = [{"told": w.say(r["title"]), "before": _told(r["before"]), "now": _told(r["now"])}
                for r in figures_compared(before, now)]  # fmt: skip
        return {"by_figures": rows, "dates": _dates(before, now, w)}
    result = findings_compared(before, now)
    period = result["period"]
    rules = [
        {**r, "told": w.say(r["title"]) or r["rule"], "owed": _change(r["owed_change"], result["currency"])}
        for r in result["by_rule"]
    ]
    titles = {r["rule"]: r["told"] for r in rules}
    return {
        "result": result,
        "counts": [(w[c], n) for c, n in ((k, result[k]) for k in ("gone", "new", "changed", "still"))],
        "period": w.fill("compare_period", **period) if period else "",
        "none": "" if period else w.fill("compare_none", **_dates(before, now, w)),
        "left_out": w.fill("compare_left_out", n=sum(result["left_out"])) if sum(result["left_out"]) else "",
        "rules": rules,
        "rows": [
            {**f, "told": titles.get(f["rule"], f["rule"]), "word": w[f["change"]]}
            for f in result["findings"][:100]
        ],
    }


def by_figures_only(before: Seen, now: Seen) -> bool:
    """Whether findings cannot be compared: one of the two shows figures alone."""
    return before.con is None or now.con is None


def findings_compared(before: Seen, now: Seen) -> compare.Comparison:
    """What is gone, new, changed and still there, as far as this person sees findings."""
    with workroom() as room:
        return compare.compare(_put_out(before, room / "before"), _put_out(now, room / "now"))


def figures_compared(before: Seen, now: Seen) -> list[dict[str, Any]]:
    """People for whom each rule was not met, before and now; None where they are too few to be told."""
    sides = [{r["rule"]: r for r in ranking.broken(s.summary)} for s in (before, now)]
    every = {**sides[0], **sides[1]}
    return [
        {"rule": k, "title": r["title"], "before": _people(sides[0].get(k)), "now": _people(sides[1].get(k))}
        for k, r in every.items()
    ]


def _put_out(seen: Seen, folder: Path) -> Path:
    """As much of a result as this person sees, as the comparison reads it."""
    import pyarrow.parquet as pq

    folder.mkdir()
    summary = {**seen.summary, "form": "tripartite summary 1"}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    pq.write_table(
        seen.tables().sql("SELECT * FROM findings ORDER BY id").to_arrow_table(),
        folder / "findings.parquet",
    )
    return folder


def _dates(before: Seen, now: Seen, w: Words) -> dict[str, str]:
    spans = [w.fill("span", **{k: v or "–" for k, v in s.summary["period"].items()}) for s in (before, now)]
    return {"old": spans[0], "new": spans[1]}


def _change(amount: int, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}" if amount else ""


def _people(r: dict[str, Any] | None) -> int | None:
    if r is None:
        return 0
    return None if r.get("few") else int(r["people"]["not_met"])


def _told(people: int | None) -> str:
    return few() if people is None else f"{people:,}"
