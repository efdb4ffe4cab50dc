"""Files that show what was done: which are taken, and how they are kept and given out."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans.models import Action, Event, Evidence, Schedule
from tripartite.site.plans.operations import note

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 50
ZIPPED = b"PK\x03\x04"
# Endings that are taken: how such a file begins, and what it is given out as.
TAKEN = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "xlsx": (ZIPPED, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (ZIPPED, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
ENDINGS = ",".join(f".{e}" for e in TAKEN)


def ending(name: str) -> str:
    """How a file's name ends, which says of what kind it is."""
    return PurePath(name).suffix.lower().removeprefix(".")


def add(actor: User | None, thing: Action | Schedule, file: UploadedFile[Any]) -> Evidence:
    """Keep a file with an action, or as proof of payment. Raises RefusedError."""
    data = checked(file)
    action = thing if isinstance(thing, Action) else None
    schedule = thing if isinstance(thing, Schedule) else None
    if Evidence.objects.filter(action=action, schedule=schedule).count() >= MOST_FILES:
        raise RefusedError(
            _("There are %(n)s files here already. Join several into one.") % {"n": MOST_FILES}
        )
    organisation = thing.facility.organisation
    sealed = vault.seal(organisation, data)
    try:
        with transaction.atomic():
            kept = Evidence.objects.create(
                facility=thing.facility,
                action=action,
                schedule=schedule,
                name=PurePath(file.name or "").name[-255:],
                size=len(data),
                sealed=sealed,
                by=actor,
            )
            if action:
                note(action, actor, Event.Kind.EVIDENCE, file=kept.pk)
            audit.record(organisation, actor, "action.evidence" if action else "backpay.proof", thing)
    except BaseException:
        vault.destroy(sealed)
        raise
    return kept


def checked(file: UploadedFile[Any]) -> bytes:
    """The content of a file of a kind that is taken, as its beginning shows; no program opens it. Raises RefusedError."""
    if (file.size or 0) > MOST_BYTES:
        raise RefusedError(
            _("The file is too large: files of up to %(most)s MB are taken.")
            % {"most": MOST_BYTES // 1024**2}
        )
    data: bytes = file.read()
    begins = TAKEN.get(ending(file.name or ""), (None, ""))[0]
    if begins is None or not data.startswith(begins):
        raise RefusedError(
            _("This is no file of a kind that is taken: %(kinds)s.") % {"kinds": ENDINGS.replace(",", " ")}
        )
    return data


def answer(evidence: Evidence) -> HttpResponse:
    """The file as a download: never shown within a page of this site."""
    data = vault.read(evidence.facility.organisation, evidence.sealed)
    response = HttpResponse(data, content_type=TAKEN[ending(evidence.name)][1])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="evidence-{evidence.pk}.{ending(evidence.name)}"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
