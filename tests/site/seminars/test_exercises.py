"""Group exercises: groups mixed by lot, a case for each that never changes, hand-ins of any member, replies; sealed from others."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from io import BytesIO
from random import Random

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.site.cast import Cast, make_cast
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import evidence
from tripartite.site.seminars import exercise_views, group_cases, grouping, handing_in, participation
from tripartite.site.seminars.models import GroupCase, HandIn, Participant, Seminar, Session
from tripartite.training.factory.case import make_case
from tripartite.training.values import NotHeldError

ORGANISERS = "/en/o/lotus-garments/seminars/beijing/exercise/"
PDF = b"%PDF-1.7 not opened by anybody here"


def with_exercise(cast: Cast, **about: object) -> Seminar:
    seminar = beijing(cast, **about)
    Session.objects.create(
        seminar=seminar,
        number=5,
        day=1,
        starts=time(14),
        kind=Session.Kind.EXERCISE,
        title="Find what is wrong",
    )
    return seminar


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return with_exercise(cast)


@pytest.fixture
def exercise(seminar: Seminar) -> Session:
    return seminar.sessions.get(number=5)


def member(seminar: Seminar, number: int = 1, group: int | None = 1, **about: object) -> Participant:
    return participant(seminar, number, f"Person {number}", group=group, **about)


def page_of(someone: Participant, rest: str = "exercise/5/") -> str:
    return f"/en/p/{someone.token}/{rest}"


def file(name: str = "found.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def lying(seminar: Seminar) -> set[str]:
    """Names of the sealed files of the seminar's organisation; other tests left some."""
    try:
        return set(default_storage.listdir(f"sealed/{seminar.organisation_id}")[1])
    except FileNotFoundError:
        return set()


# --- Groups -------------------------------------------------------------------------------------------


def spread(people: list[Participant], key) -> int:
    """How much the groups differ, at most, in how many of a kind they have."""
    counts = Counter((key(p), p.group) for p in people)
    kinds, groups = {key(p) for p in people}, {p.group for p in people}
    return max(max(counts[k, g] for g in groups) - min(counts[k, g] for g in groups) for k in kinds)


@pytest.mark.parametrize("seed", range(20))
def test_sides_and_sexes_are_mixed(seed):
    rng = Random(seed)
    people = [
        Participant(side=rng.choice(["worker", "employer", "government"]), sex=rng.choice(["woman", "man"]))
        for _ in range(rng.randint(20, 60))
    ]
    grouping._deal(people, 6, rng)
    assert spread(people, lambda p: 1) <= 1
    assert spread(people, lambda p: p.side) <= 1
    assert spread(people, lambda p: (p.side, p.sex)) <= 1
    assert spread(people, lambda p: p.sex) <= 2


def test_each_place_is_as_likely_for_everybody():
    first = Participant(side="worker", sex="woman")
    others = [Participant(side=s, sex=x) for s in ("worker", "employer") for x in ("woman", "man")] * 2
    rng, seen = Random(5), Counter()
    for _ in range(3000):
        grouping._deal([first, *others], 3, rng)
        seen[first.group] += 1
    assert all(900 < seen[g] < 1100 for g in (1, 2, 3)), seen


def test_groups_are_drawn_of_those_who_take_part(cast, seminar):
    for n in range(1, 12):
        member(seminar, n, None, side=("worker", "employer")[n % 2])
    waiting = member(seminar, 12, None, state=Participant.State.WAITING)
    assert grouping.draw(cast.alice, seminar, 4) == 3
    sizes = Counter(seminar.participants.filter(state="accepted").values_list("group", flat=True))
    assert sorted(sizes.values()) == [3, 4, 4]
    waiting.refresh_from_db()
    assert waiting.group is None
    assert AuditEntry.objects.filter(verb="groups.drawn").count() == 1


def test_groups_are_drawn_again_only_when_that_is_confirmed(cast, seminar):
    for n in range(1, 7):
        member(seminar, n, None)
    grouping.draw(cast.alice, seminar, 3)
    before = list(seminar.participants.values_list("group", flat=True))
    with pytest.raises(RefusedError, match="Confirm"):
        grouping.draw(cast.alice, seminar, 2)
    assert list(seminar.participants.values_list("group", flat=True)) == before
    assert grouping.draw(cast.alice, seminar, 2, again=True) == 3


def test_groups_stay_once_they_handed_in(cast, seminar, exercise):
    someone = member(seminar)
    handing_in.hand_in(someone, exercise, "overtime", None)
    with pytest.raises(RefusedError, match="one by one"):
        grouping.draw(cast.alice, seminar, 2, again=True)
    someone.refresh_from_db()
    assert someone.group == 1


