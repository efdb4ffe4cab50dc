"""A made-up garment and electronics factory in Dongguan and a year of its records, faults included."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tripartite.sample.calendar import FIRST, index, month_end
from tripartite.sample.faults import refuse_unsound, tell_hours, tell_papers
from tripartite.sample.files import write_files
from tripartite.sample.hours import Ints, Roster, jitter, play_parts, queue, roster, settle
from tripartite.sample.payroll import Slip, pay_all
from tripartite.sample.people import UNEQUAL_JOB, Worker, staff
from tripartite.sample.planted import Planted
from tripartite.sample.terminals import Log, write_log

CHECK_WITH = {
    "country": "CN", "region": "CN-GD", "wage-class": "2", "break": "12:00-13:00", "standard": "cn, ilo",
}  # fmt: skip


@dataclass
class Factory:
    """The truth behind the files: people, their hours to the minute, slips to the fen, and what was planted."""

    people: list[Worker]
    roster: Roster
    times: Ints
    slips: list[Slip]
    log: Log
    planted: Planted


def imagine(seed: int = 2026, workers: int = 600, months: int = 12) -> Factory:
    """Make the factory without writing a file. Raises ValueError if it is too small for all faults."""
    if not 1 <= months <= 12:
        raise ValueError(f"{months} months: the sample is of 2025, so 1 to 12")
    rng = np.random.default_rng(seed)
    last = month_end(months)
    people = staff(rng, workers, last)
    plan = roster(rng, people, index(last) + 1)
    play_parts(rng, people, plan)
    times = queue(jitter(rng, people, plan), np.array([p.terminal for p in people]))
    settle(plan, times)
    refuse_unsound(people, plan)
    planted = Planted(seed, workers, FIRST, last, dict(CHECK_WITH))
    tell_hours(people, plan, planted)
    tell_papers(people, plan, planted)
    slips = pay_all(people, plan, planted)
    log = write_log(rng, people, plan, times)
    planted.incomplete = [(people[w].number, day) for w, day in log.incomplete]
    planted.counts = dict(log.counts) | {"slips": len(slips), "leaves": len(plan.leaves)}
    of_job = [p for p in people if p.job == UNEQUAL_JOB]
    planted.counts["women_in_unequal_job"] = sum(p.sex == "f" for p in of_job)
    planted.counts["men_in_unequal_job"] = sum(p.sex == "m" for p in of_job)
    return Factory(people, plan, times, slips, log, planted)


def make_factory(
    folder: Path, seed: int = 2026, *, workers: int = 600, months: int = 12, truth: Path | None = None
) -> Planted:
    """Write the factory's files into `folder`, and what was planted into `truth`, which must lie outside it.

    The same arguments give the same bytes.
    """
    if truth is not None and folder.resolve() in truth.resolve().parents:
        raise ValueError(f"{truth} lies in {folder}: the truth must not stand among the records")
    made = imagine(seed, workers, months)
    made.planted.rejected = write_files(folder, made.people, made.roster, made.slips, made.log)
    if truth is not None:
        made.planted.save(truth)
    return made.planted
