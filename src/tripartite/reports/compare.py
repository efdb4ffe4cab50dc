"""What changed between two checks: findings gone, new, changed and still there, over the days both cover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from tripartite.reports.folder import read_summary
from tripartite.reports.wording import Words, money, pad, width, words, wrap

if TYPE_CHECKING:
    import duckdb

MOST_LISTED = 1000
CHANGES = ("gone", "new", "changed", "still")


class RuleChange(TypedDict):
    """One rule in both checks: numbers of findings and of people, and the change in what is owed (minor units)."""

    rule: str
    title: dict[str, str]
    gone: int
    new: int
    changed: int
    still: int
    people_before: int
    people_now: int
    owed_change: int


class Comparison(TypedDict):
    """Two checks compared, as JSON gives it.

    `period` is None where they share no day. matched: findings were matched by rule, facility, worker and
    first day; where worker numbers had been replaced they cannot be, and only numbers are told. left_out:
    findings that lie partly outside the common days, of the older and of the newer check. findings: what
    is not still there, up to MOST_LISTED, the new ones first.
    """

    older: dict[str, Any]
    newer: dict[str, Any]
    period: dict[str, str] | None
    currency: str
    matched: bool
    gone: int
    new: int
    changed: int
    still: int
    left_out: list[int]
    only_older: list[str]
    only_newer: list[str]
    by_rule: list[RuleChange]
    findings: list[dict[str, Any]]


def compare(old: Path, new: Path) -> Comparison:
    """Compare two results folders over the days that both cover. Raises ResultsError for another folder."""
    before, now = read_summary(old), read_summary(new)
    titles = [{r["rule"]: r["title"] for r in s["rules"]} for s in (before, now)]
    out: Comparison = {
        "older": _side(before), "newer": _side(now), "period": _common(before, now), "currency": now["currency"],
        "matched": not (before.get("anonymised") or now.get("anonymised")),
        "gone": 0, "new": 0, "changed": 0, "still": 0, "left_out": [0, 0],
        "only_older": sorted(set(titles[0]) - set(titles[1])), "only_newer": sorted(set(titles[1]) - set(titles[0])),
        "by_rule": [], "findings": [],
    }  # fmt: skip
    if out["period"]:
        con = _load(old, new, out, out["period"])
        _fill(con, out, {**titles[0], **titles[1]})
    return out


def _side(s: dict[str, Any]) -> dict[str, Any]:
    return {k: s.get(k) for k in ("facility", "period", "standards", "workers", "made", "tripartite")}


def _common(before: dict[str, Any], now: dict[str, Any]) -> dict[str, str] | None:
    periods = [s["period"] for s in (before, now)]
    if any(p["from"] is None for p in periods):
        return None
    start, end = max(p["from"] for p in periods), min(p["to"] for p in periods)
    return {"from": start, "to": end} if start <= end else None


def _load(old: Path, new: Path, out: Comparison, period: dict[str, str]) -> duckdb.DuckDBPyConnection:
    """A connection with `before` and `now`: findings within the common days, of rules that both checks held."""
    import duckdb

    con = duckdb.connect()
    con.execute(
        "CREATE TABLE unshared AS SELECT unnest(?::VARCHAR[]) AS rule",
        [out["only_older"] + out["only_newer"]],
    )
    start, end = (f"DATE '{period[k]}'" for k in ("from", "to"))
    out["left_out"] = []
    for name, folder in (("before", old), ("now", new)):
        path = str(folder / "findings.parquet").replace("'", "''")
        shared = f"FROM read_parquet('{path}') WHERE rule NOT IN (FROM unshared)"
        con.execute(f'CREATE TABLE {name} AS {shared} AND start >= {start} AND "end" <= {end}')
        touching = f'start <= {end} AND "end" >= {start} AND (start < {start} OR "end" > {end})'
        out["left_out"] += con.execute(f"SELECT count(*) {shared} AND {touching}").fetchone() or ()
    return con


def _fill(con: duckdb.DuckDBPyConnection, out: Comparison, titles: dict[str, dict[str, str]]) -> None:
    con.execute(
        """
        CREATE TABLE pairs AS SELECT coalesce(n.rule, o.rule) AS rule, coalesce(n.facility, o.facility) AS facility,
          coalesce(n.worker, o.worker) AS worker, coalesce(n.start, o.start) AS start,
          coalesce(n."end", o."end") AS "end", coalesce(n.unit, o.unit) AS unit,
          CASE WHEN o.rule IS NULL THEN 'new' WHEN n.rule IS NULL THEN 'gone'
            WHEN (o.observed, o."limit", o.owed) IS DISTINCT FROM (n.observed, n."limit", n.owed) THEN 'changed'
            ELSE 'still' END AS change,
          o.observed AS before, n.observed AS now, o.owed AS owed_before, n.owed AS owed_now
        FROM before o FULL JOIN now n ON ? AND o.rule = n.rule AND o.worker IS NOT DISTINCT FROM n.worker
          AND o.facility IS NOT DISTINCT FROM n.facility AND o.start = n.start""",
        [out["matched"]],
    )
    rows = con.execute("""
        SELECT rule, count(*) FILTER (change = 'gone'), count(*) FILTER (change = 'new'),
          count(*) FILTER (change = 'changed'), count(*) FILTER (change = 'still'),
          count(DISTINCT worker) FILTER (change <> 'new'), count(DISTINCT worker) FILTER (change <> 'gone'),
          (coalesce(sum(owed_now), 0) - coalesce(sum(owed_before), 0))::BIGINT
        FROM pairs GROUP BY 1 ORDER BY 3 DESC, 4 DESC, 1""").fetchall()
    for rule, gone, new, changed, still, before, now, owed in rows:
        out["by_rule"].append(
            {
                "rule": rule, "title": titles.get(rule, {}), "gone": gone, "new": new, "changed": changed, "still": still,
                "people_before": before, "people_now": now, "owed_change": owed,
            }
        )  # fmt: skip
    out["gone"], out["new"] = sum(r[1] for r in rows), sum(r[2] for r in rows)
    out["changed"], out["still"] = sum(r[3] for r in rows), sum(r[4] for r in rows)
    if out["matched"]:
        out["findings"] = _listed(con)


def _listed(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = (
        "change",
        "rule",
        "facility",
        "worker",
        "start",
        "end",
        "before",
        "now",
        "unit",
        "owed_before",
        "owed_now",
    )
    asked = ", ".join(f'"{n}"' for n in names)
    order = "list_position(['new', 'changed', 'gone'], change), rule, worker, start"
    found = con.execute(
        f"SELECT {asked} FROM pairs WHERE change <> 'still' ORDER BY {order} LIMIT {MOST_LISTED}"
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def render(result: Comparison, lang: str = "en", columns: int = 100) -> str:
    """The comparison as text for a terminal so many columns wide."""
    w = words(lang)
    if result["period"] is None:
        old, new = (_span(result[side]["period"], w) for side in ("older", "newer"))
        return "\n".join(wrap(w.fill("compare_none", old=old, new=new), columns))
    blocks = [
        _heading(result, result["period"], w, columns),
        _table(result, w, columns),
        _apart(result, w, columns),
    ]
    return "\n\n".join("\n".join(b) for b in blocks if b)


def _span(period: dict[str, str | None], w: Words) -> str:
    return w.fill("span", **{"from": period["from"] or "–", "to": period["to"] or "–"})


def _heading(result: Comparison, period: dict[str, str], w: Words, columns: int) -> list[str]:
    older, newer = result["older"], result["newer"]
    lines = wrap(w.fill("compare_period", **period), columns)
    if older["period"] != newer["period"]:
        lines += [
            "  " + w.fill(key, **side["period"])
            for key, side in (("compare_old", older), ("compare_new", newer))
        ]
    if older["facility"] != newer["facility"]:
        lines += wrap(w.fill("compare_facility", old=older["facility"], new=newer["facility"]), columns)
    if not result["matched"]:
        return lines + wrap(w["compare_anonymised"], columns)
    counts = (result["gone"], result["new"], result["changed"], result["still"])
    return [*lines, w.listed(f"{n:,} {w[c]}" for c, n in zip(CHANGES, counts, strict=True))]


def _table(result: Comparison, w: Words, columns: int) -> list[str]:
    if not result["by_rule"]:
        return []
    names = [w[c] for c in CHANGES] if result["matched"] else [w["before"], w["now"]]
    names += [w["people_before"], w["people_now"], w["owed_change"]]
    rows = [_cells(r, result) for r in result["by_rule"]]
    widths = [max(width(row[i]) for row in [names, *rows]) for i in range(len(names))]
    title = max(24, columns - sum(widths) - 2 * len(widths))

    def line(first: str, cells: list[str]) -> str:
        return pad(first, title) + "".join(
            "  " + pad(c, x, right=True) for c, x in zip(cells, widths, strict=True)
        )

    titles = [w.say(r["title"]) or r["rule"] for r in result["by_rule"]]
    return [
        line(first, cells).rstrip() for first, cells in zip([w["rule"], *titles], [names, *rows], strict=True)
    ]


def _cells(r: RuleChange, result: Comparison) -> list[str]:
    # Unmatched, every older finding counts as gone and every newer one as new.
    counts = [r["gone"], r["new"]] + ([r["changed"], r["still"]] if result["matched"] else [])
    change = money(r["owed_change"], result["currency"]) if r["owed_change"] else ""
    sign = "+" if r["owed_change"] > 0 else ""
    return [*(f"{n:,}" for n in counts), f"{r['people_before']:,}", f"{r['people_now']:,}", sign + change]


def _apart(result: Comparison, w: Words, columns: int) -> list[str]:
    lines = []
    if sum(result["left_out"]):
        lines.append(w.fill("compare_left_out", n=sum(result["left_out"])))
    for name, rules in (
        ("compare_only_old", result["only_older"]),
        ("compare_only_new", result["only_newer"]),
    ):
        if rules:
            lines += wrap(f"{w[name]}: {w.listed(rules)}", columns)
    return lines