@pytest.mark.parametrize("size", [-1, 0, 1, 21])
def test_a_size_that_makes_no_groups_is_told(cast, seminar, size):
    member(seminar, 1, None)
    with pytest.raises(RefusedError, match="2 to 20"):
        grouping.draw(cast.alice, seminar, size)


def test_nobody_to_draw_is_told(cast, seminar):
    with pytest.raises(RefusedError, match="accepted"):
        grouping.draw(cast.alice, seminar, 5)


def test_somebody_is_moved_by_hand(seminar):
    one, _two = member(seminar, 1, 1), member(seminar, 2, 2)
    leads = trainer(seminar)
    where = f"/en/t/{leads.token}/exercise/"
    assert Client().post(where, {"do": "move", "participant": 1, "group": 2}).status_code == 302
    one.refresh_from_db()
    assert one.group == 2
    told = Client().post(where, {"do": "move", "participant": 1, "group": 9}, follow=True).content.decode()
    assert "Choose a participant and one of the groups." in told
    one.refresh_from_db()
    assert one.group == 2


def test_each_sees_their_group_on_their_own_page(seminar):
    one, _two, other = member(seminar, 1), member(seminar, 2), member(seminar, 3, 2)
    shown = Client().get(page_of(one, "")).content.decode()
    assert "Group 1" in shown
    assert "Person 1 · Person 2" in shown
    assert "Person 3" not in shown
    assert "Person 1" not in Client().get(page_of(other, "")).content.decode()


# --- Cases --------------------------------------------------------------------------------------------


def test_a_case_is_made_once_and_never_changes(seminar, monkeypatch):
    one, two, leads = member(seminar, 1), member(seminar, 2), trainer(seminar)
    first = Client().get(page_of(one, "exercise/case/workbook/"))
    assert first.status_code == 200
    assert first.headers["Content-Disposition"].startswith('attachment; filename="factory-cn-')
    assert len(openpyxl.load_workbook(BytesIO(first.content)).sheetnames) > 2
    kept = GroupCase.objects.get()
    for name in (kept.sealed_workbook, kept.sealed_pages):
        with default_storage.open(name) as content:
            assert content.read(4) == b"TRI1"

    def made_again(*_args: object) -> None:
        pytest.fail("the case was made again")

    monkeypatch.setattr(group_cases, "make_case", made_again)
    assert Client().get(page_of(two, "exercise/case/workbook/")).content == first.content
    task = Client().get(page_of(two, "exercise/case/task/"))
    assert kept.file_name in task.content.decode()
    assert "第1组" in Client().get(f"/zh-hans/p/{two.token}/exercise/case/task/").content.decode()
    key = Client().get(f"/en/t/{leads.token}/exercise/case/1/key/")
    assert key.headers["Content-Disposition"] == 'attachment; filename="key-1.html"'
    assert "Key for the facilitator" in key.content.decode()
    assert "主持人" in Client().get(f"/zh-hans/t/{leads.token}/exercise/case/1/key/").content.decode()


