"""Files read ahead in a process of their own give what reading them here gives."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from tripartite.records import read as reading
from tripartite.records.errors import RecordsError
from tripartite.records.read import FacilityDefaults, begin_reading, read

TEXT = "工号,日期,工时,备注\n001,2025-01-02,8.5,\n001,2025-01-03,9,\n002,2025-13-40,8,x\n003,2025-01-02,,\n"
TABLES = ("days", "punches", "facilities", "rejects", "notes", "files", "inputs")


@pytest.fixture(autouse=True)
def nothing_left_over():
    reading._BEGUN.clear()
    yield
    for _, work in reading._BEGUN:
        os.waitpid(work._child, 0)
    reading._BEGUN.clear()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "days.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(records) -> dict[str, list]:
    return {t: records.con.execute(f'SELECT * FROM "{t}" ORDER BY ALL').fetchall() for t in TABLES}


def test_the_same_tables(log):
    here = rows(read([log], today=date(2025, 6, 1), facility=FacilityDefaults("plant", currency="CNY")))
    begin_reading([log], facility=FacilityDefaults("plant", currency="CNY"))
    ahead = read([log], facility=FacilityDefaults("plant", currency="CNY"))
    assert not reading._BEGUN
    assert rows(ahead) == here
    assert here["days"]
    assert here["rejects"]


def test_what_was_begun_for_another_request_is_not_taken(log):
    begin_reading([log], facility=FacilityDefaults("another"))
    found = read([log], facility=FacilityDefaults("plant"))
    assert {r[0] for r in rows(found)["facilities"]} == {"plant"}
    assert len(reading._BEGUN) == 1


def test_a_killed_reader_is_made_good(log):
    begin_reading([log])
    os.kill(reading._BEGUN[0][1]._child, signal.SIGKILL)
    assert rows(read([log]))["days"]


def test_refusals_come_through(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("工号,日期,工时\n", encoding="utf-8")
    begin_reading([path])
    with pytest.raises(RecordsError, match="Nothing could be read"):
        read([path])


def test_large_files_are_read_here(log, monkeypatch):
    monkeypatch.setattr(reading, "AHEAD_BYTES", 10)
    begin_reading([log])
    assert not reading._BEGUN
