"""Sheets of one column a day with ticks instead of hours, or with overtime alone; wages by what their header says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tripartite.records.mapping import Mapping, propose
from tripartite.records.read import FacilityDefaults, Records, read

TODAY = date(2026, 11, 23)
VIET_NAM = FacilityDefaults(country="VN", currency="VND")
DAYS = ",".join(str(i) for i in range(1, 31))


def sheet(title: str, *rows: list[str]) -> str:
    lines = [",".join([*row, *[""] * (31 - len(row))]) for row in rows]
    return "\n".join([title, "", f"Mã NV,{DAYS}", *lines, ""])


def read_files(tmp_path: Path, *texts: str, where: FacilityDefaults = VIET_NAM, **options: object) -> Records:
    paths = []
    for i, text in enumerate(texts):
        paths.append(tmp_path / f"{i}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return read(paths, facility=where, today=TODAY, **options)  # type: ignore[arg-type]


def days(r: Records) -> list[tuple]:
    return r.con.execute("SELECT day(date), minutes, leave, complete FROM days ORDER BY 1").fetchall()


def test_an_x_in_viet_nam_is_a_day_of_unknown_hours(tmp_path: Path) -> None:
    r = read_files(
        tmp_path, sheet("BẢNG CHẤM CÔNG THÁNG 04 NĂM 2025", ["A1", "X", "x/2", "phép năm", "√", "", "8"])
    )
    assert days(r) == [
        (1, 1, None, False),
        (2, 1, None, False),
        (3, 0, "annual", True),
        (4, 1, None, False),
        (6, 480, None, True),
    ]


def test_elsewhere_an_x_may_be_an_absence_and_is_told(tmp_path: Path) -> None:
    where = FacilityDefaults(country="PH", currency="PHP")
    r = read_files(tmp_path, sheet("DTR April 2025", ["A1", "X", "√"]), where=where)
    assert days(r) == [(2, 1, None, False)]
    assert r.con.execute("SELECT value FROM notes WHERE code = 'cell_not_understood'").fetchall() == [("X",)]


def test_hours_and_presses_of_other_files_stand_before_a_tick(tmp_path: Path) -> None:
    ticks = sheet("BẢNG CHẤM CÔNG THÁNG 4/2025", ["A1", "X", "X", "X"])
    hours = "Mã NV,Ngày,Số giờ\nA1,2025-04-01,8\n"
    presses = "Mã NV,Ngày,Giờ vào,Giờ ra\nA1,2025-04-02,08:00,12:00\n"
    r = read_files(tmp_path, ticks, hours, presses)
    assert [d[:2] for d in days(r)] == [(1, 480), (2, 240), (3, 1)]
    assert r.con.execute("SELECT count(*) FROM rejects").fetchone() == (0,)


def test_hours_of_overtime_alone_are_not_taken_for_whole_days(tmp_path: Path) -> None:
    ticks = sheet("BẢNG CHẤM CÔNG THÁNG 4/2025", ["A1", "X", "X"])
    overtime = sheet("BẢNG TĂNG CA THÁNG 4/2025", ["A1", "2", "3"])
    r = read_files(tmp_path, ticks, overtime)
    assert [d[:2] for d in days(r)] == [(1, 1), (2, 1)]
    assert {c for (c,) in r.con.execute("SELECT code FROM rejects").fetchall()} == {"overtime_alone"}
    assert "1.csv" in r.trouble[0]
    saved = Mapping(propose(tmp_path / "1.csv"))
    kept = read_files(tmp_path, overtime, mapping=saved)
    assert [d[:2] for d in days(kept)] == [(1, 120), (2, 180)]


def test_a_title_of_attendance_and_overtime_does_not_hide_whole_days(tmp_path: Path) -> None:
    r = read_files(tmp_path, sheet("BẢNG CHẤM CÔNG VÀ TĂNG CA THÁNG 4/2025", ["A1", "8", "10", "9"]))
    assert [d[1] for d in days(r)] == [480, 600, 540]


@pytest.mark.parametrize(
    ("header", "basis"),
    [
        ("Employee ID,Birth Date,Daily Rate", "daily"),
        ("Employee ID,Birth Date,Rate per hour", "hourly"),
        ("Employee ID,Birth Date,Salary Rate", "monthly"),
        ("社員番号,生年月日,時給", "hourly"),
        ("社員番号,生年月日,日給", "daily"),
        ("社員番号,生年月日,月給", "monthly"),
        ("รหัสพนักงาน,วันเกิด,ค่าจ้างต่อวัน", "daily"),
        ("รหัสพนักงาน,วันเกิด,อัตราเงินเดือน", "monthly"),
        ("ဝန်ထမ်းအမှတ်,မွေးနေ့,နေ့တွက်လုပ်ခ", "daily"),
        ("Mã NV,Ngày sinh,Mức lương ngày", "daily"),
        ("Mã NV,Ngày sinh,Mức lương", "monthly"),
    ],
)
def test_a_wage_is_by_what_its_header_says(tmp_path: Path, header: str, basis: str) -> None:
    r = read_files(tmp_path, f"{header}\nA1,2000-01-31,1200\n")
    assert r.con.execute("SELECT basis FROM wages").fetchall() == [(basis,)]


def test_a_wage_by_an_unknown_word_is_left_open_and_told(tmp_path: Path) -> None:
    r = read_files(tmp_path, "Employee ID,Birth Date,Wage,Wage Type\nA1,2000-01-31,1200,per moon\n")
    assert r.count("wages") == 0
    assert r.con.execute("SELECT code, value FROM notes").fetchall() == [("basis_not_understood", "per moon")]


@pytest.mark.parametrize("year", ["2568", "๒๕๖๘"])
def test_a_whole_month_of_buddhist_dates_is_read_without_a_stated_order(tmp_path: Path, year: str) -> None:
    rows = "".join(f"A1,{day:02d}/07/{year},8\n" for day in range(1, 32))
    r = read_files(tmp_path, f"รหัสพนักงาน,วันที่,ชั่วโมงทำงาน\n{rows}")
    read_days = r.con.execute("SELECT min(date), max(date), count(*) FROM days").fetchone()
    assert read_days == (date(2025, 7, 1), date(2025, 7, 31), 31)
