"""The main path as a function: the same as the command line, and it tells how far it is."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tripartite.checking import STAGES, CheckRequest, check, write
from tripartite.cli import main
from tripartite.records.errors import RecordsError
from tripartite.sample.factory import make_factory

OPTIONS = {"region": "CN-GD", "wage_class": "2", "breaks": "12:00-13:00"}


@pytest.fixture(scope="module")
def factory(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("factory")
    make_factory(folder, workers=150)
    return folder


def test_it_gives_what_the_command_line_gives(factory, tmp_path):
    options = ["--country", "CN", "--region", "CN-GD", "--wage-class", "2", "--break", "12:00-13:00"]
    assert main(["check", str(factory), *options, "--out", str(tmp_path / "cli"), "--quiet"]) == 1
    checked = check(CheckRequest([factory], "CN", **OPTIONS))
    write(tmp_path / "called", checked)
    told = [json.loads((tmp_path / n / "summary.json").read_text()) for n in ("cli", "called")]
    for summary in told:
        del summary["made"]
    assert told[0] == told[1]
    assert checked.findings == pq.read_metadata(tmp_path / "cli" / "findings.parquet").num_rows > 0
    names = [{p.name for p in (tmp_path / n).rglob("*")} for n in ("cli", "called")]
    assert names[0] == names[1]


def test_progress_names_each_stage_in_order(factory):
    told: list[tuple[str, int, int]] = []
    check(CheckRequest([factory], "CN", **OPTIONS), lambda *at: told.append(at))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == list(STAGES[:3])
    read = [done for stage, done, _ in told if stage == "read"]
    assert read == list(range(len(list(factory.iterdir()))))
    assert all(0 <= done <= total for _, done, total in told)


def test_what_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(RecordsError, match=r"empty\.csv"):
        check(CheckRequest([tmp_path / "empty.csv"], "CN"))
