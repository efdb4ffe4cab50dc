"""Changes of what workers handed over, each one function."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.records.errors import RecordsError
from tripartite.records.own_log import Span, minutes_by_day, read_own_log
from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.wages.models import ALPHABET, HandOver, LogRequest

MOST_CHARACTERS = 200_000
MOST_LOGS = 5_000  # of one request: more would be somebody's mischief


@dataclass(frozen=True)
class Opened:
    """A handed-over log as its organisation sees it."""

    name: str
    consent: str
    language: str
    csv: str
    spans: list[Span]


@transaction.atomic
def ask(actor: User, request: LogRequest) -> LogRequest:
    """Save an organisation's request; its code can be handed out at once."""
    request.made_by = actor
    request.save()
    audit.record(request.organisation, actor, "log.asked", request.workplace, until=str(request.until))
    return request


@transaction.atomic
def close(actor: User, request: LogRequest) -> None:
    """Take no more logs; those that came stay until their day."""
    request.closed_at = timezone.now()
    request.save(update_fields=["closed_at"])
    audit.record(request.organisation, actor, "log.closed", request.workplace)


def open_request(code: str) -> LogRequest | None:
    """The request of a code as a worker types it, if it still takes logs."""
    found = LogRequest.objects.select_related("organisation").filter(code=plain(code)).first()
    return found if found and found.is_open else None


def plain(code: str) -> str:
    """A code without spaces and dashes, in capitals."""
    return "".join(c for c in code.upper() if c in ALPHABET)


@transaction.atomic
def hand_over(
    request: LogRequest, csv: str, name: str, consent: str, language: str, *, shown_to_facility: bool = False
) -> tuple[HandOver, str]:
    """Keep a worker's log, sealed for the organisation; gives the receipt, which is nowhere else."""
    if len(csv) > MOST_CHARACTERS or request.hand_overs.count() >= MOST_LOGS:
        raise RefusedError(_("This is more than can be taken."))
    try:
        days = minutes_by_day(read_own_log(csv))
    except RecordsError as error:
        raise RefusedError(_("The log cannot be read: %(error)s") % {"error": error}) from error
    if not days:
        raise RefusedError(_("The log has no hours."))
    content = {"name": name, "consent": consent, "language": language, "csv": csv}
    receipt = "".join(secrets.choice(ALPHABET) for _n in range(16))
    made = HandOver.objects.create(
        request=request,
        shown_to_facility=shown_to_facility and request.facility is not None, receipt=_digest(receipt), days=len(days), first_day=min(days), last_day=max(days),
        sealed=vault.seal(request.organisation, json.dumps(content, ensure_ascii=False).encode()),
    )  # fmt: skip
    audit.record(request.organisation, None, "log.received", request.workplace, days=made.days)
    return made, receipt


@transaction.atomic
def withdraw(receipt: str) -> HandOver:
    """Delete a log by its receipt. Raises RefusedError where there is none."""
    made = (
        HandOver.objects.select_related("request__organisation")
        .filter(receipt=_digest(plain(receipt)))
        .first()
    )
    if made is None or not made.is_held:
        raise RefusedError(_("No log is held under this receipt."))
    remove(made)
    audit.record(made.request.organisation, None, "log.withdrawn", made.request.workplace)
    return made


def remove(made: HandOver) -> None:
    """Delete what was handed over; that it was withdrawn stays on record."""
    name, made.sealed, made.withdrawn_at = made.sealed, "", timezone.now()
    made.save(update_fields=["sealed", "withdrawn_at"])
    transaction.on_commit(lambda: vault.destroy(name))


def remove_old(today: date) -> int:
    """Delete the logs whose day has come; gives how many."""
    due = list(HandOver.objects.filter(request__until__lt=today).exclude(sealed=""))
    for made in due:
        with transaction.atomic():
            remove(made)
    return len(due)


def opened(organisation: Organisation, made: HandOver) -> Opened:
    """The content of a log. Raises vault.SealedError."""
    held = json.loads(vault.read(organisation, made.sealed))
    return Opened(held["name"], held["consent"], held["language"], held["csv"], read_own_log(held["csv"]))


def _digest(receipt: str) -> str:
    return hashlib.sha256(receipt.encode()).hexdigest()
