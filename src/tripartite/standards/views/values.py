"""Sources and dated values as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.structs import asdict

from tripartite.standards.load import in_force, spans
from tripartite.standards.schema import AppliesTo, Dated, Room, Rule, Source, Value, Where
from tripartite.standards.views.language import said


def source_view(source: Source) -> dict[str, Any]:
    """A source as {id, title, url, read, kind}; read: the day, None if it was not read."""
    return {
        "id": source.id, "title": source.title, "url": source.url or None,
        "read": day_text(source.read), "kind": source.kind,
    }  # fmt: skip


def day_text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def held_on(start: date | None, end: date | None, day: date) -> bool | None:
    """Whether something holds on a day; None where it is not known since when."""
    if end and end < day:
        return False
    return None if start is None else start <= day


def value_view(value: Value) -> dict[str, Any]:
    """A quantity: in its base unit (minute, day, count, bp, year, month, money in minor units), and as written."""
    return {"number": value.number, "unit": value.unit, "written": value.written}


def where_view(where: Where) -> dict[str, Any]:
    """The places and people meant, by name; empty means all. Spans are [from, to], both included."""
    return {name: list(x) for name, x in asdict(where).items() if x}


def applies_view(a: AppliesTo) -> dict[str, Any]:
    """Whom a rule concerns; empty means everyone."""
    people = {n: x for n, x in asdict(a).items() if n != "where" and x not in ("", None, ())}
    return {**where_view(a.where), **{n: list(x) if isinstance(x, tuple) else x for n, x in people.items()}}


def dated_view(room: Room, v: Dated, lang: str, day: date, ends: date | None = None) -> dict[str, Any]:
    """A dated value. to: its last day, which a later value for the same places may set; None: still."""
    last = ends or v.end
    return {
        "value": value_view(v.value), "from": day_text(v.start), "to": day_text(last),
        "where": where_view(v.where), "in_force": held_on(v.start, last, day), "verified": v.verified,
        "source": source_view(room.sources[v.source]), "note": said(v.note, lang),
    }  # fmt: skip


def history(room: Room, values: Sequence[Dated], lang: str, day: date) -> list[dict[str, Any]]:
    """All values of a rule in the order of their days, each with the last day on which it holds."""
    return [
        dated_view(room, v, lang, day, after - timedelta(days=1) if after else None)
        for _, after, v in sorted(spans(values), key=lambda s: s[0])
    ]


def now(room: Room, rule: Rule, lang: str, day: date) -> list[dict[str, Any]]:
    """The values of a rule that hold on a day, one for each place or group of people."""
    return [dated_view(room, v, lang, day) for v in in_force(rule.values, day)]


def bound(rule: Rule) -> str:
    return "at-most" if rule.at_most else "at-least"
