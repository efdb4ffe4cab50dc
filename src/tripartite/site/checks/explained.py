"""A finding's explanation as its page tells it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from tripartite.check import plan  # noqa: F401 - registers the measures
from tripartite.check.explain import explain
from tripartite.reports.explanation import clock
from tripartite.reports.wording import Words, money
from tripartite.site.checks.findings import listed
from tripartite.site.checks.opened import Seen
from tripartite.site.places import standards
from tripartite.standards.fields import StandardsError


def explained(seen: Seen, w: Words, number: str) -> dict[str, Any]:
    """Values, formula, law and rows of a finding. Raises Http404 where the check has none of that number.

    Where the standards no longer hold the rule, what the check itself says remains.
    """
    rows = listed(seen, w, {"id": number}, most=1)
    if not rows:
        raise Http404
    out: dict[str, Any] = {"finding": rows[0]}
    try:
        told = explain(seen.tables(), standards(), number)
    except (StandardsError, KeyError):
        told = None
    if told is None:
        return out
    return out | {
        "formula": told["formula"],
        "measure": told["measure"],
        "laws": [_law(x, w) for x in (told["law"], *told["also"])],
        "advice": told["advice"],
        "days": [_day(d, w) for d in told["days"]],
        # Through a grant of some topics one sees the rows of those, and nobody's condition.
        "pay": [_pay(p, w) for p in told["pay"]] if seen.standing.sees_topic("wages") else [],
        "wages": [_wage(x, w) for x in told["wages"]] if seen.standing.sees_topic("wages") else [],
        "conditions": [_condition(c, w) for c in told["conditions"]] if seen.whole else [],
    }


def _law(law: dict[str, Any], w: Words) -> dict[str, Any]:
    asks, lang = w.pick(law["asks"])
    return {**law, "cite": w.cite(law["instrument"], law["article"]), "asks": asks, "lang": lang}


def _day(d: dict[str, Any], w: Words) -> dict[str, Any]:
    hours = w.quantity(d["minutes"], "minute")
    known = d["complete"] or d["leave"]
    return {
        **d,
        "times": f"{clock(d['start'])}–{clock(d['end'])}" if d["start"] is not None else "",
        "hours": hours if known else w.fill("at least", "certainty", x=hours),
        "told": w.of("leaves", d["leave"]) if d["leave"] else w.of("day_kinds", d["kind"] or ""),
        "source": _source(d),
    }


def _pay(p: dict[str, Any], w: Words) -> dict[str, Any]:
    span = w.fill("span", **{"from": str(p["start"]), "to": str(p["end"])})
    return {
        **p,
        "span": span,
        "item": w.of("components", p["component"]),
        "sum": money(p["amount"], p["currency"] or ""),
        "source": _source(p),
    }


def _wage(x: dict[str, Any], w: Words) -> dict[str, Any]:
    return {
        "span": _span(x, w),
        "sum": money(x["amount"], x["currency"] or ""),
        "item": w.of("bases", x["basis"] or ""),
        "source": _source(x),
    }


def _condition(c: dict[str, Any], w: Words) -> dict[str, Any]:
    return {"item": w.of("conditions", c["kind"]), "span": _span(c, w), "source": _source(c)}


def _span(x: dict[str, Any], w: Words) -> str:
    return w.fill("span", **{"from": str(x["from"] or "…"), "to": str(x["to"] or "…")})


def _source(x: dict[str, Any]) -> str:
    """File, sheet and row, as the file's own program counts."""
    return ", ".join(str(part) for part in (x["file"], x["sheet"], x["row"]) if part is not None)
