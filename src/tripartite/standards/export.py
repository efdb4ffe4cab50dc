"""The whole body of standards for other programs: JSON, CSV, JSON-LD, and the minimum wages as a data package."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from tripartite.currencies import CURRENCIES
from tripartite.standards.counterparts import family_of, of_duty, vocabulary
from tripartite.standards.law import answered_by, duties_of
from tripartite.standards.linked import (
    CONTEXT,
    LICENCE,
    property_value,
    relation_term,
    span,
    texts,
    without_empty,
)
from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import FAMILIES, Duty, Instrument, Provision, Room

LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")
WAGE_FIELDS = (
    ("country", "string"), ("region", "string"), ("class", "string"), ("from", "date"), ("to", "date"),
    ("monthly", "number"), ("daily", "number"), ("hourly", "number"), ("currency", "string"), ("verified", "boolean"),
    ("source", "string"), ("source_url", "string"),
)  # fmt: skip


def export(standards: Standards, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write the body of standards in the formats asked for; gives the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    if "json" in formats:
        written.append(_json(folder / "standards.json", as_data(standards)))
    if "jsonld" in formats:
        written.append(_json(folder / "standards.jsonld", as_linked_data(standards)))
    if "csv" in formats:
        written += _tables(standards, folder)
    if "datapackage" in formats:
        written += _data_package(standards, folder)
    return written


def _json(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def as_data(standards: Standards) -> dict[str, Any]:
    """Every room as plain data, the way the files have it; money in minor units."""
    return {"licence": LICENCE, "rooms": {key: _plain(room) for key, room in standards.rooms.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        return {k: _plain(v) for k, v in asdict(value).items() if k != "line" and v not in (None, (), {}, "")}
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def as_linked_data(standards: Standards) -> dict[str, Any]:
    """Instruments and provisions as schema.org Legislation, with what each implements; duties as DefinedTerms.

    A provision is `about` its duties: those that share one are counterparts.
    """
    graph = [_duty(d) for d in vocabulary(standards).values()]
    for key, room in standards.rooms.items():
        graph += [_instrument(key, room, i) for i in room.instruments.values()]
        graph += [_linked(standards, key, room, p) for p in room.provisions.values()]
    return {"@context": CONTEXT, "license": LICENCE, "@graph": graph}


def _duty(d: Duty) -> dict[str, Any]:
    return {
        "@id": f"duty/{d.id}", "@type": "DefinedTerm", "name": texts(d.title), "termCode": d.id, "keywords": [d.topic],
        **({"description": "; ".join(f"{k}: {v}" for k, v in d.none.items())} if d.none else {}),
    }  # fmt: skip


def _instrument(key: str, room: Room, i: Instrument) -> dict[str, Any]:
    ratified = [
        property_value(
            f"{'ratified by' if r.ratified else 'not ratified by'} {r.country}",
            r.registered or None,
            r.verified,
        )
        for r in room.ratifications.values()
        if r.instrument == i.id
    ]
    return without_empty({
        "@id": f"{key}/{i.id}", "@type": "Legislation", "name": texts(i.title), "legislationIdentifier": i.number,
        "legislationType": i.kind, "legislationPassedBy": i.issuer,
        "legislationDateOfApplicability": i.start,
        "temporalCoverage": span(i.start, i.end), "url": i.url, "additionalProperty": ratified,
    })  # fmt: skip


def _linked(standards: Standards, key: str, room: Room, p: Provision) -> dict[str, Any]:
    related: dict[str, list[dict[str, str]]] = {}
    for kind, other in p.relations:
        related.setdefault(relation_term(kind), []).append({"@id": other})
    more = {
        "answered by": answered_by(standards, p), "records show": p.records_show.get("en"),
        "to be asked": p.to_ask.get("en"), "signs in records": " ".join(p.sign_measures),
        "signs by question": " ".join(p.sign_questions),
    }  # fmt: skip
    return without_empty({
        "@id": p.id, "@type": "Legislation", "abstract": texts(p.asks), "legislationIdentifier": p.article,
        "isPartOf": {"@id": f"{key}/{standards.instrument(p).id}"}, "keywords": list(p.topics),
        "about": [f"duty/{d}" for d in duties_of(standards, p.id)],
        "temporalCoverage": span(p.start, p.end), "isBasedOn": room.sources[p.source].url,
        "creditText": "verified" if p.verified else "not verified",
        "additionalProperty": [property_value(name, text) for name, text in more.items() if text], **related,
    })  # fmt: skip


def _tables(standards: Standards, folder: Path) -> list[Path]:
    rooms = standards.rooms.items()
    provisions = _csv(
        folder / "provisions.csv",
        (
            "id", "room", "family", "instrument", "article", "asks_en", "topics", "duties", "answered_by",
            "records_show_en", "to_ask_en", "from", "to", "verified", "source",
        ),
        (
            (
                p.id, key, family_of(key, p), p.instrument, p.article, p.asks.get("en", ""), " ".join(p.topics),
                " ".join(duties_of(standards, p.id)), answered_by(standards, p), p.records_show.get("en", ""),
                p.to_ask.get("en", ""), p.start, p.end, p.verified, p.source,
            )
            for key, room in rooms for p in room.provisions.values()
        ),
    )  # fmt: skip
    values = _csv(
        folder / "rules.csv",
        ("id", "provision", "topic", "title_en", "measure", "per", "bound", "from", "to", "value", "where", "verified", "source"),
        (
            (
                r.id, r.provision, r.topic, r.title["en"], r.measure, r.per, "at most" if r.at_most else "at least", v.start,
                v.end, v.value.written, json.dumps({k: w for k, w in asdict(v.where).items() if w}), v.verified, v.source,
            )
            for _, room in rooms for r in room.rules.values() for v in r.values
        ),
    )  # fmt: skip
    relations = _csv(
        folder / "relations.csv",
        ("provision", "relation", "other"),
        (
            (p.id, kind, other)
            for _, room in rooms
            for p in room.provisions.values()
            for kind, other in p.relations
        ),
    )
    return [provisions, values, relations, *_related(standards, folder), _wages(standards, folder)]


def _related(standards: Standards, folder: Path) -> list[Path]:
    """The duties, the provisions of each, and who has ratified what."""
    known = vocabulary(standards)
    duties = _csv(
        folder / "duties.csv",
        ("id", "topic", *(f"title_{lang}" for lang in LANGUAGES), *(f"none_{family}" for family in FAMILIES)),
        (
            (d.id, d.topic, *(d.title[x] for x in LANGUAGES), *(d.none.get(f, "") for f in FAMILIES))
            for d in known.values()
        ),
    )
    counterparts = _csv(
        folder / "counterparts.csv",
        ("duty", "family", "room", "provision"),
        ((d, family, room, p.id) for d in known for family, room, p in of_duty(standards, d)),
    )
    ratifications = _csv(
        folder / "ratifications.csv",
        (
            "room", "instrument", "country", "ratified", "registered", "in_force", "ended", "declared", "verified",
            "source", "note_en",
        ),
        (
            (
                key, r.instrument, r.country, r.ratified, r.registered, r.in_force, r.ended, r.declared, r.verified,
                r.source, r.note.get("en", ""),
            )
            for key, room in standards.rooms.items() for r in room.ratifications.values()
        ),
    )  # fmt: skip
    return [duties, counterparts, ratifications, *_remedies(standards, folder)]


def _remedies(standards: Standards, folder: Path) -> list[Path]:
    """Whom a worker can turn to, and until when; one row a telephone number."""
    held = [(key, room, room.remedy) for key, room in standards.rooms.items() if room.remedy]
    contacts = _csv(
        folder / "contacts.csv",
        (
            "id", "country", "kind", "name_en", "name_local", "topics", "who", "phone", "phone_languages", "url", "address_en",
            "languages", "cost", "hours", "verified", "source", "source_url", "read", "note_en",
        ),
        (
            (
                c.id, key.upper(), c.kind, c.name["en"], next((t for x, t in c.name.items() if x != "en"), ""),
                " ".join(c.topics), " ".join(c.who), phone.number if phone else "", " ".join(phone.languages) if phone else "",
                c.url, c.address.get("en", ""), " ".join(c.languages), c.cost, c.hours, c.verified, c.source,
                room.sources[c.source].url, room.sources[c.source].read, c.note.get("en", ""),
            )
            for key, room, remedy in held for c in remedy.contacts for phone in c.phones or (None,)
        ),
    )  # fmt: skip
    limits = _csv(
        folder / "time_limits.csv",
        ("id", "country", "topics", "value", "text_en", "provision", "verified", "source"),
        (
            (t.id, key.upper(), " ".join(t.topics), t.value.written, t.text["en"], t.provision, t.verified, t.source)
            for key, _, remedy in held for t in remedy.time_limits
        ),
    )  # fmt: skip
    return [contacts, limits]


def _wages(standards: Standards, folder: Path) -> Path:
    def rows() -> Iterable[tuple[Any, ...]]:
        for key, room in standards.rooms.items():
            currency = ROOM_CURRENCY.get(key, "")
            for w in room.wages:
                amounts = (_major(n, currency) for n in (w.monthly, w.daily, w.hourly))
                yield (
                    key.upper(), w.region, w.wage_class, w.start, w.end, *amounts, currency, str(w.verified).lower(),
                    w.source, room.sources[w.source].url,
                )  # fmt: skip

    return _csv(folder / "minimum_wages.csv", [name for name, _ in WAGE_FIELDS], rows())


def _major(amount: int | None, currency: str) -> str:
    if amount is None:
        return ""
    scale = CURRENCIES[currency]
    return f"{amount / scale:.2f}" if scale > 1 else str(amount)


def _data_package(standards: Standards, folder: Path) -> list[Path]:
    """Frictionless Data Package of the minimum wages."""
    table = _wages(standards, folder)
    package = {
        "profile": "tabular-data-package",
        "name": "minimum-wages",
        "title": "Minimum wages of six Asian countries by region, class and date",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "resources": [
            {
                "name": "minimum-wages",
                "path": table.name,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {
                    "fields": [{"name": n, "type": t} for n, t in WAGE_FIELDS],
                    "missingValues": [""],
                    "primaryKey": ["region", "class", "from"],
                },
            }
        ],
    }
    return [table, _json(folder / "datapackage.json", package)]
