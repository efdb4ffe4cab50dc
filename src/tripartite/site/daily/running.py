"""Chores that come round: each is a command, claimed in the database before it is run.

Any number of workers may look at once, and any may be killed. Each command by itself repeats nothing that it did, so a
turn that was cut off is simply done again; one that was missed, as the machine was off, is done when it is on.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from datetime import datetime, timedelta
from functools import partial

from django.apps import apps
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from tripartite.site.daily.models import Turn
from tripartite.site.signs_of_life import signs_of_life

log = logging.getLogger("tripartite.site")

DAILY = ("delete_old", "erase_participants")
HOURLY = ("write_letters",)
# A day of the chores begins at this hour, when few people work on the site.
BEGINS = timedelta(hours=3)
# Whoever gave no sign of life for so long is dead; where a chore failed, it is tried again then.
OLD = timedelta(minutes=10)
BEAT = 60.0  # seconds between signs of life
EVERY = 60


def turn_of(chore: str, now: datetime) -> str:
    """The day or hour, by the site's clock, whose turn it is."""
    local = timezone.localtime(now)
    return f"{local:%Y-%m-%dT%H}" if chore in HOURLY else f"{local - BEGINS:%Y-%m-%d}"


def claim(chore: str, now: datetime) -> Turn | None:
    """Take a chore whose turn it is; None where it was done, or another is at it."""
    turn, _made = Turn.objects.get_or_create(chore=chore)
    # Any other turn than the one done is due: also an earlier one, where a clock that went ahead was put right.
    if turn.done == turn_of(chore, now) or (turn.beat and abs(now - turn.beat) < OLD):
        return None
    latest = Turn.objects.filter(pk=turn.pk, attempt=turn.attempt)
    turn.attempt, turn.beat = turn.attempt + 1, now
    return turn if latest.update(attempt=turn.attempt, beat=now) else None


def finish(claimed: Turn, done: str) -> None:
    """Note that a turn came to its end, unless another took over."""
    Turn.objects.filter(pk=claimed.pk, attempt=claimed.attempt).update(done=done, beat=None)


def run_due() -> list[str]:
    """Run the chores whose turn it is; gives those that were done."""
    done = []
    for chore in (*DAILY, *HOURLY):
        now = timezone.now()
        claimed = claim(chore, now)
        if claimed is None:
            continue
        told = io.StringIO()
        try:
            with signs_of_life(partial(_still_at_it, claimed), BEAT):  # also while hundreds of mails go out
                call_command(chore, stdout=told)
        except Exception:  # the other chores are done all the same
            log.exception("a chore failed", extra={"fields": {"chore": chore}})
            continue
        finish(claimed, turn_of(chore, now))
        log.info("a chore was done", extra={"fields": {"chore": chore, "told": told.getvalue().split("\n")}})
        done.append(chore)
    return done


def _still_at_it(claimed: Turn) -> None:
    Turn.objects.filter(pk=claimed.pk, attempt=claimed.attempt).update(beat=timezone.now())


def watch() -> None:
    """In a worker: look each minute whose turn it is."""
    threading.Thread(target=_watch, name="daily", daemon=True).start()


def _watch() -> None:
    apps.ready_event.wait()
    while True:
        try:
            close_old_connections()
            run_due()
        except Exception:  # a database that is down comes back; the worker must not end for it
            log.exception("the chores could not be looked at")
        finally:
            connection.close()
        time.sleep(EVERY)
