"""A first look at files: which sheets they hold, what each column is taken for, what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from tripartite.records.errors import RecordsError
from tripartite.records.mapping import ColumnMeaning, Mapping, SheetMapping, date_order, propose_sheet
from tripartite.records.sheets import Sheet, begin_workbooks, open_sheets
from tripartite.records.values import plain

ROWS_SHOWN = 5
LOG_LINES = 3


def looked_at(
    files: Sequence[Path], saved: list[dict[str, Any]], tell: Callable[[str, int, int], None]
) -> list[dict[str, Any]]:
    """Each file with its sheets or with what keeps it from being read; `saved` are earlier mappings of the facility."""
    begin_workbooks(files)
    known = mapping_from(saved)
    out = []
    for i, path in enumerate(files):
        tell("read", i, len(files))
        out.append(_file(path, known))
    return out


def mapping_from(sheets: list[dict[str, Any]]) -> Mapping:
    """Mappings as they are kept: a dict a sheet, with its columns."""
    return Mapping(
        [
            SheetMapping(
                s["file"], s["sheet"], s["kind"], s["header_row"], s["header_rows"],
                [ColumnMeaning(c["header"], c["means"], 1.0, "as saved") for c in s["columns"]], dict(s["options"]),
            )
            for s in sheets
        ]
    )  # fmt: skip


def _file(path: Path, known: Mapping) -> dict[str, Any]:
    try:
        sheets = [_sheet(s, known) for s in open_sheets(path)]
    except RecordsError as error:
        return {"file": path.name, "trouble": str(error), "sheets": []}
    return {"file": path.name, "trouble": "", "sheets": sheets}


def _sheet(sheet: Sheet, known: Mapping) -> dict[str, Any]:
    shown = {"file": sheet.file, "sheet": sheet.name, "trouble": sheet.trouble, "n_rows": len(sheet.rows)}
    if sheet.trouble:
        return {**shown, "kind": "trouble", "columns": [], "rows": []}
    if sheet.kind == "attlog":
        return {
            **shown,
            "kind": "attlog",
            "columns": [],
            "rows": [[plain(r[0])] for r in sheet.rows[:LOG_LINES]],
        }
    proposed = propose_sheet(sheet)
    before = known.matching(proposed)
    if before:
        proposed.kind, proposed.options = before.kind, before.options
        proposed.columns = before.columns
    first = proposed.header_row + proposed.header_rows
    return {
        **shown,
        **to_builtins(proposed),
        "fingerprint": proposed.fingerprint,
        "as_saved": before is not None,
        "doubtful_dates": _doubtful(proposed, sheet),
        "first_row": sheet.first_row + first,
        "rows": [[plain(c) for c in row] for row in sheet.rows[first : first + ROWS_SHOWN]],
    }


def _doubtful(proposed: SheetMapping, sheet: Sheet) -> bool:
    """Whether nobody can tell from the sheet if 03/04 is in March or April."""
    if "date_order" in proposed.options:
        return True
    try:
        date_order(proposed, sheet)
    except RecordsError:
        return True
    return False
