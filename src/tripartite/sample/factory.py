"""Make the sample factory's folder, and say exactly what faults it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tripartite.sample.files import (
    write_conditions,
    write_events,
    write_leave,
    write_logs,
    write_payroll,
    write_roster,
)
from tripartite.sample.people import DISPATCHED_FROM, FAULTS, LAST, Person, make_people
from tripartite.sample.schedule import Slip, make_shifts, make_slips

DAYS_PLANTED = {
    "cn/overtime-in-a-day": ("long_day", 3), "cn/overtime-in-a-month": ("long_month", 2), "cn/weekly-rest-day": ("no_rest", 1),
    "ilo/weekly-rest": ("no_rest", 1), "cn/pregnant-overtime": ("pregnant_overtime", 4), "cn/nursing-night-work": ("nursing_night", 5),
    "cn/minimum-age": ("child", 1), "cn/written-contract": ("late_contract", 1), "cn/maternity-leave": ("short_maternity", 1),
    "ilo/maternity-leave": ("short_maternity", 1), "cn/induction-training": ("little_training", 1),
    "cn/probation-pay": ("low_probation", 1), "cn/wage-payment-delay": ("paid_late", 1), "cn/deductions": ("fined", 1),
}  # fmt: skip


def make_factory(folder: Path, seed: int = 2026, workers: int = 600) -> dict[str, Any]:
    """Write a year of a garment factory's files; gives what was planted.

    The result has `findings`: by rule, how many findings and people and the sum owed in fen; `files`:
    punches missed, clock faults, cut lines. A check finds these and no others. At least 150 workers.
    """
    if workers < 150:
        raise ValueError(f"{workers} workers are too few to hold all faults; 150 or more are needed")
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    people = make_people(rng, workers)
    worked = [(p, make_shifts(rng, p)) for p in people]
    slips: dict[int, list[tuple[Person, Slip]]] = {m: [] for m in range(1, 13)}
    for p, shifts in worked:
        for slip in make_slips(p, shifts):
            slips[slip.month].append((p, slip))
    write_roster(folder / "员工花名册.xlsx", people)
    write_payroll(folder / "工资表2025.xlsx", slips)
    write_leave(folder / "请假记录.csv", people)
    write_conditions(folder / "女职工特殊情况.csv", people)
    write_events(folder / "培训演练记录.xls", people)
    counts = write_logs(folder, rng, worked)
    return {"seed": seed, "workers": workers, "findings": _planted(people, slips), "files": counts}


def _planted(people: list[Person], slips: dict[int, list[tuple[Person, Slip]]]) -> dict[str, dict[str, int]]:
    out = {
        rule: {"findings": FAULTS[fault] * times, "people": FAULTS[fault]}
        for rule, (fault, times) in DAYS_PLANTED.items()
    }
    for rule in ("cn/overtime-pay", "cn/minimum-wage", "cn/ordinary-pay"):
        owed = [(p.number, s.short[rule]) for month in slips.values() for p, s in month if s.short.get(rule)]
        out[rule] = {
            "findings": len(owed),
            "people": len({n for n, _ in owed}),
            "owed": sum(o for _, o in owed),
        }
    # The convention asks for the national minimum: the same shortfall, claimed by both, counted once.
    out["ilo/minimum-wage"] = out["cn/minimum-wage"]
    # Hired on 10 March, signed on 19 May: of the days from 10 April one month is whole.
    late = [p for p in people if p.fault == "late_contract"]
    out["cn/double-wage"] = {"findings": len(late), "people": len(late), "owed": sum(p.wage for p in late)}
    months = LAST.month - DISPATCHED_FROM.month + 1
    out["cn/dispatch-share"] = {"findings": months, "people": 0}
    return out
