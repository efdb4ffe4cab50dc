"""The summary on a terminal: the worst first, sums owed, and what would settle what cannot be told."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.reports import ranking
from tripartite.reports.wording import Words, money, pad, share, width, words, wrap

if TYPE_CHECKING:
    from tripartite.reports.ranking import Rule

BOLD, RED, DIM, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
NARROWEST, WIDEST = 60, 120
RECORDS_SHOWN = 8
NARROWEST_TITLE = 26

Mark = Callable[[str, str], str]


def render(
    summary: dict[str, Any],
    out: Path | None = None,
    *,
    colour: bool = False,
    lang: str = "en",
    columns: int = 100,
    absent: Collection[str] = (),
) -> str:
    """The summary as text for a terminal so many columns wide. NO_COLOR in the environment wins over `colour`.

    `absent`: what `out` does not hold, `findings.xlsx` or `records`, so that nothing is named that is not there.
    """
    w = words(lang)
    columns = max(NARROWEST, min(columns, WIDEST))
    coloured = colour and not os.environ.get("NO_COLOR")

    def mark(text: str, code: str) -> str:
        return f"{code}{text}{PLAIN}" if coloured else text

    blocks = [
        _head(summary, w, mark, columns),
        _broken(summary, w, mark, columns),
        _unsettled(summary, w, mark, columns),
        _signs(summary, w, mark, columns),
        _records(summary, w, out, columns),
        _whereabouts(summary, w, out, columns, absent),
    ]
    return "\n\n".join("\n".join(b) for b in blocks if b)


def _head(s: dict[str, Any], w: Words, mark: Mark, columns: int) -> list[str]:
    period = w.fill("span", **{"from": s["period"]["from"] or "–", "to": s["period"]["to"] or "–"})
    held = [w.fill("workers_n", n=s["workers"]), w.fill("worker_days", n=s["worker_days"]), period]
    held.append(w.listed(w.of("standard_names", k) for k in s["standards"]))
    lines = [mark(line, BOLD) for line in wrap(" · ".join(held), columns)]
    n = s["people_affected"]
    people = wrap(w.fill("terminal_people", n=n, m=s["workers"]), columns)
    lines += ["", *(mark(line, RED + BOLD if n else PLAIN) for line in people)]
    owing = "terminal_owed_least" if ranking.is_least(s) else "terminal_owed"
    for currency, owed in s["back_pay"].items():
        sums = w.fill(owing, n=owed["people"], x=money(owed["total"], currency))
        lines += [mark(line, BOLD) for line in wrap(sums, columns)]
        kinds = owed["by_entitlement"].items()
        lines += [f"  {pad(money(v, currency), 20, right=True)}  {w.of('entitlements', k)}" for k, v in kinds]
    broken, told = ranking.broken(s), ranking.told(s)
    return [*lines, *wrap(w.fill("terminal_rules", n=len(broken), m=len(told)), columns)]


def _broken(s: dict[str, Any], w: Words, mark: Mark, columns: int) -> list[str]:
    rules = ranking.broken(s)
    if not rules:
        return wrap(w["nothing_found"] if ranking.told(s) else w["nothing_told"], columns)
    names = (w["affected"], w["worst"], w["limit"], w["coverage"])
    rows = [_cells(r, s, w) for r in rules]
    widths = [max(width(row[i]) for row in [names, *rows]) for i in range(len(names))]
    title = columns - sum(widths) - 2 * len(widths)
    if title < NARROWEST_TITLE:
        return _stacked(rules, rows, s, w, mark, columns)

    def line(first: str, cells: tuple[str, ...]) -> str:
        return (
            pad(first, title) + "".join("  " + pad(c, x) for c, x in zip(cells, widths, strict=True))
        ).rstrip()

    out = [mark(line(w["rule"], names), DIM)]
    for r, cells in zip(rules, rows, strict=True):
        first, *more = wrap(w.say(r["title"]), title)
        out += [line(first, cells), *more, *_law(r, s, w, mark, columns)]
    return out


def _stacked(
    rules: list[Rule],
    rows: list[tuple[str, str, str, str]],
    s: dict[str, Any],
    w: Words,
    mark: Mark,
    columns: int,
) -> list[str]:
    """For a narrow terminal: each rule's figures under its title."""
    out = []
    for r, cells in zip(rules, rows, strict=True):
        out += wrap(w.say(r["title"]), columns)
        out += ["  " + line for line in wrap(" · ".join(cells[:3]), columns - 2)]
        out += _law(r, s, w, mark, columns)
    return out


