"""What participants are told, in their language and once; calendars; materials."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars import letters, participation
from tripartite.site.seminars.models import Letter, Participant, Person, Room, Seminar
from tripartite.site.seminars.participation import Told

CALLS = "/en/o/lotus-garments/seminars/beijing/calls/"


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(
        cast, needs_approval=False, place="Beijing", first_day=timezone.localdate() + timedelta(days=7)
    )


def registered(seminar: Seminar, name: str, email: str = "", language: str = "en") -> Participant:
    return participation.register(
        seminar, Person(name=name, email=email, phone="123"), Told("worker", language)
    )


def due(kind: str) -> list[int]:
    return sorted(Letter.objects.filter(kind=kind).values_list("participant__number", flat=True))


def test_told_once_and_in_their_language(seminar):
    one = registered(seminar, "王芳", "fang@example.org", "zh-hans")
    assert letters.send_due() == (1, 0)
    assert letters.send_due() == (0, 0)
    (sent,) = mail.outbox
    assert sent.to == ["fang@example.org"]
    assert "您在本研讨班有名额。" in sent.body
    assert f"/zh-hans/p/{one.token}/" in sent.body
    assert sent.attachments[0][0] == "seminar.ics"


@pytest.mark.parametrize(
    "kind", ["accepted", "waiting", "refused", "reminder", "materials", "certificate", "follow-up"]
)
def test_each_kind_says_something(seminar, kind):
    one = registered(seminar, "Li Na", "na@example.org")
    Letter.objects.all().delete()
    Letter.objects.create(participant=one, kind=kind, due=timezone.localdate())
    assert letters.send_due() == (1, 0)
    assert mail.outbox[0].body.count("\n") > 8


def test_reminders_a_week_and_a_day_before(seminar):
    one = participant(seminar, 1)
    participant(seminar, 2, "Sato Ken", state="waiting")
    first = seminar.first_day
    assert letters.remind(first - timedelta(days=8)) == 0
    assert letters.remind(first - timedelta(days=5)) == 1, "a worker that stood still for two days"
    assert letters.remind(first - timedelta(days=5)) == 0
    assert letters.remind(first - timedelta(days=1)) == 1
    assert letters.remind(first) == 0
    assert due("reminder") == [1, 1]
    Seminar.objects.update(state="cancelled")
    assert letters.waiting_letters(first) == []
    one.refresh_from_db()


def test_who_was_just_given_a_place_is_not_reminded_of_it(seminar):
    registered(seminar, "Li Na", "na@example.org")
    assert letters.remind() == 0


def test_a_mail_that_failed_goes_again_and_one_that_may_have_gone_does_not(seminar, monkeypatch):
    one = registered(seminar, "Li Na", "na@example.org")

    def broken(*_args: object, **_named: object) -> int:
        raise SMTPException("550 na@example.org unknown")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        assert letters.send_due() == (0, 1)
    assert Letter.objects.get().trouble == "SMTPException"
    assert letters.send_due() == (1, 0)
    Letter.objects.create(
        participant=one,
        kind="materials",
        due=timezone.localdate(),
        sent_at=timezone.now(),
        trouble=letters.UNDERWAY,
    )
    assert letters.send_due() == (0, 0)
    assert [x.kind for x, _p, _t in letters.to_call(seminar)] == ["materials"]


def test_those_without_email_are_called(cast, seminar):
    registered(seminar, "Li Na")
    registered(seminar, "Sato Ken", "ken@example.org")
    call_command("write_letters")
    client = Client()
    client.force_login(cast.alice)
    page = client.get(CALLS)
    assert [p.name for _l, p, _t in page.context["calls"]] == ["Li Na"]
    client.post(CALLS, {"letter": Letter.objects.get(participant__number=1).pk})
    assert client.get(CALLS).context["calls"] == []
    assert Letter.objects.get(participant__number=1).told_by == cast.alice
    assert client.post(CALLS, {"letter": "9" * 30}).status_code == 404


def test_a_site_without_mail_loses_no_letter_and_prints_them(cast, seminar, settings):
    one = registered(seminar, "王芳", "fang@example.org", "zh-hans")
    registered(seminar, "Sato Ken")
    for backend in ("console", "dummy"):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
        call_command("write_letters")
        assert Letter.objects.filter(sent_at=None).count() == 2, backend
    client = Client()
    client.force_login(cast.alice)
    page = client.get(CALLS)
    assert "This site sends no mail." in page.content.decode()
    sheets = client.get(f"{CALLS}letters/").content.decode()
    assert '<section class="sheet letter" lang="zh-hans">' in sheets
    assert "您在本研讨班有名额。" in sheets
    assert f"/zh-hans/p/{one.token}/" in sheets
    client.post(CALLS, {"letter": [letter.pk for letter in Letter.objects.all()]})
    assert Letter.objects.filter(told_by=cast.alice).count() == 2
    assert "lang=" not in client.get(f"{CALLS}letters/").content.decode().partition("<main")[2]


def test_what_is_no_longer_true_is_not_told(seminar):
    today = timezone.localdate()
    one = registered(seminar, "Li Na", "na@example.org")
    Letter.objects.update(sent_at=timezone.now())
    reminder = Letter.objects.create(participant=one, kind="reminder", due=today)
    assert letters.waiting_letters() == [reminder]
    # The mail failed, and the seminar has begun since.
    assert letters.waiting_letters(seminar.first_day + timedelta(days=1)) == []
    participation.withdraw(one)
    assert letters.waiting_letters() == []
    assert letters.to_call(seminar) == []


def test_a_mail_is_tried_for_two_weeks_and_then_left_to_the_organiser(seminar):
    one = registered(seminar, "Li Na", "na@example.org")
    Letter.objects.update(kind="materials", due=timezone.localdate() - letters.TRIED_FOR)
    assert letters.to_call(seminar) == []
    assert [x.participant for x in letters.waiting_letters()] == [one]
    Letter.objects.update(due=timezone.localdate() - letters.TRIED_FOR - timedelta(days=1))
    assert letters.send_due() == (0, 0)
    assert [p.name for _l, p, _t in letters.to_call(seminar)] == ["Li Na"]


def test_details_are_erased_by_command(seminar, capsys):
    registered(seminar, "Li Na")
    call_command("erase_participants")
    assert Participant.objects.get().person.name == "Li Na"
    Seminar.objects.update(first_day="2020-01-01")
    call_command("erase_participants")
    assert Participant.objects.get().person.name == ""


# --- Calendars ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Shanghai", 8), ("Asia/Yangon", 6.5), ("Europe/Zurich", 2)]
)
def test_a_calendar_says_when_in_the_zone_of_the_place(cast, zone, offset):
    seminar = beijing(cast, time_zone=zone, first_day="2027-06-14", online="https://meet.example.org/1")
    seminar.refresh_from_db()
    one = participant(seminar, 1, language="en")
    answered = Client().get(f"/en/p/{one.token}/calendar.ics")
    assert answered["Content-Type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in answered.content.split(b"\r\n"))
    calendar = Calendar.from_ical(answered.content)
    (event,) = calendar.walk("VEVENT")
    start = event.decoded("dtstart")
    assert (
        start.astimezone(ZoneInfo("UTC")).hour + start.astimezone(ZoneInfo("UTC")).minute / 60 == 9 - offset
    )
    assert event.decoded("dtend") - start == timedelta(hours=4)
    assert "10:00 Wages" in str(event["description"])
    assert [z["tzid"] for z in calendar.walk("VTIMEZONE")] == [zone]


def test_a_session_in_the_calendar_and_who_waits_gets_none(seminar):
    session = seminar.sessions.get(number=2)
    session.room = Room.objects.create(
        seminar=seminar, name="Hall; A, B", link="https://meet.example.org/hall"
    )
    session.save()
    one = participant(seminar, 1)
    calendar = Calendar.from_ical(Client().get(f"/zh-hans/p/{one.token}/2.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert event["summary"].startswith("工资")
    assert event["url"] == "https://meet.example.org/hall"
    Participant.objects.update(state="waiting")
    assert Client().get(f"/en/p/{one.token}/calendar.ics").status_code == 404


# --- Materials ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans", "my"])
@pytest.mark.parametrize("part", ["lesson", "handout", "slides"])
def test_materials_in_the_readers_language(seminar, language, part):
    one = participant(seminar, 1)
    answered = Client().get(f"/{language}/p/{one.token}/materials/2/{part}/")
    assert answered.status_code == 200
    assert "<h1>" in answered.content.decode()
    assert "sha256-" in answered["Content-Security-Policy"]


@pytest.mark.parametrize("part", ["facilitator", "exercise", "case", "answers"])
def test_what_trainers_teach_by_is_theirs(seminar, part):
    one, lead = participant(seminar, 1), trainer(seminar)
    assert Client().get(f"/en/p/{one.token}/materials/2/{part}/").status_code == 404
    wanted = 404 if part == "answers" else 200
    assert Client().get(f"/en/t/{lead.token}/materials/2/{part}/").status_code == wanted
    assert Client().get(f"/en/t/{lead.token}/materials/1/lesson/").status_code == 404
