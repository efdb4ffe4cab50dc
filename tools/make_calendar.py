"""Write China's calendar.csv: which dates are paid at 300 %, and which days a notice moved.

Run: .venv/bin/python tools/make_calendar.py. The file is committed, so that a check needs no package and
a change of the calendar is a readable diff. Two things are kept apart, as the law keeps them apart:

- statutory holidays stand in a table of our own, made from the State Council's Orders and the dates of the
  festivals, and are compared with the package `holidays` (plain names; observed and swapped days carry
  other labels);
- moved rest days come from `chinesecalendar`, which has the State Council's yearly notices, and are
  compared with `holidays`. They never decide about pay at 300 %.

Any difference, and any year for which no notice is known, stops the script with the dates concerned.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import chinese_calendar
import holidays

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST, LAST = 2006, 2026
TARGET = Path(__file__).parents[1] / "src/tripartite/standards/cn/calendar.csv"
HEADER = ["date", "kind", "name_en", "name_local", "source"]

NEW_YEAR = ("New Year's Day", "元旦")
SPRING = ("Spring Festival", "春节")
QINGMING = ("Qingming Festival", "清明节")
LABOUR = ("Labour Day", "劳动节")
DRAGON_BOAT = ("Dragon Boat Festival", "端午节")
MID_AUTUMN = ("Mid-Autumn Festival", "中秋节")
NATIONAL = ("National Day", "国庆节")


@dataclass(frozen=True)
class Order:
    """What one text of the Order gives everybody, in force from a day on.

    spring: days of the Spring Festival counted from the first day of the first lunar month, -1 is its eve.
    festivals: whether Qingming, Dragon Boat and Mid-Autumn are holidays. total: the Order's own count.
    """

    start: date
    number: str
    spring: tuple[int, ...]
    labour: int
    festivals: bool
    total: int


ORDERS = (
    Order(date(1999, 9, 18), "State Council Order 270", (0, 1, 2), 3, False, 10),
    Order(date(2008, 1, 1), "State Council Order 513", (-1, 0, 1), 1, True, 11),
    Order(date(2014, 1, 1), "State Council Order 644", (0, 1, 2), 1, True, 11),
    Order(date(2025, 1, 1), "State Council Order 795", (-1, 0, 1, 2), 2, True, 13),
)

# First day of the first lunar month, Qingming, fifth of the fifth and fifteenth of the eighth lunar month.
FESTIVALS = {
    2006: ("01-29", "04-05", "05-31", "10-06"),
    2007: ("02-18", "04-05", "06-19", "09-25"),
    2008: ("02-07", "04-04", "06-08", "09-14"),
    2009: ("01-26", "04-04", "05-28", "10-03"),
    2010: ("02-14", "04-05", "06-16", "09-22"),
    2011: ("02-03", "04-05", "06-06", "09-12"),
    2012: ("01-23", "04-04", "06-23", "09-30"),
    2013: ("02-10", "04-04", "06-12", "09-19"),
    2014: ("01-31", "04-05", "06-02", "09-08"),
    2015: ("02-19", "04-05", "06-20", "09-27"),
    2016: ("02-08", "04-04", "06-09", "09-15"),
    2017: ("01-28", "04-04", "05-30", "10-04"),
    2018: ("02-16", "04-05", "06-18", "09-24"),
    2019: ("02-05", "04-05", "06-07", "09-13"),
    2020: ("01-25", "04-04", "06-25", "10-01"),
    2021: ("02-12", "04-04", "06-14", "09-21"),
    2022: ("02-01", "04-05", "06-03", "09-10"),
    2023: ("01-22", "04-05", "06-22", "09-29"),
    2024: ("02-10", "04-04", "06-10", "09-17"),
    2025: ("01-29", "04-04", "05-31", "10-06"),
    2026: ("02-17", "04-05", "06-19", "09-25"),
}

# Days off that a notice of their own gave once. The Order does not name them, so they are rest days here.
ONE_OFF = {
    date(2015, 9, 3): (
        "Day off by a notice of its own: 70th anniversary of victory",
        "抗战胜利七十周年纪念日放假",
    ),
    date(2020, 1, 31): (
        "Day off by the extension of the Spring Festival in the epidemic",
        "延长春节假期（疫情）",
    ),
}
# A date that the ministry held to be a statutory holiday beyond the Order's own: in 2020 the Mid-Autumn
# Festival fell on 1 October, and 人社厅函〔2020〕135号 has 1 to 4 October paid at 300 %.
BY_REPLY = {
    date(2020, 10, 4): ("Mid-Autumn Festival by the ministry's reply", "中秋节（人社厅函〔2020〕135号）")
}
SWAPPED_IN = ("Working day by official swap", "调休上班")
SWAPPED_OUT = ("Day off by official notice", "调休或补假放假")


class CalendarError(Exception):
    """The sources of the calendar disagree, or one of them does not know the year."""


def order_in_force(year: int) -> Order:
    """Find the Order whose list holds in a year; all amendments took effect on a 1 January."""
    return next(o for o in reversed(ORDERS) if o.start <= date(year, 1, 1))


def statutory(year: int) -> dict[date, tuple[str, str]]:
    """List the dates of a year that are statutory holidays for everyone, with English and Chinese names.

    Two holidays on one date are one entry with both names. Raises CalendarError for a year that the table
    of festivals lacks.
    """
    if year not in FESTIVALS:
        raise CalendarError(f"{year} is not in FESTIVALS; add the four festival dates of the year")
    order = order_in_force(year)
    spring, qingming, dragon_boat, mid_autumn = (date.fromisoformat(f"{year}-{d}") for d in FESTIVALS[year])
    listed = [(date(year, 1, 1), NEW_YEAR)]
    listed += [(spring + timedelta(days=n), SPRING) for n in order.spring]
    listed += [(date(year, 5, 1 + n), LABOUR) for n in range(order.labour)]
    listed += [(date(year, 10, 1 + n), NATIONAL) for n in range(3)]
    if order.festivals:
        listed += [(qingming, QINGMING), (dragon_boat, DRAGON_BOAT), (mid_autumn, MID_AUTUMN)]
    if len(listed) != order.total:
        raise CalendarError(f"{year}: {len(listed)} days listed, {order.number} has {order.total}")
    found: dict[date, tuple[str, str]] = {}
    for day, (english, chinese) in listed:
        names = found.get(day)
        found[day] = (f"{names[0]} and {english}", f"{names[1]}、{chinese}") if names else (english, chinese)
    return dict(sorted(found.items()))


def named_by_package(year: int) -> set[date]:
    """List the dates that `holidays` gives a plain name: neither observed, nor swapped, nor extended."""
    labels = ("observed", "Day off", "substituted", "Extended", "Anniversary")
    english = holidays.China(years=year, language="en_US")  # type: ignore[attr-defined]
    return {d for d, name in english.items() if d.year == year and not any(word in name for word in labels)}


def compare_statutory(year: int) -> None:
    """Raise CalendarError unless the own table and both packages agree on the year's holidays."""
    own, theirs = set(statutory(year)), named_by_package(year)
    if own != theirs:
        raise CalendarError(
            f"{year}: only in the own table {_days(own - theirs)}; only in `holidays` {_days(theirs - own)}"
        )
    working = {d for d in own if _works(d)}
    if working:
        raise CalendarError(f"{year}: `chinesecalendar` has people at work on holidays {_days(working)}")