def test_the_workbook_is_read_on_a_telephone_that_opens_no_workbooks(seminar):
    someone = member(seminar)
    page = Client().get(page_of(someone, "exercise/case/sheets/"))
    assert page.headers["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    made = seminar.cases.get()
    book = openpyxl.load_workbook(BytesIO(group_cases.workbook(made)))
    for sheet in book:
        assert sheet.title in text
        people = {str(row[1]) for row in sheet.iter_rows(values_only=True) if row[1]}
        assert people
        assert all(f"<td>{name}</td>" in text or f">{name}</th>" in text for name in people)
    filled = sum(
        sum(c is not None for c in row) > 1 for sheet in book for row in sheet.iter_rows(values_only=True)
    )
    assert text.count("<tr>") >= filled, "no row is lost"
    assert "00:00:00" not in text


def test_the_key_never_reaches_participants(seminar, monkeypatch):
    monkeypatch.setattr(group_cases, "case_of", lambda *_a: pytest.fail("a case was looked for"))
    assert Client().get(page_of(member(seminar), "exercise/case/key/")).status_code == 404


def test_no_case_without_a_group_an_exercise_or_a_place(cast, seminar, monkeypatch):
    monkeypatch.setattr(group_cases, "case_of", lambda *_a: pytest.fail("a case was looked for"))
    waiting = member(seminar, 1, 1, state=Participant.State.WAITING)
    without = member(seminar, 2, None)
    for someone in (waiting, without):
        assert Client().get(page_of(someone, "exercise/case/workbook/")).status_code == 404
        assert Client().get(page_of(someone)).status_code == 404
    leads = trainer(seminar)
    assert Client().get(f"/en/t/{leads.token}/exercise/case/7/workbook/").status_code == 404
    seminar.sessions.filter(number=5).delete()
    assert Client().get(page_of(member(seminar, 3), "exercise/case/workbook/")).status_code == 404


def test_that_no_case_can_be_made_is_told(cast, seminar, monkeypatch):
    def none(*_args: object) -> None:
        raise NotHeldError("CN: only 2 kinds of faults can be told for certain in this month")

    monkeypatch.setattr(group_cases, "make_case", none)
    someone, leads = member(seminar), trainer(seminar)
    client = Client()
    client.force_login(cast.bob)
    for who, address in (
        (Client(), page_of(someone, "exercise/case/workbook/")),
        (Client(), f"/en/t/{leads.token}/exercise/case/1/key/"),
        (client, f"{ORGANISERS}case/1/key/"),
    ):
        assert "No case can be made for sure" in who.get(address, follow=True).content.decode()
    assert not GroupCase.objects.exists()


def test_of_two_cases_made_at_once_the_first_stays(seminar):
    case = group_cases.case_of(seminar, 1)
    before = lying(seminar)
    again = make_case("CN", case.made_at.date(), seminar.secret, 1)
    assert group_cases.keep(seminar, again) == case
    assert lying(seminar) == before


# --- Handing in ---------------------------------------------------------------------------------------


def test_any_member_hands_in_and_earlier_ones_stay_listed(seminar, exercise):
    one, two = member(seminar, 1), member(seminar, 2)
    assert Client().post(page_of(one), {"text": "Wang was paid too little"}).status_code == 302
    Client().post(page_of(two), {"text": "And Li", "file": file("C:\\our <b>work</b>.PDF")})
    shown = Client().get(page_of(one)).content.decode()
    assert shown.index("And Li") < shown.index("takes its place") < shown.index("Wang was paid too little")
    assert "<b>work</b>" not in shown
    latest = HandIn.objects.last()
    assert latest.by == two
    sent = Client().get(page_of(one, f"exercise/file/{latest.pk}/"))
    assert sent.content == PDF
    assert sent.headers["Content-Disposition"] == f'attachment; filename="group-1-{latest.pk}.pdf"'
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert b"And Li" not in bytes(latest.sealed_text)
    with default_storage.open(latest.sealed_file) as content:
        assert PDF not in content.read()


def test_another_group_reads_and_gets_nothing(seminar, exercise):
    mine, other = member(seminar, 1), member(seminar, 2, 2)
    handed = handing_in.hand_in(mine, exercise, "our secret", file())
    assert "our secret" not in Client().get(page_of(other)).content.decode()
    assert Client().get(page_of(other, f"exercise/file/{handed.pk}/")).status_code == 404
    assert Client().get(page_of(mine, f"exercise/file/{handed.pk}/")).status_code == 200


def test_trainers_and_organisers_of_another_seminar_get_nothing(cast, seminar, exercise):
    handed = handing_in.hand_in(member(seminar), exercise, "our secret", file())
    elsewhere = beijing(cast, title="Elsewhere")
    leads = trainer(elsewhere)
    assert Client().get(f"/en/t/{leads.token}/exercise/file/{handed.pk}/").status_code == 404
    reply = {"do": "reply", "hand_in": handed.pk, "text": "intruding"}
    assert Client().post(f"/en/t/{leads.token}/exercise/", reply).status_code == 404
    handed.refresh_from_db()
    assert handed.sealed_reply is None
    client = Client()
    client.force_login(cast.rosa)
    for rest in (f"file/{handed.pk}/", "case/1/key/"):
        assert client.get(ORGANISERS + rest).status_code == 403, "who only reads gets no file and no key"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("found.exe", b"MZ", "no file of a kind that is taken"),
        ("found.pdf", b"MZ this is no PDF", "no file of a kind that is taken"),
        ("found.xlsx", PDF, "no file of a kind that is taken"),
        ("found.pdf", PDF + b" " * evidence.MOST_BYTES, "up to 10 MB"),
    ],
)
def test_files_that_are_not_taken_are_told_and_the_text_stays(seminar, name, data, told):
    someone = member(seminar)
    answered = Client().post(page_of(someone), {"text": "what we wrote", "file": file(name, data)})
    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert "what we wrote</textarea>" in answered.content.decode()
    assert not HandIn.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"), [(" ", "Write something"), ("x" * (handing_in.MOST_LETTERS + 1), "too long")]
)
def test_nothing_or_too_much_is_told(seminar, text, told):
    answered = Client().post(page_of(member(seminar)), {"text": text})
    assert answered.status_code == 422
    assert told in answered.content.decode()


