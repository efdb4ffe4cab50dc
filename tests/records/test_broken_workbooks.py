"""Workbooks that are broken, mutated or made to break their reader: told, and the rest goes on."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tripartite.records import sheets as workbooks
from tripartite.records.apart import WorkFailedError, apart
from tripartite.records.errors import RecordsError
from tripartite.records.read import Records, read
from tripartite.records.sheets import begin_workbooks

TODAY = date(2026, 11, 23)
ROWS = (("工号", "日期", "工时"), ("1", "2025-03-03", 8.5), ("2", "2025-03-04", 9.25))
SECONDS = (
    10  # some mutations make the library spin; what bounds it in earnest would hold the suite up for minutes
)


@pytest.fixture(autouse=True)
def soon_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "apart", partial(apart, seconds=SECONDS))


forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def xlsx(*, far: tuple[int, int] | None = None, sheets: int = 1) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for n in range(sheets):
            sheet = book.add_worksheet(f"Sheet{n + 1}")
            for i, row in enumerate(ROWS):
                sheet.write_row(i, 0, row)
            if far and n == 0:
                sheet.write(*far, "x")
    return out.getvalue()


def xls() -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Sheet1")
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    book, table, out = OpenDocumentSpreadsheet(), Table(name="Sheet1"), io.BytesIO()
    for row in ROWS:
        line = TableRow()
        for cell in row:
            number = (
                {"valuetype": "float", "value": str(cell)}
                if isinstance(cell, float)
                else {"valuetype": "string"}
            )
            field = TableCell(**number)
            field.addElement(P(text=str(cell)))
            line.addElement(field)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.write(out)
    return out.getvalue()


@cache
def sample(kind: str) -> bytes:
    return {"xlsx": xlsx, "xls": xls, "ods": ods}[kind]()


def opened(tmp_path: Path, content: bytes, kind: str) -> Records | None:
    """What was read; None where the file was refused with a message that names it."""
    path = tmp_path / f"book.{kind}"
    path.write_bytes(content)
    try:
        return read([path], today=TODAY)
    except RecordsError as error:
        assert "book." in str(error)  # noqa: PT017 - both ways are right, and each is looked at
        return None


def adds_up(r: Records) -> None:
    for rows in r.con.execute("SELECT rows_read, rows_used, rows_rejected FROM files").fetchall():
        assert rows[0] == rows[1] + rows[2]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_the_unbroken_workbook_is_read(tmp_path: Path, kind: str) -> None:
    r = opened(tmp_path, sample(kind), kind)
    assert r is not None
    assert r.con.execute("SELECT worker, minutes FROM days ORDER BY 1").fetchall() == [("1", 510), ("2", 555)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_bytes_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["xlsx", "xls", "ods"]))
    content = bytearray(sample(kind))
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    r = opened(tmp_path, bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]), kind)
    if r is not None:
        adds_up(r)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_contents_of_a_sound_archive_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["xlsx", "ods"]))
    r = opened(tmp_path, _mutated_inside(sample(kind), data), kind)
    if r is not None:
        adds_up(r)


def _mutated_inside(content: bytes, data: st.DataObject) -> bytes:
    """The same archive with digits, tags or attributes of one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = [n for n in old.namelist() if n.endswith(".xml")]
        chosen = data.draw(st.sampled_from(parts))
        for name in old.namelist():
            part = bytearray(old.read(name))
            if name == chosen and part:
                for _ in range(data.draw(st.integers(1, 6))):
                    at = data.draw(st.integers(0, len(part) - 1))
                    part[at : at + 1] = data.draw(
                        st.sampled_from([b"9", b"99999", b"-1", b"<", b">", b'"', b"", b"\x00", b"e9"])
                    )
            new.writestr(name, bytes(part))
    return out.getvalue()


@forked
def test_a_cell_at_the_end_of_the_sheet_does_not_end_the_program(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("工号,日期,工时\n7,2025-03-03,8\n", encoding="utf-8")
    (tmp_path / "far.xlsx").write_bytes(xlsx(far=(1_048_575, 16_383)))
    r = read([tmp_path / "far.xlsx", tmp_path / "other.csv"], today=TODAY)
    assert r.con.execute("SELECT worker FROM days").fetchall() == [("7",)]
    assert "delete the rows and columns beyond it" in r.trouble[0]
    assert r.con.execute("SELECT file, code FROM rejects").fetchall() == [("far.xlsx", "file_not_read")]


def test_a_sheet_that_is_too_wide_leaves_its_neighbours(tmp_path: Path) -> None:
    r = opened(tmp_path, xlsx(far=(0, 5_000), sheets=2), "xlsx")
    assert r is not None
    assert r.con.execute("SELECT DISTINCT sheet FROM days").fetchall() == [("Sheet2",)]
    assert r.con.execute("SELECT sheet, code FROM rejects").fetchall() == [("Sheet1", "sheet_not_read")]
    assert "5001 columns" in r.trouble[0]


@forked
def test_work_apart_is_bounded_and_its_refusals_come_back() -> None:
    assert apart(lambda: [1, "二"]) == [1, "二"]
    with pytest.raises(WorkFailedError, match="far too much memory"):
        apart(lambda: len(bytearray(300 * 1024**2)), memory=100 * 1024**2)
    with pytest.raises(WorkFailedError, match="too long"):
        apart(_forever, seconds=1)

    def refused() -> None:
        raise RecordsError("not this one")

    with pytest.raises(RecordsError, match="not this one"):
        apart(refused)


def _forever() -> None:
    while True:
        pass


@forked
def test_a_workbook_begun_ahead_is_read_as_it_is_in_its_turn(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(xlsx())
    begin_workbooks([tmp_path])
    assert read([book], today=TODAY).count("files") == 1
    begin_workbooks([book])
    book.write_bytes(xlsx(sheets=2) + b" ")  # written anew since: what was begun is of no use
    assert read([book], today=TODAY).count("files") == 2


@forked
def test_what_is_begun_ahead_and_cannot_be_read_is_told_in_its_turn(tmp_path: Path) -> None:
    (tmp_path / "far.xlsx").write_bytes(xlsx(far=(1_048_575, 16_383)))
    (tmp_path / "no.xlsx").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    begin_workbooks([tmp_path])
    (tmp_path / "other.csv").write_text("工号,日期,工时\n7,2025-03-03,8\n", encoding="utf-8")
    r = read([tmp_path / n for n in ("far.xlsx", "no.xlsx", "other.csv")], today=TODAY)
    assert [t.split(":")[0] for t in r.trouble] == ["far.xlsx", "no.xlsx"]
    assert r.count("days") == 1
