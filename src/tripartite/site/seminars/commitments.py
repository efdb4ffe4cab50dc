"""What participants undertake, and what they say 1, 3 and 6 months later became of it."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.models import Commitment, FollowUp, Letter, Participant, Seminar

MONTHS = (1, 3, 6)
MOST = 20
Told = FollowUp.Told


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@transaction.atomic
def undertake(participant: Participant, *, topic: str, text: str, until: date, suppliers: int) -> Commitment:
    """Save a commitment, with the three follow-ups that will ask after it. Raises RefusedError."""
    seminar = participant.seminar
    Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.state != Participant.State.ACCEPTED:
        raise RefusedError(_("Only who takes part can undertake something."))
    if participant.commitments.count() >= MOST:
        raise RefusedError(_("Twenty commitments are enough: keep those first."))
    if until < max(timezone.localdate(), seminar.first_day):
        raise RefusedError(_("Choose a day that is still to come."))
    made = Commitment(participant=participant, topic=topic, until=until, suppliers=suppliers)
    made.sealed_text = vault.seal_texts(seminar.organisation, [text])[0]
    made.save()
    for months in MONTHS:
        due = months_after(seminar.last_day, months)
        FollowUp.objects.create(commitment=made, months=months, due=due)
        Letter.objects.get_or_create(participant=participant, kind="follow-up", due=due)
    return made


@transaction.atomic
def drop(commitment: Commitment) -> None:
    """Take a commitment back before its first follow-up is due; later it is answered as given up."""
    if any(f.due <= timezone.localdate() for f in commitment.follow_ups.all()):
        raise RefusedError(_("It was asked after already: say there that it was given up."))
    participant = commitment.participant
    commitment.delete()
    if not participant.commitments.exists():
        # There is nothing left to ask after.
        participant.letters.filter(kind="follow-up", sent_at=None).delete()


@transaction.atomic
def tell(
    follow_up: FollowUp, *, told: str, text: str, suppliers: int | None, workers: int | None
) -> FollowUp:
    """Save what somebody says of a commitment. The last word counts. Raises RefusedError before it is asked."""
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if locked.due > timezone.localdate():
        raise RefusedError(_("This is asked later."))
    organisation = locked.commitment.participant.seminar.organisation
    locked.told, locked.suppliers, locked.workers = told, suppliers, workers
    locked.sealed_text = vault.seal_texts(organisation, [text])[0] if text else None
    locked.told_at = timezone.now()
    locked.save()
    return locked


def texts(seminar: Seminar, sealed: Iterable[bytes | memoryview | None]) -> list[str]:
    """The clear texts, empty where none was written."""
    kept = list(sealed)
    opened = iter(vault.open_texts(seminar.organisation, [s for s in kept if s]))
    return [next(opened) if s else "" for s in kept]


@dataclass(frozen=True)
class Standing:
    """Where a seminar's commitments stand after some months: how many were asked after, and what was said.

    Figures are what participants say of themselves. suppliers, workers: as far as told.
    """

    months: int
    due: date
    asked: int
    told: dict[str, int]
    suppliers: int
    workers: int

    @property
    def answered(self) -> int:
        return self.asked - self.told[Told.UNKNOWN]


def standings(seminar: Seminar) -> list[Standing]:
    """After 1, 3 and 6 months, as far as the days have come."""
    today = timezone.localdate()
    found = list(
        FollowUp.objects.filter(commitment__participant__seminar=seminar, due__lte=today).values_list(
            "months", "told", "suppliers", "workers"
        )
    )
    out = []
    for months in MONTHS:
        rows: list[tuple[Any, ...]] = [r for r in found if r[0] == months]
        if rows:
            said = Counter(r[1] for r in rows)
            out.append(
                Standing(
                    months,
                    months_after(seminar.last_day, months),
                    len(rows),
                    {t: said[t] for t in Told.values},
                    sum(r[2] or 0 for r in rows),
                    sum(r[3] or 0 for r in rows),
                )
            )
    return out


def waiting(seminar: Seminar) -> list[Participant]:
    """Participants who have not yet answered what they were asked, to be called."""
    today = timezone.localdate()
    return list(
        seminar.participants.filter(
            commitments__follow_ups__due__lte=today, commitments__follow_ups__told=Told.UNKNOWN
        )
        .distinct()
        .select_related("seminar__organisation")
    )
