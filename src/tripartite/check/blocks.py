"""From a shard's columns to panels: who is who, which day is of which kind, one block at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.check.columns import UNKNOWN_NUMBER, UNKNOWN_PAY, Columns, Source
from tripartite.check.rest_days import MONDAY_OF_EPOCH, CalendarTerms, by_law, settle
from tripartite.measures.facility import Roll
from tripartite.measures.panel import (
    REST_DAYS,
    Attributes,
    Codes,
    Conditions,
    Ints,
    Mask,
    Minutes,
    OnRecord,
    Panel,
    Pay,
    Wages,
    spans,
)
from tripartite.measures.terms import HOLIDAY, NO_DATE, ON_REST, ORDINARY, REST, STANDARD, WageFloor
from tripartite.records.errors import RecordsError
from tripartite.records.tables import COMPONENTS, LEAVES

BLOCK_WORKERS = 2000
FOREVER = 2**31 - 1
NO_ROW = -(2**31)  # minutes of a day without a row; a row without minutes has -1
LIEU = LEAVES.index("time_off_in_lieu")

WORKER_COLUMNS = (
    "worker", "facility", "sex", "birth_date", "hired_on", "left_on", "employment", "job",
    "hours_system", "hours_period", "contract_on", "service_since",
)  # fmt: skip
FACILITY_COLUMNS = (
    "facility", "name", "country", "region", "wage_class", "sector", "hours_system", "hours_period", "rest_days",
    "hours_approved_from", "hours_approved_to", "month_minutes", "scheduled_minutes",
)  # fmt: skip
DAY_COLUMNS = ("worker", "date", "minutes", "kind", "leave", "complete")
CLOCK_COLUMNS = ("start", "end", "night_minutes")


class Shard(Struct):
    """One shard's columns with worker and facility numbers put in order.

    days: each worker's in a row, by date. clock: gives one of the `CLOCK_COLUMNS` of the days, which are read when
    a rule first looks at them.
    """

    name: str
    workers: NDArray[Any]
    facilities: Columns
    attributes: Attributes
    days: Columns
    clock: Callable[[str], NDArray[Any]]
    wages: Columns
    pay: Columns
    conditions: Columns
    events: Columns
    first_day: int
    n_days: int
    covered_from: Ints
    covered_to: Ints
    employed_from: Ints
    employed_to: Ints
    leave_recorded: bool


def read_shard(source: Source, name: str) -> Shard | None:
    """Read one shard whole; None where it holds no worker at all."""
    facilities = source.read(name, "facilities", FACILITY_COLUMNS)
    workers = source.read(name, "workers", WORKER_COLUMNS)
    days, times = _read_days(source, name)
    wages = source.read(name, "wages", ("worker", "from", "to", "basis", "amount", "currency"))
    pay = source.read(name, "pay", ("worker", "start", "end", "paid_on", "component", "amount", "currency"))
    conditions = source.read(name, "conditions", ("worker", "kind", "from", "to"))
    events = source.read(name, "events", ("facility", "date", "kind", "worker", "people", "minutes"))
    runs = [_run_starts(t["worker"]) for t in (workers, days, pay)]
    ids = _all_workers(*(t["worker"][starts] for t, starts in zip((workers, days, pay), runs, strict=True)))
    if not len(ids):
        return None
    for table, starts in ((days, runs[1]), (pay, runs[2]), (wages, None), (conditions, None), (events, None)):
        table["index"] = _positions(ids, table.pop("worker"), starts)
    order = _order_of_days(days, runs[1])
    clock = cache(lambda column: times(column) if order is None else times(column)[order])
    days = days if order is None else _in_order(days, order)
    wages, pay = _by_worker(wages), _by_worker(pay)
    _refuse_undated(name, ids, "days", days, ("date",))
    _refuse_undated(name, ids, "pay", pay, ("start", "end"))
    attributes, facilities = _attributes(ids, workers, facilities)
    shard = Shard(
        name, ids, facilities, attributes, days, clock, wages, pay, conditions, events, 0, 0,
        np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64),
        leave_recorded=bool((days["leave"] >= 0).any()),
    )  # fmt: skip
    _bound_spans(shard, runs[1] if order is None else _run_starts(days["index"]))
    return shard


def _refuse_undated(
    shard: str, ids: NDArray[Any], table: str, rows: Columns, columns: tuple[str, ...]
) -> None:
    for column in columns:
        undated = rows[column] == NO_DATE
        if undated.any():
            worker = ids[rows["index"][undated.argmax()]]
            raise RecordsError(
                f"{shard}: worker {worker} has a row in the table of {table} without `{column}`. "
                "Such a row says nothing of any day: fill in the date, or leave the row out."
            )


def _read_days(source: Source, name: str) -> tuple[Columns, Callable[[str], NDArray[Any]]]:
    """The table of days, and what gives its clock times."""
    if source.by_column:
        return source.read(name, "days", DAY_COLUMNS), lambda c: source.read(name, "days", (c,))[c]
    days = source.read(name, "days", DAY_COLUMNS + CLOCK_COLUMNS)
    times = {c: days.pop(c) for c in CLOCK_COLUMNS}
    return days, times.__getitem__


def _all_workers(first: NDArray[Any], *rest: NDArray[Any]) -> NDArray[Any]:
    """Distinct workers of the shard, in order. Where one table has them as numbers and another as text, text."""
    ascending = len(first) and first.dtype != object and (first[1:] > first[:-1]).all()
    if ascending and first[0] >= 0 and all((_found(first, c) >= 0).all() for c in rest):
        return first
    parts = [p for c in (first, *rest) if len(p := np.unique(c[c != _nobody(c)]))]
    if not parts:
        return first[:0]
    if len({p.dtype == object for p in parts}) > 1:
        parts = [p.astype(str).astype(object) for p in parts]
    return np.unique(np.concatenate(parts))


def _nobody(column: NDArray[Any]) -> str | int:
    """What stands in a column of workers where a row names none."""
    return "" if column.dtype == object else UNKNOWN_NUMBER


def _run_starts(column: NDArray[Any]) -> Ints:
    """Rows on which another value begins than that of the row before."""
    return np.flatnonzero(np.concatenate([[len(column) > 0], column[1:] != column[:-1]]))


def _positions(ids: NDArray[Any], column: NDArray[Any], starts: Ints | None = None) -> Ints:
    """Index of each value in sorted `ids`; -1 where it is not there. starts: the column's `_run_starts`."""
    starts = _run_starts(column) if starts is None else starts
    if 2 * len(starts) > len(column):
        return _found(ids, column)
    # One look-up a run: in records sorted by worker, that is one for each worker.
    return np.repeat(_found(ids, column[starts]), np.diff(starts, append=len(column)))


