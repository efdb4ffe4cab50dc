"""The database that records are read into, opened ahead while the rest of the program loads."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_begun: list[tuple[Thread, list[duckdb.DuckDBPyConnection]]] = []


def begin_database() -> None:
    """Begin to open a database in a thread: the first of a process takes as long as the check of a small factory."""
    opened: list[duckdb.DuckDBPyConnection] = []
    thread = Thread(target=lambda: opened.append(_open()))
    thread.start()
    _begun.append((thread, opened))


def open_database() -> duckdb.DuckDBPyConnection:
    """An empty database in memory: the one begun ahead, if there is one, else a new one."""
    if _begun:
        thread, opened = _begun.pop()
        thread.join()
        if opened:
            return opened[0]
    return _open()


def _open() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect()
