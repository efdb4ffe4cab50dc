"""Changes of who is who, each in one function that pages, the API and imports call; each says who did it."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import Facility, Grant, Invitation, Membership, Organisation, User
from tripartite.site.people.signals import organisation_leaves

log = logging.getLogger("tripartite.site")


class RefusedError(Exception):
    """A change that would break something; the text says what and is shown to the person."""


def free_slug(name: str, taken: set[str], otherwise: str) -> str:
    """A short name for addresses that nobody has yet; names in other scripts get a numbered one."""
    stem = slugify(name)[:50] or otherwise
    slug, n = stem, 2
    while slug in taken:
        slug, n = f"{stem}-{n}", n + 1
    return slug


@transaction.atomic
def make_organisation(founder: User, organisation: Organisation) -> Organisation:
    """Save a new organisation, with its founder as administrator."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    while organisation.pk is None:
        organisation.slug = free_slug(organisation.name, taken, "organisation")
        # Somebody else may take the short name between looking and saving.
        with suppress(IntegrityError), transaction.atomic():
            organisation.save()
        taken.add(organisation.slug)
    Membership.objects.create(organisation=organisation, user=founder, role=Membership.Role.ADMINISTRATOR)
    audit.record(organisation, founder, "organisation.made", organisation)
    return organisation


@transaction.atomic
def make_facility(actor: User | None, facility: Facility) -> Facility:
    """Save a new facility of its organisation."""
    # Two facilities of one name at once would take the same short name.
    Organisation.objects.select_for_update().get(pk=facility.organisation_id)
    taken = set(Facility.objects.filter(organisation=facility.organisation).values_list("slug", flat=True))
    facility.slug = free_slug(facility.name, taken, "facility")
    facility.save()
    audit.record(facility.organisation, actor, "facility.made", facility)
    return facility


@transaction.atomic
def change_facility(actor: User, facility: Facility, changed: list[str]) -> None:
    """Save what was changed of a facility; its address stays."""
    if changed:
        facility.save(update_fields=changed)
        audit.record(facility.organisation, actor, "facility.changed", facility, fields=changed)


@transaction.atomic
def invite(actor: User, organisation: Organisation, to: str, role: str) -> Invitation:
    invitation = Invitation.objects.create(organisation=organisation, to=to, role=role, made_by=actor)
    audit.record(organisation, actor, "member.invited", to, role=role)
    return invitation


@transaction.atomic
def withdraw(actor: User, invitation: Invitation) -> None:
    audit.record(invitation.organisation, actor, "invitation.withdrawn", invitation.to)
    invitation.delete()


@transaction.atomic
def accept(user: User, token: str) -> Membership:
    """Join by an invitation. It works once: two people at once cannot both take it."""
    invitation = Invitation.objects.select_for_update().filter(token=token).first()
    if invitation is None or not invitation.is_open:
        raise RefusedError(
            _("This invitation has been used, has run out or was withdrawn. Ask for a new one.")
        )
    membership, made = Membership.objects.get_or_create(
        organisation=invitation.organisation, user=user, defaults={"role": invitation.role}
    )
    if not made:
        raise RefusedError(_("You already belong to this organisation."))
    invitation.taken_by, invitation.taken_at = user, timezone.now()
    invitation.save(update_fields=["taken_by", "taken_at"])
    audit.record(invitation.organisation, user, "member.joined", user.told_name, role=invitation.role)
    return membership


@transaction.atomic
def change_role(actor: User, membership: Membership, role: str) -> None:
    if role != Membership.Role.ADMINISTRATOR:
        _keep_an_administrator(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(membership.organisation, actor, "member.role", membership.user.told_name, role=role)


@transaction.atomic
def remove(actor: User, membership: Membership) -> None:
    _keep_an_administrator(membership)
    audit.record(membership.organisation, actor, "member.removed", membership.user.told_name)
    membership.delete()


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete a person's account. What they did stays in the logs of their organisations, under their name."""
    for membership in user.memberships.select_related("organisation"):
        try:
            remove(user, membership)
        except RefusedError as error:
            raise RefusedError(
                _("%(organisation)s needs an administrator. Make somebody else one first.")
                % {"organisation": membership.organisation}
            ) from error
    user.delete()


def alone_in(user: User) -> list[Organisation]:
    """Organisations that would be left without an administrator if somebody went."""
    mine = user.memberships.filter(role=Membership.Role.ADMINISTRATOR).values("organisation")
    others = Membership.objects.filter(role=Membership.Role.ADMINISTRATOR).exclude(user=user)
    return list(Organisation.objects.filter(pk__in=mine).exclude(pk__in=others.values("organisation")))


@transaction.atomic
def delete_organisation(actor: User, organisation: Organisation) -> None:
    """Delete an organisation with all that belongs to it. Whom it showed something to, and who showed it something, read so
    in their logs. Raises RefusedError.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    organisation_leaves.send(Organisation, organisation=locked)
    shown = Grant.objects.filter(Q(facility__organisation=locked) | Q(to=locked))
    others = {pk for pair in shown.values_list("to", "facility__organisation") for pk in pair} - {locked.pk}
    for other in Organisation.objects.filter(pk__in=others):
        audit.record(other, None, "organisation.deleted", locked, actor_organisation=locked)
    log.info("organisation deleted", extra={"fields": {"by": actor.pk}})
    # `delete` takes the key away from the object, which the files' folder is named by.
    gone = Organisation(pk=locked.pk)
    transaction.on_commit(lambda: vault.destroy_all(gone))
    locked.delete()


def _keep_an_administrator(leaving: Membership) -> None:
    """Refuse what would leave an organisation that nobody can administer."""
    Organisation.objects.select_for_update().get(pk=leaving.organisation_id)
    others = Membership.objects.filter(
        organisation=leaving.organisation_id, role=Membership.Role.ADMINISTRATOR
    ).exclude(pk=leaving.pk)
    if not others.exists():
        raise RefusedError(_("An organisation needs an administrator. Make somebody else one first."))
