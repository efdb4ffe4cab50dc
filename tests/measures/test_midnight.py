"""A night shift that runs into a day of another kind: each hour has the kind of its own date (the Philippines)."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measures.panels import panel
from tripartite.check.blocks import day_kinds_of
from tripartite.check.payslip import due
from tripartite.check.plan import make_plan
from tripartite.measures.hours import normal_minutes
from tripartite.measures.matrix import RECORDED_NIGHT, by_date, cell_minutes, overlap
from tripartite.measures.midnight import kinds_after_midnight
from tripartite.measures.terms import (
    DOUBLE,
    HOLIDAY,
    HOLIDAY_AND_SPECIAL,
    HOLIDAY_ON_REST,
    ORDINARY,
    REST,
    SPECIAL,
    SPECIAL_ON_REST,
    Cell,
    Steps,
)
from tripartite.standards.load import load

PLAN = make_plan(load(["ph"]), "PH")
PH = PLAN.terms["ph"]
ALWAYS = Steps((-(2**31),), (2**31 - 1,), (10_000,))
HOURS = 60


def night_worker(first: date, shifts: list[Any]):
    """One worker in the Philippines, in whose calendar Sunday is the rest day."""
    p = panel(first, shifts)
    p.kind = day_kinds_of(p.first_day, p.n_days, PLAN.calendar, "")[0][:, None]
    p.night[:] = overlap(p.start, p.end, RECORDED_NIGHT)
    p.size_of, p.sector_of = [50], [""]
    return p


def minutes(p: Any, *days: int, overtime: bool | None = None, night: bool | None = None) -> int:
    return int(cell_minutes(p, PH, Cell(days, overtime, night, (0, 1, 2, 3), ALWAYS)).minutes.sum())


# 12 June 2025, Independence Day, is a Thursday.
EVE = date(2025, 6, 11)
NIGHT = (22 * HOURS, 30 * HOURS)


def test_of_a_shift_into_a_holiday_the_hours_after_midnight_are_the_holidays() -> None:
    p = night_worker(EVE, [NIGHT, 0, 0])
    assert minutes(p, HOLIDAY) == 6 * HOURS
    assert minutes(p, HOLIDAY, overtime=False, night=True) == 6 * HOURS
    assert minutes(p, ORDINARY, night=True) == 2 * HOURS
    assert by_date(p, PH, p.get(normal_minutes, PH)).sum() == 2 * HOURS


def test_of_a_shift_out_of_a_holiday_the_hours_after_midnight_are_ordinary() -> None:
    p = night_worker(EVE, [0, NIGHT, 0])
    assert minutes(p, HOLIDAY) == 2 * HOURS
    assert minutes(p, ORDINARY, overtime=False) == 6 * HOURS
    assert by_date(p, PH, p.get(normal_minutes, PH)).sum() == 6 * HOURS


def test_a_shift_that_ends_at_midnight_stays_whole_and_one_minute_more_does_not() -> None:
    assert minutes(night_worker(EVE, [(16 * HOURS, 24 * HOURS), 0, 0]), HOLIDAY) == 0
    assert minutes(night_worker(EVE, [(16 * HOURS, 24 * HOURS + 1), 0, 0]), HOLIDAY) == 1


def test_overtime_is_the_end_of_the_shift_and_has_the_rate_of_its_date() -> None:
    p = night_worker(EVE, [(20 * HOURS, 32 * HOURS), 0, 0])  # 20:00 to 08:00
    assert minutes(p, HOLIDAY, overtime=True) == 4 * HOURS
    assert minutes(p, HOLIDAY, overtime=True, night=True) == 2 * HOURS
    assert minutes(p, HOLIDAY, overtime=False) == 4 * HOURS
    assert minutes(p, ORDINARY, overtime=True) == 0
    assert minutes(p, ORDINARY, overtime=False) == 4 * HOURS


def test_a_break_is_taken_out_of_the_dearer_side() -> None:
    into = night_worker(EVE, [(22 * HOURS, 31 * HOURS), 0, 0])  # 22:00 to 07:00 with an hour's break
    into.minutes[0], into.night[0] = 8 * HOURS, 7 * HOURS
    assert minutes(into, HOLIDAY) == 6 * HOURS
    assert minutes(into, HOLIDAY, night=True) == 5 * HOURS
    out_of = night_worker(EVE, [0, (20 * HOURS, 29 * HOURS), 0])
    out_of.minutes[1], out_of.night[1] = 8 * HOURS, 6 * HOURS
    assert minutes(out_of, HOLIDAY) == 3 * HOURS


def test_without_clock_times_a_shift_keeps_the_kind_of_its_day() -> None:
    p = night_worker(EVE, [NIGHT, 0, 0])
    p.start[:] = p.end[:] = -1
    assert minutes(p, HOLIDAY) == 0


def test_the_rest_day_goes_with_the_shift_and_the_holiday_with_the_date() -> None:
    kinds = np.array(
        [[ORDINARY], [REST], [HOLIDAY], [HOLIDAY_ON_REST], [SPECIAL], [SPECIAL_ON_REST], [ORDINARY]], np.int8
    )
    after = kinds_after_midnight(kinds)[:, 0].tolist()
    # Saturday into a plain Sunday stays ordinary; a worked Sunday into a holiday is a holiday on the rest day.
    assert after[:6] == [ORDINARY, HOLIDAY_ON_REST, HOLIDAY, SPECIAL_ON_REST, SPECIAL, REST]


def test_kinds_of_two_holidays_pass_midnight_too() -> None:
    kinds = np.array([[ORDINARY], [DOUBLE], [HOLIDAY_AND_SPECIAL], [ORDINARY]], np.int8)
    assert kinds_after_midnight(kinds)[:, 0].tolist()[:3] == [DOUBLE, HOLIDAY_AND_SPECIAL, ORDINARY]


@settings(deadline=None)
@given(st.integers(0, 1439), st.integers(1, 960), st.integers(0, 120), st.integers(0, 2))
def test_no_minute_is_lost_or_counted_twice(start: int, length: int, off: int, day: int) -> None:
    shifts: list[Any] = [0, 0, 0, 0]
    shifts[day] = (start, start + length)
    p = night_worker(EVE, shifts)
    worked = max(length - off, 0)
    p.minutes[day], p.worked[day] = worked, worked > 0
    p.night[day] = min(int(p.night[day, 0]), worked)
    parts = [
        minutes(p, kind, overtime=o, night=n)
        for kind in (ORDINARY, REST, HOLIDAY, SPECIAL)
        for o in (True, False)
        for n in (True, False)
    ]
    assert sum(parts) == worked
    assert min(parts) >= 0


def case(**more: Any) -> dict[str, Any]:
    return {"country": "PH", "region": "PH-00", "wage_class": "non-agriculture", "month": "2025-06", **more}


def lines(result: dict[str, Any]) -> dict[tuple[str, int], int]:
    return {(line["what"], line["rate_bp"]): line["amount"] for line in result["lines"]}


def test_pay_of_a_day_worker_whose_night_runs_into_a_holiday() -> None:
    """2 h ordinary at 110 %, 6 h of the holiday at 220 %; of the holiday's own day two hours are left unworked."""
    got = lines(due(case(wage="800 PHP", basis="daily", shifts={"2025-06-11": "22:00-06:00"})))
    assert got["regular holiday", 20_000] == 6 * 200_00
    assert got["night, regular holiday", 2_000] == 6 * 20_00
    assert got["night, ordinary day", 1_000] == 2 * 10_00
    assert got["regular holiday not worked", 10_000] == 2 * 100_00


