"""What of a room is in force on a day, one line for each value: a change of law is then a readable diff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import asdict

from tripartite.currencies import CURRENCIES
from tripartite.standards.law import wages_on
from tripartite.standards.load import ROOM_CURRENCY, in_force
from tripartite.standards.schema import HOURS_SYSTEMS, Dated, Room, Where

COLUMNS = ("what", "id", "where", "value", "from", "to", "verified", "provision", "source")
Row = tuple[str, ...]


def rows_in_force(room: Room, day: date) -> list[Row]:
    """Rules, normal hours, hourly bases, premiums and minimum wages of a room that hold on the day."""
    return [*_rules(room, day), *_premiums(room, day), *_wages(room, day)]


def _rules(room: Room, day: date) -> Iterator[Row]:
    for rule in room.rules.values():
        bound = "at most" if rule.at_most else "at least"
        for v in in_force(rule.values, day):
            yield _row("rule", rule.id, _where(v.where), f"{bound} {v.value.written}", v, rule.provision)


def _premiums(room: Room, day: date) -> Iterator[Row]:
    if room.premiums is None:
        return
    for n in room.premiums.normal_hours:
        for v in in_force([n.dated], day):
            name = " ".join(filter(None, (n.hours_system, n.hours_period, n.per)))
            yield _row("normal hours", name, _where(v.where), v.value.written, v, n.provision)
    for h in room.premiums.hourly_base:
        for v in in_force([h.dated], day):
            written = f"{'at most ' if h.at_most else ''}{v.value.written}"
            yield _row("hourly base", h.basis, _where(v.where), written, v, h.provision)
    for c in room.premiums.cells:
        for v in in_force([c.dated], day):
            parts = [*c.days, c.hours, *([c.time] if c.time != "any" else [])]
            systems = () if set(c.hours_system) == set(HOURS_SYSTEMS) else c.hours_system
            name = f"{c.label.get('en', '')} ({', '.join([' '.join(parts), *systems])})"
            yield _row("premium", name, _where(v.where), v.value.written, v, c.provision)


def _row(what: str, key: str, where: str, value: str, v: Dated, provision: str) -> Row:
    end = v.end.isoformat() if v.end else ""
    return (what, key, where, value, v.start.isoformat(), end, _yes_no(v.verified), provision, v.source)


def _where(where: Where) -> str:
    told = {n: x for n, x in asdict(where).items() if x}
    return "; ".join(f"{n.replace('_', ' ')} {' '.join(map(str, x))}" for n, x in told.items())


def _wages(room: Room, day: date) -> Iterator[Row]:
    newest = {(w.region, w.wage_class): w for region in dict.fromkeys(w.region for w in room.wages)
              for w in wages_on(room.wages, region, day)}  # fmt: skip
    scale = CURRENCIES[ROOM_CURRENCY.get(room.key, "CNY")]
    for (region, wage_class), w in sorted(newest.items()):
        amounts = ((w.monthly, "a month"), (w.daily, "a day"), (w.hourly, "an hour"))
        value = ", ".join(f"{n / scale:.12g} {unit}" for n, unit in amounts if n is not None)
        end = w.end.isoformat() if w.end else ""
        name = f"{region} class {wage_class}" if wage_class else region
        yield ("minimum wage", name, "", value, w.start.isoformat(), end, _yes_no(w.verified), "", w.source)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
