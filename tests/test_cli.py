"""The command line: exit codes for scripts, messages for people, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tripartite.cli import FINE, FOUND, WRONG, main

DAYS = "工号,日期,工时\n" + "".join(f"1,2025-03-{d:02d},{h}\n" for d, h in ((3, 8), (4, 8), (5, 8)))


@pytest.fixture
def days(tmp_path: Path) -> Path:
    path = tmp_path / "days.csv"
    path.write_text(DAYS, encoding="utf-8")
    return path


def check(*arguments: object) -> int:
    return main(["check", *map(str, arguments), "--country", "CN", "--quiet"])


def test_exit_codes(days: Path, tmp_path: Path) -> None:
    assert check(days, "--region", "CN-GD", "--out", tmp_path / "fine") == FINE
    days.write_text(DAYS + "1,2025-03-06,11:01\n2,2025-03-06,11\n", encoding="utf-8")
    assert check(days, "--region", "CN-GD", "--out", tmp_path / "found") == FOUND
    findings = json.loads((tmp_path / "found/findings.json").read_text(encoding="utf-8"))
    assert [(f["rule"], f["worker"], f["observed"]) for f in findings] == [("cn/overtime-in-a-day", "1", 181)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["--region", "CN-GD", "--wage-class", "9"],
            "Wage class `9` is not known in CN-GD. Allowed: 1, 2, 3, 4",
        ),
        (["--region", "CN-GX-1"], "Region `CN-GX-1` is not known in CN; did you mean `CN-GX`?"),
        (["--standard", "iloo"], "There is no standard `iloo`; did you mean `ilo`?"),
        (["--break", "noon"], "noon"),
        (["--rest-days", "sunday"], "name days as mon, tue"),
        (["--mapping", "/nowhere.yaml"], "cannot be opened"),
    ],
)
def test_what_cannot_be_done_says_why_without_a_traceback(
    days: Path, tmp_path: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(days, *arguments, "--out", tmp_path / "out") == WRONG
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_a_country_without_its_law_is_refused(
    days: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(days), "--country", "KR", "--out", str(tmp_path / "out")]) == WRONG
    assert "There is no standard `kr`" in capsys.readouterr().err


def test_a_folder_of_other_things_is_not_replaced(
    days: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "holiday-pictures"
    other.mkdir()
    (other / "beach.jpg").write_bytes(b"x")
    assert check(days, "--out", other) == WRONG
    assert "not the results of a check" in capsys.readouterr().err
    assert (other / "beach.jpg").exists()


def test_an_earlier_result_is_replaced_whole(days: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(days, "--out", out)
    before = (out / "summary.json").read_bytes()
    check(days, "--rest-days", "sun", "--out", out)
    assert (out / "summary.json").read_bytes() != before
    assert {p.name for p in tmp_path.iterdir()} == {"days.csv", "out"}


def test_a_killed_run_leaves_no_results(days: Path, tmp_path: Path) -> None:
    days.write_text(DAYS + "".join(f"{w},2025-03-06,8\n" for w in range(40_000)), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "tripartite.cli",
        "check",
        str(days),
        "--country",
        "CN",
        "--out",
        str(tmp_path / "out"),
    ]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.8)
    os.kill(run.pid, signal.SIGINT)
    code = run.wait(60)
    # Either it was quicker than the signal, or nothing is there.
    assert (tmp_path / "out/summary.json").exists() == (code in (FINE, FOUND))
    assert not list(tmp_path.glob(".out-*"))


def test_dates_before_any_law_held_are_not_called_fine(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text("工号,日期,工时\n1,1994-03-03,14\n1,1994-03-04,8\n", encoding="utf-8")
    assert check(old, "--out", tmp_path / "out") == FINE
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    rule = next(r for r in summary["rules"] if r["rule"] == "cn/overtime-in-a-day")
    assert (rule["met"], rule["not_met"], rule["cannot_tell"]) == (0, 0, 2)


def test_two_wages_at_once_and_pay_in_dollars_cannot_be_judged(tmp_path: Path) -> None:
    (tmp_path / "w1.csv").write_text("工号,性别,入职日期,合同工资\n1,女,2020-01-01,3000\n", encoding="utf-8")
    (tmp_path / "pay.csv").write_text(
        "工号,月份,基本工资,加班费,实发工资\n1,2025-03,USD 100,USD 0,USD 100\n", encoding="utf-8"
    )
    (tmp_path / "days.csv").write_text(
        "工号,日期,工时\n" + "".join(f"1,2025-03-{d:02d},10\n" for d in range(1, 32)), encoding="utf-8"
    )
    check(tmp_path / "w1.csv", tmp_path / "pay.csv", tmp_path / "days.csv", "--out", tmp_path / "out")
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    for rule in ("cn/overtime-pay", "cn/ordinary-pay", "cn/minimum-wage"):
        told = next(r for r in summary["rules"] if r["rule"] == rule)
        assert told["not_met"] == 0, rule
        assert told["cannot_tell"] > 0, rule


def test_special_hours_without_approval_are_said_to_be_assumed(days: Path, tmp_path: Path) -> None:
    check(days, "--hours-system", "flexible", "--out", tmp_path / "out")
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert "special-hours-not-shown-approved" in {a["code"] for a in summary["assumptions"]}


@pytest.mark.parametrize(
    ("approved", "assumed"),
    [
        ("2020-01-01..", False),
        ("2020-01-01..2099-12-31", False),
        ("2020-01-01..2020-12-31", True),
        ("2098-01-01..", True),
    ],
)
def test_an_approval_counts_only_if_it_covers_the_records(
    days: Path, tmp_path: Path, approved: str, assumed: bool
) -> None:
    check(days, "--hours-system", "flexible", "--hours-approved", approved, "--out", tmp_path / "out")
    summary = json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))
    assert ("special-hours-not-shown-approved" in {a["code"] for a in summary["assumptions"]}) is assumed


@pytest.mark.parametrize("text", ["2025", "2025-01-01", "2025-02-01..2025-01-01", "..2025-01-01", "x..y"])
def test_a_span_that_is_none_is_refused_with_its_form(days: Path, tmp_path: Path, capsys, text: str) -> None:
    assert check(days, "--hours-approved", text, "--out", tmp_path / "out") == WRONG
    assert "2025-01-01..2025-12-31" in capsys.readouterr().err


def test_law_answers_in_words_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "cn/overtime-in-a-month"]) == 0
    assert "36 h" in capsys.readouterr().out
    assert main(["law", "search", "加班"]) == 0
    assert "cn/" in capsys.readouterr().out
    assert main(["law", "search", "overtme"]) == 0  # one letter wrong
    capsys.readouterr()
    assert main(["law", "in-force", "CN-GD", "2025-10-01", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert any("2,500.00 CNY a month" in line for e in answer["entries"] for line in e["lines"])
    assert main(["law", "show", "cn/overtime-in-a-moth"]) == WRONG
    assert "did you mean `cn/overtime-in-a-month`" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["check", "absent.csv", "--country", "VN", "--out", "result"]])
def test_a_refusal_is_one_line_on_the_screen(arguments: list[str], tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from tripartite.cli import main; sys.exit(main())",
        *arguments,
    ]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
