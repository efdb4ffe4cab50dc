"""Measures of a whole facility: shares of its people, events in a year, pay of women and men."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.measures.catalogue import measure
from tripartite.measures.panel import Ints, Items, calendar_bounds
from tripartite.measures.terms import MONTH, NO_DATE, YEAR

FULL = 10_000
DISPATCHED = 3
WOMAN, MAN = 0, 1


class Roll(Struct):
    """A shard's people and events, whole facilities.

    earnings (minor units) and minutes are each worker's sums over the periods with both a slip and
    complete hours. `first_day` and `last_day` bound the records.
    """

    first_day: int
    last_day: int
    n_facilities: int
    facility: Ints
    sex: NDArray[np.int8]
    job: NDArray[Any]
    employment: NDArray[np.int8]
    hired: Ints
    employed_from: Ints
    employed_to: Ints
    earnings: Ints
    minutes: Ints
    event_facility: Ints
    event_day: Ints
    event_kind: NDArray[Any]
    event_worker: Ints
    event_people: Ints
    event_minutes: Ints


def _bounds(roll: Roll, unit: int) -> list[tuple[int, int]]:
    return calendar_bounds(roll.first_day, roll.last_day - roll.first_day + 1, unit)


def _grid(roll: Roll, unit: int, columns: list[Ints], complete: NDArray[np.bool_], why: str) -> Items:
    """Items from one array of values per period, each of length facilities."""
    bounds = _bounds(roll, unit)
    facility = np.tile(np.arange(roll.n_facilities), len(bounds))
    start = np.repeat([max(b[0], roll.first_day) for b in bounds], roll.n_facilities)
    end = np.repeat([min(b[1], roll.last_day) for b in bounds], roll.n_facilities)
    return Items(facility, start, end, np.concatenate(columns), complete.ravel(), why)


@measure(unit="bp", per="month", scope="facility")
def dispatch_share(roll: Roll) -> Items:
    """Dispatched workers as a share of all workers on the last day of the month."""
    columns, complete = [], []
    for _, end in _bounds(roll, MONTH):
        day = min(end, roll.last_day)
        here = (roll.employed_from <= day) & (roll.employed_to >= day)
        known = here & (roll.employment >= 0)
        dispatched = here & (roll.employment == DISPATCHED)
        n = np.bincount(roll.facility[here], minlength=roll.n_facilities)
        k = np.bincount(roll.facility[known], minlength=roll.n_facilities)
        share = np.bincount(roll.facility[dispatched], minlength=roll.n_facilities) * FULL
        columns.append(-(-share // np.maximum(n, 1)))
        complete.append((k == n) & (n > 0))
    return _grid(roll, MONTH, columns, np.array(complete), "kind-of-employment-unknown")


def _events_in_year(roll: Roll, kind: str) -> Items:
    columns, complete = [], []
    of_kind = roll.event_kind == kind
    for start, end in _bounds(roll, YEAR):
        during = of_kind & (roll.event_day >= start) & (roll.event_day <= end)
        count = np.bincount(roll.event_facility[during], minlength=roll.n_facilities)
        # Without any record of such events the year cannot be judged, nor in a year cut short.
        kept = np.bincount(roll.event_facility, minlength=roll.n_facilities) > 0
        whole = roll.first_day <= start and roll.last_day >= end
        columns.append(count.astype(np.int64))
        complete.append(kept & whole)
    return _grid(roll, YEAR, columns, np.array(complete), "events-not-recorded")


@measure(unit="count", per="year", scope="facility")
def fire_drills_in_year(roll: Roll) -> Items:
    """Fire drills held in a calendar year."""
    return _events_in_year(roll, "fire_drill")


@measure(unit="count", per="year", scope="facility")
def emergency_drills_in_year(roll: Roll) -> Items:
    """Drills of the emergency plan held in a calendar year."""
    return _events_in_year(roll, "emergency_drill")


@measure(unit="count", per="year", scope="facility")
def safety_trainings_in_year(roll: Roll) -> Items:
    """Safety trainings held in a calendar year."""
    return _events_in_year(roll, "safety_training")


@measure(unit="count", per="year", scope="facility")
def health_checks_in_year(roll: Roll) -> Items:
    """Occupational health checks recorded in a calendar year."""
    return _events_in_year(roll, "health_check")


@measure(unit="count", per="year", scope="facility")
def hazard_monitorings_in_year(roll: Roll) -> Items:
    """Measurements of workplace hazards recorded in a calendar year."""
    return _events_in_year(roll, "hazard_monitoring")


@measure(unit="count", per="year", scope="facility")
def fire_equipment_tests_in_year(roll: Roll) -> Items:
    """Full tests of fire equipment recorded in a calendar year."""
    return _events_in_year(roll, "fire_equipment_test")


@measure(unit="count", per="year", scope="facility")
def injuries_in_year(roll: Roll) -> Items:
    """People hurt at work in a calendar year."""
    return _events_in_year(roll, "injury")


@measure(unit="count", per="year", scope="facility")
def workers_meetings_in_year(roll: Roll) -> Items:
    """Meetings or dialogues with the workers' side recorded in a calendar year."""
    return _events_in_year(roll, "workers_meeting")


