"""Dates, times and sums as files of Viet Nam, the Philippines, Japan and Thailand write them."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.records.values import (
    a_clock,
    a_clock_of_shift,
    a_date,
    a_moment,
    a_month,
    ambiguous_date,
    an_amount,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和7年11月1日", date(2025, 11, 1)),
        ("R7.12.25", date(2025, 12, 25)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("S60/3/2", date(1985, 3, 2)),
        ("5-Aug-25", date(2025, 8, 5)),
        ("12-Mar-95", date(1995, 3, 12)),
        ("August 5, 2025", date(2025, 8, 5)),
        ("Sept. 3, 2025", date(2025, 9, 3)),
    ],
)
def test_eras_and_months_by_name(text: str, day: date) -> None:
    assert a_date(text) == day


@pytest.mark.parametrize("text", ["令和7年13月1日", "31-Jun-25", "Smarch 5, 2025", "R7", "August 2025"])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert a_date(text) is None


def test_a_buddhist_year_says_that_the_day_stands_first() -> None:
    assert a_date("๐๕/๐๘/๒๕๖๘") == date(2025, 8, 5)
    assert not ambiguous_date("๐๕/๐๘/๒๕๖๘")
    assert ambiguous_date("05/08/2025")


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("BẢNG CHẤM CÔNG THÁNG 04 NĂM 2025", (2025, 4)),
        ("BẢNG LƯƠNG THÁNG 4/2025", (2025, 4)),
        ("bang cham cong T4-2025", (2025, 4)),
        ("出勤簿 令和7年11月分", (2025, 11)),
        ("DTR for the period August 1-31, 2025", (2025, 8)),
        ("Payroll Aug 2025", (2025, 8)),
        ("May 2025", (2025, 5)),
        ("XƯỞNG MAY ĐÔNG 2025", None),
        ("CÔNG TY ĐẠI MAY 2025", None),
        ("SHIFT 12 2025", None),
        ("LINE S1-4", None),
        ("R7.11", (2025, 11)),
        ("THÁNG 13 NĂM 2025", None),
    ],
)
def test_months_in_titles(title: str, month: tuple[int, int] | None) -> None:
    assert a_month(title) == month


def test_noon_midnight_and_halves_of_the_day() -> None:
    texts = ("12:00 NN", "12:00 MN", "8:00 a.m.", "5:02 P.M.", "08:00 SA", "05:00 CH")
    assert [a_clock(t) for t in texts] == [720, 0, 480, 1022, 480, 1020]
    moment = a_moment("08/01/2025 12:00 NN", "mdy")
    assert moment is not None
    assert moment.isoformat() == "2025-08-01T12:00:00"


def test_shifts_past_midnight_as_japan_writes_them() -> None:
    texts = ("翌7:00", "翌日 1:30", "24:30", "25:30", "17:00", "30:00")
    assert [a_clock_of_shift(t) for t in texts] == [1860, 1530, 1470, 1530, 1020, None]
    assert a_clock("25:30") is None


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("4.960.000", 4_960_000),
        ("432.692", 432_692),
        ("4,960,000", 4_960_000),
        ("-4.960.000 đ", -4_960_000),
        ("4.970.000,50", 4_970_001),
        ("12,5", 13),
        (432.692, 433),
        ("(1.000)", -1000),
    ],
)
def test_points_and_commas_between_thousands(cell: object, dong: int) -> None:
    assert an_amount(cell, 1) == dong


def test_a_point_before_three_decimals_stays_one_where_money_has_minor_units() -> None:
    assert [an_amount(t, 100) for t in ("432.692", "4.960.000", "1,234.50", "1,5")] == [
        43_269,
        496_000_000,
        123_450,
        150,
    ]