def _found(ids: NDArray[Any], column: NDArray[Any]) -> Ints:
    if not len(ids) or not len(column):
        return np.full(len(column), -1, np.int64)
    if ids.dtype == object or column.dtype == object:
        values, inverse = np.unique(column, return_inverse=True)
        at = {str(w): i for i, w in enumerate(ids.tolist())}
        return np.array([at.get(str(v), -1) for v in values.tolist()], np.int64)[inverse]
    low = int(ids[0])
    if int(ids[-1]) - low == len(ids) - 1:
        at_once = column - low
        return np.where((at_once >= 0) & (at_once < len(ids)), at_once, -1)
    found = np.minimum(np.searchsorted(ids, column), len(ids) - 1)
    return np.where(ids[found] == column, found, -1)


def _by_worker(table: Columns) -> Columns:
    """Rows in the workers' order, without those of nobody; those of one worker stay as they stood."""
    index = table["index"]
    if (index[:1] >= 0).all() and (index[1:] >= index[:-1]).all():
        return table
    return _in_order(table, np.argsort(index, kind="stable")[np.count_nonzero(index < 0) :])


def _order_of_days(days: Columns, starts: Ints) -> Ints | None:
    """Rows in the order of their workers and dates, without those of nobody; None where they are so.

    starts: where another worker's rows begin.
    """
    index, dates = days["index"], days["date"]
    later = dates[1:] > dates[:-1]
    later[starts[1:] - 1] = True
    workers = index[starts]
    if later.all() and (workers[:1] >= 0).all() and (workers[1:] > workers[:-1]).all():
        return None
    order = np.argsort(index * 2**32 + dates)  # dates are of 32 bits
    return order[np.count_nonzero(index < 0) :]


