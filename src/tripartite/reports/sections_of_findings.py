"""The report's sections on what was found: what matters first, back pay, findings by topic, people."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from tripartite.reports import charts, citation, figures, ranking
from tripartite.reports.markup import Column, dated, facts, items, paragraph, section, table
from tripartite.reports.wording import Words, foreign, money, share

if TYPE_CHECKING:
    import duckdb

    from tripartite.reports.figures import Breach
    from tripartite.reports.ranking import Rule

Summary = dict[str, Any]
SHOWN_FIRST = 5
RULES_OF_A_PERSON = 3


def anchor(rule: str) -> str:
    return escape("rule-" + rule.replace("/", "-"))


def first(s: Summary, w: Words, breaches: dict[str, Breach]) -> str:
    """People affected, sums owed, rules broken, and the worst of them."""
    return section("first", w["first"], _headline(s, w), _worst_first(s, w, breaches))


def _headline(s: Summary, w: Words) -> str:
    broken, told = ranking.broken(s), ranking.told(s)
    n, workers = s["people_affected"], s["workers"]
    cells = [
        _figure(f"{n:,}", w.fill("people_affected", n=n), w.fill("of_workers", n=workers), bad=n > 0)
        + charts.bar(n / workers if workers else 0, "broken")
    ]
    least = "back_pay_least" if ranking.is_least(s) else "back_pay_owed"
    for currency, owed in s["back_pay"].items():
        figure = money(owed["total"], currency).removesuffix(currency).rstrip()
        amount = f'{figure} <span class="unit">{escape(currency)}</span>'
        cells.append(_figure(amount, w.fill(least), w.fill("to_people", n=owed["people"]), bad=True))
    untold = len(ranking.judged(s)) - len(told)
    more = [w.fill("of_rules", n=len(told))] + ([w.fill("rules_untold", n=untold)] if untold else [])
    cells.append(_figure(str(len(broken)), w.fill("rules_not_met", n=len(broken)), *more, bad=bool(broken)))
    return items(cells, "figures")


def _figure(big: str, text: str, *more: str, bad: bool) -> str:
    rest = "".join(f'<br><span class="soft">{escape(m)}</span>' for m in more)
    return f"<b{' class=bad' if bad else ''}>{big}</b>{escape(text)}{rest}"


def _worst_first(s: Summary, w: Words, breaches: dict[str, Breach]) -> str:
    broken = ranking.broken(s)
    if not broken:
        return paragraph(w["nothing_found"] if ranking.told(s) else w["nothing_told"])
    rows = [
        (
            f'<a href="#{anchor(r["rule"])}">{w.html(r["title"])}</a>',
            escape(w.touched(r)),
            charts.bar(_part(r), "broken"),
            escape(worst_of(r, w, breaches, s["currency"])),
            escape(w.allowed(r, r["worst"] and r["worst"]["limit"], s["currency"])),
        )
        for r in broken[:SHOWN_FIRST]
    ]
    columns = [
        Column(w["rule"]),
        Column(w["affected"], "keep"),
        Column("", "chart"),
        Column(w["worst"]),
        Column(w["limit"]),
    ]
    left = len(broken) - SHOWN_FIRST
    more = f'<p><a href="#topics">{escape(w.fill("more_below", n=left))}</a></p>' if left > 0 else ""
    return table(columns, rows) + more + paragraph(w["order_explained"], "soft")


def _part(r: Rule) -> float:
    return r["people"]["not_met"] / r["people"]["checked"] if r["people"]["checked"] else 0.0


def worst_of(r: Rule, w: Words, breaches: dict[str, Breach], currency: str) -> str:
    """The worst value, with what is sure about it."""
    if not r["worst"]:
        return "–"
    found = breaches.get(r["rule"])
    certainty = r["worst"].get("certainty") or (
        found.examples[0]["certainty"] if found and found.examples else "certain"
    )
    return w.observed(r, r["worst"]["observed"], currency, certainty)


def back_pay(s: Summary, w: Words) -> str:
    """Sums by entitlement and by month; each table is its chart's text."""
    if not s["back_pay"]:
        return ""
    parts = [
        paragraph(w["back_pay_lower"] if ranking.is_least(s) else ""),
        paragraph(w["back_pay_once"], "soft"),
    ]
    for currency, owed in s["back_pay"].items():
        named = [(w.of("entitlements", k), v) for k, v in owed["by_entitlement"].items()]
        parts.append(_amounts(w["entitlement"], named, currency, w, w["by_entitlement"], owed["total"]))
    months = every_month(s["back_pay_by_month"])
    if len(months) > 1:
        parts.append(_amounts(w["month"], months, s["currency"], w, w["by_month"], max(v for _, v in months)))
    return section("back-pay", w["back_pay"], *parts)


def every_month(sums: dict[str, int]) -> list[tuple[str, int]]:
    """Sums by month, with the months between in which nothing is owed."""
    numbers = [int(m[:4]) * 12 + int(m[5:]) - 1 for m in sums]
    every = range(min(numbers), max(numbers) + 1) if numbers else ()
    names = (f"{n // 12}-{n % 12 + 1:02d}" for n in every)
    return [(m, sums.get(m, 0)) for m in names]


def _amounts(
    name: str, rows: list[tuple[str, int]], currency: str, w: Words, caption: str, whole: int
) -> str:
    columns = [Column(name, "keep"), Column(w["amount"], "n"), Column("", "chart wide")]
    cells = [(escape(k), escape(money(v, currency)), charts.bar(v / whole if whole else 0)) for k, v in rows]
    return table(columns, cells, caption, "dense")


