"""Answers as the two servers export them: names or labels, groups before them, commas or semicolons."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tripartite.check.answers import SAID, field_name, read_answers
from tripartite.check.assessment import assess, questions_for, summary_of
from tripartite.cli import FINE, FOUND, main
from tripartite.records.errors import RecordsError
from tripartite.standards.load import load
from tripartite.standards.schema import TOPICS, Question

ALL = load()
NATIONAL = {"cn": "zh", "jp": "ja", "mm": "my", "ph": "fil", "th": "th", "vn": "vi"}
COUNTRIES = [k for k in NATIONAL if k in ALL.rooms]


def good(q: Question) -> str:
    if q.kind == "yes-no":
        return q.met
    if q.kind == "choice":
        return next(value for value, _, met in q.choices if met)
    return q.met.split()[-1] if q.met else "1"


def group(q: Question) -> str:
    return f"topic_{q.topic.replace('-', '_')}"


def write(path: Path, rows: list[list[str]], delimiter: str, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def central(path: Path, questions: list[Question], answers: list[str]) -> Path:
    """ODK Central: a group and `-` before each name, and columns of its own around them."""
    header = [
        "SubmissionDate",
        "facility",
        "visited_on",
        *(f"{group(q)}-{field_name(q.id)}" for q in questions),
    ]
    row = ["2026-11-25T09:00:00Z", "Mill 1", "2026-11-25", *answers]
    return write(path, [[*header, "meta-instanceID", "KEY"], [*row, "uuid:1", "uuid:1"]], ",")


def kobo(path: Path, questions: list[Question], answers: list[str]) -> Path:
    """KoboToolbox with XML values: semicolons, groups with `/`."""
    header = [
        "facility",
        "visited_on",
        *(f"{group(q)}/{field_name(q.id)}" for q in questions),
        "_id",
        "_uuid",
    ]
    return write(path, [header, ["Mill 1", "2026-11-25", *answers, "7", "u"]], ";", "utf-8-sig")


def kobo_labels(path: Path, questions: list[Question], answers: list[str], lang: str) -> Path:
    """KoboToolbox with labels: the text of a question and of an answer instead of their names."""
    header = ["Facility", *(f"Topic {q.topic}/{q.text.get(lang) or q.text['en']}" for q in questions)]
    said = [SAID[a][lang] if a in SAID else a for a in answers]
    return write(path, [header, ["Mill 1", *said]], ";")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("server", ["central", "kobo", "labels", "labels in English"])
def test_all_answers_of_a_form_come_back_and_are_judged(country: str, server: str, tmp_path: Path) -> None:
    questions = questions_for(ALL, country)
    answers = [good(q) for q in questions]
    path = tmp_path / "answers.csv"
    if server == "central":
        central(path, questions, answers)
    elif server == "kobo":
        kobo(path, questions, answers)
    else:
        kobo_labels(path, questions, answers, NATIONAL[country] if server == "labels" else "en")
    found = summary_of(assess(questions, read_answers(path, questions)))
    assert not found["not_met"]
    asked = sum(c["asked"] for c in found["topics"].values())
    assert sum(c["met"] for c in found["topics"].values()) == asked
    assert asked > len(questions) - 10  # what follows only from another answer is not asked
    assert set(found["topics"]) == {t for t in TOPICS if any(q.topic == t for q in questions)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_two_questions_of_a_country_have_the_same_words(country: str) -> None:
    for lang in ("en", NATIONAL[country]):
        said = [q.text[lang] for q in questions_for(ALL, country) if lang in q.text]
        assert len(said) == len(set(said)), {s for s in said if said.count(s) > 1}


def test_from_the_command_to_the_words_of_the_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = questions_for(ALL, "cn")
    wrong = [{"yes": "no", "no": "yes"}.get(good(q), good(q)) for q in questions]
    path = central(tmp_path / "a.csv", questions, wrong)
    assert main(["questions", "assess", str(path), "--country", "CN", "--lang", "zh"]) == FOUND
    told = capsys.readouterr().out
    assert "童工" in told
    assert "未达到" in told
    path = central(tmp_path / "b.csv", questions, [good(q) for q in questions])
    assert main(["questions", "assess", str(path), "--country", "CN", "--lang", "my"]) == FINE


def test_answers_stand_in_the_report(tmp_path: Path) -> None:
    days = tmp_path / "days.csv"
    days.write_text("工号,日期,工时\n1,2025-03-03,8\n", encoding="utf-8")
    questions = questions_for(ALL, "cn")
    wrong = [{"yes": "no", "no": "yes"}.get(good(q), good(q)) for q in questions]
    answers = kobo(tmp_path / "a.csv", questions, wrong)
    out = tmp_path / "out"
    arguments = [
        "check",
        str(days),
        "--country",
        "CN",
        "--answers",
        str(answers),
        "--out",
        str(out),
        "--lang",
        "zh",
        "--quiet",
    ]
    assert main(arguments) == FINE
    assert questions[0].text["zh"] in (out / "report.html").read_text(encoding="utf-8")


def test_labels_with_the_separator_of_others_are_no_trouble(tmp_path: Path) -> None:
    questions = [q for q in questions_for(ALL, "cn") if "," in q.text["en"]][:5]
    path = write(
        tmp_path / "a.csv",
        [["Start", *(q.text["en"] for q in questions), "End"], ["", *["Yes"] * 5, ""]],
        ";",
    )
    (row,) = read_answers(path, questions)
    assert [row[field_name(q.id)] for q in questions] == ["yes"] * 5


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe\x00x")
    with pytest.raises(RecordsError, match="UTF-8"):
        read_answers(path)