def _in_order(table: Columns, order: Ints) -> Columns:
    return {k: v[order] for k, v in table.items()}


def _attributes(ids: NDArray[Any], workers: Columns, facilities: Columns) -> tuple[Attributes, Columns]:
    n = len(ids)
    at = _positions(ids, workers["worker"])
    if (at < 0).any():
        workers, at = _in_order(workers, np.flatnonzero(at >= 0)), at[at >= 0]

    def laid(column: str, missing: Any, dtype: Any) -> NDArray[Any]:
        out = np.full(n, missing, dtype)
        out[at[::-1]] = workers[column][::-1]  # the first row of a worker counts
        return out

    keys = list(dict.fromkeys([*facilities["facility"].tolist(), *workers["facility"].tolist()]))
    if len(keys) > 1 and "" in keys:
        keys.remove("")
    keys = keys or [""]
    facilities = _complete_facilities(facilities, keys)
    number = {k: i for i, k in enumerate(keys)}
    facility = np.array([number.get(f, 0) for f in laid("facility", "", object).tolist()], np.int64)
    own, common = laid("hours_system", -1, np.int8), facilities["hours_system"][facility]
    system = np.where(own >= 0, own, common)
    period = np.where(own >= 0, laid("hours_period", -1, np.int8), facilities["hours_period"][facility])
    attributes = Attributes(
        worker=ids,
        facility=facility,
        sex=laid("sex", -1, np.int8),
        birth=laid("birth_date", NO_DATE, np.int64),
        hired=laid("hired_on", NO_DATE, np.int64),
        left=laid("left_on", NO_DATE, np.int64),
        employment=laid("employment", -1, np.int8),
        # Nothing said means the system that needs no approval.
        hours_system=np.where(system >= 0, system, STANDARD).astype(np.int8),
        hours_period=period.astype(np.int8),
        job=laid("job", "", object),
        contract=laid("contract_on", NO_DATE, np.int64),
        service=laid("service_since", NO_DATE, np.int64),
    )
    return attributes, facilities


def _complete_facilities(facilities: Columns, keys: list[str]) -> Columns:
    """One row per facility key in order; a facility that only workers name gets empty values."""
    row = {k: i for i, k in enumerate(facilities["facility"].tolist())}
    out = {}
    for column, values in facilities.items():
        missing: Any = "" if values.dtype == object else (-1 if values.dtype == np.int8 else NO_DATE)
        out[column] = np.array([values[row[k]] if k in row else missing for k in keys], values.dtype)
    out["facility"] = np.array(keys, object)
    return out


def _bound_spans(shard: Shard, cuts: Ints) -> None:
    """The days the shard spans, what each facility's time records cover, and each worker's employment.

    cuts: rows of the days on which another worker's begin.
    """
    days, a = shard.days, shard.attributes
    n_facilities = len(shard.facilities["facility"])
    dates, index = days["date"], days["index"]
    first = np.full(n_facilities, FOREVER, np.int64)
    last = np.full(n_facilities, NO_DATE, np.int64)
    first_seen = np.full(len(a.worker), FOREVER, np.int64)
    last_seen = np.full(len(a.worker), NO_DATE, np.int64)
    if len(dates):
        who = index[cuts]
        first_seen[who] = np.minimum.reduceat(dates, cuts)
        last_seen[who] = np.maximum.reduceat(dates, cuts)
        np.minimum.at(first, a.facility, first_seen)
        np.maximum.at(last, a.facility, last_seen)
    pay_from, pay_to = _pay_span(shard)
    start = int(min(first.min(), pay_from))
    end = int(max(last.max(), pay_to))
    if start > end:
        raise RecordsError(
            "The records hold no day of work and no pay slip. Add a time record or a payroll, "
            "or see which columns were not understood: tripartite map FILES"
        )
    shard.first_day, shard.n_days = start, end - start + 1
    shard.covered_from = first[a.facility]
    shard.covered_to = last[a.facility]
    shard.employed_from = np.where(a.hired != NO_DATE, a.hired, np.minimum(first_seen, _first_paid(shard)))
    stayed = np.where(a.hired != NO_DATE, end, np.where(last_seen == NO_DATE, end, last_seen))
    shard.employed_to = np.where(a.left != NO_DATE, a.left, stayed)


