"""What the records cover: periods, silent days, workers and months that do not meet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from punch_logs import REAL_LOGS, empty, log, real_log

from tripartite.records.days import build_days
from tripartite.records.quality import Gap, coverage


def add(con, table, **values):
    names = ", ".join(f'"{k}"' for k in values)
    con.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values())
    )


def test_nothing_covers_nothing():
    got = coverage(empty())
    assert got.facilities == []
    assert {got.not_in_worker_list.count, got.no_time_records.count, got.pay_without_time.count} == {0}


def test_period_completeness_and_silent_days_by_facility():
    con = empty()
    add(con, "workers", worker="A", facility="north")
    add(con, "workers", worker="B", facility="south")
    for n in range(21):
        day = date(2024, 1, 1) + timedelta(days=n)
        if day.weekday() < 5 and day != date(2024, 1, 10):
            add(con, "days", worker="A", date=day, minutes=480, complete=n != 1)
    add(con, "days", worker="B", date=date(2024, 2, 1), minutes=None, leave="sick", complete=False)
    add(con, "days", worker="C", date=date(2024, 2, 2), minutes=60, complete=True)
    north, south, nowhere = coverage(con).facilities
    assert (north.facility, north.first, north.last) == ("north", date(2024, 1, 1), date(2024, 1, 19))
    assert (north.workers, north.days, north.complete) == (1, 14, 13)
    assert north.share_complete == pytest.approx(13 / 14)
    assert (north.silent_days, north.silent) == (1, [date(2024, 1, 10)])
    assert (south.days, south.complete) == (1, 1)
    assert (nowhere.facility, nowhere.workers) == (None, 1)


def test_workers_and_months_that_do_not_meet():
    con = empty()
    add(con, "workers", worker="A", facility="f")
    add(con, "workers", worker="gone", facility="f", left_on=date(2023, 12, 31))
    add(con, "workers", worker="unseen", facility="f", hired_on=date(2024, 1, 31))
    for worker in ("A", "ghost"):
        for day in (date(2024, 1, 2), date(2024, 1, 31), date(2024, 3, 1)):
            add(con, "days", worker=worker, date=day, minutes=480, complete=True)
    add(con, "pay", worker="A", start=date(2024, 1, 1), end=date(2024, 1, 31), component="basic", amount=1)
    add(con, "pay", worker="A", start=date(2024, 2, 1), end=date(2024, 2, 29), component="basic", amount=1)
    got = coverage(con)
    assert got.not_in_worker_list == Gap(1, ["ghost"])
    assert got.no_time_records == Gap(1, ["unseen"])
    assert got.pay_without_time == Gap(1, ["A 2024-02"])
    assert got.time_without_pay == Gap(1, ["ghost 2024-01"])  # March has no pay records of anyone


def test_a_missing_worker_list_is_no_gap():
    con = log("2024-01-02 08:00 17:00")
    build_days(con)
    assert coverage(con).not_in_worker_list.count == 0
    assert coverage(con).no_time_records.count == 0


@pytest.mark.skipif(not REAL_LOGS.exists(), reason="the real logs are not here")
def test_the_chinese_log():
    con, _ = real_log("cn-terminal.dat")
    build_days(con)
    (all_,) = coverage(con).facilities
    assert (all_.first, all_.last) == (date(2019, 1, 15), date(2021, 1, 6))
    assert all_.workers == 180
    assert all_.share_complete < 0.01  # no break is stated and most days have one punch
    assert date(2019, 2, 5) in all_.silent  # Chinese New Year
