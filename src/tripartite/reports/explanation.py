"""A finding's explanation as text."""

from __future__ import annotations

from typing import Any

from tripartite.reports.wording import money, quantity, say


def _clock(minute: int | None) -> str:
    if minute is None or minute < 0:
        return "--:--"
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}" + ("+1" if minute >= 1440 else "")  # noqa: PLR2004


def render(told: dict[str, Any], lang: str = "en") -> str:
    """What was found, in which rows, by which formula, under which law."""
    f = told["finding"]
    currency = f["currency"] or ""
    out = [
        f"{f['id']}  {say(told['title'], lang)}",
        f"  worker {f['worker']} in {f['facility']}, {f['start']} to {f['end']}" if f["worker"] else f"  {f['facility']}, {f['start']} to {f['end']}",
        f"  observed {quantity(f['observed'], f['unit'], currency)}, limit {quantity(f['limit'], f['unit'], currency)} ({f['certainty']})",
    ]
    if f["owed"]:
        out.append(f"  owed {money(f['owed'], currency)}")
    out += ["", f"Formula: {told['formula']}", f"  {told['measure']['name']}: {told['measure']['is']}", "", "Law:"]
    for law in [told["law"], *told["also"]]:
        unread = "" if law["verified"] else "  [not verified]"
        out.append(f"  {say(law['instrument'], lang)}, article {law['article']}{unread}")
        out.append(f"    {say(law['asks'], lang)}")
        out.append(f"    read in: {law['source']} ({law['read'] or 'not read'}) {law['url']}")
    if told["days"]:
        out += ["", "Days:"]
        for d in told["days"]:
            hours = quantity(d["minutes"], "minute", "")
            row = f"{d['file'] or ''} row {d['row']}" if d["row"] else ""
            out.append(f"  {d['date']}  {_clock(d['start'])}-{_clock(d['end'])}  {hours if d['complete'] else 'at least ' + hours}  {d['leave'] or ''}  {row}".rstrip())
    if told["pay"]:
        out += ["", "Pay:"]
        out += [f"  {p['start']} to {p['end']}  {p['label'] or p['component']} ({p['component']})  {money(p['amount'], p['currency'])}  {p['file']} {p['sheet'] or ''} row {p['row']}" for p in told["pay"]]
    if told["wages"]:
        out += ["", "Contract wage:"]
        out += [f"  {w['from'] or '...'} to {w['to'] or '...'}  {money(w['amount'], w['currency'])} {w['basis']}  {w['file']} row {w['row']}" for w in told["wages"]]
    if told["conditions"]:
        out += ["", "Conditions:"]
        out += [f"  {c['kind']} {c['from'] or '...'} to {c['to'] or '...'}  {c['file']} row {c['row']}" for c in told["conditions"]]
    if told["advice"]:
        out += ["", say(told["advice"], lang)]
    return "\n".join(out)
