"""Workers' numbers with and without leading zeros: one worker over all files, unless a file has both forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tripartite.records.read import Records, read

LIST = "工号,姓名,出生日期\n{},张伟,2010-01-08\n"
PAY = "工号,姓名,月份,基本工资\n{},张伟,2025-03,2080\n"
LOG = "{}\t2025-03-03 08:00:00\t1\t0\t1\t0\n{}\t2025-03-03 17:00:00\t1\t1\t1\t0\n"


def read_files(folder: Path, files: dict[str, str]) -> Records:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read([folder], today=date(2026, 11, 23))


def workers(r: Records, table: str) -> list[str]:
    return [w for (w,) in r.con.execute(f'SELECT DISTINCT worker FROM "{table}" ORDER BY 1').fetchall()]


@pytest.mark.parametrize(
    ("listed", "paid", "logged", "expected"),
    [
        ("00001", "1", "001", "00001"),
        ("1", "0001", "1", "1"),
        ("A01", "A1", "A01", None),
        ("10", "1", "10", None),
    ],
)
def test_numbers_that_differ_in_leading_zeros_alone_are_one_worker(
    tmp_path: Path, listed: str, paid: str, logged: str, expected: str | None
) -> None:
    r = read_files(
        tmp_path,
        {"list.csv": LIST.format(listed), "pay.csv": PAY.format(paid), "log.dat": LOG.format(logged, logged)},
    )
    notes = r.con.execute("SELECT value FROM notes WHERE code = 'numbers_joined'").fetchall()
    if expected is None:
        assert workers(r, "pay") == [paid]
        assert notes == []
    else:
        assert [workers(r, t) for t in ("workers", "pay", "punches", "days")] == [[expected]] * 4
        assert len(notes) == 1
        assert set(notes[0][0].split(", ")) == {listed, paid, logged}


def test_a_file_that_has_both_forms_keeps_them_apart_and_says_so(tmp_path: Path) -> None:
    both = LIST.format("007") + "7,李娜,1990-02-01\n"
    r = read_files(tmp_path, {"list.csv": both, "pay.csv": PAY.format("7")})
    assert workers(r, "workers") == ["007", "7"]
    assert workers(r, "pay") == ["7"]
    (note,) = r.con.execute("SELECT file, value FROM notes WHERE code = 'numbers_apart'").fetchall()
    assert note == ("list.csv", "007, 7")


def test_rows_that_meet_once_numbers_are_joined_are_told_and_counted_once(tmp_path: Path) -> None:
    hours = "工号,日期,工时\n{},2025-03-03,{}\n"
    r = read_files(
        tmp_path,
        {
            "a.csv": LIST.format("007"),
            "b.csv": LIST.format("7"),
            "c.csv": hours.format("007", 8),
            "d.csv": hours.format("7", 11),
        },
    )
    assert workers(r, "workers") == ["007"]
    assert r.con.execute("SELECT worker, minutes FROM days").fetchall() == [("007", 480)]
    assert r.con.execute("SELECT file, code FROM rejects ORDER BY 1").fetchall() == [
        ("b.csv", "duplicate_worker")
    ]
    assert r.con.execute("SELECT file, code FROM notes WHERE code = 'second_row_for_day'").fetchall() == [
        ("d.csv", "second_row_for_day")
    ]
