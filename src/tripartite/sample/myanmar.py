"""A garment factory in Myanmar: a quarter's files with Burmese headers and digits, day wages with allowances.

110 people work 44 hours a week and are paid what the law asks; some are not, each in one way that the
generator knows: see `Planted`. Two stand just within the law: one at the limit of overtime, one in training.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tripartite.standards.load import load

FIRST, LAST = date(2025, 10, 1), date(2025, 12, 31)
MONTHS = (10, 11, 12)
PEOPLE = 110
BASIC, ALLOWANCE = 5_200, 3_000
NO_REST, LONG_EVENING, LONG_SATURDAY, AT_LIMIT, UNPAID = "101", "102", "103", "104", "105"
LOW_PAY, LATE, CHILD, HALF_TAKEN, OVERCHARGED, TRAINEE = "106", "107", "108", "109", "110", "100"
WEEK = [date(2025, 11, 24) + timedelta(days=n) for n in range(6)]  # six days without a holiday
BURMESE = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")
NAMES = ("မအေးအေး", "မသီတာ", "ကိုအောင်", "မခင်မြင့်", "ကိုဇော်", "မဝင်းဝင်း", "မနီလာ")
ATTENDANCE = ("ဝန်ထမ်းအမှတ်", "အမည်", "ရက်စွဲ", "ဝင်ချိန်", "ထွက်ချိန်")
PAYROLL = (
    "ဝန်ထမ်းအမှတ်", "အမည်", "လ", "အခြေခံလုပ်ခ", "နေ့စဉ်ထောက်ပံ့ကြေး", "အချိန်ပိုကြေး", "လူမှုဖူလုံရေးကြေး",
    "အခြားဖြတ်ငွေ", "လစာထုတ်ရက်",
)  # fmt: skip
WORKERS = (
    "ဝန်ထမ်းအမှတ်", "အမည်", "ကျား/မ", "မွေးသက္ကရာဇ်", "အလုပ်ဝင်သည့်ရက်", "နေ့တွက်လုပ်ခ", "လုပ်ခအမျိုးအစား",
)  # fmt: skip


@dataclass
class Planted:
    """What a check must find: rule to worker to the number of findings."""

    found: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, rule: str, worker: str, count: int) -> None:
        self.found.setdefault(rule, {})[worker] = count


@dataclass(frozen=True)
class Shift:
    """One day's work: minutes from midnight, as clocked, and the overtime in it."""

    day: date
    start: int
    end: int
    overtime: int


def make_myanmar_factory(folder: Path, seed: int = 2026) -> Planted:
    """Write attendance.csv, payroll.csv and workers.csv; gives what is planted in them."""
    folder.mkdir(parents=True, exist_ok=True)
    holidays = _holidays()
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    workers = [f"{i:03d}" for i in range(1, PEOPLE + 1)]
    shifts = {w: _shifts(w, holidays, chance) for w in workers}
    _write(folder / "attendance.csv", ATTENDANCE, _attendance(shifts))
    _write(folder / "payroll.csv", PAYROLL, _payroll(shifts, holidays))
    _write(folder / "workers.csv", WORKERS, _people(workers))
    return _planted(shifts)


def _planted(shifts: dict[str, list[Shift]]) -> Planted:
    p = Planted()
    p.add("mm/days-in-a-row", NO_REST, 1)
    p.add("mm/overtime-in-a-day", LONG_EVENING, 1)
    p.add("mm/overtime-on-saturday", LONG_SATURDAY, 1)
    p.add("mm/overtime-in-a-week-factory", LONG_SATURDAY, 1)
    p.add("mm/overtime-pay", UNPAID, len(MONTHS))
    p.add("mm/minimum-wage", LOW_PAY, len(MONTHS))
    p.add("mm/wage-delay", LATE, len(MONTHS))
    p.add("mm/child-day", CHILD, sum(s.day.weekday() != 5 for s in shifts[CHILD]))
    p.add("mm/deductions", HALF_TAKEN, 1)
    p.add("mm/social-security-most", OVERCHARGED, len(MONTHS))
    return p


def _holidays() -> set[date]:
    calendar = load(["mm"]).rooms["mm"].calendar
    return {d.day for d in (calendar.days if calendar else ()) if d.kind == "holiday"}


def _days() -> Iterable[date]:
    return (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))


