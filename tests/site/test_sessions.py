"""Sessions end by themselves: not used for long, or begun long ago."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.site.cast import Cast
from tripartite.site.people import sessions

HOUR = 3600


@pytest.fixture
def clock(monkeypatch):
    """The time as sessions see it, to be set forward."""

    class Clock:
        now = 1_800_000_000

        def time(self) -> float:
            return self.now

    made = Clock()
    monkeypatch.setattr(sessions, "time", made)
    return made


@pytest.fixture
def alice(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.alice)
    return client


def is_signed_in(client: Client, address: str = "/en/organisations/") -> bool:
    return client.get(address).status_code == 200


def test_a_session_that_is_not_used_ends(alice: Client, clock):
    assert is_signed_in(alice)
    clock.now += settings.SESSION_IDLE_SECONDS + sessions.WRITTEN_EACH + 1
    answer = alice.get("/en/organisations/")
    assert answer["Location"].startswith("/en/account/login/?next=/en/organisations/")
    assert "You were signed out" in alice.get(answer["Location"]).content.decode()
    assert not [s for s in Session.objects.all() if "_auth_user_id" in s.get_decoded()]


def test_nothing_is_done_in_a_session_that_ended(alice: Client, cast: Cast, clock):
    assert is_signed_in(alice)
    clock.now += settings.SESSION_IDLE_SECONDS + sessions.WRITTEN_EACH + 1
    given = {"to": "Wei", "role": "administrator"}
    assert alice.post("/en/o/lotus-garments/people/invite/", given).status_code == 302
    assert not cast.factory.invitations.exists()


def test_use_keeps_it_and_two_weeks_end_it(alice: Client, clock):
    for _ in range(settings.SESSION_COOKIE_AGE // (8 * HOUR)):
        assert is_signed_in(alice)
        clock.now += 8 * HOUR
    assert is_signed_in(alice)
    clock.now += HOUR
    assert not is_signed_in(alice)


def test_a_page_that_asks_by_itself_is_no_use(alice: Client, cast: Cast, clock):
    from tripartite.site.checks import operations

    check = operations.begin(cast.bob, cast.facility, {})
    polled = f"/en/o/lotus-garments/f/dongguan/checks/{check.number}/progress/"
    assert is_signed_in(alice)
    for _ in range(settings.SESSION_IDLE_SECONDS // HOUR):
        assert alice.get(polled).status_code in (200, 302)
        clock.now += HOUR
    clock.now += sessions.WRITTEN_EACH + 1
    assert not is_signed_in(alice)


def test_use_is_not_written_with_each_request(alice: Client, clock):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert is_signed_in(alice)
    clock.now += 10
    with CaptureQueriesContext(connection) as queries:
        assert is_signed_in(alice)
    assert not [q["sql"] for q in queries if q["sql"].startswith("UPDATE")]


def test_a_stranger_gets_no_session(db):
    answer = Client().get("/en/")
    assert settings.SESSION_COOKIE_NAME not in answer.cookies