def _pay_span(shard: Shard) -> tuple[int, int]:
    if not len(shard.pay["start"]):
        return FOREVER, NO_DATE
    return int(shard.pay["start"].min()), int(shard.pay["end"].max())


def _first_paid(shard: Shard) -> Ints:
    out = np.full(len(shard.workers), FOREVER, np.int64)
    if len(shard.pay["start"]):
        np.minimum.at(out, shard.pay["index"], shard.pay["start"].astype(np.int64))
    return out


def panels(
    shard: Shard, calendar: CalendarTerms, floors: list[WageFloor], floor_of: Ints, currency: str
) -> Iterator[tuple[int, Panel]]:
    """Panels of whole facilities as far as they fit a block; gives (first worker, panel)."""
    n = len(shard.workers)
    kinds, extra, known = day_kinds(shard, calendar)
    for a in range(0, n, BLOCK_WORKERS):
        b = min(a + BLOCK_WORKERS, n)
        yield a, _panel(shard, a, b, (kinds, extra, known), calendar, floors, floor_of, currency)


def day_kinds(shard: Shard, calendar: CalendarTerms) -> tuple[dict[str, Codes], Mask, Mask]:
    """Kinds of day by weekly-rest pattern ('' is the country's default), extra workdays, days known."""
    kinds = {}
    extra = known = np.zeros(shard.n_days, bool)
    for pattern in dict.fromkeys(shard.facilities["rest_days"].tolist()):
        legal = by_law(pattern, calendar)
        kinds[pattern], swapped, known = day_kinds_of(shard.first_day, shard.n_days, calendar, legal)
        extra = extra | swapped
    return kinds, extra, known


def day_kinds_of(
    first_day: int, n_days: int, calendar: CalendarTerms, pattern: str
) -> tuple[Codes, Mask, Mask]:
    """Kinds of day under one weekly-rest pattern, rest days made workdays by swap, days that are known."""
    days = np.arange(first_day, first_day + n_days)
    known = (days >= calendar.covers[0]) & (days <= calendar.covers[1])
    named = [REST_DAYS[d.strip()] for d in pattern.split(",") if d.strip() in REST_DAYS]
    rest = named if pattern else list(calendar.rest_days)
    kind = np.where(np.isin((days + MONDAY_OF_EPOCH) % 7, rest), REST, ORDINARY).astype(np.int8)
    extra = np.zeros(n_days, bool)
    kinds = _moved(calendar, rest) if calendar.substitute else calendar.kinds
    for day in calendar.chosen:
        row = day - first_day
        if 0 <= row < n_days and kind[row] == ORDINARY:
            kind[row] = HOLIDAY
    for day, code in kinds.items():
        row = day - first_day
        if 0 <= row < n_days:
            extra[row] = code == ORDINARY and kind[row] == REST
            both = calendar.on_rest and code >= HOLIDAY and kind[row] == REST
            kind[row] = code + ON_REST if both else code
    kind[~known] = ORDINARY
    return kind, extra, known


