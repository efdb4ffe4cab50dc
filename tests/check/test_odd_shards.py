"""Shards of a dataset that are odd, and lawful: what is judged must not change with how rows stand in the files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tripartite.check.columns import DatasetSource
from tripartite.check.plan import Plan, make_plan
from tripartite.check.run import Outcome, check
from tripartite.engines.in_process import in_process
from tripartite.records.errors import RecordsError
from tripartite.records.tables import TABLES
from tripartite.standards.load import load

Rows = dict[str, list[dict[str, Any]]]
TYPES = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_()}
JANUARY = [date(2025, 1, 1) + timedelta(days=n) for n in range(31)]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(load(["cn", "ilo"]), "CN")


def records(*workers: str) -> Rows:
    """A month in which each works two hours a day longer than the one before, and is paid."""
    return {
        "facilities": [{"facility": "f", "region": "CN-GD", "wage_class": "1", "rest_days": "sat,sun"}],
        "workers": [
            {"worker": w, "facility": "f", "sex": "f", "birth_date": date(1990, 1, 1), "hired_on": date(2024, 5, n + 1)}
            for n, w in enumerate(workers)
        ],
        "wages": [{"worker": w, "basis": "monthly", "amount": 300_000, "currency": "CNY"} for w in workers],
        "days": [
            {"worker": w, "date": d, "start": 480, "end": 1080 + 120 * n, "minutes": 600 + 120 * n, "night_minutes": 0, "complete": True}
            for n, w in enumerate(workers)
            for d in JANUARY
            if d.weekday() < 6
        ],
        "pay": [
            {"worker": w, "start": JANUARY[0], "end": JANUARY[-1], "paid_on": date(2025, 2, 7), "component": c, "amount": 100_000, "currency": "CNY"}
            for w in workers
            for c in ("basic", "overtime")
        ],
    }  # fmt: skip


def dataset(at: Path, rows: Rows, numbers: tuple[str, ...] = (), group: int = 1000) -> DatasetSource:
    """The rows as Parquet files; in the tables of `numbers`, workers are whole numbers."""
    (at / "days").mkdir(parents=True)
    for table, given in rows.items():
        there = {k for row in given for k in row}
        types = {c.name: TYPES[c.type] for c in TABLES[table].columns if c.name in there}
        made = pa.Table.from_pylist(given, pa.schema(types))
        if table in numbers:
            made = made.set_column(0, "worker", made["worker"].cast(pa.int32()))
        (at / table).mkdir(exist_ok=True)
        pq.write_table(made, at / table / "a.parquet", row_group_size=group)
    return DatasetSource(at)


def judged(source: DatasetSource, plan: Plan) -> tuple[Any, ...]:
    """All that came of it, as plain values."""
    o: Outcome = check(source, plan, in_process())
    columns = ("rule", "worker", "start", "end", "observed", "limit", "owed", "certainty", "unknown_days")
    findings = [
        tuple(map(str, row))
        for f in o.findings
        for row in zip(*(f[c].tolist() for c in columns), strict=True)
    ]
    return (
        o.tallies_plain(),
        sorted(findings),
        (o.workers, o.worker_days, o.unknown_days, o.first_day, o.last_day),
    )


def with_nobody(rows: Rows, *, first: bool) -> Rows:
    """The rows and, before or after them, rows that name no worker, from long before."""
    long_ago = date(2019, 3, 4)
    nobodys: Rows = {
        "workers": [{"worker": None, "facility": "elsewhere", "sex": "m", "birth_date": date(2012, 1, 1), "left_on": long_ago}],
        "wages": [{"worker": None, "basis": "hourly", "amount": 1, "currency": "CNY"}],
        "days": [{"worker": None, "date": long_ago + timedelta(n), "minutes": 900, "leave": "annual", "complete": True} for n in range(9)],
        "pay": [{"worker": None, "start": long_ago, "end": long_ago, "component": "bonus", "amount": 1, "currency": "USD"}],
    }  # fmt: skip
    out = dict(rows)
    for table, more in nobodys.items():
        out[table] = [*more, *rows[table]] if first else [*rows[table], *more]
    return out


@pytest.mark.parametrize("numbers", [(), ("workers", "wages", "days", "pay")], ids=["text", "numbers"])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("workers", [("7",), ("7", "8", "12")])
def test_rows_that_name_no_worker_are_nobodys(
    tmp_path: Path, plan: Plan, workers: tuple[str, ...], numbers: tuple[str, ...], *, first: bool
) -> None:
    rows = records(*workers)
    plain = judged(dataset(tmp_path / "plain", rows), plan)
    assert plain[1]
    odd = dataset(tmp_path / "odd", with_nobody(rows, first=first), numbers)
    assert judged(odd, plan) == plain


@pytest.mark.parametrize(
    "numbers",
    [("days",), ("pay",), ("workers",), ("wages",), ("workers", "days"), ("workers", "pay", "wages")],
)
def test_numbers_in_one_table_are_the_text_of_another(
    tmp_path: Path, plan: Plan, numbers: tuple[str, ...]
) -> None:
    rows = records("7", "8", "12")
    plain = judged(dataset(tmp_path / "plain", rows), plan)
    assert judged(dataset(tmp_path / "odd", rows, numbers), plan) == plain


@pytest.mark.parametrize("group", [1, 7])
@pytest.mark.parametrize("numbers", [(), ("workers", "wages", "days", "pay")], ids=["text", "numbers"])
def test_several_row_groups_are_one_table(
    tmp_path: Path, plan: Plan, group: int, numbers: tuple[str, ...]
) -> None:
    rows = records("7", "8", "12")
    plain = judged(dataset(tmp_path / "plain", rows), plan)
    assert judged(dataset(tmp_path / "odd", rows, numbers, group), plan) == plain


@pytest.mark.parametrize("column", ["start", "end"])
@pytest.mark.parametrize("rows", ["one", "all"])
def test_pay_of_no_period_is_refused(tmp_path: Path, plan: Plan, column: str, rows: str) -> None:
    odd = records("7", "8")
    for row in odd["pay"][-1:] if rows == "one" else odd["pay"]:
        row[column] = None
    with pytest.raises(RecordsError, match=rf"a\.parquet: worker [78] has a row .* pay without `{column}`"):
        check(dataset(tmp_path / "odd", odd), plan, in_process())


def test_work_on_no_day_is_refused(tmp_path: Path, plan: Plan) -> None:
    odd = records("7", "8")
    odd["days"][-1]["date"] = None
    with pytest.raises(RecordsError, match=r"a\.parquet: worker 8 has a row .* days without `date`"):
        check(dataset(tmp_path / "odd", odd), plan, in_process())


@pytest.mark.parametrize(("amount", "told"), [(None, (2, 1)), (-1, (3, 0))])
def test_an_amount_that_is_not_known_proves_no_debt(
    tmp_path: Path, plan: Plan, amount: int | None, told: tuple[int, int]
) -> None:
    """A correction by the least unit of money is an amount like any other."""
    rows = records("7", "8", "12")
    rows["pay"][-1]["amount"] = amount
    o = check(dataset(tmp_path / "odd", rows), plan, in_process())
    owed = {str(w) for f in o.findings for w, money in zip(f["worker"], f["owed"], strict=True) if money >= 0}
    assert owed == ({"7", "8"} if amount is None else {"7", "8", "12"})
    tally = next(t for r, t in zip(plan.rules, o.tallies, strict=True) if r.id == "cn/overtime-pay")
    assert (tally.not_met, tally.cannot_tell) == told


@pytest.mark.parametrize("kind", [pa.float64(), pa.int64()])
@pytest.mark.parametrize("tables", [("workers",), ("workers", "facilities")])
def test_facilities_and_workers_may_be_numbers_as_pandas_writes_them(
    tmp_path: Path, plan: Plan, kind: pa.DataType, tables: tuple[str, ...]
) -> None:
    rows = records("7", "8", "12")
    rows["facilities"] = [{**r, "facility": "3"} for r in rows["facilities"]]
    rows["workers"] = [{**r, "facility": "3"} for r in rows["workers"]]
    plain = judged(dataset(tmp_path / "plain", rows), plan)
    odd = dataset(tmp_path / "odd", with_nobody(rows, first=False))
    for table in {*tables, "days"}:
        path = odd.folder / table / "a.parquet"
        given = pq.read_table(path)
        for column in {"worker", "facility"} & set(given.column_names):
            known = [float(x) if x and x.isdecimal() else None for x in given[column].to_pylist()]
            given = given.set_column(
                given.column_names.index(column), column, pa.array(known, pa.float64()).cast(kind)
            )
        pq.write_table(given, path)
    assert judged(odd, plan) == plain


def test_a_column_of_nothing_is_unknown_all_through(tmp_path: Path, plan: Plan) -> None:
    """A column in which nothing stands may be of no type at all."""
    rows = records("7", "8")
    for row in rows["days"]:
        row["complete"] = None
    plain = judged(dataset(tmp_path / "plain", rows), plan)
    odd = dataset(tmp_path / "odd", rows)
    path = odd.folder / "days" / "a.parquet"
    given = pq.read_table(path)
    at = given.column_names.index("complete")
    pq.write_table(given.set_column(at, "complete", pa.nulls(len(given))), path)
    assert judged(odd, plan) == plain
