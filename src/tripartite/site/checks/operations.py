"""Changes of checks and their files, each in one function that pages, the API and the schedule call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.checks.limits import PART, refuse_too_much
from tripartite.site.checks.models import Check, SavedMapping, Upload
from tripartite.site.people import audit
from tripartite.site.people.models import Facility, Organisation, User
from tripartite.site.people.operations import RefusedError

State, Job = Check.State, Check.Job
MOST_ANSWERED = 4000
UPLOADS_WAIT = timedelta(days=7)
# What stays of a published check when its records are deleted.
FIGURES_ONLY = ("figures.json",)


class OffsetError(Exception):
    """A part that does not continue the upload; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


# --- A check and its files --------------------------------------------------------------------------


@transaction.atomic
def begin(actor: User | None, facility: Facility, options: dict[str, Any] | None = None) -> Check:
    """A new check that waits for files; the options of the facility's last check are taken over."""
    Facility.objects.select_for_update().get(pk=facility.pk)
    last = Check.objects.filter(facility=facility).first()
    check = Check.objects.create(
        facility=facility,
        number=last.number + 1 if last else 1,
        made_by=actor,
        options=options if options is not None else (last.options if last else {}),
    )
    audit.record(facility.organisation, actor, "check.begun", check)
    return check


def open_upload(actor: User | None, check: Check, client_id: str, name: str, size: int) -> Upload:
    """The upload of this id, begun if there is none. Raises RefusedError."""
    _refuse_unless_draft(check)
    if not size:
        raise RefusedError(_("The file is empty. Export it again from the program it came from."))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=check.facility.organisation_id)
        found = check.uploads.filter(client_id=client_id).first()
        if found:
            return found
        refuse_too_much(check, size)
        if check.uploads.filter(name=name).exists():
            raise RefusedError(_("There is a file of this name already. Rename it, or remove the other one."))
        return Upload.objects.create(of=check, client_id=client_id, name=name, size=size, by=actor)


def add_part(upload: Upload, offset: int, data: bytes) -> Upload:
    """Add bytes that begin at `offset`. Raises OffsetError where the upload does not stand there, RefusedError."""
    _refuse_unless_draft(upload.of)
    _refuse_gap(upload, offset)
    if offset + len(data) > upload.size:
        raise RefusedError(
            _("More came than the file’s size. Choose the file again: it was changed meanwhile.")
        )
    name = vault.seal(upload.of.facility.organisation, data)
    try:
        with transaction.atomic():
            now = Upload.objects.select_for_update().get(pk=upload.pk)
            _refuse_gap(now, offset)
            now.parts, now.received = [*now.parts, name], offset + len(data)
            now.save(update_fields=["parts", "received"])
    except BaseException:
        vault.destroy(name)
        raise
    if now.received == now.size:
        _complete(now)
    return now


def _refuse_gap(upload: Upload, offset: int) -> None:
    if upload.received != offset:
        raise OffsetError(upload.received)


def _complete(upload: Upload) -> None:
    upload.sha256 = digest_of(content(upload))
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(sha256=upload.sha256)
        _look_again(upload.of)
        audit.record(
            upload.of.facility.organisation,
            upload.by,
            "file.uploaded",
            upload.of,
            sha256=upload.sha256,
            size=upload.size,
        )


def add_file(actor: User | None, check: Check, name: str, size: int, chunks: Iterable[bytes]) -> Upload:
    """A whole file at once, as a form without scripts sends it."""
    client_id = hashlib.sha256(f"{name}|{size}|{timezone.now().isoformat()}".encode()).hexdigest()[:32]
    upload = open_upload(actor, check, client_id, name, size)
    for part in _parts(chunks):
        upload = add_part(upload, upload.received, part)
    return upload


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PART:
            yield waiting[:PART]
            waiting = waiting[PART:]
    if waiting:
        yield waiting


def content(upload: Upload) -> Iterator[bytes]:
    """The bytes of an upload, piece by piece."""
    for part in upload.parts:
        yield from vault.opened(upload.of.facility.organisation, part)


