"""What the PDF says, as plain data for its template: the sections of the HTML report, in the same words and order.

A text is a string in the report's language, or a dictionary with `t` and `lang` where it is in another; a cell may also
be `parts` that run on, `lines` below each other, or a `bar` from 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tripartite.check.answers import SAID
from tripartite.reports import charts, citation, figures, ranking
from tripartite.reports.html import about, facility, made
from tripartite.reports.sections_of_findings import RULES_OF_A_PERSON, SHOWN_FIRST, every_month, worst_of
from tripartite.reports.sections_of_records import FEWEST_SHOWN, REASONS_SHOWN, concerned, gap, plain
from tripartite.reports.wording import Texts, Words, clip, money, share

if TYPE_CHECKING:
    import duckdb

    from tripartite.reports.figures import Breach
    from tripartite.reports.ranking import Rule

Summary = dict[str, Any]
Node = dict[str, Any]
ROWS_SHOWN = 40
NAME_COLUMNS = 150
RUNNING_COLUMNS = 56


def content(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None, *, people: bool = False) -> Node:
    """The whole document. `people`: with workers' numbers."""
    breaches = figures.breaches(con) if con else {}
    sections = (
        _first(s, w, breaches),
        _back_pay(s, w),
        _topics(s, w, breaches, people=people),
        _people(s, w, con) if people else None,
        _unsettled(s, w),
        _answers(s, w),
        _sample(s, w),
        _indicators(s, w),
        _signs(s, w, people=people),
        _files(s, w, con),
        _assumptions(s, w),
        _all_rules(s, w),
        a_section(w["method"], a_text(w["method_text"]), a_text(w["method_terms"])),
    )
    name = clip(facility(s, w), NAME_COLUMNS)
    return {
        "lang": w.lang,
        "kicker": w["title"],
        "title": name,
        "document": f"{w['title']} – {name}",
        "running": clip(facility(s, w), RUNNING_COLUMNS),
        "about": [*about(s, w), *([] if people or s.get("anonymised") else [("", w["people_left_out"])])],
        "notice": w["notice"],
        "contents": w["contents"],
        "footer": made(s, w, "footer"),
        "sections": [section for section in sections if section],
    }


# --- the shapes that the template knows -----------------------------------------------------------


def a_section(title: str, *blocks: Node | None) -> Node:
    return {"title": title, "blocks": [b for b in blocks if b]}


def a_text(text: object, *, soft: bool = False) -> Node:
    return {"kind": "text", "text": text, "soft": soft}


def a_column(name: str, width: str = "1fr", *, number: bool = False) -> Node:
    return {"name": name, "width": width, "number": number}


def a_table(
    columns: Sequence[Node], rows: Sequence[Sequence[Any]], w: Words, *, caption: str = "", dense: bool = False,
    most: int | None = ROWS_SHOWN,
) -> Node:  # fmt: skip
    """A table; of more rows than `most` the first are shown and the rest counted."""
    shown = rows if most is None else rows[:most]
    more = w.fill("and_more", n=len(rows) - len(shown)) if len(rows) > len(shown) else ""
    return {
        "kind": "table", "columns": list(columns), "rows": list(shown), "more": more, "caption": caption, "dense": dense,
    }  # fmt: skip


def _say(texts: Texts, w: Words) -> Any:
    """A text of the standards, marked where it is in another language than the report."""
    return _in(*w.pick(texts), w)


def _in(text: str, lang: str, w: Words) -> Any:
    return text if lang == w.lang else {"t": text, "lang": lang}


def _law(r: Rule, s: Summary, w: Words) -> Node:
    parts = [_in(text, lang, w) for text, lang in citation.cited(r, s, w)]
    binds = citation.standing(r, s, w)
    return {"parts": [*parts, {"soft": f" ({binds})"}] if binds else parts}


# --- what was found ---------------------------------------------------------------------------------


