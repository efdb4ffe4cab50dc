"""Which State has ratified what: ratified, not ratified, denounced, or not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import Instrument, Ratification, Room
from tripartite.standards.views.language import check, said
from tripartite.standards.views.values import source_view

COUNTRIES = tuple(key.upper() for key in ROOM_CURRENCY)
RATIFIED_KINDS = ("convention",)


def states(room: Room, instrument: Instrument, lang: str, day: date) -> dict[str, dict[str, Any]] | None:
    """What each of the six States has done with an instrument; None for one that is not ratified at all."""
    rows = {r.country: r for r in room.ratifications.values() if r.instrument == instrument.id}
    if not rows and instrument.kind not in RATIFIED_KINDS:
        return None
    return {country: state(room, rows.get(country), lang, day) for country in COUNTRIES}


def state(room: Room, r: Ratification | None, lang: str, day: date) -> dict[str, Any]:
    """One State and one instrument. No row is held: not known, which is not the same as not ratified."""
    if r is None:
        return {"state": "not-known"}
    return {
        "state": _state(r, day), "registered": r.registered or None, "in_force": r.in_force or None,
        "ended": r.ended or None, "declared": r.declared or None, "verified": r.verified,
        "source": source_view(room.sources[r.source]), "note": said(r.note, lang),
    }  # fmt: skip


def _state(r: Ratification, day: date) -> str:
    """On a day: a day or year of registration that lies after it is not yet a ratification."""
    if not r.ratified:
        return "not-ratified"
    if r.ended and r.ended <= day.isoformat()[: len(r.ended)]:
        return "denounced"
    if r.registered and r.registered > day.isoformat()[: len(r.registered)]:
        return "not-ratified"
    return "ratified"


def ratifications_view(
    standards: Standards, lang: str = "en", asked: str = "", day: date | None = None
) -> dict[str, Any]:
    """A row for each instrument that States ratify, a cell for each of the six countries.

    asked: an instrument such as c87, or a country such as VN. Raises StandardsError where it is neither.
    """
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    countries = [asked.upper()] if asked.upper() in COUNTRIES else list(COUNTRIES)
    rows = []
    for key, room in standards.rooms.items():
        for i in room.instruments.values():
            cells = states(room, i, lang, on)
            if cells is not None and (asked.lower() in ("", i.id) or asked.upper() in COUNTRIES):
                rows.append({
                    "id": f"{key}/{i.id}", "instrument": i.id, "title": said(i.title, lang),
                    "countries": {c: cells[c] for c in countries},
                })  # fmt: skip
    if not rows:
        names = [
            i.id
            for room in standards.rooms.values()
            for i in room.instruments.values()
            if i.kind in RATIFIED_KINDS
        ]
        raise StandardsError(
            f"`{asked}` is neither a convention nor a country held here{close(asked.lower(), [*names, *COUNTRIES])}"
        )
    return {
        "kind": "ratifications",
        "lang": lang,
        "day": on.isoformat(),
        "countries": countries,
        "rows": rows,
    }
