"""The whole body of standards for other programs: JSON, CSV, JSON-LD, and the minimum wages as a data package."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tripartite.standards.load import ROOM_CURRENCY, Standards
from tripartite.standards.schema import CURRENCIES, Provision, Room

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
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
    if is_dataclass(value) and not isinstance(value, type):
        return {k: _plain(v) for k, v in vars(value).items() if k != "line" and v not in (None, (), {}, "")}
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def as_linked_data(standards: Standards) -> dict[str, Any]:
    """Instruments and provisions as schema.org Legislation, with what each implements."""
    graph = []
    for key, room in standards.rooms.items():
        for i in room.instruments.values():
            graph.append(
                _without_empty({
                    "@id": f"{key}/{i.id}", "@type": "Legislation", "name": _texts(i.title), "legislationIdentifier": i.number,
                    "legislationType": i.kind, "legislationPassedBy": i.issuer, "legislationDate": i.start,
                    "temporalCoverage": _span(i.start, i.end), "url": i.url,
                })
            )  # fmt: skip
        graph += [_linked(standards, key, room, p) for p in room.provisions.values()]
    context = {"@vocab": "https://schema.org/", "see": {"@id": "https://schema.org/citation", "@type": "@id"}}
    return {"@context": context, "license": LICENCE, "@graph": graph}


def _linked(standards: Standards, key: str, room: Room, p: Provision) -> dict[str, Any]:
    related: dict[str, list[dict[str, str]]] = {}
    for kind, other in p.relations:
        name = {"implements": "legislationTransposes", "replaces": "legislationChanges"}.get(kind, "see")
        related.setdefault(name, []).append({"@id": other})
    return _without_empty({
        "@id": p.id, "@type": "Legislation", "abstract": _texts(p.asks), "legislationIdentifier": p.article,
        "isPartOf": {"@id": f"{key}/{standards.instrument(p).id}"}, "keywords": list(p.topics),
        "temporalCoverage": _span(p.start, p.end), "isBasedOn": room.sources[p.source].url, **related,
    })  # fmt: skip


def _texts(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": text} for lang, text in texts.items()]


def _span(start: date | None, end: date | None) -> str:
    return f"{start or '..'}/{end or '..'}" if start or end else ""


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v not in (None, "", [])}


def _tables(standards: Standards, folder: Path) -> list[Path]:
    rooms = standards.rooms.items()
    provisions = _csv(
        folder / "provisions.csv",
        ("id", "room", "instrument", "article", "asks_en", "topics", "from", "to", "verified", "source"),
        (
            (p.id, key, p.instrument, p.article, p.asks.get("en", ""), " ".join(p.topics), p.start, p.end, p.verified, p.source)
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
    return [provisions, values, relations, _wages(standards, folder)]


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
