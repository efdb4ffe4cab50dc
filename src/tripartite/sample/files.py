"""The files of the made-up factory, as its offices would keep them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tripartite.sample.calendar import date_at, day, month_end
from tripartite.sample.faults import INDUCTION, SHORT_INDUCTION
from tripartite.sample.hours import Roster
from tripartite.sample.payroll import Slip
from tripartite.sample.people import HIRED_IN_YEAR, Worker
from tripartite.sample.terminals import Log

FIRM = "东莞市晨星电子制品厂"
MADE = datetime(2026, 1, 25, 9, 0, 0)  # noqa: DTZ001 - written into the workbooks so that bytes repeat
ROSTER, PAYROLL = "员工花名册.xlsx", "工资表2025.xlsx"
LEAVES, CONDITIONS, EVENTS = "请假记录.csv", "三期女工名单.ods", "培训与演练记录.csv"
LOGS = {1: "考勤机1_大门.dat", 2: "考勤机2_二车间.dat"}

PAY_GROUPS = (
    ("应发项目", ("基本工资", "平时加班费", "周末加班费", "法定节假日加班费", "夜班补贴", "全勤奖", "高温补贴", "应发合计")),
    ("代扣项目", ("社保个人", "住房公积金", "缺勤扣款", "违纪罚款", "水电费")),
)


def write_files(folder: Path, people: Sequence[Worker], r: Roster, slips: Sequence[Slip], log: Log) -> dict[str, int]:
    """Write all files. Gives the number of rows by file that fit no table."""
    folder.mkdir(parents=True, exist_ok=True)
    rejected = {}
    for terminal, name in LOGS.items():
        (folder / name).write_bytes("".join(log.lines[terminal]).encode("ascii"))
        if log.rejected.get(terminal):
            rejected[name] = log.rejected[terminal]
    _write_roster(folder / ROSTER, people)
    rejected[PAYROLL] = _write_payroll(folder / PAYROLL, people, slips)
    _write_csv(folder / LEAVES, *_leave_rows(people, r))
    _write_ods(folder / CONDITIONS, "三期女工", _condition_rows(people, r))
    _write_csv(folder / EVENTS, *_event_rows(people, r))
    return rejected


# --- workbooks ------------------------------------------------------------------------------------


def _workbook(path: Path) -> Any:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"})
    book.set_properties({"created": MADE, "company": FIRM})
    return book


def _write_roster(path: Path, people: Sequence[Worker]) -> None:
    header = (
        "序号", "工号", "姓名", "性别", "出生日期", "部门", "岗位", "用工形式", "入职日期", "合同签订日期",
        "参加工作日期", "月工资标准", "试用期截止", "试用期工资", "离职日期", "备注",
    )  # fmt: skip
    book = _workbook(path)
    sheet = book.add_worksheet("花名册")
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    sheet.merge_range(0, 0, 0, len(header) - 1, f"{FIRM}员工花名册", title)
    sheet.merge_range(1, 0, 1, len(header) - 1, "制表：人力资源部    更新日期：2026年1月25日")
    sheet.write_row(2, 0, header, book.add_format({"bold": True, "border": 1}))
    sheet.freeze_panes(3, 3)
    for n, p in enumerate(people, start=1):
        values = (
            n, int(p.number), p.name, {"f": "女", "m": "男"}[p.sex], p.birth, p.department, p.job, p.employment,
            p.hired, _as_text(p.contract, n), _as_text(p.service, n + 1), p.wage / 100,
            p.probation_until, p.probation_wage / 100 if p.probation_wage else None, p.left, None,
        )  # fmt: skip
        for column, value in enumerate(values):
            _cell(sheet, n + 2, column, value)
    book.close()


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()))
    elif value is not None:
        sheet.write(row, column, value)


def _as_text(when: date | None, n: int) -> str | None:
    """A date as three clerks wrote it over the years."""
    if when is None:
        return None
    forms = (f"{when:%Y-%m-%d}", f"{when.year}.{when.month}.{when.day}", f"{when.year}年{when.month}月{when.day}日")
    return forms[n % 3]


def _write_payroll(path: Path, people: Sequence[Worker], slips: Sequence[Slip]) -> int:
    """One sheet a month with a two-row header, sums and a line for signatures. Gives the rows that are no slip."""
    book = _workbook(path)
    bold = book.add_format({"bold": True, "align": "center", "border": 1})
    money = book.add_format({"num_format": "0.00"})
    extra = 0
    for month in sorted({s.month for s in slips}):
        sheet = book.add_worksheet(f"{month}月")
        rows = [_pay_row(n, people[s.worker], s) for n, s in enumerate((s for s in slips if s.month == month), start=1)]
        width = len(rows[0])
        sheet.merge_range(0, 0, 0, width - 1, f"{FIRM}2025年{month}月工资表", bold)
        _pay_header(sheet, bold)
        for i, row in enumerate(rows, start=3):
            for column, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(i, column, value, money)
                else:
                    _cell(sheet, i, column, value)
        end = 3 + len(rows)
        sheet.merge_range(end, 0, end, 4, "合计", bold)
        for column in range(5, width):
            if isinstance(rows[0][column], float):
                sheet.write_number(end, column, round(sum(r[column] for r in rows), 2), money)
        sheet.write(end + 2, 0, "制表：      审核：      批准：")
        extra += 2
    book.close()
    return extra


def _pay_header(sheet: Any, bold: Any) -> None:
    column = 0
    for name in ("序号", "工号", "姓名", "部门", "出勤天数"):
        sheet.merge_range(1, column, 2, column, name, bold)
        column += 1
    for group, names in PAY_GROUPS:
        sheet.merge_range(1, column, 1, column + len(names) - 1, group, bold)
        sheet.write_row(2, column, names, bold)
        column += len(names)
    for name in ("实发工资", "发放日期", "签名"):
        sheet.merge_range(1, column, 2, column, name, bold)
        column += 1


def _pay_row(n: int, p: Worker, s: Slip) -> tuple[Any, ...]:
    amounts = (
        s.basic, s.overtime_ordinary, s.overtime_rest, s.overtime_holiday, s.night, s.attendance, s.heat, s.earned,
        s.social, s.fund, s.absence, s.fine, s.meals, s.net,
    )  # fmt: skip
    return (n, int(p.number), p.name, p.department, s.workdays, *(a / 100 for a in amounts), s.paid_on, None)


# --- CSV and ODS ----------------------------------------------------------------------------------


def _write_csv(path: Path, title: str, rows: Iterable[Sequence[Any]]) -> None:
    """CSV as an old office program saves it: GB18030, a title line above the header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([title])
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("gb18030"))


