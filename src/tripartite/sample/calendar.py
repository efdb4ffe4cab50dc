"""The year 2025 in China as a factory's calendar hangs on its wall: holidays, days off, swapped Saturdays."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

YEAR = 2025
FIRST = date(YEAR, 1, 1)
ORDINARY, REST, HOLIDAY = 0, 1, 2

# State Council Order 795 of 2024 and the General Office's notice of swapped days for 2025.
HOLIDAYS = ("01-01", "01-28", "01-29", "01-30", "01-31", "04-04", "05-01", "05-02", "05-31", "10-01", "10-02", "10-03", "10-06")
DAYS_OFF = ("02-03", "02-04", "05-05", "06-02", "10-07", "10-08")
WORKED_WEEKENDS = ("01-26", "02-08", "04-27", "09-28", "10-11")


def day(text: str) -> date:
    """The date of 2025 written as month-day."""
    return date.fromisoformat(f"{YEAR}-{text}")


def index(when: date) -> int:
    """Days since 1 January 2025."""
    return (when - FIRST).days


def date_at(i: int) -> date:
    return FIRST + timedelta(days=int(i))


def month_end(month: int) -> date:
    return date(YEAR, month, calendar.monthrange(YEAR, month)[1])


def kinds(days: int = 365) -> NDArray[np.int8]:
    """Kind of each day from 1 January 2025: ORDINARY, REST or HOLIDAY."""
    out = np.full(365, ORDINARY, np.int8)
    weekday = (np.arange(365) + FIRST.weekday()) % 7
    out[weekday >= 5] = REST
    for texts, kind in ((DAYS_OFF, REST), (WORKED_WEEKENDS, ORDINARY), (HOLIDAYS, HOLIDAY)):
        out[[index(day(t)) for t in texts]] = kind
    return out[:days]


def months(days: int = 365) -> NDArray[np.int8]:
    """Month of each day, from 0."""
    return np.array([date_at(i).month - 1 for i in range(days)], np.int8)
