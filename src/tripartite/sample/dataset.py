"""Canonical Parquet datasets of any size, with faults whose counts are known.

A folder per table, in each a file per shard of whole facilities; files of one name hold the same workers,
sorted by worker and date. Shards are drawn from seeds of their own, so a larger dataset begins with
the same shards and several processes give the same bytes. Columns that would say nothing are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tripartite.sample.calendar import FIRST, HOLIDAY, ORDINARY, REST, date_at, day, index, kinds, months
from tripartite.sample.hours import quiet_saturdays

Ints = NDArray[Any]
Mask = NDArray[np.bool_]
EPOCH = 20089  # 1 January 2025 in days since 1970
N_DAYS, N_MONTHS = 365, 12

MORNING, EVENING, NIGHT_FROM, NIGHT_TO = 480, 1020, 1320, 1800
BREAK = 60
NIGHT_SHARE, PREGNANT_SHARE, DUTY_SHARE, RISE_SHARE = 0.1, 0.005, 0.1, 0.02
BELOW_MINIMUM_SHARE, DISPATCHED_EACH = 0.01, 25
LEAVE_SHARE, FORGOTTEN, SHORT_SLIPS = 0.8, 0.002, 0.04
BREACH = 0.0125  # of worker-months, for each of the four kinds of hours
# Kinds of worker-month. Their minutes and the jitter are chosen so that one breach never makes another.
DAY_BREACH, MONTH_BREACH, RUN_BREACH, WEEK_BREACH = 1, 2, 3, 4
OVER_DAY, OVER_MONTH, OVER_WEEK, LONG_SATURDAY = (225, 260), 145, 160, 540
EARLY, AFTER = (-8, 8), (-5, 10)
DUTY_DAYS = ("01-01", "04-04", "10-01")
SHORT_SATURDAY = 240
MONTH_MINUTES, FULL = 10440, 10_000
RATES = {ORDINARY: 15_000, REST: 20_000, HOLIDAY: 30_000}

# Region, class, level before, month of the rise, level after: fen a month.
PLACES = (
    ("CN-GD", "1", 230000, 3, 250000), ("CN-GD", "2", 190000, 3, 208000), ("CN-GD", "3", 172000, 3, 185000),
    ("CN-GD", "4", 162000, 3, 175000), ("CN-GZ", "1", 189000, 2, 213000), ("CN-HE", "1", 220000, 12, 238000),
    ("CN-HA", "1", 210000, 12, 235000), ("CN-JX", "1", 200000, 12, 224000), ("CN-LN", "1", 210000, 12, 223000),
)  # fmt: skip
JOBS = ("操作工", "组装工", "质检员", "包装工", "仓管员", "技术员")


@dataclass(frozen=True)
class Shape:
    """How large a dataset is and how it is cut. dense: every Saturday that can be worked is, some 288 days a year."""

    workers: int
    per_facility: int = 500
    facilities_per_file: int = 10
    seed: int = 2026
    dense: bool = False
    shuffled: bool = False

    @property
    def per_shard(self) -> int:
        return self.per_facility * self.facilities_per_file

    def shards(self) -> Iterator[tuple[int, int, int]]:
        """Number, first worker and worker count of each shard."""
        for number, first in enumerate(range(0, self.workers, self.per_shard)):
            yield number, first, min(self.per_shard, self.workers - first)


@dataclass
class Counts:
    """What was planted: findings by rule, sums owed in fen, and the size of it all."""

    worker_days: int = 0
    incomplete_days: int = 0
    slips: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=dict)

    def add(self, rule: str, n: int, owed: int | None = None) -> None:
        self.findings[rule] = self.findings.get(rule, 0) + int(n)
        if owed is not None:
            self.owed[rule] = self.owed.get(rule, 0) + int(owed)

    def absorb(self, other: Counts) -> None:
        self.worker_days += other.worker_days
        self.incomplete_days += other.incomplete_days
        self.slips += other.slips
        for rule, n in other.findings.items():
            self.add(rule, n, other.owed.get(rule))


def make_dataset(folder: Path, shape: Shape, *, jobs: int = 1, progress: Callable[[int], None] | None = None) -> Counts:
    """Write the dataset and its truth (`FOLDER.planted.json`, beside the folder). Raises ValueError if a size is not positive."""
    if min(shape.workers, shape.per_facility, shape.facilities_per_file) < 1:
        raise ValueError("workers, workers per facility and facilities per file must each be at least 1")
    for table in ("facilities", "workers", "wages", "days", "pay", "conditions", "events"):
        (folder / table).mkdir(parents=True, exist_ok=True)
    total = Counts()
    for done, counts in enumerate(_each(folder, shape, jobs), start=1):
        total.absorb(counts)
        if progress:
            progress(done)
    _save_truth(folder, shape, total)
    return total


def _each(folder: Path, shape: Shape, jobs: int) -> Iterator[Counts]:
    shards = list(shape.shards())
    if jobs == 1:
        yield from (make_shard(folder, shape, *s) for s in shards)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(make_shard, *zip(*((folder, shape, *s) for s in shards), strict=True))


def _save_truth(folder: Path, shape: Shape, total: Counts) -> None:
    truth = {
        "seed": shape.seed, "workers": shape.workers, "year": FIRST.year, "dense": shape.dense,
        "shuffled": shape.shuffled, "shards": sum(1 for _ in shape.shards()), "worker_days": total.worker_days,
        "incomplete_days": total.incomplete_days, "slips": total.slips,
        "rules": {r: {"findings": n, "owed": total.owed.get(r)} for r, n in sorted(total.findings.items())},
        "bytes": {t.name: sum(f.stat().st_size for f in t.glob("*.parquet")) for t in sorted(folder.iterdir()) if t.is_dir()},
    }  # fmt: skip
    path = folder.with_name(folder.name + ".planted.json")
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# --- one shard ------------------------------------------------------------------------------------


@dataclass
class Days:
    """Worker x day arrays of one shard; minutes from midnight, 0 where nobody works."""

    start: Ints
    end: Ints
    minutes: Ints
    night: Ints
    here: Mask  # at work
    leave: Mask
    complete: Mask


@dataclass
class People:
    first: int
    facility: Ints
    place: Ints
    on_nights: Mask
    pregnant: Mask
    wage: Ints
    rise_day: Ints  # day of a rise, N_DAYS where there is none
    risen: Ints
    due_date: Ints  # day of the year on which a pregnancy ends


def make_shard(folder: Path, shape: Shape, number: int, first: int, n: int) -> Counts:
    """Draw and write one shard."""
    rng = np.random.default_rng([shape.seed, number])
    counts = Counts()
    people = _people(rng, shape, first, n)
    breach = _breaches(rng, people)
    days = _days(rng, shape, people, breach, counts)
    short = rng.random((n, N_MONTHS)) < SHORT_SLIPS
    _forget(rng, people, breach, short, days, counts)
    name = f"part-{number:05d}.parquet"
    pay = _pay(people, days, short, counts)
    counts.worker_days += int(days.here.sum())
    _write(folder / "days" / name, _day_columns(people, days), rng if shape.shuffled else None)
    _write(folder / "pay" / name, pay, None)
    _write_people(rng, folder, name, people, counts)
    return counts


def _people(rng: np.random.Generator, shape: Shape, first: int, n: int) -> People:
    facility = (first + np.arange(n)) // shape.per_facility
    place = facility % len(PLACES)
    before, after = (np.array([p[k] for p in PLACES])[place] for k in (2, 4))
    wage = (after * rng.integers(105, 190, n) // 100) // 100 * 100
    below = rng.random(n) < BELOW_MINIMUM_SHARE
    wage = np.where(below, before + (after - before) * rng.integers(10, 90, n) // 100 // 100 * 100, wage)
    rises = (rng.random(n) < RISE_SHARE) & ~below
    firsts = np.array([index(date_at(0).replace(month=m, day=d)) for m in range(2, 13) for d in (1, 1, 16)])
    pregnant = rng.random(n) < PREGNANT_SHARE
    return People(
        first, facility, place, rng.random(n) < NIGHT_SHARE, pregnant, wage,
        np.where(rises, rng.choice(firsts, n), N_DAYS), np.where(rises, wage + rng.integers(5, 40, n) * 1000, wage),
        rng.integers(200, 360, n),
    )  # fmt: skip


def _breaches(rng: np.random.Generator, people: People) -> Ints:
    """Kind of each worker-month: (workers, months), 0 where all is in order."""
    draw = rng.random((len(people.wage), N_MONTHS))
    kind = np.where(draw < 4 * BREACH, (draw / BREACH).astype(np.int8) + 1, 0).astype(np.int8)
    # Months with a week of six working days, or holidays on which some have duty, take other breaches only.
    for breach, barred in ((MONTH_BREACH, (1, 4, 9)), (DAY_BREACH, (1, 4, 10))):
        for month in barred:
            kind[kind[:, month - 1] == breach, month - 1] = 0
    for month in range(N_MONTHS):
        if not len(_weeks_in(month, _deep_mondays())):
            kind[np.isin(kind[:, month], (RUN_BREACH, WEEK_BREACH)), month] = 0
    kind[people.pregnant] = 0
    return kind


def _plain_mondays() -> Ints:
    """Mondays of plain weeks that lie in one month, Saturday and Sunday included."""
    month = months()
    mondays = quiet_saturdays(kinds()) - 5
    return mondays[month[mondays] == month[mondays + 6]]


def _deep_mondays() -> Ints:
    """Plain Mondays followed by another plain week with a free weekend, all in one month."""
    month, kind = months(), kinds()
    mondays = _plain_mondays()
    inside = mondays[mondays + 13 < N_DAYS]
    return inside[(month[inside] == month[inside + 13]) & (kind[inside + 12] == REST) & (kind[inside + 13] == REST)]


def _weeks_in(month: int, mondays: Ints) -> Ints:
    return mondays[months()[mondays] == month]


def _work_saturdays(dense: bool) -> Ints:
    """Saturdays that may be worked: at most six days in a row come of it."""
    if not dense:
        return _plain_mondays() + 5
    kind = kinds()
    out = []
    per_month: dict[int, int] = {}
    for i in range(6, N_DAYS - 1):
        if date_at(i).weekday() == 5 and kind[i] == REST and kind[i + 1] == REST and kind[i - 6] != ORDINARY:
            month = int(months()[i])
            if months()[i - 5] == month and per_month.get(month, 0) < 4:
                per_month[month] = per_month.get(month, 0) + 1
                out.append(i)
    return np.array(out)


def _days(rng: np.random.Generator, shape: Shape, people: People, breach: Ints, counts: Counts) -> Days:
    n = len(people.wage)
    kind, month = kinds(), months()
    here = np.broadcast_to(kind == ORDINARY, (n, N_DAYS)).copy()
    leave = np.zeros((n, N_DAYS), bool)
    extra = np.zeros((n, N_DAYS), np.int16)  # minutes beyond the usual end
    plain = (breach == 0) & ~people.pregnant[:, None]
    _evenings(rng, extra, (breach <= DAY_BREACH) & ~people.pregnant[:, None], dense=shape.dense)
    _saturdays(rng, shape, here, extra, (breach <= DAY_BREACH) & ~people.pregnant[:, None])
    _duty(rng, here, plain)
    _plant_hours(rng, people, breach, here, extra, counts)
    _take_leave(rng, breach, here, extra, leave)
    late = _plant_pregnant(rng, people, extra, here, counts)
    return _times(rng, people, here, leave, extra, late, month)


def _evenings(rng: np.random.Generator, extra: Ints, may: Mask, *, dense: bool) -> None:
    """At most one evening of overtime a week, Monday to Thursday."""
    kind, month = kinds(), months()
    n = len(extra)
    for monday in range(5, N_DAYS - 3, 7):
        days = monday + rng.integers(0, 4, n)
        chosen = (rng.random(n) < (0.15 if dense else 0.6)) & (kind[days] == ORDINARY)
        chosen &= may[np.arange(n), month[days]]
        extra[np.flatnonzero(chosen), days[chosen]] = rng.choice(np.array([60, 90, 120], np.int16), int(chosen.sum()))


def _saturdays(rng: np.random.Generator, shape: Shape, here: Mask, extra: Ints, may: Mask) -> None:
    month = months()
    saturdays = _work_saturdays(shape.dense)
    n = len(here)
    for m in range(N_MONTHS):
        some = saturdays[month[saturdays] == m]
        if not len(some):
            continue
        chosen = may[:, m]
        if shape.dense:
            here[np.ix_(chosen, some)] = True
            extra[np.ix_(chosen, some)] = SHORT_SATURDAY - 480
        else:
            here[np.flatnonzero(chosen), rng.choice(some, n)[chosen]] = True


def _duty(rng: np.random.Generator, here: Mask, plain: Mask) -> None:
    """A tenth of people work one holiday of the year."""
    days = np.array([index(day(t)) for t in DUTY_DAYS])[rng.integers(0, len(DUTY_DAYS), len(here))]
    on_duty = (rng.random(len(here)) < DUTY_SHARE) & plain[np.arange(len(here)), months()[days]]
    here[np.flatnonzero(on_duty), days[on_duty]] = True


def _plant_hours(rng: np.random.Generator, people: People, breach: Ints, here: Mask, extra: Ints, counts: Counts) -> None:
    kind, month = kinds(), months()
    for m in range(N_MONTHS):
        ordinary = np.flatnonzero((month == m) & (kind == ORDINARY))
        weeks = _weeks_in(m, _deep_mondays())
        over_day, over_month, run, week = (np.flatnonzero(breach[:, m] == k) for k in (1, 2, 3, 4))
        extra[over_day, rng.choice(ordinary, len(over_day))] = rng.integers(*OVER_DAY, len(over_day))
        extra[np.ix_(over_month, ordinary)] = OVER_MONTH
        if len(weeks):
            monday = rng.choice(weeks, len(run))
            here[run, monday + 5] = here[run, monday + 6] = True
            monday = rng.choice(weeks, len(week))
            for k in range(5):
                extra[week, monday + k] = OVER_WEEK
            here[week, monday + 5] = True
            extra[week, monday + 5] = LONG_SATURDAY - 480
        counts.add("cn/overtime-in-a-day", len(over_day))
        counts.add("cn/overtime-in-a-month", len(over_month))
        for rule in ("days-in-a-row", "cn/weekly-rest-day", "ilo/weekly-rest"):
            counts.add(rule, len(run))
        counts.add("hours-in-a-week", len(week))


def _take_leave(rng: np.random.Generator, breach: Ints, here: Mask, extra: Ints, leave: Mask) -> None:
    """Five days of annual leave in one plain week of a month in order."""
    n = len(here)
    mondays = rng.choice(_plain_mondays(), n)
    takes = (rng.random(n) < LEAVE_SHARE) & (breach[np.arange(n), months()[mondays]] == 0)
    who = np.flatnonzero(takes)
    for k in range(7):
        days = mondays[who] + k
        here[who, days] = False
        extra[who, days] = 0
        if k < 5:
            leave[who, days] = True


def _plant_pregnant(rng: np.random.Generator, people: People, extra: Ints, here: Mask, counts: Counts) -> Mask:
    """Pregnant workers keep within eight hours; a fifth of them were kept late on three days before the birth."""
    late = np.zeros(extra.shape, bool)
    kind = kinds()
    for w in np.flatnonzero(people.pregnant).tolist():
        extra[w] = 0
        if rng.random() < 0.2:
            due = int(people.due_date[w])
            days = np.flatnonzero((kind == ORDINARY) & here[w])
            days = days[(days > due - 80) & (days <= due)]
            chosen = rng.choice(days, 3, replace=False)
            extra[w, chosen] = 60
            late[w, chosen] = True
            counts.add("cn/pregnant-overtime", 3)
    return late


def _times(rng: np.random.Generator, people: People, here: Mask, leave: Mask, extra: Ints, late: Mask, month: Ints) -> Days:
    n = len(here)
    nights = people.on_nights & ~people.pregnant
    early = _tailed(rng, here.shape, EARLY)
    after = _tailed(rng, here.shape, AFTER)
    strict = people.pregnant[:, None] & ~late
    early = np.where(strict, np.abs(early), early)
    after = np.where(strict, -np.abs(after), after)
    start = np.where(nights, NIGHT_FROM, MORNING).astype(np.int16)[:, None] + early
    end = np.where(nights, NIGHT_TO, EVENING).astype(np.int16)[:, None] + extra + after
    off = np.where(nights, 0, BREAK).astype(np.int16)[:, None]
    minutes = end - start - off
    night = np.maximum(np.minimum(end, NIGHT_TO) - np.maximum(start, NIGHT_FROM), 0)
    for a in (start, end, minutes, night):
        a *= here
    return Days(start, end, minutes, night.astype(np.int16), here, leave, np.ones((n, N_DAYS), bool))


def _tailed(rng: np.random.Generator, shape: tuple[int, ...], bounds: tuple[int, int]) -> Ints:
    """Whole minutes from a bell curve cut at the bounds, by table."""
    low, high = bounds
    table = np.clip(np.rint(np.random.default_rng(7).normal((low + high) / 2, (high - low) / 5, 4096)), low, high)
    return table.astype(np.int16)[rng.integers(0, 4096, shape, np.uint16)]


def _forget(rng: np.random.Generator, people: People, breach: Ints, short: Mask, days: Days, counts: Counts) -> None:
    """A missing press now and then, in worker-months of which nothing else is asked."""
    quiet = (breach == 0) & ~short & ~people.pregnant[:, None]
    month = months()
    chosen = days.here & quiet[:, month] & (rng.random(days.here.shape, np.float32) < FORGOTTEN)
    days.complete[chosen] = False
    counts.incomplete_days += int(chosen.sum())


# --- pay ------------------------------------------------------------------------------------------


def _pay(people: People, days: Days, short: Mask, counts: Counts) -> dict[str, Any]:
    """Slips: basic pay, overtime and social insurance for each worker and month."""
    month, n = months(), len(people.wage)
    base, basic = _wages_by_day(people)
    level = _levels(people)
    lifted = np.maximum(base, level[:, month])
    owed = np.zeros((n, N_MONTHS), np.int64)
    kind = kinds()
    for m in range(N_MONTHS):
        rows = month == m
        minutes = days.minutes[:, rows].astype(np.int64)
        premium = np.where(kind[rows] == ORDINARY, np.maximum(minutes - 480, 0), minutes)
        rate = np.array([RATES[k] for k in kind[rows].tolist()])
        due = (premium * rate * lifted[:, rows]).sum(axis=1)
        owed[:, m] = (2 * due + MONTH_MINUTES * FULL) // (2 * MONTH_MINUTES * FULL)
    paid = np.where(short, owed * 2 // 3, owed)
    counts.add("cn/overtime-pay", int((paid < owed).sum()), int((owed - paid).sum()))
    below = np.maximum(level - basic, 0)
    counts.add("cn/minimum-wage", int((below > 0).sum()), int(below.sum()))
    counts.slips += n * N_MONTHS
    return _pay_columns(people, basic, paid)


def _wages_by_day(people: People) -> tuple[Ints, Ints]:
    """Contract wage on each day, and the basic pay of each month."""
    risen = np.arange(N_DAYS) >= people.rise_day[:, None]
    base = np.where(risen, people.risen[:, None], people.wage[:, None])
    firsts = np.array([np.flatnonzero(months() == m)[0] for m in range(N_MONTHS)])
    lasts = np.array([np.flatnonzero(months() == m)[-1] for m in range(N_MONTHS)])
    return base, (base[:, firsts] + base[:, lasts]) // 2


def _levels(people: People) -> Ints:
    """The minimum wage of each worker's place by month."""
    table = np.array([[p[2] if m + 1 < p[3] else p[4] for m in range(N_MONTHS)] for p in PLACES], np.int64)
    return table[people.place]


