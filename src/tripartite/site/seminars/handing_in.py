"""What groups hand in, as text or file, and what the trainer says to it. All of it lies sealed; nothing is opened here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import evidence
from tripartite.site.seminars.models import HandIn, Participant, Session

MOST_LETTERS = 10_000
# Of one group for one exercise.
MOST = 50


@dataclass(frozen=True)
class Told:
    """A hand-in in the clear."""

    hand_in: HandIn
    text: str
    reply: str


def hand_in(participant: Participant, session: Session, text: str, file: UploadedFile[Any] | None) -> HandIn:
    """Keep what a member hands in for the group; all that came before stays. Raises RefusedError."""
    text = _short_enough(text)
    if not text and file is None:
        raise RefusedError(_("Write something or choose a file."))
    organisation = participant.seminar.organisation
    sealed_file = vault.seal(organisation, evidence.checked(file)) if file else ""
    try:
        with transaction.atomic():
            # Two members at once are kept one after the other.
            locked = Session.objects.select_for_update().get(pk=session.pk)
            group = _group_that_may(participant, locked)
            return HandIn.objects.create(
                session=locked, group=group, by=participant, sealed_file=sealed_file,
                sealed_text=_sealed(organisation, text),
                file_name=PurePath(file.name or "").name[-255:] if file else "",
            )  # fmt: skip
    except BaseException:
        if sealed_file:
            vault.destroy(sealed_file)
        raise


def _short_enough(text: str) -> str:
    text = text.strip()
    if len(text) > MOST_LETTERS:
        raise RefusedError(
            _("The text is too long: up to %(most)s letters are taken. Hand in a file instead.")
            % {"most": MOST_LETTERS}
        )
    return text


def _group_that_may(participant: Participant, session: Session) -> int:
    """The member's group as it is now, which may have changed since their page was loaded."""
    now = Participant.objects.get(pk=participant.pk)
    if now.group is None or now.state != Participant.State.ACCEPTED:
        raise RefusedError(_("You are in no group yet. Ask your trainer."))
    if session.hand_ins.filter(group=now.group).count() >= MOST:
        raise RefusedError(_("Your group handed in as often as it can. Talk to your trainer."))
    return now.group


def _sealed(organisation: Organisation, text: str) -> bytes | None:
    return vault.seal_texts(organisation, [text])[0] if text else None


@transaction.atomic
def reply(actor: User | None, found: HandIn, text: str) -> None:
    """Say something to what was handed in, for its group to read; said again, it takes the place of what was. Raises RefusedError."""
    seminar = found.session.seminar
    found.sealed_reply = _sealed(seminar.organisation, _short_enough(text))
    found.save(update_fields=["sealed_reply"])
    audit.record(seminar.organisation, actor, "hand_in.answered", seminar, group=found.group)


def told(organisation: Organisation, found: Iterable[HandIn]) -> list[Told]:
    """Hand-ins of one organisation in the clear, the latest first; the key is fetched once for all."""
    latest_first = sorted(found, key=lambda h: h.pk, reverse=True)
    sealed = [s for h in latest_first for s in (h.sealed_text, h.sealed_reply) if s]
    texts = iter(vault.open_texts(organisation, sealed) if sealed else [])
    return [
        Told(h, next(texts) if h.sealed_text else "", next(texts) if h.sealed_reply else "")
        for h in latest_first
    ]


def content(found: HandIn) -> bytes:
    return vault.read(found.session.seminar.organisation, found.sealed_file)


def erase_by(participant: Participant) -> None:
    """Erase what somebody handed in, and what was said to it: that it was handed in stays."""
    handed = HandIn.objects.filter(by=participant)
    files = [name for name in handed.values_list("sealed_file", flat=True) if name]
    handed.update(sealed_text=None, sealed_reply=None, sealed_file="", file_name="", by=None)

    def destroy() -> None:
        for name in files:
            vault.destroy(name)

    transaction.on_commit(destroy)
