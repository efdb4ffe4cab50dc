"""Who works in the made-up factory, and which part each plays in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tripartite.sample.calendar import FIRST, ORDINARY, date_at, kinds, month_end

# 12 CNY an hour x 174 hours is 2088 CNY; a tenth of that is the step between wages. Then every minute of
# overtime at 150, 200 or 300 % comes to whole fen, and a day's wage (1/21.75) too.
STEP = 20880
MINIMUM_BEFORE, MINIMUM_AFTER = 190000, 208000  # Dongguan, until and from 1 March 2025

# Each part with its number of people. Faults first; a person plays one part only.
FAULTY = {
    "over_day": 8, "over_month": 12, "no_rest_week": 6, "no_rest_in_seven": 5, "overtime_underpaid": 15,
    "rest_underpaid": 8, "holiday_underpaid": 6, "below_minimum": 7, "fined": 6, "fined_below": 4,
    "pregnant_overtime": 4, "pregnant_night": 2, "nursing_night": 3, "nursing_overtime": 3,
    "maternity_short": 3, "child": 1, "young_night": 2, "low_probation": 5, "late_contract": 6,
    "no_induction": 7,
}  # fmt: skip
SOUND = {
    "pregnant": 5, "maternity": 6, "nursing": 6, "lieu": 10, "holiday_duty": 12, "night": 24, "office": 40,
    "hire": 36, "leaver": 40, "dispatch_season": 24, "young": 3, "no_contract_date": 3, "late_paid": 24,
    "dispatched": 40,
}  # fmt: skip
FEWEST = sum(FAULTY.values()) + sum(SOUND.values()) + 20
HIRED_IN_YEAR = ("low_probation", "late_contract", "no_induction", "hire", "child", "dispatch_season")
WOMEN = ("pregnant", "maternity", "nursing")
# These keep within eight hours to the minute, for extra minutes would be faults of another kind.
STRICT = (
    "below_minimum", "fined_below", "pregnant", "pregnant_overtime", "pregnant_night", "nursing",
    "nursing_night", "nursing_overtime", "maternity", "maternity_short", "child",
    "young", "young_night",
)  # fmt: skip
SEASON = (date(2025, 9, 1), date(2025, 11, 30))

JOBS = {
    "操作工": ("注塑车间", (11, 12, 13)), "组装工": ("组装车间", (11, 12, 13)), "质检员": ("品质部", (14,)),
    "包装工": ("包装部", (11, 12)), "仓管员": ("仓库", (13, 14)), "技术员": ("工程部", (18, 20)),
    "文员": ("办公室", (15, 16)), "保安": ("保安队", (13,)),
}  # fmt: skip
LINE_JOBS = ("操作工", "组装工", "质检员", "仓管员")
LINE_SHARES = (0.4, 0.4, 0.1, 0.1)
UNEQUAL_JOB, WOMEN_S_STEPS = "质检员", 12  # women are paid 12 steps where men have 14

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹"
GIVEN_F = ("秀英", "丽", "敏", "静", "艳", "小红", "春梅", "桂兰", "玉珍", "海燕", "雪梅", "婷", "晓霞", "芳", "凤英", "美玲")
GIVEN_M = ("伟", "强", "军", "磊", "勇", "志明", "建国", "海涛", "小龙", "国华", "文斌", "俊杰", "大勇", "永康", "家豪", "志强")


@dataclass
class Worker:
    """One person of the worker list. wage and probation_wage are fen a month."""

    number: str
    name: str
    sex: str
    part: str
    job: str
    department: str
    birth: date
    hired: date
    left: date | None
    contract: date | None
    employment: str
    wage: int
    terminal: int
    probation_until: date | None = None
    probation_wage: int | None = None
    service: date | None = None

    @property
    def strict(self) -> bool:
        return self.part in STRICT

    def wage_on(self, when: date) -> int:
        if self.probation_until and self.probation_wage and when <= self.probation_until:
            return self.probation_wage
        return self.wage

    def employed(self, when: date) -> bool:
        return self.hired <= when and (self.left is None or when <= self.left)


def staff(rng: np.random.Generator, n: int, last: date) -> list[Worker]:
    """The people on the list, in the order of their numbers. Raises ValueError if n is too small for all parts."""
    if n < FEWEST:
        raise ValueError(f"{n} workers are too few for every fault to have its own people: at least {FEWEST}")
    parts = [part for counts in (FAULTY, SOUND) for part, k in counts.items() for _ in range(k)]
    parts += ["plain"] * (n - len(parts))
    if last < SEASON[0]:
        parts = ["plain" if p == "dispatch_season" else p for p in parts]
    rng.shuffle(parts)
    numbers = 1001 + np.sort(rng.choice(n * 3 // 2, n, replace=False))
    return [_worker(rng, str(number), part, last) for number, part in zip(numbers.tolist(), parts, strict=True)]


def _worker(rng: np.random.Generator, number: str, part: str, last: date) -> Worker:
    sex = "f" if part.startswith(WOMEN) else ("f", "m")[int(rng.random() < 0.45)]
    name = str(rng.choice(list(SURNAMES))) + str(rng.choice(GIVEN_F if sex == "f" else GIVEN_M))
    job = _job(rng, part)
    department, steps = JOBS[job]
    wage = _steps_of(rng, part, job, sex, steps) * STEP
    hired = _hired(rng, part, last)
    w = Worker(
        number, name, sex, part, job, department, _birth(rng, part), hired, None,
        hired + timedelta(days=int(rng.integers(0, 21))), "正式工", wage,
        # Whoever plays a part presses at the main gate; the other terminal is the one that fails.
        terminal=2 if part in ("plain", "dispatched") and rng.random() < 0.55 else 1,
    )  # fmt: skip
    if rng.random() < 0.5:
        w.service = hired - timedelta(days=int(rng.integers(0, 3000)))
    _play(rng, w, last)
    return w


def _play(rng: np.random.Generator, w: Worker, last: date) -> None:
    """What the part changes in the person's papers."""
    if w.part == "below_minimum":
        w.wage = MINIMUM_BEFORE
    elif w.part == "leaver":
        w.left = date_at(int(rng.integers(20, (last - FIRST).days - 5)))
    elif w.part in ("dispatched", "dispatch_season"):
        w.employment = "劳务派遣"
    if w.part == "dispatch_season":
        w.left = SEASON[1] if last >= SEASON[1] else None
    if w.part == "child":
        w.left, w.employment = month_end(min(w.hired.month + 1, last.month)), "临时工"
    if w.part == "late_contract":
        w.contract = w.hired + timedelta(days=int(rng.integers(62, 150)))
    elif w.part == "no_contract_date":
        w.contract = None
    elif w.part == "child":
        w.contract = w.hired
    if w.part == "low_probation" or (w.part == "hire" and w.hired.day == 1):
        w.wage = 20 * STEP
        w.probation_wage = (14 if w.part == "low_probation" else 16) * STEP
        following = w.hired.month + 1
        w.probation_until = month_end(following) if following <= 12 else date(2026, 1, 31)


