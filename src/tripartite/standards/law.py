"""Look-ups in the body of standards. Each gives {"title", "entries": [{"head", "lines"}]}, plain data."""

from __future__ import annotations

import difflib
import re
import unicodedata
from datetime import date
from typing import Any

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards, in_force
from tripartite.standards.schema import Dated, Provision, Rule, WageRow

Answer = dict[str, Any]


def _entry(head: str, *lines: Any) -> dict[str, Any]:
    return {"head": head, "lines": list(lines)}


def _mark(verified: bool) -> str:
    return "" if verified else "  [not verified: accuses nobody]"


def listing(standards: Standards, room: str | None) -> Answer:
    """The rooms, or a room's instruments and rules by topic."""
    if room is None:
        return {"title": "Standards", "entries": [
            _entry(key, f"{len(r.instruments)} instruments, {len(r.provisions)} provisions, {len(r.rules)} rules, {len(r.wages)} minimum wages")
            for key, r in standards.rooms.items()
        ]}  # fmt: skip
    if room not in standards.rooms:
        raise StandardsError(f"There is no standard `{room}`{close(room, standards.rooms)}")
    r = standards.rooms[room]
    topics: dict[str, list[str]] = {}
    for rule in r.rules.values():
        topics.setdefault(rule.topic, []).append(f"{rule.id}: {rule.title['en']}")
    entries = [_entry(topic, *rules) for topic, rules in sorted(topics.items())]
    entries.append(
        _entry(
            "instruments",
            *(f"{i.id}: {i.title['en']} {i.title.get('zh', '')}".strip() for i in r.instruments.values()),
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
    raise StandardsError(
        f"There is neither a provision nor a rule `{key}`{close(key, [*provisions, *rules])}"
    )


def _provision(standards: Standards, p: Provision) -> dict[str, Any]:
    i = standards.instrument(p)
    source = standards.rooms[p.id.split("/")[0]].sources[p.source]
    back = [
        f"{kind} (from {other.id})"
        for room in standards.rooms.values()
        for other in room.provisions.values()
        for kind, target in other.relations
        if target == p.id
    ]
    computed = [r.id for room in standards.rooms.values() for r in room.rules.values() if r.provision == p.id]
    return _entry(
        f"{p.id}  {i.title['en']}, article {p.article}{_mark(p.verified)}",
        *(f"{lang}: {text}" for lang, text in p.asks.items()),
        f"in force from {p.start or 'not established'}{f' to {p.end}' if p.end else ''}",
        *(f"{kind} {target}" for kind, target in p.relations),
        *back,
        *([f"computed by {', '.join(computed)}"] if computed else []),
        f"read in: {source.title} ({source.read or 'not read'}) {source.url}",
    )


def _rule(standards: Standards, r: Rule) -> dict[str, Any]:
    return _entry(
        f"{r.id}  {r.title['en']}",
        f"measure {r.measure} per {r.per}, {'at most' if r.at_most else 'at least'}",
        *(_value(standards, r.id, v) for v in r.values),
        *(["beyond the limit it cannot be told: an exception may apply"] if r.excusable else []),
        *([f"settled by: {r.settled_by['en']}"] if r.settled_by else []),
    )


def _value(standards: Standards, key: str, v: Dated) -> str:
    source = standards.rooms[key.split("/", maxsplit=1)[0]].sources[v.source]
    where = ", ".join(f"{n}={x}" for n, x in vars(v.where).items() if x)
    return f"{v.start} to {v.end or 'now'}: {v.value.written}{f' ({where})' if where else ''}{_mark(v.verified)}  [{source.id}]"


def fold(text: str) -> str:
    """Lower case, one Unicode form, no diacritics: luong finds lương."""
    decomposed = unicodedata.normalize("NFKD", text.lower()).replace("đ", "d")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def search(standards: Standards, words: str) -> Answer:
    """Provisions and rules that hold all words, exact before near; unspaced scripts by substring."""
    asked = fold(words).split()
    scored = []
    for key, text in _texts(standards):
        folded = fold(text)
        tokens = re.findall(r"[a-z0-9]+", folded)
        score = sum(_hit(w, folded, tokens) for w in asked)
        if all(_hit(w, folded, tokens) for w in asked):
            scored.append((-score, key))
    entries = [e for _, key in sorted(scored)[:25] for e in show(standards, key)["entries"][:1]]
    return {"title": f"Search: {words}", "entries": entries}


def _texts(standards: Standards) -> list[tuple[str, str]]:
    out = []
    for room in standards.rooms.values():
        for p in room.provisions.values():
            title = " ".join(standards.instrument(p).title.values())
            out.append((p.id, f"{p.id} {title} {p.article} {' '.join(p.asks.values())} {' '.join(p.topics)}"))
        out += [(r.id, f"{r.id} {' '.join(r.title.values())} {r.topic}") for r in room.rules.values()]
    return out


def _hit(word: str, text: str, tokens: list[str]) -> float:
    if word in tokens:
        return 2.0
    if word in text:
        return 1.5
    # One typing error in a longer word is forgiven.
    if len(word) > 4 and difflib.get_close_matches(word, tokens, n=1, cutoff=0.82):
        return 1.0
    return 0.0


def compare(standards: Standards, first: str, second: str) -> Answer:
    """Two rooms by measure: what each asks of the same quantity."""
    for room in (first, second):
        if room not in standards.rooms:
            raise StandardsError(f"There is no standard `{room}`{close(room, standards.rooms)}")
    by_measure: dict[str, dict[str, list[Rule]]] = {}
    for room in (first, second):
        for rule in standards.rooms[room].rules.values():
            by_measure.setdefault(rule.measure, {}).setdefault(room, []).append(rule)
    entries = []
    for measure, rooms in sorted(by_measure.items()):
        lines = []
        for room in (first, second):
            lines += [f"{room}: {r.title['en']}: {_now(r)}" for r in rooms.get(room, [])] or [
                f"{room}: nothing held"
            ]
        entries.append(_entry(measure, *lines))
    return {"title": f"{first} and {second}", "entries": entries}


def _now(r: Rule) -> str:
    word = "at most" if r.at_most else "at least"
    return "; ".join(f"{word} {v.value.written}{_mark(v.verified)}" for v in r.values if v.end is None)


def in_force_at(standards: Standards, place: str, day: date) -> Answer:
    """What holds in a country or region on a day: rules, premiums, minimum wages."""
    country = place.split("-", maxsplit=1)[0].lower()
    if country not in standards.rooms:
        raise StandardsError(f"No law is held for `{place}`{close(country, standards.rooms)}")
    room = standards.rooms[country]
    rules = [
        f"{r.title['en']}: {'at most' if r.at_most else 'at least'} {v.value.written}{_mark(v.verified)}  [{r.id}]"
        for r in room.rules.values()
        for v in in_force(r.values, day)
        if not v.where.region or place in v.where.region
    ]
    cells = [
        f"{c.label.get('en', c.days)} ({', '.join(c.hours_system)}): {v.value.written}{_mark(v.verified)}  [{c.provision}]"
        for c in (room.premiums.cells if room.premiums else ())
        for v in in_force([c.dated], day)
    ]
    wages = [_wage(w) for w in _wages_on(room.wages, place, day)]
    entries = [
        _entry("rules", *rules),
        _entry("premiums", *cells),
        _entry("minimum wages", *(wages or ["none held for this place and day"])),
    ]
    return {"title": f"{place} on {day}", "entries": entries}


def _wages_on(rows: tuple[WageRow, ...], place: str, day: date) -> list[WageRow]:
    """The newest notice in force for each place: its numbered classes together, each city apart."""
    started = [w for w in rows if w.start <= day and (w.region == place or "-" not in place)]
    newest: dict[tuple[str, str], date] = {}
    for w in started:
        group = (w.region, "" if w.wage_class.isdigit() else w.wage_class)
        newest[group] = max(newest.get(group, w.start), w.start)
    return [w for w in started if w.start == newest[w.region, "" if w.wage_class.isdigit() else w.wage_class]]


def _wage(w: WageRow) -> str:
    amounts = [
        f"{n / 100:,.2f} a {unit}"
        for n, unit in ((w.monthly, "month"), (w.daily, "day"), (w.hourly, "hour"))
        if n is not None
    ]
    return f"{w.region} class {w.wage_class}: {', '.join(amounts)} from {w.start}{_mark(w.verified)}  [{w.source}]"


def render(answer: Answer, lang: str = "en") -> str:  # noqa: ARG001 - texts of all languages are shown
    """An answer as text."""
    out = [answer["title"], ""]
    for entry in answer["entries"]:
        out.append(entry["head"])
        out += [f"    {line}" for line in entry["lines"]]
        out.append("")
    if not answer["entries"]:
        out.append("Nothing was found. Try fewer words, or `tripartite law list cn`.")
    return "\n".join(out).rstrip()