@measure(unit="count", per="year", scope="facility")
def safety_committee_meetings_in_year(roll: Roll) -> Items:
    """Meetings of the safety and health committee recorded in a calendar year."""
    return _events_in_year(roll, "safety_committee_meeting")


@measure(unit="minute", per="person", scope="roll")
def induction_training_minutes(roll: Roll) -> Items:
    """Safety training given to a worker hired within the records' span, before or after work began."""
    who = np.flatnonzero((roll.hired != NO_DATE) & (roll.hired >= roll.first_day))
    training = np.isin(roll.event_kind, ("induction_training", "safety_training")) & (roll.event_worker >= 0)
    minutes = np.bincount(
        roll.event_worker[training],
        weights=np.maximum(roll.event_minutes[training], 0),
        minlength=len(roll.hired),
    ).astype(np.int64)
    induction = roll.event_kind == "induction_training"
    kept = np.bincount(roll.event_facility[induction], minlength=roll.n_facilities) > 0
    hired = roll.hired[who]
    return Items(
        who,
        hired,
        np.full(len(who), roll.last_day),
        minutes[who],
        kept[roll.facility[who]],
        "training-not-recorded",
    )


class Gap(Struct, frozen=True):
    """Women's and men's mean pay per hour in one job of one facility, in minor units, and how many."""

    facility: int
    job: str
    women: int
    men: int
    women_hourly: int
    men_hourly: int


def pay_gaps(roll: Roll) -> list[Gap]:
    """Pay per hour of women and men in the same job, where there are both."""
    paid = (roll.minutes > 0) & (roll.earnings > 0) & (roll.job != "") & (roll.sex >= 0)
    hourly = roll.earnings * 60 // np.maximum(roll.minutes, 1)
    jobs, job = np.unique(roll.job[paid].astype(str), return_inverse=True)
    group = (roll.facility[paid] * len(jobs) + job) * 2 + roll.sex[paid]
    size = roll.n_facilities * len(jobs) * 2
    people = np.bincount(group, minlength=size).reshape(-1, 2)
    sums = np.zeros(size, np.int64)
    np.add.at(sums, group, hourly[paid])
    means = sums.reshape(-1, 2) // np.maximum(people, 1)
    both = np.flatnonzero((people > 0).all(axis=1)).tolist()
    return [
        Gap(g // len(jobs), str(jobs[g % len(jobs)]), *people[g].tolist(), *means[g].tolist()) for g in both
    ]


@measure(unit="bp", per="job", scope="facility")
def pay_gap(roll: Roll) -> Items:
    """How far women's mean pay per hour lies below men's in the same job; 0 where it does not."""
    gaps = pay_gaps(roll)
    value = [max((g.men_hourly - g.women_hourly) * FULL // g.men_hourly, 0) for g in gaps]
    n = len(gaps)
    return Items(
        np.array([g.facility for g in gaps], np.int64),
        np.full(n, roll.first_day),
        np.full(n, roll.last_day),
        np.array(value, np.int64),
        np.ones(n, bool),
        "pay-or-hours-unknown",
    )
