"""A seminar set up: what is proposed, how its agenda is arranged, and two people who change it at once."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, trainer
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import agenda, operations
from tripartite.site.seminars.models import Participant, Room, Seminar, Session
from tripartite.training.load import load_curriculum

HOME = "/en/o/lotus-garments/seminars/"
KIND = Session.Kind


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(cast)


@pytest.fixture
def alice(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.alice)
    return client


def said(**about: object) -> dict[str, object]:
    """What the form needs at least."""
    first = timezone.localdate() + timedelta(days=30)
    given = {
        "title": "Decent work in Beijing", "country": "CN", "first_day": first.isoformat(), "days": 3, "language": "en",
        "languages": ["zh-hans"], "capacity": 60, "attend_percent": 80, "score_percent": 60, "questions": 20,
        "needs_approval": "on", "version": 1,
    }  # fmt: skip
    return {**given, **about}


def order(seminar: Seminar) -> list[int]:
    return [s.number for s in agenda.by_day(seminar)[1]]


def starts(seminar: Seminar) -> list[str]:
    return [s.starts.strftime("%H:%M") for s in agenda.by_day(seminar)[1]]


# --- What is proposed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["CN", "JP", "MM", "PH", "TH", "VN"])
@pytest.mark.parametrize("days", [1, 2, 3, 5])
def test_a_proposal_is_a_day_that_people_can_sit_through(country, days):
    planned = agenda.proposed(country, days)
    assert {p.day for p in planned} == set(range(1, days + 1))
    assert [p.kind for p in planned].count(KIND.TEST) == 2
    for day in range(1, days + 1):
        parts = [p for p in planned if p.day == day]
        for before, after in zip(parts, parts[1:], strict=False):
            assert agenda.minutes_of(before.starts) + before.minutes == agenda.minutes_of(after.starts)
        end = agenda.minutes_of(parts[-1].starts) + parts[-1].minutes
        assert end <= 17 * 60 + 45, f"day {day} ends at {agenda.clock(end)}"
    named = [p.module for p in planned if p.module]
    assert len(named) == len(set(named))
    assert "standards" in named


def test_three_days_teach_the_main_topics_in_the_order_of_the_curriculum():
    named = [p.module for p in agenda.proposed("CN", 3) if p.module]
    modules = load_curriculum().modules
    assert named == sorted(named, key=lambda m: modules[m].order)
    assert {
        "wages",
        "working-time",
        "safety",
        "equality",
        "declaration",
        "standards",
        "due-diligence",
    } <= set(named)


# --- Set up in a form ---------------------------------------------------------------------------------


def test_a_seminar_is_set_up_with_an_agenda(alice, cast):
    answered = alice.post(f"{HOME}new/", said(programme="Better Work", series="Three days"))
    assert answered.status_code == 302, answered.context["form"].errors
    made = Seminar.objects.get()
    assert answered.url == f"{HOME}{made.slug}/agenda/"
    assert made.languages == ["en", "zh-hans"]
    assert made.time_zone == "Asia/Shanghai"
    assert made.register_until == made.first_day - timedelta(days=3)
    assert made.series.programme.name == "Better Work"
    assert made.sessions.filter(kind=KIND.TEST).count() == 2
    assert AuditEntry.objects.filter(verb="seminar.made").count() == 1
    alice.post(f"{HOME}new/", said(title="Again", programme="Better Work", series="Three days"))
    assert Seminar.objects.get(title="Again").series == made.series


def test_a_seminar_called_new_can_be_opened(alice):
    alice.post(f"{HOME}new/", said(title="New"))
    slug = Seminar.objects.get().slug
    assert slug != "new"
    assert "New" in alice.get(f"{HOME}{slug}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first_day": "2020-01-01"}, "This day is past."),
        ({"series": "Three days"}, "Name the programme"),
        ({"register_until": "2099-01-01"}, "The seminar is over by then."),
        ({"days": 0}, "greater than or equal to 1"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_told(alice, wrong, told):
    answered = alice.post(f"{HOME}new/", said(**wrong))
    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert not Seminar.objects.exists()


def test_two_people_change_a_seminar_at_once(alice, seminar):
    first = {**said(title="One", first_day="2026-12-14"), "version": seminar.version}
    second = {**said(title="Two", first_day="2026-12-14"), "version": seminar.version}
    alice.post(f"{HOME}beijing/change/", first)
    answered = alice.post(f"{HOME}beijing/change/", second, follow=True)
    assert "Somebody else changed the seminar" in answered.content.decode()
    seminar.refresh_from_db()
    assert seminar.title == "One"
    assert seminar.state == Seminar.State.OPEN


def test_days_that_hold_sessions_are_not_cut_off(alice, seminar):
    Session.objects.filter(number=4).update(day=3)
    answered = alice.post(
        f"{HOME}beijing/change/", {**said(days=2, first_day="2026-12-14"), "version": seminar.version}
    )
    assert "1 sessions lie after the last day" in answered.content.decode()


def test_announced_and_cancelled(alice, seminar):
    for state in ("cancelled", "draft", "open"):
        alice.post(f"{HOME}beijing/state/", {"state": state})
        seminar.refresh_from_db()
        assert seminar.state == state
    alice.post(f"{HOME}beijing/state/", {"state": "abolished"})
    seminar.refresh_from_db()
    assert seminar.state == "open"


# --- Agenda -------------------------------------------------------------------------------------------


def test_times_follow_from_what_comes_before(cast, seminar):
    operations.arrange(cast.alice, seminar, seminar.version, {1: [2, 1, 3, 4], 2: [], 3: []})
    assert order(seminar) == [2, 1, 3, 4]
    assert starts(seminar) == ["09:00", "10:00", "11:00", "12:00"]
    seminar.refresh_from_db()
    operations.arrange(cast.alice, seminar, seminar.version, {1: [1, 3, 4], 2: [2], 3: []})
    assert [s.number for s in agenda.by_day(seminar)[2]] == [2]
    assert starts(seminar) == ["09:00", "10:00", "11:00"]


@pytest.mark.parametrize(
    "wrong", [{1: [1, 2, 3]}, {1: [1, 2, 3, 4, 4]}, {4: [1, 2, 3, 4]}, {1: [1, 2, 3, 9]}]
)
def test_an_order_names_each_session_once(cast, seminar, wrong):
    with pytest.raises(RefusedError, match="does not name each session once"):
        operations.arrange(cast.alice, seminar, seminar.version, wrong)
    assert order(seminar) == [1, 2, 3, 4]


def test_an_order_of_an_earlier_version_is_refused(cast, seminar):
    operations.begin_day(cast.alice, seminar, seminar.version, 1, time(8, 30))
    assert starts(seminar)[0] == "08:30"
    with pytest.raises(operations.StaleError):
        operations.arrange(cast.alice, seminar, seminar.version, {1: [4, 3, 2, 1], 2: [], 3: []})
    assert order(seminar) == [1, 2, 3, 4]


def test_a_session_alongside_another_begins_with_it(cast, seminar):
    third = seminar.sessions.get(number=4)
    third.alongside, third.minutes = True, 90
    operations.save_session(cast.alice, seminar, seminar.version, third)
    assert starts(seminar) == ["09:00", "10:00", "11:00", "11:00"]
    seminar.refresh_from_db()
    added = Session(day=1, kind=KIND.CLOSING, minutes=15)
    operations.save_session(cast.alice, seminar, seminar.version, added)
    assert starts(seminar)[-1] == "12:30"


def test_a_day_does_not_go_on_past_midnight(cast, seminar):
    long = seminar.sessions.get(number=4)
    long.minutes = 600
    operations.save_session(cast.alice, seminar, seminar.version, long)
    seminar.refresh_from_db()
    with pytest.raises(RefusedError, match="past midnight"):
        operations.begin_day(cast.alice, seminar, seminar.version, 1, time(15))
    assert starts(seminar)[0] == "09:00"


def test_a_session_that_people_attended_stays(cast, seminar):
    from tests.site.seminars.cast import participant
    from tripartite.site.seminars.models import Attendance

    Attendance.objects.create(
        session=seminar.sessions.get(number=2),
        participant=participant(seminar),
        how="paper",
        at=timezone.now(),
    )
    with pytest.raises(RefusedError, match="it stays"):
        operations.remove_session(cast.alice, seminar, seminar.version, 2)
    operations.remove_session(cast.alice, seminar, seminar.version, 1)
    assert order(seminar) == [2, 3, 4]
    assert starts(seminar)[0] == "09:00"


def test_by_buttons_what_dragging_does(alice, seminar):
    def press(number, **button):
        seminar.refresh_from_db()
        answered = alice.post(f"{HOME}beijing/agenda/{number}/move/", {"version": seminar.version, **button})
        assert answered.status_code == 302

    press(2, up="")
    assert order(seminar) == [2, 1, 3, 4]
    press(2, up="")
    press(4, down="")
    assert order(seminar) == [2, 1, 3, 4]
    press(1, down="")
    assert order(seminar) == [2, 3, 1, 4]
    press(3, day="2")
    assert order(seminar) == [2, 1, 4]


def test_an_organiser_is_warned(cast, seminar):
    room = Room.objects.create(seminar=seminar, name="Hall")
    lead = trainer(seminar)
    one, other = seminar.sessions.get(number=2), seminar.sessions.get(number=3)
    other.kind, other.module, other.alongside, other.language = KIND.MODULE, "safety", True, "vi"
    for session in (one, other):
        session.room = room
        seminar.refresh_from_db()
        operations.save_session(cast.alice, seminar, seminar.version, session, [lead])
    told = " ".join(agenda.warnings(seminar, agenda.by_day(seminar)))
    assert "are in one room at the same time" in told
    assert "Tang Wei leads" in told
    assert "is held in Tiếng Việt" in told
    assert "No session for the tests" in told
    assert "Day 2 is empty." in told
    Participant.objects.all().delete()
    assert "lasts" not in told


def test_a_reader_sees_the_agenda_and_changes_nothing(cast, seminar):
    client = Client()
    client.force_login(cast.rosa)
    shown = client.get(f"{HOME}beijing/agenda/").content.decode()
    assert "Working time" in shown
    assert "agenda/arrange/" not in shown or 'name="up"' not in shown
    assert client.post(f"{HOME}beijing/agenda/add/", {"day": 1, "kind": "break"}).status_code == 403


def test_trainers_and_rooms(alice, seminar):
    alice.post(f"{HOME}beijing/trainers/", {"t-name": "Tang Wei", "t-about": "Inspector"})
    alice.post(f"{HOME}beijing/trainers/", {"room": 1, "r-name": "Hall", "r-seats": 80})
    again = alice.post(f"{HOME}beijing/trainers/", {"room": 1, "r-name": "Hall"})
    assert "There is a room of this name." in again.content.decode()
    page = alice.get(f"{HOME}beijing/trainers/").content.decode()
    one = seminar.trainers.get()
    assert one.token in page
    alice.post(f"{HOME}beijing/trainers/{one.pk}/remove/")
    alice.post(f"{HOME}beijing/rooms/{seminar.rooms.get().pk}/remove/")
    assert Client().get(f"/en/t/{one.token}/").status_code == 404
    assert not seminar.rooms.exists()
