"""A trainer or a room booked in two seminars at one hour is told of; of seminars one may not see nothing else is."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from tests.site.cast import Cast
from tests.site.seminars.cast import FIRST_DAY, beijing
from tripartite.site.seminars import agenda, double_booking
from tripartite.site.seminars.models import Programme, Room, Seminar, Series, Session, Trainer

AGENDA = "/en/o/lotus-garments/seminars/beijing/agenda/"


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    made = beijing(cast, place="Hotel Minzu, Beijing")
    led(made, 2, "Tang Wei", "Hall 1")
    return made


def led(seminar: Seminar, number: int, name: str, room: str = "", link: str = "") -> Session:
    """A session with its trainer and room."""
    session = seminar.sessions.get(number=number)
    session.trainers.add(Trainer.objects.create(seminar=seminar, name=name))
    if room:
        session.room = Room.objects.create(seminar=seminar, name=room, link=link)
        session.save()
    return session


def told(user, seminar: Seminar) -> list[str]:
    return double_booking.elsewhere(
        user, seminar, [s for found in agenda.by_day(seminar).values() for s in found]
    )


def test_a_trainer_in_two_seminars_at_one_hour(cast, seminar):
    led(beijing(cast, title="Hanoi"), 2, "  tang  WEI ")
    (line,) = told(cast.alice, seminar)
    assert "Tang Wei" in line
    assert "Hanoi" in line
    client = Client()
    client.force_login(cast.alice)
    assert "in the seminar “Hanoi” at the same time" in client.get(AGENDA).content.decode()


def test_at_another_hour_or_in_a_cancelled_seminar_nothing_is_told(cast, seminar):
    led(beijing(cast, title="Hanoi"), 4, "Tang Wei")
    led(beijing(cast, title="Gone", state=Seminar.State.CANCELLED), 2, "Tang Wei")
    led(beijing(cast, title="Later", first_day=date(2027, 1, 14)), 2, "Tang Wei")
    assert told(cast.alice, seminar) == []


def test_clocks_of_two_time_zones_are_told_apart(cast, seminar):
    """Ten in Beijing is eleven in Tokyo."""
    tokyo = beijing(cast, title="Tokyo", time_zone="Asia/Tokyo")
    session = led(tokyo, 2, "Tang Wei")
    assert told(cast.alice, seminar) == []
    session.starts = time(11)
    session.save()
    assert len(told(cast.alice, seminar)) == 1


@pytest.mark.parametrize(
    ("place", "room", "links", "warned"),
    [
        ("hotel minzu, BEIJING", "hall 1", ("", ""), True),
        ("Hotel Minzu, Beijing", "Hall 2", ("", ""), False),
        ("Hotel Lotte, Hanoi", "Hall 1", ("", ""), False),
        ("", "Online", ("https://meet.example.org/a", "https://meet.example.org/a"), True),
        ("", "Online", ("https://meet.example.org/a", "https://meet.example.org/b"), False),
    ],
)
def test_a_room_is_one_by_its_place_or_its_link(cast, seminar, place, room, links, warned):
    seminar.rooms.update(link=links[0])
    led(beijing(cast, title="Hanoi", place=place), 2, "Somebody else", room, links[1])
    assert bool(told(cast.alice, seminar)) is warned


def test_of_a_seminar_one_may_not_see_nothing_is_told_but_that_it_is(cast, seminar):
    programme = Programme.objects.create(organisation=cast.factory, slug="asia", name="Asia")
    series = Series.objects.create(programme=programme, name="First")
    Seminar.objects.filter(pk=seminar.pk).update(series=series)
    seminar.refresh_from_db()
    theirs = beijing(cast, title="Secret of the buyer", place="Hotel Minzu, Beijing")
    led(theirs, 2, "Tang Wei", "Hall 1")
    Seminar.objects.filter(pk=theirs.pk).update(organisation=cast.buyer, series=series, slug="secret")
    lines = told(cast.alice, seminar)
    assert len(lines) == 2
    assert all("another seminar of the programme" in line and "Secret" not in line for line in lines)


def test_a_whole_day_of_both_is_told_once(cast, seminar):
    other = beijing(cast, title="Hanoi")
    for held in (seminar, other):
        Session.objects.create(seminar=held, number=9, day=1, starts=time(15), module="safety")
    led(seminar, 9, "Tang Wei")
    led(other, 2, "Tang Wei")
    led(other, 9, "Tang Wei")
    assert len(told(cast.alice, seminar)) == 1


def test_another_organisations_seminar_outside_the_programme_is_none_of_ours(cast, seminar):
    theirs = beijing(cast, title="Theirs")
    led(theirs, 2, "Tang Wei")
    Seminar.objects.filter(pk=theirs.pk).update(organisation=cast.buyer, slug="theirs")
    assert seminar.first_day == FIRST_DAY
    assert told(cast.alice, seminar) == []
