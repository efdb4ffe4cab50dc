"""Small factories of other countries: a quarter's attendance, payroll and worker list in the country's own habits.

Forty people keep ordinary hours and are paid what the law asks; four are not, each in one way that the generator
knows. Where the country has other systems of hours, some more people work under them: see `Special`.
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
class Special:
    """A worker with hours of another system, or of a week of other days, by weekday from Monday in each month.

    `fault`: what is wrong with it, or nothing. `overtime`: the overtime pay on each slip.
    """

    worker: str
    system: str
    hours: dict[int, tuple[int, ...]]
    overtime: int = 0
    fault: str = ""


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
    system_header: str = ""


# Ten hours in busy months, six in quiet ones; long and short days of one who may choose; and so on.
SPECIALS = {
    "JP": (
        Special("0045", "フレックスタイム制", dict.fromkeys((7, 8, 9), (10, 10, 6, 6, 4))),
        Special(
            "0046",
            "フレックスタイム制",
            dict.fromkeys((7, 8, 9), (10, 10, 10, 10, 10)),
            fault="flextime-unpaid",
        ),
        Special("0047", "管理監督者", dict.fromkeys((7, 8, 9), (12, 12, 12, 12, 12, 10))),
        Special("0048", "通常", dict.fromkeys((7, 8, 9), (8, 8, 8, 8, 8, 8)), fault="saturday-unpaid"),
        Special(
            "0049", "通常", dict.fromkeys((7, 8, 9), (13, 13, 13, 13, 13)), 400_000, fault="hundred-hours"
        ),
        Special("0050", "1年単位変形", {7: (10, 10, 10, 10, 10), 8: (8, 8, 8, 8, 8), 9: (6, 6, 6, 6, 6)}),
        Special(
            "0051", "1年単位変形", dict.fromkeys((7, 8, 9), (11, 11, 11, 11, 11)), fault="variable-unpaid"
        ),
    )
}

HABITS = {
    "JP": Habits(
        "JP", "JP-23", "", "cp932", ",", "%Y/%m/%d", 0, ("社員番号", "氏名", "日付", "出勤", "退勤"),
        ("社員番号", "氏名", "対象月", "基本給", "残業手当", "支給日"), ("社員番号", "氏名", "性別", "生年月日", "入社日"),
        ("佐藤花子", "鈴木一郎", "高橋美咲", "田中健", "伊藤陽子"), ("女", "男"), 260_000, 120_000, (5, 6), "労働時間制",
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
    specials = SPECIALS.get(country, ())
    days = _attendance(h, free, workers, chance) + [r for s in specials for r in _special_days(h, s, free)]
    _write(folder / "attendance.csv", h, h.days, days)
    _write(
        folder / "payroll.csv",
        h,
        h.pay,
        _payroll(h, workers) + [r for s in specials for r in _special_pay(h, s)],
    )
    header = (*h.people, h.system_header) if h.system_header else h.people
    _write(folder / "workers.csv", h, header, _people(h, workers, specials))
    planted = {
        "no-rest": [NO_REST], "unpaid-overtime": [UNPAID_OVERTIME], "low-pay": [LOW_PAY], "no-slip": [NO_SLIP],
    }  # fmt: skip
    return {**planted, **{s.fault: [s.worker] for s in specials if s.fault}}


def _special_days(h: Habits, s: Special, free: set[date]) -> list[tuple[str, ...]]:
    """Whole hours from eight in the morning, an hour's break at noon where the day is longer than four."""
    rows: list[tuple[str, ...]] = []
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)):
        hours = s.hours[day.month]
        worked = hours[day.weekday()] if day.weekday() < len(hours) and day not in free else 0
        if worked:
            end = 8 * 60 + worked * 60 + (60 if worked > 4 else 0)
            rows.append((s.worker, _name(s.worker, h), _shown(day, h), _clock(8 * 60), _clock(end)))
    return rows


def _special_pay(h: Habits, s: Special) -> list[tuple[str, ...]]:
    return [
        (
            s.worker, _name(s.worker, h), f"2025-{month:02d}", str(h.wage), str(s.overtime),
            _shown(date(2025, month + 1, 5), h),
        )
        for month in (7, 8, 9)
    ]  # fmt: skip


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


def _people(h: Habits, workers: list[str], specials: tuple[Special, ...]) -> list[tuple[str, ...]]:
    systems = {s.worker: s.system for s in specials}
    return [
        (
            worker, _name(worker, h), h.sexes[int(worker) % 2], _shown(date(1980 + int(worker) % 20, 3, 12), h),
            _shown(date(2022, 1, 10), h), *([systems.get(worker, "")] if h.system_header else []),
        )
        for worker in [*workers, *systems]
    ]  # fmt: skip
