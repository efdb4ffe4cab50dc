"""A worker's own log of hours beside what a facility's records say of the same days.

Neither side is taken for true: what differs is shown to both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from tripartite.records.errors import RecordsError

HEADER = ["worker", "punch time", "state"]
MOMENT = "%Y-%m-%d %H:%M"
DAY = timedelta(days=1)
MOST_ABOVE = 10  # rows of a statement above the header
SAME = 15  # minutes that two clocks, or a look at one, may lie apart


class Span(Struct, frozen=True):
    """A stretch of work, local time; a day's stretches are those that begin on it."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60


class Difference(Struct, frozen=True):
    """A day on which the two say otherwise. None: that side has no work, or does not know how long.

    kind: `only-own` and `only-facility`: one side has no work on that day; `hours`: both have, of different
    length; `unknown`: the facility has work on that day and does not know how long.
    """

    day: date
    kind: str
    own: int | None
    facility: int | None


def read_own_log(text: str) -> list[Span]:
    """The stretches of a log in our own form: worker, punch time, state, a row for each press; a statement may stand above.

    Raises RecordsError with the row and what is wrong with it.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    head = next(
        (i for i, row in enumerate(rows[:MOST_ABOVE]) if [c.strip().lower() for c in row] == HEADER), None
    )
    if head is None:
        raise RecordsError(f"the log has no row {','.join(HEADER)}, above which only a statement may stand")
    spans: list[Span] = []
    begun: datetime | None = None
    for number, row in enumerate(rows[head + 1 :], head + 2):
        if not any(row):
            continue
        moment, state = _press(row, number)
        if (state == "in") == (begun is not None):
            raise RecordsError(f"row {number}: `{state}` follows `{state}`; each in needs its out")
        if begun is None:
            begun = moment
            continue
        spans.append(_span(begun, moment, spans[-1] if spans else None, number))
        begun = None
    if begun is not None:
        raise RecordsError(f"the stretch from {begun:{MOMENT}} has no end")
    return spans


def _press(row: list[str], number: int) -> tuple[datetime, str]:
    if len(row) != len(HEADER) or row[2].strip() not in ("in", "out"):
        raise RecordsError(f"row {number}: expected a worker, a time and `in` or `out`")
    try:
        return datetime.strptime(row[1].strip(), MOMENT), row[2].strip()  # noqa: DTZ007 - local clock time
    except ValueError as error:
        raise RecordsError(f"row {number}: `{row[1]}` is not a time such as 2026-10-05 08:00") from error


def _span(start: datetime, end: datetime, before: Span | None, number: int) -> Span:
    if not timedelta() < end - start <= DAY:
        raise RecordsError(f"row {number}: the stretch must end after its start and within a day")
    if before and start < before.end:
        raise RecordsError(f"row {number}: the stretch begins before the one above it ends")
    return Span(start, end)


def minutes_by_day(spans: Iterable[Span]) -> dict[date, int]:
    """Minutes of work by the day on which each stretch began."""
    out: dict[date, int] = {}
    for span in spans:
        day = span.start.date()
        out[day] = out.get(day, 0) + span.minutes
    return out


def differences(
    own_log: Iterable[Span], facility_days: Mapping[date, int | None], *, same: int = SAME
) -> list[Difference]:
    """The days on which a worker's log and the facility's days differ by more than `same` minutes.

    facility_days: minutes worked by day, None where the records do not know them. Only days between the first and
    the last that both cover are compared, as silence before and after says nothing.
    """
    own = minutes_by_day(own_log)
    if not own or not facility_days:
        return []
    first = max(min(own), min(facility_days))
    last = min(max(own), max(facility_days))
    found = [
        _difference(day, own.get(day, 0), facility_days.get(day, 0), same)
        for day in sorted({*own, *facility_days})
        if first <= day <= last
    ]
    return [d for d in found if d is not None]


def _difference(day: date, own: int, facility: int | None, same: int) -> Difference | None:
    if facility is None:
        return Difference(day, "unknown", own or None, None)
    if abs(own - facility) <= same and bool(own) == bool(facility):
        return None
    if own and facility:
        return Difference(day, "hours", own, facility)
    if own or facility:
        return Difference(day, "only-own" if own else "only-facility", own or None, facility or None)
    return None
