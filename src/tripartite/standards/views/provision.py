"""A provision's page: what it asks, since when, its history, what computes it, and its counterparts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tripartite.standards.counterparts import vocabulary
from tripartite.standards.law import answered_by, duties_of
from tripartite.standards.load import Standards
from tripartite.standards.schema import Premiums, Provision, Room
from tripartite.standards.views.language import check, said, word
from tripartite.standards.views.parts import (
    counterparts,
    duty_brief,
    family,
    provision_brief,
    question_brief,
    rule_brief,
    topic,
)
from tripartite.standards.views.ratification import states
from tripartite.standards.views.values import dated_view, history, source_view


def provision_view(
    standards: Standards, key: str, lang: str = "en", day: date | None = None
) -> dict[str, Any]:
    """Everything that is held of a provision, as it stands on a day (today). Raises StandardsError."""
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    p = standards.provision(key)
    room = standards.room_of(key)
    known = vocabulary(standards)
    return {
        **provision_brief(standards, room.key, p, lang, on),
        "lang": lang,
        "day": on.isoformat(),
        "family": family(standards, provision_brief(standards, room.key, p, lang, on)["family"], lang),
        "topics": [topic(standards, t, lang) for t in p.topics],
        "texts": dict(p.asks),
        "source": source_view(room.sources[p.source]),
        "checked": room.about.checked.isoformat() if room.about else None,
        "note": said(p.note, lang),
        "answered_by": answered_by(standards, p) or None,
        "records_show": said(p.records_show, lang),
        "to_ask": said(p.to_ask, lang),
        "signs": {"measures": list(p.sign_measures), "questions": list(p.sign_questions)},
        "relations": list(_relations(standards, p, lang, on)),
        "rules": [
            {**rule_brief(standards, room.key, r, lang, on), "history": history(room, r.values, lang, on)}
            for r in room.rules.values()
            if r.provision == p.id
        ],
        "premiums": _premiums(room, p.id, lang, on),
        "questions": [
            question_brief(q, lang)
            for other in standards.rooms.values()
            for q in other.questions.values()
            if p.id in q.provisions
        ],
        "duties": [
            {
                **duty_brief(standards, known[d], lang),
                "counterparts": counterparts(standards, known[d], lang, on, p.id),
            }
            for d in duties_of(standards, p.id)
        ],
        "ratified": states(room, room.instruments[p.instrument], lang, on),
    }


def _relations(standards: Standards, p: Provision, lang: str, day: date) -> Iterator[dict[str, Any]]:
    """Relations that the provision names (to), and those of others that name it (from)."""
    for kind, other in p.relations:
        yield _relation(standards, kind, "to", other, lang, day)
    for room in standards.rooms.values():
        for x in room.provisions.values():
            for kind, target in x.relations:
                if target == p.id:
                    yield _relation(standards, kind, "from", x.id, lang, day)


def _relation(
    standards: Standards, kind: str, direction: str, other: str, lang: str, day: date
) -> dict[str, Any]:
    related = standards.provision(other)
    return {
        "kind": kind,
        "name": word(standards, f"relation/{kind}", lang),
        "direction": direction,
        "provision": provision_brief(standards, standards.room_of(other).key, related, lang, day),
    }


def _premiums(room: Room, provision: str, lang: str, day: date) -> list[dict[str, Any]]:
    """Normal hours, hourly bases, rates and pay for untaken leave that rest on a provision, all their dates."""
    return [
        {"what": what, "label": said(label, lang), **dated_view(room, dated, lang, day)}
        for what, cited, label, dated in _parts(room.premiums)
        if cited == provision
    ]


def _parts(premiums: Premiums | None) -> Iterator[tuple[str, str, dict[str, str], Any]]:
    if premiums is None:
        return
    for n in premiums.normal_hours:
        yield "normal-hours", n.provision, {"en": f"{n.hours_system}, a {n.per}"}, n.dated
    for h in premiums.hourly_base:
        yield "hourly-base", h.provision, {"en": h.basis}, h.dated
    for c in premiums.cells:
        yield "premium", c.provision, c.label, c.dated
    for u in premiums.untaken_leave:
        yield "untaken-leave", u.provision, u.label, u.dated
