"""Groups for the exercises: drawn by lot so that sides and sexes are mixed, and corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random, SystemRandom

from django.db import transaction
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.models import HandIn, Participant, Seminar
from tripartite.site.seminars.participation import people_of

SMALLEST, LARGEST = 2, 20
USUAL = 5
ACCEPTED = Participant.State.ACCEPTED


@transaction.atomic
def draw(actor: User | None, seminar: Seminar, size: int, *, again: bool = False) -> int:
    """Draw groups of at most `size`; gives how many there are. `again`: over groups that are drawn. Raises RefusedError."""
    if not SMALLEST <= size <= LARGEST:
        raise RefusedError(
            _("Choose a size of %(least)s to %(most)s people.") % {"least": SMALLEST, "most": LARGEST}
        )
    locked = Seminar.objects.select_for_update().select_related("organisation").get(pk=seminar.pk)
    if HandIn.objects.filter(session__seminar=locked).exists():
        raise RefusedError(_("Groups handed in work already: they stay. Move people one by one."))
    if numbers(locked) and not again:
        raise RefusedError(_("The groups were drawn before. Confirm that they are to be drawn again."))
    people = list(locked.participants.filter(state=ACCEPTED))
    if not people:
        raise RefusedError(_("No registration was accepted yet."))
    groups = -(-len(people) // size)
    _deal(people, groups, SystemRandom())
    locked.participants.update(group=None)
    Participant.objects.bulk_update(people, ["group"])
    audit.record(locked.organisation, actor, "groups.drawn", locked, groups=groups)
    return groups


def _deal(people: Sequence[Participant], groups: int, rng: Random) -> None:
    """Give each in turn to the next group. Those of a side follow each other, and so do women and men where sides meet:
    groups have as many of each side, give or take one.
    """
    mixed = rng.sample(people, len(people))
    sides = sorted({p.side for p in people})
    order = rng.sample(range(1, groups + 1), groups)
    n = 0
    for turn, side in enumerate(rng.sample(sides, len(sides))):
        for p in sorted((p for p in mixed if p.side == side), key=lambda p: p.sex, reverse=turn % 2 == 1):
            p.group = order[n % groups]
            n += 1


@transaction.atomic
def move(actor: User | None, seminar: Seminar, number: int, group: int) -> None:
    """Put an accepted participant in another of the groups. Raises RefusedError."""
    locked = Seminar.objects.select_for_update().select_related("organisation").get(pk=seminar.pk)
    found = locked.participants.filter(state=ACCEPTED, number=number).first()
    if found is None or group not in numbers(locked):
        raise RefusedError(_("Choose a participant and one of the groups."))
    found.group = group
    found.save(update_fields=["group"])
    audit.record(locked.organisation, actor, "groups.moved", found, group=group)


def numbers(seminar: Seminar) -> list[int]:
    """The groups that there are: with somebody in them, or with work of theirs."""
    drawn = set(seminar.participants.exclude(group=None).values_list("group", flat=True))
    worked = set(HandIn.objects.filter(session__seminar=seminar).values_list("group", flat=True))
    return sorted(n for n in drawn | worked if n is not None)


def group_of(participant: Participant) -> int | None:
    """The group of somebody who takes part; None who has none, or does not take part."""
    return participant.group if participant.state == ACCEPTED else None


def names_of(seminar: Seminar, group: int) -> list[str]:
    """Who is in a group, by name."""
    members = seminar.participants.filter(state=ACCEPTED, group=group, erased_at=None)
    return [
        person.name
        for _one, person in people_of(members.select_related("seminar__organisation"))
        if person.name
    ]
