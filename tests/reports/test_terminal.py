from __future__ import annotations

from pathlib import Path

import pytest
from made_up_check import made_up

from tripartite.reports.ranking import broken
from tripartite.reports.terminal import render
from tripartite.reports.wording import languages, width, words

OUT = Path("out")


def test_the_worst_first_with_law_people_and_limits(summary):
    text = render(summary, OUT)
    order = [
        "Work under the age of sixteen",
        "Overtime in a month above 36 hours",
        "Pay for overtime",
        "No fire drill",
    ]
    assert sorted(order, key=text.index) == order
    for piece in (
        "586 of 600 people are affected",
        "At least 1,206,126.43 CNY of back pay is owed to 376 people",
        "13 of ",
        "412 of 600",
        "98 h 7 min",
        "at most 36 h",
        "cn/overtime-in-a-month: Labour Law, article 41",
        "424,428 rows read, 424,305 used, 123 rejected",
        "out/rejects.csv",
        "out/report.html",
        "strong sign: ",
        "This is information, not legal advice.",
    ):
        assert piece in text, piece


def test_conventions_that_are_no_law_come_after_the_law(summary):
    rules = [dict(r) for r in summary["rules"]]
    for r in rules:
        if r["rule"] == "ilo/weekly-rest":
            r["ratified"] = None
    assert broken({"rules": rules})[-1]["rule"] == "ilo/weekly-rest"
    assert "not ratified by China" in render({**summary, "rules": rules}, columns=120)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("columns", [60, 80, 100, 120, 400])
def test_no_line_is_wider_than_the_terminal(summary, lang, columns):
    for line in render(summary, OUT, lang=lang, columns=columns).splitlines():
        assert width(line) <= min(columns, 120) + 2, line  # closing punctuation may hang over


def test_columns_are_straight_in_chinese(summary):
    lines = render(summary, lang="zh", columns=100).splitlines()
    at = {
        width(line[: line.index(piece)])
        for piece in ("不超过 36 小时", "不超过 3 小时")
        for line in lines
        if piece in line
    }
    assert len(at) == 1


def test_colour_only_where_asked_and_never_against_no_color(summary, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in render(summary, colour=True)
    assert "\x1b[" not in render(summary, colour=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in render(summary, colour=True)


def test_a_clean_check():
    summary, _ = made_up(findings=False, gaps=False)
    text = render(summary)
    assert "The records show no rule broken." in text
    assert "0 of 600 people are affected" in text
    assert "Signs of made-up records" not in text


@pytest.mark.parametrize("lang", languages())
def test_every_language_speaks_throughout(summary, lang):
    text = render(summary, OUT, lang=lang)
    w = words(lang)
    for key in ("cannot_tell", "report", "notice"):
        assert w[key] in text.replace("\n", ""), key
    assert all(w.say(r["title"])[:8] in text for r in broken(summary))


def test_what_was_not_written_is_not_named(summary):
    text = render(summary, OUT, absent=["findings.xlsx", "records"])
    assert "out/report.html" in text
    assert "findings.xlsx" not in text
    assert "tripartite explain" not in text
    clean, _ = made_up(findings=False, gaps=False)
    assert "tripartite explain" not in render(clean, OUT)
