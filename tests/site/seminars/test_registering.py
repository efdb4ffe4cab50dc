"""Registering: by anybody on a telephone, by the organiser, by a list; places, waiting list, withdrawing, erasing."""

from __future__ import annotations

import csv
import io
import threading
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast, make_cast
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import participation
from tripartite.site.seminars.models import Commitment, Letter, Participant, Person, Seminar
from tripartite.site.seminars.participation import Told

HOME = "/en/o/lotus-garments/seminars/beijing/"
State = Participant.State
WORKER = Told(side="worker", language="en")


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(cast, needs_approval=False)


@pytest.fixture
def alice(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.alice)
    return client


def said(name: str = "Wang Fang", **about: object) -> dict[str, object]:
    return {"name": name, "side": "worker", "language": "en", "consent": "on", **about}


def state(number: int) -> str:
    return Participant.objects.get(number=number).state


# --- By one's own hand --------------------------------------------------------------------------------


def test_without_account_and_without_email(seminar):
    client = Client()
    page = client.get(f"/en/s/{seminar.code.lower()}/")
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    answered = client.post(f"/en/s/{seminar.code}/register/", said(needs="A ramp"))
    made = Participant.objects.get()
    assert answered.url == f"/en/p/{made.token}/"
    assert made.state == State.ACCEPTED
    assert made.person == Person(name="Wang Fang", needs="A ramp")
    assert b"Wang" not in bytes(made.sealed_person)
    own = client.get(answered.url).content.decode()
    assert made.token in own
    assert "<svg" in own


def test_consent_says_what_is_kept_and_until_when(seminar):
    page = Client().get(f"/en/s/{seminar.code}/register/").content.decode()
    assert "Lotus Garments keeps what you write here" in page
    assert str(participation.erased_on(seminar).year) in page
    answered = Client().post(f"/en/s/{seminar.code}/register/", {**said(), "consent": ""})
    assert answered.status_code == 422
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("first", "again", "known"),
    [
        ({"email": "fang@example.org"}, {"name": "Fang W.", "email": " FANG@example.org"}, True),
        ({"phone": "+86 139 1234 5678"}, {"phone": "13912345678"}, True),
        ({"phone": "13912345678"}, {"name": "Li Na", "phone": "13912345678"}, False),
        ({"employer": "Union"}, {"name": "wang  fang", "employer": "UNION"}, True),
        ({"employer": "Union", "email": "a@example.org"}, {"employer": "Union", "email": "b@example.org"}, False),
        ({"employer": "Union"}, {"employer": "Ministry"}, False),
    ],
)  # fmt: skip
def test_the_same_person_twice_is_told(seminar, first, again, known):
    Client().post(f"/en/s/{seminar.code}/register/", said(**first))
    answered = Client().post(f"/en/s/{seminar.code}/register/", {**said(), **again})
    assert (answered.status_code == 422) is known
    assert ("is registered already" in answered.content.decode()) is known
    assert Participant.objects.count() == (1 if known else 2)


def test_closed_full_and_cancelled_are_told(seminar):
    def shown() -> str:
        return Client().get(f"/en/s/{seminar.code}/").content.decode()

    Seminar.objects.update(capacity=1)
    participant(seminar)
    assert "All places are taken" in shown()
    Client().post(f"/en/s/{seminar.code}/register/", said())
    assert state(2) == State.WAITING
    Seminar.objects.update(register_until=timezone.localdate() - timedelta(days=1))
    assert "Registration is closed." in shown()
    assert Client().post(f"/en/s/{seminar.code}/register/", said("Late")).status_code == 302
    Seminar.objects.update(state="cancelled")
    assert "This seminar is cancelled." in shown()
    Seminar.objects.update(state="draft")
    assert Client().get(f"/en/s/{seminar.code}/").status_code == 404
    assert Participant.objects.count() == 2


def test_a_flood_of_registrations_ends(cast):
    seminar = beijing(cast, capacity=1)
    for n in range(participation.TIMES_ITS_PLACES):
        participation.register(seminar, Person(name=f"P{n}"), WORKER)
    with pytest.raises(RefusedError, match="more registrations than"):
        participation.register(seminar, Person(name="One more"), WORKER)


