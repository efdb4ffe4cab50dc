"""A country's law by topic and duty; and several countries side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from tripartite.standards.counterparts import family_of, vocabulary
from tripartite.standards.fields import StandardsError, close
from tripartite.standards.law import duties_of_all, wages_on
from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import (
    TOPICS,
    Dated,
    Duty,
    PremiumCell,
    Premiums,
    Provision,
    Room,
    Rule,
    WageRow,
)
from tripartite.standards.views.language import check, said
from tripartite.standards.views.parts import (
    duty_brief,
    family,
    instrument_brief,
    is_shortfall,
    provision_brief,
    rule_brief,
    topic,
)
from tripartite.standards.views.values import dated_view, held_on

COLUMN_FAMILIES = ("ilo", "mne", "oecd", "un", "code", "trade")


def topic_view(
    standards: Standards, country: str, lang: str = "en", day: date | None = None, only: str = ""
) -> dict[str, Any]:
    """A country's topics, each with its duties, what provisions ask and what rules hold on a day; `only`: one topic.

    Raises StandardsError where no law of the country or no such topic is held.
    """
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    room = _room(standards, country)
    if only and only not in TOPICS:
        raise StandardsError(f"There is no topic `{only}`{close(only, TOPICS)}")
    known, assigned = vocabulary(standards), duties_of_all(standards)
    return {
        "kind": "topics",
        "country": room.key.upper(),
        "lang": lang,
        "day": on.isoformat(),
        "checked": room.about.checked.isoformat() if room.about else None,
        "instruments": [instrument_brief(room.key, i, lang, on) for i in room.instruments.values()],
        "topics": [
            _topic(standards, room, t, known, assigned, lang, on) for t in TOPICS if not only or t == only
        ],
    }


def _room(standards: Standards, country: str) -> Room:
    key = country.split("-", maxsplit=1)[0].lower()
    held = [k.upper() for k in ROOM_CURRENCY if k in standards.rooms]
    if key not in ROOM_CURRENCY or key not in standards.rooms:
        raise StandardsError(f"No law is held for `{country}`{close(key.upper(), held)}")
    return standards.rooms[key]


def _topic(
    standards: Standards,
    room: Room,
    name: str,
    known: dict[str, Duty],
    assigned: dict[str, list[str]],
    lang: str,
    day: date,
) -> dict[str, Any]:
    provisions = [p for p in room.provisions.values() if name in p.topics]
    rules = [r for r in room.rules.values() if r.topic == name]
    duties = []
    for d in (d for d in known.values() if d.topic == name and d.id in room.by_duty):
        held = [room.provisions[p] for p in room.by_duty[d.id].provisions]
        duties.append({
            **duty_brief(standards, d, lang),
            "provisions": [provision_brief(standards, room.key, p, lang, day) for p in held],
            "rules": [rule_brief(standards, room.key, r, lang, day) for r in _computing(room, held)],
        })  # fmt: skip
    shown = {p["id"] for d in duties for p in d["provisions"]}
    return {
        **topic(standards, name, lang),
        "counts": {
            "provisions": len(provisions), "rules": len(rules),
            "questions": sum(q.topic == name for r in standards.rooms.values() if r.key in (room.key, "core") for q in r.questions.values()),
        },
        "duties": duties,
        "other": [
            {**provision_brief(standards, room.key, p, lang, day), "duties": assigned.get(p.id, [])}
            for p in provisions if p.id not in shown
        ],
    }  # fmt: skip


def _computing(room: Room, provisions: Sequence[Provision]) -> list[Rule]:
    held = {p.id for p in provisions}
    return [r for r in room.rules.values() if r.provision in held]


# --- side by side -----------------------------------------------------------------------------


def compare_view(
    standards: Standards, columns: Sequence[str], only: str, lang: str = "en", day: date | None = None
) -> dict[str, Any]:
    """A topic's duties as rows; countries, or families such as ilo and code, as columns; what holds as cells.

    A cell's state: `value` (figures in force), `text` (a provision without a figure), `ended` (nothing in force on the
    day), `none` (looked into: there is no such rule, and why) or `not-held` (nothing is held; there may be a rule).
    """
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    if only not in TOPICS:
        raise StandardsError(f"There is no topic `{only}`{close(only, TOPICS)}")
    named = [_column(standards, c) for c in columns]
    return {
        "kind": "comparison",
        "topic": topic(standards, only, lang),
        "lang": lang,
        "day": on.isoformat(),
        "columns": [
            {"id": c, "family": None if c in ROOM_CURRENCY else family(standards, c, lang), "country": c.upper() if c in ROOM_CURRENCY else None}
            for c in named
        ],
        "rows": [
            {"duty": duty_brief(standards, d, lang), "cells": [_cell(standards, c, d, lang, on) for c in named]}
            for d in vocabulary(standards).values() if d.topic == only
        ],
    }  # fmt: skip


def _column(standards: Standards, name: str) -> str:
    return name.lower() if name.lower() in COLUMN_FAMILIES else _room(standards, name).key


def _cell(standards: Standards, column: str, duty: Duty, lang: str, day: date) -> dict[str, Any]:
    held = _provisions(standards, column, duty)
    living = [(r, p) for r, p in held if _lives(r, p, day)]
    rooms = [column] if column in ROOM_CURRENCY else [r.key for r, _ in living]
    values = [
        x for room in dict.fromkeys(rooms) for x in _values(standards, standards.rooms[room], duty, lang, day)
    ]
    wages = (
        _wages(standards.rooms[column], day)
        if duty.id == "minimum-wage" and column in ROOM_CURRENCY
        else None
    )
    reason = duty.none.get("national" if column in ROOM_CURRENCY else column, "")
    state = (
        "value"
        if values or wages
        else "text"
        if living
        else "ended"
        if held
        else "none"
        if reason
        else "not-held"
    )
    return {
        "column": column, "state": state, "values": values, "minimum_wages": wages,
        "provisions": [provision_brief(standards, r.key, p, lang, day) for r, p in living or held],
        "reason": said({"en": reason}, lang) if state == "none" else None,
    }  # fmt: skip


def _provisions(standards: Standards, column: str, duty: Duty) -> list[tuple[Room, Provision]]:
    return [
        (room, room.provisions[name])
        for key, room in standards.rooms.items()
        for name in (room.by_duty[duty.id].provisions if duty.id in room.by_duty else ())
        if column in (key, family_of(key, room.provisions[name]))
    ]


def _lives(room: Room, p: Provision, day: date) -> bool:
    i = room.instruments[p.instrument]
    return held_on(p.start or i.start, p.end or i.end, day) is not False


def _values(standards: Standards, room: Room, duty: Duty, lang: str, day: date) -> list[dict[str, Any]]:
    """What a room holds in figures for a duty: rules, normal hours, what a wage is divided by, rates of pay.

    Sums that are merely missing are no figures of law and are left out.
    """
    provisions = set(room.by_duty[duty.id].provisions) if duty.id in room.by_duty else set()
    rules = [
        rule_brief(standards, room.key, r, lang, day)
        for r in room.rules.values()
        if r.provision in provisions and r.topic == duty.topic and not is_shortfall(r)
    ]
    parts = _parts(room.premiums, duty.id, provisions) if room.premiums else ()
    return [
        *(r for r in rules if r["now"]),
        *(
            {
                "kind": kind, "id": None, "room": room.key, "title": said(label, lang), "bound": None, "per": per,
                "now": [dated_view(room, dated, lang, day)], "provision": cited,
                "article": room.provisions[cited].article, "applies_to": {"hours_system": systems} if systems else {},
            }
            for kind, label, per, dated, cited, systems in parts
            if held_on(dated.start, dated.end, day)
        ),
    ]  # fmt: skip


Part = tuple[str, dict[str, str], str | None, Dated, str, list[str]]


def _parts(premiums: Premiums, duty: str, provisions: set[str]) -> Iterator[Part]:
    """What of normal hours, hourly bases and the pay matrix states a duty: hours by their length, rates by their kind."""
    for n in premiums.normal_hours:
        if n.provision in provisions and n.per in NORMAL_HOURS.get(duty, ()):
            yield "normal-hours", {}, n.per, n.dated, n.provision, [n.hours_system]
    for h in premiums.hourly_base:
        if duty == "wage-base":
            yield "hourly-base", {}, h.basis, h.dated, h.provision, []
    for c in premiums.cells:
        if duty in CELLS and CELLS[duty](c):
            yield "premium", c.label, None, c.dated, c.provision, list(c.hours_system)


NORMAL_HOURS = {
    "hours-normal-day": ("day",),
    "hours-normal-week": ("week",),
    "hours-averaging": ("period", "average-week", "average-week-in-month"),
}
CELLS: dict[str, Callable[[PremiumCell], bool]] = {
    "overtime-premium": lambda c: c.hours in ("overtime", "beyond-scheduled"),
    # A rate that holds on ordinary days too is no rate for rest days or holidays.
    "rest-day-premium": lambda c: "ordinary" not in c.days and any(d.endswith("rest") for d in c.days),
    "holiday-premium": lambda c: (
        not {"ordinary", "rest"} & set(c.days) and any("holiday" in d or "special" in d for d in c.days)
    ),
    "night-premium": lambda c: c.time == "night",
}


def _wages(room: Room, day: date) -> dict[str, Any] | None:
    """The lowest and the highest minimum wage that holds anywhere in the country, by unit, in minor units."""
    rows = wages_on(room.wages, room.key.upper(), day)
    units = {}
    for unit in ("monthly", "daily", "hourly"):
        levels = [w for w in rows if getattr(w, unit) is not None]
        if levels:
            units[unit] = {"lowest": _level(min(levels, key=lambda w: getattr(w, unit)), unit), "highest": _level(max(levels, key=lambda w: getattr(w, unit)), unit)}  # fmt: skip
    return {"currency": ROOM_CURRENCY[room.key], "levels": len(rows), **units} if units else None


def _level(w: WageRow, unit: str) -> dict[str, Any]:
    return {"amount": getattr(w, unit), "region": w.region, "class": w.wage_class, "from": w.start.isoformat(), "verified": w.verified}  # fmt: skip
