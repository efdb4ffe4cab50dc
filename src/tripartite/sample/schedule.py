"""The days that the sample's people work, and what each is paid for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tripartite.sample.people import FIRST, LAST, YEAR, Person

HOLIDAYS = {
    date(YEAR, m, d)
    for m, d in ((1, 1), (1, 28), (1, 29), (1, 30), (1, 31), (4, 4), (5, 1), (5, 2), (5, 31), (10, 1), (10, 2), (10, 3), (10, 6))
}  # fmt: skip
WORKDAYS_BY_SWAP = {date(YEAR, m, d) for m, d in ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11))}
OFF_BY_SWAP = {date(YEAR, m, d) for m, d in ((2, 3), (2, 4), (5, 5), (6, 2), (10, 7), (10, 8))}
NORMAL = 480
DAY_START, DAY_LENGTH, LUNCH = 450, 540, 60
NIGHT_START, NIGHT_END = 1200, 1680
DIVISOR = 10_440 * 10_000
RATES = {"ordinary": 15_000, "rest": 20_000, "holiday": 30_000}
MOST_OVERTIME = 28 * 60


@dataclass
class Shift:
    """One shift: first and last minute from midnight of its day, working time after the lunch break."""

    day: date
    start: int
    end: int

    @property
    def minutes(self) -> int:
        through_lunch = self.start < 720 and self.end > 780
        return self.end - self.start - (LUNCH if through_lunch else 0)


def kind(day: date) -> str:
    if day in HOLIDAYS:
        return "holiday"
    if day in WORKDAYS_BY_SWAP:
        return "ordinary"
    return "rest" if day in OFF_BY_SWAP or day.weekday() >= 5 else "ordinary"


def days_of(last: date) -> list[date]:
    return [FIRST + timedelta(days=i) for i in range((last - FIRST).days + 1)]


def make_shifts(rng: np.random.Generator, p: Person, last: date = LAST) -> list[Shift]:
    """A person's shifts of the year: ordinary days, some evenings, some Saturdays, and the fault."""
    away = {a + timedelta(days=i) for _, a, b in p.leave for i in range((b - a).days + 1)}
    shifts = {}
    used: dict[int, int] = {}
    for day in days_of(last):
        if kind(day) == "ordinary" and p.employed(day) and day not in away:
            over = _evening(rng, p, day, used)
            shifts[day] = _shift(rng, p, day, over)
    if p.fault in ("", "missed_punch") and p.line == "day" and p.employment == "正式":
        _some_saturdays(rng, p, shifts, used, last)
        _some_holiday(rng, p, shifts, last)
    _plant(p, shifts)
    return [shifts[d] for d in sorted(shifts)]


def _shift(rng: np.random.Generator, p: Person, day: date, over: int) -> Shift:
    """People come some minutes late and leave about on time; overtime makes up for a late start."""
    # Most are on time and a few are not, as at real gates.
    late, early = min(int(rng.gamma(1.2, 3.5)), 40), min(int(rng.gamma(1.1, 2.0)), 20)
    if p.line == "night":
        return Shift(day, NIGHT_START + late, NIGHT_END - early)
    begin = _begin(p)
    return Shift(day, begin + late, begin + DAY_LENGTH + (over + late if over else -early))


def _begin(p: Person) -> int:
    """The lines begin ten minutes apart, so that the gate is not blocked."""
    return DAY_START + p.number % 7 * 10


NO_EVENINGS = {
    "long_month", "long_day", "no_rest", "below_minimum", "pregnant_overtime", "nursing_night", "child", "short_maternity",
}  # fmt: skip


def _evening(rng: np.random.Generator, p: Person, day: date, used: dict[int, int]) -> int:
    if p.line == "night" or p.fault in NO_EVENINGS or rng.random() > 0.4:
        return 0
    over = int(rng.integers(55, 150))
    if used.get(day.month, 0) + over > MOST_OVERTIME - 2 * NORMAL:
        return 0
    used[day.month] = used.get(day.month, 0) + over
    return over


def _some_saturdays(
    rng: np.random.Generator, p: Person, shifts: dict[date, Shift], used: dict[int, int], last: date
) -> None:
    for month in range(1, last.month + 1):
        if rng.random() > 0.5:
            continue
        saturdays = [d for d in days_of(last) if d.month == month and d.weekday() == 5 and _plain_week(d)]
        day = saturdays[int(rng.integers(0, len(saturdays)))] if saturdays else None
        if day and p.employed(day) and day - timedelta(days=1) in shifts:
            shifts[day] = Shift(day, _begin(p), _begin(p) + DAY_LENGTH)
            used[month] = used.get(month, 0) + NORMAL