def _moved(calendar: CalendarTerms, rest: list[int]) -> dict[int, int]:
    """The calendar's kinds with holidays on weekly rest days moved to the next working day."""
    if len(set(rest)) == 7:
        return calendar.kinds
    falls = {d: c for d, c in calendar.kinds.items() if c >= HOLIDAY and (d + MONDAY_OF_EPOCH) % 7 in rest}
    out = {d: c for d, c in calendar.kinds.items() if d not in falls}
    for day in sorted(falls):
        following = day + 1
        while following in out or (following + MONDAY_OF_EPOCH) % 7 in rest:
            following += 1
        out[following] = falls[day]
    return out


def _panel(
    shard: Shard,
    a: int,
    b: int,
    calendar_rows: tuple[dict[str, Codes], Mask, Mask],
    calendar: CalendarTerms,
    floors: list[WageFloor],
    floor_of: Ints,
    currency: str,
) -> Panel:
    kinds, extra, known = calendar_rows
    n, d = b - a, shard.n_days
    lo, hi = np.searchsorted(shard.days["index"], (a, b))
    rows = {k: v[lo:hi] for k, v in shard.days.items()}
    flat = np.multiply(rows["date"], n, dtype=np.int64)
    flat += rows["index"]
    flat -= shard.first_day * n + a

    def laid(column: NDArray[Any], missing: int) -> Minutes:
        out = np.full(d * n, missing, np.int32) if missing else np.zeros(d * n, np.int32)
        out[flat] = column.astype(np.int32, copy=False)  # unlike types take twice as long
        return out.reshape(d, n)

    def clock(column: str) -> Minutes:
        return shard.clock(column)[lo:hi].astype(np.int32)

    minutes = laid(rows["minutes"], NO_ROW)
    _refuse_double_rows(shard, rows, minutes)
    np.maximum(minutes, 0, out=minutes)
    worked = minutes > 0
    by_day = np.zeros((d, n), bool)
    unclear = _unclear(rows, shard.first_day, known)
    if unclear.any():
        by_day.ravel()[flat[unclear]] = True
        worked |= by_day
    leave: Codes | None = None
    if shard.leave_recorded:
        leaves = np.full(d * n, -1, np.int8)
        leaves[flat] = rows["leave"]
        leave = leaves.reshape(d, n)
    part = slice(a, b)
    attributes = _part_of(shard.attributes, part)
    panel = Panel(
        first_day=shard.first_day,
        minutes=minutes,
        start=lambda: laid(clock("start"), -1),
        end=lambda: laid(clock("end"), -1),
        night=lambda: laid(clock("night_minutes"), 0),
        worked=worked,
        unknown=by_day,
        leave=leave,
        kind=_kind_rows(shard, rows, flat, attributes, kinds, calendar),
        extra_workday=extra,
        attributes=attributes,
        employed_from=shard.employed_from[part],
        employed_to=shard.employed_to[part],
        covered_from=shard.covered_from[part],
        covered_to=shard.covered_to[part],
        wages=_wages(shard, a, b, currency),
        pay=_pay(shard, a, b, currency),
        conditions=_conditions(shard, a, b),
        floors=floors,
        floor_of=floor_of[part],
        region_of=shard.facilities["region"][attributes.facility].tolist(),
        sector_of=shard.facilities["sector"][attributes.facility].tolist(),
        size_of=sizes(shard)[attributes.facility].tolist(),
        month_minutes=shard.facilities["month_minutes"][attributes.facility].astype(np.int64),
        scheduled=shard.facilities["scheduled_minutes"][attributes.facility].astype(np.int64),
        year_from=calendar.year_from,
        week_starts=calendar.week_starts,
        on_record=OnRecord(
            rows["index"] - a,
            rows["date"] - shard.first_day,
            flat,
            partial(clock, "start"),
            partial(clock, "end"),
        ),
    )
    settle(panel, shard.facilities["rest_days"][attributes.facility].tolist(), calendar)
    if leave is not None and (leave == LIEU).any():
        panel.memo["lieu_days"] = leave == LIEU
    return panel


def sizes(shard: Shard) -> Ints:
    """Workers by facility, as the shard's records name them."""
    return np.bincount(shard.attributes.facility, minlength=len(shard.facilities["facility"]))


