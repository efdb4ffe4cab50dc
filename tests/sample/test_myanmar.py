"""Myanmar's factory, with Burmese headers and digits: what is planted is found exactly, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tripartite.cli import main
from tripartite.sample.myanmar import AT_LIMIT, PEOPLE, TRAINEE, make_myanmar_factory


def check(folder: Path, out: Path, *more: str) -> int:
    return main([
        "check", str(folder), "--country", "MM", "--region", "MM-06", "--standard", "mm", "--rest-days", "sun", "--break",
        "12:00-13:00", "--shift", "08:00-17:00", "--date-order", "dmy", "--out", str(out), "--quiet", "--skip", "xlsx", *more,
    ])  # fmt: skip


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, int]], Path]:
    folder = tmp_path_factory.mktemp("myanmar")
    planted = make_myanmar_factory(folder / "files")
    assert check(folder / "files", folder / "out", "--sector", "factory", "--lang", "my") == 1
    return planted.found, folder / "out"


def found_in(out: Path) -> dict[str, dict[str, int]]:
    findings = json.loads((out / "findings.json").read_text("utf-8"))
    found: dict[str, dict[str, int]] = {}
    for (rule, worker), n in Counter((f["rule"], f["worker"]) for f in findings).items():
        found.setdefault(rule, {})[worker] = n
    return found


def test_planted_faults_are_found_exactly_and_none_more(
    checked: tuple[dict[str, dict[str, int]], Path],
) -> None:
    planted, out = checked
    assert found_in(out) == planted
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["rejects"] == 0
    assert summary["workers"] == PEOPLE


def test_who_stands_at_the_limit_or_is_in_training_is_not_accused(
    checked: tuple[dict[str, dict[str, int]], Path],
) -> None:
    _, out = checked
    accused = {w for workers in found_in(out).values() for w in workers}
    assert not {AT_LIMIT, TRAINEE} & accused


def test_the_report_in_burmese_names_the_rules_in_burmese(
    checked: tuple[dict[str, dict[str, int]], Path],
) -> None:
    _, out = checked
    page = (out / "report.html").read_text("utf-8")
    assert "အလုပ်ရုံ၌ ၁၀ ရက်ထက် ဆက်တိုက်လုပ်ခြင်း" in page
    assert "MMK" in page


def test_without_a_sector_no_rule_of_a_sector_accuses(tmp_path: Path) -> None:
    make_myanmar_factory(tmp_path / "files")
    check(tmp_path / "files", tmp_path / "out")
    rules = set(found_in(tmp_path / "out"))
    assert "mm/overtime-in-a-day" not in rules
    assert "mm/minimum-wage" in rules
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert "sector-not-stated" in {a["code"] for a in summary["assumptions"]}