def _first(s: Summary, w: Words, breaches: dict[str, Breach]) -> Node:
    broken = ranking.broken(s)
    if not broken:
        rest = [a_text(w["nothing_found"] if ranking.told(s) else w["nothing_told"])]
    else:
        rows = [
            [_say(r["title"], w), w.touched(r), {"bar": _part(r)}, worst_of(r, w, breaches, s["currency"]), _allowed(r, s, w)]
            for r in broken[:SHOWN_FIRST]
        ]  # fmt: skip
        columns = [
            a_column(w["rule"], "3fr"), a_column(w["affected"], "1.3fr"), a_column("", "0.8fr"), a_column(w["worst"], "1.3fr"),
            a_column(w["limit"], "1.3fr"),
        ]  # fmt: skip
        table = a_table(columns, rows, w)
        left = len(broken) - SHOWN_FIRST
        table["more"] = w.fill("more_below", n=left) if left > 0 else ""
        rest = [table, a_text(w["order_explained"], soft=True)]
    return a_section(w["first"], {"kind": "figures", "figures": _headline(s, w)}, *rest)


def _headline(s: Summary, w: Words) -> list[Node]:
    broken, told = ranking.broken(s), ranking.told(s)
    n, workers = s["people_affected"], s["workers"]
    cells = [
        {
            "big": f"{n:,}", "text": w.fill("people_affected", n=n), "more": [w.fill("of_workers", n=workers)], "bad": n > 0,
            "bar": n / workers if workers else 0,
        }
    ]  # fmt: skip
    least = "back_pay_least" if ranking.is_least(s) else "back_pay_owed"
    for currency, owed in s["back_pay"].items():
        amount = money(owed["total"], currency).removesuffix(currency).rstrip()
        people = [w.fill("to_people", n=owed["people"])]
        cells.append({"big": amount, "unit": currency, "text": w.fill(least), "more": people, "bad": True})
    untold = len(ranking.judged(s)) - len(told)
    more = [w.fill("of_rules", n=len(told))] + ([w.fill("rules_untold", n=untold)] if untold else [])
    rules = {"big": f"{len(broken):,}", "text": w.fill("rules_not_met", n=len(broken)), "more": more}
    return [*cells, {**rules, "bad": bool(broken)}]


def _part(r: Rule) -> float:
    return r["people"]["not_met"] / r["people"]["checked"] if r["people"]["checked"] else 0.0


def _allowed(r: Rule, s: Summary, w: Words) -> str:
    return w.allowed(r, r["worst"] and r["worst"]["limit"], s["currency"])


def _back_pay(s: Summary, w: Words) -> Node | None:
    if not s["back_pay"]:
        return None
    blocks: list[Node] = [a_text(w["back_pay_lower"])] if ranking.is_least(s) else []
    blocks.append(a_text(w["back_pay_once"], soft=True))
    for currency, owed in s["back_pay"].items():
        named = [(w.of("entitlements", k), v) for k, v in owed["by_entitlement"].items()]
        blocks.append(_amounts(w["entitlement"], named, currency, w, w["by_entitlement"], owed["total"]))
    months = every_month(s["back_pay_by_month"])
    if len(months) > 1:
        most = max(v for _, v in months)
        blocks.append(_amounts(w["month"], months, s["currency"], w, w["by_month"], most))
    return a_section(w["back_pay"], *blocks)


def _amounts(
    name: str, rows: list[tuple[str, int]], currency: str, w: Words, caption: str, whole: int
) -> Node:
    cells = [[k, money(v, currency), {"bar": v / whole if whole else 0, "tone": "plain"}] for k, v in rows]
    columns = [a_column(name, "1.2fr"), a_column(w["amount"], "1.2fr", number=True), a_column("", "3fr")]
    return a_table(columns, cells, w, caption=caption, dense=True, most=None)


def _topics(s: Summary, w: Words, breaches: dict[str, Breach], *, people: bool) -> Node | None:
    broken = ranking.broken(s)
    blocks: list[Node] = []
    for topic, name in w.entries["topics"].items():
        rules = [r for r in broken if r["topic"] == topic]
        if rules:
            blocks.append({"kind": "heading", "text": name})
            blocks += [_breach(r, s, w, breaches.get(r["rule"]), people=people) for r in rules]
    return a_section(w["by_topic"], *blocks) if blocks else None


