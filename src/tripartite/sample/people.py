"""Who works in the sample factory, and which fault each is given. Faults are given to different people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

YEAR = 2025
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
JOBS = ("缝纫工", "裁剪工", "质检员", "包装工", "熨烫工", "机修工")
DISPATCHED_FROM = date(YEAR, 11, 1)
# How many people have each fault, for a factory of 600; smaller factories have as many.
FAULTS = {
    "long_day": 10, "long_month": 8, "no_rest": 6, "overtime_underpaid": 12, "below_minimum": 5, "short_wage": 4,
    "paid_late": 7, "fined": 3, "pregnant_overtime": 2, "nursing_night": 1, "child": 1, "late_contract": 4,
    "short_maternity": 1, "little_training": 5, "low_probation": 3, "missed_punch": 20,
}  # fmt: skip


@dataclass
class Person:
    """One worker; `fault` is empty for most."""

    number: int
    sex: str
    born: date
    hired: date
    left: date | None
    job: str
    wage: int  # fen a month
    signed: date
    employment: str
    fault: str = ""
    line: str = "day"
    probation_until: date | None = None
    probation_wage: int | None = None
    training_hours: int | None = None
    leave: list[tuple[str, date, date]] = field(default_factory=list)
    conditions: list[tuple[str, date, date]] = field(default_factory=list)

    def wage_on(self, day: date) -> int:
        if self.probation_until and self.probation_wage and day <= self.probation_until:
            return self.probation_wage
        return self.wage

    def employed(self, day: date) -> bool:
        return self.hired <= day and (self.left is None or day <= self.left)


def make_people(rng: np.random.Generator, workers: int) -> list[Person]:
    """The whole staff, people with faults first in a shuffled order of numbers."""
    dispatched = round(workers * 0.1167)
    people = [_person(rng, 1001 + i) for i in range(workers)]
    for p in people[workers - dispatched :]:
        p.hired, p.employment, p.training_hours = DISPATCHED_FROM, "劳务派遣", 24
        p.signed = p.hired
    free = iter(rng.permutation(workers - dispatched).tolist())
    for fault, n in FAULTS.items():
        for _ in range(n):
            give(people[next(free)], fault)
    for p in people:
        if not p.fault and p.employment == "正式" and rng.random() < 0.06:
            p.line = "night"
    return people


def _person(rng: np.random.Generator, number: int) -> Person:
    hired = date(2012, 1, 1) + timedelta(days=int(rng.integers(0, 12 * 365)))
    born = date(1970, 1, 1) + timedelta(days=int(rng.integers(0, 33 * 365)))
    wage = int(rng.integers(230, 420)) * 1000
    sex = "女" if rng.random() < 0.7 else "男"
    p = Person(number, sex, born, hired, None, JOBS[int(rng.integers(0, len(JOBS)))], wage, hired, "正式")
    if rng.random() < 0.5:
        day = date(YEAR, int(rng.integers(6, 8)), int(rng.integers(7, 11)))
        p.leave.append(("年假", day, day + timedelta(days=2)))
    return p


def give(p: Person, fault: str) -> None:
    """Turn a clean person into one with a fault."""
    p.fault, p.leave = fault, []
    if fault == "below_minimum":
        p.wage = 190_000
    elif fault in ("fined", "low_probation"):
        p.wage = 400_000
    elif fault == "pregnant_overtime":
        p.sex = "女"
        p.conditions.append(("怀孕", date(YEAR, 1, 10), date(YEAR, 8, 20)))
        p.leave.append(("产假", date(YEAR, 8, 5), date(YEAR, 8, 5) + timedelta(days=97)))
    elif fault == "short_maternity":
        p.sex = "女"
        p.leave.append(("产假", date(YEAR, 4, 7), date(YEAR, 4, 7) + timedelta(days=89)))
    elif fault == "nursing_night":
        p.sex = "女"
        p.conditions.append(("哺乳", date(YEAR, 1, 1), date(YEAR, 12, 20)))
    elif fault == "child":
        p.born, p.hired, p.left, p.training_hours = date(2009, 11, 1), date(YEAR, 7, 1), date(YEAR, 8, 29), 24
        p.signed = p.hired
    elif fault == "late_contract":
        p.hired, p.training_hours = date(YEAR, 3, 10), 24
        p.signed = p.hired + timedelta(days=70)
    elif fault == "little_training":
        p.hired, p.training_hours = date(YEAR, 5, 6), 8
        p.signed = p.hired
    if fault == "low_probation":
        p.hired, p.training_hours = date(YEAR, 2, 5), 24
        p.signed = p.hired
        p.probation_until, p.probation_wage = date(YEAR, 4, 30), p.wage * 7 // 10
