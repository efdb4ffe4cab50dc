"""The sample factory's files, kept as such factories keep them: Chinese headers, title rows, odd encodings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tripartite.sample.people import YEAR, Person
from tripartite.sample.schedule import Shift, Slip

MADE = datetime(2026, 1, 5)  # noqa: DTZ001 - a fixed date in the files, so that the same seed gives the same bytes
COMPANY = "东莞市样本制衣有限公司"
ROSTER = (
    "工号", "姓名", "性别", "出生日期", "入职日期", "离职日期", "用工形式", "岗位", "合同签订日期", "合同工资(元)", "计薪方式",
    "试用期截止", "试用期工资", "备注",
)  # fmt: skip
PAYROLL = (
    "工号", "姓名", "基本工资", "平时加班费", "休息日加班费", "法定节假日加班费", "全勤奖", "应发工资", "社保", "罚款", "实发工资", "发放日期", "签名",
)  # fmt: skip


def _book(path: Path) -> Any:
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"constant_memory": False})
    book.set_properties({"created": MADE, "author": "人事部"})
    return book


def write_roster(path: Path, people: list[Person]) -> None:
    book = _book(path)
    sheet = book.add_worksheet("花名册")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(ROSTER) - 1, f"{COMPANY} 员工花名册")
    sheet.write_string(1, 0, "制表：人事部")
    sheet.write_row(3, 0, ROSTER)
    for i, p in enumerate(people, start=4):
        sheet.write_number(i, 0, p.number)
        sheet.write_string(i, 1, f"员工{p.number}")
        sheet.write_string(i, 2, p.sex)
        sheet.write_datetime(i, 3, _at(p.born), day)
        sheet.write_string(
            i, 4, f"{p.hired.year}年{p.hired.month}月{p.hired.day}日" if i % 7 == 0 else p.hired.isoformat()
        )
        if p.left:
            sheet.write_datetime(i, 5, _at(p.left), day)
        sheet.write_string(i, 6, p.employment)
        sheet.write_string(i, 7, p.job)
        sheet.write_datetime(i, 8, _at(p.signed), day)
        sheet.write_number(i, 9, p.wage / 100)
        sheet.write_string(i, 10, "月薪")
        if p.probation_until and p.probation_wage:
            sheet.write_datetime(i, 11, _at(p.probation_until), day)
            sheet.write_number(i, 12, p.probation_wage / 100)
    book.close()


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def write_payroll(path: Path, rows: dict[int, list[tuple[Person, Slip]]]) -> None:
    """One sheet a month, a title above the header and a row of sums below."""
    book = _book(path)
    day = book.add_format({"num_format": "yyyy/m/d"})
    for month, slips in rows.items():
        sheet = book.add_worksheet(f"{YEAR}年{month}月")
        sheet.merge_range(0, 0, 0, len(PAYROLL) - 1, f"{COMPANY}{YEAR}年{month}月工资表")
        sheet.write_row(2, 0, PAYROLL)
        sums = [0.0] * 8
        for i, (p, s) in enumerate(slips, start=3):
            sheet.write_number(i, 0, p.number)
            sheet.write_string(i, 1, f"员工{p.number}")
            net = s.gross - s.insurance - s.fine
            for c, fen in enumerate(
                (s.basic, s.ordinary, s.rest, s.holiday, s.bonus, s.gross, s.insurance, s.fine, net), start=2
            ):
                if fen or c in (2, 7, 10):
                    sheet.write_number(i, c, fen / 100)
                if c < 10:
                    sums[c - 2] += fen / 100
            sheet.write_datetime(i, 11, _at(s.paid_on), day)
        sheet.write_string(len(slips) + 3, 0, "合计")
        for c, total in enumerate(sums, start=2):
            sheet.write_number(len(slips) + 3, c, round(total, 2))
    book.close()


def write_logs(
    folder: Path, rng: np.random.Generator, worked: list[tuple[Person, list[Shift]]]
) -> dict[str, int]:
    """Two terminals' logs: double presses, wrong states, missed punches, a failed clock, a cut line."""
    lines: tuple[list[tuple[datetime, str]], list[tuple[datetime, str]]] = ([], [])
    missed = 0
    for p, shifts in worked:
        for s in shifts:
            skip_out = p.fault == "missed_punch" and s.day == date(YEAR, 7, 16)
            missed += skip_out
            for leaving, minute in ((False, s.start), (True, s.end)):
                if leaving and skip_out:
                    continue
                at = _at(s.day) + timedelta(minutes=minute, seconds=int(rng.integers(0, 30)))
                state = int(leaving) if rng.random() > 0.02 else 1 - int(leaving)
                terminal = lines[int(rng.integers(0, 2))]
                terminal.append((at, _line(p.number, at, state)))
                if rng.random() < 0.03:
                    again = at + timedelta(seconds=int(rng.integers(5, 29)))
                    terminal.append((again, _line(p.number, again, state)))
    counts = {"missed": missed}
    for n, rows in enumerate(lines, start=1):
        text = [line for _, line in sorted(rows, key=lambda r: r[0])]
        if n == 1:
            faults = [f"{1001 + i:>9}\t1971--10--29 -23:-59:-53\t1\t0\t1\t0\r\n" for i in range(12)]
            text[len(text) // 2 : len(text) // 2] = faults
            text.append(f"{1001:>9}\t{YEAR}-12-")
            counts["clock_faults"], counts["cut_lines"] = len(faults), 1
        (folder / f"考勤机{n}.dat").write_bytes("".join(text).encode("ascii"))
    return counts


def _line(number: int, at: datetime, state: int) -> str:
    return f"{number:>9}\t{at:%Y-%m-%d %H:%M:%S}\t1\t{state}\t1\t0\r\n"


def write_leave(path: Path, people: list[Person]) -> None:
    rows = [
        f"{p.number},员工{p.number},{kind},{a:%Y/%m/%d},{b:%Y/%m/%d}"
        for p in people
        for kind, a, b in p.leave
    ]
    path.write_bytes("\r\n".join(["工号,姓名,假别,开始日期,结束日期", *rows, ""]).encode("gb18030"))


def write_conditions(path: Path, people: list[Person]) -> None:
    rows = [f"{p.number};{kind};{a};{b}" for p in people for kind, a, b in p.conditions]
    path.write_text("\n".join(["工号;情况;开始日期;结束日期", *rows, ""]), encoding="utf-8-sig")


def write_events(path: Path, people: list[Person]) -> None:
    """Trainings, drills and tests in an old-format workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("培训演练")
    for c, head in enumerate(("日期", "培训项目", "工号", "学时", "参加人数")):
        sheet.write(0, c, head)
    rows: list[tuple[Any, ...]] = [
        (f"{YEAR}-04-16", "消防演练", "", 1, 480), (f"{YEAR}-10-22", "消防演练", "", 1, 510),
        (f"{YEAR}-05-20", "消防设施检测", "", "", ""), (f"{YEAR}-09-11", "应急演练", "", 2, 120),
    ]  # fmt: skip
    rows += [
        (p.hired.isoformat(), "岗前安全培训", p.number, p.training_hours, "")
        for p in people
        if p.training_hours
    ]
    for i, row in enumerate(rows, start=1):
        for c, value in enumerate(row):
            sheet.write(i, c, value)
    book.save(str(path))