def _breach(r: Rule, s: Summary, w: Words, found: Breach | None, *, people: bool) -> Node:
    currency = s["currency"]
    parts = [
        ("broken", r["not_met"], w["not_met"]),
        ("unsure", r["cannot_tell"], w["unknown"]),
        ("met", r["met"], w["met"]),
    ]
    label = w.fill("share_title", what=w.times(r, r["applicable"]), share=share(r["coverage"]))
    return {
        "kind": "breach",
        "title": _say(r["title"], w),
        "law": _law(r, s, w),
        "asks": [w["what_it_asks"], _say(r["asks"], w)],
        "facts": _facts(r, s, w, found),
        "certainty": _certainty(found, w),
        "spread": _spread(found, r, currency, w),
        "shares": {"label": label, "parts": [{"tone": t, "n": n, "count": f"{n:,}", "name": x} for t, n, x in parts if n]},
        "examples": _examples(r, w, found, currency, people=people),
        "examples_label": w["worst_findings"],
        "advice": [w["what_to_do"], _say(r["advice"], w)] if r["advice"] else None,
    }  # fmt: skip


def _facts(r: Rule, s: Summary, w: Words, found: Breach | None) -> list[list[Any]]:
    currency = s["currency"]
    people = w["facilities"] if r["scope"] == "facility" else w["people"]
    pairs = [
        [people, w.fill("of", n=r["people"]["not_met"], m=r["people"]["checked"])],
        [w["times"], w.times(r, r["not_met"])],
        [w["worst"], worst_of(r, w, {r["rule"]: found} if found else {}, currency)],
        [w["limit"], _allowed(r, s, w)],
    ]
    return pairs + [[w["owed"], money(v, c)] for c, v in r["owed"].items() if v]


def _certainty(found: Breach | None, w: Words) -> str:
    """How many of the findings are certain, lower bounds or assumed."""
    if not found:
        return ""
    told = w.listed(w.fill(k, "certainty_count", n=n) for k, n in found.certainties.items())
    return w.fill("certainty_line", told=told)


def _spread(found: Breach | None, r: Rule, currency: str, w: Words) -> Node | None:
    if not found or not found.spread:
        return None
    read = charts.reading(found.spread, r["unit"], currency, w)
    edges = [*read.edges[:-2], "", read.edges[-1]] if found.spread.open_ended and read.edges else read.edges
    columns = [{"n": n, "count": charts.brief(n) if n else ""} for n in found.spread.counts]
    return {
        "title": read.title, "columns": columns, "names": [] if read.edges else read.columns, "edges": edges,
        "below": read.below, "alt": read.told(found.spread.counts),
    }  # fmt: skip


def _examples(r: Rule, w: Words, found: Breach | None, currency: str, *, people: bool) -> list[list[str]]:
    if not found or len(found.examples) < 2:
        return []
    rows = []
    for e in found.examples:
        span = {"from": str(e["start"]), "to": str(e["end"])}
        when = str(e["start"]) if e["start"] == e["end"] else w.fill("span", **span)
        who = e["worker"] if people else None
        named = [who] if who else [e["facility"]] if e["facility"] and not e["worker"] else []
        rows.append([e["id"], *named, when, w.observed(r, e["observed"], currency, e["certainty"])])
    return rows


def _people(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None) -> Node | None:
    if not s["people"]:
        return None
    titles = {r["rule"]: r["title"] for r in s["rules"]}
    rules = figures.rules_of_people(con, s["people"]) if con else {}
    rows = []
    for p in s["people"]:
        broken = rules.get((p["facility"], p["worker"]), [])
        what = [
            {"parts": [_say(titles.get(k), w), {"soft": f" ×{n:,}"}]} for k, n in broken[:RULES_OF_A_PERSON]
        ]
        if len(broken) > RULES_OF_A_PERSON:
            what.append({"parts": [{"soft": w.fill("and_more", n=len(broken) - RULES_OF_A_PERSON)}]})
        owed = money(p["owed"], s["currency"]) if p["owed"] else ""
        who = [str(p["worker"])] + ([{"soft": str(p["facility"] or "")}] if s["facilities"] > 1 else [])
        rows.append([{"lines": who}, {"lines": what}, f"{p['findings']:,}", owed])
    columns = [
        a_column(w["worker"], "1.2fr"), a_column(w["what"], "4fr"), a_column(w["findings"], "1fr", number=True),
        a_column(w["owed"], "1.5fr", number=True),
    ]  # fmt: skip
    note = a_text(w.fill("most_affected_note", n=len(s["people"])), soft=True)
    return a_section(w["most_affected"], note, a_table(columns, rows, w))