def topics(s: Summary, w: Words, breaches: dict[str, Breach]) -> str:
    """Every rule not met, by topic, the worst first in each."""
    broken = ranking.broken(s)
    parts = []
    for topic, name in w.entries["topics"].items():
        rules = [r for r in broken if r["topic"] == topic]
        if rules:
            parts.append(
                f"<h3>{escape(name)}</h3>" + "".join(_breach(r, s, w, breaches.get(r["rule"])) for r in rules)
            )
    return section("topics", w["by_topic"], *parts) if parts else ""


def _breach(r: Rule, s: Summary, w: Words, found: Breach | None) -> str:
    currency = s["currency"]
    advice = (
        f'<p class="advice"><b>{escape(w["what_to_do"])}</b> {w.html(r["advice"])}</p>' if r["advice"] else ""
    )
    parts = [
        ("broken", r["not_met"], w["not_met"]),
        ("unsure", r["cannot_tell"], w["unknown"]),
        ("met", r["met"], w["met"]),
    ]
    whole = charts.shares(
        parts, w.fill("share_title", what=w.times(r, r["applicable"]), share=share(r["coverage"]))
    )
    spread = charts.histogram(found.spread, r["unit"], currency, w) if found and found.spread else ""
    return (
        f'<article id="{anchor(r["rule"])}"><h4>{w.html(r["title"])}</h4>'
        f'<p class="law">{law(r, s, w)}</p><p class="soft">{escape(w["what_it_asks"])} {w.html(r["asks"])}</p>'
        f'{facts(_facts(r, s, w, found))}{_certainty(w, found)}<div class="pictures">{spread}{whole}</div>{_examples(r, w, found, currency)}{advice}</article>'
    )


def law(r: Rule, s: Summary, w: Words) -> str:
    """The instrument and article, in the page's language and the law's own; for a convention, whether it binds."""
    text = "".join(
        escape(part) if lang == w.lang else foreign(part, lang) for part, lang in citation.cited(r, s, w)
    )
    binds = citation.standing(r, s, w)
    return f'{text} <span class="tag">({escape(binds)})</span>' if binds else text


def _facts(r: Rule, s: Summary, w: Words, found: Breach | None) -> list[tuple[str, str]]:
    currency = s["currency"]
    people = w["facilities"] if r["scope"] == "facility" else w["people"]
    pairs = [
        (people, escape(w.fill("of", n=r["people"]["not_met"], m=r["people"]["checked"]))),
        (w["times"], escape(w.times(r, r["not_met"]))),
        (w["worst"], escape(worst_of(r, w, {r["rule"]: found} if found else {}, currency))),
        (w["limit"], escape(w.allowed(r, r["worst"] and r["worst"]["limit"], currency))),
    ]
    pairs += [(w["owed"], escape(money(v, c))) for c, v in r["owed"].items() if v]
    return pairs


def _certainty(w: Words, found: Breach | None) -> str:
    """How many of the findings are certain, lower bounds or assumed; nothing where all are certain."""
    if not found or set(found.certainties) == {"certain"}:
        return ""
    told = w.listed(w.fill(k, "certainty_count", n=n) for k, n in found.certainties.items())
    return paragraph(w.fill("certainty_line", told=told), "soft")


def _examples(r: Rule, w: Words, found: Breach | None, currency: str) -> str:
    if not found or len(found.examples) < 2:
        return ""
    lines = []
    for e in found.examples:
        who = e["worker"] or e["facility"] or ""
        when = (
            str(e["start"])
            if e["start"] == e["end"]
            else w.fill("span", **{"from": str(e["start"]), "to": str(e["end"])})
        )
        value = w.observed(r, e["observed"], currency, e["certainty"])
        lines.append(
            f"{escape(who)} · {dated(when)} · {escape(value)} <span class=soft>{escape(e['id'])}</span>"
        )
    return f'<p class="label">{escape(w["worst_findings"])}</p>{items(lines, "plain worst")}'


def people(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None) -> str:
    """The people with most owed to them and most findings, and what these are."""
    if not s["people"]:
        return ""
    titles = {r["rule"]: r["title"] for r in s["rules"]}
    rules = figures.rules_of_people(con, s["people"]) if con else {}
    several = s["facilities"] > 1
    columns = [Column(w["worker"], "keep")] + ([Column(w["facility"])] if several else [])
    columns += [Column(w["what"]), Column(w["findings"], "n"), Column(w["owed"], "n")]
    rows = []
    for p in s["people"]:
        broken = rules.get((p["facility"], p["worker"]), [])
        what = [
            f"{w.html(titles.get(k))} <span class=soft>×{n:,}</span>" for k, n in broken[:RULES_OF_A_PERSON]
        ]
        if len(broken) > RULES_OF_A_PERSON:
            more = w.fill("and_more", n=len(broken) - RULES_OF_A_PERSON)
            what.append(f"<span class=soft>{escape(more)}</span>")
        cells = [escape(str(p["worker"]))] + ([escape(str(p["facility"] or ""))] if several else [])
        owed = money(p["owed"], s["currency"]) if p["owed"] else ""
        rows.append([*cells, items(what), f"{p['findings']:,}", escape(owed)])
    note = paragraph(w.fill("most_affected_note", n=len(s["people"])), "soft")
    return section("people", w["most_affected"], note, table(columns, rows), _facilities(s, w, con))


def _facilities(s: Summary, w: Words, con: duckdb.DuckDBPyConnection | None) -> str:
    if con is None or s["facilities"] < 2:
        return ""
    rows = [(escape(f or ""), f"{n:,}", f"{k:,}") for f, n, k in figures.facilities_most_affected(con)]
    columns = [Column(w["facility"]), Column(w["people"], "n"), Column(w["findings"], "n")]
    return (
        f"<h3>{escape(w['facilities_most_affected'])}</h3>"
        + paragraph(w.fill("facilities_note", n=len(rows)), "soft")
        + table(columns, rows)
    )
