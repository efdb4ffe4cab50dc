"""Rows on their way into tables: collected by column, with every input row counted once."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from types import NoneType
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from tripartite.records.tables import TABLES

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

EARLIEST = date(1950, 1, 1)
EPOCH = date(1970, 1, 1).toordinal()
PLACE = ["file", "sheet", "row"]
LOG_TABLES = {
    "inputs": ("file", "bytes", "sha256"),
    "files": ("file", "sheet", "kind", "rows_read", "rows_used", "rows_rejected"),
    "rejects": ("file", "sheet", "row", "code", "reason", "value"),
    "notes": ("file", "sheet", "row", "code", "message", "value"),
}


class Count(Struct):
    """Rows of one sheet: read is used plus rejected, always."""

    kind: str
    read: int = 0
    rejected: int = 0


class Collector(Struct):
    """Takes rows for tables, rejects and notes; `gathered` gives them by column."""

    today: date
    columns: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    rejects: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    inputs: list[tuple[Any, ...]] = field(default_factory=list)
    counts: dict[tuple[str, str | None], Count] = field(default_factory=dict)
    seen_days: set[tuple[str, date]] = field(default_factory=set)
    # Days on which somebody came and nobody wrote down the hours, with the row that says so.
    came: dict[tuple[str, date], tuple[str, str | None, int]] = field(default_factory=dict)
    seen_workers: dict[str, str | None] = field(default_factory=dict)
    # Where each payroll stands, by the digest of its cells.
    seen_payrolls: dict[bytes, list[tuple[str, str | None]]] = field(default_factory=dict)

    def begin(self, file: str, sheet: str | None, kind: str) -> Count:
        return self.counts.setdefault((file, sheet), Count(kind))

    def add(self, table: str, where: tuple[str, str | None, int], *values: Any) -> None:
        self.columns[table].append([*values, *where])

    def reject(
        self, where: tuple[str, str | None, int | None], code: str, reason: str, value: Any = None
    ) -> None:
        """A row that is in no table. It must have been counted as read."""
        self.rejects.append((*where, code, reason, _short(value)))
        if where[2] is not None:
            self.counts[where[0], where[1]].rejected += 1

    def note(
        self, where: tuple[str, str | None, int | None], code: str, message: str, value: Any = None
    ) -> None:
        self.notes.append((*where, code, message, _short(value)))

    def refused_date(self, day: date) -> str | None:
        """Why a date cannot be one of the records, or None."""
        if day < EARLIEST:
            return f"the date {day} is before 1950; the terminal's clock may have failed"
        if day > self.today:
            return (
                f"the date {day} lies in the future; check the terminal's clock or the order of day and month"
            )
        return None

    def gathered(self) -> dict[str, Columns]:
        """All that was collected, by table and column."""
        files = [
            (file, sheet, c.kind, c.read, c.read - c.rejected, c.rejected)
            for (file, sheet), c in self.counts.items()
        ]
        found: dict[str, tuple[Sequence[str], Sequence[Sequence[Any]]]] = {
            name: ([c.name for c in TABLES[name].columns] + PLACE, rows)
            for name, rows in self.columns.items()
        }
        found |= {"inputs": (LOG_TABLES["inputs"], self.inputs), "rejects": (LOG_TABLES["rejects"], self.rejects), "notes": (LOG_TABLES["notes"], self.notes),
                  "files": (LOG_TABLES["files"], files)}  # fmt: skip
        return {name: by_column(names, rows) for name, (names, rows) in found.items() if rows}

    def add_days_without_hours(self) -> None:
        """Days of work with unknown hours, a minute at least, where no other row has the day."""
        for (worker, day), where in self.came.items():
            if (worker, day) not in self.seen_days:
                self.add("days", where, worker, day, None, None, 1, None, None, None, False)
        self.came.clear()


class Columns(Struct):
    """A table's rows by column, small to hand from one process to another.

    `numbers` are arrays of whole numbers, truths (0 or 1) and dates (days since 1970), each with what it is;
    `same` is what stands in every row.
    """

    numbers: dict[str, tuple[str, array[int]]] = field(default_factory=dict)
    texts: dict[str, list[str | None]] = field(default_factory=dict)
    same: dict[str, Any] = field(default_factory=dict)


def by_column(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
    """Rows turned into columns.

    Whole numbers, truths and dates alone travel as such. All else travels as text and is cast by the table:
    mixed columns then cannot be misread.
    """
    out = Columns()
    for i, (name, values) in enumerate(zip(names, zip(*rows, strict=True), strict=True)):
        # The first column stays: it says how many rows there are.
        if i and values.count(values[0]) == len(values):
            out.same[name] = values[0]
            continue
        kinds = set(map(type, values))
        if kinds == {int}:
            out.numbers[name] = ("int64", array("q", values))
        elif kinds == {bool}:
            out.numbers[name] = ("bool", array("b", values))
        elif kinds == {date}:
            out.numbers[name] = ("datetime64[D]", array("q", [d.toordinal() - EPOCH for d in values]))
        elif kinds <= {str, NoneType}:
            out.texts[name] = list(values)
        else:
            out.texts[name] = [None if v is None else str(v) for v in values]
    return out


def insert(con: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    """Add columns to a table of a DuckDB connection."""
    import numpy as np

    types = {d[0]: d[1] for d in con.execute(f'DESCRIBE "{table}"').fetchall()}
    data: dict[str, NDArray[Any]] = {}
    for name, (kind, numbers) in columns.numbers.items():
        column = np.array(numbers)
        # DuckDB takes no days, only instants.
        data[name] = (
            column.view(kind).astype("datetime64[us]") if kind == "datetime64[D]" else column.astype(kind)
        )
    for name, texts in columns.texts.items():
        data[name] = np.empty(len(texts), object)
        data[name][:] = texts
    given = ", ".join(f'"{n}"' for n in (*data, *columns.same))
    cast = [f'CAST("{n}" AS {types[n]})' for n in data] + [f"CAST(? AS {types[n]})" for n in columns.same]
    con.execute(
        f'INSERT INTO "{table}" ({given}) SELECT {", ".join(cast)} FROM data', list(columns.same.values())
    )


def _short(value: Any) -> str | None:
    return None if value is None else str(value)[:200]


def each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
