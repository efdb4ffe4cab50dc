"""A slip that does not tell all pay accuses nobody; pay of unknown nature counts for the employer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.measures.panels import CN, panel, slips, wages
from tripartite.measures.panel import Panel
from tripartite.measures.pay import (
    deduction_share,
    earnings,
    minimum_wage_short,
    ordinary_pay_short,
    overtime_pay_short,
)
from tripartite.measures.terms import MONTHLY, Steps, WageFloor

FOREVER = 2**31 - 1


def month(beyond: int = 0, **items: int) -> Panel:
    """August 2025, its 21 working days worked at 5,220 a month, on a minimum wage of 2,500."""
    first, day = date(2025, 8, 1), 480 + beyond
    p = panel(first, [0 if (first + timedelta(days=d)).weekday() > 4 else day for d in range(31)])
    p.wages = wages((MONTHLY, 522_000, None))
    p.floors, level = [], Steps((0,), (FOREVER,), (250_000,))
    p.floors.append(WageFloor({MONTHLY: level}, {MONTHLY: level}))
    p.floor_of[:] = 0
    p.pay = slips(p, (first, date(2025, 8, 31), items))
    return p


def verdict(p: Panel, measure) -> tuple[int, bool]:
    v = p.get(measure, CN)
    return int(v.value[0, 0]), bool(v.complete[0, 0])


@pytest.mark.parametrize("items", [{"overtime": 30_000}, {"net": 400_000}, {"allowance": 20_000, "net": 1}])
def test_a_list_of_some_items_or_of_net_pay_tells_no_shortfall(items: dict[str, int]) -> None:
    p = month(**items)
    assert verdict(p, minimum_wage_short) == (0, False)
    assert verdict(p, ordinary_pay_short) == (0, False)


def test_a_slip_with_its_items_or_its_total_does() -> None:
    for items in ({"basic": 240_000}, {"gross": 240_000}):
        assert verdict(month(**items), minimum_wage_short) == (10_000, True)
        assert verdict(month(**items), ordinary_pay_short) == (282_000, True)
    assert verdict(month(basic=522_000), ordinary_pay_short) == (0, True)


def test_what_the_total_holds_beyond_its_items_counts_for_the_employer() -> None:
    assert verdict(month(basic=240_000, gross=250_000), minimum_wage_short) == (0, True)
    assert earnings(month(basic=240_000, overtime=5_000, gross=250_000))[0, 0] == 250_000
    # An hour of overtime a day at 45 yuan: 945 due, of which 855 are named and 90 are not.
    worked = month(60, basic=522_000, overtime=85_500, gross=616_500)
    assert verdict(worked, overtime_pay_short) == (0, True)
    assert verdict(month(60, basic=522_000, overtime=85_500, gross=607_500), overtime_pay_short) == (
        9_000,
        True,
    )


def test_a_fine_of_unknown_pay_is_no_share_and_no_fine_is_none_of_any() -> None:
    def share(**items: int) -> tuple[int, bool]:
        v = month(**items).get(deduction_share)
        return int(v.value[0, 0]), bool(v.complete[0, 0])

    assert share(deduction_fine=10_000, overtime=20_000) == (0, False)
    assert share(deduction_fine=0, overtime=20_000) == (0, True)
    assert share(deduction_fine=120_000, basic=500_000) == (2_400, True)
