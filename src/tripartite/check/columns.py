"""Tables as numeric columns: dates as days since 1970, words as codes, the unknown as a sentinel.

Two sources give the same columns: a DuckDB connection (files just read) and a folder of canonical
Parquet files (a dataset of shards). What is not a number in them is the worker, facility, job and the
few other names of people and places.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.measures.terms import NO_DATE
from tripartite.records import tables

if TYPE_CHECKING:
    import duckdb

Column = NDArray[Any]
Columns = dict[str, Column]

WORDS: dict[tuple[str, str], Sequence[str]] = {
    ("facilities", "hours_system"): tables.HOURS_SYSTEMS,
    ("facilities", "hours_period"): tables.HOURS_PERIODS,
    ("workers", "hours_system"): tables.HOURS_SYSTEMS,
    ("workers", "hours_period"): tables.HOURS_PERIODS,
    ("workers", "sex"): ("f", "m"),
    ("workers", "employment"): tables.EMPLOYMENTS,
    ("wages", "basis"): tables.BASES,
    ("days", "kind"): tables.KINDS_OF_DAY,
    ("days", "leave"): tables.LEAVES,
    ("pay", "component"): tables.COMPONENTS,
}
UNKNOWN_NUMBER = -1
UNKNOWN_PAY = -(2**62)  # an item of a slip may be below nothing: a correction
LARGE = 500_000  # rows


class Source(Protocol):
    """Where a check's tables come from, a shard at a time; a shard holds whole facilities.

    by_column: reading a table's columns in two goes costs no more than in one.
    """

    @property
    def by_column(self) -> bool: ...

    def shards(self) -> list[str]: ...

    def read(self, shard: str, table: str, columns: Sequence[str]) -> Columns: ...


def _type(table: str, column: str) -> str:
    if column == "row":
        return "BIGINT"
    return next(c.type for c in tables.TABLES[table].columns if c.name == column)


class ConnectionSource(Struct, frozen=True):
    """The tables of a DuckDB connection, as one shard."""

    con: duckdb.DuckDBPyConnection
    by_column = False

    def shards(self) -> list[str]:
        return ["all"]

    def read(self, shard: str, table: str, columns: Sequence[str]) -> Columns:  # noqa: ARG002
        order = ' ORDER BY worker, "date"' if table == "days" else ""
        asked = ", ".join(f"{_expression(table, c)} AS {_quoted(c)}" for c in columns)
        found = self.con.execute(f"SELECT {asked} FROM {_quoted(table)}{order}").fetchnumpy()
        return {c: _plain(found[c]) for c in columns}


def _missing(table: str, column: str) -> int:
    """What stands for an unknown number."""
    return UNKNOWN_PAY if (table, column) == ("pay", "amount") else UNKNOWN_NUMBER


def _quoted(name: str) -> str:
    return f'"{name}"'


def _plain(column: Any) -> Column:
    """DuckDB gives masked arrays where there are NULLs; text columns keep None."""
    if isinstance(column, np.ma.MaskedArray):
        return column.filled(None) if column.dtype == object else column.filled(0)
    return np.asarray(column)


def _expression(table: str, column: str) -> str:
    name, kind = _quoted(column), _type(table, column)
    if (table, column) in WORDS:
        words = ", ".join(f"'{w}'" for w in WORDS[table, column])
        return f"CAST(coalesce(list_position([{words}], {name}), 0) - 1 AS TINYINT)"
    if kind == "DATE":
        return f"CAST(coalesce({name} - DATE '1970-01-01', {NO_DATE}) AS BIGINT)"
    if kind == "BIGINT":
        return f"CAST(coalesce({name}, {_missing(table, column)}) AS BIGINT)"
    if kind == "BOOLEAN":
        return f"coalesce({name}, false)"
    return f"coalesce({name}, '')"


class DatasetSource(Struct, frozen=True):
    """A folder per table, each with Parquet files; files of the same name hold the same workers."""

    folder: Path
    by_column = True

    def shards(self) -> list[str]:
        return sorted(f.name for f in (self.folder / "days").glob("*.parquet"))

    def read(self, shard: str, table: str, columns: Sequence[str]) -> Columns:
        import pyarrow.parquet as pq

        path = self.folder / table / shard
        if not path.exists():
            return {c: _empty(table, c) for c in columns}
        whole = pq.read_metadata(path)
        there = set(whole.schema.to_arrow_schema().names)
        # Text comes as codes and a list of its different words.
        text = [c for c in columns if c in there and _type(table, c) == "VARCHAR"]
        file = pq.ParquetFile(path, metadata=whole, read_dictionary=text)
        found = [c for c in columns if c in there]
        # A large table column by column, so that no more than one is there twice, as Arrow's and as NumPy's.
        goes = [[c] for c in found] if whole.num_rows > LARGE else [found]
        out = {c: _absent(table, c, whole.num_rows) for c in columns}
        for names in goes:
            # One thread: shards run side by side in a pool, each a process of its own.
            read = file.read(columns=names, use_threads=False)
            out.update({c: _from_arrow(table, c, read.column(c)) for c in names})
        return out


def _empty(table: str, column: str) -> Column:
    return _absent(table, column, 0)


def _absent(table: str, column: str, rows: int) -> Column:
    """A column that the file does not have: the unknown all through, held once."""
    return np.broadcast_to(_unknown(table, column), rows)


def _unknown(table: str, column: str) -> Column:
    kind = _type(table, column)
    if (table, column) in WORDS:
        return np.array(-1, np.int8)
    if kind == "DATE":
        return np.array(NO_DATE, np.int64)
    if kind == "BIGINT":
        return np.array(_missing(table, column), np.int64)
    return np.array(False) if kind == "BOOLEAN" else np.array("", object)


# pyarrow's functions for computing take a tenth of a second to import: they are asked only where there are NULLs.


def _from_arrow(table: str, column: str, data: Any) -> Column:
    import pyarrow as pa

    if (table, column) in WORDS:
        return _coded(WORDS[table, column], data)
    kind = _type(table, column)
    if kind == "DATE":
        return _numbers(_days(data), NO_DATE)
    if kind == "BOOLEAN":
        return np.asarray(data.cast(pa.bool_()).fill_null(False) if data.null_count else data)
    if kind == "BIGINT":
        return _numbers(data, _missing(table, column))
    if pa.types.is_floating(data.type):
        data = data.cast(pa.int64())  # whole numbers, some of them NULL, as pandas writes them
    if pa.types.is_integer(data.type):
        if column == "worker":
            return _numbers(data, UNKNOWN_NUMBER)
        data = data.cast(pa.string())
    return _texts(data)


def _days(data: Any) -> Any:
    """Dates as days since 1970."""
    import pyarrow as pa

    if not pa.types.is_date32(data.type):
        data = data.cast(pa.date32())
    return pa.chunked_array([c.view(pa.int32()) for c in data.chunks], pa.int32())


def _texts(data: Any) -> Column:
    """Text, each different word made once; "" for NULL. What is one word all through is held as that word alone."""
    import pyarrow as pa

    if not pa.types.is_dictionary(data.type):
        data = data.dictionary_encode()
    lists = [chunk.dictionary.to_pylist() for chunk in data.chunks]
    if not data.null_count and lists and all(x == [lists[0][0]] for x in lists):
        return np.broadcast_to(np.array(lists[0][0] or "", object), len(data))
    out = [np.zeros(0, object)]
    for chunk, list_ in zip(data.chunks, lists, strict=True):
        words = np.array([*list_, ""], object)
        words[words == None] = ""  # noqa: E711 - of each element
        out.append(words[_indices(chunk, len(words) - 1)])
    return np.concatenate(out)


def _indices(chunk: Any, missing: int) -> Column:
    """A dictionary array's codes; `missing` for NULL."""
    import pyarrow as pa

    codes = chunk.indices
    return np.asarray(codes.cast(pa.int32()).fill_null(missing) if codes.null_count else codes)


def _numbers(data: Any, missing: int) -> Column:
    if data.null_count:
        import pyarrow as pa

        data = data.cast(pa.int64()).fill_null(missing)
    return np.asarray(data)


def _coded(words: Sequence[str], data: Any) -> Column:
    """Dictionary codes turned into positions in `words`; -1 for NULL and for a word not known."""
    import pyarrow as pa

    if data.null_count == len(data):
        return np.full(len(data), -1, np.int8)
    if not pa.types.is_dictionary(data.type):
        data = data.dictionary_encode()
    out = []
    for chunk in data.chunks:
        table = [words.index(w) if w in words else -1 for w in chunk.dictionary.to_pylist()] + [-1]
        out.append(np.array(table, np.int8)[_indices(chunk, len(table) - 1)])
    return np.concatenate(out) if out else np.zeros(0, np.int8)
