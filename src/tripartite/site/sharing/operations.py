"""Granting views, taking them back, and signing: each in one function that says who did it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.reports import bundle, signing
from tripartite.site import vault
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import open_check
from tripartite.site.people import audit
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Grant, Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.sharing.models import SigningKey

LONGEST = timedelta(days=731)
USUAL = timedelta(days=91)
MOST_MISSES, MISSES_WITHIN = 20, 3600  # seconds


def receiving(name: str) -> Organisation | None:
    """An organisation by its code, its whole name or its short name, exactly: no list of organisations is shown to anyone.

    Nobody can take another's code. Where a name fits two, none is meant.
    """
    asked = name.strip()
    coded = Organisation.objects.filter(code=re.sub(r"[\s\-‐-―]", "", asked).upper()).first()
    if coded:
        return coded
    named = list(Organisation.objects.filter(Q(slug=asked.lower()) | Q(name__iexact=asked))[:2])
    return named[0] if len(named) == 1 else None


def receiving_for(asker: User, name: str) -> Organisation | None:
    """The same for who may have to try: after many names that fit nobody, they must wait. Raises RefusedError.

    Else somebody could find out by trying who is here.
    """
    key = f"receiving:{asker.pk}"
    if cache.get(key, 0) >= MOST_MISSES:
        raise RefusedError(
            _("Too many names that fit nobody. Ask the organisation for its code, and try again in an hour.")
        )
    found = receiving(name)
    if found is None and not cache.add(key, 1, MISSES_WITHIN):
        with suppress(ValueError):  # it ran out between the two
            cache.incr(key)
    return found


@transaction.atomic
def grant(actor: User, given: Grant) -> Grant:
    """Give a view. Raises RefusedError for a day that is past or too far, and for a view to oneself."""
    today = timezone.localdate()
    if not today <= given.until <= today + LONGEST:
        raise RefusedError(_("Choose a day from today on, at most two years ahead."))
    if given.to_id == given.facility.organisation_id:
        raise RefusedError(_("Your own organisation sees everything already."))
    if given.scope == Grant.Scope.TOPICS and not given.topics:
        raise RefusedError(_("Choose at least one topic."))
    given.made_by = actor
    given.save()
    told: dict[str, Any] = {
        "to": given.to.name,
        "scope": given.scope,
        "until": str(given.until),
        "purpose": given.purpose,
    }
    audit.record(given.facility.organisation, actor, "grant.made", given.facility, **told)
    audit.record(
        given.to, actor, "grant.made", given.facility, actor_organisation=given.facility.organisation, **told
    )
    return given


@transaction.atomic
def revoke(actor: User, given: Grant) -> None:
    """Take a view back; it ends at once. Revoking twice changes nothing."""
    locked = Grant.objects.select_for_update().get(pk=given.pk)
    if locked.revoked_at:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    organisation = locked.facility.organisation
    audit.record(organisation, actor, "grant.revoked", locked.facility, to=locked.to.name)
    audit.record(locked.to, actor, "grant.revoked", locked.facility, actor_organisation=organisation)


def usual_end() -> date:
    return timezone.localdate() + USUAL


# --- Keys and bundles ---------------------------------------------------------------------------------


@transaction.atomic
def key_in_use(actor: User, organisation: Organisation) -> SigningKey:
    """The key that an organisation signs with, made when it is first needed."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    found = SigningKey.objects.filter(organisation=locked, retired_at=None).first()
    return found or _make_key(actor, locked)


def signer_of(actor: User, organisation: Organisation) -> signing.Signer:
    """What an organisation signs with, its private key opened."""
    return signing.from_bytes(vault.read(organisation, key_in_use(actor, organisation).sealed))


def _make_key(actor: User, organisation: Organisation) -> SigningKey:
    signer = signing.new_signer(organisation.name)
    sealed = vault.seal(organisation, signing.to_bytes(signer))
    made = SigningKey.objects.create(organisation=organisation, public=signer.public, sealed=sealed)
    audit.record(organisation, actor, "key.made", signer.public)
    return made


@transaction.atomic
def renew_key(actor: User, organisation: Organisation) -> SigningKey:
    """Retire the key in use and make a new one. What the old one signed can still be verified."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for old in SigningKey.objects.filter(organisation=locked, retired_at=None):
        name, old.sealed, old.retired_at = old.sealed, "", timezone.now()
        old.save(update_fields=["sealed", "retired_at"])
        transaction.on_commit(lambda name=name: vault.destroy(name))  # type: ignore[misc]
        audit.record(locked, actor, "key.retired", old.public)
    return _make_key(actor, locked)


def sign_bundle(actor: User, check: Check, standing: Standing) -> bytes:
    """A check's results as a signed file without a person in it. Raises RefusedError where its records are gone."""
    organisation = check.facility.organisation
    seen = open_check(check, standing)
    if not seen.whole or seen.con is None:
        raise RefusedError(_("The records of this check were deleted; a bundle can no longer be made of it."))
    signer = signer_of(actor, organisation)
    content = bundle.make(seen.summary, seen.con, signer)
    audit.record(organisation, actor, "bundle.signed", check, key=signer.public)
    return content
