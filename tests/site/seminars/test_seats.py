"""The quiz by the short address and the badge: it opens the quiz and nothing else, guessing leads nowhere, neighbours share a telephone."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.test import Client

from tests.site.cast import Cast, make_cast
from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars import presence, quizzes, seats
from tripartite.site.seminars.models import Participant, Quiz, QuizAnswer, Seminar


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    cache.clear()
    return beijing(cast)


def asking(seminar: Seminar) -> Quiz:
    return quizzes.go_on(quizzes.make(seminar.sessions.get(number=2)), 0, "ready")


def page_of(seminar: Seminar) -> str:
    return f"/en/s/{seminar.code}/quiz/"


def joined(seminar: Seminar, *people: Participant) -> Client:
    client = Client()
    for one in people:
        assert client.post(page_of(seminar), {"badge": presence.badge_code(one)}).status_code == 302
    return client


def sent(client: Client, seminar: Seminar, quiz: Quiz, who: int):
    address = f"{page_of(seminar)}{quiz.number}/{quiz.place}/?who={who}"
    return client.post(
        address, json.dumps({"given": quiz.questions[0]["key"]}), content_type="application/json"
    )


# --- Coming in ------------------------------------------------------------------------------------------


def test_the_badge_is_enough(seminar):
    quiz, someone = asking(seminar), participant(seminar, 17)
    client = joined(seminar, someone)
    assert "number <strong>17</strong>" in client.get(page_of(seminar)).content.decode()
    assert sent(client, seminar, quiz, 17).json() == {"kept": True}
    assert QuizAnswer.objects.get().participant == someone


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')} ",
        lambda code: "".join(chr(0x1040 + int(c)) if c.isdecimal() else c for c in code),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    ],
    ids=["small letters", "without the dash", "another dash", "Burmese figures", "wide letters"],
)
def test_a_badge_is_read_however_it_is_typed(seminar, typed):
    participant(seminar, 17)
    code = typed(presence.badge_code(seminar.participants.get()))
    assert Client().post(page_of(seminar), {"badge": code}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("17", "the number and the five letters"),
        ("", "the number and the five letters"),
        ("17-AAAAA", "on no badge of this seminar"),
        ("99-K7Q2M", "on no badge of this seminar"),
        ("9" * 30 + "-K7Q2M", "on no badge of this seminar"),
        ("<b>17</b>", "the number and the five letters"),
    ],
)
def test_a_wrong_number_is_told_what_to_do(seminar, typed, told):
    participant(seminar, 17)
    answered = Client().post(page_of(seminar), {"badge": typed})
    assert answered.status_code == 422
    assert told in answered.content.decode()


def test_who_was_not_accepted_is_told_so(seminar):
    one = participant(seminar, 17, state=Participant.State.WAITING)
    answered = Client().post(page_of(seminar), {"badge": presence.badge_code(one)})
    assert "on the waiting list" in answered.content.decode()


def test_a_badge_of_another_seminar_opens_nothing(cast, seminar):
    other = beijing(cast, title="Hanoi")
    one, _twin = participant(other, 17), participant(seminar, 17)
    assert Client().post(page_of(seminar), {"badge": presence.badge_code(one)}).status_code == 422


def test_guessing_is_bounded_and_locks_out_nobody_else(seminar):
    sought, other = participant(seminar, 17), participant(seminar, 18)
    for _n in range(seats.WRONG_OF_BADGE):
        Client().post(page_of(seminar), {"badge": "17-AAAAA"})
    answered = Client().post(page_of(seminar), {"badge": presence.badge_code(sought)})
    assert "Too many wrong tries" in answered.content.decode()
    assert Client().post(page_of(seminar), {"badge": presence.badge_code(other)}).status_code == 302


def test_a_seminar_that_is_being_prepared_has_no_quiz_for_strangers(seminar):
    Seminar.objects.update(state=Seminar.State.DRAFT)
    assert Client().get(page_of(seminar)).status_code == 404


# --- What it opens --------------------------------------------------------------------------------------


def test_it_opens_nothing_but_the_quiz_and_names_nobody(seminar):
    asking(seminar)
    one = participant(seminar, 17, name="Li Na")
    client = joined(seminar, one)
    shown = client.get(page_of(seminar)).content.decode()
    assert one.token not in shown
    assert "Li Na" not in shown
    assert client.get("/en/organisations/").status_code == 302


def test_a_seat_that_was_made_up_is_none(seminar):
    quiz = asking(seminar)
    participant(seminar, 17)
    client = Client()
    client.cookies[f"quiz-{seminar.pk}"] = "17"
    assert sent(client, seminar, quiz, 17).status_code == 404
    assert "badge" in client.get(page_of(seminar)).content.decode()
    assert not QuizAnswer.objects.exists()


def test_a_seat_is_lost_with_the_registration(seminar):
    quiz, one = asking(seminar), participant(seminar, 17)
    client = joined(seminar, one)
    seminar.participants.update(state=Participant.State.WITHDRAWN)
    assert sent(client, seminar, quiz, 17).status_code == 404


def test_a_page_elsewhere_cannot_answer_by_somebodys_seat(seminar):
    quiz, one = asking(seminar), participant(seminar, 17)
    client = Client(enforce_csrf_checks=True)
    client.cookies = joined(seminar, one).cookies
    assert sent(client, seminar, quiz, 17).status_code == 403


# --- Neighbours -----------------------------------------------------------------------------------------


def test_neighbours_answer_on_one_telephone_each_for_themselves(seminar):
    quiz = asking(seminar)
    client = joined(seminar, participant(seminar, 17), participant(seminar, 18))
    assert "number <strong>18</strong>" in client.get(page_of(seminar)).content.decode(), "who came last"
    assert sent(client, seminar, quiz, 18).json() == {"kept": True}
    client.post(page_of(seminar), {"seat": "17"})
    assert "number <strong>17</strong>" in client.get(page_of(seminar)).content.decode()
    assert sent(client, seminar, quiz, 17).json() == {"kept": True}
    assert sorted(QuizAnswer.objects.values_list("participant__number", flat=True)) == [17, 18]


def test_an_answer_without_scripts_is_of_who_saw_the_question(seminar):
    quiz = asking(seminar)
    client = joined(seminar, participant(seminar, 17), participant(seminar, 18))
    question = quiz.questions[0]
    said = {"place": "0", "who": "17", f"q-{question['id']}": [str(n) for n in question["key"]]}
    client.post(page_of(seminar), said)
    assert QuizAnswer.objects.get().participant.number == 17


def test_who_signs_out_leaves_nothing_on_the_telephone(seminar):
    quiz = asking(seminar)
    client = joined(seminar, participant(seminar, 17), participant(seminar, 18))
    client.post(page_of(seminar), {"leave": "1"})
    assert sent(client, seminar, quiz, 17).status_code == 404
    assert 'name="badge"' in client.get(page_of(seminar)).content.decode()


# --- The wall -------------------------------------------------------------------------------------------


def test_the_projectors_address_shows_and_does_nothing_else(seminar):
    asking(seminar)
    address = f"{page_of(seminar)}screen/{quizzes.watch_key(seminar)}/"
    shown = Client().get(address)
    assert shown.status_code == 200
    assert trainer(seminar).token not in shown.content.decode()
    assert "csrfmiddlewaretoken" not in shown.content.decode()
    assert Client().post(address).status_code == 405
    assert Client().get(f"{page_of(seminar)}screen/{'0' * 16}/").status_code == 404


def test_the_room_is_told_how_many_answered(seminar):
    quiz, leads = asking(seminar), trainer(seminar)
    client, address = Client(), f"/en/t/{leads.token}/quiz/state/"
    assert client.get(address).json() == {"state": f"{quiz.number}:0:asking", "answered": "0 have answered."}
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    one = participant(seminar, 17)
    quizzes.answer(quiz, 0, one, [0])
    assert client.get(address, headers={"If-None-Match": tag}).json()["answered"] == "1 has answered."


def test_the_trainer_goes_on_and_telephone_and_wall_follow(chromium, live_server, transactional_db):
    cache.clear()
    seminar = beijing(make_cast(), languages=["en", "my"])
    one, leads = participant(seminar, 17), trainer(seminar)
    quiz = quizzes.make(seminar.sessions.get(number=2))
    trouble: list[str] = []

    def opened(address: str, width: int, height: int):
        page = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}
        ).new_page()
        page.set_default_timeout(20000)
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("console", lambda m: trouble.append(m.text) if "Refused" in m.text else None)
        page.goto(address)
        return page

    phone = opened(f"/my/s/{seminar.code}/quiz/", 360, 740)
    phone.locator("#badge").fill(presence.badge_code(one).lower())
    phone.locator("main form .button").click()
    phone.locator(".quiz-screen").wait_for()
    wall = opened(f"/en/s/{seminar.code}/quiz/screen/{quizzes.watch_key(seminar)}/", 1280, 720)
    desk = opened(f"/en/t/{leads.token}/quiz/", 1280, 900)
    desk.get_by_role("button", name="Begin").click()
    wall.locator(".choices").wait_for()
    phone.locator(".choice").first.wait_for()
    no_accessibility_faults(wall)
    no_accessibility_faults(phone)
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight"), (
        "nothing is below the wall's edge"
    )
    for n in quiz.questions[0]["key"]:
        phone.locator(".choice").nth(n).click()
    phone.locator(".quiz form .button").click()
    phone.locator(".quiz .lead").wait_for()
    for page in (wall, desk):
        page.get_by_text("1 has answered.", exact=True).wait_for()
    assert QuizAnswer.objects.get().right
    # The line breaks: the wall says so, and is up to date once it is back.
    wall.context.set_offline(True)
    wall.get_by_text("No line").wait_for()
    desk.get_by_role("button", name="Show the answers").click()
    phone.locator(".bars").first.wait_for()
    wall.context.set_offline(False)
    wall.locator(".bars").first.wait_for()
    screenshot(wall, "quiz-wall-results")
    looks: list[str] = []
    for page in (wall, phone):
        page.on("request", lambda r: looks.append(r.url) if r.url.endswith("/state/") else None)
    desk.get_by_role("button", name="End the quiz").click()
    phone.get_by_role("link", name="နောက်").wait_for()
    wall.get_by_text("The quiz is over").wait_for()
    looks.clear()
    wall.wait_for_timeout(4000)
    assert not looks, "nobody asks any more when it is over"
    assert not trouble, trouble
    for page in (phone, wall, desk):
        page.context.close()
