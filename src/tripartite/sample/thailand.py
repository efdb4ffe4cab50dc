"""A factory of Thailand in Thai habits: day-paid workers, Thai headers, years of the Buddhist era, CP874.

Most are paid what the law asks; each planted fault is one worker's, and `Planted` says how many findings
it makes and what is owed. The sums are reckoned here from the law's words, without the program's own code.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2025, 7, 1), date(2025, 9, 30)
# What the employer announced for the quarter, out of the thirteen or more of its year.
HOLIDAYS = (date(2025, 7, 10), date(2025, 7, 28), date(2025, 8, 12))
REGION, WAGE_CLASS = "TH-11", "general"
MINIMUM, WAGE, SALARY = 372, 400, 15_000
PEOPLE, ON_SALARY = 60, 4
MONTHS = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม")  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
NAMES = ("สมหญิง ใจดี", "สมชาย มีสุข", "วิภา ทองคำ", "ประเสริฐ แก้วใส", "มาลี ศรีสุข")
TIMES = ("รหัสพนักงาน", "ชื่อ-สกุล", "วันที่", "เวลาเข้า", "เวลาออก")
PAYROLL = (
    "รหัสพนักงาน", "ชื่อ-สกุล", "งวด", "ค่าแรง", "ค่าวันหยุดตามประเพณี", "โอที 1.5", "ค่าทำงานวันหยุด 2 เท่า",
    "ค่าทำงานวันหยุดตามประเพณี", "โอที 3", "ค่าปรับ", "ประกันสังคม", "รับสุทธิ", "วันที่จ่าย",
)  # fmt: skip
PEOPLE_COLUMNS = ("รหัสพนักงาน", "ชื่อ-สกุล", "เพศ", "วันเกิด", "วันที่เริ่มงาน", "ประเภทค่าจ้าง", "อัตราค่าจ้าง")
LONG_WEEK, NO_OVERTIME_PAY, SINGLE_SUNDAY, HOLIDAY_NOT_PAID, LOW_WAGE, FINED, YOUNG, PREGNANT, OVER_CEILING, UNTRAINED, HOLIDAY_HOURS = (
    f"{n:04d}" for n in range(41, 52)
)  # fmt: skip
NORMAL, LUNCH, BEGIN, END = 480, 60, 8 * 60, 17 * 60


@dataclass
class Worker:
    """One worker; `extra` are minutes after five o'clock by day, `called` rest days and holidays worked."""

    number: str
    wage: int = WAGE
    monthly: bool = False
    born: date = date(1994, 3, 12)
    hired: date = date(2022, 1, 10)
    extra: dict[date, int] = field(default_factory=dict)
    called: dict[date, int] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        free = day.weekday() == 6 or day in HOLIDAYS
        return day >= self.hired and (day in self.called or not free)

    def end(self, day: date) -> int:
        return END + self.extra.get(day, 0) + self.called.get(day, 0)


@dataclass
class Planted:
    """Findings by rule and worker, and what is owed by rule, in satang."""

    findings: dict[str, dict[str, int]] = field(default_factory=dict)
    owed: dict[str, int] = field(default_factory=dict)

    def add(self, rule: str, worker: str, times: int, owed: int = 0) -> None:
        self.findings.setdefault(rule, {})[worker] = times
        if owed:
            self.owed[rule] = self.owed.get(rule, 0) + owed


@dataclass
class Slip:
    """A month's pay in satang."""

    plain: int = 0
    holidays: int = 0
    overtime: int = 0
    rest: int = 0
    holiday_work: int = 0
    holiday_overtime: int = 0
    fine: int = 0
    contribution: int = 0

    @property
    def net(self) -> int:
        earned = self.plain + self.holidays + self.overtime + self.rest + self.holiday_work
        return earned + self.holiday_overtime - self.fine - self.contribution