def _plain_week(saturday: date) -> bool:
    """A week and its neighbours without holidays or swaps: nothing else happens there."""
    around = [saturday + timedelta(days=i) for i in range(-12, 9)]
    return not any(d in HOLIDAYS | WORKDAYS_BY_SWAP | OFF_BY_SWAP for d in around)


def _some_holiday(rng: np.random.Generator, p: Person, shifts: dict[date, Shift], last: date) -> None:
    day = date(YEAR, 5, 1)
    if rng.random() < 0.1 and day <= last and p.employed(day):
        shifts[day] = Shift(day, _begin(p), _begin(p) + DAY_LENGTH)


def _plant(p: Person, shifts: dict[date, Shift]) -> None:
    """Change the shifts to hold the person's fault, by day."""

    def longer(day: date, over: int) -> None:
        shifts[day] = Shift(day, _begin(p), _begin(p) + DAY_LENGTH + over)

    if p.fault == "long_day":
        for d in (3, 10, 17):
            longer(date(YEAR, 3, d), 210)
    elif p.fault == "long_month":
        for month in (3, 7):
            for day in [d for d in sorted(shifts) if d.month == month][:16]:
                longer(day, 150)
    elif p.fault == "no_rest":
        for d in (15, 16):
            longer(date(YEAR, 3, d), 0)
    elif p.fault == "pregnant_overtime":
        for d in (3, 5, 10, 12):
            longer(date(YEAR, 6, d), 60)
    elif p.fault == "nursing_night":
        for d in (7, 8, 9, 10, 11):
            day = date(YEAR, 7, d)
            shifts[day] = Shift(day, NIGHT_START, NIGHT_END)
    elif p.fault == "missed_punch":
        longer(date(YEAR, 7, 16), 0)


@dataclass
class Slip:
    """One month's pay in fen."""

    month: int
    basic: int
    ordinary: int
    rest: int
    holiday: int
    bonus: int
    insurance: int
    fine: int
    paid_on: date
    short: dict[str, int]

    @property
    def gross(self) -> int:
        return self.basic + self.ordinary + self.rest + self.holiday + self.bonus


def make_slips(p: Person, shifts: list[Shift], last: date = LAST) -> list[Slip]:
    """Pay exactly what is due, rounded once a month, but for the fault."""
    out = []
    for month in range(1, last.month + 1):
        first = date(YEAR, month, 1)
        end = (date(YEAR, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if p.hired > end or (p.left and p.left < first):
            continue
        out.append(_slip(p, month, end, [s for s in shifts if s.day.month == month]))
    return out


def _over(s: Shift) -> int:
    return max(s.minutes - NORMAL, 0) if kind(s.day) == "ordinary" else s.minutes


def _half_up(numerator: int, denominator: int = DIVISOR) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _slip(p: Person, month: int, end: date, shifts: list[Shift]) -> Slip:
    wage = p.wage_on(end)
    weight = {k: sum(_over(s) for s in shifts if kind(s.day) == k) * r * wage for k, r in RATES.items()}
    due = _half_up(sum(weight.values()))
    rest, holiday = _half_up(weight["rest"]), _half_up(weight["holiday"])
    ordinary = due - rest - holiday
    short: dict[str, int] = {}
    if p.fault == "overtime_underpaid" and month in (4, 5, 9):
        less = weight["ordinary"] * 10_000 // RATES["ordinary"]
        paid = _half_up(less) + rest + holiday
        short["cn/overtime-pay"] = due - paid
        ordinary = _half_up(less)
    basic = wage
    part = p.hired.year == YEAR and p.hired.month == month and p.hired.day > 1
    if part or (p.left and p.left <= end):
        scheduled = [d for d in days_of(end) if d.month == month and kind(d) == "ordinary"]
        basic = wage * sum(p.employed(d) for d in scheduled) // max(len(scheduled), 1)
    if p.fault == "short_wage" and month == 8:
        basic -= 20_000
        short["cn/ordinary-pay"] = 20_000
    if p.fault == "below_minimum" and month >= 3:
        short["cn/minimum-wage"] = 208_000 - wage
    bonus = 0 if p.fault in ("short_wage", "below_minimum") else 10_000
    gross = basic + ordinary + rest + holiday + bonus
    fine = -(-gross // 4) if p.fault == "fined" and month == 6 else 0
    late = 45 if p.fault == "paid_late" and month == 6 else 10
    return Slip(month, basic, ordinary, rest, holiday, bonus, 45_000, fine, end + timedelta(days=late), short)
