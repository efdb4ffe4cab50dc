"""The main path of a check: a shard's records, block by block, against every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from tripartite.check.blocks import Shard, panels, read_shard, roll, sizes
from tripartite.check.columns import Source
from tripartite.check.limits import CheckRule, Facts, of_roll
from tripartite.check.plan import Plan
from tripartite.check.rules import Found, Tally, judge, judge_items
from tripartite.measures.facility import Gap, pay_gaps
from tripartite.measures.panel import Ints, Panel, to_date
from tripartite.measures.pay import earnings, slip_present
from tripartite.measures.terms import NO_DATE, STANDARD
from tripartite.measures.wage import periods_of_pay

Columns = dict[str, NDArray[Any]]


class Outcome(Struct):
    """What a shard, or a whole check, came to. `findings` are columns, one block after another."""

    tallies: list[Tally]
    findings: list[Columns] = field(default_factory=list)
    workers: int = 0
    facilities: int = 0
    worker_days: int = 0
    unknown_days: int = 0
    first_day: int | None = None
    last_day: int | None = None
    gaps: list[tuple[str, Gap]] = field(default_factory=list)
    assumed_rest_days: int = 0
    unapproved_systems: int = 0
    unstated_sectors: int = 0

    def tallies_plain(self) -> list[tuple[int, ...]]:
        """The counts of every rule as plain numbers, to compare two outcomes by."""
        return [
            (
                t.applicable,
                t.met,
                t.not_met,
                t.cannot_tell,
                t.people_checked,
                t.people_not_met,
                t.people_cannot_tell,
            )
            for t in self.tallies
        ]

    def absorb(self, other: Outcome) -> None:
        for mine, theirs in zip(self.tallies, other.tallies, strict=True):
            _add(mine, theirs)
        self.findings += other.findings
        self.workers += other.workers
        self.facilities += other.facilities
        self.worker_days += other.worker_days
        self.unknown_days += other.unknown_days
        self.assumed_rest_days += other.assumed_rest_days
        self.unapproved_systems += other.unapproved_systems
        self.unstated_sectors += other.unstated_sectors
        self.gaps += other.gaps
        if other.first_day is not None and other.last_day is not None:
            self.first_day = min(self.first_day or other.first_day, other.first_day)
            self.last_day = max(self.last_day or other.last_day, other.last_day)


def _add(mine: Tally, theirs: Tally) -> None:
    for name in ("applicable", "met", "not_met", "cannot_tell"):
        setattr(mine, name, getattr(mine, name) + getattr(theirs, name))
    for name in ("people_checked", "people_not_met", "people_cannot_tell"):
        setattr(mine, name, getattr(mine, name) + getattr(theirs, name))
    for code, n in theirs.reasons.items():
        mine.add_reason(code, n)


def empty_outcome(plan: Plan) -> Outcome:
    return Outcome([Tally() for _ in plan.rules])


Engine = Callable[[Source, Plan], Iterable[Outcome]]


def check(source: Source, plan: Plan, engine: Engine) -> Outcome:
    """Check every shard of `source`; the engine decides where, the result is the same."""
    total = empty_outcome(plan)
    for outcome in engine(source, plan):
        total.absorb(outcome)
    return total


def check_shard(source: Source, plan: Plan, name: str) -> Outcome:
    """Check one shard: read, lay out as panels, judge, collect."""
    outcome = empty_outcome(plan)
    shard = read_shard(source, name)
    if shard is None:
        return outcome
    # A facility whose region is not recorded lies in the country at least.
    region = shard.facilities["region"]
    region[region == ""] = plan.country
    floors, floor_of = plan.floors(shard)
    earned = np.zeros(len(shard.workers), np.int64)
    minutes = np.zeros(len(shard.workers), np.int64)
    for first, panel in panels(shard, plan.calendar, floors, floor_of, plan.currency):
        _judge_block(plan, shard, panel, first, outcome)
        part = slice(first, first + panel.n_workers)
        earned[part], minutes[part] = _hourly_pay(panel)
        del panel  # or it would be there until the next one is made
    _judge_facilities(plan, shard, earned, minutes, outcome)
    outcome.workers = len(shard.workers)
    outcome.facilities = len(shard.facilities["facility"])
    outcome.first_day, outcome.last_day = shard.first_day, shard.first_day + shard.n_days - 1
    outcome.unapproved_systems = _unapproved(shard)
    outcome.assumed_rest_days = int((shard.facilities["rest_days"] == "").sum())
    if plan.sectors:
        outcome.unstated_sectors = int((shard.facilities["sector"] == "").sum())
    return outcome


def _unapproved(shard: Shard) -> int:
    """Workers under a special hours system whose approval does not cover all days of the records."""
    last_day = shard.first_day + shard.n_days - 1
    f = shard.attributes.facility
    since, until = (shard.facilities[f"hours_approved_{end}"][f] for end in ("from", "to"))
    approved = (since != NO_DATE) & (since <= shard.first_day) & ((until == NO_DATE) | (until >= last_day))
    return int(np.count_nonzero((shard.attributes.hours_system != STANDARD) & ~approved))


def worker_facts(shard: Shard, panel: Panel) -> Facts:
    """What limits may ask of each worker of the block."""
    return Facts(
        region=shard.facilities["region"],
        wage_class=shard.facilities["wage_class"],
        sector=shard.facilities["sector"],
        facility=panel.attributes.facility,
        hours_system=panel.attributes.hours_system.astype(np.int64),
        hours_period=panel.attributes.hours_period.astype(np.int64),
        employment=panel.attributes.employment.astype(np.int64),
        basis=_last_basis(panel),
        size=np.array(panel.size_of, np.int64),
        panel=panel,
    )


def _last_basis(panel: Panel) -> Ints:
    """The basis of each worker's last contract wage: -1 where none is known."""
    out = np.full(panel.n_workers, -1, np.int64)
    order = np.argsort(panel.wages.start, kind="stable")
    out[panel.wages.worker[order]] = panel.wages.basis[order]
    return out


