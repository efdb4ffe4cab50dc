"""The database that records are read into, opened ahead while the rest of the program loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tripartite.beside import Beside

if TYPE_CHECKING:
    import duckdb

_begun: list[Beside[duckdb.DuckDBPyConnection]] = []


def begin_database() -> None:
    """Begin to open a database: the first of a process takes as long as the check of a small factory."""
    _begun.append(Beside(_open))


def open_database() -> duckdb.DuckDBPyConnection:
    """An empty database in memory: the one begun ahead, if there is one, else a new one."""
    return _begun.pop().result() if _begun else _open()


def _open() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect()
