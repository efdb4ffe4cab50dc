"""Thailand's factory: Thai files are read whole, and the planted faults are found exactly, none more."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tripartite.cli import main
from tripartite.sample.thailand import HOLIDAYS, REGION, WAGE_CLASS, Planted, make_thai_factory


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planted, Path]:
    folder = tmp_path_factory.mktemp("thailand")
    planted = make_thai_factory(folder / "files")
    code = main([
        "check", str(folder / "files"), "--country", "TH", "--region", REGION, "--wage-class", WAGE_CLASS, "--standard", "th",
        "--rest-days", "sun", "--break", "12:00-13:00", "--shift", "08:00-17:00", "--date-order", "dmy", "--lang", "th",
        "--holidays", ",".join(d.isoformat() for d in HOLIDAYS), "--out", str(folder / "out"), "--quiet", "--skip", "xlsx",
    ])  # fmt: skip
    assert code == 1
    return planted, folder / "out"


def test_what_was_planted_is_found_and_none_more(checked: tuple[Planted, Path]) -> None:
    planted, out = checked
    findings = json.loads((out / "findings.json").read_text("utf-8"))
    found: dict[str, Counter[str]] = {}
    for f in findings:
        found.setdefault(f["rule"], Counter())[f["worker"]] += 1
    assert {rule: dict(workers) for rule, workers in found.items()} == planted.findings


def test_what_is_owed_is_what_was_held_back(checked: tuple[Planted, Path]) -> None:
    planted, out = checked
    owed: Counter[str] = Counter()
    for f in json.loads((out / "findings.json").read_text("utf-8")):
        owed[f["rule"]] += f["owed"] or 0
    assert {rule: n for rule, n in owed.items() if n} == planted.owed


def test_every_row_of_the_thai_files_is_used(checked: tuple[Planted, Path]) -> None:
    summary = json.loads((checked[1] / "summary.json").read_text("utf-8"))
    assert summary["rejects"] == 0
    assert {f["kind"] for f in summary["files"]} == {"days", "pay_wide", "workers", "conditions", "events"}


def test_the_report_is_in_thai(checked: tuple[Planted, Path]) -> None:
    page = (checked[1] / "report.html").read_text("utf-8")
    assert "ทำงานล่วงเวลาและทำงานในวันหยุดรวมเกิน 36 ชั่วโมงต่อสัปดาห์" in page
    assert 'lang="th"' in page
