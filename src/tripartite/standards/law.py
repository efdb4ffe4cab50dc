"""Look-ups in the body of standards. Each gives {"title", "entries": [{"head", "lines"}]}, plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import asdict

from tripartite.currencies import CURRENCIES
from tripartite.standards.fields import StandardsError, close
from tripartite.standards.gaps import WageGap
from tripartite.standards.load import ROOM_CURRENCY, Standards, in_force
from tripartite.standards.schema import Dated, Provision, Rule, WageRow

Answer = dict[str, Any]
ANSWERS = {
    "records": "records",
    "questions": "questions",
    "both": "records in part and questions",
    "neither": "neither records nor questions: it binds the State or others, or only explains",
    "": "nothing here yet",
}


def entry(head: str, *lines: Any) -> dict[str, Any]:
    return {"head": head, "lines": list(lines)}


def mark(verified: bool) -> str:
    return "" if verified else "  [not verified: accuses nobody]"


def listing(standards: Standards, room: str | None) -> Answer:
    """The rooms, or a room's instruments and rules by topic."""
    if room is None:
        return {"title": "Standards", "entries": [
            entry(key, f"{len(r.instruments)} instruments, {len(r.provisions)} provisions, {len(r.rules)} rules, {len(r.wages)} minimum wages")
            for key, r in standards.rooms.items()
        ]}  # fmt: skip
    if room not in standards.rooms:
        raise StandardsError(f"There is no standard `{room}`{close(room, standards.rooms)}")
    r = standards.rooms[room]
    topics: dict[str, list[str]] = {}
    for rule in r.rules.values():
        topics.setdefault(rule.topic, []).append(f"{rule.id}: {rule.title['en']}")
    entries = [entry(topic, *rules) for topic, rules in sorted(topics.items())]
    entries.append(
        entry(
            "instruments",
            *(f"{i.id}: {' '.join(i.title.values())}" for i in r.instruments.values()),
        )
    )
    return {"title": f"Standard {room}", "entries": entries}


def show(standards: Standards, key: str) -> Answer:
    """A provision or rule by its id, with its history, sources and relations both ways."""
    provisions = {k: p for room in standards.rooms.values() for k, p in room.provisions.items()}
    rules = {k: r for room in standards.rooms.values() for k, r in room.rules.items()}
    if key in provisions:
        return {"title": key, "entries": [_provision(standards, provisions[key])]}
    if key in rules:
        rule = rules[key]
        return {
            "title": key,
            "entries": [_rule(standards, rule), _provision(standards, provisions[rule.provision])],
        }
    questions = {k: q for room in standards.rooms.values() for k, q in room.questions.items()}
    if key in questions:
        q = questions[key]
        return {"title": key, "entries": [entry(
            f"{key}  {q.text['en']}", *(f"{lang}: {text}" for lang, text in q.text.items()),
            *(f"look at ({lang}): {text}" for lang, text in q.evidence.items()),
            f"from {', '.join(q.provisions)}",
        )]}  # fmt: skip
    raise StandardsError(
        f"There is neither a provision nor a rule `{key}`{close(key, [*provisions, *rules])}"
    )


def _provision(standards: Standards, p: Provision) -> dict[str, Any]:
    i = standards.instrument(p)
    source = standards.room_of(p.id).sources[p.source]
    back = [
        f"{kind} (from {other.id})"
        for room in standards.rooms.values()
        for other in room.provisions.values()
        for kind, target in other.relations
        if target == p.id
    ]
    computed = [r.id for room in standards.rooms.values() for r in room.rules.values() if r.provision == p.id]
    return entry(
        f"{p.id}  {i.title['en']}, article {p.article}{mark(p.verified)}",
        *(f"{lang}: {text}" for lang, text in p.asks.items()),
        f"in force from {p.start or 'not established'}{f' to {p.end}' if p.end else ''}"
        + (f"; the instrument since {i.start}" if i.start and not p.start else ""),
        *(
            [f"ratified: {', '.join(f'{c} {d}' for c, d in sorted(i.ratified.items()))}"]
            if i.ratified
            else []
        ),
        *(f"{kind} {target}" for kind, target in p.relations),
        *back,
        *([f"computed by {', '.join(computed)}"] if computed else []),
        f"answered by {ANSWERS[answered_by(standards, p)]}",
        *([f"records show: {p.records_show['en']}"] if p.records_show else []),
        *([f"to be asked: {p.to_ask['en']}"] if p.to_ask else []),
        *_signs(standards, p),
        *([f"asked by {', '.join(asked)}"] if (asked := questions_of(standards, p.id)) else []),
        *([f"duties: {', '.join(duties)}"] if (duties := duties_of(standards, p.id)) else []),
        *([f"note: {p.note['en']}"] if p.note else []),
        f"read in: {source.title} ({source.read or 'not read'}) {source.url}",
    )


def questions_of(standards: Standards, provision: str) -> list[str]:
    """Questions of any room that ask whether a provision is met."""
    return [
        q.id
        for room in standards.rooms.values()
        for q in room.questions.values()
        if provision in q.provisions
    ]


def duties_of(standards: Standards, provision: str) -> list[str]:
    """The duties that a provision is assigned to in a room's by_duty.yaml."""
    return [
        assigned.id
        for room in standards.rooms.values()
        for assigned in room.by_duty.values()
        if provision in assigned.provisions
    ]


def duties_of_all(standards: Standards) -> dict[str, list[str]]:
    """The duties of every provision that has one, in one walk over the rooms."""
    found: dict[str, list[str]] = {}
    for room in standards.rooms.values():
        for assigned in room.by_duty.values():
            for provision in assigned.provisions:
                found.setdefault(provision, []).append(assigned.id)
    return found


