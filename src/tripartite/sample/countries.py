"""Small factories of other countries: a quarter's attendance, payroll and worker list in the country's own habits.

Forty people keep ordinary hours and are paid what the law asks; four are not, each in one way that the
generator knows: see `Planted`.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tripartite.standards.load import load

FIRST, LAST = date(2025, 7, 1), date(2025, 9, 30)
PEOPLE = 44
NO_REST, UNPAID_OVERTIME, LOW_PAY, NO_SLIP = "0041", "0042", "0043", "0044"
EVENINGS = 8  # evenings of two hours of unpaid overtime a month


@dataclass(frozen=True)
class Habits:
    """How a country's factories keep their files. Headers: worker, name, date, in, out; then basic, net, month."""

    country: str
    region: str
    wage_class: str
    encoding: str
    separator: str
    date_format: str
    year_offset: int
    days: tuple[str, str, str, str, str]
    pay: tuple[str, str, str, str, str, str]
    people: tuple[str, str, str, str, str]
    names: tuple[str, ...]
    sexes: tuple[str, str]
    wage: int
    low_wage: int
    rest_days: tuple[int, ...]


HABITS = {
    "JP": Habits(
        "JP", "JP-23", "", "cp932", ",", "%Y/%m/%d", 0, ("社員番号", "氏名", "日付", "出勤", "退勤"),
        ("社員番号", "氏名", "対象月", "基本給", "残業手当", "支給日"), ("社員番号", "氏名", "性別", "生年月日", "入社日"),
        ("佐藤花子", "鈴木一郎", "高橋美咲", "田中健", "伊藤陽子"), ("女", "男"), 260_000, 120_000, (5, 6),
    ),
    "PH": Habits(
        "PH", "PH-00", "non-agriculture", "utf-8-sig", ",", "%d/%m/%Y", 0,
        ("ID ng empleyado", "Pangalan", "Petsa", "Oras ng pasok", "Oras ng labas"),
        ("ID ng empleyado", "Pangalan", "Buwan", "Batayang sahod", "Bayad sa overtime", "Petsa ng sahod"),
        ("ID ng empleyado", "Pangalan", "Kasarian", "Petsa ng kapanganakan", "Petsa ng pagpasok"),
        ("Maria Santos", "Jose Reyes", "Ana Cruz", "Juan Bautista", "Liza Garcia"), ("babae", "lalaki"), 24_000, 9_000, (6,),
    ),
    "VN": Habits(
        "VN", "VN-SG", "I", "utf-8-sig", ";", "%d/%m/%Y", 0, ("Mã nhân viên", "Họ và tên", "Ngày", "Giờ vào", "Giờ ra"),
        ("Mã nhân viên", "Họ và tên", "Tháng", "Lương cơ bản", "Tiền tăng ca", "Ngày trả lương"),
        ("Mã nhân viên", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào làm"),
        ("Nguyễn Thị Hoa", "Trần Văn Minh", "Lê Thị Lan", "Phạm Văn Dũng", "Võ Thị Mai"), ("nữ", "nam"), 8_000_000, 3_000_000, (6,),
    ),
}  # fmt: skip


def make_country_factory(folder: Path, country: str, seed: int = 2026) -> dict[str, list[str]]:
    """Write the files of one country's factory; gives the workers of each planted fault.

    Raises KeyError for a country that has no habits here.
    """
    h = HABITS[country]
    folder.mkdir(parents=True, exist_ok=True)
    calendar = load([country.lower()]).rooms[country.lower()].calendar
    free = {d.day for d in (calendar.days if calendar else ()) if d.kind not in ("ordinary", "named")}
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    workers = [f"{i:04d}" for i in range(1, PEOPLE + 1)]
    _write(folder / "attendance.csv", h, h.days, _attendance(h, free, workers, chance))
    _write(folder / "payroll.csv", h, h.pay, _payroll(h, workers))
    _write(folder / "workers.csv", h, h.people, _people(h, workers))
    return {
        "no-rest": [NO_REST], "unpaid-overtime": [UNPAID_OVERTIME], "low-pay": [LOW_PAY], "no-slip": [NO_SLIP],
    }  # fmt: skip


def _write(path: Path, h: Habits, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=h.separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(h.encoding))


def _shown(day: date, h: Habits) -> str:
    return day.strftime(h.date_format.replace("%Y", str(day.year + h.year_offset)))


def _name(worker: str, h: Habits) -> str:
    return h.names[int(worker) % len(h.names)]


def _attendance(
    h: Habits, free: set[date], workers: list[str], chance: random.Random
) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for worker in workers:
        evenings = 0
        for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
            if day.day == 1:
                evenings = 0
            works = day not in free and day.weekday() not in h.rest_days
            # Three weeks of August without a day off, and without a holiday worked.
            if worker == NO_REST and date(2025, 8, 4) <= day <= date(2025, 8, 20):
                works = day not in free
            if not works:
                continue
            out = 17 * 60
            if worker == UNPAID_OVERTIME and evenings < EVENINGS:
                out, evenings = out + 120, evenings + 1
            start, end = 8 * 60 - chance.randrange(0, 8), out + chance.randrange(0, 6)
            rows.append((worker, _name(worker, h), _shown(day, h), _clock(start), _clock(end)))
    return rows


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _payroll(h: Habits, workers: list[str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for month in (7, 8, 9):
        for worker in workers:
            if worker == NO_SLIP and month == 9:
                continue
            wage = h.low_wage if worker == LOW_PAY else h.wage
            # The worker without rest days is paid amply for them: only the rest is missing.
            overtime = h.wage if worker == NO_REST and month == 8 else 0
            paid = _shown(date(2025, month + 1, 5), h)
            rows.append((worker, _name(worker, h), f"2025-{month:02d}", str(wage), str(overtime), paid))
    return rows


def _people(h: Habits, workers: list[str]) -> list[tuple[str, ...]]:
    return [
        (
            worker, _name(worker, h), h.sexes[int(worker) % 2], _shown(date(1980 + int(worker) % 20, 3, 12), h),
            _shown(date(2022, 1, 10), h),
        )
        for worker in workers
    ]  # fmt: skip
