"""What the worker does: look at a check's files, or hold them against the standards.

A task may come twice, and its process may be killed at any moment. So a check is claimed before it is worked on, each
claim has a number, and nothing is written for a claim that is no longer the latest; see reaper.py for the rest.
"""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from tripartite.check.hours_by_day import hours_by_day
from tripartite.checking import STAGES, check, write_data
from tripartite.records.errors import RecordsError
from tripartite.reports import bundle_content
from tripartite.site import vault
from tripartite.site.checks import operations
from tripartite.site.checks.figures import figures_of
from tripartite.site.checks.looking import looked_at
from tripartite.site.checks.models import Check
from tripartite.site.checks.request import request_of
from tripartite.site.checks.signals import check_done
from tripartite.site.checks.workroom import workroom
from tripartite.site.signs_of_life import signs_of_life
from tripartite.standards.fields import StandardsError

log = logging.getLogger("tripartite.site")

BEAT = 2.0  # seconds between signs of life
TOLD_EVERY = 0.5


class SupersededError(Exception):
    """The check was taken over by another worker, or deleted."""


@task()
def work_on(check_pk: int) -> None:
    """Do the check's job, if it waits for that."""
    claimed = claim(check_pk)
    if claimed is None:
        return
    try:
        with signs_of_life(lambda: _ours(claimed).update(heartbeat=timezone.now()), BEAT), workroom() as room:
            _do(claimed, room)
    except SupersededError:
        log.info("check superseded")
    except (RecordsError, StandardsError) as error:
        _fail(claimed, str(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, the person is told, and the worker goes on
        # The message may quote a cell, and a cell may name a person: the log holds where it was, not what.
        log.error("check failed", extra={"fields": {"error": type(error).__name__, "at": _place(error)}})  # noqa: TRY400
        _fail(claimed, "internal")


def claim(check_pk: int) -> Check | None:
    """Take a waiting check; None where somebody else has, or nothing waits."""
    with transaction.atomic():
        found = Check.objects.select_for_update().filter(pk=check_pk, state=Check.State.QUEUED).first()
        if found is None:
            return None
        found.state, found.heartbeat, found.trouble = Check.State.RUNNING, timezone.now(), ""
        found.attempt, found.tries = found.attempt + 1, found.tries + 1
        found.stage, found.done, found.total = "", 0, 0
        found.save()
        return found


def _do(claimed: Check, room: Path) -> None:
    files = _put_out(claimed, room)
    tell = Teller(claimed)
    if claimed.job == Check.Job.LOOK:
        seen = looked_at(files, operations.saved_mapping(claimed.facility), tell)
        _finish(claimed, {"sheets.json": json.dumps(seen, ensure_ascii=False).encode()}, Check.State.DRAFT)
        return
    checked = check(request_of(claimed, files), tell)
    tell(STAGES[-1], 0, 1)
    out = room / "results"
    out.mkdir()
    write_data(out, checked)
    pq.write_table(
        hours_by_day(checked.con, checked.plan), out / "records" / "hours.parquet", compression="zstd"
    )
    results = {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    results["figures.json"] = json.dumps(
        bundle_content.results(checked.summary, checked.con), default=str
    ).encode()
    results["trouble.json"] = json.dumps(checked.trouble).encode()
    claimed.figures = figures_of(checked.summary)
    period = checked.summary["period"]
    claimed.period_from, claimed.period_to = period["from"], period["to"]
    _finish(claimed, results, Check.State.DONE)


def _put_out(claimed: Check, room: Path) -> list[Path]:
    """The check's files in the clear, under their own names."""
    folder = room / "files"
    folder.mkdir()
    out = []
    for upload in claimed.uploads.all():
        path = folder / upload.name
        with path.open("wb") as stream:
            stream.writelines(operations.content(upload))
        out.append(path)
    return out


class Teller:
    """Writes how far a check is, at most twice a second; ends the work where it is no longer ours."""

    def __init__(self, claimed: Check) -> None:
        self._claimed, self._last, self._stage = claimed, 0.0, ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == self._stage and now - self._last < TOLD_EVERY:
            return
        self._last, self._stage = now, stage
        if not _ours(self._claimed).update(stage=stage, done=done, total=total, heartbeat=timezone.now()):
            raise SupersededError


def _ours(claimed: Check) -> QuerySet[Check]:
    return Check.objects.filter(pk=claimed.pk, attempt=claimed.attempt, state=Check.State.RUNNING)


def _finish(claimed: Check, results: dict[str, bytes], state: str) -> None:
    """Seal the results and say that it is done; all at once, or nothing."""
    organisation = claimed.facility.organisation
    sealed = {name: vault.seal(organisation, data) for name, data in results.items()}
    with transaction.atomic():
        now = _ours(claimed).select_for_update().first()
        if now is None:
            for name in sealed.values():
                vault.destroy(name)
            raise SupersededError
        operations.destroy_later(v for k, v in now.sealed.items() if k in sealed)
        now.sealed = {**now.sealed, **sealed}
        now.state, now.finished_at = state, timezone.now()
        now.figures, now.period_from, now.period_to = claimed.figures, claimed.period_from, claimed.period_to
        now.save()
        if state == Check.State.DONE:
            # Within the transaction, so that a killed worker leaves no check that others did not hear of; and as it
            # was written, with dates where the summary has text.
            now.refresh_from_db()
            _tell_others(now)


def _tell_others(check: Check) -> None:
    for receiver, answer in check_done.send_robust(Check, check=check):
        if isinstance(answer, Exception):
            told = {"receiver": receiver.__module__, "error": type(answer).__name__, "at": _place(answer)}
            log.error("a finished check was not taken up", extra={"fields": told})


def _fail(claimed: Check, trouble: str) -> None:
    _ours(claimed).update(state=Check.State.FAILED, trouble=trouble, finished_at=timezone.now())


def _place(error: BaseException) -> str:
    """Where in the program an error came from: file and line, no values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