# --- Places -------------------------------------------------------------------------------------------


def test_who_withdraws_makes_room_for_the_first_who_waits(seminar):
    Seminar.objects.update(capacity=1)
    for n in range(3):
        participation.register(seminar, Person(name=f"P{n}"), WORKER)
    assert [state(n) for n in (1, 2, 3)] == [State.ACCEPTED, State.WAITING, State.WAITING]
    first = Participant.objects.get(number=1)
    assert Client().post(f"/en/p/{first.token}/withdraw/").status_code == 302
    assert [state(n) for n in (1, 2, 3)] == [State.WITHDRAWN, State.ACCEPTED, State.WAITING]
    kinds = set(Letter.objects.filter(participant__number=2).values_list("kind", flat=True))
    assert kinds == {"accepted"}, "that they wait is no longer true, and is not told"


def test_free_places_go_in_balance_only_where_the_organiser_chose_so(cast):
    for chosen, gets in ((False, 4), (True, 5)):
        Seminar.objects.all().delete()
        seminar = beijing(cast, capacity=3, needs_approval=False, fill_in_balance=chosen)
        for n, side in enumerate(("worker", "worker", "employer", "worker", "government"), 1):
            participation.register(seminar, Person(name=f"P{n}"), Told(side=side, language="en"))
        participation.withdraw(Participant.objects.get(number=3))
        assert state(gets) == State.ACCEPTED
        assert Participant.objects.filter(state=State.ACCEPTED).count() == 3


