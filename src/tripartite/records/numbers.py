"""Workers' numbers made one where files differ in leading zeros alone: a spreadsheet drops them, a terminal pads.

Without this the hours of 1 and the pay and age of 00001 belong to two people, and neither is checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tripartite.records.collect import Collector
from tripartite.records.rows import LISTED_TWICE, SECOND_ROW
from tripartite.records.tables import TABLES

Forms = dict[str, set[str]]
Place = tuple[str, str | None]  # file and sheet
JOINED = "numbers that differ in leading zeros alone are taken for one worker; where they are two, write them apart"
APART = (
    "one sheet has numbers that differ in leading zeros alone; they are taken for several workers. "
    "Where they are one, write one form"
)


def join_numbers(collector: Collector) -> None:
    """Give each worker one number over all tables, and note where forms were joined or kept apart.

    The form in the list of workers stands, else the longest. Where one sheet has both forms they may be two
    people: they stay apart.
    """
    by_sheet = _forms_by_sheet(collector)
    joined: Forms = defaultdict(set)
    for forms in by_sheet.values():
        for bare, written in forms.items():
            joined[bare] |= written
    listed = {row[0] for row in collector.columns.get("workers", [])}
    same: dict[str, str] = {}
    for bare, written in sorted(joined.items()):
        if len(written) == 1:
            continue
        apart = [place for place, forms in by_sheet.items() if len(forms.get(bare, ())) > 1]
        shown = ", ".join(sorted(written))
        if apart:
            collector.note((*apart[0], None), "numbers_apart", APART, shown)
            continue
        kept = min(written, key=lambda w: (w not in listed, -len(w)))
        same |= dict.fromkeys(written - {kept}, kept)
        collector.note((*_first_otherwise(by_sheet, bare, kept), None), "numbers_joined", JOINED, shown)
    if same:
        _rename(collector, same)


def _forms_by_sheet(collector: Collector) -> dict[Place, Forms]:
    """Numbers of digits as each sheet writes them, by what is left without leading zeros."""
    out: dict[Place, Forms] = defaultdict(lambda: defaultdict(set))
    for table, at in _worker_columns(collector):
        for worker, *place in {(row[at], row[-3], row[-2]) for row in collector.columns[table]}:
            if worker and worker.isdecimal():
                out[place[0], place[1]][worker.lstrip("0") or "0"].add(worker)
    return out


def _worker_columns(collector: Collector) -> Iterable[tuple[str, int]]:
    for table in collector.columns:
        names = [c.name for c in TABLES[table].columns]
        if "worker" in names:
            yield table, names.index("worker")


def _first_otherwise(by_sheet: dict[Place, Forms], bare: str, kept: str) -> Place:
    """The first sheet that writes the number otherwise than it is kept."""
    return next(place for place, forms in by_sheet.items() if forms.get(bare, {kept}) != {kept})


def _rename(collector: Collector, same: dict[str, str]) -> None:
    for table, at in _worker_columns(collector):
        for row in collector.columns[table]:
            row[at] = same.get(row[at], row[at])
    _keep_first_days(collector)
    _keep_first_listed(collector)


def _keep_first_days(collector: Collector) -> None:
    """One row for a worker and day; a note and not a reject, since other days of the input row may stand."""
    seen, kept = set(), []
    for row in collector.columns.get("days", []):
        if (row[0], row[1]) in seen:
            where = (row[-3], row[-2], row[-1])
            collector.note(where, "second_row_for_day", SECOND_ROW, f"{row[0]} {row[1]}")
            continue
        seen.add((row[0], row[1]))
        kept.append(row)
    if kept:
        collector.columns["days"] = kept


def _keep_first_listed(collector: Collector) -> None:
    """One row for a worker and facility, as the list itself is read."""
    seen, kept = set(), []
    for row in collector.columns.get("workers", []):
        if (row[0], row[1]) in seen:
            collector.reject((row[-3], row[-2], row[-1]), "duplicate_worker", LISTED_TWICE, row[0])
            continue
        seen.add((row[0], row[1]))
        kept.append(row)
    if kept:
        collector.columns["workers"] = kept