@pytest.mark.parametrize(("basis", "wage"), [("daily", "800 PHP"), ("hourly", "100 PHP")])
def test_a_slip_that_pays_each_hour_by_its_date_is_not_short(basis: str, wage: str) -> None:
    """Basic pay of two ordinary hours, no more: the other six are paid as the holiday."""
    paid = {"basic": "400 PHP", "overtime_holiday": "1320 PHP", "night_allowance": "20 PHP"}
    result = due(case(wage=wage, basis=basis, shifts={"2025-06-11": "22:00-06:00"}, paid=paid))
    assert result["premium_short"] == 0
    assert result["minimum_wage_short"] == 0


@pytest.mark.parametrize(
    ("month_hours", "due_pesos"), [(None, 0.3), ("365 d", 0.3), ("313 d", 1.3), ("261 d", 1.3), ("174", 1.3)]
)
def test_a_rest_day_is_due_whole_where_the_factor_leaves_it_out(
    month_hours: str | None, due_pesos: float
) -> None:
    """Monthly 29,200 is 120 an hour by 243.33 hours; the stated factor moves the base and what the salary holds."""
    more = {"month_hours": month_hours} if month_hours else {}
    result = due(case(wage="29200 PHP", basis="monthly", hours={"rest_normal": "8 h"}, **more))
    hourly = result["hourly_base"] / 100
    assert result["premium_due"] / 100 == pytest.approx(8 * hourly * due_pesos, abs=0.02)
    assert result["at_least"] is (month_hours is None)
