"""Seminars for programs: what a token's person sees on the pages, taking people in, attendance, results, certificates."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.api.conftest import shows
from tests.site.api.test_api import V1, is_told
from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people import audit
from tripartite.site.people.models import Membership
from tripartite.site.seminars import certificates, demonstration, presence
from tripartite.site.seminars.models import Participant, Seminar

JSON: dict[str, Any] = {"content_type": "application/json"}
HERE = f"{V1}/seminars/beijing"
LI_NA = {"name": "Li Na", "side": "worker", "employer": "Union", "email": "na@example.org", "language": "zh"}


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(cast, capacity=3)


@pytest.fixture
def bob(cast: Cast, seminar: Seminar) -> Client:
    return shows(cast.bob, cast.factory)


def verbs(cast: Cast) -> list[str]:
    return [e.verb for e in cast.factory.audit.all()]


# --- Who may ------------------------------------------------------------------------------------------------

READS = ("", "/learning", "/report", "/certificates", "/participants", "/attendance")
WRITES = (
    ("post", "/participants", LI_NA),
    ("post", "/participants/list", {"participants": [LI_NA]}),
    ("post", "/sessions/2/attendance", {"badges": [{"badge": "1"}]}),
    ("put", "/sessions/2/attendance", {"present": [1]}),
)


@pytest.mark.parametrize("path", READS)
def test_another_organisation_reads_nothing(cast: Cast, seminar: Seminar, path):
    is_told(shows(cast.dana, cast.buyer).get(HERE + path), 404, "not-found")
    Membership.objects.create(organisation=cast.factory, user=cast.dana, role=Membership.Role.ADMINISTRATOR)
    is_told(shows(cast.dana, cast.buyer).get(HERE + path), 404, "not-found")


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_another_organisation_and_a_reader_change_nothing(cast: Cast, seminar: Seminar, method, path, body):
    participant(seminar, 1)
    for who, org, status, code in (
        (cast.dana, cast.buyer, 404, "not-found"),
        (cast.rosa, cast.factory, 403, "not-allowed"),
    ):
        is_told(getattr(shows(who, org), method)(HERE + path, body, **JSON), status, code)
    assert Participant.objects.count() == 1
    assert not seminar.sessions.get(number=2).attendances.exists()


def test_who_takes_part_is_for_those_who_work_on_seminars_as_on_the_pages(cast: Cast, seminar: Seminar):
    rosa = shows(cast.rosa, cast.factory)
    for path in ("/participants", "/attendance"):
        is_told(rosa.get(HERE + path), 403, "not-allowed")
    for path in ("", "/learning", "/report", "/certificates"):
        assert rosa.get(HERE + path).status_code == 200


def test_a_token_for_reports_reads_no_names(cast: Cast, seminar: Seminar):
    reports = shows(cast.bob, cast.factory, "seminars:read")
    assert reports.get(f"{HERE}/report").status_code == 200
    for path in ("/participants", "/attendance", "/certificates"):
        is_told(reports.get(HERE + path), 403, "out-of-scope")


# --- What is planned ----------------------------------------------------------------------------------------


def test_seminars_and_an_agenda_are_read(cast: Cast, seminar: Seminar, bob: Client):
    participant(seminar, 1)
    participant(seminar, 2, "Sato Ken", state="waiting")
    (listed,) = bob.get(f"{V1}/seminars").json()["seminars"]
    assert (listed["seminar"], listed["accepted"], listed["waiting"]) == ("beijing", 1, 1)
    assert listed["languages"] == ["en", "zh"]
    whole = bob.get(f"{HERE}?lang=zh").json()
    assert whole["announced_at"].endswith(f"/s/{seminar.code}/")
    assert [(s["session"], s["starts"], s["kind"], s["counted"]) for s in whole["agenda"]] == [
        (1, "09:00", "opening", True),
        (2, "10:00", "module", True),
        (3, "11:00", "break", False),
        (4, "12:00", "module", True),
    ]
    assert whole["agenda"][1]["title"] == "工资"
    assert {s["on"] for s in whole["agenda"]} == {"2026-12-14"}
    assert seminar.secret not in json.dumps(whole)
    is_told(bob.get(f"{V1}/seminars/shanghai"), 404, "not-found")


# --- Who takes part -----------------------------------------------------------------------------------------


def test_somebody_is_registered_once_and_known_when_it_is_sent_again(
    cast: Cast, seminar: Seminar, bob: Client
):
    answer = bob.post(f"{HERE}/participants", LI_NA, **JSON)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    one = seminar.participants.get()
    assert (made["number"], made["state"]) == (1, "accepted")
    assert made["own_page"].endswith(f"/p/{one.token}/")
    assert made["badge"] == presence.badge_code(one)
    assert one.language == "zh-hans"
    again = bob.post(f"{HERE}/participants", LI_NA, **JSON)
    is_told(again, 409, "registered-already")
    assert again.json()["error"]["details"] == [{"number": 1}]
    (read,) = bob.get(f"{HERE}/participants").json()["participants"]
    assert (read["name"], read["email"], read["language"]) == ("Li Na", "na@example.org", "zh")
    assert {"participant.added", "participants.listed"} <= set(verbs(cast))
    assert audit.first_broken(cast.factory) is None


@pytest.mark.parametrize(
    "said",
    [{"side": "nobody"}, {"name": ""}, {"name": " "}, {"email": "not one"}, {"country": "ZZ"}, {"language": "xx"},
     {"name": "a\0b"}, {"sex": "both"}],
)  # fmt: skip
def test_what_cannot_be_of_a_participant_is_told_by_its_place(seminar: Seminar, bob: Client, said):
    is_told(bob.post(f"{HERE}/participants", {**LI_NA, **said}, **JSON), 422, "invalid")
    assert not seminar.participants.exists()


def test_each_of_a_list_stands_for_itself_and_beyond_the_last_place_one_waits(seminar: Seminar, bob: Client):
    people = [{"name": f"Person {n}", "side": "employer", "phone": f"1380000000{n}"} for n in range(4)]
    sent = {"participants": [*people, {**people[0], "email": "nowhere"}, people[1]]}
    told = bob.post(f"{HERE}/participants/list", sent, **JSON).json()
    assert told["registered"] == 4
    assert [r["registered"]["state"] for r in told["rows"][:4]] == ["accepted"] * 3 + ["waiting"]
    assert told["rows"][4]["refused"].startswith("email:")
    assert told["rows"][5]["known"] == 2
    again = bob.post(f"{HERE}/participants/list", sent, **JSON).json()
    assert (again["registered"], [r["known"] for r in again["rows"][:4]]) == (0, [1, 2, 3, 4])
    assert seminar.participants.count() == 4
    only = bob.get(f"{HERE}/participants?state=waiting&limit=1").json()
    assert (only["total"], [p["number"] for p in only["participants"]]) == (1, [4])
    too_many = {"participants": [LI_NA] * 201}
    is_told(bob.post(f"{HERE}/participants/list", too_many, **JSON), 422, "invalid")


def test_who_was_erased_is_not_read(seminar: Seminar, bob: Client):
    one = participant(seminar, 1)
    Participant.objects.filter(pk=one.pk).update(erased_at=timezone.now())
    assert bob.get(f"{HERE}/participants").json() == {"total": 0, "participants": []}


# --- Who was there ------------------------------------------------------------------------------------------


def test_attendance_is_noted_once_however_often_it_is_sent(cast: Cast, seminar: Seminar, bob: Client):
    one, other = participant(seminar, 1), participant(seminar, 2, "Sato Ken", state="waiting")
    badges = [presence.badge_code(one), "2", "1-WRONG", "77"]
    sent = {"badges": [{"badge": b} for b in badges]}
    first = bob.post(f"{HERE}/sessions/2/attendance", sent, **JSON).json()["noted"]
    assert [(n["there"], n["news"], n["number"]) for n in first] == [
        (True, True, 1), (False, False, 2), (False, False, None), (False, False, None)
    ]  # fmt: skip
    assert first[1]["refused"]
    again = bob.post(f"{HERE}/sessions/2/attendance", sent, **JSON).json()["noted"]
    assert (again[0]["there"], again[0]["news"]) == (True, False)
    assert verbs(cast).count("attendance.noted") == 1
    there = {s["session"]: [a["number"] for a in s["there"]] for s in bob.get(f"{HERE}/attendance").json()["sessions"]}  # fmt: skip
    assert there == {1: [], 2: [1], 4: []}
    assert bob.post(f"{HERE}/sessions/3/attendance", sent, **JSON).json()["noted"][0]["refused"], "a break"
    is_told(bob.post(f"{HERE}/sessions/9/attendance", sent, **JSON), 404, "not-found")
    assert other.state == "waiting"


def test_a_list_on_paper_sets_who_was_there(cast: Cast, seminar: Seminar, bob: Client):
    for n in (1, 2, 3):
        participant(seminar, n, f"Person {n}")
    sheet = f"{HERE}/sessions/2/attendance"
    assert bob.put(sheet, {"present": [1, 2, 99]}, **JSON).json() == {
        "added": 2,
        "removed": 0,
        "ignored": [99],
    }
    assert bob.put(sheet, {"present": [2, 3]}, **JSON).json() == {"added": 1, "removed": 1, "ignored": []}
    assert bob.put(sheet, {"present": [2, 3]}, **JSON).json() == {"added": 0, "removed": 0, "ignored": []}
    assert verbs(cast).count("attendance.corrected") == 2
    is_told(bob.put(f"{HERE}/sessions/3/attendance", {"present": [1]}, **JSON), 422, "refused")


# --- What came of it ----------------------------------------------------------------------------------------


def test_results_are_told_by_objective_and_few_people_nowhere(cast: Cast, bob: Client):
    empty = bob.get(f"{HERE}/report").json()
    assert empty["learning"]["everybody"] == {"name": "", "people": None, "before": None, "after": None, "gain": None, "low": None, "high": None, "why": "few"}  # fmt: skip
    assert empty["reaction"] == {"people": None, "items": [], "written": []}
    assert empty["behaviour"] == {"people": None, "asked": None, "told": {}}
    held = demonstration.make(cast.alice, cast.factory, cast.ines, cast.inspectorate)
    address = f"{V1}/seminars/{held.slug}"
    learned = bob.get(f"{address}/learning?lang=zh").json()
    assert learned["everybody"]["people"] == 21
    assert learned["everybody"]["low"] <= learned["everybody"]["gain"] <= learned["everybody"]["high"]
    assert len(learned["objectives"]) > 3
    assert all(side["people"] >= 5 for side in learned["sides"])
    whole = bob.get(f"{address}/report").json()
    assert whole["reaction"]["people"] == 21
    assert all(sum(i["ratings"].values()) == i["people"] for i in whole["reaction"]["items"] if i["people"])
    assert whole["behaviour"]["people"] == 15
    names = [p.person.name for p in held.participants.all()]
    assert not [n for n in names if n in json.dumps(whole, ensure_ascii=False)]
    _certificates_are_read_and_verified(bob, address, held)


def _certificates_are_read_and_verified(bob: Client, address: str, held: Seminar) -> None:
    issued = bob.get(f"{address}/certificates").json()["certificates"]
    assert len(issued) == sum(p.certificates.count() for p in held.participants.all())
    one = held.participants.get(number=issued[0]["number"])
    nobody = Client()
    read = nobody.get(f"{V1}/certificates/{issued[0]['code']}").json()
    assert (read["holds"], read["name"], read["known"]) == (True, one.person.name, held.organisation.name)
    document = read["credential"]
    verified = nobody.post(f"{V1}/certificates/verify", document, **JSON).json()
    assert verified == {k: v for k, v in read.items() if k != "credential"}
    changed = {**document, "name": "Somebody else"}
    is_told(nobody.post(f"{V1}/certificates/verify", changed, **JSON), 422, "no-whole-certificate")
    is_told(nobody.post(f"{V1}/certificates/verify", {"a": 1}, **JSON), 422, "no-certificate")
    is_told(nobody.get(f"{V1}/certificates/none"), 404, "not-found")
    certificates.withdraw(held.made_by, one.certificates.get(), "the name was misspelt")
    for answer in (
        nobody.get(f"{V1}/certificates/{issued[0]['code']}"),
        nobody.post(f"{V1}/certificates/verify", document, **JSON),
    ):
        assert (answer.json()["holds"], answer.json()["reason"]) == (False, "the name was misspelt")


def test_a_seminar_that_is_over_is_still_registered_for_by_its_organiser(cast: Cast):
    beijing(cast, first_day=timezone.localdate() - timedelta(days=9))
    answer = shows(cast.bob, cast.factory).post(f"{HERE}/participants", LI_NA, **JSON)
    assert answer.status_code == 201
