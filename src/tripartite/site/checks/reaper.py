"""Checks whose worker died are put before the workers again."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.apps import apps
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tripartite.site.checks.models import Check
from tripartite.site.checks.operations import enqueue

log = logging.getLogger("tripartite.site")

# A worker says every two seconds that it lives; a database that is written to by others may hold it up a little.
OLD = timedelta(seconds=30)
TRIES = 3
EVERY = 10


def requeue_abandoned() -> int:
    """Queue again what no worker works on any more; give up on what killed three. Gives the number touched."""
    since = timezone.now() - OLD
    n = 0
    for pk in list(
        Check.objects.filter(
            state__in=[Check.State.RUNNING, Check.State.QUEUED], heartbeat__lt=since
        ).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            check = Check.objects.select_for_update().filter(pk=pk, heartbeat__lt=since).first()
            if check is not None and _requeue(check):
                n += 1
    return n


def _requeue(check: Check) -> bool:
    if check.state == Check.State.RUNNING and check.tries >= TRIES:
        check.state, check.trouble = Check.State.FAILED, "worker-died"
    elif _is_waiting(check):
        if check.state == Check.State.QUEUED:
            return False  # the workers are busy, that is all
        check.state = Check.State.QUEUED
    else:
        check.state = Check.State.QUEUED
        enqueue(check)
    check.heartbeat = timezone.now()
    # Whoever held it and wakes up again finds that it is no longer theirs.
    check.attempt += 1
    check.save(update_fields=["state", "trouble", "heartbeat", "attempt"])
    return True


def _is_waiting(check: Check) -> bool:
    """Whether a task for it stands in the queue: then only the workers are busy."""
    from tripartite.site.checks.tasks import work_on

    ready = DBTaskResult.objects.ready().filter(task_path=work_on.module_path)
    return any(a.get("args") == [check.pk] for a in ready.values_list("args_kwargs", flat=True))


def watch() -> None:
    """In a worker: look for abandoned checks at its start and while it lives."""
    threading.Thread(target=_watch, name="reaper", daemon=True).start()


def _watch() -> None:
    apps.ready_event.wait()
    while True:
        time.sleep(1)
        try:
            close_old_connections()
            requeue_abandoned()
        except Exception:  # a database that is down comes back; the worker must not end for it
            log.exception("the reaper could not look for abandoned checks")
        finally:
            connection.close()
        time.sleep(EVERY)