def compare_swaps(year: int) -> None:
    """Raise CalendarError unless both packages agree on who works on which day of the year."""
    china = holidays.China(years=year)  # type: ignore[attr-defined]
    differing = {d for d in _year(year) if china.is_working_day(d) != _works(d)}
    if differing:
        raise CalendarError(f"{year}: `holidays` and `chinesecalendar` differ on {_days(differing)}")


def rows(year: int) -> list[tuple[str, str, str, str, str]]:
    """Make the year's lines of calendar.csv; CalendarError where sources differ or do not know the year."""
    compare_statutory(year)
    compare_swaps(year)
    holiday = statutory(year)
    out = []
    for day in _year(year):
        weekend, works = day.weekday() >= 5, _works(day)
        if day in holiday:
            out.append((day.isoformat(), "holiday", *holiday[day], "holidays-order"))
        elif day in BY_REPLY:
            out.append((day.isoformat(), "holiday", *BY_REPLY[day], "reply-2020-135"))
        elif weekend and works:
            out.append((day.isoformat(), "ordinary", *SWAPPED_IN, "calendar-packages"))
        elif not weekend and not works:
            out.append((day.isoformat(), "rest", *ONE_OFF.get(day, SWAPPED_OUT), "calendar-packages"))
    return out


def _works(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise CalendarError(
            f"{day.year}: `chinesecalendar` knows no State Council notice for this year; it is published in "
            "the autumn before. Update the package, or leave the year out"
        ) from error


def _year(year: int) -> Iterable[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _days(days: Iterable[date]) -> str:
    return ", ".join(d.isoformat() for d in sorted(days)) or "none"


def main() -> None:
    try:
        lines = [row for year in range(FIRST, LAST + 1) for row in rows(year)]
    except CalendarError as error:
        sys.exit(f"calendar.csv is not written. {error}")
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
