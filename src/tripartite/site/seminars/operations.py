"""Changes of a seminar, each in one function that says who did it."""

from __future__ import annotations

from django.db import transaction

from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import free_slug
from tripartite.site.seminars.models import Seminar


@transaction.atomic
def make_seminar(actor: User, seminar: Seminar) -> Seminar:
    """Save a new seminar of its organisation."""
    # Two seminars of one title at once would take the same short name.
    Organisation.objects.select_for_update().get(pk=seminar.organisation_id)
    taken = set(Seminar.objects.filter(organisation=seminar.organisation).values_list("slug", flat=True))
    seminar.slug = free_slug(seminar.title, taken, "seminar")
    seminar.made_by = actor
    if seminar.language not in seminar.languages:
        seminar.languages = [seminar.language, *seminar.languages]
    seminar.save()
    audit.record(seminar.organisation, actor, "seminar.made", seminar)
    return seminar
