"""Payrolls that a folder holds twice: a copy counts once, and two slips for one month are told.

What is read twice doubles the wage, and with it all that is reckoned from it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tripartite.records.collect import Collector
from tripartite.records.sheets import Sheet

TWO_SLIPS = (
    "two sheets pay the worker the same item for the same time, and both count; "
    "take one out of the folder if it is a draft or a copy"
)


def copied_from(sheet: Sheet, collector: Collector) -> str:
    """The payroll read before that is the same cell for cell and by its name a copy, as people name it.

    Empty where there is none. Names matter: both halves of a month may pay everybody the same.
    """
    digest = hashlib.sha256()
    for row in sheet.rows:
        digest.update(repr(row).encode())
    alike = collector.seen_payrolls.setdefault(digest.digest(), [])
    before = next((place for place in alike if _is_copy(place, (sheet.file, sheet.name))), None)
    if before:
        return named(*before)
    alike.append((sheet.file, sheet.name))
    return ""


def named(file: str, sheet: str | None) -> str:
    return f"{file}, sheet {sheet}" if sheet else file


def _is_copy(a: tuple[str, str | None], b: tuple[str, str | None]) -> bool:
    """Whether names differ by what one adds to the other alone, as `(2)` or `- 副本` do."""
    pairs = ((Path(a[0]).stem, Path(b[0]).stem), (a[1] or "", b[1] or ""))
    return all(one in other or other in one for one, other in pairs)


def note_two_slips(collector: Collector) -> None:
    """Note the first item of each worker and period that more than one sheet pays as basic wage or in all."""
    seen: dict[tuple[object, ...], tuple[object, ...]] = {}
    noted = set()
    for row in collector.columns.get("pay", []):
        worker, start, end, _, component, *_, file, name, number = row
        if component not in ("basic", "gross", "net") or (worker, start, end) in noted:
            continue
        if seen.setdefault((worker, start, end, component), (file, name)) != (file, name):
            noted.add((worker, start, end))
            collector.note((file, name, number), "two_slips", TWO_SLIPS, f"{worker} {start} {component}")
