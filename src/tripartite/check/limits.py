"""A rule made ready for a check: its limits with dates and places, and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from tripartite.measures.catalogue import Measure
from tripartite.measures.panel import Ints, Mask, Panel
from tripartite.measures.person import birthday, service_years
from tripartite.measures.terms import NO_DATE
from tripartite.records.tables import BASES, EMPLOYMENTS, HOURS_PERIODS, HOURS_SYSTEMS

FOREVER = 2**31 - 1


class Where(Struct, frozen=True):
    """The places and people that a limit is for; an empty field means all."""

    region: tuple[str, ...] = ()
    wage_class: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    hours_system: tuple[str, ...] = ()
    hours_period: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    service_years: tuple[int, int] | None = None
    size: tuple[int, int] | None = None
    not_sector: tuple[str, ...] = ()

    @property
    def everywhere(self) -> bool:
        return self == Where()


class Limit(Struct, frozen=True):
    """A value in force from one day until another, excluded."""

    start: int
    end: int
    value: int
    verified: bool = True
    where: Where = field(default_factory=Where)


class Applies(Struct, frozen=True):
    """Whom a rule concerns; an empty field means all. doubtful_jobs: words of jobs that leave it open."""

    where: Where = field(default_factory=Where)
    sex: str = ""
    age_below: int | None = None
    age_at_least: int | None = None
    condition: str = ""
    last_days: int | None = None
    not_employment: tuple[str, ...] = ()
    doubtful_jobs: tuple[str, ...] = ()


class CheckRule(Struct, frozen=True):
    """One rule as the check applies it.

    excusable: a value beyond the limit may be lawful for a reason that records do not show, and gives
    "cannot tell". agreed_year: so it does while the day from which limits are counted is not stated. law: provision and sources, for the report.
    """

    id: str
    standard: str
    topic: str
    measure: Measure
    at_most: bool
    limits: tuple[Limit, ...]
    applies: Applies
    excusable: bool = False
    indicator: bool = False
    entitlement: str = ""
    agreed_year: bool = False

    @property
    def verified(self) -> bool:
        return any(limit.verified for limit in self.limits)


class Facts(Struct, frozen=True):
    """What limits may ask of each column: a worker, or a facility in facility measures.

    `region`, `wage_class` and `sector` are the facilities', `facility` says which is each column's.
    basis: of a worker's last contract wage, -1 where none is known. size: the facility's number of workers.
    """

    region: NDArray[np.object_]
    wage_class: NDArray[np.object_]
    sector: NDArray[np.object_]
    facility: Ints
    hours_system: Ints
    hours_period: Ints
    employment: Ints
    basis: Ints
    size: Ints
    panel: Panel | None = None

    def take(self, columns: Ints) -> Facts:
        return replace(
            self,
            facility=self.facility[columns],
            hours_system=self.hours_system[columns],
            hours_period=self.hours_period[columns],
            employment=self.employment[columns],
            basis=self.basis[columns],
            size=self.size[columns],
        )


def matching(where: Where, facts: Facts) -> Mask:
    """Columns that a limit or rule is for, their service left aside: it grows from day to day."""
    places = np.ones(len(facts.region), bool)
    if where.region:
        places &= np.array([_in_region(r, where.region) for r in facts.region.tolist()], bool)
    if where.wage_class:
        places &= np.isin(facts.wage_class, where.wage_class)
    if where.sector:
        places &= np.isin(facts.sector, where.sector)
    if where.not_sector:
        places &= ~np.isin(facts.sector, where.not_sector)
    out: Mask = places[facts.facility]
    if where.hours_system:
        out &= among(facts.hours_system, HOURS_SYSTEMS, where.hours_system)
    if where.hours_period:
        out &= among(facts.hours_period, HOURS_PERIODS, where.hours_period)
    if where.employment:
        out &= among(facts.employment, EMPLOYMENTS, where.employment)
    if where.basis:
        out &= among(facts.basis, BASES, where.basis)
    if where.size is not None:
        out &= (facts.size >= where.size[0]) & (facts.size <= where.size[1])
    return out


def served(where: Where, facts: Facts, days: Ints, columns: Ints | None = None) -> Mask:
    """Whether service up to each day lies within what a limit or rule is for: (days, columns)."""
    out = np.ones((len(days), len(facts.facility)), bool)
    if where.service_years is not None and facts.panel is not None:
        for row, day in enumerate(days.tolist()):
            years = service_years(facts.panel, day)
            mine = years if columns is None else years[columns]
            out[row] = (mine >= where.service_years[0]) & (mine < where.service_years[1])
    return out


def among(codes: NDArray[Any], words: Sequence[str], named: Sequence[str]) -> Mask:
    """Which codes stand for one of the named words; -1, the unknown, never does."""
    found: Mask = np.array([w in named for w in words] + [False])[codes]
    return found


def of_roll(rule: CheckRule, facts: Facts) -> Mask:
    """Facilities, or people of the roll, that a rule is for by place, sector, size and employment."""
    out = matching(rule.applies.where, facts)
    if rule.applies.not_employment:
        out &= ~among(facts.employment, EMPLOYMENTS, rule.applies.not_employment)
    return out


def _in_region(region: str, named: tuple[str, ...]) -> bool:
    """CN-GD lies in CN-GD and in CN."""
    return region in named or region.split("-", maxsplit=1)[0] in named


class Bounds(Struct, frozen=True):
    """A rule's limits over periods x columns (or x 1): value, whether one is in force, whether verified."""

    value: Ints
    exists: Mask
    verified: Mask


