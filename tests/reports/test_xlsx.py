from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import duckdb
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tripartite.check.store import FINDINGS
from tripartite.reports import xlsx
from tripartite.reports.workbook import HOURS, MONEY, Heading, Number, Workbook, inert


@pytest.fixture(scope="module")
def book(check, tmp_path_factory):
    path = tmp_path_factory.mktemp("xlsx") / "findings.xlsx"
    xlsx.write(path, *check)
    return openpyxl.load_workbook(path)


def rows(sheet):
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_a_sheet_per_topic_and_what_stands_around_them(book):
    assert book.sheetnames == [
        "Summary", "Rules", "People", "Child labour and young workers", "Wages", "Working time", "Safety and health",
        "Equality", "Employment relationship", "Cannot tell", "Files", "Rejects",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(d.width >= 8 for d in sheet.column_dimensions.values())


def test_every_finding_stands_in_its_topic(book, con):
    for topic, n in con.execute("SELECT topic, count(*) FROM findings GROUP BY 1").fetchall():
        name = {"child-labour": "Child labour and young workers", "safety-health": "Safety and health",
                "employment": "Employment relationship"}.get(topic, topic.replace("-", " ").capitalize())  # fmt: skip
        assert len(rows(book[name])) == n


def test_hours_money_shares_and_dates_are_numbers_with_formats(book, con):
    hours = rows(book["Working time"])[0]
    worst = con.execute("SELECT observed FROM findings WHERE id = ?", [hours["Finding"]]).fetchone()[0]
    assert hours["Observed"] == timedelta(minutes=worst)
    assert hours["Unit"] == "h:mm"
    assert isinstance(hours["From"], datetime)
    money = rows(book["Wages"])[0]
    owed = con.execute("SELECT owed FROM findings WHERE id = ?", [money["Finding"]]).fetchone()[0]
    assert money["Owed"] == pytest.approx(owed / 100)
    share = next(r for r in rows(book["Wages"]) if r["Rule id"] == "cn/deductions")
    assert share["Observed"] == pytest.approx(0.4281)
    assert book["Wages"]["I2"].number_format == "#,##0.00"
    assert book["Working time"]["H2"].number_format == "[h]:mm"


def test_people_are_all_there_and_no_sum_counts_twice(book, summary):
    people = rows(book["People"])
    assert len(people) == summary["people_affected"]
    assert sum(p["Owed (CNY)"] or 0 for p in people) == pytest.approx(
        summary["back_pay"]["CNY"]["total"] / 100
    )
    assert people[0]["Worker"] == summary["people"][0]["worker"]


def test_other_readers_open_it(check, tmp_path):
    xlsx.write(tmp_path / "zh.xlsx", *check, lang="zh")
    book = CalamineWorkbook.from_path(tmp_path / "zh.xlsx")
    assert book.sheet_names[:3] == ["汇总", "规定", "人员"]
    assert book.get_sheet_by_name("工时").to_python()[1][1] == "每日加班超过三小时"


def test_rejected_rows_cannot_run(book):
    reject = next(r for r in rows(book["Rejects"]) if r["Row"] == 300)
    assert reject["Reason"] == '\'=HYPERLINK("http://example.org")'
    assert reject["Value"] == "'=1+1"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("-12.5", "-12.5"),
        ("+86", "+86"),
        ("-", "'-"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_begins_as_a_formula_is_made_inert(text, kept):
    assert inert(text) == kept


def test_no_cell_is_a_formula_and_text_survives(tmp_path):
    """Control letters, lone surrogates and Excel's own escapes come back as text."""
    texts = ["=1+1", "a\x00b\x1f", "_x000D_", "<&>\"'", "  spaces  ", "两行\n文字", "x\udcfc", "y" * 40_000]
    with Workbook(tmp_path / "t.xlsx") as book:
        book.sheet("t", [Heading("a", 10)], ((t,) for t in texts))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    cells = [c for (c,) in sheet.iter_rows(min_row=2)]
    assert all(c.data_type != "f" for c in cells)
    values = [c.value for c in cells]
    assert values[0] == "'=1+1"
    assert values[1] == "a\ufffdb\ufffd"
    assert values[3:6] == ["<&>\"'", "  spaces  ", "两行\n文字"]
    assert values[6] == "x\ufffd"
    assert len(values[7]) == 32_767


@given(st.text(min_size=1, max_size=12))
def test_saved_as_csv_no_text_begins_as_a_formula(text):
    out = io.StringIO(newline="")
    csv.writer(out).writerow([inert(text)])
    (cell,) = next(csv.reader(io.StringIO(out.getvalue(), newline="")))
    is_number = cell.strip("+-").replace(".", "", 1).replace(",", "", 1).rstrip("%").isdigit()
    assert cell[0] not in "=@\t\r\n＝＋－＠"
    assert cell[0] not in "+-" or is_number


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path):
    with Workbook(tmp_path / "t.xlsx") as book:
        for n in (0, 4, 5, 9):
            assert (
                book.sheet(f"n{n}", [Heading("a", 5), Heading("b", 5)], ((i, None) for i in range(n)), most=5)
                == n
            )
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["n0", "n4", "n5", "n5 2", "n9", "n9 2", "n9 3"]
    assert [c.value for (c, _) in book["n9 3"].iter_rows()] == ["a", 8]
    assert book["n4"].max_row == 5


def test_sheet_names_are_what_excel_allows_and_differ(tmp_path):
    with Workbook(tmp_path / "t.xlsx") as book:
        for name in ("a/b:c*[d]", "a/b:c*[d]", "x" * 40, "x" * 40, "'"):
            book.sheet(name, [Heading("a", 5)], iter([]))
        assert book.names == ["a b c  d", "a b c  d (2)", "x" * 31, "x" * 27 + " (2)", "Sheet"]


def test_numbers_and_dates(tmp_path):
    row = (7, Number(1.5, MONEY), Number(0.5, HOURS), date(2025, 10, 1), None, "x")
    with Workbook(tmp_path / "t.xlsx") as book:
        book.sheet("t", [Heading(n, 5) for n in "abcdef"], iter([row]))
    cells = next(openpyxl.load_workbook(tmp_path / "t.xlsx")["t"].iter_rows(min_row=2, values_only=True))
    assert cells == (7, 1.5, timedelta(hours=12), datetime(2025, 10, 1), None, "x")  # noqa: DTZ001


def test_more_findings_than_a_workbook_serves_are_cut_and_said(summary, con, tmp_path):
    xlsx.write(tmp_path / "t.xlsx", summary, con, most_findings=100)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book["Working time"].max_row == 101
    told = [c.value for c in book["Summary"]["B"]]
    n = con.execute("SELECT count(*) FROM findings WHERE topic = 'working-time'").fetchone()[0]
    assert (
        f"The sheet Working time holds the first 100 of {n:,} findings; all are in findings.parquet." in told
    )


def test_a_check_without_findings_has_its_sheets(summary, tmp_path):
    con = duckdb.connect()
    con.execute(FINDINGS)
    xlsx.write(tmp_path / "t.xlsx", {**summary, "back_pay": {}}, con)
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == [
        "Summary",
        "Rules",
        "People",
        "Cannot tell",
        "Files",
    ]


def test_yen_have_no_decimals(tmp_path):
    assert xlsx._amount(123, "JPY").value == 123
    assert xlsx._amount(123, "CNY").value == 1.23
