"""Quizzes in the room: the first answer counts, none is lost, and small groups stay hidden."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.test import Client

from tests.site.cast import Cast, make_cast
from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import quizzes
from tripartite.site.seminars.models import Participant, Quiz, QuizAnswer


@pytest.fixture
def seminar(cast: Cast):
    return beijing(cast)


def asking(seminar) -> Quiz:
    quiz = quizzes.make(seminar.sessions.get(number=2))
    return quizzes.go_on(quiz, 0, "ready")


def post(person, quiz, given, place=0):
    address = f"/en/p/{person.token}/quiz/{quiz.number}/{place}/"
    return Client(enforce_csrf_checks=True).post(
        address, json.dumps({"given": given}), content_type="application/json"
    )


def test_the_first_answer_counts(seminar):
    quiz, someone = asking(seminar), participant(seminar)
    key = quiz.questions[0]["key"]
    other = [n for n in range(4) if n not in key][:1]
    assert post(someone, quiz, key).json() == {"kept": True}
    assert post(someone, quiz, other).json() == {"kept": False}
    assert QuizAnswer.objects.get().right


def test_an_answer_after_the_question_is_refused_and_one_sent_again_is_not(seminar):
    quiz, early, late = asking(seminar), participant(seminar, 1), participant(seminar, 2)
    key = quiz.questions[0]["key"]
    post(early, quiz, key)
    quizzes.go_on(quiz, 0, "asking")
    assert post(late, quiz, key).status_code == 409
    assert post(early, quiz, key).json() == {"kept": False}
    assert QuizAnswer.objects.count() == 1


@pytest.mark.parametrize(("given", "status"), [([], 400), ([99], 409), ("x", 409), (None, 409)])
def test_what_is_no_answer_is_refused(seminar, given, status):
    quiz, someone = asking(seminar), participant(seminar)
    assert post(someone, quiz, given).status_code == status
    assert not QuizAnswer.objects.exists()


def test_a_stranger_to_the_seminar_and_who_was_not_accepted_cannot_answer(seminar):
    quiz = asking(seminar)
    assert post(participant(seminar, state=Participant.State.WAITING), quiz, [0]).status_code == 404


def test_two_taps_of_the_trainer_make_one_step(seminar):
    quiz = asking(seminar)
    quizzes.go_on(quiz, 0, "asking")
    assert quizzes.go_on(quiz, 0, "asking").state == Quiz.State.SHOWING


def test_it_ends_after_the_last_question(seminar):
    quiz = asking(seminar)
    for _ in range(2 * len(quiz.questions)):
        quiz = quizzes.go_on(quiz, quiz.place, quiz.state)
    assert quiz.state == Quiz.State.ENDED


def test_a_session_without_a_module_has_no_quiz(seminar):
    with pytest.raises(RefusedError, match="no module"):
        quizzes.make(seminar.sessions.get(number=1))


def test_telephones_that_know_the_state_are_told_nothing_anew(seminar, django_assert_num_queries):
    quiz, someone = asking(seminar), participant(seminar)
    client, address = Client(), f"/en/p/{someone.token}/quiz/state/"
    tag = client.get(address).headers["ETag"]
    with django_assert_num_queries(2):
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    quizzes.go_on(quiz, 0, "asking")
    assert client.get(address, headers={"If-None-Match": tag}).json() == {"state": f"{quiz.number}:0:showing"}


def test_the_trainer_runs_it_from_their_own_link(seminar):
    someone = trainer(seminar)
    client, address = Client(), f"/en/t/{someone.token}/quiz/"
    client.post(address, {"do": "make", "session": "2"})
    quiz = Quiz.objects.get()
    for state in ("ready", "asking"):
        client.post(address, {"do": "on", "quiz": quiz.number, "place": 0, "state": state})
    assert quiz.questions[0]["texts"]["en"]["why"][:20] in client.get(address).content.decode().replace(
        "&#x27;", "'"
    )
    client.post(address, {"do": "end", "quiz": quiz.number})
    quiz.refresh_from_db()
    assert quiz.state == Quiz.State.ENDED


# --- Small groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({"worker": 9, "employer": 8}, [[8], [9]]),
        ({"worker": 9, "employer": 4}, [[13]]),
        ({"worker": 9, "employer": 8, "government": 1}, [[9], [9]]),
        ({"worker": 9, "employer": 2, "government": 3}, [[9], [5]]),
        ({"worker": 2, "employer": 2}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_sides_of_few_are_told_together_so_that_no_subtraction_finds_them(people, shown):
    told = quizzes.joined(Counter(people), Counter())
    assert sorted([g["n"]] for g in told) == sorted(shown)
    assert all(g["n"] >= 5 for g in told)
    if told:
        assert sum(g["n"] for g in told) == sum(people.values()), "nobody is left over to be reckoned"


# --- The room -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "th"])
def test_on_a_telephone_and_on_the_projector(browser_page, transactional_db, language):
    seminar = beijing(make_cast(), languages=["en", "th"])
    someone, leads = participant(seminar), trainer(seminar)
    quiz = quizzes.make(seminar.sessions.get(number=2))
    page = browser_page
    page.goto(f"/{language}/p/{someone.token}/quiz/")
    no_accessibility_faults(page)
    quizzes.go_on(quiz, 0, "ready")
    page.locator(".choice").first.wait_for()
    no_accessibility_faults(page)
    screenshot(page, f"quiz-{language}-asking")
    for n in quiz.questions[0]["key"]:
        page.locator(".choice").nth(n).click()
    page.locator(".quiz form .button").click()
    page.locator(".quiz .lead").wait_for()
    assert QuizAnswer.objects.get().right
    quizzes.go_on(quiz, 0, "asking")
    page.locator(".bars").first.wait_for()
    no_accessibility_faults(page)
    screenshot(page, f"quiz-{language}-showing")
    page.goto(f"/{language}/t/{leads.token}/quiz/")
    no_accessibility_faults(page)
    screenshot(page, f"quiz-{language}-projector")