def _shifts(worker: str, holidays: set[date], chance: random.Random) -> list[Shift]:
    out = []
    evenings = 0
    for day in _days():
        evenings = 0 if day.day == 1 else evenings
        sunday = day.weekday() == 6
        # Thirteen days of October in a row, without a holiday in them.
        driven = worker == NO_REST and date(2025, 10, 8) <= day <= date(2025, 10, 20)
        if day in holidays or (sunday and not driven):
            continue
        overtime = _overtime(worker, day, evenings)
        evenings += day.weekday() < 5 and overtime > 0
        end = (12 * 60 if day.weekday() == 5 else 17 * 60) + overtime
        end += 60 if day.weekday() == 5 and overtime else 0  # the lunch hour before a Saturday's overtime
        noise = 0 if overtime else chance.randrange(0, 6)
        out.append(Shift(day, 8 * 60 - chance.randrange(0, 8), end + noise, overtime))
    return out


def _overtime(worker: str, day: date, evenings: int) -> int:
    """Minutes of overtime: two hours on some evenings of the first lines, and what is planted."""
    saturday = day.weekday() == 5
    if worker == LONG_EVENING:
        return 240 if day == WEEK[1] else 0
    if worker in (LONG_SATURDAY, AT_LIMIT) and day in WEEK:
        return (330 if worker == LONG_SATURDAY else 300) if saturday else 180
    if saturday or day.weekday() == 6:
        return 0
    if worker == UNPAID or int(worker) % 4 == 0:
        return 120 if evenings < 8 and worker not in (AT_LIMIT, TRAINEE, CHILD) else 0
    return 0


def _attendance(shifts: dict[str, list[Shift]]) -> list[tuple[str, ...]]:
    return [
        (_burmese(w), _name(w), _shown(s.day), _clock(s.start, w), _clock(s.end, w))
        for w, own in shifts.items()
        for s in own
    ]


def _payroll(shifts: dict[str, list[Shift]], holidays: set[date]) -> list[tuple[str, ...]]:
    rows = []
    for month in MONTHS:
        for w, own in shifts.items():
            month_shifts = [s for s in own if s.day.month == month]
            ordinary = sum(s.day.weekday() != 6 for s in month_shifts)
            paid_days = ordinary + sum(d.month == month and d.weekday() != 6 for d in holidays & set(_days()))
            basic, allowance = _rates(w)
            overtime = _overtime_pay(w, basic, month_shifts)
            total = (basic + allowance) * paid_days + overtime
            insurance = 9_000 if w == OVERCHARGED else min(total * 2 // 100, 6_000)
            other = total * 6 // 10 if w == HALF_TAKEN and month == 11 else 0
            amounts = (basic * paid_days, allowance * paid_days, overtime, insurance, other)
            following = date(2026, 1, 1) if month == 12 else date(2025, month + 1, 1)
            paid_on = following + timedelta(days=11 if w == LATE else 4)
            rows.append(
                (_burmese(w), _name(w), f"2025-{month:02d}", *(f"{a:,}" for a in amounts), _shown(paid_on))
            )
    return rows


def _rates(worker: str) -> tuple[int, int]:
    if worker == LOW_PAY:
        return 4_800, 1_000
    return (3_900, 2_250) if worker == TRAINEE else (BASIC, ALLOWANCE)


def _overtime_pay(worker: str, basic: int, shifts: list[Shift]) -> int:
    """Six day wages by 44 hours, doubled; Sundays too."""
    minutes = sum(s.overtime for s in shifts) + sum(480 for s in shifts if s.day.weekday() == 6)
    return 0 if worker == UNPAID else -(-minutes * basic * 2 * 6 // (44 * 60))


def _people(workers: list[str]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for w in workers:
        born = date(2010, 6, 1) if w == CHILD else date(1985 + int(w) % 20, 3, 12)
        hired = date(2025, 9, 15) if w == TRAINEE else date(2022, 1, 10)
        hired = date(2025, 2, 3) if w == CHILD else hired
        rows.append((
            _burmese(w), _name(w), "ကျား" if int(w) % 7 in (2, 4) else "မ", _shown(born), _shown(hired),
            f"{_rates(w)[0]:,}".translate(BURMESE), "နေ့စား",
        ))  # fmt: skip
    return rows


def _name(worker: str) -> str:
    return NAMES[int(worker) % len(NAMES)]


def _burmese(text: str) -> str:
    return text.translate(BURMESE)


def _shown(day: date) -> str:
    return _burmese(day.strftime("%d/%m/%Y"))


def _clock(minutes: int, worker: str) -> str:
    """The clerk of one line types the letter wa for zero, as many do."""
    text = _burmese(f"{minutes // 60:02d}:{minutes % 60:02d}")
    return text.replace("၀", "ဝ") if int(worker) % 10 == 3 else text


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
