"""In process, in a pool, under Spark and in SQL: one answer to the last unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tripartite.check.columns import DatasetSource
from tripartite.check.plan import Plan, make_plan
from tripartite.check.run import Outcome, check
from tripartite.check.store import store_findings
from tripartite.engines.in_process import in_process
from tripartite.engines.pool import pool
from tripartite.sample.dataset import make_dataset
from tripartite.standards.load import load

WORKERS = 11_000  # three files


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(load(["cn", "ilo"]), "CN")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("dataset")
    return folder, make_dataset(folder, 5, WORKERS)


@pytest.fixture(scope="module")
def here(plan: Plan, dataset: tuple[Path, dict]) -> Outcome:
    return check(DatasetSource(dataset[0]), plan, in_process())


def rows(outcome: Outcome, plan: Plan, rule: str = "") -> list[tuple]:
    con = duckdb.connect()
    store_findings(con, outcome, plan)
    where = f"WHERE rule = '{rule}'" if rule else ""
    return con.execute(
        f'SELECT rule, worker, start, "end", observed, "limit", owed, certainty FROM findings {where} ORDER BY ALL'
    ).fetchall()


def test_planted_faults_are_found(plan: Plan, dataset: tuple[Path, dict], here: Outcome) -> None:
    by_rule = {r.id: t for r, t in zip(plan.rules, here.tallies, strict=True)}
    for rule in ("cn/overtime-in-a-day", "cn/overtime-in-a-month", "cn/overtime-pay"):
        assert by_rule[rule].not_met == dataset[1][rule], rule
    assert here.worker_days == dataset[1]["worker_days"]


def test_pool_agrees(plan: Plan, dataset: tuple[Path, dict], here: Outcome) -> None:
    there = check(DatasetSource(dataset[0]), plan, pool(2))
    assert there.tallies_plain() == here.tallies_plain()
    assert rows(there, plan) == rows(here, plan)


def test_unsorted_files_agree(plan: Plan, dataset: tuple[Path, dict], here: Outcome, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled"
    for table in ("facilities", "workers", "wages", "days", "pay"):
        (shuffled / table).mkdir(parents=True)
        for file in (dataset[0] / table).iterdir():
            order = "ORDER BY hash(worker, date)" if table == "days" else ""
            duckdb.execute(f"COPY (SELECT * FROM '{file}' {order}) TO '{shuffled / table / file.name}'")
    there = check(DatasetSource(shuffled), plan, in_process())
    assert rows(there, plan) == rows(here, plan)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    import os
    import sys

    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the tasks run under another Python

    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield made
    made.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_agrees(plan: Plan, dataset: tuple[Path, dict], here: Outcome, session: Any) -> None:
    from tripartite.engines.spark import spark

    there = check(DatasetSource(dataset[0]), plan, spark(session))
    assert there.tallies_plain() == here.tallies_plain()
    assert rows(there, plan) == rows(here, plan)


# --- the oracle: the same rules written again, by another hand, in SQL --------------------------------

CALENDAR = """
CREATE TABLE day_kind AS
SELECT d::DATE AS date, CASE WHEN d IN ({holidays}) THEN 'holiday' WHEN d IN ({swapped}) THEN 'ordinary'
  WHEN d IN ({off}) OR isodow(d) >= 6 THEN 'rest' ELSE 'ordinary' END AS kind
FROM (SELECT unnest(generate_series(DATE '2025-01-01', DATE '2025-12-31', INTERVAL 1 DAY))::DATE AS d)
"""
WORK = """
CREATE TABLE work AS
WITH ordered AS (
  SELECT w.worker, w.date, w.minutes, k.kind, date_trunc('month', w.date) AS month,
    least(w.minutes, 480) AS normal, date_trunc('week', w.date) AS week,
    40 * 60 + 480 * coalesce(s.n, 0) AS norm
  FROM read_parquet('{days}') w JOIN day_kind k USING (date)
  LEFT JOIN (SELECT date_trunc('week', date) AS week, count(*) AS n FROM day_kind
             WHERE kind = 'ordinary' AND isodow(date) >= 6 GROUP BY 1) s ON s.week = date_trunc('week', w.date)
), running AS (
  SELECT *, sum(CASE WHEN kind = 'ordinary' THEN normal ELSE 0 END)
    OVER (PARTITION BY worker, week ORDER BY date) AS used FROM ordered
)
SELECT *, CASE WHEN kind = 'ordinary' THEN minutes - greatest(0, least(normal, norm - (used - normal))) ELSE minutes END AS over
FROM running
"""


def in_2025(days: list[tuple[int, int]]) -> str:
    return ", ".join(f"DATE '2025-{m:02d}-{d:02d}'" for m, d in days)


@pytest.fixture(scope="module")
def oracle(dataset: tuple[Path, dict]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    holidays = [
        (1, 1),
        (1, 28),
        (1, 29),
        (1, 30),
        (1, 31),
        (4, 4),
        (5, 1),
        (5, 2),
        (5, 31),
        (10, 1),
        (10, 2),
        (10, 3),
        (10, 6),
    ]
    swapped, off = (
        [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
        [(2, 3), (2, 4), (5, 5), (6, 2), (10, 7), (10, 8)],
    )
    con.execute(CALENDAR.format(holidays=in_2025(holidays), swapped=in_2025(swapped), off=in_2025(off)))
    con.execute(WORK.format(days=dataset[0] / "days/*.parquet"))
    return con


def test_oracle_overtime_in_a_day(oracle: Any, plan: Plan, here: Outcome) -> None:
    expected = oracle.execute(
        "SELECT worker::VARCHAR, date, over FROM work WHERE kind = 'ordinary' AND over > 180 ORDER BY ALL"
    ).fetchall()
    got = [(r[1], r[2], r[4]) for r in rows(here, plan, "cn/overtime-in-a-day")]
    assert expected
    assert got == expected


def test_oracle_overtime_in_a_month(oracle: Any, plan: Plan, here: Outcome) -> None:
    expected = oracle.execute(
        "SELECT worker::VARCHAR, month::DATE, sum(over)::BIGINT AS m FROM work GROUP BY 1, 2 HAVING m > 2160 ORDER BY ALL"
    ).fetchall()
    got = [(r[1], r[2], r[4]) for r in rows(here, plan, "cn/overtime-in-a-month")]
    assert expected
    assert got == expected


def test_oracle_overtime_pay(oracle: Any, plan: Plan, here: Outcome, dataset: tuple[Path, dict]) -> None:
    folder = dataset[0]
    expected = oracle.execute(f"""
        WITH weights AS (
          SELECT worker, month, sum(over * CASE kind WHEN 'ordinary' THEN 15000 WHEN 'rest' THEN 20000 ELSE 30000 END)::HUGEINT AS w
          FROM work GROUP BY 1, 2),
        due AS (
          SELECT worker, month, (2 * w * amount + 104400000) // 208800000 AS due
          FROM weights JOIN read_parquet('{folder}/wages/*.parquet') USING (worker)),
        paid AS (
          SELECT worker, start, sum(amount)::HUGEINT AS paid FROM read_parquet('{folder}/pay/*.parquet')
          WHERE component = 'overtime' GROUP BY 1, 2)
        SELECT due.worker::VARCHAR, start, (due - paid)::BIGINT FROM due JOIN paid ON paid.worker = due.worker AND paid.start = due.month
        WHERE due > paid ORDER BY ALL""").fetchall()
    got = [(r[1], r[2], r[6]) for r in rows(here, plan, "cn/overtime-pay")]
    assert expected
    assert got == expected
