"""Write China's calendar.csv from the public-holiday packages, checked against the Orders' own counts.

Run: .venv/bin/python tools/make_calendar.py. The file is committed, so that a check needs no package
and a change of the calendar is a readable diff. `holidays` names the statutory dates (plain names;
observed and swapped days have other labels), `chinesecalendar` says for every date whether people work.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays

FIRST, LAST = 2008, 2026
TARGET = Path(__file__).parents[1] / "src/tripartite/standards/cn/calendar.csv"
# One day off for everyone in 2015 by a notice of its own, not in the Order's list.
NOT_IN_THE_ORDER = {date(2015, 9, 3)}
# Two holidays on one date: the Order's count is then one short.
COINCIDENCES = {2009: 1, 2020: 1}


def statutory(year: int) -> dict[date, tuple[str, str]]:
    """The Order's own dates of a year with their names in English and Chinese."""
    english = holidays.China(years=year, language="en_US")
    chinese = holidays.China(years=year, language="zh_CN")
    found = {
        day: (name, chinese[day])
        for day, name in english.items()
        if day.year == year
        and not any(word in name for word in ("observed", "Day off", "substituted", "Extended"))
        and day not in NOT_IN_THE_ORDER
    }
    expected = (13 if year >= 2025 else 11) - COINCIDENCES.get(year, 0)
    if len(found) != expected:
        sys.exit(f"{year}: {len(found)} statutory dates, the Order has {expected}: {sorted(found.items())}")
    return found


def rows(year: int) -> list[tuple[date, str, str, str]]:
    names = statutory(year)
    out = []
    day = date(year, 1, 1)
    while day.year == year:
        weekend = day.weekday() >= 5
        works = chinese_calendar.is_workday(day)
        if day in names:
            out.append((day, "holiday", *names[day]))
        elif weekend and works:
            out.append((day, "ordinary", "Working day by official swap", "调休上班"))
        elif not weekend and not works:
            out.append((day, "rest", "Day off by official swap", "调休放假"))
        day += timedelta(days=1)
    return out


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["date", "kind", "name_en", "name_local", "source"])
        for year in range(FIRST, LAST + 1):
            for day, kind, english, chinese in rows(year):
                writer.writerow([day.isoformat(), kind, english, chinese, "calendar-packages"])


if __name__ == "__main__":
    main()