# --- columns --------------------------------------------------------------------------------------


def _dates(values: Ints) -> Any:
    import pyarrow as pa

    return pa.array((values + EPOCH).astype(np.int32)).view(pa.date32())


def _words(codes: Ints, words: tuple[str, ...], missing: Mask | None = None) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int16), mask=missing), pa.array(list(words)))


def _ids(people: People, who: Ints) -> Any:
    return (people.first + 1 + who).astype(np.int64)


def _day_columns(people: People, days: Days) -> dict[str, Any]:
    import pyarrow as pa

    who, when = np.nonzero(days.here | days.leave)
    take = who * N_DAYS + when
    complete = days.complete.ravel()[take]
    on_leave = days.leave.ravel()[take]
    none = on_leave | ~complete
    start, end, minutes, night = (a.ravel()[take] for a in (days.start, days.end, days.minutes, days.night))
    return {
        "worker": _ids(people, who),
        "date": _dates(when),
        "start": pa.array(start, mask=on_leave),
        "end": pa.array(end, mask=none),
        "minutes": np.where(none, 0, minutes).astype(np.int16),
        "night_minutes": np.where(none, 0, night).astype(np.int16),
        "leave": _words(np.zeros(len(who)), ("annual",), ~on_leave),
        "complete": complete,
    }


