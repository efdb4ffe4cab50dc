"""The report's sections on what the records could not tell, how far to trust them, and how it was done."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from tripartite.check.answers import SAID
from tripartite.reports import charts, figures, ranking
from tripartite.reports.markup import Column, items, paragraph, section, table
from tripartite.reports.sections_of_findings import Summary, anchor, law
from tripartite.reports.wording import Words, money, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

FEWEST_SHOWN = 5  # a mean over fewer people would tell one person's pay
REASONS_SHOWN = 4


def unsettled(s: Summary, w: Words) -> str:
    """What could not be told, by the record that would settle it."""
    by_id = {r["rule"]: r for r in s["rules"]}
    rows = []
    for entry in s["unsettled"]:
        rules = [by_id[k] for k in entry["rules"]]
        reasons: Counter[str] = Counter()
        for r in rules:
            reasons.update(r["cannot_tell_because"])
        why = [escape(w.of("reasons", code)) for code, _ in reasons.most_common(REASONS_SHOWN)]
        rows.append(
            (
                w.html(entry["record"]),
                items(w.html(r["title"]) for r in rules),
                items(why),
                escape(concerned(rules, w)),
            )
        )
    if not rows:
        return ""
    columns = [Column(w["record"]), Column(w["rules"]), Column(w["why"]), Column(w["people"], "n")]
    return section("unsettled", w["cannot_tell"], paragraph(w["cannot_tell_note"]), table(columns, rows))


def concerned(rules: Iterable[dict[str, Any]], w: Words) -> str:
    """How many people a record would tell about; the facility where it tells about that."""
    people = max((r["people"]["cannot_tell"] for r in rules if r["scope"] != "facility"), default=0)
    return f"{people:,}" if people else w["facility"]


def answers(s: Summary, w: Words) -> str:
    """What people answered to the questions that records cannot answer."""
    found = s.get("answers")
    if not found:
        return ""
    counts = [
        (
            escape(w.of("topics", topic)),
            str(c["asked"]),
            str(c["met"]),
            str(c["not_met"]),
            str(c["cannot_tell"]),
        )
        for topic, c in found["topics"].items()
        if c["asked"]
    ]
    numbers = [Column(w[k], "n") for k in ("asked", "met", "not_met", "untold")]
    failed = [
        (w.html(n["text"]), escape(SAID.get(n["answer"].lower(), {}).get(w.lang, n["answer"])), w.html(n["evidence"]) if n["evidence"] else "",
         escape(", ".join(n["provisions"])))
        for n in found["not_met"]
    ]  # fmt: skip
    columns = [Column(w["question"]), Column(w["answer"]), Column(w["evidence"]), Column(w["law"])]
    return section(
        "answers",
        w["answers"],
        paragraph(w["answers_note"]),
        table([Column(w["topic"]), *numbers], counts),
        table(columns, failed) if failed else "",
    )


def sample(s: Summary, w: Words) -> str:
    """The chance that a small sample would have held one of those affected, the likeliest to be missed first."""
    rules = sorted((r for r in ranking.broken(s) if r["sample"]), key=lambda r: r["sample"]["10"])
    if not rules:
        return ""
    rows = [
        (
            w.html(r["title"]),
            escape(w.fill("of", n=r["people"]["not_met"], m=r["people"]["checked"])),
            share(r["sample"]["10"]),
            charts.bar(r["sample"]["10"]),
            share(r["sample"]["30"]),
        )
        for r in rules
    ]
    columns = [
        Column(w["rule"]), Column(w["affected"], "n"), Column(w.fill("sample_of", n=10), "n"), Column("", "chart"),
        Column(w.fill("sample_of", n=30), "n"),
    ]  # fmt: skip
    return section("sample", w["sample"], paragraph(w["sample_note"]), table(columns, rows))


def signs(s: Summary, w: Words) -> str:
    """Signs of made-up records, with their strength and how often honest records show them; never as proof."""
    if not s["files"] and not s["integrity"]:
        return ""  # a dataset: the screen was not run
    shown = items((_sign(sign, w) for sign in s["integrity"]), "signs")
    return section("signs", w["integrity"], paragraph(w["integrity_note"]), shown or paragraph(w["no_signs"]))


def _sign(sign: dict[str, Any], w: Words) -> str:
    rate = f"{sign['false_alarm_rate'] * 100:.2g} %"
    about = [w.of("strength", sign["strength"])]
    if sign["workers"]:
        about.append(w.fill("sign_workers", n=sign["workers"]))
    about.append(w.fill("false_alarm", rate=rate))
    evidence = " · ".join(
        f"{k.replace('_', ' ')} {plain(v)}" for k, v in sign["evidence"].items() if v not in (None, [], {})
    )
    shown = (
        f'<p class="soft">{escape(w["evidence"])}: <span lang="en">{escape(evidence)}</span></p>'
        if evidence
        else ""
    )
    return f'<p>{w.html(sign["text"])}</p><p class="soft">{escape(w.listed(about))}</p>{shown}'


def plain(value: Any) -> str:
    """A sign's evidence as text."""
    if isinstance(value, dict):
        return ", ".join(f"{k} {plain(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(" ".join(plain(x) for x in v) if isinstance(v, list) else plain(v) for v in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def indicators(s: Summary, w: Words) -> str:
    """Mean pay an hour of women and men in the same job; groups under five are left out and counted."""
    gaps = [g for g in s["indicators"] if g["kind"] == "pay-gap"]
    shown = [g for g in gaps if min(g["women"], g["men"]) >= FEWEST_SHOWN]
    if not gaps:
        return ""
    several = s["facilities"] > 1
    columns = [Column(w["job"])] + ([Column(w["facility"])] if several else [])
    columns += [
        Column(w["women"], "n"), Column(w["men"], "n"), Column(w.fill("per_hour", who=w["women"]), "n"),
        Column(w.fill("per_hour", who=w["men"]), "n"), Column(w["gap"]),
    ]  # fmt: skip
    rows = [
        [escape(g["job"])] + ([escape(g["facility"])] if several else [])
        + [f"{g['women']:,}", f"{g['men']:,}", money(g["women_hourly"], s["currency"]), money(g["men_hourly"], s["currency"]), escape(gap(g, w))]
        for g in shown
    ]  # fmt: skip
    hidden = len(gaps) - len(shown)
    note = paragraph(w.fill("suppressed", n=hidden, least=FEWEST_SHOWN), "soft") if hidden else ""
    return section(
        "indicators",
        w["indicators"],
        paragraph(w["indicators_note"]),
        table(columns, rows) if rows else "",
        note,
    )


def gap(g: dict[str, Any], w: Words) -> str:
    """How much less or more women earn in a job."""
    return w.fill("gap_more" if g["gap_bp"] >= 0 else "gap_less", x=f"{abs(g['gap_bp']) / 100:.1f} %")


def files(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None) -> str:
    """Files with rows read, used and rejected; why rows were not used; what is worth knowing of those used."""
    if not s["files"]:
        return ""
    columns = [
        Column(w["file"]), Column(w["sheet"]), Column(w["kind"]), Column(w["rows"], "n"), Column(w["used"], "n"),
        Column(w["rejected"], "n"),
    ]  # fmt: skip
    rows = [
        (
            escape(f["file"]), escape(f["sheet"] or ""), escape(w.of("kinds", f["kind"] or "")), f"{f['rows_read']:,}",
            f"{f['rows_used']:,}", f"{f['rows_rejected']:,}",
        )
        for f in s["files"]
    ]  # fmt: skip
    said = ""
    if con:
        said = _said(con, "rejects", w["rejects"], w) + _said(con, "notes", w["notes"], w)
    return section("files", w["files"], paragraph(w["files_note"]), table(columns, rows), said)


def _said(con: duckdb.DuckDBPyConnection, name: str, title: str, w: Words) -> str:
    rows = [
        (w.html({"en": text}), escape(file or ""), f"{n:,}", "–" if row is None else f"{row:,}")
        for file, _, text, n, row in figures.said_of_rows(con, name)
    ]
    columns = [
        Column(w["why"]),
        Column(w["file"], "file"),
        Column(w["rows"], "n"),
        Column(w["first_row"], "n"),
    ]
    return f"<h3>{escape(title)}</h3>{table(columns, rows)}" if rows else ""


def assumptions(s: Summary, w: Words) -> str:
    shown = items((w.html(a["text"]) for a in s["assumptions"]), "assumed")
    return section("assumptions", w["assumptions"], shown) if shown else ""


def all_rules(s: Summary, w: Words) -> str:
    """Every rule that concerned somebody: how often met, not met, and not to be told."""
    rules = sorted(ranking.judged(s), key=lambda r: (list(w.entries["topics"]).index(r["topic"]), r["rule"]))
    broken = {r["rule"] for r in ranking.broken(s)}
    rows = []
    for r in rules:
        title = (
            f'<a href="#{anchor(r["rule"])}">{w.html(r["title"])}</a>'
            if r["rule"] in broken
            else w.html(r["title"])
        )
        unverified = "" if r["verified"] else f' <span class="tag">({escape(w["not_verified"])})</span>'
        rows.append(
            (
                title + unverified,
                law(r, s, w),
                f"{r['met']:,}",
                f"{r['not_met']:,}",
                f"{r['cannot_tell']:,}",
                share(r["coverage"]),
            )
        )
    columns = [
        Column(w["rule"]), Column(w["law"]), Column(w["met"], "n"), Column(w["not_met"], "n"), Column(w["unknown"], "n"),
        Column(w["coverage"], "n"),
    ]  # fmt: skip
    return (
        section("rules", w["all_rules"], paragraph(w["all_rules_note"]), table(columns, rows)) if rows else ""
    )


def method(w: Words) -> str:
    return section("method", w["method"], paragraph(w["method_text"]), paragraph(w["method_terms"]))
