"""Minimum wages that are not known: for which place, class and time, and what was looked for.

`minimum_wages_not_known.yaml` of a room. A level that is not held is told as such, with the search that did
not find it, so that nobody takes a gap for "there was none".
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from tripartite.plain_yaml import yaml
from tripartite.standards.fields import (
    At,
    Field,
    Problems,
    Shape,
    a_date,
    compose,
    listed,
    shaped,
    text,
    words,
)

_S = {"type": "string"}
_DATE = {"type": "string", "format": "date"}
_WORDS = {"type": "object", "additionalProperties": _S, "required": ["en"]}

GAP = Shape(
    "gap",
    {
        "region": Field(text(), _S, required=True),
        "class": Field(listed(text()), {"anyOf": [_S, {"type": "array", "items": _S}]}, default=()),
        "from": Field(a_date, _DATE, required=True),
        "to": Field(a_date, _DATE, required=True),
    },
)
SEARCH = Shape(
    "search",
    {
        "looked_for": Field(words, _WORDS, required=True),
        "looked_on": Field(a_date, _DATE, required=True),
        "gaps": Field(listed(shaped(GAP)), {"type": "array", "items": GAP.schema()}, required=True),
    },
)


class WageGap(Struct, frozen=True):
    """A time, both days included, for which a place's level is not known for sure; no classes: all of them."""

    region: str
    classes: tuple[str, ...]
    start: date
    end: date
    looked_for: dict[str, str]
    looked_on: date

    def covers(self, region: str, wage_class: str, day: date) -> bool:
        return (
            self.region == region
            and (not self.classes or wage_class in self.classes)
            and self.start <= day <= self.end
        )


def read_gaps(folder: Path, name: str, problems: Problems) -> tuple[WageGap, ...]:
    """The gaps of a room, in the order of its file. Mistakes go to `problems`."""
    path = folder / "minimum_wages_not_known.yaml"
    root = compose(path, problems) if path.exists() else None
    if root is None:
        return ()
    at = At(f"{name}/{path.name}", problems)
    if not isinstance(root, yaml.SequenceNode):
        at.wrong(root, "expected a list, each entry beginning with `- looked_for:`")
        return ()
    return tuple(gap for node in root.value for gap in _gaps(at, node))


def _gaps(at: At, node: yaml.Node) -> list[WageGap]:
    row = SEARCH.read(at, node)
    out = []
    for gap in row["gaps"] if row else ():
        start, end = gap["from"], gap["to"]
        if start is None or end is None or row is None:
            continue
        if start > end:
            at.problems.add(at.file, gap["line"], f"`from` {start} is later than `to` {end}")
        out.append(
            WageGap(gap["region"] or "", _classes(gap), start, end, row["looked_for"], row["looked_on"])
        )
    return out


def _classes(gap: dict[str, Any]) -> tuple[str, ...]:
    return tuple(gap["class"])
