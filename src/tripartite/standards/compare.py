"""Standards beside each other: one measure across rooms, what changed between two days, what is not verified."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import asdict

from tripartite.standards.counterparts import by_family, rules_of_duty
from tripartite.standards.fields import StandardsError, close
from tripartite.standards.law import Answer, duties_of, entry, mark
from tripartite.standards.load import Standards, in_force
from tripartite.standards.schema import Dated, Room, Rule
from tripartite.standards.search.tokens import fold

INTERNATIONAL = ("ilo", "mne", "oecd", "code")


def compare(standards: Standards, named: list[str], day: date) -> Answer:
    """Rooms by measure, or, where a measure or words are named, these across all rooms, on a day.

    Raises StandardsError where neither a room nor a measure is meant.
    """
    rooms = [n for n in named if n in standards.rooms]
    words = [n for n in named if n not in standards.rooms]
    measures = _measures(standards, " ".join(words)) if words else None
    chosen = rooms or list(standards.rooms)
    by_measure: dict[str, list[str]] = {}
    for key in chosen:
        for rule in standards.rooms[key].rules.values():
            if measures is None or rule.measure in measures:
                by_measure.setdefault(rule.measure, []).append(_line(key, rule, day))
    if measures is None:
        by_measure = {
            m: lines for m, lines in by_measure.items() if len({x.split(":")[0] for x in lines}) > 1
        }
    entries = [entry(measure, *lines) for measure, lines in sorted(by_measure.items())]
    if measures is not None:
        entries += _same_duty(standards, measures, chosen, day)
    return {"title": f"{', '.join(named)} on {day}", "entries": entries}


def _same_duty(
    standards: Standards, measures: set[str], rooms: list[str], day: date
) -> list[dict[str, object]]:
    """What conventions, guidelines and codes ask for the same duties by other measures, or without a rule."""
    meant = {
        r.provision for key in rooms for r in standards.rooms[key].rules.values() if r.measure in measures
    }
    duties = dict.fromkeys(d for p in sorted(meant) for d in duties_of(standards, p))
    entries: list[dict[str, object]] = []
    seen: set[str] = set()
    for duty in duties:
        lines: list[str] = []
        told: set[str] = set()
        for family, key, rule in rules_of_duty(standards, duty):
            if family in INTERNATIONAL and rule.measure not in measures:
                lines.append(_line(key, rule, day))
                told.add(rule.provision)
        for family, provisions in by_family(standards, duty).items():
            lines += [
                f"{key}: {p.asks['en']}{mark(p.verified)}  [{p.id}]"
                for key, p in provisions
                if family in INTERNATIONAL and p.id not in meant | told
            ]
        lines = [line for line in lines if line not in seen]
        seen.update(lines)
        if lines:
            entries.append(entry(f"same duty: {duty}", *lines))
    return entries


def _measures(standards: Standards, words: str) -> set[str]:
    """Measures of that name, or whose rules' titles hold all the words."""
    rules = [r for room in standards.rooms.values() for r in room.rules.values()]
    names = {r.measure for r in rules}
    if words in names:
        return {words}
    asked = fold(words).replace(",", " ").split()
    found = {
        r.measure
        for r in rules
        if all(w in fold(f"{r.measure.replace('_', ' ')} {' '.join(r.title.values())}") for w in asked)
    }
    if not found:
        raise StandardsError(
            f"`{words}` is neither a standard nor a measure{close(words, [*standards.rooms, *names])}"
        )
    return found


def _line(room: str, rule: Rule, day: date) -> str:
    word = "at most" if rule.at_most else "at least"
    values = in_force(rule.values, day)
    told = "; ".join(f"{word} {v.value.written}{_where(v)}{mark(v.verified)}" for v in values)
    whom = _whom(rule)
    return f"{room}: {told or 'nothing in force'}{f' for {whom}' if whom else ''}: {rule.title['en']}  [{rule.id}]"


def _where(value: Dated) -> str:
    told = [f"{n} {_shown(x)}" for n, x in asdict(value.where).items() if x]
    return f" ({', '.join(told)})" if told else ""


