"""The sample factory's planted faults are found exactly, and none more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tripartite.cli import FOUND, main
from tripartite.sample.factory import make_factory

ARGUMENTS = ["--country", "CN", "--region", "CN-GD", "--wage-class", "2", "--break", "12:00-13:00", "--quiet"]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, dict, Path]:
    folder = tmp_path_factory.mktemp("factory")
    planted = make_factory(folder / "files", seed=7, workers=160)
    code = main(["check", str(folder / "files"), *ARGUMENTS, "--out", str(folder / "result")])
    assert code == FOUND
    summary = json.loads((folder / "result/summary.json").read_text(encoding="utf-8"))
    return planted, summary, folder / "result"


def test_planted_faults_are_found_exactly_and_none_more(checked: tuple[dict, dict, Path]) -> None:
    planted, summary, _ = checked
    found = {r["rule"]: r for r in summary["rules"] if r["not_met"] and not r["indicator"]}
    assert set(found) == set(planted["findings"])
    for rule, expected in planted["findings"].items():
        assert found[rule]["not_met"] == expected["findings"], rule
        assert found[rule]["owed"].get("CNY", 0) == expected.get("owed", 0), rule


def test_every_row_is_accounted_for(checked: tuple[dict, dict, Path]) -> None:
    planted, summary, result = checked
    for f in summary["files"]:
        assert f["rows_read"] == f["rows_used"] + f["rows_rejected"]
    rejects = (result / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rejects) - 1 == summary["rejects"]
    assert sum("clock_fault" in line for line in rejects) == planted["files"]["clock_faults"]
    assert sum("total_row" in line for line in rejects) == 12


def test_missed_punches_are_unknown_and_not_zero(checked: tuple[dict, dict, Path]) -> None:
    planted, summary, _ = checked
    assert summary["unknown_days"] >= planted["files"]["missed"]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_factory(tmp_path / name, seed=3, workers=150)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_findings_can_be_explained_compared_and_anonymised(
    checked: tuple[dict, dict, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, summary, result = checked
    worst = next(r for r in summary["rules"] if r["rule"] == "cn/overtime-in-a-day")["worst"]["finding"]
    assert main(["explain", str(result), worst]) == 0
    told = capsys.readouterr().out
    assert "3 h 30 min" in told
    assert "考勤机" in told
    assert "Labour Law, article 41" in told
    assert main(["compare", str(result), str(result)]) == 0
    assert "0 gone, 0 new, 0 changed" in capsys.readouterr().out
    out = tmp_path / "masked"
    main(["check", str(result.parent / "files"), *ARGUMENTS, "--anonymise", "--out", str(out)])
    text = (out / "findings.json").read_text(encoding="utf-8") + (out / "report.html").read_text(
        encoding="utf-8"
    )
    assert '"W0' in text
    assert '"worker": "10' not in text
