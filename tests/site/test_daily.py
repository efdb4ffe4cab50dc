"""What the worker does by itself each day or hour: once, whoever looks, dies, sleeps or turns the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing
from tripartite.site.daily import running
from tripartite.site.daily.models import Turn
from tripartite.site.seminars import letters, participation
from tripartite.site.seminars.models import Letter, Participant, Person, Seminar
from tripartite.site.seminars.participation import Told

pytestmark = pytest.mark.django_db
CHORES = [*running.DAILY, *running.HOURLY]


def local(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def at(monkeypatch: Any) -> Any:
    """Sets the clock of the chores."""

    def set_to(text: str) -> list[str]:
        with monkeypatch.context() as patched:
            patched.setattr("django.utils.timezone.now", lambda: local(text))
            return running.run_due()

    return set_to


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(cast, needs_approval=False, first_day=timezone.localdate() + timedelta(days=7))


def registered(seminar: Seminar, name: str, email: str = "") -> Participant:
    return participation.register(seminar, Person(name=name, email=email, phone="123"), Told("worker", "en"))


def test_daily_chores_are_done_once_a_day_and_letters_each_hour(at):
    assert at("2026-12-01T03:00") == CHORES
    assert at("2026-12-01T03:59") == []
    assert at("2026-12-01T04:00") == ["write_letters"]
    assert at("2026-12-02T02:59") == ["write_letters"], "the day begins at three"
    assert at("2026-12-02T03:01") == CHORES


def test_a_day_missed_is_done_when_the_machine_is_on_at_any_hour(at):
    at("2026-12-01T03:00")
    assert at("2026-12-05T01:10") == CHORES
    assert at("2026-12-05T03:10") == CHORES
    assert at("2026-12-05T03:20") == []


def test_a_clock_set_back_stops_nothing(at):
    at("2030-01-01T12:00")
    assert at("2026-12-01T12:00") == CHORES
    assert at("2026-12-01T12:30") == []


def test_two_workers_at_once_do_it_once():
    now = timezone.now()
    assert running.claim("write_letters", now)
    assert running.claim("write_letters", now) is None
    assert running.claim("write_letters", now + running.OLD / 2) is None


def test_two_workers_that_read_the_same_row_do_it_once(monkeypatch):
    now = timezone.now()
    stale = Turn.objects.create(chore="write_letters")
    assert running.claim("write_letters", now)
    monkeypatch.setattr(Turn.objects, "get_or_create", lambda **_: (stale, False))
    assert running.claim("write_letters", now) is None


def test_what_a_killed_worker_held_is_taken_over_and_it_finishes_nothing_any_more():
    now = timezone.now()
    killed = running.claim("delete_old", now)
    later = now + running.OLD + timedelta(seconds=1)
    taken = running.claim("delete_old", later)
    assert killed
    assert taken
    running.finish(killed, "2020-01-01")
    assert Turn.objects.get(chore="delete_old").done == ""
    running.finish(taken, "2026-12-01")
    assert Turn.objects.get(chore="delete_old").done == "2026-12-01"


def test_a_worker_killed_among_the_letters_sends_the_rest_and_none_twice(at, seminar, monkeypatch):
    for n in range(3):
        registered(seminar, f"Person {n}", f"p{n}@example.org")
    real = letters.mail

    def dies(letter: Letter, person: Person) -> Any:
        if person.name == "Person 1":
            raise SystemExit  # what a signal does to a process, at the worst moment
        return real(letter, person)

    now = timezone.localtime()
    with monkeypatch.context() as patched:
        patched.setattr(letters, "mail", dies)
        with pytest.raises(SystemExit):
            running.run_due()
    assert at(now.replace(tzinfo=None).isoformat()) == [], "somebody seems to be at it"
    at((now.replace(tzinfo=None) + running.OLD + timedelta(minutes=1)).isoformat())
    assert sorted(m.to[0] for m in mail.outbox) == ["p0@example.org", "p2@example.org"]
    # Whether that one went nobody knows: the organiser is told, and it is not sent again.
    assert [p.name for _l, p, _s in letters.to_call(seminar)] == ["Person 1"]


def test_a_chore_that_fails_hinders_no_other_and_is_tried_again(at, monkeypatch):
    def broken(*_: object) -> int:
        raise OSError("Li Na")

    with monkeypatch.context() as patched:
        patched.setattr("tripartite.site.checks.management.commands.delete_old.delete_old", broken)
        assert at("2026-12-01T12:00") == CHORES[1:]
    assert at("2026-12-01T12:05") == []
    assert at("2026-12-01T12:11") == ["delete_old"]


def test_the_worker_sends_the_letters_that_are_due(seminar):
    registered(seminar, "Li Na", "na@example.org")
    assert running.run_due() == CHORES
    assert running.run_due() == []
    assert [m.to for m in mail.outbox] == [["na@example.org"]]
