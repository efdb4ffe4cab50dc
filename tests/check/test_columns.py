"""Tables as columns: a folder of Parquet files and a database that holds the same rows must give the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tripartite.check import columns
from tripartite.check.columns import ConnectionSource, DatasetSource
from tripartite.records.tables import COMPONENTS, TABLES

NAMES = st.sampled_from(["A1", "A2", "张伟"])
AMOUNTS = st.none() | st.integers(0, 2**40)
DATES = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
CURRENCIES = st.none() | st.sampled_from(["CNY", "USD", ""])
ROWS = st.lists(
    st.tuples(NAMES, DATES, DATES, DATES, st.none() | st.sampled_from(COMPONENTS[:3]), AMOUNTS, CURRENCIES),
    max_size=12,
)
# What is one value all through takes a way of its own.
ONE_VALUE = st.integers(1, 12).map(lambda n: [("A1", None, None, None, "basic", 5, "CNY")] * n)
PAY = ("worker", "start", "end", "paid_on", "component", "amount", "currency")
TYPES = (pa.string(), pa.date32(), pa.date32(), pa.date32(), pa.string(), pa.int64(), pa.string())


def folder_of(at: Path, rows: list[tuple[Any, ...]], left_out: set[str], group: int) -> DatasetSource:
    schema = pa.schema([(n, t) for n, t in zip(PAY, TYPES, strict=True) if n not in left_out])
    table = pa.Table.from_pylist([dict(zip(PAY, r, strict=True)) for r in rows], schema)
    (at / "pay").mkdir(exist_ok=True)
    pq.write_table(table, at / "pay" / "one.parquet", row_group_size=group)
    return DatasetSource(at)


def database_of(rows: list[tuple[Any, ...]], left_out: set[str]) -> ConnectionSource:
    con = duckdb.connect()
    con.execute(TABLES["pay"].create_sql())
    names = [n for n in PAY if n not in left_out]
    kept = [tuple(x for n, x in zip(PAY, r, strict=True) if n not in left_out) for r in rows]
    quoted = ", ".join(f'"{n}"' for n in names)
    for row in kept:
        con.execute(f"INSERT INTO pay ({quoted}) VALUES ({', '.join('?' * len(row))})", row)
    return ConnectionSource(con)


@pytest.mark.parametrize("large", [0, 10**6])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=ROWS | ONE_VALUE, left_out=st.sets(st.sampled_from(PAY[1:])), group=st.integers(1, 13))
def test_files_and_database_give_the_same(
    tmp_path: Path, large: int, rows: list[tuple[Any, ...]], left_out: set[str], group: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "LARGE", large)
        here = folder_of(tmp_path, rows, left_out, group).read("one.parquet", "pay", PAY)
    there = database_of(rows, left_out).read("all", "pay", PAY)
    assert list(here) == list(PAY)
    for name in PAY:
        assert here[name].tolist() == there[name].tolist(), name
        assert (here[name].dtype == object) == (there[name].dtype == object), name


def test_a_table_that_is_not_there_is_empty(tmp_path: Path) -> None:
    found = DatasetSource(tmp_path).read("one.parquet", "pay", PAY)
    assert [len(c) for c in found.values()] == [0] * len(PAY)
    assert found["component"].dtype == np.int8
