"""Rows on their way into tables: collected by column, with every input row counted once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import NoneType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tripartite.records.tables import TABLES

if TYPE_CHECKING:
    import duckdb

EARLIEST = date(1950, 1, 1)
LOG_TABLES = {
    "rejects": ("file", "sheet", "row", "code", "reason", "value"),
    "notes": ("file", "sheet", "row", "code", "message", "value"),
}


@dataclass
class Count:
    """Rows of one sheet: read is used plus rejected, always."""

    kind: str
    read: int = 0
    rejected: int = 0


@dataclass
class Collector:
    """Takes rows for tables, rejects and notes; `into` writes them all to a DuckDB connection."""

    today: date
    columns: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    rejects: list[tuple[Any, ...]] = field(default_factory=list)
    notes: list[tuple[Any, ...]] = field(default_factory=list)
    counts: dict[tuple[str, str | None], Count] = field(default_factory=dict)
    seen_days: set[tuple[str, date]] = field(default_factory=set)
    seen_workers: dict[str, str | None] = field(default_factory=dict)

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

    def into(self, con: duckdb.DuckDBPyConnection) -> None:
        for name, rows in self.columns.items():
            _insert(con, name, [c.name for c in TABLES[name].columns] + ["file", "sheet", "row"], rows)
        for name, columns in LOG_TABLES.items():
            _insert(con, name, list(columns), self.rejects if name == "rejects" else self.notes)
        files = [
            (file, sheet, c.kind, c.read, c.read - c.rejected, c.rejected)
            for (file, sheet), c in self.counts.items()
        ]
        _insert(con, "files", ["file", "sheet", "kind", "rows_read", "rows_used", "rows_rejected"], files)


def _short(value: Any) -> str | None:
    return None if value is None else str(value)[:200]


def _insert(con: duckdb.DuckDBPyConnection, table: str, names: list[str], rows: Any) -> None:
    if not rows:
        return
    types = {d[0]: d[1] for d in con.execute(f'DESCRIBE "{table}"').fetchall()}
    data = {}
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        column = _column(values)
        if column is not None:
            data[name] = column
    quoted = ", ".join(f'"{n}"' for n in data)
    cast = ", ".join(f'CAST("{n}" AS {types[n]})' for n in data)
    con.execute(f'INSERT INTO "{table}" ({quoted}) SELECT {cast} FROM data')


def _column(values: tuple[Any, ...]) -> NDArray[Any] | None:
    """One column for DuckDB; None where it says nothing.

    Whole numbers, truths and dates alone travel as such. All else travels as text and is cast by the table: mixed
    columns then cannot be misread.
    """
    kinds = set(map(type, values))
    if kinds == {NoneType}:
        return None
    if kinds in ({int}, {bool}):
        return np.array(values)
    if kinds == {date}:
        return np.array(values, "datetime64[us]")
    column = np.empty(len(values), object)
    column[:] = values if kinds <= {str, NoneType} else [None if v is None else str(v) for v in values]
    return column


def each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
