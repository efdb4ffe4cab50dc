"""Canonical tables of many made-up factories, to any size, with a known number of faults."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tripartite.sample.people import YEAR
from tripartite.sample.schedule import RATES, kind

PER_FACILITY, FACILITIES_PER_FILE = 500, 10
FIRST_DAY = (date(YEAR, 1, 1) - date(1970, 1, 1)).days
DAYS = 365
NORMAL = 480
DIVISOR = 10_440 * 10_000
REGIONS = (("CN-GD", "1"), ("CN-GD", "2"), ("CN-SH", "1"), ("CN-BJ", "1"))
KIND_CODES = {"ordinary": 0, "rest": 1, "holiday": 2}
MONTH_OF = np.array([date.fromordinal(date(YEAR, 1, 1).toordinal() + i).month for i in range(DAYS)])
KINDS = np.array([KIND_CODES[kind(date.fromordinal(date(YEAR, 1, 1).toordinal() + i))] for i in range(DAYS)])
WEEKDAYS = np.array([date.fromordinal(date(YEAR, 1, 1).toordinal() + i).weekday() for i in range(DAYS)])

Ints = NDArray[np.int64]


def make_dataset(
    folder: Path, seed: int = 2026, workers: int = 40_000, *, shuffled: bool = False
) -> dict[str, Any]:
    """Write tables for `workers` workers of a year, a file for ten facilities; gives what was planted."""
    per_file = PER_FACILITY * FACILITIES_PER_FILE
    totals = {
        "cn/overtime-in-a-day": 0,
        "cn/overtime-in-a-month": 0,
        "cn/overtime-pay": 0,
        "worker_days": 0,
        "owed": 0,
    }
    for number, first in enumerate(range(0, workers, per_file)):
        rng = np.random.default_rng([seed, number])
        n = min(per_file, workers - first)
        _write_shard(folder, f"part-{number:05d}.parquet", rng, first, n, totals, shuffled=shuffled)
    (folder / "planted.json").write_text(json.dumps(totals), encoding="utf-8")
    return totals


def _write_shard(
    folder: Path,
    name: str,
    rng: np.random.Generator,
    first: int,
    n: int,
    totals: dict[str, int],
    *,
    shuffled: bool,
) -> None:
    ids = np.arange(first + 1, first + n + 1, dtype=np.int64)
    extra = _overtime(rng, ids)
    worked = _worked(rng, n)
    minutes = np.where(worked, NORMAL + extra * (KINDS == 0), 0)
    _count(minutes, worked, totals)
    wage = rng.integers(330, 700, n) * 1000
    due = _premiums(minutes, wage)
    short = np.zeros_like(due)
    short[(ids % 25 == 2), 4] = np.minimum(due[(ids % 25 == 2), 4], 10_000)
    totals["cn/overtime-pay"] += int((short > 0).sum())
    totals["owed"] += int(short.sum())
    tables = {
        "facilities": _facilities(first, n),
        "workers": _workers(rng, ids),
        "wages": _wages(ids, wage),
        "days": _days(rng, ids, worked, minutes, shuffled=shuffled),
        "pay": _pay(ids, wage, due - short),
    }
    for table, columns in tables.items():
        _write(folder / table / name, columns)


def _overtime(rng: np.random.Generator, ids: Ints) -> Ints:
    """Overtime of ordinary days: two evenings a week, and what is planted."""
    n = len(ids)
    evening = (WEEKDAYS == 1) | (WEEKDAYS == 3)
    extra = np.where(evening, rng.integers(0, 121, (n, DAYS)), 0)
    march = [i for i in range(DAYS) if MONTH_OF[i] == 3 and KINDS[i] == 0]
    july = [i for i in range(DAYS) if MONTH_OF[i] == 7 and KINDS[i] == 0]
    extra[np.ix_(ids % 97 == 0, march[2:5])] = 210
    many = ids % 101 == 1
    extra[np.ix_(many, july)] = 0
    extra[np.ix_(many, july[:16])] = 150
    return extra.astype(np.int64)


def _worked(rng: np.random.Generator, n: int) -> NDArray[np.bool_]:
    """Ordinary days but for two in a hundred, and every tenth Saturday of plain weeks."""
    worked: NDArray[np.bool_] = (KINDS == 0)[None, :] & (rng.random((n, DAYS)) > 0.02)
    plain = (WEEKDAYS == 5) & (MONTH_OF == 8)
    worked |= plain[None, :] & (rng.random((n, DAYS)) < 0.3)
    return worked


def _count(minutes: Ints, worked: NDArray[np.bool_], totals: dict[str, int]) -> None:
    over = np.where(KINDS == 0, np.maximum(minutes - NORMAL, 0), minutes)
    totals["worker_days"] += int(worked.sum())
    totals["cn/overtime-in-a-day"] += int(((over > 180) & (KINDS == 0)).sum())
    for month in range(1, 13):
        totals["cn/overtime-in-a-month"] += int((over[:, month == MONTH_OF].sum(axis=1) > 36 * 60).sum())


def _premiums(minutes: Ints, wage: Ints) -> Ints:
    """Premium pay due by month, (workers, 12), rounded once."""
    over = np.where(KINDS == 0, np.maximum(minutes - NORMAL, 0), minutes)
    rate = np.array([RATES["ordinary"], RATES["rest"], RATES["holiday"]])[KINDS]
    weighted = over * rate
    months = np.stack([weighted[:, m == MONTH_OF].sum(axis=1) for m in range(1, 13)], axis=1)
    numerator = months * wage[:, None]
    due: Ints = (2 * numerator + DIVISOR) // (2 * DIVISOR)
    return due


def _facilities(first: int, n: int) -> dict[str, Any]:
    numbers = range(first // PER_FACILITY, (first + n - 1) // PER_FACILITY + 1)
    places = [REGIONS[f % len(REGIONS)] for f in numbers]
    return {
        "facility": [f"F{f:05d}" for f in numbers],
        "country": ["CN" for _ in numbers],
        "region": [p[0] for p in places],
        "wage_class": [p[1] for p in places],
        "hours_system": ["standard" for _ in numbers],
        "rest_days": ["sat,sun" for _ in numbers],
    }


def _workers(rng: np.random.Generator, ids: Ints) -> dict[str, Any]:
    import pyarrow as pa

    n = len(ids)
    return {
        "worker": ids,
        "facility": [f"F{(int(i) - 1) // PER_FACILITY:05d}" for i in ids],
        "sex": pa.array(np.where(rng.random(n) < 0.7, "f", "m")).dictionary_encode(),
        "birth_date": _dates(rng.integers(0, 33 * 365, n)),
        "hired_on": _dates(rng.integers(15_000, 20_000, n)),
        "contract_on": None,
        "employment": pa.array(["regular"] * n).dictionary_encode(),
        "job": pa.array(
            np.array(["sewing", "cutting", "packing", "quality"])[rng.integers(0, 4, n)]
        ).dictionary_encode(),
    }


def _dates(days: Ints) -> Any:
    import pyarrow as pa

    return pa.array(days.astype(np.int32)).cast(pa.date32())


def _wages(ids: Ints, wage: Ints) -> dict[str, Any]:
    import pyarrow as pa

    return {
        "worker": ids,
        "basis": pa.array(["monthly"] * len(ids)).dictionary_encode(),
        "amount": wage,
        "currency": pa.array(["CNY"] * len(ids)).dictionary_encode(),
    }


def _days(
    rng: np.random.Generator, ids: Ints, worked: NDArray[np.bool_], minutes: Ints, *, shuffled: bool
) -> dict[str, Any]:
    who, day = np.nonzero(worked)
    if shuffled:
        order = rng.permutation(len(who))
        who, day = who[order], day[order]
    length = minutes[who, day].astype(np.int16)
    start = (450 + rng.integers(0, 40, len(who))).astype(np.int16)
    return {
        "worker": ids[who],
        "date": _dates(FIRST_DAY + day),
        "start": start,
        "end": start + length + np.int16(60),
        "minutes": length,
        "night_minutes": np.zeros(len(who), np.int16),
        "complete": np.ones(len(who), bool),
    }


def _pay(ids: Ints, wage: Ints, premium: Ints) -> dict[str, Any]:
    import pyarrow as pa

    months = np.arange(1, 13)
    firsts = np.array([(date(YEAR, m, 1) - date(1970, 1, 1)).days for m in months])
    lasts = np.append(firsts[1:] - 1, FIRST_DAY + DAYS - 1)
    n, items = len(ids), ("basic", "overtime", "social_insurance")
    amounts = np.stack([np.repeat(wage, 12).reshape(n, 12), premium, np.full((n, 12), 45_000)], axis=2)
    rows = n * 12 * len(items)
    codes = np.tile(np.arange(len(items), dtype=np.int8), n * 12)
    return {
        "worker": np.repeat(ids, 12 * len(items)),
        "start": _dates(np.tile(np.repeat(firsts, len(items)), n)),
        "end": _dates(np.tile(np.repeat(lasts, len(items)), n)),
        "paid_on": _dates(np.tile(np.repeat(lasts + 10, len(items)), n)),
        "component": pa.DictionaryArray.from_arrays(pa.array(codes), list(items)),
        "amount": amounts.reshape(rows),
        "currency": pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), ["CNY"]),
    }


def _write(path: Path, columns: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.table({k: v for k, v in columns.items() if v is not None})
    pq.write_table(table, path, compression="zstd")
