"""The report: figures worked by hand, and groups of fewer than five people told nowhere."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from tests.site.cast import Cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, participant
from tests.site.seminars.test_tests import LOTS, key_of
from tripartite.site.seminars import feedback, report, testing
from tripartite.site.seminars.models import When


@pytest.fixture
def seminar(cast: Cast):
    return beijing(cast, questions=6, secret=LOTS, first_day=date(2026, 3, 2))


def sit(seminar, number: int, before: int, after: int, side: str) -> None:
    """Somebody who has so many of six right in each test."""
    person = participant(seminar, number, side=side)
    for when, right in ((When.BEFORE, before), (When.AFTER, after)):
        attempt = testing.begin(person, when)
        for question in attempt.paper.questions[:right]:
            testing.save_answer(attempt, question, key_of(question))
        testing.finish(attempt)


@pytest.fixture
def sat(seminar):
    for when in When:
        testing.open_test(None, seminar, when)
    for n in range(1, 7):
        sit(seminar, n, 2, 4, "worker")
    for n in range(7, 9):
        sit(seminar, n, 3, 6, "employer")
    return seminar


def test_the_gain_is_that_of_hand_and_small_sides_are_joined(sat):
    learned = report.learning(sat)
    # Before (6 x 2/6 + 2 x 3/6) / 8 = 0.375, after (6 x 4/6 + 2 x 1) / 8 = 0.75: 0.375 of 0.625.
    assert learned["all"].people == 8
    assert learned["all"].gain == pytest.approx(0.6)
    assert [g.people for _, g in learned["sides"]] == [8], (
        "two employers alone, or by subtraction, are nobody's figure"
    )


def test_questions_are_not_judged_by_few(sat):
    assert all(not p["items"] for p in report.learning(sat)["papers"])


@pytest.mark.parametrize("n", [4, 5])
def test_feedback_of_few_is_not_shown(seminar, n):
    for number in range(1, n + 1):
        feedback.give(participant(seminar, number), {"overall": 2 + number % 2}, {"helped": "The cases"})
    told = report.reaction(seminar)
    assert told["few"] == (n < 5)
    if n == 5:
        whole = next(r for r in told["items"] if r.counts)
        assert (whole.n, whole.mean, whole.counts) == (5, pytest.approx(2.6), (0, 2, 3, 0, 0))
        assert all(r.mean is None for r in told["items"] if r.name != whole.name)
    else:
        assert not told["items"]
        assert not told["written"]


SAID = (
    {"helped": "Overtime pay", "missing": "工资条怎么看"},
    {"helped": "The wages part", "change": "Breaks"},
    {"change": "Too fast"},
)


def test_what_was_written_is_grouped_by_subject(cast, seminar):
    """Five named wages; two alone named working time and one the union, which is told with the rest."""
    for number, said in enumerate(
        (SAID[0], SAID[0], SAID[1], SAID[1], SAID[0], SAID[2], {"missing": "The union"}), 1
    ):
        feedback.give(participant(seminar, number), {"overall": 4}, said)
    wages, rest = report.reaction(seminar)["subjects"]
    assert wages == ("Wages", ["Overtime pay"] * 3 + ["The wages part"] * 2 + ["工资条怎么看"] * 3)
    assert rest == ("Other topics", ["Breaks", "Breaks", "The union", "Too fast"])
    client = Client()
    client.force_login(cast.rosa)
    page = client.get("/en/o/lotus-garments/seminars/beijing/report/").content.decode()
    assert "Wages (8)" in page
    assert "Working time (" not in page
    book = openpyxl.load_workbook(
        BytesIO(client.get("/en/o/lotus-garments/seminars/beijing/report.xlsx").content)
    )
    rows = list(book["What was written"].iter_rows(values_only=True, min_row=2))
    assert ("What helped you most?", "Wages", "Overtime pay") in rows
    assert ("What did you miss, or need next?", "Other topics", "The union") in rows
    assert not {p.person.name for p in seminar.participants.all()} & {cell for row in rows for cell in row}


def test_two_texts_of_one_person_are_one_person(seminar):
    for number in range(1, 5):
        feedback.give(
            participant(seminar, number), {"overall": 4}, {"helped": "Wages", "missing": "Pay slips"}
        )
    feedback.give(participant(seminar, 5), {"overall": 4}, {"helped": "The food"})
    assert report.reaction(seminar)["subjects"] == []


def test_the_page_and_the_workbook_say_the_same(cast, sat):
    client = Client()
    client.force_login(cast.rosa)
    page = client.get("/en/o/lotus-garments/seminars/beijing/report/").content.decode()
    assert "60%" in page
    book = openpyxl.load_workbook(
        BytesIO(client.get("/en/o/lotus-garments/seminars/beijing/report.xlsx").content)
    )
    rows = {r[0]: r for r in book["Learning"].iter_rows(values_only=True)}
    assert rows["All"][1] == 8
    assert rows["All"][4] == pytest.approx(0.6)


def test_of_an_empty_seminar_it_says_that_nothing_is_known(cast, seminar):
    client = Client()
    client.force_login(cast.rosa)
    page = client.get("/th/o/lotus-garments/seminars/beijing/report/")
    assert page.status_code == 200
    assert client.get("/en/o/lotus-garments/seminars/beijing/report.xlsx").status_code == 200


def test_the_report_in_a_browser(browser_page, sat):
    page = signed_in(browser_page, "rosa")
    for language in ("en", "my"):
        page.goto(f"/{language}/o/lotus-garments/seminars/beijing/report/")
        no_accessibility_faults(page)
        screenshot(page, f"report-{language}")
