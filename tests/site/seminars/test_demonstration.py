"""The demonstration's seminars: held by the paths that every seminar takes, so that each page has something to show."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from tests.site.cast import Cast
from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.seminars import demonstration, group_cases, handing_in, letters, report
from tripartite.site.seminars.models import Attempt, FollowUp, HandIn, Quiz, QuizAnswer, Seminar
from tripartite.site.seminars.templatetags.learning import share


def test_each_page_of_the_organiser_has_something_to_show(cast: Cast):
    seminar = demonstration.make(cast.alice, cast.factory, cast.ines, cast.inspectorate)
    assert seminar.participants.count() == 24
    assert Counter(Attempt.objects.values_list("when", flat=True)) == {"before": 24, "after": 21}
    issued = [p.certificates.exists() for p in seminar.participants.all()]
    assert sum(issued) > 10
    assert not issued[0], "who went home after the first day"
    passed_on = seminar.passed_on.get()
    assert (passed_on.country, passed_on.participants.count()) == ("VN", 12)
    people = [p.person.name for p in passed_on.participants.all()]
    assert people[0] == "Nguyễn Thị Hằng (ví dụ 1)"
    assert all("ví dụ" in name for name in people), "made-up people are plainly made up"
    assert all("(example" in p.person.name for p in seminar.participants.all())
    _groups_found_what_is_in_their_case(seminar)
    assert {q.state for q in Quiz.objects.all()} == {"showing"}
    assert QuizAnswer.objects.count() > 100
    assert FollowUp.objects.exclude(told="").count() > 5
    assert letters.to_call(seminar), "follow-ups of people without e-mail"
    client = Client()
    client.force_login(cast.rosa)
    for page in (
        "",
        "report/",
        "certificates/",
        "afterwards/",
        "tree/",
        "tests/",
        "results/",
        "exercise/",
        "quiz/",
    ):
        assert client.get(f"/en/o/{cast.factory.slug}/seminars/{seminar.slug}/{page}").status_code == 200
    book = openpyxl.load_workbook(
        BytesIO(client.get(f"/en/o/{cast.factory.slug}/seminars/{seminar.slug}/report.xlsx").content)
    )
    levels = ["Reaction", "What was written", "Learning", "Paper A", "Paper B", "Behaviour", "Results"]
    assert book.sheetnames == levels
    _head, *questions, _gap, last = book["Paper A"].iter_rows(values_only=True)
    (told, _other) = report.learning(seminar)["papers"]
    assert [q[1] for q in questions] == pytest.approx([i["item"].difficulty for i in told["items"]])
    assert last[2] == round(told["alpha"], 2)


def _groups_found_what_is_in_their_case(seminar: Seminar) -> None:
    case = group_cases.made(seminar, 1)
    assert seminar.cases.get().file_name == case.file_name
    earlier, last = reversed(handing_in.told(seminar.organisation, HandIn.objects.all()))
    workers = {line.worker for line in case.key}
    assert {line.partition(":")[0] for line in last.text.splitlines()} == workers
    assert len(earlier.text.splitlines()) == len(last.text.splitlines()) - 1
    assert earlier.reply
    assert last.reply


def test_the_report_as_pdf_says_what_the_page_says(cast: Cast):
    seminar = demonstration.make(cast.alice, cast.factory, cast.ines, cast.inspectorate)
    client = Client()
    client.force_login(cast.rosa)
    names = ["".join(p.person.name.split()) for p in seminar.participants.all()]
    for language, _ in LANGUAGES_SPOKEN:
        got = client.get(f"/{language}/o/{cast.factory.slug}/seminars/{seminar.slug}/report/report.pdf")
        assert got.headers["Content-Type"] == "application/pdf"
        reader = PdfReader(BytesIO(got.content))
        text = "".join("".join(page.extract_text() for page in reader.pages).split()).replace("\u200b", "")
        with translation.override(language):
            learned = report.learning(seminar)
            assert "".join(share(learned["all"].gain).split()) in text, language
        assert "\ufffd" not in text, language
        assert not any(name in text for name in names), language
