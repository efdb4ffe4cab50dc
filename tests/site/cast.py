"""The people and organisations that tests of the site play with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tripartite.site.people.models import Facility, Grant, Membership, Organisation, User

PASSWORD = "a long enough password"  # noqa: S105 - of made-up people


@dataclass
class Cast:
    """Alice administers a factory, Bob works there, Rosa only reads; Charlie is a stranger; Dana buys; Ines inspects."""

    factory: Organisation
    buyer: Organisation
    inspectorate: Organisation
    facility: Facility
    alice: User
    bob: User
    rosa: User
    charlie: User
    dana: User
    ines: User

    def grant(self, to: Organisation | None = None, **about: object) -> Grant:
        """A view of the facility, figures only and for a month if nothing else is said."""
        given = {
            "scope": Grant.Scope.FIGURES,
            "purpose": "yearly review",
            "until": timezone.localdate() + timedelta(days=30),
        }
        return Grant.objects.create(
            facility=self.facility, to=to or self.buyer, made_by=self.alice, **{**given, **about}
        )


def person(name: str) -> User:
    return User.objects.create_user(name.lower(), f"{name.lower()}@example.org", PASSWORD, first_name=name)


def organisation(name: str, side: str, kind: str, country: str = "CN") -> Organisation:
    return Organisation.objects.create(
        name=name, slug=name.lower().replace(" ", "-"), side=side, kind=kind, country=country
    )


def make_cast() -> Cast:
    side, kind, role = Organisation.Side, Organisation.Kind, Membership.Role
    factory = organisation("Lotus Garments", side.EMPLOYER, kind.ENTERPRISE)
    buyer = organisation("Northern Stores", side.EMPLOYER, kind.BUYER, "")
    inspectorate = organisation("Labour Inspectorate", side.GOVERNMENT, kind.INSPECTORATE)
    alice, bob, rosa, charlie, dana, ines = map(person, ("Alice", "Bob", "Rosa", "Charlie", "Dana", "Ines"))
    for user, where, what in (
        (alice, factory, role.ADMINISTRATOR), (bob, factory, role.OFFICER), (rosa, factory, role.READER),
        (dana, buyer, role.ADMINISTRATOR), (ines, inspectorate, role.OFFICER),
    ):  # fmt: skip
        Membership.objects.create(organisation=where, user=user, role=what)
    facility = Facility.objects.create(
        organisation=factory,
        name="Dongguan plant",
        slug="dongguan",
        country="CN",
        region="CN-GD",
        wage_class="2",
    )
    return Cast(factory, buyer, inspectorate, facility, alice, bob, rosa, charlie, dana, ines)
