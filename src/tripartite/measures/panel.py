"""The panel: a block of workers x days as dense arrays, and measures computed once from it.

Arrays are day-major, shape (days, workers), so that a week, a month or a run of days is a slice of
rows and every step along time is one vector operation over workers. Minutes are 32-bit (a block's
longest sum, 1440 x 3660 days, fits), money and all products with money are 64-bit.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.measures.terms import MONTH, QUARTER, WEEK, YEAR, PayTerms, WageFloor

Ints = NDArray[np.int64]
Minutes = NDArray[np.int32]
Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]
Rows = Ints | slice

EPOCH = date(1970, 1, 1)
REST_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}


def to_date(day: int) -> date:
    return EPOCH + timedelta(days=int(day))


def to_day(value: date) -> int:
    return (value - EPOCH).days


class Periods(Struct, frozen=True):
    """Consecutive spans of the panel's rows: period i holds rows `first[i]` to `end[i]`, end excluded.

    `whole[i]` is false where the panel holds only a part of the period; `start_day` and `end_day`
    are the true bounds (days since 1970, both included).
    """

    first: Ints
    end: Ints
    start_day: Ints
    end_day: Ints
    whole: Mask

    def __len__(self) -> int:
        return len(self.first)

    def sums(self, rows: NDArray[Any], dtype: Any = None) -> NDArray[Any]:
        """Sum rows (days, workers) within each period: (periods, workers)."""
        out = np.zeros((len(self), rows.shape[1]), dtype or rows.dtype)
        for i, (a, b) in enumerate(zip(self.first.tolist(), self.end.tolist(), strict=True)):
            if a < b:
                np.add.reduce(rows[a:b], axis=0, out=out[i], dtype=out.dtype)
        return out

    def among(self, rows: Rows) -> Periods:
        """The same periods over some rows of the panel, in order, that stand alone in an array."""
        if isinstance(rows, slice):
            return self
        first, end = np.searchsorted(rows, self.first), np.searchsorted(rows, self.end)
        return Periods(first, end, self.start_day, self.end_day, self.whole)

    def any(self, rows: NDArray[Any]) -> Mask:
        out = np.empty((len(self), rows.shape[1]), bool)
        for i, (a, b) in enumerate(zip(self.first.tolist(), self.end.tolist(), strict=True)):
            np.logical_or.reduce(rows[a:b], axis=0, out=out[i])
        return out


def spans(first_day: int, n_days: int, bounds: Sequence[tuple[int, int]]) -> Periods:
    """Periods from true bounds [start, end] in days since 1970, cut to the panel."""
    start = np.array([b[0] for b in bounds], np.int64)
    end = np.array([b[1] for b in bounds], np.int64)
    first = np.clip(start - first_day, 0, n_days)
    stop = np.clip(end + 1 - first_day, 0, n_days)
    whole = (start >= first_day) & (end < first_day + n_days)
    return Periods(first, stop, start, end, whole)


def calendar_bounds(first_day: int, n_days: int, unit: int, week_starts: int = 0) -> list[tuple[int, int]]:
    """True bounds of the weeks, months, quarters or years that the panel touches."""
    last = first_day + n_days - 1
    out = []
    day = _period_start(first_day, unit, week_starts)
    while day <= last:
        following = _next_start(day, unit)
        out.append((day, following - 1))
        day = following
    return out


def _period_start(day: int, unit: int, week_starts: int) -> int:
    d = to_date(day)
    if unit == WEEK:
        return day - (d.weekday() - week_starts) % 7
    if unit == YEAR:
        return to_day(date(d.year, 1, 1))
    month = d.month if unit == MONTH else (d.month - 1) // 3 * 3 + 1
    return to_day(date(d.year, month, 1))


def _next_start(day: int, unit: int) -> int:
    if unit == WEEK:
        return day + 7
    d = to_date(day)
    months = d.year * 12 + d.month - 1 + {MONTH: 1, QUARTER: 3, YEAR: 12}[unit]
    return to_day(date(months // 12, months % 12 + 1, 1))


def agreed_bounds(
    first_day: int, n_days: int, unit: int, year_from: tuple[int, int]
) -> list[tuple[int, int]]:
    """Bounds of months or years that begin on the day of the month, and in the month, of `year_from`.

    A day that a month lacks is its last one.
    """
    step = {MONTH: 1, QUARTER: 3, YEAR: 12}[unit]
    month, day = year_from
    index = (to_date(first_day).year - 1) * 12 + month - 1
    out: list[tuple[int, int]] = []
    while True:
        start, end = _from_month(index, day), _from_month(index + step, day) - 1
        if start >= first_day + n_days:
            return out
        if end >= first_day:
            out.append((start, end))
        index += step


def _from_month(index: int, day: int) -> int:
    """The day of a month counted from year 0, as days since 1970."""
    last = (date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return to_day(date(index // 12, index % 12 + 1, min(day, last)))


class Attributes(Struct):
    """What is known of each worker, arrays of length workers; codes are -1 and dates NO_DATE if unknown."""

    worker: NDArray[Any]
    facility: Ints  # index into the block's facilities
    sex: Codes  # 0 woman, 1 man
    birth: Ints
    hired: Ints
    left: Ints
    employment: Codes
    hours_system: Codes
    hours_period: Codes
    job: NDArray[Any]
    contract: Ints
    service: Ints


class Wages(Struct):
    """Contract wages as dated rows: row i is worker `worker[i]`'s from `start[i]` to `end[i]`, both included."""

    worker: Ints
    start: Ints
    end: Ints
    basis: Codes
    amount: Ints
    currency_known: Mask


