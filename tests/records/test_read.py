"""Files in, tables out: shapes, languages, broken input; every row counted."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tripartite.records.breaks import Break
from tripartite.records.errors import RecordsError
from tripartite.records.mapping import Mapping, propose
from tripartite.records.read import FacilityDefaults, Records, read

TODAY = date(2026, 11, 23)
LOGS = Path(__file__).parents[2] / "../shared/data/punches"


def read_text(tmp_path: Path, text: str | bytes, name: str = "file.csv", **options: object) -> Records:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read([path], today=TODAY, **options)  # type: ignore[arg-type]


def rejects(r: Records) -> list[tuple]:
    return r.con.execute('SELECT "row", code FROM rejects ORDER BY 1').fetchall()


def adds_up(r: Records) -> None:
    for read_, used, rejected in r.con.execute(
        "SELECT rows_read, rows_used, rows_rejected FROM files"
    ).fetchall():
        assert read_ == used + rejected
    counted = r.con.execute(
        "SELECT count(*) FROM rejects WHERE \"row\" IS NOT NULL AND code <> 'clock_stuck'"
    ).fetchone()
    assert counted == r.con.execute("SELECT sum(rows_rejected)::BIGINT FROM files").fetchone()


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("工号,日期,上班,下班", "gb18030"),
        ("工号,日期,上班,下班", "utf-16"),
        ("社員番号,日付,出勤,退勤", "cp932"),
        ("Mã nhân viên,Ngày,Giờ vào,Giờ ra", "utf-8-sig"),
        ("รหัสพนักงาน,วันที่,เวลาเข้า,เวลาออก", "tis-620"),
        ("ဝန်ထမ်းအမှတ်,ရက်စွဲ,ဝင်ချိန်,ထွက်ချိန်", "utf-8"),
        ("Numero ng empleyado,Petsa,Pasok,Labas", "utf-8"),
        ("Employee ID,Date,Time In,Time Out", "utf-8"),
    ],
)
def test_seven_languages_and_their_encodings(tmp_path: Path, header: str, encoding: str) -> None:
    r = read_text(
        tmp_path, f"{header}\n0012,2025-03-03,08:00,17:30\n".encode(encoding), breaks=Break.parse("60")
    )
    day = r.con.execute('SELECT worker, date, start, "end", minutes, complete FROM days').fetchall()
    assert day == [("0012", date(2025, 3, 3), 480, 1050, 510, True)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (("工号", "日期", "工时"), ("1", "2025-03-03", "8.5")))
    assert read_text(tmp_path, text).con.execute("SELECT minutes FROM days").fetchone() == (510,)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("8:30", 510), ("8.5", 510), ("8h", 480), ("8小时30分", 510), ("８：３０", 510), ("90 min", 90)],
)
def test_hours_as_people_write_them(tmp_path: Path, cell: str, minutes: int) -> None:
    r = read_text(tmp_path, f"工号,日期,工时\n1,2025-03-03,{cell}\n")
    assert r.con.execute("SELECT minutes FROM days").fetchone() == (minutes,)


def test_buddhist_years_excel_serials_and_chinese_dates(tmp_path: Path) -> None:
    r = read_text(tmp_path, "工号,日期,工时\n1,2568-03-03,8\n1,45720,8\n1,2025年3月5日,8\n")
    assert [d for (d,) in r.con.execute("SELECT date FROM days ORDER BY 1").fetchall()] == [
        date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "stated", "night"),
    [
        ("08:00,23:00", "12:00-13:00", 60),  # lunch is by day: the hour after ten was night work
        ("08:00,23:00", "60", 0),  # when the break was is not said: it may have been the night's hour
        ("20:00,05:00", "23:30-00:30", 360),
        ("20:00,05:00", "21:30-22:30", 390),
        ("08:00,23:00", "12:00-13:00, 22:15-22:30", 45),
    ],
)
def test_a_break_with_clock_times_by_day_takes_nothing_off_the_night(
    tmp_path: Path, clock: str, stated: str, night: int
) -> None:
    r = read_text(
        tmp_path,
        f"Employee ID,Date,Time In,Time Out\n1,2025-03-03,{clock}\n".encode(),
        breaks=Break.parse(stated),
    )
    assert r.con.execute("SELECT night_minutes FROM days").fetchall() == [(night,)]


def test_dates_that_no_row_settles_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="--date-order dmy or --date-order mdy"):
        read_text(tmp_path, "id no,date,hours\n1,03/04/2025,8\n")
    r = read_text(tmp_path, "id no,date,hours\n1,03/04/2025,8\n1,25/04/2025,8\n")
    assert r.con.execute("SELECT min(date) FROM days").fetchone() == (date(2025, 4, 3),)


def test_one_column_a_day_with_leave_and_clock_times(tmp_path: Path) -> None:
    days = ",".join(str(i) for i in range(1, 32))
    cells = ["8", "8.5", "07:58 17:02", "年假", "休", "", "?"] + [""] * 24
    r = read_text(
        tmp_path, f"2025年3月考勤表\n工号,姓名,{days}\n7,张三,{','.join(cells)}\n", breaks=Break.parse("60")
    )
    rows = r.con.execute("SELECT day(date), minutes, leave FROM days ORDER BY 1").fetchall()
    assert rows == [(1, 480, None), (2, 510, None), (3, 484, None), (4, 0, "annual")]
    assert r.con.execute("SELECT code, value FROM notes WHERE code = 'cell_not_understood'").fetchall() == [
        ("cell_not_understood", "?")
    ]
    adds_up(r)


def test_a_payroll_with_title_totals_and_deductions(tmp_path: Path) -> None:
    text = '某厂2025年3月工资表\n\n工号,姓名,基本工资(元),平时加班费,罚款,应发工资,实发工资\n1001.0,张三,"5,000.00",431.03,-50,5431.03,5381.03\n合计,,5000,431.03,50,5431.03,5381.03\n'
    r = read_text(tmp_path, text)
    pay = dict(r.con.execute("SELECT component, amount FROM pay WHERE worker = '1001'").fetchall())
    assert pay == {
        "basic": 500_000,
        "overtime_ordinary": 43_103,
        "deduction_fine": 5_000,
        "gross": 543_103,
        "net": 538_103,
    }
    assert r.con.execute('SELECT DISTINCT start, "end" FROM pay').fetchall() == [
        (date(2025, 3, 1), date(2025, 3, 31))
    ]
    assert rejects(r) == [(5, "total_row")]
    adds_up(r)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,1949-12-31,8", "date_out_of_range"),
        ("1,2030-01-01,8", "date_out_of_range"),
        ("1,2025-03-03,30", "impossible_hours"),
        ("1,2025-03-03,-2", "impossible_hours"),
        (",2025-03-03,8", "no_worker"),
        ("1,2025-13-45,8", "no_date"),
    ],
)
def test_rows_that_cannot_be_are_rejected_with_their_row(tmp_path: Path, row: str, code: str) -> None:
    r = read_text(tmp_path, f"工号,日期,工时\n2,2025-03-03,8\n{row}\n")
    assert rejects(r) == [(3, code)]
    assert r.count("days") == 1
    adds_up(r)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "empty.csv", "the file is empty"),
        (b"\x00\x00\x00", "nuls.csv", "the file is empty"),
        (b"%PDF-1.7 ...", "pay.xlsx", "this is a PDF document"),
        (b"MZ\x90\x00", "pay.xlsx", "this is a program"),
        (b"PK\x03\x04broken", "pay.xlsx", "damaged or cut short"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            "protected by a password",
        ),
        (b"just a line of text", "notes.csv", "no table was found"),
        (b"id no,date\n" + b"," * 1_000_000, "wide.csv", "tables with more than 2000 columns"),
    ],
)
def test_files_that_are_no_tables_say_what_they_are(
    tmp_path: Path, content: bytes, name: str, says: str
) -> None:
    (tmp_path / "good.csv").write_text("工号,日期,工时\n1,2025-03-03,8\n", encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    r = read([tmp_path], today=TODAY)
    told = r.con.execute("SELECT reason FROM rejects WHERE file = ?", [name]).fetchall()
    assert len(told) == 1
    assert says in told[0][0]
    assert name in told[0][0]
    assert r.count("days") == 1  # the rest is processed
    with pytest.raises(RecordsError, match="Nothing could be read"):
        read([tmp_path / name], today=TODAY)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    with pytest.raises(RecordsError, match="far more than a real workbook"):
        read([path], today=TODAY)


def test_a_missing_file_and_an_unknown_sheet(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="there is no such file"):
        read([tmp_path / "nowhere.csv"])
    with pytest.raises(RecordsError, match="Headers: colour, size"):
        read_text(tmp_path, "colour,size\nred,3\n")


def test_one_worker_in_two_facilities_and_pay_in_dollars_are_noted(tmp_path: Path) -> None:
    r = read_text(tmp_path, "工号,工厂,性别,入职日期\n1,甲厂,女,2020-01-01\n1,乙厂,女,2020-01-01\n")
    assert ("two_facilities",) in r.con.execute("SELECT code FROM notes").fetchall()
    r = read_text(tmp_path, "工号,月份,基本工资,实发工资\n1,2025-03,USD 500,USD 500\n", name="usd.csv")
    assert r.con.execute("SELECT DISTINCT currency, amount FROM pay").fetchall() == [("USD", 50_000)]
    assert ("foreign_currency",) in r.con.execute("SELECT code FROM notes").fetchall()


def test_a_mapping_is_saved_corrected_and_applied_again(tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("Nr,Tag,Stunden\n5,2025-03-03,8\n6,2025-03-03,9\n", encoding="utf-8")
    with pytest.raises(RecordsError, match="not understood"):
        read([path], today=TODAY)
    saved = tmp_path / "mapping.yaml"
    Mapping(propose(path)).save(saved)
    text = saved.read_text(encoding="utf-8")
    text = (
        text.replace("kind: ignore", "kind: days")
        .replace("Nr: ignore", "Nr: worker")
        .replace("Tag: ignore", "Tag: date")
    )
    saved.write_text(
        text.replace("Tag: date", "Tag: date").replace("Stunden: ignore", "Stunden: hours"), encoding="utf-8"
    )
    r = read([path], mapping=Mapping.load(saved), today=TODAY)
    assert r.con.execute("SELECT worker, minutes FROM days ORDER BY 1").fetchall() == [("5", 480), ("6", 540)]
    saved.write_text(text.replace("Nr: worker", "Nr: werker"), encoding="utf-8")
    with pytest.raises(RecordsError, match="cannot mean `werker`"):
        Mapping.load(saved)


@pytest.mark.skipif(
    not LOGS.exists(), reason="the real logs lie beside the checkout only where they are shared"
)
@pytest.mark.parametrize(
    ("name", "read_", "rejected"), [("cn-terminal.dat", 36_516, 89), ("ph-terminal.dat", 7_438, 0)]
)
def test_real_logs_are_read_with_every_row_accounted_for(name: str, read_: int, rejected: int) -> None:
    r = read([LOGS / name], today=TODAY)
    assert r.con.execute("SELECT rows_read, rows_rejected FROM files").fetchall() == [(read_, rejected)]
    assert r.count("punches") == read_ - rejected
    adds_up(r)


SAMPLES = (
    "工号,日期,工时\n1,2025-03-03,8\n2,2025-03-04,8:30\n".encode("gb18030"),
    b"     1110\t2020-12-01 07:56:36\t1\t1\t0\t0\r\n     1144\t2020-12-01 07:56:44\t1\t1\t0\t0\r\n",
    "Mã nhân viên;Ngày;Giờ vào;Giờ ra\n1;2025-03-03;08:00;17:00\n".encode(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_files_are_read_or_refused_and_rows_add_up(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "mutated.dat"
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    try:
        r = read([path], today=TODAY, facility=FacilityDefaults())
    except RecordsError as error:
        assert "mutated.dat" in str(error)  # noqa: PT017 - both ways are right, and each is looked at
    else:
        adds_up(r)


def test_a_month_grid_after_a_leave_list_keeps_every_other_day(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("工号,假别,开始日期,结束日期\n7,病假,2025-03-04,2025-03-05\n", "utf-8")
    days = ",".join(str(i) for i in range(1, 32))
    cells = ["8", "8", "8", "病假", "2"] + ["9"] * 26
    (tmp_path / "2.csv").write_text(f"2025年3月考勤表\n工号,姓名,{days}\n7,张三,{','.join(cells)}\n", "utf-8")
    r = read([tmp_path], today=TODAY)
    rows = r.con.execute("SELECT day(date), minutes, leave FROM days ORDER BY 1").fetchall()
    assert rows[2:6] == [(3, 480, None), (4, 0, "sick"), (5, 0, "sick"), (6, 540, None)]
    assert len(rows) == 31
    # The same said twice is no trouble; work on a day of leave is.
    notes = r.con.execute("SELECT value FROM notes WHERE code = 'second_row_for_day'").fetchall()
    assert notes == [("7 2025-03-05",)]
    adds_up(r)


def test_a_month_row_of_marks_that_say_nothing_is_no_row_used(tmp_path: Path) -> None:
    days = ",".join(str(i) for i in range(1, 32))
    rows = f"7,张三,{','.join(['X9'] * 31)}\n8,李四,{','.join(['8'] + ['X9'] * 30)}\n"
    r = read_text(tmp_path, f"2025年3月考勤表\n工号,姓名,{days}\n{rows}")
    assert rejects(r) == [(3, "cell_not_understood")]
    assert r.con.execute("SELECT count(*) FROM notes WHERE code = 'cell_not_understood'").fetchone() == (30,)
    adds_up(r)


def test_marks_of_presence_and_overtime_are_days_worked_of_unknown_length(tmp_path: Path) -> None:
    days = ",".join(str(i) for i in range(1, 32))
    cells = ["√", "✔", "加班2.5", "出勤", "√+2.5", "8+3", "加班2小时", "休息"] + [""] * 23
    r = read_text(tmp_path, f"2025年3月考勤表\n工号,姓名,{days}\n7,张三,{','.join(cells)}\n")
    rows = r.con.execute("SELECT day(date), minutes, complete FROM days ORDER BY 1").fetchall()
    assert rows == [
        (1, 1, False), (2, 1, False), (3, 150, False), (4, 1, False), (5, 150, False), (6, 660, True), (7, 120, False),
    ]  # fmt: skip
    assert rejects(r) == []
    adds_up(r)


def test_a_day_row_with_rest_leave_or_the_next_day_in_its_time_columns(tmp_path: Path) -> None:
    rows = (
        "7,2025-03-01,20:00,次日08:00\n7,2025-03-03,20:00,翌日 05:00\n7,2025-03-05,病假,\n"
        "7,2025-03-06,休息,休息\n7,2025-03-07,看病,\n7,2025-03-13,--,/\n"
    )
    r = read_text(tmp_path, "工号,日期,上班,下班\n" + rows, breaks=Break.parse("0"))
    found = r.con.execute('SELECT date, start, "end", leave FROM days ORDER BY 1').fetchall()
    assert found == [
        (date(2025, 3, 1), 1200, 1920, None),
        (date(2025, 3, 3), 1200, 1740, None),
        (date(2025, 3, 5), None, None, "sick"),
    ]
    assert rejects(r) == [(5, "day_of_rest"), (6, "no_time"), (7, "empty_day")]
    adds_up(r)


def test_a_day_row_keeps_the_press_beside_a_missing_one(tmp_path: Path) -> None:
    rows = "7,2025-03-10,08:00,次日09:00\n7,2025-03-12,08:00,缺卡\n"
    r = read_text(tmp_path, "工号,日期,上班,下班\n" + rows)
    found = r.con.execute("SELECT strftime(\"at\", '%d %H:%M') FROM punches ORDER BY 1").fetchall()
    assert found == [("10 08:00",), ("11 09:00",), ("12 08:00",)]
    assert rejects(r) == []


def test_a_pay_date_that_is_no_date_is_told(tmp_path: Path) -> None:
    r = read_text(tmp_path, "工号,月份,基本工资,实发工资,发放日期\n7,2025-03,2080,2080,4/10\n")
    assert r.con.execute("SELECT DISTINCT paid_on FROM pay").fetchall() == [(None,)]
    assert r.con.execute(
        "SELECT \"row\", value FROM notes WHERE code = 'date_not_understood'"
    ).fetchall() == [(2, "4/10")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("工资2025-03.csv", "工资2025-03(最终版).csv", 1),
        ("工资2025-03.csv", "工资2025-03 - 副本.csv", 1),
        ("工资2025-03 1-15.csv", "工资2025-03 16-31.csv", 2),
    ],
)
def test_a_copied_payroll_is_read_once_and_two_halves_of_a_month_twice(
    tmp_path: Path, first: str, second: str, expected: int
) -> None:
    for name in (first, second):
        (tmp_path / name).write_text("工号,月份,基本工资,实发工资\n7,2025-03,2080,2080\n", encoding="utf-8")
    r = read([tmp_path], today=TODAY)
    assert r.con.execute("SELECT count(*) FROM pay WHERE component = 'basic'").fetchone() == (expected,)
    copies = r.con.execute("SELECT code, reason FROM rejects").fetchall()
    assert len(copies) == len(r.trouble) == 2 - expected
    assert all(code == "sheet_read_before" and ".csv" in reason for code, reason in copies)


def test_a_payroll_with_one_other_amount_is_no_copy(tmp_path: Path) -> None:
    for name, paid in (("a.csv", 2080), ("a-.csv", 500)):
        (tmp_path / name).write_text(f"工号,月份,基本工资,实发工资\n7,2025-03,{paid},{paid}\n", "utf-8")
    r = read([tmp_path], today=TODAY)
    assert r.con.execute("SELECT sum(amount)::INT FROM pay WHERE component = 'basic'").fetchone() == (258000,)
    # Both may be owed, or one may be a draft of the other: only a person can tell.
    assert r.con.execute("SELECT code, value FROM notes").fetchall() == [("two_slips", "7 2025-03-01 basic")]


def test_presses_tell_more_than_a_mark_of_overtime(tmp_path: Path) -> None:
    days = ",".join(str(i) for i in range(1, 32))
    cells = ["", "", "加班2.5", "加班2.5", "加班9"] + [""] * 26
    (tmp_path / "1.csv").write_text(f"2025年3月考勤表\n工号,姓名,{days}\n7,张三,{','.join(cells)}\n", "utf-8")
    presses = "".join(
        f"7,2025-03-{d:02d},08:00,12:00,13:00,{end}\n" for d, end in ((3, "21:00"), (5, "17:00"))
    )
    (tmp_path / "2.csv").write_text("工号,日期,上班,下班,上班2,下班2\n" + presses, "utf-8")
    r = read([tmp_path], today=TODAY)
    assert r.con.execute("SELECT day(date), minutes, complete FROM days ORDER BY 1").fetchall() == [
        (3, 720, True),
        (4, 150, False),
        (5, 540, False),
    ]


def test_days_without_a_year_are_of_the_month_in_the_title(tmp_path: Path) -> None:
    rows = "7,3/5,8\n7,3月6日,9\n7,3.7,7\n7,5/3,8\n7,3/32,8\n"
    r = read_text(tmp_path, "2025年3月考勤,,\n工号,日期,工时\n" + rows)
    assert r.con.execute("SELECT day(date), minutes FROM days ORDER BY 1").fetchall() == [
        (5, 480),
        (6, 540),
        (7, 420),
    ]
    assert rejects(r) == [(6, "no_date"), (7, "no_date")]
    adds_up(r)


@pytest.mark.parametrize("word", ["合计：", "小 计", "本页合计", "装配车间小计", "总计(元)"])
def test_a_row_of_sums_is_nobody(tmp_path: Path, word: str) -> None:
    r = read_text(tmp_path, f"工号,月份,基本工资,实发工资\n7,2025-03,2080,2000\n{word},2025-03,2080,2000\n")
    assert r.con.execute("SELECT DISTINCT worker FROM pay").fetchall() == [("7",)]
    assert rejects(r) == [(3, "total_row")]


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "工资2025-03.xlsx") as book:
        for name, paid in (("工资", 2080), ("旧表", 1900)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["工号", "基本工资", "实发工资"])
            page.write_row(1, 0, [7, paid, paid])
        page.hide()
    r = read([tmp_path], today=TODAY)
    notes = r.con.execute("SELECT sheet, code FROM notes ORDER BY code").fetchall()
    assert notes == [("旧表", "hidden_sheet"), ("旧表", "two_slips")]
