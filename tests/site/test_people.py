"""Organisations, their people, invitations and the log."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast, person
from tripartite.site.people import audit, operations
from tripartite.site.people.models import AuditEntry, Membership, Organisation


def test_a_founder_administers_what_they_set_up(cast: Cast, client: Client):
    client.force_login(cast.charlie)
    answer = client.post(
        "/en/organisations/new/",
        {"name": "新工厂", "side": "employer", "kind": "enterprise", "country": "CN"},
    )
    made = Organisation.objects.get(name="新工厂")
    assert answer["Location"] == f"/en/o/{made.slug}/"
    assert made.memberships.get().role == Membership.Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("onward", "goes_to"),
    [("/en/p/abc/pass-on/", "/en/p/abc/pass-on/"), ("https://evil.example.org/", "/en/o/a-firm/"), ("//evil.example.org", "/en/o/a-firm/")],
)  # fmt: skip
def test_who_was_sent_to_set_one_up_goes_back(cast: Cast, client: Client, onward: str, goes_to: str):
    client.force_login(cast.charlie)
    said = {"name": "A Firm", "side": "employer", "kind": "enterprise", "country": "CN"}
    assert client.post(f"/en/organisations/new/?next={onward}", said)["Location"] == goes_to


def test_an_invitation_works_once(cast: Cast, client: Client):
    invitation = operations.invite(cast.alice, cast.factory, "the new officer", "officer")
    client.force_login(cast.charlie)
    assert "Lotus Garments" in client.get(f"/en/join/{invitation.token}/").content.decode()
    client.post(f"/en/join/{invitation.token}/")
    assert cast.factory.memberships.get(user=cast.charlie).role == "officer"
    with pytest.raises(operations.RefusedError, match="used"):
        operations.accept(person("Eve"), invitation.token)


def test_an_old_invitation_is_refused(cast: Cast):
    invitation = operations.invite(cast.alice, cast.factory, "late", "reader")
    invitation.until = timezone.now()
    invitation.save()
    with pytest.raises(operations.RefusedError, match="run out"):
        operations.accept(cast.charlie, invitation.token)


def test_the_last_administrator_stays(cast: Cast, client: Client):
    client.force_login(cast.alice)
    mine = cast.factory.memberships.get(user=cast.alice)
    answer = client.post(f"/en/o/lotus-garments/people/{mine.pk}/", {"role": "reader"}, follow=True)
    assert "needs an administrator" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.role == "administrator"


def test_members_of_other_organisations_cannot_be_changed(cast: Cast, client: Client):
    client.force_login(cast.alice)
    foreign = cast.buyer.memberships.get()
    assert client.post(f"/en/o/lotus-garments/people/{foreign.pk}/", {"role": "reader"}).status_code == 404


def test_a_changed_entry_shows(cast: Cast):
    for n in range(3):
        audit.record(cast.factory, cast.alice, "facility.changed", f"plant {n}")
    assert audit.first_broken(cast.factory) is None
    second = AuditEntry.objects.filter(organisation=cast.factory).order_by("pk")[1]
    AuditEntry.objects.filter(pk=second.pk).update(thing="another plant")
    broken = audit.first_broken(cast.factory)
    assert broken is not None
    assert broken.pk == second.pk


def test_a_missing_entry_shows(cast: Cast):
    for n in range(3):
        audit.record(cast.factory, cast.alice, "facility.changed", f"plant {n}")
    AuditEntry.objects.filter(organisation=cast.factory).order_by("pk")[1].delete()
    assert audit.first_broken(cast.factory) is not None


def test_an_unknown_verb_is_refused(cast: Cast):
    with pytest.raises(ValueError, match="no name"):
        audit.record(cast.factory, cast.alice, "made.up")