def digest_of(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def remove_upload(actor: User | None, upload: Upload) -> None:
    _refuse_unless_draft(upload.of)
    destroy_later(upload.parts)
    _look_again(upload.of)
    audit.record(upload.of.facility.organisation, actor, "file.removed", upload.of)
    upload.delete()


def _look_again(check: Check) -> None:
    """What was seen of a check's files no longer holds once they change."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    destroy_later(now.sealed.values())
    now.sealed = {}
    now.save(update_fields=["sealed"])


def _refuse_unless_draft(check: Check) -> None:
    if Check.objects.values_list("state", flat=True).get(pk=check.pk) not in (State.DRAFT, State.FAILED):
        raise RefusedError(_("This check has been started: its files cannot be changed. Begin a new check."))


# --- Running it --------------------------------------------------------------------------------------


@transaction.atomic
def look(actor: User | None, check: Check) -> None:
    """Have a worker look at the files, to show how they would be read."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    if not now.uploads.exists():
        raise RefusedError(_("Add at least one file."))
    unfinished = [u.name for u in now.uploads.all() if not u.is_complete]
    if unfinished:
        raise RefusedError(
            _("This file has not come whole: %(name)s. Choose it again to go on, or remove it.")
            % {"name": unfinished[0]}
        )
    if now.state in (State.DRAFT, State.FAILED):
        _queue(now, Job.LOOK)


@transaction.atomic
def start(actor: User | None, check: Check, options: dict[str, Any]) -> None:
    """Have a worker hold the files against the standards."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    if now.state not in (State.DRAFT, State.FAILED):
        return  # asked for twice: it is on its way
    if "mapping.json" not in now.sealed:
        raise RefusedError(_("First see how your files are read."))
    now.options = options
    _queue(now, Job.CHECK)
    audit.record(now.facility.organisation, actor, "check.started", now)


def _queue(check: Check, job: str) -> None:
    check.state, check.job, check.heartbeat = State.QUEUED, job, timezone.now()
    check.stage, check.done, check.total, check.trouble, check.tries = "", 0, 0, "", 0
    check.save()
    enqueue(check)


def enqueue(check: Check) -> None:
    """Put the check before the workers once what is said of it is written."""
    from tripartite.site.checks.tasks import work_on

    transaction.on_commit(partial(work_on.enqueue, check.pk))


@transaction.atomic
def save_mapping(actor: User | None, check: Check, sheets: list[dict[str, Any]]) -> None:
    """Keep how the files are read, for this check and the facility's next ones."""
    import json

    where = check.facility
    now = Check.objects.select_for_update().get(pk=check.pk)
    _refuse_unless_draft(now)
    destroy_later([now.sealed[n] for n in ("mapping.json",) if n in now.sealed])
    now.sealed = {**now.sealed, "mapping.json": vault.seal(where.organisation, json.dumps(sheets).encode())}
    now.save(update_fields=["sealed"])
    known = {s["fingerprint"]: s for s in saved_mapping(where)} | {s["fingerprint"]: s for s in sheets}
    before = SavedMapping.objects.filter(facility=where).first()
    if before:
        destroy_later([before.sealed])
    SavedMapping.objects.update_or_create(
        facility=where,
        defaults={"sealed": vault.seal(where.organisation, json.dumps(list(known.values())).encode())},
    )
    audit.record(where.organisation, actor, "mapping.saved", where)


def saved_mapping(facility: Facility) -> list[dict[str, Any]]:
    """How the facility's files were read before, a dict a sheet."""
    import json

    saved = SavedMapping.objects.filter(facility=facility).first()
    if saved is None:
        return []
    sheets: list[dict[str, Any]] = json.loads(vault.read(facility.organisation, saved.sealed))
    return sheets


# --- What is made of it ------------------------------------------------------------------------------


@transaction.atomic
def publish(actor: User, check: Check) -> None:
    """Show the result to those whom a view was granted; from now on it stays."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    if not now.is_done:
        raise RefusedError(_("Only a check that is done can be published."))
    if now.published_at is None:
        now.published_at, now.published_by = timezone.now(), actor
        now.save(update_fields=["published_at", "published_by"])
        audit.record(now.facility.organisation, actor, "check.published", now)


@transaction.atomic
def answer(actor: User, check: Check, text: str) -> None:
    """What the factory says to the result; shown with it, dated."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    now.answer, now.answered_at = text.strip(), timezone.now()
    now.save(update_fields=["answer", "answered_at"])
    audit.record(now.facility.organisation, actor, "check.answered", now)


@transaction.atomic
def delete(actor: User | None, check: Check) -> None:
    """Delete a check with its files and results; of a published one the records, its figures stay."""
    now = Check.objects.select_for_update().get(pk=check.pk)
    organisation = now.facility.organisation
    for upload in now.uploads.all():
        destroy_later(upload.parts)
    if now.published_at is None:
        destroy_later(now.sealed.values())
        audit.record(organisation, actor, "check.deleted", now)
        now.delete()
        return
    now.uploads.all().delete()
    destroy_later(name for key, name in now.sealed.items() if key not in FIGURES_ONLY)
    now.sealed = {k: v for k, v in now.sealed.items() if k in FIGURES_ONLY}
    now.records_deleted_at = timezone.now()
    now.save(update_fields=["sealed", "records_deleted_at"])
    audit.record(organisation, actor, "check.records_deleted", now)


def refuse_while_underway(organisation: Organisation, **_signal: object) -> None:
    """A worker seals files for the check that it is at: they would stay when all else is gone."""
    underway = Check.objects.filter(
        facility__organisation=organisation, state__in=(Check.State.QUEUED, Check.State.RUNNING)
    )
    if underway.exists():
        raise RefusedError(
            _("A check of this organisation is running. Wait until it is done, then try again.")
        )


def destroy_later(names: Iterable[str]) -> None:
    """Destroy sealed files once the change that lets go of them is written."""
    for name in list(names):
        transaction.on_commit(partial(vault.destroy, name))


def delete_old() -> int:
    """Delete what organisations keep no longer; gives the number of checks touched."""
    n = 0
    for organisation in Organisation.objects.all():
        limit = timezone.now() - timedelta(days=organisation.keep_days)
        old = Check.objects.filter(
            facility__organisation=organisation, made_at__lt=limit, records_deleted_at=None
        )
        left = Check.objects.filter(
            facility__organisation=organisation, state=State.DRAFT, made_at__lt=timezone.now() - UPLOADS_WAIT
        )
        for check in {*old.exclude(state__in=[State.QUEUED, State.RUNNING]), *left}:
            delete(None, check)
            n += 1
    return n
