"""Each country's calendar held against the package `holidays`, day by day: what differs is listed with its reason.

`calendar_differences.csv` of a room has the dates on which room and package differ. A difference that is not
listed fails, and so does one that is listed and no longer there. China's swaps of working days are held
against `chinesecalendar` besides.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from tripartite.standards.load import HERE, load
from tripartite.standards.schema import Calendar

ALL = load()
COUNTRIES = [key for key, room in ALL.rooms.items() if room.calendar is not None]
COLUMNS = ["date", "package", "room", "because"]
FIRST = 2019
# What the package calls a public holiday has one of these kinds; its other days are named at most.
OFF = {"holiday", "special", "double-holiday", "rest"}
OTHER = {"none", "named", "ordinary"}
# Japan's national holidays have no effect on pay or rest by law. A Thai employer chooses thirteen days of its own
# from those of the government, Labour Day among them.
FITS = {"jp": {"named"}, "th": OFF | {"choosable"}}


def calendar_of(key: str) -> Calendar:
    calendar = ALL.rooms[key].calendar
    assert calendar is not None
    return calendar


def years_of(calendar: Calendar) -> range:
    return range(max(calendar.covers[0].year, FIRST), calendar.covers[1].year + 1)


def by_package(key: str, years: range) -> dict[date, str]:
    """`public` for public holidays, else the category of the package's own that a date is in."""
    supported = holidays.country_holidays(key.upper()).supported_categories
    found: dict[date, str] = {}
    for category in sorted(supported, key="public".__ne__):
        for day in holidays.country_holidays(key.upper(), years=years, categories=category):
            found.setdefault(day, category)
    return found


def differences(key: str) -> dict[str, tuple[str, str]]:
    calendar = calendar_of(key)
    years = years_of(calendar)
    theirs = by_package(key, years)
    ours = {d.day: d.kind for d in calendar.days if d.day.year in years}
    fits = FITS.get(key, OFF)
    other = OTHER | (fits & {"choosable"})
    out = {}
    for day in sorted({*theirs, *ours}):
        package, room = theirs.get(day, "none"), ours.get(day, "none")
        same = room in fits if package == "public" else room in other
        if not same:
            out[day.isoformat()] = (package, room)
    return out


@pytest.mark.parametrize("key", COUNTRIES)
def test_every_difference_from_the_package_is_listed_with_its_reason(key: str) -> None:
    path = HERE / key / "calendar_differences.csv"
    rows = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert header == COLUMNS
    listed = {day: (package, room) for day, package, room, _ in rows}
    found = differences(key)
    new = [f"{d},{p},{r}," for d, (p, r) in found.items() if listed.get(d) != (p, r)]
    gone = [d for d in listed if d not in found]
    assert not new, "\n".join(["not listed in calendar_differences.csv:", *new])
    assert not gone, f"listed in calendar_differences.csv and not there any more: {gone}"
    assert [r[0] for r in rows] == sorted(r[0] for r in rows)
    for *_, because in rows:
        assert len(because) > 20, "say why in a sentence"


@pytest.mark.parametrize("year", years_of(calendar_of("cn")))
def test_who_works_when_in_china_agrees_with_chinesecalendar(year: int) -> None:
    calendar = calendar_of("cn")
    kinds = {d.day: d.kind for d in calendar.days}
    day = date(year, 1, 1)
    while day.year == year:
        kind = kinds.get(day, "rest" if day.weekday() in calendar.default_rest_days else "ordinary")
        assert chinese_calendar.is_workday(day) == (kind == "ordinary"), day
        day += timedelta(days=1)
