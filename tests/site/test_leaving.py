"""Leaving: an only administrator hands over or deletes the organisation, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.site.cast import PASSWORD, Cast
from tests.site.checks.conftest import one_day, players, ran  # noqa: F401 - fixtures
from tripartite.site.backup import stored_files
from tripartite.site.checks import operations as checking
from tripartite.site.people.models import AuditEntry, Membership, Organisation, User

FACTORY = "/en/o/lotus-garments/"


def sure(user: User) -> Client:
    """Somebody who has just typed their password again."""
    client = Client()
    client.post("/en/account/login/", {"login": user.username, "password": PASSWORD})
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_an_only_administrator_is_told_what_to_do(cast: Cast):
    page = sure(cast.alice).get("/en/me/delete/").content.decode()
    assert "You are the only administrator" in page
    assert f'href="{FACTORY}people/"' in page
    assert f'href="{FACTORY}delete/"' in page
    assert '<button class="button danger">' not in page


def test_handed_over_they_leave(cast: Cast):
    client = sure(cast.alice)
    bob = Membership.objects.get(user=cast.bob, organisation=cast.factory)
    client.post(f"{FACTORY}people/{bob.pk}/", {"role": "administrator"})
    assert "You are the only administrator" not in client.get("/en/me/delete/").content.decode()
    client.post("/en/me/delete/")
    assert not User.objects.filter(username="alice").exists()
    assert cast.factory.memberships.get(role="administrator").user == cast.bob


def test_others_are_asked_nothing(cast: Cast):
    assert "You are the only administrator" not in sure(cast.bob).get("/en/me/delete/").content.decode()


def test_a_deleted_organisation_leaves_nothing_behind(players: Cast, one_day):  # noqa: F811
    cast = players
    ran(cast, one_day)
    cast.grant()
    assert list(stored_files())
    client = sure(cast.alice)
    slip = client.post(f"{FACTORY}delete/", {"name": "Lotus"})
    assert slip.status_code == 422
    assert "This is not its name: Lotus Garments" in slip.content.decode()
    assert Organisation.objects.filter(pk=cast.factory.pk).exists()
    assert client.post(f"{FACTORY}delete/", {"name": "Lotus Garments"})["Location"] == "/en/organisations/"
    assert not Organisation.objects.filter(name="Lotus Garments").exists()
    assert not [n for n in stored_files() if n.startswith(f"sealed/{cast.factory.pk}/")]
    assert client.get(FACTORY).status_code == 404
    told = AuditEntry.objects.get(organisation=cast.buyer, verb="organisation.deleted")
    assert (told.thing, told.actor_name) == ("Lotus Garments", "")
    assert "Lotus Garments" in sure(cast.dana).get("/en/o/northern-stores/log/").content.decode()
    assert User.objects.filter(username="alice").exists()
    client.post("/en/me/delete/")
    assert not User.objects.filter(username="alice").exists()


def test_it_waits_for_a_check_that_runs(players: Cast, one_day):  # noqa: F811
    check = checking.begin(players.bob, players.facility, {})
    checking.add_file(players.bob, check, one_day.name, one_day.stat().st_size, [one_day.read_bytes()])
    checking.look(players.bob, check)
    answer = sure(players.alice).post(f"{FACTORY}delete/", {"name": "Lotus Garments"}, follow=True)
    assert "Wait until it is done" in answer.content.decode()
    assert Organisation.objects.filter(pk=players.factory.pk).exists()
    assert default_storage.exists(next(stored_files()))


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("rosa", 403), ("charlie", 404), ("dana", 404)])
def test_nobody_else_deletes_it(cast: Cast, who, status):
    client = sure(getattr(cast, who))
    assert client.post(f"{FACTORY}delete/", {"name": "Lotus Garments"}).status_code == status
    assert Organisation.objects.filter(pk=cast.factory.pk).exists()


def test_it_asks_for_the_password_again(cast: Cast, client: Client):
    client.force_login(cast.alice)
    answer = client.post(f"{FACTORY}delete/", {"name": "Lotus Garments"})
    assert answer["Location"].startswith("/en/account/reauthenticate/")
    assert Organisation.objects.filter(pk=cast.factory.pk).exists()
