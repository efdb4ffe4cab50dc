"""Hours averaged over a period, a firm's own hours, exempt workers, limits by the agreement's own day: Japan's terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.measures.panels import panel
from tripartite.check.plan import make_plan
from tripartite.check.rest_days import settle
from tripartite.measures.hours import beyond_scheduled, cells, overtime_is_least
from tripartite.measures.matrix import cell_minutes
from tripartite.measures.panel import Panel, agreed_bounds, to_date, to_day
from tripartite.measures.terms import (
    COMPREHENSIVE,
    EXEMPT,
    FLEXIBLE,
    MONTH,
    ORDINARY,
    QUARTER,
    REST,
    STANDARD,
    WEEK,
    YEAR,
)
from tripartite.measures.time import (
    days_worked_in_year,
    months_above_45h_overtime_in_year,
    ordinary_overtime_in_month,
    ordinary_overtime_in_year,
)
from tripartite.standards.load import load

PLAN = make_plan(load(["jp"]), "JP")
JP = PLAN.terms["jp"]
SUNDAY = date(2025, 6, 1)
H = 60


def month(minutes_of_a_weekday: int, *, first: date = SUNDAY, days: int = 30, **which: int) -> Panel:
    """A month of equal weekdays, weekends off; Sunday is the rest day by law."""
    start = to_day(first)
    work = [minutes_of_a_weekday if to_date(start + n).weekday() < 5 else 0 for n in range(days)]
    return japanese(first, work, **which)


def japanese(first: date, work: list[Any], **which: int) -> Panel:
    p = panel(first, work, **which)
    p.week_starts = PLAN.calendar.week_starts
    weekday = np.array([to_date(p.first_day + n).weekday() for n in range(p.n_days)])
    p.kind = np.where(weekday == 6, REST, ORDINARY).astype(np.int8)[:, None]
    p.extra_workday[:] = False
    p.agreements = False
    return p


@pytest.mark.parametrize(
    ("first", "days", "frame"),
    [(SUNDAY, 30, 10_286), (date(2025, 2, 1), 28, 9_600), (date(2025, 7, 1), 31, 10_629)],
)
def test_flextime_counts_above_the_frame_of_its_month(first: date, days: int, frame: int) -> None:
    p = month(9 * H, first=first, days=days, hours_system=FLEXIBLE, hours_period=MONTH)
    worked = int(p.minutes.sum())
    v = p.get(ordinary_overtime_in_month, JP)
    assert v.value[0, 0] == max(worked - frame, 0)
    assert v.complete[0, 0]


def test_an_agreement_on_five_day_weeks_may_stand_behind_eight_hours_a_day() -> None:
    # 23 days of eight hours in July 2025 are 184 hours: above 177.1, within what the agreement may allow.
    for may_be, value, told in ((False, 184 * H - 10_629, True), (True, 0, False)):
        p = month(8 * H, first=date(2025, 7, 1), days=31, hours_system=FLEXIBLE, hours_period=MONTH)
        p.agreements = may_be
        v = p.get(ordinary_overtime_in_month, JP)
        assert (v.value[0, 0], v.complete[0, 0]) == (value, told)


def test_flextime_at_the_frame_owes_nothing_and_a_minute_more_does() -> None:
    for over in (0, 1):
        work = [0] * 30
        work[2:26] = [428] * 24
        work[3] += 10_286 - 428 * 24 + over
        p = japanese(SUNDAY, work, hours_system=FLEXIBLE, hours_period=MONTH)
        rest = int(p.minutes[p.kind[:, 0] == REST].sum())
        p.minutes[2, 0] += rest  # what fell on Sundays is worked on a Tuesday
        p.minutes[p.kind[:, 0] == REST] = 0
        assert p.get(ordinary_overtime_in_month, JP).value[0, 0] == over


def test_the_legal_rest_day_stays_apart_under_flextime() -> None:
    p = month(8 * H, hours_system=FLEXIBLE, hours_period=MONTH)
    p.minutes[7, 0] = 5 * H  # a Sunday
    c = p.get(cells, JP)
    assert c.rest.sum() == 5 * H
    assert c.period_excess is not None
    assert c.period_excess.sum() == max(21 * 8 * H - 10_286, 0)


def test_flextime_over_three_months_counts_fifty_hours_a_week_in_a_month_at_once() -> None:
    first = date(2025, 4, 1)
    days = [0] * 91
    for n in range(30):  # all of April: 11 hours on each of 26 days that are no Sunday
        if to_date(to_day(first) + n).weekday() != 6:
            days[n] = 11 * H
    p = japanese(first, days, hours_system=FLEXIBLE, hours_period=QUARTER)
    v = p.get(ordinary_overtime_in_month, JP)
    assert v.value[0, 0] == 26 * 11 * H - int(np.ceil(50 * H * 30 / 7))
    assert v.value[1:, 0].sum() == 0  # the quarter's frame of 520 hours is not reached


@pytest.mark.parametrize(("period", "least"), [(MONTH, True), (YEAR, True), (-1, True)])
def test_variable_hours_give_a_least_without_the_plan(period: int, least: bool) -> None:
    p = month(10 * H, hours_system=COMPREHENSIVE, hours_period=period)
    assert p.get(overtime_is_least, JP)[0] == least
    v = p.get(ordinary_overtime_in_month, JP)
    assert not v.complete[0, 0]


def test_yearly_variable_hours_owe_what_no_plan_may_hold() -> None:
    p = month(11 * H, hours_system=COMPREHENSIVE, hours_period=YEAR)
    overtime = p.get(cells, JP).overtime
    week = list(range(1, 6))  # Monday to Friday: five hours above ten a day, none above 52 a week
    assert overtime[week, 0].tolist() == [H] * 5


def test_standard_hours_are_known_exactly() -> None:
    assert not month(9 * H).get(overtime_is_least, JP)[0]


@pytest.mark.parametrize(
    ("sector", "size", "normal"), [("commerce", 9, 44), ("commerce", 10, 40), ("", 9, 40)]
)
def test_a_small_shop_has_forty_four_hours(sector: str, size: int, normal: int) -> None:
    p = japanese(SUNDAY, [0, *[8 * H] * 6])
    p.sector_of, p.size_of = [sector], [size]
    assert p.get(cells, JP).overtime.sum() == (48 - normal) * H


def test_exempt_workers_are_owed_nights_and_nothing_else() -> None:
    p = japanese(SUNDAY, [(14 * H, 26 * H)] * 7, hours_system=EXEMPT)
    p.night[:] = 4 * H
    c = p.get(cells, JP)
    assert (c.overtime.sum(), c.rest.sum()) == (0, 0)
    for cell in JP.cells:
        due = cell_minutes(p, JP, cell).minutes.sum()
        assert (due > 0) == (cell.night is True)


def stated(p: Panel, minutes: int) -> Panel:
    p.scheduled = np.array([minutes])
    return p


def test_hours_between_the_firms_own_and_eight_stand_apart() -> None:
    p = stated(japanese(SUNDAY, [0, 450, 451, 480, 600, 0, 0]), 450)
    assert p.get(beyond_scheduled, JP)[:, 0].tolist() == [0, 0, 1, 30, 30, 0, 0]
    assert p.get(cells, JP).overtime.sum() == 120


def test_without_the_firms_hours_nothing_is_reckoned_beyond_them() -> None:
    assert japanese(SUNDAY, [480] * 7).get(beyond_scheduled, JP).sum() == 0
    assert stated(japanese(SUNDAY, [480] * 7), 0).get(beyond_scheduled, JP).sum() == 0


@pytest.mark.parametrize(
    ("week", "extra"),
    [
        ([0, 480, 480, 480, 480, 0, 480], 0),  # Friday swapped for Saturday
        ([0, 450, 450, 450, 450, 450, 150], 150),  # two hours and a half within forty
        ([0, 450, 450, 450, 450, 390, 150], 90),  # an hour of Friday was not worked
    ],
)
def test_a_day_off_worked_within_forty_hours_is_extra_unless_it_was_swapped(
    week: list[int], extra: int
) -> None:
    p = stated(japanese(SUNDAY, week), 480 if 480 in week else 450)
    settle(p, ["sat,sun*"], PLAN.calendar)
    assert p.get(beyond_scheduled, JP)[6, 0] == extra


# --- which rest day is the one by law ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "sunday", "saturday", "rest"),
    [
        ("sun", 480, 480, [0]),
        ("sat,sun*", 480, 480, [0]),
        ("sat,sun", 480, 480, [6]),  # both worked: the later one of the week
        ("sat,sun", 0, 480, []),
        ("sat,sun", 480, 0, []),
    ],
)
def test_one_rest_day_a_week_is_the_one_by_law(
    pattern: str, sunday: int, saturday: int, rest: list[int]
) -> None:
    from tripartite.check.blocks import day_kinds_of
    from tripartite.check.rest_days import by_law

    p = japanese(SUNDAY, [sunday, *[480] * 5, saturday])
    kinds, _, _ = day_kinds_of(p.first_day, 7, PLAN.calendar, by_law(pattern, PLAN.calendar))
    p.kind = kinds[:, None]
    settle(p, [pattern], PLAN.calendar)
    worked_rest = np.flatnonzero(p.get(cells, JP).rest[:, 0]).tolist()
    assert worked_rest == rest


def test_a_week_cut_by_the_records_accuses_nobody() -> None:
    p = japanese(date(2025, 6, 7), [480, 480])  # a Saturday and the Sunday of the next week
    p.kind[:] = ORDINARY
    settle(p, ["sat,sun"], PLAN.calendar)
    assert p.get(cells, JP).rest.sum() == 0


def test_other_countries_rest_on_all_days_that_they_name() -> None:
    vietnam = make_plan(load(["vn"]), "VN").calendar
    from tripartite.check.rest_days import by_law

    assert by_law("sat,sun", vietnam) == "sat,sun"


# --- limits by the agreement's own day -----------------------------------------------------------------


def test_months_and_years_begin_on_the_agreements_day() -> None:
    first = to_day(date(2025, 1, 1))
    years = [(to_date(a), to_date(b)) for a, b in agreed_bounds(first, 365, YEAR, (4, 1))]
    assert years == [(date(2024, 4, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2026, 3, 31))]
    months = [to_date(a) for a, _ in agreed_bounds(first, 60, MONTH, (4, 21))]
    assert months == [date(2024, 12, 21), date(2025, 1, 21), date(2025, 2, 21)]
    last = [to_date(b) for _, b in agreed_bounds(to_day(date(2025, 2, 1)), 20, MONTH, (1, 31))]
    assert last == [date(2025, 2, 27)]


def test_overtime_of_a_year_is_counted_from_april() -> None:
    first = date(2025, 1, 1)
    p = month(10 * H, first=first, days=365)
    plain = p.get(ordinary_overtime_in_year, JP).value[:, 0].sum()
    q = month(10 * H, first=first, days=365)
    q.year_from = (4, 1)
    v = q.get(ordinary_overtime_in_year, JP)
    assert [to_date(int(d)) for d in v.periods.start_day] == [date(2024, 4, 1), date(2025, 4, 1)]
    assert v.value[:, 0].sum() == plain
    above = q.get(months_above_45h_overtime_in_year, JP)
    assert len(above.periods) == 2


def test_days_worked_in_a_year() -> None:
    p = month(8 * H, first=date(2025, 1, 1), days=365)
    assert p.get(days_worked_in_year).value[0, 0] == 261


def test_weeks_are_those_of_japan() -> None:
    p = month(8 * H)
    assert p.attributes.hours_system[0] == STANDARD
    assert p.periods(WEEK).start_day[0] == p.first_day
