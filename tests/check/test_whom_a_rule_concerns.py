"""Trades left out, sizes, jobs that leave it open, and limits that need the agreement's day: Japan's rules on a check."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tripartite.cli import main

HEADER = ("社員番号", "日付", "出勤", "退勤")


def check(
    folder: Path, job: str, *extra: str, days: int = 365, out: str = "23:00"
) -> dict[str, dict[str, int]]:
    """A worker of fifteen hours on five days a week for a year: every limit is passed."""
    with (folder / "attendance.csv").open("w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(HEADER)
        for n in range(days):
            day = date(2025, 1, 1) + timedelta(days=n)
            if day.weekday() < 5:
                writer.writerow(("0001", day.strftime("%Y/%m/%d"), "08:00", out))
    with (folder / "workers.csv").open("w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([("社員番号", "職種", "入社日"), ("0001", job, "2020/04/01")])
    main([
        "check", str(folder), "--country", "JP", "--region", "JP-13", "--standard", "jp", "--rest-days", "sat,sun*",
        "--break", "12:00-13:00", "--out", str(folder / "out"), "--quiet", "--skip", "xlsx", *extra,
    ])  # fmt: skip
    summary: dict[str, Any] = json.loads((folder / "out/summary.json").read_text("utf-8"))
    return {r["rule"]: r for r in summary["rules"]}


def test_a_worker_of_a_common_trade_is_held_against_the_limits(tmp_path: Path) -> None:
    rules = check(tmp_path, "縫製")
    assert rules["jp/extended-100-in-a-month"]["not_met"] == 12
    assert rules["jp/extended-80-average"]["not_met"] == 11
    # The year of the agreement is not stated: 720 hours and six months cannot be told.
    assert rules["jp/overtime-720-in-a-year"]["not_met"] == 0
    assert rules["jp/overtime-720-in-a-year"]["cannot_tell"] == 1


def test_the_agreements_day_makes_the_year_tell(tmp_path: Path) -> None:
    rules = check(tmp_path, "縫製", "--agreement-from", "01-01")
    assert rules["jp/overtime-720-in-a-year"]["not_met"] == 1
    assert rules["jp/months-above-45h"]["not_met"] == 1
    assert rules["jp/overtime-360-in-a-year"]["not_met"] == 0  # a special clause may allow more


@pytest.mark.parametrize("job", ["トラック運転手", "研究開発", "製造部長", "Sales Manager"])
def test_a_job_that_may_be_apart_accuses_nobody(tmp_path: Path, job: str) -> None:
    rules = check(tmp_path, job, "--agreement-from", "01-01")
    for rule in ("jp/extended-100-in-a-month", "jp/extended-80-average", "jp/overtime-720-in-a-year"):
        assert rules[rule]["not_met"] == 0, rule
        assert rules[rule]["cannot_tell"] > 0, rule


@pytest.mark.parametrize(
    ("sector", "hundred", "year"),
    [("driver", 0, 1), ("research", 0, 0), ("construction", 12, 1), ("disaster-recovery", 0, 1)],
)
def test_a_stated_sector_has_its_own_limits(tmp_path: Path, sector: str, hundred: int, year: int) -> None:
    rules = check(tmp_path, "作業", "--sector", sector, "--agreement-from", "01-01")
    assert rules["jp/extended-100-in-a-month"]["not_met"] == hundred
    assert rules["jp/overtime-720-in-a-year"]["not_met"] == year


def test_managers_stated_as_exempt_have_no_limits(tmp_path: Path) -> None:
    rules = check(tmp_path, "課長", "--hours-system", "exempt", "--agreement-from", "01-01")
    assert all(r["not_met"] == 0 for r in rules.values())


@pytest.mark.parametrize(
    ("flag", "value", "says"),
    [
        ("--agreement-from", "13-01", "write month and day as 04-01"),
        ("--scheduled-hours", "75", "give the hours of one day"),
        ("--rest-days", "sat,holiday*", "name days as"),
    ],
)
def test_refusals_say_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flag: str, value: str, says: str
) -> None:
    (tmp_path / "a.csv").write_text("社員番号,日付,出勤,退勤\n1,2025/06/02,08:00,17:00\n", encoding="utf-8")
    code = main(
        ["check", str(tmp_path / "a.csv"), "--country", "JP", "--out", str(tmp_path / "o"), flag, value]
    )
    assert code == 2
    assert says in capsys.readouterr().err
