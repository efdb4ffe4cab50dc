"""Files in, tables out: the front door of records."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from tripartite.currencies import CURRENCIES
from tripartite.records.apart import Apart, WorkFailedError
from tripartite.records.attlog import read_attlog
from tripartite.records.collect import Collector, Columns, insert
from tripartite.records.database import open_database
from tripartite.records.errors import RecordsError
from tripartite.records.mapping import Mapping, SheetMapping, date_order, propose_sheet
from tripartite.records.numbers import join_numbers
from tripartite.records.payrolls import copied_from, named, note_two_slips
from tripartite.records.rows import Sheetful, read_sheet
from tripartite.records.sheets import Sheet, begin_workbooks, open_sheets
from tripartite.records.tables import TABLES
from tripartite.records.values import a_duration, a_month, plain
from tripartite.records.vocabulary import vocabulary

if TYPE_CHECKING:
    import duckdb

    from tripartite.records.breaks import Break
    from tripartite.records.planned import PlannedShifts

# Under a day an x is a day worked in Viet Nam, and may be an absence elsewhere.
PRESENT = {"VN": frozenset({"x", "x/2"})}
MOST_OVERTIME = 4 * 60  # hours of a whole day are more
NOT_UNDERSTOOD = (
    "sheet_not_understood",
    "the sheet's columns are not understood; map them with `tripartite map --save`",
)
OVERTIME_ALONE = (
    "overtime_alone",
    "the sheet's title says overtime, and its hours are not those of whole days, so they were not read as such; "
    "give a sheet with all hours of each day or with clock times, or, if these are all hours, save a mapping of it",
)
SKIPPED = {".yaml", ".yml", ".md", ".json"}
_LOGS = """
CREATE TABLE rejects (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, reason VARCHAR, value VARCHAR);
CREATE TABLE notes (file VARCHAR, sheet VARCHAR, "row" BIGINT, code VARCHAR, message VARCHAR, value VARCHAR);
CREATE TABLE files (file VARCHAR, sheet VARCHAR, kind VARCHAR, rows_read BIGINT, rows_used BIGINT, rows_rejected BIGINT);
CREATE TABLE inputs (file VARCHAR, bytes BIGINT, sha256 VARCHAR);
"""


class FacilityDefaults(Struct, frozen=True):
    """What the caller knows of the facility that its files do not say."""

    facility: str = "facility"
    name: str | None = None
    country: str | None = None
    region: str | None = None
    wage_class: str | None = None
    sector: str | None = None
    hours_system: str | None = None
    hours_period: str | None = None
    hours_approved_from: date | None = None
    hours_approved_to: date | None = None
    rest_days: str | None = None
    pay_day: int | None = None
    month_minutes: int | None = None
    scheduled_minutes: int | None = None
    currency: str = "CNY"


class Records(Struct):
    """The canonical tables in a DuckDB connection, with `rejects`, `notes`, `files` and `inputs` beside them."""

    con: duckdb.DuckDBPyConnection
    mappings: list[SheetMapping]
    trouble: list[str]

    def count(self, table: str) -> int:
        found = self.con.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        return int(found[0]) if found else 0


class Gathered(Struct):
    """What files hold, before a database knows of it."""

    tables: dict[str, Columns]
    mappings: list[SheetMapping]
    trouble: list[str]


class Files(Struct, frozen=True):
    """Files and all that decides how their rows are read."""

    paths: tuple[Path, ...]
    mapping: Mapping | None
    facility: FacilityDefaults
    date_order: str
    month: str
    today: date


# Reading that was begun ahead, with what it was begun for.
_BEGUN: list[tuple[Files, Apart[Gathered]]] = []
# What the rows of larger files take to hand over from another process costs more than it saves.
AHEAD_BYTES = 32 << 20


def begin_reading(
    paths: Sequence[Path],
    *,
    mapping: Mapping | None = None,
    facility: FacilityDefaults | None = None,
    date_order_: str = "",
    month: str = "",
) -> None:
    """Begin to read small files in a process of its own, while this one loads the rest of the program.

    A later `read` of the same takes up what it found. Nothing is told of the files before.
    """
    files = Files(
        tuple(paths),
        mapping,
        facility or FacilityDefaults(),
        date_order_,
        month,
        date.today(),  # noqa: DTZ011
    )
    with suppress(RecordsError, OSError):
        if sum(path.stat().st_size for path in expand(paths)) <= AHEAD_BYTES:
            _BEGUN.append((files, Apart(lambda: _gather(files, ahead=True), memory=None, seconds=None)))


def read(
    paths: Sequence[Path],
    *,
    mapping: Mapping | None = None,
    facility: FacilityDefaults | None = None,
    breaks: Break | None = None,
    planned: PlannedShifts | None = None,
    date_order_: str = "",
    month: str = "",
    today: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Records:
    """Read files and folders into the canonical tables.

    A file that cannot be read is told in `rejects` (with no row) and the rest goes on. Raises
    RecordsError where nothing at all could be read, or a path does not exist.
    """
    files = Files(
        tuple(paths), mapping, facility or FacilityDefaults(), date_order_, month,
        today or date.today(),  # noqa: DTZ011 - local time, as the files have it
    )  # fmt: skip
    found = _begun(files) or _gather(files, progress)
    con = open_database()
    for table in TABLES.values():
        con.execute(table.create_sql())
    con.execute(_LOGS)
    for name, columns in found.tables.items():
        insert(con, name, columns)
    if "punches" in found.tables:
        from tripartite.records.days import build_days

        build_days(con, breaks=breaks, planned=planned)
    return Records(con, found.mappings, found.trouble)


def _begun(files: Files) -> Gathered | None:
    """What was read ahead; None where nothing was, or the process that did it came to grief."""
    begun = next((b for b in _BEGUN if b[0] == files), None)
    if begun is None:
        return None
    _BEGUN.remove(begun)
    try:
        return begun[1].result()
    except WorkFailedError:
        return None


def _gather(files: Files, progress: Callable[[str], None] | None = None, *, ahead: bool = False) -> Gathered:
    """Read all rows of all files. Raises RecordsError where there are none."""
    if ahead:
        begin_workbooks(files.paths)
    collector = Collector(files.today)
    found = Gathered({}, [], [])
    options = {"date_order": files.date_order, "month": files.month}
    for path in expand(files.paths):
        if progress:
            progress(path.name)
        _fingerprint(collector, path)
        _read_file(path, collector, found, files.mapping, files.facility, options)
    collector.add_days_without_hours()
    if not any(collector.columns.values()):
        empty = [f"{file}: there is a header and no row below it" for file, _ in collector.counts]
        first = [f"{r[0]}, row {r[2]}: {r[4]}" for r in collector.rejects[:5] if r[2] is not None]
        raise RecordsError("Nothing could be read.\n" + "\n".join(found.trouble + first or empty))
    join_numbers(collector)
    note_two_slips(collector)
    _add_facilities(collector, files.facility)
    found.tables = collector.gathered()
    return found


def expand(paths: Sequence[Path]) -> list[Path]:
    """Files, with folders replaced by the files below them in order."""
    out: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))
            out += [p for p in inside if p.suffix.lower() not in SKIPPED]
        elif path.exists():
            out.append(path)
        else:
            raise RecordsError(f"{path}: there is no such file or folder")
    if not out:
        raise RecordsError("No files were given, or the folder is empty.")
    return out


def _fingerprint(collector: Collector, path: Path) -> None:
    """Note which bytes were read, so that others can tell later whether a file is the same."""
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError:
        return  # the reader says why it cannot be read
    collector.inputs.append((path.name, size, digest))


def _read_file(
    path: Path,
    collector: Collector,
    found: Gathered,
    mapping: Mapping | None,
    where: FacilityDefaults,
    options: dict[str, str],
) -> None:
    try:
        for sheet in open_sheets(path):
            if sheet.trouble:
                collector.begin(path.name, sheet.name, "not read")
                collector.reject((path.name, sheet.name, None), "sheet_not_read", sheet.trouble)
                found.trouble.append(sheet.trouble)
            elif sheet.kind == "attlog":
                read_attlog(sheet, collector)
            else:
                _read_table(path, sheet, collector, found, mapping, where, options)
    except RecordsError as error:
        collector.begin(path.name, None, "not read")
        collector.reject((path.name, None, None), "file_not_read", str(error))
        found.trouble.append(str(error))


def _read_table(
    path: Path,
    sheet: Sheet,
    collector: Collector,
    found: Gathered,
    mapping: Mapping | None,
    where: FacilityDefaults,
    options: dict[str, str],
) -> None:
    proposed = propose_sheet(sheet)
    saved = mapping.matching(proposed) if mapping else None
    if saved:
        proposed.kind, proposed.columns, proposed.options = saved.kind, saved.columns, saved.options
    if options["date_order"]:
        proposed.options.setdefault("date_order", options["date_order"])
    found.mappings.append(proposed)
    if proposed.kind == "ignore":
        _set_aside(sheet, proposed, collector, found, NOT_UNDERSTOOD)
        return
    if not saved and _has_overtime_alone(sheet, proposed):
        _set_aside(sheet, proposed, collector, found, OVERTIME_ALONE)
        return
    before = copied_from(sheet, collector) if proposed.kind.startswith("pay_") else ""
    if before:
        _leave_out_copy(sheet, before, collector, found)
        return
    if sheet.hidden:
        message = "the sheet is hidden and was read like the others; delete it if it does not count"
        collector.note((sheet.file, sheet.name, None), "hidden_sheet", message, sheet.name)
    for c in proposed.columns:
        if c.means == "ignore" and c.header and c.confidence == 0:
            collector.note(
                (sheet.file, sheet.name, None),
                "column_ignored",
                "the column is not understood and not used",
                c.header,
            )
    shared = Sheetful(
        collector, proposed, where.facility, where.currency, CURRENCIES.get(where.currency, 100),
        a_month(options["month"] or proposed.options.get("month", "")) or _title_month(path, sheet, proposed),
        PRESENT.get(where.country or "", frozenset()),
    )  # fmt: skip
    read_sheet(sheet, proposed, date_order(proposed, sheet), shared)


def _leave_out_copy(sheet: Sheet, before: str, collector: Collector, found: Gathered) -> None:
    reason = (
        f"{named(sheet.file, sheet.name)}: the same cell for cell as {before}, so it was not read again. "
        "If it pays for other days, say so in it."
    )
    collector.begin(sheet.file, sheet.name, "not read")
    collector.reject((sheet.file, sheet.name, None), "sheet_read_before", reason)
    found.trouble.append(reason)


def _has_overtime_alone(sheet: Sheet, m: SheetMapping) -> bool:
    """A sheet of one column a day whose title says overtime, and whose cells are not hours of whole days."""
    if m.kind != "days_wide":
        return False
    meanings = (vocabulary().find_inside("components", t) for t in _titles(sheet, m))
    if not any(meaning and meaning.startswith("overtime") for meaning in meanings):
        return False
    days = [i for i, c in enumerate(m.columns) if c.means.startswith("day.")]
    body = sheet.rows[m.header_row + m.header_rows :]
    hours = [a_duration(row[i]) for row in body for i in days if i < len(row) and plain(row[i])]
    known = [h for h in hours if h]
    return len(known) * 2 > len(hours) and sorted(known)[len(known) // 2] <= MOST_OVERTIME


def _set_aside(
    sheet: Sheet, proposed: SheetMapping, collector: Collector, found: Gathered, told: tuple[str, str]
) -> None:
    """A sheet that cannot be read: all its rows are rejects, told once each."""
    count = collector.begin(sheet.file, sheet.name, "ignore")
    have = ", ".join(c.header for c in proposed.columns if c.header)[:200] or "no header"
    code, reason = told
    for i, cells in enumerate(sheet.rows):
        if any(plain(c) for c in cells):
            count.read += 1
            collector.reject(
                (sheet.file, sheet.name, sheet.first_row + i),
                code,
                reason,
                " ".join(plain(c) for c in cells[:6]),
            )
    found.trouble.append(f"{named(sheet.file, sheet.name)}: {reason}. Headers: {have}")


def _title_month(path: Path, sheet: Sheet, m: SheetMapping) -> tuple[int, int] | None:
    """The month named in the sheet's name, the rows above its header or the file's name."""
    titles = [*_titles(sheet, m), path.stem]
    for text in titles:
        found = a_month(text)
        if found:
            return found
    year = next((int(y[0]) for t in titles if (y := re.search(r"20\d{2}", t))), None)
    return next((found for t in titles if year and (found := a_month(t, year))), None)


def _titles(sheet: Sheet, m: SheetMapping) -> list[str]:
    """The sheet's name and what stands above its header."""
    above = (plain(c) for row in sheet.rows[: m.header_row] for c in row)
    return [text for text in (sheet.name or "", *above) if text]


def _add_facilities(collector: Collector, where: FacilityDefaults) -> None:
    """The facilities that the workers' list names, each with what the caller knows of it."""
    named = {r[1] for r in collector.columns.get("workers", [])} or {where.facility}
    for facility in sorted(n for n in named if n):
        collector.add(
            "facilities", ("command line", None, 0), facility, where.name or facility, where.country, where.region,
            where.wage_class, where.sector, where.hours_system, where.hours_period, where.hours_approved_from,
            where.hours_approved_to, where.rest_days, where.pay_day,
            where.month_minutes, where.scheduled_minutes,
        )  # fmt: skip


def write_rejects(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write rejects.csv; gives the number of rows. Cells that a spreadsheet would run are quoted."""
    rows = con.execute(
        'SELECT file, sheet, "row", code, reason, value FROM rejects ORDER BY file, sheet, "row"'
    ).fetchall()
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "sheet", "row", "code", "reason", "value"])
        for row in rows:
            writer.writerow([_inert(c) for c in row])
    return len(rows)


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