COMPONENTS = ("basic", "overtime", "social_insurance")


def _pay_columns(people: People, basic: Ints, paid: Ints) -> dict[str, Any]:
    n = len(people.wage)
    firsts = np.array([np.flatnonzero(months() == m)[0] for m in range(N_MONTHS)])
    ends = np.append(firsts[1:], N_DAYS) - 1
    amounts = np.stack([basic, paid, np.full_like(basic, 42000)], axis=2)
    who, month, component = (a.ravel() for a in np.indices((n, N_MONTHS, len(COMPONENTS))))
    return {
        "worker": _ids(people, who),
        "start": _dates(firsts[month]),
        "end": _dates(ends[month]),
        "paid_on": _dates(ends[month] + 15),
        "component": _words(component, COMPONENTS),
        "amount": amounts.ravel().astype(np.int32),
        "currency": _words(np.zeros(len(who)), ("CNY",)),
    }


def _write_people(rng: np.random.Generator, folder: Path, name: str, people: People, counts: Counts) -> None:
    import pyarrow as pa

    n = len(people.wage)
    who = np.arange(n)
    keys, at = np.unique(people.facility, return_inverse=True)
    names = tuple(f"F{k:06d}" for k in keys.tolist())
    hired = -rng.integers(200, 4000, n)
    sex = np.where(people.pregnant, 0, rng.integers(0, 2, n))
    workers = {
        "worker": _ids(people, who), "facility": _words(at, names), "sex": _words(sex, ("f", "m")),
        "birth_date": _dates(-rng.integers(19 * 366, 50 * 366, n)), "hired_on": _dates(hired),
        "employment": _words(np.where(who % DISPATCHED_EACH == 0, 1, 0), ("regular", "dispatched")),
        "job": _words(rng.integers(0, len(JOBS), n), JOBS), "contract_on": _dates(hired + rng.integers(0, 20, n)),
    }  # fmt: skip
    _write(folder / "workers" / name, workers, None)
    _write(folder / "wages" / name, _wage_columns(people), None)
    mothers = np.flatnonzero(people.pregnant)
    due = people.due_date[mothers]
    conditions = {
        "worker": _ids(people, mothers), "kind": _words(np.zeros(len(mothers)), ("pregnant",)),
        "from": _dates(due - 270), "to": _dates(due),
    }  # fmt: skip
    _write(folder / "conditions" / name, conditions, None)
    first = np.array([int(np.flatnonzero(at == k)[0]) for k in range(len(keys))])
    place = [PLACES[p] for p in people.place[first].tolist()]
    facilities = {
        "facility": pa.array(names), "name": pa.array(names), "country": pa.array(["CN"] * len(names)),
        "region": pa.array([p[0] for p in place]), "wage_class": pa.array([p[1] for p in place]),
        "sector": pa.array(["C"] * len(names)), "hours_system": pa.array(["standard"] * len(names)),
        "rest_days": pa.array(["sat,sun"] * len(names)), "pay_day": np.full(len(names), 15),
    }  # fmt: skip
    _write(folder / "facilities" / name, facilities, None)
    _write(folder / "events" / name, _event_columns(keys, names, counts), None)