def _cells(r: Rule, s: dict[str, Any], w: Words) -> tuple[str, str, str, str]:
    worst = r["worst"] or {"observed": None, "limit": None}
    return (
        w.touched(r),
        w.observed(r, worst["observed"], s["currency"], worst.get("certainty", "certain")),
        w.allowed(r, worst["limit"], s["currency"]),
        share(r["coverage"]),
    )


def _law(r: Rule, s: dict[str, Any], w: Words, mark: Mark, columns: int) -> list[str]:
    law = f"{r['rule']}: {w.cite(r['instrument_title'], r['article'])}"
    if r["is_convention"] and not r["ratified"]:
        law += f" ({w.fill('not_ratified', country=w.of('countries', s['country']))})"
    return [mark("  " + line, DIM) for line in wrap(law, columns - 2)]


def _unsettled(s: dict[str, Any], w: Words, mark: Mark, columns: int) -> list[str]:
    if not s["unsettled"]:
        return []
    out = [mark(w["cannot_tell"], BOLD)]
    entries = s["unsettled"][:RECORDS_SHOWN]
    people = [w.fill("person", "per", n=entry["people"]) for entry in entries]
    most = max(14, *(width(p) for p in people))
    for entry, touched in zip(entries, people, strict=True):
        first, *more = wrap(w.say(entry["record"]), columns - most - 2)
        out.append(f"{pad(touched, most, right=True)}  {first}")
        out += [" " * (most + 2) + line for line in more]
    left = len(s["unsettled"]) - RECORDS_SHOWN
    return [*out, " " * (most + 2) + w.fill("more_records", n=left)] if left > 0 else out


def _signs(s: dict[str, Any], w: Words, mark: Mark, columns: int) -> list[str]:
    if not s["integrity"]:
        return []
    out = [mark(w["integrity"], BOLD), *wrap(w["integrity_note"], columns)]
    for sign in s["integrity"]:
        rate = w.fill("false_alarm", rate=f"{sign['false_alarm_rate'] * 100:.2g} %")
        first, *more = wrap(
            f"{w.of('strength', sign['strength'])}: {w.say(sign['text'])} ({rate})", columns - 4
        )
        out += ["  - " + first, *("    " + line for line in more)]
    return out


def _records(s: dict[str, Any], w: Words, out: Path | None, columns: int) -> list[str]:
    lines = []
    for a in s["assumptions"]:
        first, *more = wrap(w.say(a["text"]), columns - 2)
        lines += ["* " + first, *("  " + line for line in more)]
    if s["files"]:
        read, used, rejected = (
            sum(f[k] for f in s["files"]) for k in ("rows_read", "rows_used", "rows_rejected")
        )
        text = w.fill("terminal_files", n=len(s["files"]), read=read, used=used, rejected=rejected)
        if rejected:
            text += w["comma"] + w.fill(
                "rejects_where", path=str(out / "rejects.csv") if out else "rejects.csv"
            )
        lines += wrap(text, columns)
    return lines


def _whereabouts(
    s: dict[str, Any], w: Words, out: Path | None, columns: int, absent: Collection[str]
) -> list[str]:
    notice = wrap(w["notice"], columns)
    if out is None:
        return notice
    rows = [(w["report"], str(out / "report.html"))]
    if "findings.xlsx" not in absent:
        rows.append((w["table"], str(out / "findings.xlsx")))
    if "records" not in absent and ranking.broken(s):
        rows.append((w["explain"], f"tripartite explain {out} F0000001"))
    most = max(width(name) for name, _ in rows)
    return [*(f"{pad(name, most)}  {value}" for name, value in rows), *notice]
