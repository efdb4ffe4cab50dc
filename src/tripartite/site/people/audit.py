"""The record of who did what. Entries are chained, so that a changed or missing one shows."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tripartite.site.people.models import AuditEntry, Organisation, User

# What each verb is called. Apps add theirs in their AppConfig.ready.
VERBS: dict[str, Any] = {
    "organisation.made": _("set up the organisation"),
    "organisation.changed": _("changed the organisation"),
    "organisation.deleted": _("deleted the organisation"),
    "member.invited": _("invited"),
    "member.joined": _("joined"),
    "member.role": _("changed the role of"),
    "member.removed": _("removed"),
    "invitation.withdrawn": _("withdrew the invitation of"),
    "facility.made": _("added the facility"),
    "facility.changed": _("changed the facility"),
    "grant.made": _("granted a view of"),
    "grant.revoked": _("revoked the view of"),
    "grant.looked": _("looked at"),
}


@transaction.atomic
def record(
    organisation: Organisation,
    actor: User | None,
    verb: str,
    thing: object = "",
    *,
    actor_organisation: Organisation | None = None,
    **details: Any,
) -> AuditEntry:
    """Write one entry to an organisation's audit log. `details` hold no personal data."""
    if verb not in VERBS:
        raise ValueError(f"audit verb `{verb}` has no name; add it to VERBS")
    # The lock keeps two entries from following the same one.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = AuditEntry.objects.filter(organisation=organisation).values_list("digest", flat=True).first()
    entry = AuditEntry(
        organisation=organisation,
        at=timezone.now(),
        actor=actor,
        actor_name=actor.told_name if actor else "",
        actor_organisation=actor_organisation.name if actor_organisation else "",
        verb=verb,
        thing=str(thing)[:300],
        details=details,
    )
    entry.digest = digest_of(entry, before or "")
    entry.save()
    return entry


def digest_of(entry: AuditEntry, before: str) -> str:
    """SHA-256 over an entry and the digest of the one before it."""
    told = [
        before,
        entry.organisation_id,
        _instant(entry.at),
        entry.actor_name,
        entry.actor_organisation,
        entry.verb,
        entry.thing,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _instant(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def first_broken(organisation: Organisation) -> AuditEntry | None:
    """The first entry that does not follow from the one before it; None where the log is whole."""
    before = ""
    for entry in AuditEntry.objects.filter(organisation=organisation).order_by("pk").iterator():
        if entry.digest != digest_of(entry, before):
            return entry
        before = entry.digest
    return None