class Pay(Struct):
    """Pay by pay period: `amounts[component]` is (pay periods, workers), in minor units.

    `present`: a slip exists. `paid_on`: NO_DATE if unknown. `items` names components that occur at all
    in the block's slips: one that never occurs may be hidden in another. `foreign`: a slip's sums mean nothing, as
    an item is in another currency or of no known amount.
    """

    periods: Periods
    present: Mask
    paid_on: Ints
    amounts: dict[str, Ints]
    foreign: Mask

    @property
    def items(self) -> set[str]:
        return set(self.amounts)


class Conditions(Struct):
    """Dated conditions of workers as rows (pregnant, nursing, ...)."""

    worker: Ints
    kind: NDArray[Any]
    start: Ints
    end: Ints


class OnRecord(Struct):
    """The block's days that have a row, each worker's in a line and by date: what runs are followed along.

    place: of each in (days, workers) laid flat. start, end: clock times as in `Panel`, read when first asked for.
    """

    worker: Ints
    day: NDArray[np.int32]
    place: Ints
    start: Callable[[], Minutes]
    end: Callable[[], Minutes]


class Later:
    """A field of the panel that may be given as a function, asked at first use: many checks look at no clock time."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"_{name}"

    def __get__(self, p: Panel | None, owner: type | None = None) -> Minutes:
        if p is None:
            raise AttributeError(self.name)  # the field has no default
        value = p.__dict__[self.name]
        if callable(value):
            value = p.__dict__[self.name] = value()
        found: Minutes = value
        return found

    def __set__(self, p: Panel, value: Minutes | Callable[[], Minutes]) -> None:
        p.__dict__[self.name] = value


@dataclass(kw_only=True)
class Panel:
    """One block. See the module's docstring for shapes and units.

    `minutes` are a lower bound where `unknown`; `worked` marks days with any sign of work.
    `night` is -1 where not known, `start` and `end` where the clock times are not.
    `kind` is (days, 1) where all workers share a calendar, else (days, workers).
    `sector_of` and `size_of` (workers of the facility) are empty where nothing is known of them.
    `month_minutes`: the hours that the facility divides a monthly wage by, 0 where not stated.
    `scheduled`: its scheduled working time of a day in minutes, likewise. `day_off`, shaped as `kind`: its
    weekly days off that are no rest days by law. `year_from`: month and day from which limits of a month and
    of a year are counted; None where not stated: the calendar's stand for them. `agreements`: whether
    agreements that records do not show may stand behind longer averaged hours.
    `covered_from` and `covered_to`: the days that the facility's time records cover, per worker;
    outside them nothing is known. `on_record`: the same days one by one, where the block was made of rows.
    """

    first_day: int
    minutes: Minutes
    start: Later = Later()
    end: Later = Later()
    night: Later = Later()
    worked: Mask
    unknown: Mask
    leave: Codes | None
    kind: Codes
    extra_workday: Mask
    attributes: Attributes
    employed_from: Ints
    employed_to: Ints
    covered_from: Ints
    covered_to: Ints
    wages: Wages
    pay: Pay | None
    conditions: Conditions
    floors: list[WageFloor]
    floor_of: Ints
    region_of: list[str]
    sector_of: list[str] = field(default_factory=list)
    size_of: list[int] = field(default_factory=list)
    month_minutes: Ints | None = None
    scheduled: Ints | None = None
    day_off: Mask | None = None
    year_from: tuple[int, int] | None = None
    agreements: bool = True
    week_starts: int = 0
    carried_days: int = 0
    on_record: OnRecord | None = None
    memo: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def n_days(self) -> int:
        return int(self.minutes.shape[0])

    @property
    def n_workers(self) -> int:
        return int(self.minutes.shape[1])

    def get(self, measure: Callable[..., Any], terms: PayTerms | None = None) -> Any:
        """The measure's result, computed once per block however many rules use it."""
        key = (measure, terms.key if terms else None)
        if key not in self.memo:
            self.memo[key] = measure(self, terms) if terms else measure(self)
        return self.memo[key]

    def periods(self, unit: int) -> Periods:
        key = ("periods", unit)
        if key not in self.memo:
            bounds = calendar_bounds(self.first_day, self.n_days, unit, self.week_starts)
            self.memo[key] = spans(self.first_day, self.n_days, bounds)
        found: Periods = self.memo[key]
        return found

    def limit_periods(self, unit: int) -> Periods:
        """Months or years as limits count them: from `year_from`, by the calendar where that is not stated."""
        if self.year_from is None:
            return self.periods(unit)
        key = ("limit periods", unit)
        if key not in self.memo:
            bounds = agreed_bounds(self.first_day, self.n_days, unit, self.year_from)
            self.memo[key] = spans(self.first_day, self.n_days, bounds)
        found: Periods = self.memo[key]
        return found

    def fitting(self, sectors: tuple[str, ...], size: tuple[int, int] | None) -> Mask:
        """Workers of facilities in some sectors (empty: all) and of a size (None: any)."""
        fits = np.ones(self.n_workers, bool)
        if sectors:
            fits &= np.isin(np.array(self.sector_of or [""] * self.n_workers, object), sectors)
        if size is not None:
            workers = np.array(self.size_of or [0] * self.n_workers)
            fits &= (workers >= size[0]) & (workers <= size[1])
        return fits

    def days(self) -> Periods:
        key = "days"
        if key not in self.memo:
            rows = np.arange(self.n_days, dtype=np.int64)
            true = rows + self.first_day
            self.memo[key] = Periods(rows, rows + 1, true, true, np.ones(self.n_days, bool))
        found: Periods = self.memo[key]
        return found

    def employed(self, periods: Periods) -> Mask:
        """Whether the worker was employed on any day of the period: (periods, workers)."""
        return (self.employed_from <= periods.end_day[:, None]) & (
            self.employed_to >= periods.start_day[:, None]
        )

    def employed_throughout(self, periods: Periods) -> Mask:
        return (self.employed_from <= periods.start_day[:, None]) & (
            self.employed_to >= periods.end_day[:, None]
        )

    def covered(self, periods: Periods) -> Mask:
        """Whether the time records cover every employed day of the period."""
        start = np.maximum(periods.start_day[:, None], self.employed_from)
        end = np.minimum(periods.end_day[:, None], self.employed_to)
        return (self.covered_from <= start) & (self.covered_to >= end)

    def complete(self, periods: Periods) -> Mask:
        """Whether all hours of the period are known exactly: (periods, workers)."""
        key = ("complete", periods.first.tobytes(), periods.end.tobytes())
        if key not in self.memo:
            known = self.covered(periods)
            if self.unknown.any():
                known &= ~periods.any(self.unknown)
            self.memo[key] = known
        found: Mask = self.memo[key]
        return found

    def unknown_days(self, periods: Periods) -> Ints:
        return periods.sums(self.unknown.astype(np.int64))


class Values(Struct):
    """A measure's result over periods x workers.

    value: where not `complete`, a lower bound. exists: there is something to judge. why: the reason
    code of what cannot be told, and `reasons` (code, mask) where there are several, first match first.
    assumed: the value rests on an assumption that the report states.
    """

    value: NDArray[Any]
    periods: Periods
    exists: Mask
    complete: Mask
    why: str = "hours-incomplete"
    reasons: tuple[tuple[str, Mask], ...] = ()
    assumed: Mask | None = None


class Items(Struct):
    """A measure's result one by one: item i is worker `worker[i]`'s, from day `start[i]` to `end[i]`.

    lower: values that are lower bounds though complete enough to judge by; None where none is.
    """

    worker: Ints
    start: Ints
    end: Ints
    value: Ints
    complete: Mask
    why: str
    lower: Mask | None = None
