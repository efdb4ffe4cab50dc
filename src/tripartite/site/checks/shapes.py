"""Sheets of one shape: twelve months of one payroll have the same columns, and are read alike."""

from __future__ import annotations

import json
from typing import Any

from tripartite.site.checks.meanings import lacking
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import read_named

CELLS_SHOWN = 3
SURE = 0.6

Shape = dict[str, Any]


def looked_at(check: Check) -> tuple[list[dict[str, Any]], list[Shape]]:
    """What a look at a check's files showed, and its shapes with the corrections that were kept.

    Raises Http404 where nobody has looked yet.
    """
    seen = json.loads(read_named(check, "sheets.json"))
    saved = json.loads(read_named(check, "mapping.json")) if "mapping.json" in check.sealed else []
    return seen, shapes_of(seen, {s["fingerprint"]: s for s in saved})


def shapes_of(seen: list[dict[str, Any]], kept: dict[str, Any]) -> list[Shape]:
    """The shapes among a check's sheets, each as its first sheet with the names of the others (`twins`).

    `kept` are corrections by fingerprint. `needs_care`: a person should look before going on.
    """
    out: dict[str, Shape] = {}
    for file in seen:
        for sheet in file["sheets"]:
            if "fingerprint" not in sheet:
                continue
            shape = out.get(sheet["fingerprint"])
            if shape is None:
                out[sheet["fingerprint"]] = {**sheet, "at": f"s{len(out)}", "twins": []}
            else:
                shape["twins"].append((sheet["file"], sheet["sheet"]))
                shape["doubtful_dates"] |= sheet["doubtful_dates"]
                shape["n_rows"] += sheet["n_rows"]
    return [_corrected(shape, kept.get(key)) for key, shape in out.items()]


def _corrected(shape: Shape, kept: Shape | None) -> Shape:
    if kept:
        shape |= {k: kept[k] for k in ("kind", "columns", "options")}
    for i, c in enumerate(shape["columns"]):
        c["at"] = f"{shape['at']}-{i}"
        c["cells"] = [row[i] if i < len(row) else "" for row in shape["rows"][:CELLS_SHOWN]]
        c["unsure"] = not kept and c.get("confidence", 1) < SURE and c["means"] != "ignore"
    shape["lacks"] = lacking(shape)
    undecided = shape["doubtful_dates"] and "date_order" not in shape["options"]
    unsure = any(c["unsure"] and not c["means"].startswith("day.") for c in shape["columns"])
    shape["needs_care"] = bool(shape["lacks"] or shape["kind"] == "ignore" or undecided or unsure)
    return shape


def undecided(shapes: list[Shape], chosen: list[Shape]) -> Shape | None:
    """The first shape of whose dates nobody has said yet how they are meant."""
    doubtful = {s["fingerprint"] for s in shapes if s["doubtful_dates"]}
    return next(
        (c for c in chosen
         if c["fingerprint"] in doubtful and c["kind"] != "ignore" and "date_order" not in c["options"]), None,
    )  # fmt: skip
