"""An instrument's page: its provisions in order, and who has ratified it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards
from tripartite.standards.schema import Instrument, Provision, Room
from tripartite.standards.views.language import check
from tripartite.standards.views.parts import instrument_brief, provision_brief
from tripartite.standards.views.ratification import states
from tripartite.standards.views.values import source_view


def instrument_view(
    standards: Standards, key: str, lang: str = "en", day: date | None = None
) -> dict[str, Any]:
    """An instrument by its room and name, such as cn/labour-law or codes/eti/eti. Raises StandardsError."""
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    room, i = _found(standards, key)
    return {
        **instrument_brief(room.key, i, lang, on),
        "lang": lang,
        "day": on.isoformat(),
        "titles": dict(i.title),
        "source": source_view(room.sources[i.source]),
        "checked": room.about.checked.isoformat() if room.about else None,
        "provisions": [
            provision_brief(standards, room.key, p, lang, on)
            for p in sorted((p for p in room.provisions.values() if p.instrument == i.id), key=_place)
        ],
        "ratified": states(room, i, lang, on),
    }


def _place(p: Provision) -> tuple[int, list[int]]:
    """Where a provision stands in its instrument: by the numbers of its article; without any it keeps its place, last."""
    numbered = p.article[:1].isdigit()
    return (0, [int(n) for n in re.findall(r"\d+", p.article)]) if numbered else (1, [])


def _found(standards: Standards, key: str) -> tuple[Room, Instrument]:
    name, _, instrument = key.rpartition("/")
    room = standards.rooms.get(name)
    if room is None or instrument not in room.instruments:
        every = [f"{r}/{i}" for r, held in standards.rooms.items() for i in held.instruments]
        raise StandardsError(f"There is no instrument `{key}`{close(key, every)}")
    return room, room.instruments[instrument]
