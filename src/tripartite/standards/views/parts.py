"""Parts that several views share: a provision, a rule, an instrument and a duty in short."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.counterparts import FAMILY_TITLES, by_family, family_of
from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import FAMILIES, Duty, Instrument, Provision, Question, Room, Rule
from tripartite.standards.views.language import OWN_LANGUAGE, Said, said, word
from tripartite.standards.views.ratification import states
from tripartite.standards.views.values import applies_view, bound, day_text, held_on, now, source_view


def country_of(key: str) -> str | None:
    """The country whose law a room is; None for what is international."""
    return key.upper() if key in ROOM_CURRENCY else None


def topic(standards: Standards, key: str, lang: str) -> dict[str, Any]:
    return {"id": key, "name": word(standards, f"topic/{key}", lang)}


def family(standards: Standards, key: str, lang: str) -> dict[str, Any]:
    name: Said | None = word(standards, f"family/{key}", lang)
    return {"id": key, "name": name or said({"en": FAMILY_TITLES[key]}, lang)}


def instrument_brief(key: str, i: Instrument, lang: str, day: date) -> dict[str, Any]:
    """An instrument in short. own_title: as the country itself calls it."""
    return {
        "kind": "instrument", "id": f"{key}/{i.id}", "name": i.id, "room": key, "country": country_of(key), "type": i.kind,
        "title": said(i.title, lang), "own_title": said(i.title, OWN_LANGUAGE.get(key, "en")), "number": i.number or None,
        "issuer": i.issuer or None, "from": day_text(i.start), "to": day_text(i.end), "in_force": held_on(i.start, i.end, day),
        "url": i.url or None,
    }  # fmt: skip


def provision_brief(standards: Standards, key: str, p: Provision, lang: str, day: date) -> dict[str, Any]:
    """A provision in short. from, to: its own or, where it has none, its instrument's (from_instrument)."""
    room = standards.rooms[key]
    i = room.instruments[p.instrument]
    start, end = p.start or i.start, p.end or i.end
    return {
        "kind": "provision", "id": p.id, "room": key, "country": country_of(key), "family": family_of(key, p),
        "asks": said(p.asks, lang), "article": p.article, "instrument": instrument_brief(key, i, lang, day),
        "topics": list(p.topics), "from": day_text(start), "to": day_text(end),
        "from_instrument": p.start is None and i.start is not None, "in_force": held_on(start, end, day), "verified": p.verified,
    }  # fmt: skip


def rule_brief(standards: Standards, key: str, r: Rule, lang: str, day: date) -> dict[str, Any]:
    """A rule in short, with the values in force on the day.

    shortfall: it computes what is missing of a sum that is due, so its value (nothing missing) is no figure of law.
    """
    room = standards.rooms[key]
    return {
        "kind": "rule", "id": r.id, "room": key, "country": country_of(key), "title": said(r.title, lang), "topic": r.topic,
        "measure": r.measure, "per": r.per, "bound": bound(r), "now": now(room, r, lang, day), "applies_to": applies_view(r.applies_to),
        "excusable": r.excusable, "indicator": r.indicator, "shortfall": is_shortfall(r), "provision": r.provision,
        "article": room.provisions[r.provision].article,
    }  # fmt: skip


def is_shortfall(r: Rule) -> bool:
    return all(v.value.unit == "money" and v.value.number == 0 for v in r.values)


def question_brief(q: Question, lang: str) -> dict[str, Any]:
    return {"kind": "question", "id": q.id, "topic": q.topic, "text": said(q.text, lang), "weight": q.weight}


def duty_brief(standards: Standards, d: Duty, lang: str) -> dict[str, Any]:
    return {
        "kind": "duty",
        "id": d.id,
        "title": said(d.title, lang),
        "topic": topic(standards, d.topic, lang),
    }


def counterparts(standards: Standards, d: Duty, lang: str, day: date, but: str = "") -> list[dict[str, Any]]:
    """A duty's provisions by family, with what States have ratified; or why a family has none.

    none: the reason that the duty gives; without one a family that is absent is simply not held.
    """
    found = by_family(standards, d.id)
    out = []
    for name in FAMILIES:
        provisions = [(key, p) for key, p in found.get(name, ()) if p.id != but]
        if provisions or name in d.none:
            out.append({
                "family": family(standards, name, lang),
                "provisions": [counterpart(standards, key, p, lang, day) for key, p in provisions],
                "none": None if provisions else said({"en": d.none.get(name, "")}, lang),
            })  # fmt: skip
    return out


def counterpart(standards: Standards, key: str, p: Provision, lang: str, day: date) -> dict[str, Any]:
    """A provision in short with its source, and what the six States have ratified of it, in short."""
    room: Room = standards.rooms[key]
    ratified = states(room, room.instruments[p.instrument], lang, day)
    return {
        **provision_brief(standards, key, p, lang, day),
        "source": source_view(room.sources[p.source]),
        "ratified": {c: {"state": s["state"], "registered": s.get("registered")} for c, s in ratified.items()}
        if ratified
        else None,
    }
