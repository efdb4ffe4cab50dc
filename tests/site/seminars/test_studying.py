"""Self-study: each module with the country's law of today, one question at a time; nothing is kept of who has no account."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests.site.cast import Cast
from tests.site.seminars.test_tests import key_of, wrong_to
from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.library import kept
from tripartite.site.places import COUNTRIES
from tripartite.site.plans.learning import address_of
from tripartite.site.seminars import studying
from tripartite.site.seminars.curriculum import curriculum, teaching_of
from tripartite.site.seminars.models import Studied
from tripartite.site.seminars.papers import Question
from tripartite.site.seminars.studying import Study
from tripartite.training.asking import askable

SOME = ("wages", "working-time", "national-law")
MODULES = [("CN", m.id) for m in curriculum().of_country("CN")]
MODULES += [(c, m) for c in COUNTRIES if c != "CN" for m in SOME]
LANGUAGES = [code for code, _ in LANGUAGES_SPOKEN]


@pytest.fixture(autouse=True)
def _empty():
    kept.PAGES.clear()
    yield
    kept.PAGES.clear()


def studied(module: str, country: str = "CN", language: str = "en") -> Study:
    with translation.override(language):
        found = Study(curriculum().modules[module], country)
        assert found.questions
    return found


def said(question: Question, given: Any) -> dict[str, Any]:
    """An answer as the form sends it."""
    name = f"q-{question['id']}"
    if question["kind"] == "order":
        return {f"{name}-{step}": rank for rank, step in enumerate(given, 1)}
    return {name: given}


def ask(client: Client, study: Study, number: int, given: Any) -> Any:
    about = {"country": study.country, "check": "1", **said(study.questions[number - 1], given)}
    return client.get(f"/en/learn/{study.module.id}/questions/{number}/", about)


# --- Lessons --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_modules_of_each_country_by_topic_in_each_language(client: Client, db, language):
    for country in COUNTRIES:
        page = client.get(f"/{language}/learn/", {"country": country})
        assert (page.status_code, page.cookies) == (200, {})
        for m in curriculum().of_country(country):
            assert f'href="/{language}/learn/{m.id}/?country={country}"' in page.text
            assert m.title[page.context["lang"]].partition("{")[0] in page.text
        kept.PAGES.clear()


def test_the_country_is_that_of_the_language_if_none_is_said(client: Client, db):
    for language, country in (("my", "MM"), ("ja", "JP"), ("fil", "PH"), ("en", "CN")):
        assert client.get(f"/{language}/learn/").context["country"] == country
    assert client.get("/my/learn/?country=vn").context["country"] == "VN"


@pytest.mark.parametrize(("country", "module"), MODULES)
def test_a_lesson_and_every_question_with_the_countrys_law(client: Client, db, country, module):
    page = client.get(f"/en/learn/{module}/", {"country": country})
    assert (page.status_code, page.cookies) == (200, {})
    assert "{rule" not in page.text
    assert "{law" not in page.text
    assert 'href="/en/law/provisions/' in page.text
    for objective in page.context["lesson"].objectives:
        assert objective in page.text.replace("&#x27;", "'")
    study = studied(module, country)
    teaching = teaching_of(country, "en")
    asked, _ = askable(curriculum(), teaching, studying.SEED, [curriculum().modules[module]])
    assert [q["id"] for q in study.questions] == [q.id for q in asked]
    for n, question in enumerate(study.questions, 1):
        put = client.get(f"/en/learn/{module}/questions/{n}/", {"country": country})
        assert (put.status_code, put.cookies) == (200, {})
        assert "explained" not in put.context
        right = ask(client, study, n, key_of(question))
        assert right.context["q"]["right"], question["id"]
        assert f'href="/en/law/provisions/{question["provision"]}/"' in right.text
        assert not right.cookies
        wrong = ask(client, study, n, wrong_to(question))
        assert wrong.context["q"]["right"] is False
        assert '<span class="tag bad">not right</span>' in wrong.text
        assert wrong["Cache-Control"] == "private, no-store"
    assert not Studied.objects.exists()


def test_answers_are_the_values_of_the_standards(client: Client, db):
    for country in COUNTRIES:
        study = studied("wages", country)
        question = next((q for q in study.questions if q["id"] == "wa-7"), None)
        held = teaching_of(country).held("overtime-rate")
        assert (question is not None) == held.verified
        if question:
            assert question["key"]["number"] == held.value.number / 100
            assert question["provision"] == held.provision


def test_what_the_country_has_no_value_for_is_left_out_and_the_page_says_so(client: Client, db):
    module = curriculum().modules["working-time"]
    _, left_out = askable(curriculum(), teaching_of("PH", "en"), studying.SEED, [module])
    assert left_out
    assert len(studied("working-time", "PH").questions) == len(module.questions) - len(left_out)
    assert "Some lines are left out" in client.get("/en/learn/working-time/?country=PH").text
    assert "Some lines are left out" not in client.get("/en/learn/wages/?country=CN").text


def test_a_lesson_without_a_translation_says_so(client: Client, db):
    with translation.override("my"):
        wanted = translation.gettext("Not everything is translated yet; the rest is in English.")
    assert wanted in client.get("/my/learn/wages/").text
    assert "Not everything is translated" not in client.get("/en/learn/wages/?country=CN").text


@pytest.mark.parametrize(
    "address",
    ["learn/?country=XX", "learn/wages/?country=XX", "learn/knitting/", "learn/wages/questions/0/?country=CN",
     "learn/wages/questions/999/?country=CN", "learn/knitting/questions/1/"],
)  # fmt: skip
def test_what_is_not_there_is_told_as_not_found(client: Client, db, address):
    assert client.get(f"/en/{address}").status_code == 404


def test_without_an_answer_or_with_one_that_is_none_the_question_is_put_again(client: Client, db):
    study = studied("working-time")
    for n, question in enumerate(study.questions, 1):
        empty = client.get(f"/en/learn/working-time/questions/{n}/?country=CN&check=1")
        assert empty.status_code == 422
        assert "There is no answer yet" in empty.text
        strange = {"numeric": "many", "order": [0] * 3}.get(question["kind"], "77")
        answer = ask(client, study, n, strange)
        assert answer.status_code == 422
        assert 'class="error"' in answer.text


def test_lessons_and_questions_are_kept_pages(client: Client, db):
    for address in ("learn/", "learn/wages/", "learn/wages/questions/1/"):
        assert client.get(f"/en/{address}")["Cache-Control"].startswith("public, max-age=")


# --- How far one is ---------------------------------------------------------------------------------------


def post(client: Client, study: Study, number: int, given: Any) -> Any:
    where = f"/en/learn/{study.module.id}/questions/{number}/?country={study.country}"
    return client.post(where, said(study.questions[number - 1], given))


def test_each_account_has_its_own_progress_by_country_and_the_last_answer_counts(cast: Cast):
    alice, bob = Client(), Client()
    alice.force_login(cast.alice)
    bob.force_login(cast.bob)
    study = studied("wages")
    first, second = study.questions[:2]
    of = len(study.questions)
    assert f"0 of {of} right" in post(alice, study, 1, wrong_to(first)).text
    assert f"1 of {of} right" in post(alice, study, 2, key_of(second)).text
    assert f"2 of {of} right" in post(alice, study, 1, key_of(first)).text
    assert f"0 of {of} right" in post(bob, study, 1, wrong_to(first)).text
    row = Studied.objects.get(user=cast.alice)
    assert {q: a["right"] for q, a in row.answers.items()} == {first["id"]: True, second["id"]: True}
    assert f"2 of {of} right" in alice.get("/en/learn/?country=CN").text
    assert f"0 of {of} right" in bob.get("/en/learn/wages/?country=CN").text
    assert not [s for _, each in alice.get("/en/learn/?country=VN").context["topics"] for s in each if s.told]


def test_that_a_lesson_was_read_is_kept_and_leads_to_the_questions(cast: Cast):
    client = Client()
    client.force_login(cast.charlie)
    for _ in range(2):
        answer = client.post("/en/learn/wages/?country=VN", {"read": "lesson"})
        assert answer["Location"] == "/en/learn/wages/questions/1/?country=VN"
    row = Studied.objects.get()
    assert (row.user, row.module, row.country, row.read) == (cast.charlie, "wages", "VN", ["lesson"])
    topics = client.get("/en/learn/?country=VN").context["topics"]
    assert [s.module.id for _, each in topics for s in each if s.read] == ["wages"]
    assert client.post("/en/learn/wages/?country=VN").status_code == 200


def test_an_answer_by_address_changes_nothing_in_an_account(cast: Cast):
    client = Client()
    client.force_login(cast.alice)
    study = studied("wages")
    assert ask(client, study, 1, key_of(study.questions[0])).status_code == 200
    assert not Studied.objects.exists()


def test_who_has_no_account_posts_nothing_that_is_kept(client: Client, db):
    study = studied("wages")
    assert post(client, study, 1, key_of(study.questions[0])).context["q"]["right"]
    client.post("/en/learn/wages/?country=CN", {"read": "lesson"})
    assert not Studied.objects.exists()


# --- What a device held is taken into an account ----------------------------------------------------------


def take(client: Client, held: Any) -> Any:
    return client.post("/en/learn/take/", {"held": held if isinstance(held, str) else json.dumps(held)})


def test_what_a_device_held_is_merged_and_the_better_stays(cast: Cast):
    alice = Client()
    alice.force_login(cast.alice)
    study = studied("wages")
    first, second, third, fourth = study.questions[:4]
    post(alice, study, 1, key_of(first))
    post(alice, study, 2, wrong_to(second))
    held = {first["id"]: False, second["id"]: True, third["id"]: False, fourth["id"]: True}
    device = {"CN/wages": {"answers": held, "read": True}, "VN/wages": {"read": True}}
    for _ in range(2):
        assert take(alice, device).json() == {"taken": True}
    rows = {r.country: r for r in Studied.objects.filter(user=cast.alice)}
    answers = {q: a["right"] for q, a in rows["CN"].answers.items()}
    assert answers == {first["id"]: True, second["id"]: True, third["id"]: False, fourth["id"]: True}
    assert rows["CN"].answers[first["id"]]["given"], "what was answered here is not lost"
    assert [rows[c].read for c in ("CN", "VN")] == [["lesson"], ["lesson"]]
    page = alice.get("/en/learn/?country=CN").text
    assert f"3 of {len(study.questions)} right" in page
    assert "What this device held is now kept with your account." in page


@pytest.mark.parametrize(
    "held",
    ["", "{", "7", "null", "[1]", {"CN/wages": 5}, {"CN/wages": {"answers": 5}}, {"XX/wages": {"read": True}},
     {"CN/knitting": {"read": True}}, {"CN/wages": {"answers": {"no-such": True, "wa-1": "yes"}}}],
)  # fmt: skip
def test_what_is_broken_or_unknown_on_a_device_is_not_taken(cast: Cast, held):
    client = Client()
    client.force_login(cast.alice)
    assert take(client, held).status_code == 422
    assert not Studied.objects.exists()


def test_who_is_not_signed_in_takes_nothing(client: Client, db):
    answered = take(client, {"CN/wages": {"read": True}})
    assert answered.status_code == 302, "which the device does not read as a yes"
    assert not Studied.objects.exists()


def test_a_finding_leads_to_its_module_in_the_facilitys_country(client: Client, db):
    for country in COUNTRIES:
        for m in curriculum().of_country(country):
            assert client.get(address_of(m, country)).context["study"].module.id == m.id


def test_the_way_in_from_training_and_from_the_first_page(client: Client, db):
    for address in ("", "seminars/"):
        assert 'href="/en/learn/"' in client.get(f"/en/{address}").text