def test_who_was_taken_out_meanwhile_hands_in_nothing_and_leaves_no_file(seminar, exercise):
    someone = member(seminar)
    Participant.objects.filter(pk=someone.pk).update(group=None)
    before = lying(seminar)
    with pytest.raises(RefusedError, match="no group"):
        handing_in.hand_in(someone, exercise, "", file())
    assert lying(seminar) == before


def test_a_group_cannot_fill_the_disk(seminar, exercise, monkeypatch):
    monkeypatch.setattr(handing_in, "MOST", 2)
    someone = member(seminar)
    for _ in range(2):
        handing_in.hand_in(someone, exercise, "again", None)
    with pytest.raises(RefusedError, match="as often as it can"):
        handing_in.hand_in(someone, exercise, "again", None)


@pytest.mark.django_db(transaction=True)
def test_two_members_at_once_lose_nothing():
    seminar = with_exercise(make_cast())
    people = [member(seminar, 1), member(seminar, 2)]

    def send(someone: Participant) -> list[int]:
        try:
            sent = [{"text": f"{someone.number}.{n}", "file": file()} for n in range(5)]
            return [Client().post(page_of(someone), one).status_code for one in sent]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert [code for codes in pool.map(send, people) for code in codes] == [302] * 10
    texts = {t.text for t in handing_in.told(seminar.organisation, HandIn.objects.filter(group=1))}
    assert texts == {f"{p}.{n}" for p in (1, 2) for n in range(5)}


# --- Replies ------------------------------------------------------------------------------------------


def test_the_group_reads_the_reply_and_no_other(cast, seminar, exercise):
    mine, other = member(seminar, 1), member(seminar, 2, 2)
    handed = handing_in.hand_in(mine, exercise, "Wang was paid too little", None)
    client = Client()
    client.force_login(cast.bob)
    assert "Wang was paid too little" in client.get(ORGANISERS).content.decode()
    said = {"do": "reply", "hand_in": handed.pk, "text": "Right. And who else?"}
    assert client.post(f"{ORGANISERS}run/", said).status_code == 302
    handed.refresh_from_db()
    assert b"who else" not in bytes(handed.sealed_reply)
    assert "Right. And who else?" in Client().get(page_of(mine)).content.decode()
    assert "who else" not in Client().get(page_of(other)).content.decode()
    assert AuditEntry.objects.filter(verb="hand_in.answered", actor=cast.bob).exists()


def test_the_trainer_sees_who_handed_in_and_stays_where_they_replied(seminar, exercise):
    leads = trainer(seminar)
    for n in (1, 2, 3):
        member(seminar, n, group=n)
    for n in (1, 2):
        one = seminar.participants.get(number=n)
        Client().post(page_of(one), {"text": f"found by {n}"})
    address = f"/en/t/{leads.token}/exercise/"
    handed = HandIn.objects.get(group=2)
    answered = Client().post(address, {"do": "reply", "hand_in": handed.pk, "text": "Good."})
    assert answered.headers["Location"] == f"{address}#work-5-2"
    text = " ".join(Client().get(address).content.decode().split())
    assert 'id="work-5-2"' in text
    assert "Group 1: to be read" in text
    assert "Group 2: replied" in text
    assert "Group 3: nothing yet" in text


def test_times_are_those_of_the_seminars_place(seminar, exercise):
    Seminar.objects.update(time_zone="Asia/Yangon")
    someone = member(seminar)
    Client().post(page_of(someone), {"text": "found"})
    HandIn.objects.update(at=datetime(2026, 12, 14, 5, 0, tzinfo=UTC))
    assert "Dec 14, 2026, 11:30" in Client().get(page_of(someone)).content.decode()


def test_what_an_erased_participant_handed_in_is_erased(
    seminar, exercise, django_capture_on_commit_callbacks
):
    someone, before = member(seminar), lying(seminar)
    handed = handing_in.hand_in(someone, exercise, "I, Person 1, found", file("person-1.pdf"))
    handing_in.reply(None, handed, "Well done, Person 1")
    with django_capture_on_commit_callbacks(execute=True):
        participation.erase(someone)
    handed.refresh_from_db()
    assert (handed.sealed_text, handed.sealed_reply, handed.file_name) == (None, None, "")
    assert lying(seminar) == before


def test_a_session_that_is_no_exercise_takes_no_work(seminar):
    assert Client().post(page_of(member(seminar), "exercise/2/"), {"text": "here"}).status_code == 404
    assert list(exercise_views.exercises(seminar).values_list("number", flat=True)) == [5]
