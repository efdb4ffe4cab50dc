"""Tests before and after: drawn once, shared out fairly, each answer kept, results after closing only."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import answering, papers, testing
from tripartite.site.seminars.models import Answer, Attempt, Participant, When

LOTS = "the same lots in each run"


@pytest.fixture
def seminar(cast: Cast):
    return beijing(cast, questions=6, secret=LOTS)


def key_of(question):
    key = question["key"]
    return f"{key['number']:.12g}" if isinstance(key, dict) else key


def wrong_to(question):
    key = question["key"]
    if isinstance(key, dict):
        return "987654321"
    return key[::-1] if question["kind"] == "order" else [n for n in range(4) if n not in key][:1]


def begun(seminar, number=1, when=When.BEFORE, **about):
    testing.open_test(None, seminar, when)
    return testing.begin(participant(seminar, number, **about), when)


# --- Papers -------------------------------------------------------------------------------------------


def test_two_forms_share_no_question_and_are_kept_in_each_language(cast, seminar):
    a, b = papers.draw(cast.alice, seminar)
    assert len(a.questions) == len(b.questions) == 6
    assert not {q["id"] for q in a.questions} & {q["id"] for q in b.questions}
    objectives = [sorted(q["objective"] for q in form.questions) for form in (a, b)]
    assert objectives[0] == objectives[1]
    for q in [*a.questions, *b.questions]:
        assert set(q["texts"]) == {"en", "zh"}
        assert len(q["texts"]["en"]["answers"]) == len(q["texts"]["zh"]["answers"])
        assert q["texts"]["zh"]["text"] != q["texts"]["en"]["text"]


def test_the_key_is_right_in_the_order_shown(cast, seminar):
    from tripartite.site.seminars.curriculum import curriculum, teaching
    from tripartite.training.asking import askable

    _common, kept = papers.snapshots(seminar, papers.modules_of(seminar), "any")
    asked, _left = askable(curriculum(), teaching(seminar, "zh"), "any", papers.modules_of(seminar))
    kinds = set()
    for q in asked:
        if q.id not in kept:
            continue
        key, answers = kept[q.id]["key"], kept[q.id]["texts"]["zh"]["answers"]
        kinds.add(q.kind)
        if q.kind == "order":
            assert [answers[p] for p in key] == [a.text for a in q.answers]
            assert key != list(range(len(key))), "shown in the right order, it answers itself"
        elif q.number is None:
            assert {answers[p] for p in key} == {a.text for a in q.answers if a.right}
        else:
            assert key["number"] == q.number
    assert {"single", "numeric", "order"} <= kinds


def test_papers_stay_once_the_test_was_opened(cast, seminar):
    first = [q["id"] for q in papers.draw(cast.alice, seminar)[0].questions]
    again = [q["id"] for q in papers.draw(cast.alice, seminar)[0].questions]
    assert first != again, "drawn again, other lots fall"
    testing.open_test(cast.alice, seminar, When.BEFORE)
    with pytest.raises(RefusedError, match="stay as they are"):
        papers.draw(cast.alice, seminar)
    assert [q["id"] for q in seminar.papers.get(form="A").questions] == again


def test_an_agenda_without_modules_is_refused_and_says_what_to_do(cast, seminar):
    seminar.sessions.update(module="")
    with pytest.raises(RefusedError, match="Put more modules on the agenda"):
        testing.open_test(cast.alice, seminar, When.BEFORE)
    assert not seminar.openings.exists()


def test_more_questions_than_there_are_gives_as_many_as_there_are(cast, seminar):
    seminar.questions = 60
    seminar.save()
    a, b = papers.draw(cast.alice, seminar)
    assert 6 < len(a.questions) == len(b.questions) < 60


# --- Who has which ------------------------------------------------------------------------------------


def test_each_side_is_halved_and_so_are_all(seminar):
    for n in range(1, 32):
        participant(seminar, n, side=("worker", "employer", "government")[n % 3])
    testing.open_test(None, seminar, When.BEFORE)
    forms = [(p.side, p.first_form) for p in seminar.participants.all()]
    for side in ("worker", "employer", "government"):
        of_side = [f for s, f in forms if s == side]
        assert abs(of_side.count("A") - of_side.count("B")) <= 1
    every = [f for _, f in forms]
    assert abs(every.count("A") - every.count("B")) <= 1


def test_after_the_seminar_everybody_has_the_other_form(seminar):
    before = [begun(seminar, n) for n in (1, 2, 3, 4)]
    testing.open_test(None, seminar, When.AFTER)
    for attempt in before:
        after = testing.begin(attempt.participant, When.AFTER)
        assert {attempt.paper.form, after.paper.form} == {"A", "B"}


def test_begun_twice_it_is_one_attempt(seminar):
    attempt = begun(seminar)
    assert testing.begin(attempt.participant, When.BEFORE) == attempt
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("state", ["asked", "waiting", "refused", "withdrawn"])
def test_who_was_not_accepted_takes_no_test(seminar, state):
    with pytest.raises(RefusedError, match="accepted"):
        begun(seminar, state=Participant.State(state))


def test_a_test_that_is_not_open_is_not_begun(seminar):
    someone = participant(seminar)
    with pytest.raises(RefusedError, match="not open"):
        testing.begin(someone, When.BEFORE)
    answered = Client().get(f"/en/p/{someone.token}/test/before/", follow=True)
    assert "This test is not open." in answered.content.decode()


# --- Answers ------------------------------------------------------------------------------------------


def put(attempt, question, given, age=0):
    address = f"/en/p/{attempt.participant.token}/test/{attempt.when}/answers/{question}/"
    said = json.dumps({"given": given, "age": age})
    return Client(enforce_csrf_checks=True).put(address, said, content_type="application/json")


def test_an_answer_sent_three_times_is_kept_once(seminar):
    attempt = begun(seminar)
    question = attempt.paper.questions[0]
    for _ in range(3):
        assert put(attempt, question["id"], key_of(question)).status_code == 200
    assert Answer.objects.get().right


def test_the_last_word_counts_in_whatever_order_it_arrives(seminar):
    attempt = begun(seminar)
    question = next(q for q in attempt.paper.questions if q["kind"] in ("single", "scenario"))
    right, wrong = key_of(question), wrong_to(question)
    assert put(attempt, question["id"], right, age=1000).status_code == 200
    assert put(attempt, question["id"], wrong, age=60_000).status_code == 200
    assert Answer.objects.get().given == right, "what was given a minute ago is older than what is kept"
    assert put(attempt, question["id"], wrong, age=0).status_code == 200
    assert Answer.objects.get().given == wrong


def test_answers_of_one_telephone_go_by_its_count_however_long_each_was_on_its_way(seminar):
    attempt = begun(seminar)
    question = next(q for q in attempt.paper.questions if q["kind"] in ("single", "scenario"))
    right, wrong = key_of(question), wrong_to(question)
    slow = testing.Sent(timedelta(0), "phone", 1)
    testing.save_answer(attempt, question, wrong, slow)
    testing.save_answer(attempt, question, right, testing.Sent(timedelta(seconds=5), "phone", 2))
    assert Answer.objects.get().given == right
    testing.save_answer(attempt, question, wrong, slow)
    assert Answer.objects.get().given == right, "an older one that comes late changes nothing"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("not json", 400), ("[]", 400), ('{"age": 1}', 400), ('{"given": [99]}', 409), ('{"given": [true]}', 409),
        ('{"given": "x", "age": "y"}', 400), ('{"given": [0, 0]}', 409), ('{"given": [0], "age": 1e400}', 400), ('{"given": [0], "age": NaN}', 400),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_and_changes_nothing(seminar, said, status):
    attempt = begun(seminar)
    question = next(q for q in attempt.paper.questions if q["kind"] in ("single", "scenario", "multiple"))
    address = f"/en/p/{attempt.participant.token}/test/before/answers/{question['id']}/"
    answered = Client().put(address, said, content_type="application/json")
    assert answered.status_code == status
    assert answered.json()["error"]
    assert not Answer.objects.exists()


def test_a_question_of_the_other_paper_is_refused(seminar):
    attempt = begun(seminar)
    other = seminar.papers.exclude(pk=attempt.paper_id).get().questions[0]["id"]
    assert put(attempt, other, [0]).status_code == 404


def test_after_finishing_nothing_changes(seminar):
    attempt = begun(seminar)
    question = attempt.paper.questions[0]
    testing.save_answer(attempt, question, key_of(question))
    testing.finish(attempt)
    answered = put(attempt, question["id"], wrong_to(question))
    assert answered.status_code == 409
    assert "finished" in answered.json()["error"]
    assert Answer.objects.get().right


def test_what_was_given_before_closing_is_taken_after_it_and_nothing_later(seminar):
    attempt = begun(seminar)
    first, second = attempt.paper.questions[:2]
    testing.close_test(None, seminar, When.BEFORE)
    assert put(attempt, first["id"], key_of(first), age=60_000).status_code == 200
    assert put(attempt, second["id"], key_of(second), age=0).status_code == 409
    seminar.openings.update(closed_at=timezone.now() - testing.LATE - timedelta(seconds=1))
    assert put(attempt, second["id"], key_of(second), age=5 * 3600_000).status_code == 409


def test_who_has_seen_the_result_gives_no_answer_any_more(seminar):
    attempt = begun(seminar)
    question = attempt.paper.questions[0]
    testing.close_test(None, seminar, When.BEFORE)
    assert Client().get(f"/en/p/{attempt.participant.token}/test/before/result/").status_code == 200
    assert put(attempt, question["id"], key_of(question), age=60_000).status_code == 409


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("36", "36"), ("၃၆", "36"), ("๓๖", "36"), ("３６", "36"), (" 36 ", "36"), ("36 hours", "36"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"),
     ("150%", "150"), ("2 750 000", "2750000")],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_marks_of_any_language(typed, kept):
    assert answering.read({"kind": "numeric"}, typed) == kept


def test_a_number_that_cannot_be_read_is_told(seminar):
    with pytest.raises(RefusedError, match=r"“about ten” is no number"):
        answering.read({"kind": "numeric"}, "about ten")


def test_a_numeric_answer_is_right_within_its_tolerance():
    question = {"kind": "numeric", "key": {"number": 1034.48, "tolerance": 1.0, "unit": "CNY"}}
    assert answering.is_right(question, "1035.48")
    assert not answering.is_right(question, "1035.60")
    assert not answering.is_right(question, "")


def test_half_of_a_multiple_question_is_not_right():
    question = {"kind": "multiple", "key": [0, 2]}
    assert answering.is_right(question, [2, 0])
    assert not answering.is_right(question, [0])
    assert not answering.is_right(question, [0, 1, 2])
    assert not answering.is_right(question, [])


# --- Pages --------------------------------------------------------------------------------------------


def filled(questions, answer):
    """What a browser without scripts sends."""
    said = {}
    for q in questions:
        given = answer(q)
        if q["kind"] == "order":
            said |= {f"q-{q['id']}-{step}": str(rank) for rank, step in enumerate(given, 1)}
        else:
            said[f"q-{q['id']}"] = given if isinstance(given, str) else [str(p) for p in given]
    return said


def test_without_scripts_the_page_is_saved_and_finished_and_the_result_waits_for_the_end(seminar):
    attempt = begun(seminar)
    address = f"/en/p/{attempt.participant.token}/test/before/"
    client = Client()
    first = attempt.paper.questions[:1]
    answered = client.post(address, {**filled(first, key_of), "save": "2"})
    assert answered.headers["Location"].endswith("#q2")
    assert testing.given_to(attempt) == {first[0]["id"]: key_of(first[0])}
    answered = client.post(address, {**filled(attempt.paper.questions, key_of), "finish": "yes"}, follow=True)
    page = answered.content.decode()
    assert "you answered 6 of 6" in page
    assert attempt.paper.questions[0]["texts"]["en"]["why"] not in page, (
        "explanations would help who still sits"
    )
    testing.close_test(None, seminar, When.BEFORE)
    page = client.get(f"{address}result/").content.decode()
    assert "6 of 6 questions right" in page
    assert "/en/law/provisions/" in page


def test_an_unreadable_number_is_told_and_the_rest_is_saved(seminar):
    attempt = begun(seminar)
    number = {"id": "n-1", "kind": "numeric", "objective": "o", "module": "wages", "level": 1, "provision": "cn/labour-law/41", "doubtful": False,
              "key": {"number": 36, "tolerance": 0, "unit": "hour"},
              "texts": {"en": {"text": "How many?", "answers": [], "unit": "hour", "why": "", "law": "", "fallen_back": False}}}  # fmt: skip
    attempt.paper.questions = [number, *attempt.paper.questions[:1]]
    attempt.paper.save()
    said = {"q-n-1": "ten or so", **filled(attempt.paper.questions[1:], key_of), "finish": "yes"}
    answered = Client().post(f"/en/p/{attempt.participant.token}/test/before/", said)
    assert answered.status_code == 422
    assert "“ten or so” is no number" in answered.content.decode()
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert list(testing.given_to(attempt)) == [attempt.paper.questions[1]["id"]]


def test_the_page_is_in_the_language_of_its_address(seminar):
    attempt = begun(seminar)
    page = Client().get(f"/zh-hans/p/{attempt.participant.token}/test/before/").content.decode()
    assert attempt.paper.questions[0]["texts"]["zh"]["text"].splitlines()[0][:12] in page


def test_the_organiser_opens_closes_and_types_in_from_paper(cast, seminar):
    someone = participant(seminar)
    client = Client()
    client.force_login(cast.bob)
    tests = "/en/o/lotus-garments/seminars/beijing/tests/"
    client.post(f"{tests}before/", {"do": "open"})
    client.post(f"{tests}before/", {"do": "close"})
    assert seminar.openings.get().closed_at
    paper = seminar.papers.get(form="B")
    said = {"form": "B", **filled(paper.questions[:4], key_of), **filled(paper.questions[4:], wrong_to)}
    assert client.post(f"{tests}before/1/", said).status_code == 302
    attempt = someone.attempts.get()
    assert (attempt.on_paper, attempt.paper.form, testing.score(attempt)) == (True, "B", (4, 6))
    assert attempt.finished_at
    client.post(f"{tests}before/1/", {"form": "B", **filled(paper.questions, key_of)})
    assert testing.score(someone.attempts.get()) == (6, 6)
    assert "6 of 6 right" in client.get(tests).content.decode()


def test_what_was_taken_on_the_telephone_is_not_typed_over(cast, seminar):
    attempt = begun(seminar)
    testing.save_answer(attempt, attempt.paper.questions[0], key_of(attempt.paper.questions[0]))
    with pytest.raises(RefusedError, match="on the telephone"):
        testing.type_in(cast.alice, attempt.participant, When.BEFORE, "", {})
    assert attempt.answers.count() == 1


def test_papers_and_keys_are_printed(cast, seminar):
    papers.draw(cast.alice, seminar)
    client = Client()
    client.force_login(cast.bob)
    address = "/zh-hans/o/lotus-garments/seminars/beijing/tests/papers/A/"
    question = seminar.papers.get(form="A").questions[0]
    assert question["texts"]["zh"]["why"] not in client.get(address).content.decode()
    key = client.get(f"{address}?key=1").content.decode()
    for asked in seminar.papers.get(form="A").questions:
        law, why = asked["texts"]["zh"]["law"], asked["texts"]["zh"]["why"]
        explained = key[key.index(escape(why)) :].split("</article>")[0]
        assert explained.count(escape(law)) == max(why.count(law), 1), "the law is told, and not told again"
    client.force_login(cast.rosa)
    assert client.get(address).status_code == 403, "who only reads is no keeper of keys"
