"""The report as one HTML file: opens without a network, prints on A4, reads on a phone, runs no script."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from tripartite.reports import figures
from tripartite.reports import sections_of_findings as found
from tripartite.reports import sections_of_records as told
from tripartite.reports.carried_fonts import font_faces
from tripartite.reports.markup import dated, facts
from tripartite.reports.wording import HTML_LANGUAGE, Words, words

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
HEADING = re.compile(r'<section id="([\w-]+)"[^>]*><h2[^>]*>(.*?)</h2>')


def write(
    path: Path, summary: dict[str, Any], con: duckdb.DuckDBPyConnection | None = None, lang: str = "en"
) -> None:
    """Write report.html from the summary and, for spreads, examples and rejects, the tables of `con`."""
    path.write_text(render(summary, lang, con), encoding="utf-8", errors="backslashreplace")


def render(summary: dict[str, Any], lang: str = "en", con: duckdb.DuckDBPyConnection | None = None) -> str:
    """The report as HTML. Without `con` (tables findings, rejects, notes) it holds what the summary says."""
    w = words(lang)
    breaches = figures.breaches(con) if con else {}
    body = "\n".join(
        (
            found.first(summary, w, breaches),
            found.back_pay(summary, w),
            found.topics(summary, w, breaches),
            found.people(summary, w, con),
            told.unsettled(summary, w),
            told.answers(summary, w),
            told.sample(summary, w),
            told.indicators(summary, w),
            told.signs(summary, w),
            told.files(summary, w, con),
            told.assumptions(summary, w),
            told.all_rules(summary, w),
            told.method(w),
        )
    )
    contents = "".join(f'<li><a href="#{key}">{title}</a></li>' for key, title in HEADING.findall(body))
    name = facility(summary, w)
    return Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
        lang=HTML_LANGUAGE.get(w.lang, w.lang),
        title=escape(f"{w['title']} – {name}"),
        style=font_faces(body) + (HERE / "page.css").read_text(encoding="utf-8"),
        skip=escape(w["skip"]),
        kicker=escape(w["title"]),
        heading=escape(name),
        about=facts([(name, dated(told)) for name, told in about(summary, w)], "")
        .removeprefix('<dl class="">')
        .removesuffix("</dl>"),
        notice=escape(w["notice"]),
        contents_label=escape(w["contents"]),
        contents=contents,
        body=body,
        footer=escape(f"{made(summary, w, 'footer')} {w['notice']}"),
    )


def facility(summary: dict[str, Any], w: Words) -> str:
    """The facility's name; the place where none was given."""
    name = summary.get("facility")
    return str(name) if name and name != "facility" else place(summary, w)


def place(summary: dict[str, Any], w: Words) -> str:
    country = w.of("countries", summary["country"])
    return w.listed((country, summary["region"])) if summary.get("region") else country


def about(s: dict[str, Any], w: Words) -> list[tuple[str, str]]:
    """When, where, against what and what was held, and by whom it was made."""
    held = [w.fill("workers_n", n=s["workers"]), w.fill("worker_days", n=s["worker_days"])]
    if s["facilities"] > 1:
        held.insert(0, w.fill("facilities_n", n=s["facilities"]))
    period = w.fill("span", **{"from": s["period"]["from"] or "–", "to": s["period"]["to"] or "–"})
    pairs = [
        (w["period"], period),
        (w["place"], place(s, w)),
        (w["standards"], w.listed(w.of("standard_names", k) for k in s["standards"])),
        (w["held"], w.listed(held)),
        (w["made"], made(s, w, "made_by")),
    ]
    if s.get("anonymised"):
        pairs.append(("", w["anonymised"]))
    return pairs


def made(s: dict[str, Any], w: Words, key: str) -> str:
    """When and by which version the check was made, in the words of `key`."""
    return w.fill(key, when=s["made"][:16].replace("T", " ") + " UTC", version=s["tripartite"])
