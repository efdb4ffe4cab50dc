"""Cells in Thai habits: months by name, the Buddhist era, Thai digits, clock times with a dot."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.records.sheets import decode
from tripartite.records.values import a_clock, a_date, a_month, plain


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 ก.ค. 2568", date(2025, 7, 1)),
        ("01 กรกฎาคม 2568", date(2025, 7, 1)),
        ("1-ก.ค.-68", date(2025, 7, 1)),
        ("1 กรกฎาคม พ.ศ. 2568", date(2025, 7, 1)),
        ("๑ กรกฎาคม ๒๕๖๘", date(2025, 7, 1)),
        ("29 ก.พ. 2567", date(2024, 2, 29)),
        ("31/12/2568", date(2025, 12, 31)),
    ],
)
def test_thai_dates(text: str, day: date) -> None:
    assert a_date(text, "dmy") == day


@pytest.mark.parametrize("text", ["29 ก.พ. 2568", "1 วันดี 2568", "กรกฎาคม 2568", "ก.ค."])
def test_what_is_no_date_is_none(text: str) -> None:
    assert a_date(text, "dmy") is None


@pytest.mark.parametrize("text", ["กรกฎาคม 2568", "ก.ค. 68", "7/2568", "07-2568", "2568-07", "2025-07"])
def test_thai_months(text: str) -> None:
    assert a_month(text) == (2025, 7)


def test_clock_times_with_a_dot_and_the_word_for_hours() -> None:
    assert [a_clock(t) for t in ("08.00 น.", "17.30น.", "8:05")] == [480, 1050, 485]


def test_a_windows_file_with_typographic_marks_is_thai() -> None:
    text = "รหัสพนักงาน,วันที่,เวลาเข้า,เวลาออก,หมายเหตุ\n1,01/07/2568,08:00,17:00,“ปกติ”\n"
    assert decode(text.encode("cp874"), "x.csv") == text


def test_thai_words_are_shown_as_they_are_written() -> None:
    assert plain(" ค่าทำงานวันหยุด ") == "ค่าทำงานวันหยุด"
