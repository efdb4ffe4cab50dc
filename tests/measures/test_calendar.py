"""Kinds of day: holidays made up by the weekly rest day, holidays that an employer announced."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.check.blocks import day_kinds_of
from tripartite.check.plan import make_plan
from tripartite.measures.panel import to_day
from tripartite.measures.terms import HOLIDAY, ORDINARY, REST
from tripartite.standards.load import load
from tripartite.standards.schema import StandardsError

TH = load(["th"])
CALENDAR = make_plan(TH, "TH").calendar


def kind_on(day: date, rest_days: str, *, start: date | None = None, holidays: tuple[date, ...] = ()) -> int:
    calendar = make_plan(TH, "TH", holidays=holidays).calendar if holidays else CALENDAR
    first = to_day(start or date(day.year, 1, 1))
    return int(day_kinds_of(first, 366, calendar, rest_days)[0][to_day(day) - first])


def test_a_holiday_on_the_rest_day_moves_to_the_next_working_day() -> None:
    assert kind_on(date(2022, 5, 1), "sun") == REST
    assert kind_on(date(2022, 5, 2), "sun") == HOLIDAY
    assert kind_on(date(2022, 5, 3), "sun") == ORDINARY


def test_it_moves_past_a_second_rest_day() -> None:
    assert kind_on(date(2021, 5, 1), "sat,sun") == REST
    assert kind_on(date(2021, 5, 3), "sat,sun") == HOLIDAY


def test_the_rest_day_of_the_facility_decides() -> None:
    assert kind_on(date(2021, 5, 1), "sun") == HOLIDAY
    assert kind_on(date(2021, 5, 3), "sun") == ORDINARY
    assert kind_on(date(2022, 5, 1), "fri") == HOLIDAY


def test_records_that_begin_after_the_holiday_have_the_day_given_for_it() -> None:
    assert kind_on(date(2022, 5, 2), "sun", start=date(2022, 5, 2)) == HOLIDAY


def test_days_an_employer_may_choose_have_no_effect_by_themselves() -> None:
    assert kind_on(date(2025, 4, 14), "sun") == ORDINARY


def test_announced_holidays_are_taken_as_they_stand() -> None:
    songkran = (date(2025, 4, 13), date(2025, 4, 14), date(2025, 4, 15))
    assert kind_on(date(2025, 4, 14), "sun", holidays=songkran) == HOLIDAY
    # The 13th is a Sunday: it stays the weekly rest day, and nothing is made up that was not announced.
    assert kind_on(date(2025, 4, 13), "sun", holidays=songkran) == REST
    assert kind_on(date(2025, 4, 16), "sun", holidays=songkran) == ORDINARY


def test_an_announced_holiday_outside_the_calendar_is_refused() -> None:
    with pytest.raises(StandardsError, match="2031-04-13 lies outside the calendar of th"):
        make_plan(TH, "TH", holidays=[date(2031, 4, 13)])


def test_other_countries_do_not_move_holidays() -> None:
    vn = make_plan(load(["vn"]), "VN").calendar
    first = to_day(date(2022, 1, 1))
    assert day_kinds_of(first, 200, vn, "sun")[0][to_day(date(2022, 5, 1)) - first] >= HOLIDAY
