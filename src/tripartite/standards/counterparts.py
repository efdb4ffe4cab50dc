"""Counterparts: what other laws, conventions, guidelines and codes ask for the same duty; and ratifications."""

from __future__ import annotations

from collections.abc import Iterator

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.law import Answer, duties_of, entry, mark
from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import FAMILIES, Duty, Provision, Ratification, Rule

FAMILY_TITLES = {
    "national": "national law",
    "ilo": "ILO",
    "mne": "MNE Declaration",
    "oecd": "OECD",
    "un": "United Nations",
    "code": "codes",
    "trade": "import and due-diligence laws",
}


def family_of(room: str, provision: Provision) -> str:
    """Which family of instruments a provision belongs to. The MNE Declaration lies in the ILO's room."""
    if provision.instrument.startswith("mne"):
        return "mne"
    kind = room.split("/", maxsplit=1)[0]
    if kind == "codes":
        return "code"
    return kind if kind in FAMILIES else "national"


def vocabulary(standards: Standards) -> dict[str, Duty]:
    return {k: d for room in standards.rooms.values() for k, d in room.duties.items()}


def of_duty(standards: Standards, duty: str) -> Iterator[tuple[str, str, Provision]]:
    """Family, room and provision of all that belongs to a duty."""
    for key, room in standards.rooms.items():
        for name in room.by_duty[duty].provisions if duty in room.by_duty else ():
            yield family_of(key, room.provisions[name]), key, room.provisions[name]


def by_family(standards: Standards, duty: str) -> dict[str, list[tuple[str, Provision]]]:
    """A duty's provisions by family, each with its room. Families with none are absent."""
    found: dict[str, list[tuple[str, Provision]]] = {}
    for family, room, provision in of_duty(standards, duty):
        found.setdefault(family, []).append((room, provision))
    return {f: found[f] for f in FAMILIES if f in found}


def rules_of_duty(standards: Standards, duty: str) -> Iterator[tuple[str, str, Rule]]:
    """Family, room and rule of all rules that compute a provision of a duty."""
    for key, room in standards.rooms.items():
        held = set(room.by_duty[duty].provisions) if duty in room.by_duty else set()
        for rule in room.rules.values():
            if rule.provision in held:
                yield family_of(key, room.provisions[rule.provision]), key, rule


def counterparts(standards: Standards, key: str) -> Answer:
    """All that other rooms ask for the duties of a provision, a rule, or for a duty named. Raises StandardsError."""
    known = vocabulary(standards)
    provision = _provision_meant(standards, key)
    duties = [key] if key in known else duties_of(standards, provision)
    if not duties:
        return {"title": f"{key} is assigned to no duty", "entries": []}
    entries = [e for duty in duties for e in _told(standards, known[duty], provision)]
    return {"title": f"Counterparts of {key}", "entries": entries}


def _provision_meant(standards: Standards, key: str) -> str:
    for room in standards.rooms.values():
        if key in room.rules:
            return room.rules[key].provision
        if key in room.provisions or key in room.duties:
            return key
    every = [k for r in standards.rooms.values() for k in (*r.provisions, *r.rules, *r.duties)]
    raise StandardsError(f"There is no provision, rule or duty `{key}`{close(key, every)}")


def _told(standards: Standards, duty: Duty, but: str) -> list[dict[str, object]]:
    groups = by_family(standards, duty.id)
    head = entry(f"{duty.id}: {duty.title['en']}", *(f"{k}: {t}" for k, t in duty.title.items() if k != "en"))
    entries = [head]
    for family in FAMILIES:
        lines = [_line(standards, p) for _, p in groups.get(family, ()) if p.id != but]
        if not lines and family in duty.none:
            lines.append(f"none: {duty.none[family]}")
        if lines:
            entries.append(entry(f"  {FAMILY_TITLES[family]}", *lines))
    return entries


def _line(standards: Standards, p: Provision) -> str:
    ended = f" (until {p.end})" if p.end else ""
    bound = standards.instrument(p).ratified
    by = f" (ratified by {', '.join(sorted(bound))})" if bound else ""
    return f"{p.id}: {p.asks['en']}{ended}{by}{mark(p.verified)}"


def duties(standards: Standards) -> Answer:
    """The vocabulary: each duty with the number of its provisions in each country and family."""
    entries = []
    for duty in vocabulary(standards).values():
        counts: dict[str, int] = {}
        for family, room, _ in of_duty(standards, duty.id):
            name = room if family == "national" else family
            counts[name] = counts.get(name, 0) + 1
        told = ", ".join(f"{name} {n}" for name, n in counts.items())
        entries.append(entry(f"{duty.id}  {duty.title['en']} ({duty.topic})", told or "no provision yet"))
    return {"title": "Duties", "entries": entries}


def ratifications(standards: Standards, asked: str | None = None) -> Answer:
    """Which State has ratified what, since when. asked: an instrument such as c87, or a country such as VN."""
    rows = [
        (room.instruments[r.instrument].title["en"], r)
        for room in standards.rooms.values()
        for r in room.ratifications.values()
    ]
    countries = [c.upper() for c in ROOM_CURRENCY]
    names = list(dict.fromkeys(r.instrument for _, r in rows))
    if asked and asked.lower() not in names and asked.upper() not in countries:
        raise StandardsError(
            f"`{asked}` is neither an instrument nor a country held here{close(asked.lower(), [*names, *countries])}"
        )
    entries = []
    for name in names:
        told = {r.country: (title, r) for title, r in rows if r.instrument == name}
        title = next(iter(told.values()))[0]
        wanted = [c for c in countries if not asked or asked.lower() == name or asked.upper() == c]
        lines = [f"{c}: {_ratified(told[c][1]) if c in told else 'not known'}" for c in wanted]
        if lines:
            entries.append(entry(f"{name}  {title}", *lines))
    return {"title": "Ratifications", "entries": entries}


def _ratified(r: Ratification) -> str:
    text = f"registered {r.registered or 'on a day not known'}" if r.ratified else "not ratified"
    text += f", in force {r.in_force}" if r.in_force else ""
    text += f", denounced {r.ended}" if r.ended else ""
    text += f", declared: {r.declared}" if r.declared else ""
    text += f" ({r.note['en']})" if r.note else ""
    return f"{text}{'' if r.verified else '  [not verified]'}  [{r.source}]"