def _unclear(rows: Columns, first_day: int, known: Mask) -> Mask:
    """Rows whose hours are not known exactly, or that fall on days of which no calendar is known."""
    unclear: Mask = ~(rows["complete"] & (rows["minutes"] >= 0)) & (rows["leave"] < 0)
    if not known.all():
        unclear |= ~known[rows["date"] - first_day] & (rows["minutes"] > 0)
    return unclear


def _refuse_double_rows(shard: Shard, rows: Columns, minutes: NDArray[np.int32]) -> None:
    if int(np.count_nonzero(minutes != NO_ROW)) == len(rows["date"]):
        return
    keys = rows["index"].astype(np.int64) * 10**6 + rows["date"]
    values, counts = np.unique(keys, return_counts=True)
    worker = shard.workers[int(values[counts > 1][0]) // 10**6]
    raise RecordsError(
        f"{shard.name}: worker {worker} has several rows for one date in the table of days. "
        "The table holds one row per worker and date; join split shifts before checking."
    )


def _part_of(a: Attributes, part: slice) -> Attributes:
    return Attributes(**{name: getattr(a, name)[part] for name in Attributes.__struct_fields__})


def _kind_rows(
    shard: Shard,
    rows: Columns,
    flat: Ints,
    attributes: Attributes,
    kinds: dict[str, Codes],
    calendar: CalendarTerms,
) -> Codes:
    """(days, 1) where all share one calendar, else (days, workers). A roster may move rest days; it
    cannot unmake a statutory holiday, nor make one but of a day that the employer may choose.
    """
    said = rows["kind"] >= 0
    patterns = shard.facilities["rest_days"][attributes.facility]
    if not said.any() and len(set(patterns.tolist())) == 1:
        return kinds[patterns[0]][:, None]
    base = np.stack([kinds[p] for p in patterns.tolist()], axis=1)
    out = base.copy().ravel()
    usable = said & (rows["kind"] < HOLIDAY) & (out[flat] < HOLIDAY)
    out[flat[usable]] = rows["kind"][usable]
    if calendar.choosable:
        may = np.isin(rows["date"].astype(np.int64), list(calendar.choosable))
        chosen = said & (rows["kind"] == HOLIDAY) & may & (out[flat] < HOLIDAY)
        out[flat[chosen]] = HOLIDAY
    if calendar.on_rest:
        moved = said & (rows["kind"] < HOLIDAY) & (out[flat] >= HOLIDAY)
        plain = np.where(out[flat] >= HOLIDAY + ON_REST, out[flat] - ON_REST, out[flat])
        kind = np.where(rows["kind"] == REST, plain + ON_REST, plain).astype(np.int8)
        out[flat[moved]] = kind[moved]
    return out.reshape(base.shape)


def _rows_of(table: Columns, a: int, b: int) -> Columns:
    """The rows of workers a to b, b excluded; see `_by_worker`."""
    lo, hi = np.searchsorted(table["index"], (a, b))
    return {k: v[lo:hi] for k, v in table.items()}


def _wages(shard: Shard, a: int, b: int, currency: str) -> Wages:
    rows = _rows_of(shard.wages, a, b)
    start = np.where(rows["from"] == NO_DATE, NO_DATE, rows["from"]).astype(np.int64)
    end = np.where(rows["to"] == NO_DATE, FOREVER, rows["to"]).astype(np.int64)
    known = ((rows["currency"] == currency) | (rows["currency"] == "")) & (rows["basis"] >= 0)
    amount = rows["amount"].astype(np.int64)
    known &= (amount > 0) | (rows["basis"] == 3)
    return Wages(rows["index"] - a, start, end, rows["basis"], amount, known)


def _pay(shard: Shard, a: int, b: int, currency: str) -> Pay | None:
    """Pay of the block by pay period; every block of a shard has the same periods and items."""
    if not len(shard.pay["index"]):
        return None
    if "period" not in shard.pay:
        _prepare_pay(shard.pay, currency)
    keys, codes = shard.pay["bounds"].tolist(), shard.pay["items"].tolist()
    periods = spans(shard.first_day, shard.n_days, [(k // 10**6, k % 10**6) for k in keys])
    rows = _rows_of({k: v for k, v in shard.pay.items() if k not in ("bounds", "items")}, a, b)
    n, w = len(keys), b - a
    slot = rows["period"] * w
    slot += rows["index"]
    slot -= a
    present = np.zeros(n * w, bool)
    present[slot] = True
    paid_on = np.full(n * w, NO_DATE, np.int64)
    np.maximum.at(paid_on, slot, rows["paid_on"].astype(np.int64))
    foreign = np.zeros(n * w, bool)
    foreign[slot[rows["foreign"]]] = True
    totals = np.zeros((len(codes), n, w), np.int64)
    slot += rows["item"] * (n * w)
    np.add.at(totals.ravel(), slot, rows["amount"].astype(np.int64, copy=False))
    amounts: dict[str, Ints] = {}
    for code, total in zip(codes, totals, strict=True):
        name = COMPONENTS[code] if code >= 0 else "other_pay"
        amounts[name] = total + amounts[name] if name in amounts else total
    return Pay(periods, present.reshape(n, w), paid_on.reshape(n, w), amounts, foreign.reshape(n, w))


def _prepare_pay(pay: Columns, currency: str) -> None:
    """What is the same for all blocks: the pay periods and items, and which rows are of no known amount or in another
    currency.
    """
    keys = np.multiply(pay["start"], 10**6, dtype=np.int64) + pay["end"]
    starts = _run_starts(keys)
    bounds = np.unique(keys[starts])
    others = set(_different(pay["currency"])) - {currency, ""}
    pay["foreign"] = pay["amount"] == UNKNOWN_PAY
    if pay["foreign"].any():
        pay["amount"] = np.where(pay["foreign"], 0, pay["amount"])
    if others:
        pay["foreign"] |= np.isin(pay["currency"], list(others))
    # One look-up a run: items of one slip stand together.
    pay["period"] = np.repeat(np.searchsorted(bounds, keys[starts]), np.diff(starts, append=len(keys)))
    pay["bounds"], pay["items"] = bounds, np.flatnonzero(np.bincount(pay["component"] + 1)) - 1
    pay["item"] = np.searchsorted(pay["items"], pay["component"])


def _different(column: NDArray[Any]) -> list[Any]:
    """Values of a column, each once or more; a column that is one value all through is looked at once."""
    values: list[Any] = (column[:1] if column.strides == (0,) else column).tolist()
    return values


def _conditions(shard: Shard, a: int, b: int) -> Conditions:
    here = (shard.conditions["index"] >= a) & (shard.conditions["index"] < b)
    rows = {k: v[here] for k, v in shard.conditions.items()}
    return Conditions(
        rows["index"] - a, rows["kind"], rows["from"].astype(np.int64), rows["to"].astype(np.int64)
    )


def roll(shard: Shard, earnings: Ints, minutes: Ints) -> Roll:
    """The shard's people and events for the facility measures."""
    a, e = shard.attributes, shard.events
    number = {k: i for i, k in enumerate(shard.facilities["facility"].tolist())}
    where = np.array([number.get(f, 0) for f in e["facility"].tolist()], np.int64)
    return Roll(
        first_day=shard.first_day,
        last_day=shard.first_day + shard.n_days - 1,
        n_facilities=len(number),
        facility=a.facility,
        sex=a.sex,
        job=a.job,
        employment=a.employment,
        hired=a.hired,
        employed_from=shard.employed_from,
        employed_to=shard.employed_to,
        earnings=earnings,
        minutes=minutes,
        event_facility=where,
        event_day=e["date"].astype(np.int64),
        event_kind=e["kind"],
        event_worker=e["index"],
        event_people=e["people"].astype(np.int64),
        event_minutes=e["minutes"].astype(np.int64),
    )