def days() -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def make_thai_factory(folder: Path, seed: int = 2026) -> Planted:
    """Write the files of a quarter; gives what was planted. A check finds these and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    planted = Planted()
    people = _people(planted)
    slips = [
        (w, month, _slip(w, month))
        for month in (7, 8, 9)
        for w in people
        if w.hired.month <= month or w.hired.year < 2025
    ]
    for w, month, slip in slips:
        _spoil(w, month, slip, planted)
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    _write(folder / "ลงเวลา.csv", TIMES, _times(people, chance))
    _write(folder / "ค่าจ้าง.csv", PAYROLL, (_paid(w, m, s) for w, m, s in slips))
    _write(folder / "ทะเบียนลูกจ้าง.csv", PEOPLE_COLUMNS, (_person(w) for w in people))
    pregnant = [(PREGNANT, "ตั้งครรภ์", _short(date(2025, 6, 1)), _short(date(2025, 12, 20)))]
    _write(folder / "ตั้งครรภ์.csv", ("รหัสพนักงาน", "สภาพ", "ตั้งแต่", "กำหนดคลอด"), pregnant)
    training = [(_slashed(date(2025, 8, 1)), "อบรมลูกจ้างใหม่", UNTRAINED, "3")]
    _write(folder / "อบรม.csv", ("วันที่", "หลักสูตร", "รหัสพนักงาน", "ชั่วโมงอบรม"), training)
    return planted


def _people(planted: Planted) -> list[Worker]:
    people = {f"{n:04d}": Worker(f"{n:04d}") for n in range(1, PEOPLE + 1)}
    for n in range(1, ON_SALARY + 1):
        people[f"{n:04d}"].monthly, people[f"{n:04d}"].wage = True, SALARY
    # Two in three stay two evenings a month, some come on a Sunday: all paid.
    for w in list(people.values())[ON_SALARY:40]:
        if int(w.number) % 3:
            w.extra.update({date(2025, m, 3): 120 for m in (7, 9)})
        if int(w.number) % 5 == 0:
            w.called[date(2025, 8, 17)] = 0
    week = [date(2025, 8, 18) + timedelta(days=n) for n in range(6)]
    people[LONG_WEEK].extra.update(dict.fromkeys(week, 390))
    planted.add("th/extended-hours-in-a-week", LONG_WEEK, 1)
    for month in (7, 8, 9):
        people[NO_OVERTIME_PAY].extra.update({date(2025, month, d): 120 for d in (2, 5)})
    people[SINGLE_SUNDAY].called.update({date(2025, 7, 20): 0, date(2025, 8, 24): 0})
    people[HOLIDAY_NOT_PAID].wage, people[LOW_WAGE].wage = 440, 350
    people[YOUNG].born, people[YOUNG].hired = date(2008, 3, 12), date(2025, 4, 1)
    people[YOUNG].extra.update({date(2025, 7, 4): 120, date(2025, 7, 8): 120})
    planted.add("th/young-overtime", YOUNG, 2)
    people[PREGNANT].extra[date(2025, 7, 15)] = 360
    planted.add("th/pregnant-night-work", PREGNANT, 1)
    people[OVER_CEILING].monthly, people[OVER_CEILING].wage = True, 17_000
    people[UNTRAINED].hired = date(2025, 8, 1)
    planted.add("th/induction-training", UNTRAINED, 1)
    people[HOLIDAY_HOURS].called[date(2025, 8, 12)] = 120
    return list(people.values())


def _slip(w: Worker, month: int) -> Slip:
    """What the law asks. Money is whole: every hour's wage here is a whole number of satang."""
    s = Slip()
    hour = w.wage * 100 // (240 if w.monthly else 8)
    for day in (d for d in days() if d.month == month and d >= w.hired):
        on_holiday, on_sunday = day in HOLIDAYS, day.weekday() == 6
        if on_holiday and not w.monthly:
            s.holidays += w.wage * 100
        if not w.works(day):
            continue
        beyond = w.extra.get(day, 0) + w.called.get(day, 0)
        if on_holiday:
            s.holiday_work += hour * 8
            s.holiday_overtime += hour * 3 * beyond // 60
        elif on_sunday:
            s.rest += hour * 8 * (1 if w.monthly else 2)
            s.holiday_overtime += hour * 3 * beyond // 60
        else:
            s.plain += 0 if w.monthly else w.wage * 100
            s.overtime += hour * 3 * beyond // 120
    if w.monthly:
        s.plain = w.wage * 100
    s.contribution = min((s.plain + s.holidays) // 20 // 100 * 100, 75_000)
    return s


def _spoil(w: Worker, month: int, s: Slip, planted: Planted) -> None:
    """Pay one worker of each kind wrongly, and note what is then owed."""
    if w.number == NO_OVERTIME_PAY:
        planted.add("th/overtime-pay", w.number, 3, s.overtime)
        s.overtime = 0
    elif w.number == SINGLE_SUNDAY and s.rest:
        planted.add("th/overtime-pay", w.number, 2, s.rest // 2)
        s.rest //= 2
    elif w.number == HOLIDAY_HOURS and s.holiday_overtime:
        planted.add("th/overtime-pay", w.number, 1, s.holiday_overtime // 2)
        s.holiday_overtime //= 2
    elif w.number == HOLIDAY_NOT_PAID and s.holidays:
        planted.add("th/ordinary-pay", w.number, 2, s.holidays)
        s.holidays = 0
    elif w.number == LOW_WAGE:
        planted.add("th/minimum-wage", w.number, 3, (s.plain + s.holidays) // w.wage * (MINIMUM - w.wage))
        planted.add("th/contract-wage", w.number, 3)
    elif w.number == FINED and month == 8:
        s.fine = 20_000
        planted.add("th/fines", w.number, 1, s.fine)
    elif w.number == OVER_CEILING:
        s.contribution = 85_000
        planted.add("th/social-security-most", w.number, 3, 10_000)


def _times(people: Iterable[Worker], chance: random.Random) -> Iterable[tuple[str, ...]]:
    for w in people:
        for day in days():
            if w.works(day):
                end = w.end(day)
                late = chance.randrange(0, 6) if end == END else 0
                came = BEGIN - chance.randrange(0, 12)
                yield w.number, _name(w), _slashed(day), _clock(came), _clock(end + late)


def _paid(w: Worker, month: int, s: Slip) -> tuple[str, ...]:
    sums = (
        s.plain,
        s.holidays,
        s.overtime,
        s.rest,
        s.holiday_work,
        s.holiday_overtime,
        s.fine,
        s.contribution,
        s.net,
    )
    on = _slashed(date(2025, month + 1, 5))
    return w.number, _name(w), f"{MONTHS[month - 1]} 2568", *(f"{x / 100:,.2f}" for x in sums), on


def _person(w: Worker) -> tuple[str, ...]:
    basis = "รายเดือน" if w.monthly else "รายวัน"
    sex = "ญ" if int(w.number) % 2 == 0 else "ช"
    return w.number, _name(w), sex, _short(w.born), _short(w.hired), basis, f"{w.wage:,}"


def _name(w: Worker) -> str:
    return NAMES[int(w.number) % len(NAMES)]


def _slashed(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def _short(day: date) -> str:
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + 543}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}.{minutes % 60:02d}"


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("cp874"))
