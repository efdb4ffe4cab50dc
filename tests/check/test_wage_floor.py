"""The minimum wage of a place: a sure floor and the most it may be, from rows that are not all verified."""

from __future__ import annotations

from datetime import date

from tripartite.check.plan import wage_floor
from tripartite.measures.panel import to_day
from tripartite.standards.schema import WageRow


def row(
    wage_class: str, start: str, monthly: int | None, hourly: int | None = None, *, verified: bool = True
) -> WageRow:
    return WageRow(
        "CN-XX", wage_class, date.fromisoformat(start), None, monthly, None, hourly, verified, "s", 1
    )


ROWS = (
    row("1", "2020-01-01", 200, 20), row("2", "2020-01-01", 180, 18), row("3", "2020-01-01", 150, 15),
    row("1", "2022-01-01", 220, 22), row("2", "2022-01-01", 190, None, verified=False), row("3", "2022-01-01", 160),
    row("1", "2024-01-01", 240), row("2", "2024-01-01", 210),
)  # fmt: skip


def at(wage_class: str, day: str, basis: int = 0) -> tuple[int | None, int | None]:
    floor = wage_floor(ROWS, "CN-XX", wage_class)
    d = to_day(date.fromisoformat(day))
    return floor.low[basis].at(d), floor.high[basis].at(d)


def test_a_known_class_with_a_verified_level_is_exact() -> None:
    assert at("1", "2021-06-01") == (200, 200)
    assert at("1", "2022-01-01") == (220, 220)


def test_an_unknown_class_lies_between_the_lowest_and_the_highest() -> None:
    assert at("", "2021-06-01") == (150, 200)
    assert at("", "2024-06-01") == (210, 240)


def test_an_unverified_level_leaves_the_floor_of_before_and_no_top() -> None:
    assert at("2", "2023-06-01") == (180, None)
    assert at("", "2023-06-01") == (150, None)


def test_a_class_that_a_notice_drops_keeps_its_floor_and_has_no_top() -> None:
    assert at("3", "2024-06-01") == (160, None)


def test_a_notice_without_an_hourly_amount_ends_the_hourly_top() -> None:
    assert at("1", "2023-06-01", basis=2) == (22, 22)
    assert at("1", "2024-06-01", basis=2) == (22, None)


def test_before_any_row_and_in_another_place_nothing_is_known() -> None:
    assert at("1", "2019-12-31") == (None, None)
    assert wage_floor(ROWS, "CN-YY", "1").low == {}
