"""What the rivals of the engine need of the law, read from the same data files: calendar and minimum wages.

Plain tables, so that OpenFisca and SQL are given the law and not made to parse it.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

ROOM = Path(__file__).parents[1] / "src/tripartite/standards/cn"
ORDINARY, REST, HOLIDAY = 0, 1, 2
RATES = {ORDINARY: 15_000, REST: 20_000, HOLIDAY: 30_000}
NORMAL, DAY_CAP, MONTH_CAP, RUN_CAP, WEEK_CAP = 480, 180, 2160, 6, 3600
DIVISOR = 174 * 60 * 10_000
ON_TOP = ("CN-BJ", "CN-SH")  # the worker's own insurance comes on top of the minimum wage there
FOREVER = date(9999, 12, 31)


def kinds(year: int) -> dict[date, int]:
    """Kind of every day of a year with weekends on Saturday and Sunday."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=i) for i in range((date(year + 1, 1, 1) - first).days)]
    out = {d: REST if d.weekday() >= 5 else ORDINARY for d in days}
    code = {"ordinary": ORDINARY, "rest": REST, "holiday": HOLIDAY}
    for row in _rows("calendar.csv"):
        day = date.fromisoformat(row["date"])
        if day in out:
            out[day] = code[row["kind"]]
    return out


def minimum_wages() -> list[tuple[str, str, date, date, int, bool]]:
    """Monthly levels as (region, class, first day, last day, fen, verified)."""
    rows = [r for r in _rows("minimum_wages.csv") if r["monthly"]]
    out = []
    for r in rows:
        start = date.fromisoformat(r["from"])
        later = [
            date.fromisoformat(o["from"])
            for o in rows
            if (o["region"], o["class"]) == (r["region"], r["class"])
        ]
        following = min((d for d in later if d > start), default=None)
        end = following - timedelta(days=1) if following else FOREVER
        fen = round(float(r["monthly"]) * 100)
        out.append((r["region"], r["class"], start, end, fen, r["verified"] == "yes"))
    return out


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOM / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