def _leave_rows(people: Sequence[Worker], r: Roster) -> tuple[str, list[Sequence[Any]]]:
    rows: list[Sequence[Any]] = [("序号", "工号", "姓名", "假别", "开始日期", "结束日期", "天数", "审批人")]
    for n, x in enumerate(sorted(r.leaves, key=lambda x: (x.first, x.worker)), start=1):
        p = people[x.worker]
        days = (x.last - x.first).days + 1
        rows.append((n, p.number, p.name, x.kind, _as_text(x.first, n), _as_text(x.last, n), days, "陈主管"))
    return f"{FIRM}2025年请假记录", rows


def _condition_rows(people: Sequence[Worker], r: Roster) -> list[Sequence[Any]]:
    rows: list[Sequence[Any]] = [("工号", "姓名", "情况", "开始日期", "结束日期", "备注")]
    for c in sorted(r.conditions, key=lambda c: (c.worker, c.first)):
        p = people[c.worker]
        told = "结束日期为预产期" if c.kind == "怀孕" else None
        rows.append((int(p.number), p.name, c.kind, c.first, c.last, told))
    return rows


def _event_rows(people: Sequence[Worker], r: Roster) -> tuple[str, list[Sequence[Any]]]:
    """Trainings and tests of the year. There is no fire drill among them."""
    last = date_at(len(r.kind) - 1)
    rows: list[tuple[date, Sequence[Any]]] = []
    for text, event, people_there, hours in (
        ("03-12", "应急预案演练", 380, 2), ("04-22", "消防设施检测", None, None), ("05-20", "职业病危害因素检测", None, None),
        ("06-11", "安全教育", 512, 2), ("08-20", "职业健康检查", 143, None), ("11-06", "安全教育", 498, 2),
        ("09-16", "工伤事故", 1, None),
    ):  # fmt: skip
        if day(text) <= last:
            rows.append((day(text), (event, None, None, people_there, hours)))
    for w, p in enumerate(people):
        trained = p.part != "no_induction" or w % 2 == 0
        if p.part in HIRED_IN_YEAR and trained:
            hours = (SHORT_INDUCTION if p.part == "no_induction" else INDUCTION) // 60
            rows.append((min(p.hired + timedelta(days=w % 3), last), ("岗前安全培训", int(p.number), p.name, None, hours)))
    out: list[Sequence[Any]] = [("日期", "活动类型", "工号", "姓名", "参加人数", "学时")]
    out += [(f"{when.year}/{when.month}/{when.day}", *rest) for when, rest in sorted(rows, key=lambda x: (x[0], str(x[1])))]
    return f"{FIRM}2025年培训、演练与检测记录", out


_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="{name}">
{rows}
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def _write_ods(path: Path, name: str, rows: Sequence[Sequence[Any]]) -> None:
    body = "\n".join(f"<table:table-row>{''.join(_ods_cell(c) for c in row)}</table:table-row>" for row in rows)
    parts = (
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", _MANIFEST),
        ("content.xml", _CONTENT.format(name=escape(name), rows=body)),
    )
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in parts:
            info = zipfile.ZipInfo(part, MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
