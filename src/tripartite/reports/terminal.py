"""The summary on a terminal: the worst first, and what to do about what cannot be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tripartite.reports.wording import money, pad, quantity, say, words

BOLD, RED, DIM, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
SHOWN_REASONS = 2


def broken_rules(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Rules not met, those that touch most people first; law before what is owed elsewhere."""
    found = [r for r in summary["rules"] if r["not_met"] and not r["indicator"]]
    return sorted(found, key=lambda r: (-r["people"]["not_met"], -r["not_met"], r["rule"]))


def render(summary: dict[str, Any], out: Path | None = None, *, colour: bool = False, lang: str = "en") -> str:
    """The summary as text for a terminal of 100 columns or more."""
    w = words(lang)

    def mark(text: str, code: str) -> str:
        return f"{code}{text}{PLAIN}" if colour else text

    lines = [*_head(summary, w, mark), ""]
    lines += _broken(summary, w, mark, lang)
    lines += _unsettled(summary, mark, lang)
    if summary["integrity"]:
        lines += [mark(f"{w['integrity']} ({w['integrity_notice']})", BOLD)]
        lines += [f"  [{w['strength'][s['strength']]}] {say(s['text'], lang)}" for s in summary["integrity"]] + [""]
    lines += [f"* {say(a['text'], lang)}" for a in summary["assumptions"]]
    read, used = (sum(f[k] for f in summary["files"]) for k in ("rows_read", "rows_used"))
    if summary["files"]:
        lines.append(f"{len(summary['files'])} sheets: {read:,} rows read, {used:,} used, {summary['rejects']:,} in rejects.csv, each with its reason.")
    if out:
        lines.append(f"Report: {out}/report.html   Table: {out}/findings.xlsx   Why: tripartite explain {out} F0000001")
    lines.append(w["notice"])
    return "\n".join(lines)


def _head(summary: dict[str, Any], w: dict[str, Any], mark: Any) -> list[str]:
    period = summary["period"]
    told = sum(1 for r in summary["rules"] if r["met"] or r["not_met"])
    lines = [
        mark(f"{summary['workers']:,} workers, {summary['worker_days']:,} days of work, {period['from']} to {period['to']}, {' + '.join(summary['standards'])}", BOLD),
        mark(f"{summary['people_affected']:,} {w['people_affected']}", RED if summary["people_affected"] else PLAIN)
        + f" {w['of_people'].format(n=format(summary['workers'], ','))}; {len(broken_rules(summary))} {w['rules_broken']} {w['of_rules'].format(n=told)}",
    ]
    for currency, owed in summary["back_pay"].items():
        kinds = ", ".join(f"{w['entitlements'].get(k, k)} {money(v, currency)}" for k, v in owed["by_entitlement"].items())
        lines.append(f"{mark(money(owed['total'], currency), BOLD)} {w['back_pay']} {w['to_people'].format(n=owed['people'])} ({kinds})")
    return lines


def _broken(summary: dict[str, Any], w: dict[str, Any], mark: Any, lang: str) -> list[str]:
    rules = broken_rules(summary)
    if not rules:
        return [w["nothing_found"], ""]
    out = [mark(f"{pad(w['rule'], 58)} {pad(w['people'], 7)} {pad(w['times'], 8)} {pad(w['observed'], 16)} {pad(w['limit'], 12)} {w['coverage']}", DIM)]
    for r in rules:
        worst = r["worst"] or {"observed": None, "limit": None}
        currency = summary["currency"]
        out.append(
            f"{pad(say(r['title'], lang), 58)} {pad(format(r['people']['not_met'], ','), 7)} {pad(format(r['not_met'], ','), 8)} "
            f"{pad(quantity(worst['observed'], r['unit'], currency, lang), 16)} {pad(quantity(worst['limit'], r['unit'], currency, lang), 12)} {r['coverage']:.0%}"
        )
        law = f"{say(r['instrument_title'], lang)} art. {r['article']}"
        out.append(mark(f"    {r['rule']}: {law}", DIM))
    return [*out, ""]


def _unsettled(summary: dict[str, Any], mark: Any, lang: str) -> list[str]:
    w = words(lang)
    if not summary["unsettled"]:
        return []
    out = [mark(w["cannot_tell"], BOLD)]
    for entry in summary["unsettled"][:12]:
        out.append(f"  {entry['people']:>6,} {w['people'].lower()}  {say(entry['record'], lang)}")
    if len(summary["unsettled"]) > 12:  # noqa: PLR2004
        out.append(f"  ... {len(summary['unsettled']) - 12} more in the report")
    return [*out, ""]