def bounds(rule: CheckRule, start_day: Ints, facts: Facts, columns: Ints | None = None) -> Bounds:
    """The limit in force on each period's first day, for each column where places differ."""
    wide = any(not limit.where.everywhere for limit in rule.limits)
    shape = (len(start_day), len(facts.facility) if wide else 1)
    value = np.zeros(shape, np.int64)
    exists = np.zeros(shape, bool)
    verified = np.zeros(shape, bool)
    for limit in rule.limits:
        rows = np.flatnonzero((start_day >= limit.start) & (start_day < limit.end))
        if not rows.size:
            continue
        here: Any = rows
        if wide:
            here = np.ix_(rows, np.flatnonzero(matching(limit.where, facts)))
        if limit.where.service_years is not None:
            here = np.zeros(shape, bool)
            here[rows] = matching(limit.where, facts) & served(limit.where, facts, start_day[rows], columns)
        value[here] = limit.value
        exists[here] = True
        verified[here] = limit.verified
    return Bounds(value, exists, verified)


class Concerned(Struct, frozen=True):
    """The workers a rule concerns: columns of the panel, and on which days (first, last) each.

    spans: rows (position in `columns`, first day, last day); None means every day. unsure: columns of
    whom a fact is missing that decides whether the rule concerns them.
    """

    columns: Ints
    spans: NDArray[np.int64] | None
    unsure: Mask


def concerned(rule: CheckRule, p: Panel, facts: Facts) -> Concerned | None:
    """Workers whom the rule concerns; None for all of them."""
    a, who = rule.applies, p.attributes
    mask = np.ones(p.n_workers, bool)
    unsure = np.zeros(p.n_workers, bool)
    if not a.where.everywhere:
        mask &= matching(a.where, facts)
    if a.where.basis:
        # Whose wage is not recorded may be paid so: nothing is said of them, nor are they left out.
        unsure = matching(replace(a.where, basis=()), facts) & (facts.basis < 0)
        mask |= unsure
    if a.sex:
        unsure |= mask & (who.sex < 0)
        mask &= (who.sex == ("f", "m").index(a.sex)) | (who.sex < 0)
    if a.doubtful_jobs:
        unsure |= mask & _doubtful(who.job.tolist(), a.doubtful_jobs)
    if a.not_employment:
        mask &= ~among(who.employment, EMPLOYMENTS, a.not_employment)
    spans = None
    if a.condition:
        mask, spans = _under_condition(rule, p, mask)
    elif a.age_below is not None or a.age_at_least is not None:
        mask, unsure, spans = _of_age(rule, p, mask, unsure)
    if mask.all() and spans is None and not unsure.any():
        return None
    columns = np.flatnonzero(mask)
    if spans is not None:
        position = np.full(p.n_workers, -1)
        position[columns] = np.arange(len(columns))
        spans[:, 0] = position[spans[:, 0]]
        spans = spans[spans[:, 0] >= 0]
    return Concerned(columns, spans, unsure[columns])


def _doubtful(jobs: list[str], words: tuple[str, ...]) -> Mask:
    """Workers whose job's name holds one of the words."""
    found = {job: any(w in str(job).lower() for w in words) for job in set(jobs)}
    return np.array([found[job] for job in jobs], bool)


def _under_condition(rule: CheckRule, p: Panel, mask: Mask) -> tuple[Mask, NDArray[np.int64]]:
    c, last_days = p.conditions, rule.applies.last_days
    rows = []
    for i in np.flatnonzero((c.kind == rule.applies.condition) & (c.worker >= 0)).tolist():
        w, start, end = int(c.worker[i]), int(c.start[i]), int(c.end[i])
        if last_days is not None:
            if end == NO_DATE:
                continue
            start = max(start, end - last_days + 1)
        rows.append((w, start, end if end != NO_DATE else FOREVER))
    spans = np.array(rows, np.int64).reshape(-1, 3)
    named = np.zeros(p.n_workers, bool)
    named[spans[:, 0]] = True
    return mask & named, spans


def _of_age(rule: CheckRule, p: Panel, mask: Mask, unsure: Mask) -> tuple[Mask, Mask, NDArray[np.int64]]:
    """Days on which the worker is below `age_below` and at least `age_at_least`."""
    birth = p.attributes.birth
    last = p.first_day + p.n_days
    below, least = rule.applies.age_below or 200, rule.applies.age_at_least or 0
    unknown = mask & (birth == NO_DATE)
    # A first sieve without calendar arithmetic: 365 days a year is the least an age can take.
    near = (
        mask & (birth != NO_DATE) & (birth + below * 366 + 366 > p.first_day) & (birth + least * 365 < last)
    )
    rows = [(w, NO_DATE, FOREVER) for w in np.flatnonzero(unknown).tolist()]
    for w in np.flatnonzero(near).tolist():
        first, end = birthday(int(birth[w]), least), birthday(int(birth[w]), below) - 1
        if end >= p.first_day and first < last:
            rows.append((w, first, end))
    spans = np.array(rows, np.int64).reshape(-1, 3)
    named = np.zeros(p.n_workers, bool)
    named[spans[:, 0]] = True
    return mask & named, unsure | unknown, spans