def test_several_are_decided_at_once_and_no_more_than_there_are_places(alice, cast):
    seminar = beijing(cast, capacity=2)
    for n in range(4):
        participation.register(seminar, Person(name=f"P{n}"), WORKER)
    assert state(1) == State.ASKED
    answered = alice.post(
        f"{HOME}registrations/decide/", {"number": ["1", "2", "3"], "state": "accepted"}, follow=True
    )
    assert "There was no place for 1 of them, who waits." in answered.content.decode()
    assert [state(n) for n in (1, 2, 3, 4)] == ["accepted", "accepted", "waiting", "asked"]
    alice.post(f"{HOME}registrations/decide/", {"number": ["1", "4"], "state": "refused"})
    assert [state(n) for n in (1, 2, 3, 4)] == ["refused", "accepted", "accepted", "refused"]
    assert AuditEntry.objects.filter(verb="participant.decided").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_take_the_last_place_at_once():
    seminar = beijing(make_cast(), capacity=1, needs_approval=False)
    start, codes = threading.Barrier(5), []

    def one(n: int) -> None:
        try:
            start.wait(timeout=20)
            codes.append(Client().post(f"/en/s/{seminar.code}/register/", said(f"P{n}")).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert codes == [302] * 5
    assert Participant.objects.filter(state=State.ACCEPTED).count() == 1
    assert sorted(Participant.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


# --- The organiser's list -----------------------------------------------------------------------------


def test_the_list_is_filtered_and_shows_the_balance(alice, seminar):
    participant(seminar, 1, "Li Na", sex="woman")
    participant(seminar, 2, "Sato Ken", side="employer", sex="man")
    participant(seminar, 3, "Gone", state="withdrawn")
    page = alice.get(f"{HOME}registrations/?state=accepted&side=employer")
    assert [person.name for _p, person in page.context["people"]] == ["Sato Ken"]
    sides = {label: n for label, n, _all in page.context["balance"][0][1]}
    assert sides == {"Government": 0, "Employers": 1, "Workers": 1, "Partner": 0}


def test_a_registration_is_added_and_corrected_by_hand(alice, seminar):
    alice.post(f"{HOME}registrations/add/", said("Li Na", phone="123456"))
    alice.post(f"{HOME}registrations/1/", said("Li Na", side="government", email="na@example.org"))
    one = Participant.objects.get()
    assert (one.side, one.person.email) == ("government", "na@example.org")
    assert one.token in alice.get(f"{HOME}registrations/1/").content.decode()


def upload(client: Client, name: str, data: bytes) -> dict:
    answered = client.post(f"{HOME}registrations/import/", {"file": SimpleUploadedFile(name, data)})
    assert answered.status_code == 200
    return answered.context


def test_a_list_in_chinese_is_taken_in_and_problems_are_told_by_line(alice, seminar):
    rows = [
        ["姓名", "side", "单位", "性别", "邮箱", "备注"],
        ["王芳", "government", "人社部", "女", "fang@example.org", ""],
        ["李娜", "nobody", "工会", "女", "", ""],
        ["", "worker", "工会", "", "", ""],
        ["佐藤", "employer", "会社", "", "not-an-address", ""],
        ["王芳", "worker", "人社部", "", "fang@example.org", ""],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    context = upload(alice, "list.csv", text.getvalue().encode("gb18030"))
    assert context["added"] == 1
    told = dict(context["problems"])
    assert set(told) == {3, 4, 5, 6}
    assert "nobody" in told[3]
    assert "Name" in told[4]
    assert "E-mail" in told[5]
    assert "registered already" in told[6]
    assert Participant.objects.get().person.name == "王芳"
    assert Participant.objects.get().sex == "woman"


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja", "vi", "th", "my", "fil"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_taken_out_can_be_taken_in_again(alice, cast, seminar, language, form):
    one = participant(seminar, 1, "=HYPERLINK(1)", sex="woman", country="VN", side="employer")
    one.tell(Person(name="=cmd|calc", phone="+84 912 345 678", needs="@x"))
    one.save()
    answered = alice.get(f"/{language}/o/lotus-garments/seminars/beijing/registrations/list.{form}")
    assert answered.status_code == 200
    if form == "csv":
        assert "'=cmd" in answered.content.decode("utf-8-sig")
    else:
        cells = [c for row in openpyxl.load_workbook(io.BytesIO(answered.content)).active for c in row]
        assert not [c for c in cells if c.data_type == "f"]
    Participant.objects.all().delete()
    context = upload(alice, f"list.{form}", answered.content)
    assert (context["added"], context["problems"]) == (1, [])
    again = Participant.objects.get()
    assert (again.person.name, again.person.phone, again.sex) == ("=cmd|calc", "+84 912 345 678", "woman")
    assert (again.side, again.country) == ("employer", "VN")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("list.xlsx", b"PK\x03\x04 no workbook", ""),
        ("list.csv", b"", ""),
        ("list.csv", b"Colour,Size\nred,3\n", "No column for names"),
        ("list.csv", b"Name,Side\n" + b"A,worker\n" * 2001, "more than 2000 lines"),
    ],
)
def test_what_is_no_list_is_told(alice, seminar, name, data, told):
    answered = alice.post(f"{HOME}registrations/import/", {"file": SimpleUploadedFile(name, data)})
    assert answered.status_code == 200
    assert told in answered.content.decode()
    assert not Participant.objects.exists()


# --- Erasing ------------------------------------------------------------------------------------------


def test_erased_on_ones_own_page(seminar):
    one = participant(seminar, name="Li Na")
    Commitment.objects.create(
        participant=one, topic="wages", sealed_text=one.sealed_person, until=timezone.localdate()
    )
    token = one.token
    assert Client().post(f"/en/p/{token}/withdraw/", {"erase": ""}).status_code == 302
    assert Client().get(f"/en/p/{token}/").status_code == 404
    one.refresh_from_db()
    assert one.person == Person(name="")
    assert (one.state, one.side) == (State.WITHDRAWN, "worker")
    assert bytes(one.commitments.get().sealed_text) != bytes(one.sealed_person)
    entry = AuditEntry.objects.get(verb="participant.erased")
    assert "Li Na" not in entry.thing + str(entry.details)


def test_details_are_erased_after_their_days_and_figures_stay(seminar):
    one = participant(seminar, name="Li Na")
    day = participation.erased_on(seminar)
    assert participation.erase_old(day) == 0
    assert participation.erase_old(day + timedelta(days=1)) == 1
    assert participation.erase_old(day + timedelta(days=1)) == 0
    one.refresh_from_db()
    assert one.person.name == ""
    assert one.side == "worker"
