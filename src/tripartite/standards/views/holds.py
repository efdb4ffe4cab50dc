"""What holds in a place on a day: rules by topic, hours, the matrix of premiums, and minimum wages with what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.law import shown_money, wages_on
from tripartite.standards.load import ROOM_CURRENCY, Standards, in_force
from tripartite.standards.schema import TOPICS, PremiumCell, Room, Rule, WageRow
from tripartite.standards.views.language import check, said
from tripartite.standards.views.parts import rule_brief, topic
from tripartite.standards.views.values import dated_view, source_view, value_view


def holds_view(standards: Standards, place: str, day: date, lang: str = "en") -> dict[str, Any]:
    """What holds in a country (CN) or region (CN-GD) on a day. Raises StandardsError where no such place is held."""
    check(lang)
    room = _room(standards, place)
    return {
        "kind": "holds",
        "place": place,
        "place_name": _name(room, place, lang),
        "country": room.key.upper(),
        "day": day.isoformat(),
        "lang": lang,
        "checked": room.about.checked.isoformat() if room.about else None,
        "day_kind": _day_kind(room, day),
        "rules": _rules(standards, room, place, lang, day),
        "hours": _hours(room, lang, day),
        "premiums": _premiums(room, lang, day),
        "minimum_wages": _wages(room, place, lang, day),
    }


def _room(standards: Standards, place: str) -> Room:
    key = place.split("-", maxsplit=1)[0].lower()
    if key not in ROOM_CURRENCY or key not in standards.rooms:
        held = [k.upper() for k in ROOM_CURRENCY if k in standards.rooms]
        raise StandardsError(f"No law is held for `{place}`{close(key.upper(), held)}")
    room = standards.rooms[key]
    regions = _regions(room)
    if "-" in place and place not in regions:
        raise StandardsError(f"`{place}` is no region of {key.upper()} held here{close(place, regions)}")
    return room


def _regions(room: Room) -> dict[str, None]:
    """All regions that the room names: those with a name, with a minimum wage, or in a rule."""
    named = room.region_names.regions if room.region_names else {}
    in_rules = (region for r in room.rules.values() for v in r.values for region in v.where.region)
    return dict.fromkeys([*named, *(w.region for w in room.wages), *in_rules])


def _name(room: Room, place: str, lang: str) -> dict[str, Any] | None:
    if room.region_names and place in room.region_names.regions:
        return said(room.region_names.regions[place], lang)
    return None


def _day_kind(room: Room, day: date) -> dict[str, Any]:
    """What the calendar says of the day; known: whether the calendar reaches that far."""
    calendar = room.calendar
    if calendar is None or not calendar.covers[0] <= day <= calendar.covers[1]:
        return {"known": False, "kind": None, "names": None}
    found = [d for d in calendar.days if d.day == day]
    return {"known": True, "kind": found[0].kind if found else None, "names": [dict(d.name) for d in found]}


def _rules(standards: Standards, room: Room, place: str, lang: str, day: date) -> list[dict[str, Any]]:
    """Rules with a value for the place in force, by topic; a value for other regions is left out."""
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for r in room.rules.values():
        shown = {**rule_brief(standards, room.key, r, lang, day), "now": _now_here(room, r, place, lang, day)}
        if shown["now"]:
            by_topic.setdefault(r.topic, []).append(shown)
    return [{**topic(standards, t, lang), "rules": by_topic[t]} for t in TOPICS if t in by_topic]


def _now_here(room: Room, r: Rule, place: str, lang: str, day: date) -> list[dict[str, Any]]:
    return [
        dated_view(room, v, lang, day)
        for v in in_force(r.values, day)
        if not v.where.region or place in v.where.region
    ]


def _hours(room: Room, lang: str, day: date) -> dict[str, Any] | None:
    """Normal hours and what a wage is divided by, each with its provision."""
    if room.premiums is None:
        return None
    return {
        "normal": [
            {
                "hours_system": n.hours_system, "period": n.hours_period or None, "per": n.per, **dated_view(room, n.dated, lang, day),
                "provision": n.provision, "article": room.provisions[n.provision].article,
            }
            for n in room.premiums.normal_hours if in_force([n.dated], day)
        ],
        "hourly_base": [
            {
                "basis": h.basis, "at_most": h.at_most, **dated_view(room, h.dated, lang, day), "provision": h.provision,
                "article": room.provisions[h.provision].article,
            }
            for h in room.premiums.hourly_base if in_force([h.dated], day)
        ],
        "night": {"from": _clock(room.premiums.night[0]), "to": _clock(room.premiums.night[1])},
    }  # fmt: skip


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _premiums(room: Room, lang: str, day: date) -> list[dict[str, Any]]:
    """The cells of the pay matrix in force: due over and above the ordinary wage; cells that fit one hour add up."""
    cells = room.premiums.cells if room.premiums else ()
    return [_cell(room, c, lang, day) for c in cells if in_force([c.dated], day)]


def _cell(room: Room, c: PremiumCell, lang: str, day: date) -> dict[str, Any]:
    beyond = {"month": c.beyond_in_month, "day": c.beyond_in_day}
    return {
        "label": said(c.label, lang), "days": list(c.days), "hours": c.hours, "time": c.time,
        "hours_system": list(c.hours_system), "rate": value_view(c.dated.value), "time_off_in_lieu": c.time_off_in_lieu,
        "beyond_minutes": {k: v for k, v in beyond.items() if v is not None}, "after_day_overtime": c.after_day_overtime,
        "beyond_week": c.beyond_week, **dated_view(room, c.dated, lang, day), "provision": c.provision,
        "article": room.provisions[c.provision].article,
    }  # fmt: skip


def _wages(room: Room, place: str, lang: str, day: date) -> dict[str, Any]:
    """Levels in force and what is not known for sure. state: `held`, `not-known` (looked for, not found) or `not-held`."""
    levels = [_level(room, w, lang) for w in wages_on(room.wages, place, day)]
    gaps = [
        {
            "region": g.region, "classes": list(g.classes), "from": g.start.isoformat(), "to": g.end.isoformat(),
            "looked_for": said(g.looked_for, lang), "looked_on": g.looked_on.isoformat(),
        }
        for g in room.wage_gaps
        if g.start <= day <= g.end and (g.region in (place, room.key.upper()) or place == room.key.upper())
    ]  # fmt: skip
    return {
        "state": "held" if levels else "not-known" if gaps else "not-held",
        "currency": ROOM_CURRENCY[room.key], "levels": levels, "gaps": gaps,
        "about_classes": said(room.region_names.about_classes, lang) if room.region_names else None,
    }  # fmt: skip


def _level(room: Room, w: WageRow, lang: str) -> dict[str, Any]:
    """One level; amounts in minor units, and as written in the place's currency."""
    amounts = {"month": w.monthly, "day": w.daily, "hour": w.hourly}
    classes = room.region_names.classes if room.region_names else {}
    return {
        "region": w.region, "region_name": _name(room, w.region, lang), "class": w.wage_class,
        "class_name": said(classes.get(w.wage_class, {}), lang),
        "amounts": {per: {"minor": n, "shown": shown_money(n, w.region)} for per, n in amounts.items() if n is not None},
        "from": w.start.isoformat(), "to": w.end.isoformat() if w.end else None, "verified": w.verified,
        "source": source_view(room.sources[w.source]),
    }  # fmt: skip
