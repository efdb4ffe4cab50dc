"""Questions that records cannot answer: a form for phones, and its answers held against the standards."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tripartite.check.answers import field_name, read_answers
from tripartite.check.assessment import assess, questions_for, summary_of
from tripartite.cli import main
from tripartite.records.errors import RecordsError
from tripartite.reports.xlsform import write_xlsform
from tripartite.standards.load import load
from tripartite.standards.schema import Question, Where

ALL = load()
COUNTRIES = [k for k in ("cn", "jp", "mm", "ph", "th", "vn") if k in ALL.rooms and ALL.rooms[k].questions]
NATIONAL = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}


def question(key: str, **more: object) -> Question:
    plain = {
        "topic": "wages", "provisions": ("ilo/c95/12",), "text": {"en": key}, "help": {}, "kind": "yes-no", "met": "yes",
        "choices": (), "evidence": {}, "weight": 1, "only_if": "", "replaces": "", "where": Where(), "line": 1,
    }  # fmt: skip
    return Question(id=key, **{**plain, **more})  # type: ignore[arg-type]


ASKED = [
    question("x/a", weight=3),
    question("x/b", only_if="x/a"),
    question("x/c", kind="number", met="at most 5"),
    question(
        "x/d",
        kind="choice",
        met="",
        choices=(("free", {"en": "free"}, True), ("kept", {"en": "kept"}, False)),
    ),
]


def results(**answers: str) -> dict[str, str]:
    return {a.question.id: a.result for a in assess(ASKED, [answers])}


def test_an_answer_meets_its_standard_or_not_and_an_empty_one_cannot_tell() -> None:
    assert results(x_a="yes", x_b="no", x_c="5", x_d="free") == {
        "x/a": "met", "x/b": "not-met", "x/c": "met", "x/d": "met",
    }  # fmt: skip
    assert results(x_a="", x_c="6", x_d="unknown") == {
        "x/a": "cannot-tell", "x/b": "not-asked", "x/c": "not-met", "x/d": "cannot-tell",
    }  # fmt: skip
    assert results(x_a="na", x_c="five", x_d="strange")["x/c"] == "cannot-tell"


def test_what_weighs_most_stands_first_and_what_was_not_asked_counts_nowhere() -> None:
    found = summary_of(assess(ASKED, [{"x_a": "no", "x_b": "", "x_c": "9", "x_d": "na"}]))
    assert [n["question"] for n in found["not_met"]] == ["x/a", "x/c"]
    assert found["topics"]["wages"] == {
        "asked": 2, "met": 0, "not_met": 2, "cannot_tell": 0, "points": 0, "of": 4,
    }  # fmt: skip


@pytest.mark.parametrize("group", ["", "topic_wages/", "topic_wages-", "survey:topic_wages:"])
def test_answers_are_found_under_the_groups_of_either_server(tmp_path: Path, group: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{group}x_a;{group}x_c\nyes;3\n" if group == "" else f"{group}x_a,{group}x_c\nyes,3\n", "utf-8-sig"
    )
    assert read_answers(path) == [{"x_a": "yes", "x_c": "3"}]


def test_answers_of_another_form_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="none of the questions"):
        assess(ASKED, [{"colour": "red"}])
    with pytest.raises(RecordsError, match="no answer"):
        (tmp_path / "empty.csv").write_text("x_a\n", "utf-8")
        read_answers(tmp_path / "empty.csv")


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_form_is_one_that_odk_takes(country: str, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    n = write_xlsform(path, questions_for(ALL, country), country, NATIONAL[country])
    made = subprocess.run(
        [sys.executable, "-m", "pyxform.xls2xform", "--skip_validate", str(path), str(tmp_path / "form.xml")],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    xml = (tmp_path / "form.xml").read_text("utf-8")
    assert xml.count("<bind ") >= n


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_question_names_provisions_that_are_held(country: str) -> None:
    held = {p for room in ALL.rooms.values() for p in room.provisions}
    ids = {q.id for q in questions_for(ALL, country)}
    names = [field_name(i) for i in ids]
    assert len(set(names)) == len(names)
    for q in questions_for(ALL, country):
        assert set(q.provisions) <= held, q.id
        assert not q.only_if or q.only_if.removeprefix("no:") in ids, q.id


@pytest.mark.skipif(not COUNTRIES, reason="no room has questions")
def test_answers_from_a_form_go_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    country = COUNTRIES[0]
    first = next(q for q in questions_for(ALL, country) if q.kind == "yes-no" and not q.only_if)
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([f"group/{field_name(first.id)}"])
        writer.writerow(["no" if first.met == "yes" else "yes"])
    assert main(["questions", "assess", str(path), "--country", country.upper()]) == 1
    assert first.text["en"] in capsys.readouterr().out