def _wage_columns(people: People) -> dict[str, Any]:
    n = len(people.wage)
    rising = np.flatnonzero(people.rise_day < N_DAYS)
    who = np.concatenate([np.arange(n), rising])
    second = np.arange(len(who)) >= n
    order = np.lexsort((second, who))
    who, second = who[order], second[order]
    two = people.rise_day[who] < N_DAYS
    import pyarrow as pa

    def dated(days: Ints, missing: Mask) -> Any:
        return pa.array((days + EPOCH).astype(np.int32), mask=missing).view(pa.date32())

    return {
        "worker": _ids(people, who),
        "from": dated(people.rise_day[who], ~second),
        "to": dated(people.rise_day[who] - 1, second | ~two),
        "basis": _words(np.zeros(len(who)), ("monthly",)),
        "amount": np.where(second, people.risen[who], people.wage[who]).astype(np.int32),
        "currency": _words(np.zeros(len(who)), ("CNY",)),
    }


EVENTS = ("fire_drill", "emergency_drill", "hazard_monitoring", "fire_equipment_test", "health_check")


def _event_columns(keys: Ints, names: tuple[str, ...], counts: Counts) -> dict[str, Any]:
    """Two of each kind a year for every facility; each fiftieth held no fire drill."""
    facility, kind, half = (a.ravel() for a in np.indices((len(keys), len(EVENTS), 2)))
    none = (keys % 50 == 7)[facility] & (kind == 0)
    counts.add("cn/fire-drill", int((keys % 50 == 7).sum()))
    facility, kind, half = facility[~none], kind[~none], half[~none]
    return {
        "facility": _words(facility, names),
        "date": _dates(60 + 180 * half + 7 * kind),
        "kind": _words(kind, EVENTS),
        "people": np.full(len(kind), 300, np.int32),
        "minutes": np.full(len(kind), 60, np.int32),
    }


def _write(path: Path, columns: dict[str, Any], shuffle: np.random.Generator | None) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(columns)
    if shuffle is not None:
        table = table.take(pa.array(shuffle.permutation(table.num_rows)))
    pq.write_table(table, path, compression="zstd", compression_level=3, row_group_size=1 << 18)