# --- what could not be told, and how far to trust the records -----------------------------------------


def _unsettled(s: Summary, w: Words) -> Node | None:
    by_id = {r["rule"]: r for r in s["rules"]}
    rows = []
    for entry in s["unsettled"]:
        rules = [by_id[k] for k in entry["rules"]]
        reasons: Counter[str] = Counter()
        for r in rules:
            reasons.update(r["cannot_tell_because"])
        why = [w.of("reasons", code) for code, _ in reasons.most_common(REASONS_SHOWN)]
        titles = [_say(r["title"], w) for r in rules]
        rows.append([_say(entry["record"], w), {"lines": titles}, {"lines": why}, concerned(rules, w)])
    columns = [
        a_column(w["record"], "2.2fr"), a_column(w["rules"], "2.2fr"), a_column(w["why"], "2fr"),
        a_column(w["people"], "0.8fr", number=True),
    ]  # fmt: skip
    return (
        a_section(w["cannot_tell"], a_text(w["cannot_tell_note"]), a_table(columns, rows, w, most=None))
        if rows
        else None
    )


def _answers(s: Summary, w: Words) -> Node | None:
    found = s.get("answers")
    if not found:
        return None
    keys = ("asked", "met", "not_met", "cannot_tell")
    counts = [
        [w.of("topics", topic), *(f"{c[k]:,}" for k in keys)]
        for topic, c in found["topics"].items()
        if c["asked"]
    ]
    numbers = [a_column(w[k], number=True) for k in ("asked", "met", "not_met", "untold")]
    failed = [
        [_say(n["text"], w), SAID.get(n["answer"].lower(), {}).get(w.lang, n["answer"]), _say(n["evidence"], w),
         ", ".join(n["provisions"])]
        for n in found["not_met"]
    ]  # fmt: skip
    columns = [
        a_column(w["question"], "3fr"), a_column(w["answer"]), a_column(w["evidence"], "2fr"), a_column(w["law"], "1.6fr"),
    ]  # fmt: skip
    return a_section(
        w["answers"],
        a_text(w["answers_note"]),
        a_table([a_column(w["topic"], "3fr"), *numbers], counts, w),
        a_table(columns, failed, w) if failed else None,
    )


def _sample(s: Summary, w: Words) -> Node | None:
    rules = sorted((r for r in ranking.broken(s) if r["sample"]), key=lambda r: r["sample"]["10"])
    if not rules:
        return None
    rows = [
        [
            _say(r["title"], w), w.fill("of", n=r["people"]["not_met"], m=r["people"]["checked"]), share(r["sample"]["10"]),
            {"bar": r["sample"]["10"], "tone": "plain"}, share(r["sample"]["30"]),
        ]
        for r in rules
    ]  # fmt: skip
    columns = [
        a_column(w["rule"], "3fr"), a_column(w["affected"], "1.2fr", number=True),
        a_column(w.fill("sample_of", n=10), "1.2fr", number=True), a_column("", "1.2fr"),
        a_column(w.fill("sample_of", n=30), "1.2fr", number=True),
    ]  # fmt: skip
    return a_section(w["sample"], a_text(w["sample_note"]), a_table(columns, rows, w))


def _indicators(s: Summary, w: Words) -> Node | None:
    gaps = [g for g in s["indicators"] if g["kind"] == "pay-gap"]
    if not gaps:
        return None
    shown = [g for g in gaps if min(g["women"], g["men"]) >= FEWEST_SHOWN]
    several = s["facilities"] > 1
    rows = [
        [
            {"lines": [g["job"], {"soft": g["facility"]}]} if several else g["job"], f"{g['women']:,}", f"{g['men']:,}",
            money(g["women_hourly"], s["currency"]), money(g["men_hourly"], s["currency"]), gap(g, w),
        ]
        for g in shown
    ]  # fmt: skip
    columns = [
        a_column(w["job"], "2fr"), a_column(w["women"], "0.8fr", number=True), a_column(w["men"], "0.8fr", number=True),
        a_column(w.fill("per_hour", who=w["women"]), "1.2fr", number=True),
        a_column(w.fill("per_hour", who=w["men"]), "1.2fr", number=True), a_column(w["gap"], "1.5fr"),
    ]  # fmt: skip
    hidden = len(gaps) - len(shown)
    note = a_text(w.fill("suppressed", n=hidden, least=FEWEST_SHOWN), soft=True) if hidden else None
    table = a_table(columns, rows, w) if rows else None
    return a_section(w["indicators"], a_text(w["indicators_note"]), table, note)


