"""What a worker of a country can do: whom to turn to, until when, in which steps."""

from __future__ import annotations

import re
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.law import Answer, entry
from tripartite.standards.load import Standards
from tripartite.standards.schema import CONTACT_KINDS, Contact, Remedy, Room
from tripartite.standards.views.language import check, said, word
from tripartite.standards.views.values import source_view

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def contacts_view(standards: Standards, country: str, lang: str = "en", topic: str = "") -> dict[str, Any]:
    """Contacts, time limits and steps of a country, those for `topic` only where one is named.

    Raises StandardsError where nothing is held for the country.
    """
    check(lang)
    room, remedy = _held(standards, country)
    wanted = [c for c in remedy.contacts if not topic or topic in c.topics]
    return {
        "kind": "contacts",
        "country": room.key.upper(),
        "lang": lang,
        "contacts": [
            _contact(standards, room, c, lang)
            for c in sorted(wanted, key=lambda c: (not c.verified, CONTACT_KINDS.index(c.kind)))
        ],
        "time_limits": [
            {
                "id": t.id, "value": t.value.written, "text": said(t.text, lang), "topics": list(t.topics),
                "provision": t.provision or None, "verified": t.verified, "source": source_view(room.sources[t.source]),
            }
            for t in remedy.time_limits if not topic or topic in t.topics
        ],
        "steps": [
            {
                "text": said(s.text, lang), "provision": s.provision or None, "verified": s.verified,
                "source": source_view(room.sources[s.source]),
            }
            for s in remedy.steps
        ],
    }  # fmt: skip


def _held(standards: Standards, country: str) -> tuple[Room, Remedy]:
    held = {key: room.remedy for key, room in standards.rooms.items() if room.remedy}
    key = country.split("-", maxsplit=1)[0].lower()
    remedy = held.get(key)
    if remedy is None:
        raise StandardsError(
            f"No contacts are held for `{country}`{close(key.upper(), [k.upper() for k in held])}"
        )
    return standards.rooms[key], remedy


def _contact(standards: Standards, room: Room, c: Contact, lang: str) -> dict[str, Any]:
    return {
        "id": c.id,
        "kind": c.kind,
        "kind_name": word(standards, f"contact/{c.kind}", lang),
        "name": said(c.name, lang),
        "names": dict(c.name),
        "topics": [{"id": t, "name": word(standards, f"topic/{t}", lang)} for t in c.topics],
        "who": [{"id": w, "name": word(standards, f"who/{w}", lang)} for w in c.who],
        "phones": [
            {
                "number": p.number,
                "dial": re.sub(r"[^+0-9]", "", p.number.split(" press ")[0].split(" ext ")[0]),
                "languages": list(p.languages),
                "note": said(p.note, lang),
            }
            for p in c.phones
        ],
        "url": c.url or None,
        "address": said(c.address, lang),
        "languages": list(c.languages),
        "speaks_reader": lang in c.languages if c.languages else None,
        "cost": {"id": c.cost, "name": word(standards, f"cost/{c.cost}", lang)},
        "hours": _hours(standards, c.hours, lang),
        "verified": c.verified,
        "source": source_view(room.sources[c.source]),
        "note": said(c.note, lang),
    }


def _hours(standards: Standards, hours: str, lang: str) -> dict[str, Any] | None:
    """Hours as written, and as spans of days and times with the days' names; None where not known."""
    if not hours:
        return None
    if hours == "always":
        return {"written": hours, "name": word(standards, "hours/always", lang), "spans": []}
    spans = []
    for part in hours.split("; "):
        days, times = part.split(" ")
        first, _, last = days.partition("-")
        opens, closes = times.split("-")
        names = [word(standards, f"hours/{d}", lang) for d in (first, last) if d]
        spans.append({"days": _days(first, last or first), "names": names, "opens": opens, "closes": closes})
    return {"written": hours, "name": None, "spans": spans}


def _days(first: str, last: str) -> list[str]:
    return [first] if first not in WEEK else list(WEEK[WEEK.index(first) : WEEK.index(last) + 1])


def contacts(standards: Standards, country: str, lang: str = "en") -> Answer:
    """The same as lines to read."""
    view = contacts_view(standards, country, lang)
    entries = [entry(_head(c), *_lines(c)) for c in view["contacts"]]
    limits = [
        f"{t['value']}: {_text(t['text'])}{_cite(t)}{'' if t['verified'] else '  [not verified]'}"
        for t in view["time_limits"]
    ]
    steps = [
        f"{n}. {_text(s['text'])}{_cite(s)}{'' if s['verified'] else '  [not verified]'}"
        for n, s in enumerate(view["steps"], 1)
    ]
    entries += [entry("Time limits", *limits), entry("Steps", *steps)]
    return {"title": f"Whom to turn to in {view['country']}", "entries": entries, "view": view}


def _head(c: dict[str, Any]) -> str:
    names = dict.fromkeys([_text(c["name"]), *c["names"].values()])
    return f"{'  '.join(names)}{'' if c['verified'] else '  [not verified]'}"


def _lines(c: dict[str, Any]) -> list[str]:
    topics, who = (", ".join(_text(x["name"]) for x in c[k]) for k in ("topics", "who"))
    lines = [f"{_text(c['kind_name'])}: {topics}", who]
    lines += [f"{p['number']}{_spoken(p)}" for p in c["phones"]]
    lines += [x for x in (c["url"], _text(c["address"])) if x]
    lines += [f"spoken: {', '.join(c['languages'])}"] if c["languages"] else []
    lines.append(_text(c["cost"]["name"]))
    if c["hours"]:
        lines.append(_text(c["hours"]["name"]) or c["hours"]["written"])
    lines += [_text(c["note"])] if c["note"] else []
    read = c["source"]["read"] or "not read"
    return [*lines, f"read in: {c['source']['title']} ({read}) {c['source']['url'] or ''}".rstrip()]


def _spoken(phone: dict[str, Any]) -> str:
    said_of_it = [", ".join(phone["languages"]), _text(phone["note"])]
    told = "; ".join(x for x in said_of_it if x)
    return f" ({told})" if told else ""


def _cite(row: dict[str, Any]) -> str:
    return f"  [{row['provision']}]" if row["provision"] else ""


def _text(text: dict[str, Any] | None) -> str:
    return str(text["text"]) if text else ""
