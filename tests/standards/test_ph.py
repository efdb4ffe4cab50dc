"""The Philippines' pay matrix, cell by cell, and the minimum wage that sector and size choose."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tripartite.check.payslip import due, month_minutes_of
from tripartite.check.plan import make_plan
from tripartite.measures.panel import to_day
from tripartite.measures.terms import DAILY
from tripartite.records.errors import RecordsError
from tripartite.standards.load import load

PLAN = make_plan(load(["ph"]), "PH")
# Day: normal hours of a day worker, of a monthly worker beyond the salary (factor 365), and overtime, in per cent.
TABLE = {
    "ordinary": (100, 0, 125),
    "rest": (130, 30, 169),
    "special": (130, 30, 169),
    "special_on_rest": (150, 50, 195),
    "holiday": (200, 100, 260),
    "holiday_on_rest": (260, 160, 338),
    "double_holiday": (300, 200, 390),
    "double_holiday_on_rest": (390, 290, 507),
    "holiday_and_special": (260, 160, 338),
    "holiday_and_special_on_rest": (300, 200, 390),
}


def pesos(basis: str, wage: str, hours: dict[str, str], **more: Any) -> float:
    case = {
        "country": "PH",
        "region": "PH-00",
        "month": "2025-06",
        "wage": wage,
        "basis": basis,
        "hours": hours,
    }
    return float(due({**case, **more})["premium_due"]) / 100


@pytest.mark.parametrize("day", TABLE)
def test_every_kind_of_day_by_day_and_night_normal_and_overtime(day: str) -> None:
    """An hour at 100 pesos. The night adds a tenth of whatever the hour earns."""
    normal, beyond, overtime = TABLE[day]
    plain = 100 if day == "ordinary" else 0  # the ordinary wage of an ordinary hour is no premium
    daily, monthly = ("daily", "800 PHP"), ("monthly", "24333.33 PHP")
    assert pesos(*daily, {f"{day}_normal": "1 h"}) == normal - plain
    assert pesos(*daily, {f"{day}_normal_night": "1 h"}) == pytest.approx(normal * 1.1 - plain)
    assert pesos(*daily, {f"{day}_overtime": "1 h"}) == overtime
    assert pesos(*daily, {f"{day}_overtime_night": "1 h"}) == pytest.approx(overtime * 1.1)
    assert pesos(*monthly, {f"{day}_normal": "1 h"}) == pytest.approx(beyond, abs=0.01)
    assert pesos(*monthly, {f"{day}_overtime": "1 h"}) == pytest.approx(overtime, abs=0.01)


@pytest.mark.parametrize(("workers", "night"), [(5, 0), (6, 10)])
def test_a_shop_of_five_owes_no_night_pay(workers: int, night: float) -> None:
    assert pesos("daily", "800 PHP", {"ordinary_normal_night": "1 h"}, workers=workers) == night


@pytest.mark.parametrize(("workers", "holiday"), [(9, 0), (10, 800)])
def test_a_shop_of_nine_owes_no_holiday_that_is_not_worked(workers: int, holiday: float) -> None:
    assert pesos("daily", "800 PHP", {"holiday_unworked": "8 h"}, workers=workers) == holiday
    assert pesos("daily", "800 PHP", {"double_holiday_unworked": "8 h"}, workers=workers) == 2 * holiday


def test_a_day_wage_of_a_compressed_week_may_be_for_twelve_hours() -> None:
    case = {"country": "PH", "region": "PH-00", "month": "2025-06", "wage": "1200 PHP", "basis": "daily"}
    result = due({**case, "hours_system": "compressed", "hours": {"ordinary_overtime": "1 h"}})
    assert result["hourly_base"] == 100_00
    assert result["at_least"] is True


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("160", 9600), ("173.8 h", 10_428), ("313 d", 12_520), ("261 d", 10_440), ("365d", 14_600)],
)
def test_the_divisor_is_given_in_hours_or_in_days_paid_a_year(text: str, minutes: int) -> None:
    assert month_minutes_of(text) == minutes
    with pytest.raises(RecordsError, match="month_hours"):
        month_minutes_of("31 days")


def floor(region: str, day: date, sector: str = "", size: int = 0, wage_class: str = "") -> tuple[Any, Any]:
    found = PLAN.floor(region, wage_class, sector, size)
    low, high = found.low[DAILY].at(to_day(day)), found.high[DAILY].at(to_day(day))
    return (low and low / 100, high and high / 100)


TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("sector", "size", "level"),
    [
        ("", 0, (658, 695)),
        ("", 200, (658, 695)),  # may be a farm
        ("manufacturing", 200, (695, 695)),
        ("manufacturing", 9, (658, 695)),  # the files may name a part of the workers only
        ("manufacturing", 10, (695, 695)),
        ("retail", 15, (658, 695)),
        ("retail", 16, (695, 695)),
        ("agriculture", 200, (658, 658)),
        ("garments", 200, (658, 695)),  # a word that no class names tells nothing
    ],
)
def test_sector_and_size_choose_the_class_in_metro_manila(
    sector: str, size: int, level: tuple[int, int]
) -> None:
    assert floor("PH-00", TODAY, sector, size) == level


def test_a_class_that_is_stated_wins() -> None:
    assert floor("PH-00", TODAY, "agriculture", 3, "non-agriculture") == (695, 695)


def test_a_level_whose_step_was_not_read_leaves_the_one_before_as_the_floor() -> None:
    assert floor("PH-10", date(2025, 3, 1), wage_class="I") == (438, None)
    assert floor("PH-10", date(2025, 7, 1), wage_class="I") == (461, 461)
    assert floor("PH-02", date(2024, 3, 1), wage_class="non-agriculture") == (435, None)


def test_a_class_that_ended_is_no_floor_any_more() -> None:
    assert floor("PH-03", date(2024, 10, 16), wage_class="small") == (493, 493)
    assert floor("PH-03", date(2024, 10, 17), wage_class="small") == (None, None)
    assert floor("PH-40", TODAY) == (508, None)


@pytest.mark.parametrize("region", sorted({w.region for w in PLAN.wages}))
def test_every_region_has_a_floor_today(region: str) -> None:
    low, _ = floor(region, TODAY)
    assert low is not None
    assert 360 < low < 700
