"""Names for people: the regions that minimum wages are held for, and the classes within them.

`regions.yaml` of a country's room. A worker chooses a place by its name; the code is for the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from tripartite.plain_yaml import yaml
from tripartite.standards.fields import (
    At,
    Field,
    Problems,
    Shape,
    close,
    compose,
    listed,
    matching,
    nodes_under,
    shaped,
    text,
    words,
)

_S = {"type": "string"}
_WORDS = {"type": "object", "additionalProperties": _S, "required": ["en"]}
_CODE = matching(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", "a code of ISO 3166-2 such as CN-GD")

NAMED_REGION = Shape(
    "region",
    {"code": Field(_CODE, _S, required=True), "name": Field(words, _WORDS, required=True)},
)
NAMED_CLASS = Shape(
    "class",
    {
        "class": Field(text(), _S, required=True),
        "name": Field(words, _WORDS, required=True),
    },
)
REGIONS = Shape(
    "regions",
    {
        "source": Field(text(), _S, required=True),
        "regions": Field(
            listed(shaped(NAMED_REGION)), {"type": "array", "items": NAMED_REGION.schema()}, required=True
        ),
        "about_classes": Field(words, _WORDS),
        "classes": Field(
            listed(shaped(NAMED_CLASS)), {"type": "array", "items": NAMED_CLASS.schema()}, default=()
        ),
    },
)


class RegionNames(Struct, frozen=True):
    """Names of regions by code and of classes by class, by language; `source`: where the regions' were read."""

    regions: dict[str, dict[str, str]]
    classes: dict[str, dict[str, str]]
    about_classes: dict[str, str]
    source: str


def read_regions(folder: Path, sources: dict[str, Any], problems: Problems) -> RegionNames | None:
    """A room's regions.yaml; None where there is none. Mistakes go to `problems`."""
    path = folder / "regions.yaml"
    root = compose(path, problems) if path.exists() else None
    if root is None:
        return None
    at = At(f"{folder.name}/{path.name}", problems)
    before = len(problems.found)
    row = REGIONS.read(at, root)
    if row is None or len(problems.found) > before:
        return None
    if row["source"] not in sources:
        at.wrong(root, f"source `{row['source']}` is not in sources.yaml{close(row['source'], sources)}")
    return RegionNames(
        _by(at, root, "regions", "code", row["regions"]),
        _by(at, root, "classes", "class", row["classes"]),
        row["about_classes"] or {},
        row["source"],
    )


def _by(
    at: At, root: yaml.Node, key: str, named: str, rows: tuple[dict[str, Any], ...]
) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for node, row in zip(nodes_under(root, key), rows, strict=True):
        if row[named] in out:
            at.wrong(node, f"{named} `{row[named]}` stands twice; keep one")
        out[row[named]] = row["name"]
    return out
