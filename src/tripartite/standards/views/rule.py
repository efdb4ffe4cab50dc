"""A rule's page: what it computes, its values through time, and how other rooms bound the same measure."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.load import Standards
from tripartite.standards.views.language import check, said
from tripartite.standards.views.parts import provision_brief, rule_brief, topic
from tripartite.standards.views.values import history, source_view


def rule_view(standards: Standards, key: str, lang: str = "en", day: date | None = None) -> dict[str, Any]:
    """Everything that is held of a rule, as it stands on a day (today). Raises StandardsError."""
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    r = standards.rule(key)
    room = standards.room_of(key)
    p = room.provisions[r.provision]
    return {
        **rule_brief(standards, room.key, r, lang, on),
        "lang": lang,
        "day": on.isoformat(),
        "topic": topic(standards, r.topic, lang),
        "titles": dict(r.title),
        "history": history(room, r.values, lang, on),
        "agreed_year": r.agreed_year,
        "settled_by": said(r.settled_by, lang),
        "advice": said(r.advice, lang),
        "entitlement": r.entitlement or None,
        "provision": {
            **provision_brief(standards, room.key, p, lang, on),
            "source": source_view(room.sources[p.source]),
        },
        "elsewhere": [
            rule_brief(standards, other.key, x, lang, on)
            for other in standards.rooms.values()
            for x in other.rules.values()
            if x.measure == r.measure and x.id != r.id
        ],
    }
