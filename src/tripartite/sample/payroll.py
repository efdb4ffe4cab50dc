"""What the factory paid, to the fen, and where it paid too little, too late or took too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tripartite.sample.calendar import HOLIDAY, ORDINARY, REST, date_at, index, month_end
from tripartite.sample.hours import NORMAL, Ints, Roster
from tripartite.sample.people import MINIMUM_AFTER, MINIMUM_BEFORE, Worker
from tripartite.sample.planted import Fault, Planted

MONTH_MINUTES = 174 * 60
FULL = 10_000
ORDINARY_RATE, REST_RATE, HOLIDAY_RATE = 15_000, 20_000, 30_000
PAID_LEAVE = ("年假", "年休假", "婚假", "丧假", "产假", "调休")
FULL_ATTENDANCE, HEAT, HEAT_MONTHS = 5_000, 30_000, range(6, 11)
NIGHT_SHIFT = 1_000
SOCIAL, FUND = 420, 0.05
PAY_DAY = 20
LATE_MONTH, LATE_DAY = 8, date(2025, 10, 8)
FINE_MONTHS = (4, 9)
FINE_SHARE, FINE_CAP = 28, 20
FINE_BELOW_MONTH, LEFT_AFTER_FINE = 11, 200_000
UNDERPAID_RATE = FULL


@dataclass
class Slip:
    """One line of the payroll, in fen."""

    worker: int
    month: int
    paid_on: date
    workdays: int
    basic: int = 0
    overtime_ordinary: int = 0
    overtime_rest: int = 0
    overtime_holiday: int = 0
    night: int = 0
    attendance: int = 0
    heat: int = 0
    social: int = 0
    fund: int = 0
    absence: int = 0
    fine: int = 0
    meals: int = 0

    @property
    def earned(self) -> int:
        return (
            self.basic + self.overtime_ordinary + self.overtime_rest + self.overtime_holiday
            + self.night + self.attendance + self.heat
        )  # fmt: skip

    @property
    def taken(self) -> int:
        return self.social + self.fund + self.absence + self.fine + self.meals

    @property
    def net(self) -> int:
        return self.earned - self.taken


def premium(wage: int, minutes: int, rate: int) -> int:
    """Overtime pay in fen, half up; wages here are chosen so that it comes out whole."""
    numerator, denominator = wage * minutes * rate, MONTH_MINUTES * FULL
    return (2 * numerator + denominator) // (2 * denominator)


def pay_all(people: Sequence[Worker], r: Roster, planted: Planted) -> list[Slip]:
    """The slips of every month, faults told to `planted` as they are made."""
    ordinary, rest, holiday = r.overtime()
    rest = _less_time_off(r, rest)
    cells = (ordinary, rest, holiday)
    slips = []
    for month in range(1, int(r.month[-1]) + 2):
        for w, person in enumerate(people):
            first, last = date(2025, month, 1), month_end(month)
            if person.hired > last or (person.left and person.left < first):
                continue
            slips.append(_slip(person, w, month, r, cells, planted))
    return slips


def _less_time_off(r: Roster, rest: Ints) -> Ints:
    """Saturdays made good by a day off are paid only for what was beyond eight hours."""
    rest = rest.copy()
    for x in r.leaves:
        if x.kind == "调休":
            i = index(x.first)
            before = np.flatnonzero(rest[x.worker, :i])
            if len(before):
                rest[x.worker, before[-1]] = max(rest[x.worker, before[-1]] - NORMAL, 0)
    return rest


def _slip(person: Worker, w: int, month: int, r: Roster, cells: tuple[Ints, Ints, Ints], planted: Planted) -> Slip:
    days = np.flatnonzero(r.month == month - 1)
    wage = person.wage_on(month_end(month))
    paid_days, absent, full = _attendance(person, w, r, days)
    s = Slip(w, month, _paid_on(person, month), int(np.count_nonzero(r.worked[w, days])))
    if _whole_month(person, month):
        s.basic, s.absence = wage, min(wage * absent * 100 // 2175, wage)
    else:
        s.basic = min(wage * paid_days * 100 // 2175, wage)
    minutes = [int(c[w, days].sum()) for c in cells]
    s.overtime_ordinary, s.overtime_rest, s.overtime_holiday = _overtime(person, wage, minutes, month, planted)
    s.night = NIGHT_SHIFT * int(np.count_nonzero(r.night_minutes()[w, days])) if person.part in _NIGHT_PAID else 0
    s.attendance = FULL_ATTENDANCE if full and person.part != "below_minimum" else 0
    s.heat = HEAT if month in HEAT_MONTHS and person.department.endswith("车间") else 0
    s.social = SOCIAL * 100
    s.fund = int(wage * FUND) // 100 * 100
    s.meals = 15_000 if w % 3 else 0
    _fine(person, s, planted)
    _tell_pay(person, s, month, full, planted)
    return s


_NIGHT_PAID = ("night", "young_night", "nursing_night", "pregnant_night")


def _attendance(person: Worker, w: int, r: Roster, days: Ints) -> tuple[int, int, bool]:
    """Days paid (worked, on paid leave or a holiday), days absent without pay, and whether none is missing."""
    leave = {}
    for x in r.leaves:
        if x.worker == w:
            for n in range((x.last - x.first).days + 1):
                leave[index(x.first) + n] = x.kind
    paid = absent = scheduled = 0
    for i in days.tolist():
        if r.kind[i] == REST:
            continue
        here = person.employed(date_at(i))
        scheduled += r.kind[i] == ORDINARY
        if r.kind[i] == ORDINARY and here and leave.get(i, "年假") not in PAID_LEAVE:
            absent += 1
        elif here:
            paid += 1
    holidays = sum(1 for i in days.tolist() if r.kind[i] == HOLIDAY and person.employed(date_at(i)))
    return paid, absent, paid - holidays == scheduled


def _whole_month(person: Worker, month: int) -> bool:
    return person.employed(date(2025, month, 1)) and person.employed(month_end(month))


def _paid_on(person: Worker, month: int) -> date:
    if person.part == "late_paid" and month == LATE_MONTH:
        return LATE_DAY
    end = month_end(month)
    return (end + timedelta(days=1)).replace(day=PAY_DAY)


def _overtime(person: Worker, wage: int, minutes: list[int], month: int, planted: Planted) -> tuple[int, int, int]:
    """Overtime pay by kind; three parts are paid at the plain hourly wage for one kind of it."""
    due = [premium(wage, m, rate) for m, rate in zip(minutes, (ORDINARY_RATE, REST_RATE, HOLIDAY_RATE), strict=True)]
    short = {"overtime_underpaid": 0, "rest_underpaid": 1, "holiday_underpaid": 2}.get(person.part)
    paid = list(due)
    if short is not None and minutes[short]:
        paid[short] = premium(wage, minutes[short], UNDERPAID_RATE)
        owed = due[short] - paid[short]
        first = date(2025, month, 1)
        planted.add("cn/overtime-pay", Fault(person.number, first, month_end(month), owed, owed))
    return paid[0], paid[1], paid[2]


def _fine(person: Worker, s: Slip, planted: Planted) -> None:
    first, last = date(2025, s.month, 1), month_end(s.month)
    if person.part == "fined" and s.month in FINE_MONTHS:
        s.fine = s.earned * FINE_SHARE // 100 // 1000 * 1000
        share = -(-s.fine * FULL // s.earned)
        planted.add("cn/deductions", Fault(person.number, first, last, share))
    elif person.part == "fined_below" and s.month == FINE_BELOW_MONTH:
        s.fine = s.earned - LEFT_AFTER_FINE
        owed = MINIMUM_AFTER - LEFT_AFTER_FINE
        planted.add("cn/pay-after-deductions", Fault(person.number, first, last, owed, owed))
    elif person.part in ("plain", "over_day") and (s.worker * 7 + s.month * 5) % 41 == 0:
        s.fine = min(5_000, s.earned // 50)


def _tell_pay(person: Worker, s: Slip, month: int, full: bool, planted: Planted) -> None:
    first, last = date(2025, month, 1), month_end(month)
    if person.part == "below_minimum" and month >= 3 and full:
        owed = MINIMUM_AFTER - MINIMUM_BEFORE
        planted.add("cn/minimum-wage", Fault(person.number, first, last, owed, owed))
        planted.add_beside("ilo/minimum-wage", Fault(person.number, first, last, owed, owed))
    if person.part == "late_paid" and month == LATE_MONTH:
        planted.add("cn/wage-payment-delay", Fault(person.number, first, last, (s.paid_on - last).days))
