"""Passing on: another country's law and language, nobody's data, and a tree that tells numbers and no names."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import demonstration, passing_on
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Attendance, Certificate, Room, Seminar, Trainer


@pytest.fixture
def seminar(cast: Cast):
    """Over since yesterday."""
    return beijing(cast, first_day=timezone.localdate() - timedelta(days=3))


def to_viet_nam(cast: Cast, seminar: Seminar, by=None, **about) -> Seminar:
    given = {
        "title": "Hà Nội",
        "country": "VN",
        "language": "vi",
        "first_day": timezone.localdate() + timedelta(days=30),
    }
    return passing_on.pass_on(cast.dana, seminar, cast.buyer, by=by, **{**given, **about})  # fmt: skip


def attends(someone):
    Attendance.objects.create(
        session=someone.seminar.sessions.first(), participant=someone, how="code", at=timezone.now()
    )


def test_a_copy_has_the_agenda_and_nobody_in_it(seminar, cast: Cast):
    participant(seminar)
    Room.objects.create(seminar=seminar, name="Hall")
    Trainer.objects.create(seminar=seminar, name="Tang Wei")
    seminar.sessions.filter(number=2).update(title="北京的工资")
    copy = to_viet_nam(cast, seminar)
    assert [s.module for s in copy.sessions.all()] == ["", "wages", "", "working-time"]
    assert not copy.participants.exists()
    assert not copy.rooms.exists()
    assert not copy.trainers.exists()
    assert (copy.country, copy.language, copy.time_zone) == ("VN", "vi", "Asia/Ho_Chi_Minh")
    assert (copy.state, copy.code != seminar.code, copy.secret != seminar.secret) == ("draft", True, True)
    assert session_title(copy.sessions.get(number=2), "vi") == "Tiền lương", "not the trainer's Chinese title"
    assert copy.register_until < copy.first_day


def test_modules_that_a_country_does_not_have_are_left_out(seminar, cast: Cast):
    seminar.sessions.filter(module="working-time").update(module="no-such-module")
    assert "no-such-module" not in to_viet_nam(cast, seminar).sessions.values_list("module", flat=True)
    seminar.sessions.exclude(module="").update(module="no-such-module")
    with pytest.raises(RefusedError):
        to_viet_nam(cast, seminar, title="Another")


def test_the_tree_counts_those_who_came_and_hides_small_sides(seminar, cast: Cast):
    for n in range(1, 4):
        attends(participant(seminar, n, side="worker"))
    participant(seminar, 9)  # registered, never came
    copy = to_viet_nam(cast, seminar)
    for n in range(1, 7):
        attends(participant(copy, n, side="employer" if n > 1 else "government"))
    grandchild = to_viet_nam(cast, copy, title="Hải Phòng")
    attends(participant(grandchild, 1))
    root = passing_on.tree(seminar)
    assert [b.people for b in root.all()] == [3, 6, 1]
    assert root.sides == {"worker": 3}, "one's own are told whole"
    assert root.grown[0].sides == {"employer": 5, "government": None}
    assert root.grown[0].grown[0].sides == {"worker": None}
    sides, countries = passing_on.reached_by(root)
    assert sides == {"worker": 3, "employer": 5}
    assert countries == {"CN": 3, "VN": 7}


def test_a_tree_that_bites_its_tail_ends(seminar, cast: Cast):
    copy = to_viet_nam(cast, seminar)
    Seminar.objects.filter(pk=seminar.pk).update(passed_on_from=copy)
    assert len(passing_on.tree(Seminar.objects.get(pk=seminar.pk)).all()) == 2


def test_a_participant_passes_it_on_in_three_clicks(seminar, cast: Cast):
    someone = participant(seminar, country="VN")
    address = f"/en/p/{someone.token}/pass-on/"
    client = Client()
    assert client.post(address).headers["Location"].startswith("/en/account/login/?next=")
    client.force_login(cast.charlie)
    assert "First make your organisation" in client.get(address).content.decode()
    client.force_login(cast.dana)
    assert 'value="VN" selected' in client.get(address).content.decode()
    form = {"country": "VN", "language": "vi", "title": "Hà Nội", "organisation": cast.buyer.pk,
            "first_day": str(timezone.localdate() + timedelta(days=30))}  # fmt: skip
    assert client.post(address, {**form, "organisation": cast.factory.pk}).status_code == 422, "not hers"
    assert client.post(address, {**form, "first_day": "2020-01-01"}).status_code == 422
    made = client.post(address, form)
    assert made.status_code == 302
    copy = Seminar.objects.get(organisation=cast.buyer)
    assert (copy.passed_on_from, copy.passed_on_by) == (seminar, someone)
    assert client.get(made.headers["Location"]).status_code == 200
    client.force_login(cast.rosa)
    tree = client.get("/en/o/lotus-garments/seminars/beijing/tree/").content.decode()
    assert "Hà Nội" in tree
    assert f"/o/{cast.buyer.slug}/" not in tree, "nobody is led to where they may not look"


def test_a_reader_of_an_organisation_makes_no_seminar_in_it(seminar, cast: Cast):
    client = Client()
    client.force_login(cast.rosa)
    assert "First make your organisation" in client.get(f"/en/p/{participant(seminar).token}/pass-on/").content.decode()  # fmt: skip


@pytest.mark.parametrize(("country", "language"), [("VN", "vi"), ("CN", "zh-hans"), ("MM", "my")])
def test_the_kit(seminar, country, language):
    got = Client().get(f"/en/p/{participant(seminar).token}/kit.zip?country={country}&language={language}")
    archive = zipfile.ZipFile(io.BytesIO(got.content))
    names = set(archive.namelist())
    assert {"README.txt", "agenda.csv", "01-wages/slides.html", "01-wages/handout.html", "01-wages/guide.html",
            "02-working-time/guide.html", "02-working-time/scorm.zip", "test-A.html", "test-B-key.html", "questions-moodle.xml"} <= names  # fmt: skip
    assert f'<html lang="{language[:2]}' in archive.read("test-A.html").decode()
    assert seminar.title in archive.read("README.txt").decode()


def test_the_kit_waits_until_the_test_is_taken(cast: Cast):
    seminar = beijing(cast, first_day=timezone.localdate(), days=2)
    assert Client().get(f"/en/p/{participant(seminar).token}/kit.zip").status_code == 302


def test_what_was_done_as_xapi_statements(cast: Cast):
    seminar = demonstration.make(cast.alice, cast.factory, cast.ines, cast.inspectorate)
    client = Client()
    client.force_login(cast.rosa)
    address = f"/en/o/{cast.factory.slug}/seminars/{seminar.slug}/statements.json"
    assert client.get(address).status_code == 403
    client.force_login(cast.bob)
    got = client.get(address).json()
    verbs = Counter(s["verb"]["id"].rpartition("/")[2] for s in got)
    attendances = Attendance.objects.filter(session__seminar=seminar).count()
    issued = Certificate.objects.filter(participant__seminar=seminar).count()
    assert verbs["attended"] == attendances
    assert verbs["scored"] == 24
    assert verbs["passed"] + verbs["failed"] == 21
    assert verbs["completed"] == issued
    assert len({s["id"] for s in got}) == len(got)
    assert got == client.get(address).json(), "the same deeds have the same ids"
    names = [p.person.name for p in seminar.participants.all()]
    assert not any(name in json.dumps(got, ensure_ascii=False) for name in names)