def _judge_block(plan: Plan, shard: Shard, panel: Panel, first: int, outcome: Outcome) -> None:
    facts = worker_facts(shard, panel)
    outcome.worker_days += int(np.count_nonzero(panel.worked))
    outcome.unknown_days += int(np.count_nonzero(panel.unknown))
    for i, rule in enumerate(plan.rules):
        if rule.measure.scope != "worker":
            continue
        tally = judge(rule, panel, plan.terms[rule.standard], facts)
        _take(plan, shard, i, tally, first, outcome)


def _judge_facilities(plan: Plan, shard: Shard, earned: Ints, minutes: Ints, outcome: Outcome) -> None:
    people = roll(shard, earned, minutes)
    names = shard.facilities
    n = len(names["facility"])
    by_facility = Facts(
        names["region"], names["wage_class"], names["sector"], np.arange(n),
        names["hours_system"].astype(np.int64), names["hours_period"].astype(np.int64), np.full(n, -1), np.full(n, -1),
        sizes(shard),
    )  # fmt: skip
    f = shard.attributes.facility
    by_worker = replace(by_facility.take(f), employment=shard.attributes.employment.astype(np.int64))
    cache: dict[str, Any] = {}
    for i, rule in enumerate(plan.rules):
        if rule.measure.scope == "worker":
            continue
        name = rule.measure.name
        if name not in cache:
            cache[name] = rule.measure.function(people)
        facts = by_facility if rule.measure.scope == "facility" else by_worker
        _take(plan, shard, i, judge_items(rule, cache[name], facts, None, of_roll(rule, facts)), 0, outcome)
    outcome.gaps = [(str(names["facility"][g.facility]), g) for g in pay_gaps(people)]


def _take(plan: Plan, shard: Shard, i: int, tally: Tally, first: int, outcome: Outcome) -> None:
    """Add a block's tally, and its findings as columns with the names of people and places."""
    rule, found = plan.rules[i], tally.found
    _add(outcome.tallies[i], tally)
    if found is None or rule.indicator:
        return
    outcome.findings.append(_columns(shard, i, rule, found, first))


def _columns(shard: Shard, i: int, rule: CheckRule, found: Found, first: int) -> Columns:
    of_facility = rule.measure.scope == "facility"
    who = found.who + first
    facility = who if of_facility else shard.attributes.facility[who]
    owed = np.full(len(found), -1, np.int64)
    # A sum of money that a rule only points to (a contract's wage, a slip without a due item) is no debt.
    if rule.measure.unit == "money" and rule.entitlement:
        owed = found.observed - found.limit if rule.at_most else found.limit - found.observed
    return {
        "rule": np.full(len(found), i, np.int32),
        "facility": shard.facilities["facility"][facility],
        "worker": np.full(len(found), None, object) if of_facility else shard.workers[who],
        "start": found.start,
        "end": found.end,
        "observed": found.observed,
        "limit": found.limit,
        "owed": owed,
        "certainty": found.certainty,
        "unknown_days": found.unknown_days,
    }


def _hourly_pay(panel: Panel) -> tuple[Ints, Ints]:
    """Each worker's earnings and minutes over the periods in which both are known whole."""
    periods = panel.get(periods_of_pay)
    both = slip_present(panel) & panel.complete(periods)
    return (earnings(panel) * both).sum(axis=0), (periods.sums(panel.minutes).astype(np.int64) * both).sum(
        axis=0
    )


def span_text(outcome: Outcome) -> dict[str, str | None]:
    """The period of the records as ISO dates."""
    return {
        "from": to_date(outcome.first_day).isoformat() if outcome.first_day is not None else None,
        "to": to_date(outcome.last_day).isoformat() if outcome.last_day is not None else None,
    }
