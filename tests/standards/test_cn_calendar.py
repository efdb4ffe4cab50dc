from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
CALENDAR = ROOT / "src/tripartite/standards/cn/calendar.csv"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_calendar", ROOT / "tools/make_calendar.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    with CALENDAR.open(encoding="utf-8", newline="") as stream:
        return {row["date"]: row["kind"] for row in csv.DictReader(stream)}


def holidays_of(kinds: dict[str, str], year: int) -> list[str]:
    return sorted(d[5:] for d, kind in kinds.items() if kind == "holiday" and d.startswith(str(year)))


def test_committed_file_is_what_the_script_makes(maker: ModuleType) -> None:
    made = [list(row) for year in range(maker.FIRST, maker.LAST + 1) for row in maker.rows(year)]
    with CALENDAR.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [maker.HEADER, *made]


@pytest.mark.parametrize(
    ("year", "dates"),
    [
        (2007, "01-01 02-18 02-19 02-20 05-01 05-02 05-03 10-01 10-02 10-03"),
        (2008, "01-01 02-06 02-07 02-08 04-04 05-01 06-08 09-14 10-01 10-02 10-03"),
        (2013, "01-01 02-09 02-10 02-11 04-04 05-01 06-12 09-19 10-01 10-02 10-03"),
        (2014, "01-01 01-31 02-01 02-02 04-05 05-01 06-02 09-08 10-01 10-02 10-03"),
        (2024, "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03"),
        (2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06"),
        (2026, "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"),
    ],
)
def test_holidays_of_a_year_are_those_of_its_order(kinds: dict[str, str], year: int, dates: str) -> None:
    assert holidays_of(kinds, year) == dates.split()


def test_days_a_year_by_order(kinds: dict[str, str]) -> None:
    count = Counter(int(d[:4]) for d, kind in kinds.items() if kind == "holiday")
    expected = {year: 10 if year < 2008 else 11 if year < 2025 else 13 for year in range(2006, 2027)}
    # National Day and Mid-Autumn met on one date in 2009 and 2020; the ministry gave another only in 2020.
    expected |= {2009: 10}
    assert count == expected


def test_a_long_break_is_not_all_holiday(kinds: dict[str, str]) -> None:
    golden_week = [kinds.get(f"2025-10-0{d}", "by weekday") for d in range(1, 9)]
    assert golden_week == ["holiday"] * 3 + ["by weekday"] * 2 + ["holiday", "rest", "rest"]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2025-09-28", "ordinary"),  # a Sunday worked for the National Day break
        ("2025-10-11", "ordinary"),
        ("2026-01-04", "ordinary"),
        ("2015-09-03", "rest"),  # a day off by a notice of its own, not named in the Order
        ("2020-01-31", "rest"),  # the epidemic's extension
        ("2009-10-06", "rest"),  # given for the Mid-Autumn Festival that fell on 3 October
    ],
)
def test_moved_and_one_off_days_are_never_holidays(kinds: dict[str, str], day: str, kind: str) -> None:
    assert kinds[day] == kind


def test_mid_autumn_of_2020_is_paid_on_the_day_the_ministry_named(kinds: dict[str, str]) -> None:
    days = [kinds.get(f"2020-10-0{d}", "by weekday") for d in range(1, 9)]
    assert days == ["holiday"] * 4 + ["rest"] * 4


def test_weekend_given_off_by_the_epidemic_needs_no_line(kinds: dict[str, str]) -> None:
    # 1 February 2020 had been a working Saturday until the break was lengthened.
    assert "2020-02-01" not in kinds


def test_ordinary_lines_are_weekends_and_rest_lines_are_not(kinds: dict[str, str]) -> None:
    for day, kind in kinds.items():
        weekend = date.fromisoformat(day).weekday() >= 5
        assert kind == "holiday" or weekend == (kind == "ordinary"), day


def test_working_days_of_a_year_match_the_ministrys_count(kinds: dict[str, str]) -> None:
    """250 days a year from 2008 and 248 from 2025, give or take how weekends fall."""
    for year in range(2008, 2027):
        span = (
            date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
        )
        worked = sum(
            kinds.get(d.isoformat(), "rest" if d.weekday() >= 5 else "ordinary") == "ordinary" for d in span
        )
        assert abs(worked - (248 if year >= 2025 else 250)) <= 2, (year, worked)


def test_year_without_a_notice_is_refused_by_name(maker: ModuleType) -> None:
    with pytest.raises(maker.CalendarError, match="2027 is not in FESTIVALS"):
        maker.rows(2027)
    with pytest.raises(maker.CalendarError, match="2027: `chinesecalendar` knows no State Council notice"):
        maker.compare_swaps(2027)


def test_disagreement_with_the_package_is_told_with_its_dates(
    maker: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("02-18", *maker.FESTIVALS[2026][1:])
    monkeypatch.setitem(maker.FESTIVALS, 2026, wrong)
    with pytest.raises(maker.CalendarError, match=r"2026: only in the own table 2026-02-20; .*2026-02-16"):
        maker.compare_statutory(2026)


def test_an_order_that_miscounts_is_told(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    short = maker.Order(date(2025, 1, 1), "State Council Order 795", (0, 1, 2), 2, True, 13)
    monkeypatch.setattr(maker, "ORDERS", (*maker.ORDERS[:-1], short))
    with pytest.raises(maker.CalendarError, match="2026: 12 days listed, State Council Order 795 has 13"):
        maker.statutory(2026)