def answered_by(standards: Standards, p: Provision) -> str:
    """Whether records, questions, both or neither can answer a provision; empty if nothing here does yet.

    What the data say, and what rules and questions that are there add to it.
    """
    if p.answered_by in ("both", "neither"):
        return p.answered_by
    by_records = p.answered_by == "records" or any(
        r.provision == p.id for room in standards.rooms.values() for r in room.rules.values()
    )
    by_questions = p.answered_by == "questions" or bool(questions_of(standards, p.id))
    if by_records and by_questions:
        return "both"
    return "records" if by_records else "questions" if by_questions else ""


def _signs(standards: Standards, p: Provision) -> list[str]:
    """Rules whose findings are signs of a provision, by its measures and in every room, and the questions."""
    if not p.sign_measures and not p.sign_questions:
        return []
    lines = []
    for name in p.sign_measures:
        rules = [r.id for room in standards.rooms.values() for r in room.rules.values() if r.measure == name]
        lines.append(f"sign in records: {name}" + (f" ({', '.join(rules)})" if rules else ""))
    return [*lines, *(f"sign by question: {q}" for q in p.sign_questions)]


def _rule(standards: Standards, r: Rule) -> dict[str, Any]:
    return entry(
        f"{r.id}  {r.title['en']}",
        f"measure {r.measure} per {r.per}, {'at most' if r.at_most else 'at least'}",
        *(_value(standards, r.id, v) for v in r.values),
        *(["beyond the limit it cannot be told: an exception may apply"] if r.excusable else []),
        *([f"settled by: {r.settled_by['en']}"] if r.settled_by else []),
    )


def _named(values: tuple[object, ...]) -> str:
    """Places, people or the ends of a span, as text."""
    span = len(values) == 2 and all(isinstance(x, int) for x in values)
    return (" to " if span else ", ").join(map(str, values))


def _value(standards: Standards, key: str, v: Dated) -> str:
    source = standards.room_of(key).sources[v.source]
    where = "; ".join(f"{n.replace('_', ' ')} {_named(x)}" for n, x in asdict(v.where).items() if x)
    return f"{v.start} to {v.end or 'now'}: {v.value.written}{f' ({where})' if where else ''}{mark(v.verified)}  [{source.id}]"


def in_force_at(standards: Standards, place: str, day: date) -> Answer:
    """What holds in a country or region on a day: rules, premiums, minimum wages."""
    country = place.split("-", maxsplit=1)[0].lower()
    if country not in standards.rooms:
        raise StandardsError(f"No law is held for `{place}`{close(country, standards.rooms)}")
    room = standards.rooms[country]
    rules = [
        f"{r.title['en']}: {'at most' if r.at_most else 'at least'} {v.value.written}{mark(v.verified)}  [{r.id}]"
        for r in room.rules.values()
        for v in in_force(r.values, day)
        if not v.where.region or place in v.where.region
    ]
    cells = [
        f"{c.label.get('en', c.days)} ({', '.join(c.hours_system)}): {v.value.written}{mark(v.verified)}  [{c.provision}]"
        for c in (room.premiums.cells if room.premiums else ())
        for v in in_force([c.dated], day)
    ]
    wages = [_wage(w) for w in wages_on(room.wages, place, day)]
    gaps = [
        _gap(g) for g in room.wage_gaps if g.region in (place, country.upper()) and g.start <= day <= g.end
    ]
    entries = [
        entry("rules", *rules),
        entry("premiums", *cells),
        entry("minimum wages", *(wages or ([] if gaps else ["none held for this place and day"])), *gaps),
    ]
    return {"title": f"{place} on {day}", "entries": entries}


def wages_on(rows: tuple[WageRow, ...], place: str, day: date) -> list[WageRow]:
    """The newest notice in force for each place: its numbered classes together, each city apart."""
    country = place.split("-", maxsplit=1)[0]
    # A level of the whole country holds in each of its regions.
    here = place if any(w.region == place for w in rows) else country
    started = [
        w
        for w in rows
        if w.start <= day and (w.end is None or w.end >= day) and (w.region == here or place == country)
    ]
    newest: dict[tuple[str, str], date] = {}
    for w in started:
        group = (w.region, "" if w.wage_class.isdigit() else w.wage_class)
        newest[group] = max(newest.get(group, w.start), w.start)
    return [w for w in started if w.start == newest[w.region, "" if w.wage_class.isdigit() else w.wage_class]]


def shown_money(amount: int, region: str) -> str:
    """An amount in minor units of the region's currency, as it is written there."""
    currency = ROOM_CURRENCY.get(region.split("-", maxsplit=1)[0].lower(), "CNY")
    scale = CURRENCIES[currency]
    return f"{amount / scale:,.2f} {currency}" if scale > 1 else f"{amount:,} {currency}"


def _wage(w: WageRow) -> str:
    amounts = [
        f"{shown_money(n, w.region)} a {unit}"
        for n, unit in ((w.monthly, "month"), (w.daily, "day"), (w.hourly, "hour"))
        if n is not None
    ]
    return f"{w.region} class {w.wage_class}: {', '.join(amounts)} from {w.start}{mark(w.verified)}  [{w.source}]"


def _gap(g: WageGap) -> str:
    whom = f"{g.region} class {', '.join(g.classes)}" if any(g.classes) else g.region
    return f"{whom}: not known for sure from {g.start} to {g.end}. Looked for on {g.looked_on}: {g.looked_for['en']}"


def render(answer: Answer) -> str:
    """An answer as text."""
    out = [answer["title"], ""]
    for entry in answer["entries"]:
        out.append(entry["head"])
        out += [f"    {line}" for line in entry["lines"]]
        out.append("")
    if not answer["entries"]:
        out.append("Nothing was found. Try fewer words, or `tripartite law list cn`.")
    return "\n".join(out).rstrip()
