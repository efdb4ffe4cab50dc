"""A check's results as its pages show them, in the words and the order of reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from tripartite.reports import charts, figures, html, ranking
from tripartite.reports import sections_of_findings as found
from tripartite.reports import sections_of_records as told
from tripartite.reports.bundle_content import FEWEST
from tripartite.reports.markup import dated
from tripartite.reports.wording import Words, money, share
from tripartite.site.checks.addresses import place
from tripartite.site.checks.opened import Seen

SHOWN_FIRST = 5
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Figure:
    """One of the large figures at the head: the number, what it counts, and what stands below."""

    big: str
    text: str
    more: tuple[str, ...] = ()
    bad: bool = False
    part: float | None = None

    @property
    def bar(self) -> SafeString | str:
        return safe(charts.bar(self.part, "broken")) if self.part is not None else ""


def safe(markup: str) -> SafeString:
    """Markup that reports made: they escape what comes out of records."""
    return mark_safe(markup)  # noqa: S308


def few() -> str:
    return ngettext("fewer than %(n)s person", "fewer than %(n)s people", FEWEST) % {"n": FEWEST}


def about(seen: Seen, w: Words) -> list[tuple[str, SafeString]]:
    return [(name, safe(dated(text))) for name, text in html.about(seen.summary, w)]


def headline(seen: Seen, w: Words) -> list[Figure]:
    """People affected, sums owed, rules not met."""
    s = seen.summary
    n, workers = s["people_affected"], s["workers"]
    if n is None:
        people = Figure(
            "< 5", w.fill("people_affected", n=FEWEST), (w.fill("of_workers", n=workers),), bad=True
        )
    else:
        part = n / workers if workers else 0
        people = Figure(
            f"{n:,}", w.fill("people_affected", n=n), (w.fill("of_workers", n=workers),), n > 0, part
        )
    out = [people]
    least = "back_pay_least" if ranking.is_least(s) or s.get("few_left_out") else "back_pay_owed"
    for currency, owed in s["back_pay"].items():
        out.append(
            Figure(
                money(owed["total"], currency),
                w.fill(least),
                (w.fill("to_people", n=owed["people"]),),
                bad=True,
            )
        )
    broken, answered = ranking.broken(s), ranking.told(s)
    untold = len(ranking.judged(s)) - len(answered)
    more = (w.fill("of_rules", n=len(answered)), *([w.fill("rules_untold", n=untold)] if untold else []))
    return [*out, Figure(str(len(broken)), w.fill("rules_not_met", n=len(broken)), more, bad=bool(broken))]


def rule_row(r: ranking.Rule, seen: Seen, w: Words, breaches: dict[str, figures.Breach]) -> dict[str, Any]:
    """A rule not met, for lists."""
    currency, hidden = seen.summary["currency"], bool(r.get("few"))
    checked = r["people"]["checked"]
    return {
        "rule": r["rule"],
        "title": safe(w.html(r["title"])),
        "address": reverse("check_rule", kwargs={**place(seen.check), "rule": r["rule"]}),
        "law": safe(found.law(r, seen.summary, w)),
        "touched": few() if hidden else w.touched(r),
        "times": "" if hidden else w.times(r, r["not_met"]),
        "bar": "" if hidden or not checked else safe(charts.bar(r["people"]["not_met"] / checked, "broken")),
        "worst": "" if hidden else found.worst_of(r, w, breaches, currency),
        "limit": w.allowed(r, r["worst"] and r["worst"]["limit"], currency) if r["worst"] else "",
        "owed": w.listed(money(v, c) for c, v in r["owed"].items() if v),
        "coverage": "" if hidden else share(r["coverage"]),
    }


def broken_rules(seen: Seen, w: Words) -> Rows:
    breaches = figures.breaches(seen.con) if seen.con else {}
    return [rule_row(r, seen, w, breaches) | {"topic": r["topic"]} for r in ranking.broken(seen.summary)]


def by_topic(rows: Rows, w: Words) -> list[tuple[str, str, Rows]]:
    """(topic, its name, its rows) in the order of reports; topics without a row are left out."""
    named = [(k, n, [r for r in rows if r["topic"] == k]) for k, n in w.entries["topics"].items()]
    return [(k, n, some) for k, n, some in named if some]


def people(seen: Seen, w: Words) -> Rows:
    """Those most affected, with what was found."""
    if seen.con is None:
        return []
    s = seen.summary
    titles = {r["rule"]: r["title"] for r in s["rules"]}
    rules = figures.rules_of_people(seen.con, s["people"])
    return [
        {
            "worker": p["worker"],
            "what": [
                (safe(w.html(titles.get(k))), n) for k, n in rules.get((p["facility"], p["worker"]), [])[:3]
            ],
            "findings": p["findings"],
            "owed": money(p["owed"], s["currency"]) if p["owed"] else "",
        }
        for p in s["people"]
    ]


def sections(seen: Seen, w: Words) -> dict[str, SafeString]:
    """Sections that pages share with the report."""
    s = seen.summary
    return {
        "back_pay": safe(found.back_pay(s, w) if seen.con is not None else ""),
        "unsettled": safe(told.unsettled(s, w)),
        "answers": safe(told.answers(s, w)),
        "sample": safe(told.sample(s, w)),
        "indicators": safe(told.indicators(s, w)),
        "signs": safe(
            "" if s.get("integrity_kept_back") else told.signs({**s, "files": s["files"] or [1]}, w)
        ),
        "assumptions": safe(told.assumptions(s, w)),
    }


def about_records(seen: Seen, w: Words) -> list[SafeString]:
    """What was read, what was not, every rule, and how it was done."""
    s = seen.summary
    tables = seen.con if seen.whole else None
    return [
        safe(x)
        for x in (
            told.files(s, w, tables),
            told.assumptions(s, w),
            _unlinked(told.all_rules(s, w)),
            told.method(w),
        )
        if x
    ]


def _unlinked(markup: str) -> str:
    """A section without links to sections that stand on another page."""
    return re.sub(r'<a href="#[^"]*">(.*?)</a>', r"\1", markup)


def pictures(r: ranking.Rule, seen: Seen, w: Words, breach: figures.Breach | None) -> SafeString:
    """How often a rule was met, not met and not to be told, and how far beyond the limit its findings lie."""
    if r.get("few"):
        return safe("")
    parts = [
        ("broken", r["not_met"], w["not_met"]),
        ("unsure", r["cannot_tell"], w["unknown"]),
        ("met", r["met"], w["met"]),
    ]
    whole = charts.shares(
        parts, w.fill("share_title", what=w.times(r, r["applicable"]), share=share(r["coverage"]))
    )
    spread = (
        charts.histogram(breach.spread, r["unit"], seen.summary["currency"], w)
        if breach and breach.spread
        else ""
    )
    return safe(spread + whole)