def _job(rng: np.random.Generator, part: str) -> str:
    if part == "late_paid":
        return "包装工"
    if part == "office":
        return str(rng.choice(["文员", "技术员"]))
    if part == "holiday_duty":
        return "保安"
    return str(rng.choice(LINE_JOBS, p=LINE_SHARES))


def _steps_of(rng: np.random.Generator, part: str, job: str, sex: str, steps: tuple[int, ...]) -> int:
    if part == "fined":
        return 16  # what is left after the fine stays above the minimum wage
    if part == "fined_below":
        return 11
    if job == UNEQUAL_JOB and sex == "f":
        return WOMEN_S_STEPS
    return int(rng.choice(steps))


def _hired(rng: np.random.Generator, part: str, last: date) -> date:
    if part == "dispatch_season":
        return SEASON[0]
    if part == "child":
        return date(2025, min(7, last.month), 1)
    if part == "low_probation":
        return date(2025, int(rng.integers(1, max(2, min(6, last.month)))), 1)
    if part in HIRED_IN_YEAR:
        if part == "hire" and rng.random() < 0.3:
            return date(2025, int(rng.integers(1, last.month + 1)), 1)
        until = (last - FIRST).days - 9
        workdays = np.flatnonzero(kinds(until // 2 if part == "late_contract" else until) == ORDINARY)
        return date_at(int(rng.choice(workdays)))
    if part.startswith("young"):
        return date(2024, 11, 1) + timedelta(days=int(rng.integers(0, 40)))
    return date(2024, 12, 10) - timedelta(days=int(rng.integers(0, 3600)))


def _birth(rng: np.random.Generator, part: str) -> date:
    if part == "child":
        return date(2009, 11, 5)
    if part == "young":
        return date(2008, 2, 1) + timedelta(days=int(rng.integers(0, 200)))
    if part == "young_night":
        return date(2007, 9, 1) + timedelta(days=int(rng.integers(0, 60)))
    if part.startswith(WOMEN):
        return date(1988, 1, 1) + timedelta(days=int(rng.integers(0, 4300)))
    return date(1968, 1, 1) + timedelta(days=int(rng.integers(0, 13000)))