def _signs(s: Summary, w: Words, *, people: bool) -> Node | None:
    if not s["files"] and not s["integrity"]:
        return None  # a dataset: the screen was not run
    signs = [_sign(sign, w, people=people) for sign in s["integrity"]]
    shown = {"kind": "signs", "signs": signs} if signs else a_text(w["no_signs"])
    return a_section(w["integrity"], a_text(w["integrity_note"]), shown)


def _sign(sign: dict[str, Any], w: Words, *, people: bool) -> Node:
    about = [w.of("strength", sign["strength"])]
    if sign["workers"]:
        about.append(w.fill("sign_workers", n=sign["workers"]))
    about.append(w.fill("false_alarm", rate=f"{sign['false_alarm_rate'] * 100:.2g} %"))
    # Lists are examples, and examples name workers.
    kept = {k: v for k, v in sign["evidence"].items() if people or not isinstance(v, (list, dict))}
    told = " · ".join(f"{k.replace('_', ' ')} {plain(v)}" for k, v in kept.items() if v not in (None, [], {}))
    evidence = {"parts": [f"{w['evidence']}: ", _in(told, "en", w)]} if told else None
    return {"text": _say(sign["text"], w), "about": w.listed(about), "evidence": evidence}


def _files(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None) -> Node | None:
    if not s["files"]:
        return None
    rows = [
        [
            {"lines": [f["file"], *([{"soft": f["sheet"]}] if f["sheet"] else [])]}, w.of("kinds", f["kind"] or ""),
            *(f"{f[k]:,}" for k in ("rows_read", "rows_used", "rows_rejected")),
        ]
        for f in s["files"]
    ]  # fmt: skip
    columns = [
        a_column(w["file"], "3fr"), a_column(w["kind"], "2fr"), *(a_column(w[k], number=True) for k in ("rows", "used", "rejected")),
    ]  # fmt: skip
    said = [_said(con, name, w) for name in ("rejects", "notes")] if con else []
    return a_section(
        w["files"],
        a_text(w["files_note"]),
        a_table(columns, rows, w),
        *(b for blocks in said for b in blocks),
    )


def _said(con: duckdb.DuckDBPyConnection, name: str, w: Words) -> list[Node]:
    rows = [
        [_say({"en": text}, w), file or "", f"{n:,}", "–" if row is None else f"{row:,}"]
        for file, _, text, n, row in figures.said_of_rows(con, name)
    ]
    columns = [
        a_column(w["why"], "3fr"), a_column(w["file"], "2fr"), a_column(w["rows"], "0.9fr", number=True),
        a_column(w["first_row"], "0.9fr", number=True),
    ]  # fmt: skip
    return [{"kind": "heading", "text": w[name]}, a_table(columns, rows, w)] if rows else []


def _assumptions(s: Summary, w: Words) -> Node | None:
    texts = [_say(a["text"], w) for a in s["assumptions"]]
    return a_section(w["assumptions"], {"kind": "list", "items": texts}) if texts else None


def _all_rules(s: Summary, w: Words) -> Node | None:
    topics = list(w.entries["topics"])
    rules = sorted(ranking.judged(s), key=lambda r: (topics.index(r["topic"]), r["rule"]))
    rows = [
        [
            {"parts": [_say(r["title"], w), *([] if r["verified"] else [{"soft": f" ({w['not_verified']})"}])]}, _law(r, s, w),
            f"{r['met']:,}", f"{r['not_met']:,}", f"{r['cannot_tell']:,}", share(r["coverage"]),
        ]
        for r in rules
    ]  # fmt: skip
    columns = [
        a_column(w["rule"], "2.4fr"), a_column(w["law"], "2.4fr"),
        *(a_column(w[k], "0.8fr", number=True) for k in ("met", "not_met", "unknown", "coverage")),
    ]  # fmt: skip
    return (
        a_section(w["all_rules"], a_text(w["all_rules_note"]), a_table(columns, rows, w, most=None))
        if rows
        else None
    )
