"""Work done in a thread beside the rest, whose time is spent in the database."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """One piece of work, begun at once. `result` waits for it, and raises what it raised; a `with` waits at its end.

    concurrent.futures does the same, and takes a thirtieth of a small check to import.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done: list[T] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._done.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
            self._error = error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()

    def result(self) -> T:
        self._thread.join()
        if self._error:
            raise self._error
        return self._done[0]