def _whom(rule: Rule) -> str:
    a = rule.applies_to
    told = [_shown(x) for x in asdict(a.where).values() if x]
    told += [x for x in (a.condition, {"f": "women", "m": "men"}.get(a.sex, "")) if x]
    if a.age_below is not None:
        told.append(f"under {a.age_below}")
    if a.age_at_least is not None:
        told.append(f"{a.age_at_least} and over")
    return ", ".join(told)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def changes(standards: Standards, first: date, last: date, room: str | None = None) -> Answer:
    """What began or ended after `first` and until `last`: instruments, provisions, values, minimum wages."""
    entries = []
    for key, r in _rooms(standards, room).items():
        lines = [f"{d}: {text}" for d, text in sorted(_events(r)) if first < d <= last]
        if lines:
            entries.append(entry(key, *lines))
    return {"title": f"Changes after {first} until {last}", "entries": entries}


def _events(r: Room) -> list[tuple[date, str]]:
    out = []
    spans: list[tuple[date | None, date | None, str]] = []
    spans += [(i.start, i.end, f"{i.title['en']}") for i in r.instruments.values()]
    spans += [(p.start, p.end, f"{p.id}: {p.asks['en']}") for p in r.provisions.values()]
    spans += [
        (v.start, v.end, f"{rule.title['en']}: {v.value.written}{_where(v)}{mark(v.verified)}  [{rule.id}]")
        for rule in r.rules.values()
        for v in rule.values
    ]
    if r.premiums:
        spans += [
            (c.dated.start, c.dated.end, f"{c.label.get('en', ' '.join(c.days))}: {c.dated.value.written}{mark(c.dated.verified)}")
            for c in r.premiums.cells
        ]  # fmt: skip
    for start, end, text in spans:
        if start:
            out.append((start, f"begins: {text}"))
        if end:
            out.append((end + timedelta(days=1), f"no longer: {text}"))
    by_day: dict[date, list[str]] = {}
    for w in r.wages:
        by_day.setdefault(w.start, []).append(w.region)
    out += [(d, f"minimum wages of {', '.join(dict.fromkeys(regions))}") for d, regions in by_day.items()]
    return out


def unverified(standards: Standards, room: str | None = None) -> Answer:
    """All that was not read in a source, and so accuses nobody."""
    entries = []
    for key, r in _rooms(standards, room).items():
        lines = [f"{p.id}: {p.asks['en']}" for p in r.provisions.values() if not p.verified]
        lines += [
            f"{rule.id} from {v.start}: {v.value.written}"
            for rule in r.rules.values()
            for v in rule.values
            if not v.verified
        ]
        if r.premiums:
            lines += [
                f"premium {c.label.get('en', ' '.join(c.days))}: {c.dated.value.written}"
                for c in r.premiums.cells
                if not c.dated.verified
            ]
        doubtful = [w for w in r.wages if not w.verified]
        if doubtful:
            lines.append(
                f"{len(doubtful)} of {len(r.wages)} minimum wages: {', '.join(sorted({w.region for w in doubtful}))}"
            )
        if lines:
            entries.append(entry(f"{key}: {len(lines)}", *lines))
    return {"title": "Not verified", "entries": entries}


def overdue(standards: Standards, day: date, room: str | None = None) -> Answer:
    """Rooms whose review is due, and values whose end has passed with none to follow."""
    entries = []
    for key, r in _rooms(standards, room).items():
        lines = []
        if r.about is None:
            lines.append("no room.yaml says when it was checked")
        elif r.about.checked + timedelta(days=r.about.review_days) < day:
            lines.append(f"last checked {r.about.checked}, to be reviewed every {r.about.review_days} days")
        lines += [
            f"{rule.id}: the last value ended on {max(v.end for v in rule.values if v.end)}"
            for rule in r.rules.values()
            if rule.values and all(v.end and v.end < day for v in rule.values)
        ]
        if r.calendar and r.calendar.covers[1] < day + timedelta(days=60):
            lines.append(f"the calendar ends on {r.calendar.covers[1]}")
        if lines:
            entries.append(entry(key, *lines))
    return {"title": f"To be reviewed on {day}", "entries": entries}


def _rooms(standards: Standards, room: str | None) -> dict[str, Room]:
    if room is None:
        return standards.rooms
    if room not in standards.rooms:
        raise StandardsError(f"There is no standard `{room}`{close(room, standards.rooms)}")
    return {room: standards.rooms[room]}
