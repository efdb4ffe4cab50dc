"""Who works on something for long says now and then that it is alive, so that nobody else takes it over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

log = logging.getLogger("tripartite.site")


@contextmanager
def signs_of_life(said: Callable[[], object], every: float) -> Iterator[None]:
    """Write a sign by `said` each `every` seconds, from a thread of its own, also while one long step tells nothing."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(every):
                said()
        except Exception as error:  # noqa: BLE001 - a missed beat is no reason to stop the work
            log.warning("a sign of life was not written", extra={"fields": {"error": type(error).__name__}})
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name="signs of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
