"""Measures held against limits: met, not met, cannot tell, for every worker and period."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from tripartite.check.limits import Bounds, CheckRule, Concerned, Facts, bounds, concerned, served
from tripartite.measures.panel import Ints, Items, Mask, Panel, Periods, Values
from tripartite.measures.terms import PayTerms

CERTAIN, AT_LEAST, ASSUMED = 0, 1, 2
CERTAINTIES = ("certain", "at least", "assumed")
DAY_MINUTES = 1440


class Found(Struct):
    """Findings of one rule in one block, as columns; `who` is a worker or facility of the block."""

    who: Ints
    start: Ints
    end: Ints
    observed: Ints
    limit: Ints
    certainty: NDArray[np.int8]
    unknown_days: Ints

    def __len__(self) -> int:
        return len(self.who)


class Tally(Struct):
    """What one rule gave in one block: counts of worker-periods, of people, reasons, findings."""

    applicable: int = 0
    met: int = 0
    not_met: int = 0
    cannot_tell: int = 0
    people_checked: int = 0
    people_not_met: int = 0
    people_cannot_tell: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    found: Found | None = None

    def add_reason(self, code: str, n: int) -> None:
        if n:
            self.reasons[code] = self.reasons.get(code, 0) + n


def judge(rule: CheckRule, p: Panel, terms: PayTerms, facts: Facts) -> Tally:
    """Hold one rule against one block."""
    scope = concerned(rule, p, facts)
    if scope is not None and not len(scope.columns):
        return Tally()
    result = p.get(rule.measure.function, terms if rule.measure.terms else None)
    if isinstance(result, Items):
        return judge_items(rule, result, facts, scope)
    values = result if scope is None else _narrowed(result, scope)
    here = facts if scope is None else facts.take(scope.columns)
    columns = None if scope is None else scope.columns
    start = values.periods.start_day
    if rule.applies.where.service_years is not None:
        values = replace(values, exists=values.exists & served(rule.applies.where, here, start, columns))
    limit = bounds(rule, start, here, columns)
    return _judge_values(rule, p, values, limit, scope)


def _narrowed(v: Values, scope: Concerned) -> Values:
    c = scope.columns
    exists = v.exists[:, c]
    if scope.spans is not None:
        exists = exists & _on_days(v.periods, scope)
    return Values(
        v.value[:, c],
        v.periods,
        exists,
        v.complete[:, c] & ~scope.unsure,
        v.why,
        tuple((code, mask[:, c]) for code, mask in v.reasons),
        None if v.assumed is None else v.assumed[:, c],
    )


def _on_days(periods: Periods, scope: Concerned) -> Mask:
    """Periods of which the rule concerns the worker on some day: (periods, columns)."""
    out = np.zeros((len(periods), len(scope.columns)), bool)
    if scope.spans is not None:
        for column, first, last in scope.spans.tolist():
            out[:, column] |= (periods.start_day <= last) & (periods.end_day >= first)
    return out


def _judge_values(rule: CheckRule, p: Panel, v: Values, limit: Bounds, scope: Concerned | None) -> Tally:
    exists = v.exists
    n = int(np.count_nonzero(exists))
    if not n:
        return Tally()
    tally = Tally(applicable=n, people_checked=int(np.count_nonzero(exists.any(axis=0))))
    settled = limit.exists & limit.verified
    if not settled.any():
        code = "limit-not-verified" if limit.exists.any() else "no-limit-in-force"
        return _all_unknown(tally, code)
    most = _in_type(limit.value, v.value.dtype)
    beyond = (v.value > most) if rule.at_most else (v.value < most)
    beyond &= exists
    sure = v.complete
    if not rule.at_most:
        # A lower bound that reaches the least is enough; one that does not tells nothing.
        sure = sure | ~beyond
        beyond &= v.complete
    if not settled.all():
        beyond &= settled
        sure = sure & settled
    bad = beyond
    if scope is not None and scope.unsure.any():
        bad = bad & ~scope.unsure
    if rule.excusable or (rule.agreed_year and p.year_from is None):
        bad = np.zeros_like(bad)
        sure = sure & ~beyond
    tally.not_met = int(np.count_nonzero(bad))
    met = exists & sure
    if tally.not_met:
        met &= ~bad
    tally.met = int(np.count_nonzero(met))
    tally.cannot_tell = n - tally.met - tally.not_met
    if tally.not_met:
        tally.people_not_met = int(np.count_nonzero(bad.any(axis=0)))
        tally.found = _collect(rule, p, v, limit, bad, scope)
    if tally.cannot_tell:
        unknown = exists & ~(sure | bad)
        tally.people_cannot_tell = int(np.count_nonzero(unknown.any(axis=0)))
        _give_reasons(rule, tally, v, limit, unknown, beyond, scope)
    return tally


def _in_type(limit: Ints, values: np.dtype[Any]) -> NDArray[Any]:
    """Limits in the type of the values where they fit: comparing unlike types takes several times as long."""
    fits = values == np.int32 and (np.abs(limit) < 2**31).all()
    return limit.astype(values) if fits else limit


def _all_unknown(tally: Tally, code: str) -> Tally:
    tally.cannot_tell = tally.applicable
    tally.people_cannot_tell = tally.people_checked
    tally.add_reason(code, tally.applicable)
    return tally


def _give_reasons(
    rule: CheckRule,
    tally: Tally,
    v: Values,
    limit: Bounds,
    unknown: Mask,
    beyond: Mask,
    scope: Concerned | None,
) -> None:
    left = unknown.copy()

    def take(code: str, mask: Any) -> None:
        nonlocal left
        if not np.any(mask):
            return
        here = left & mask
        tally.add_reason(code, int(np.count_nonzero(here)))
        left = left & ~here

    take("no-limit-in-force", ~limit.exists)
    take("limit-not-verified", ~limit.verified)
    # Whether the rule concerns somebody comes before what may excuse a breach of it.
    if scope is not None and scope.unsure.any():
        take(_why_unsure(rule), scope.unsure)
    if rule.excusable:
        take("exception-possible", beyond)
    if rule.agreed_year:
        take("agreement-year-unknown", beyond)
    for code, mask in v.reasons:
        take(code, mask)
    tally.add_reason(v.why, int(np.count_nonzero(left)))


def _why_unsure(rule: CheckRule) -> str:
    if rule.applies.where.basis:
        return "wage-unknown"
    if rule.applies.doubtful_jobs:
        return "job-may-be-apart"
    return "birth-date-unknown" if rule.applies.age_below else "sex-unknown"


def _collect(
    rule: CheckRule, p: Panel, v: Values, limit: Bounds, bad: Mask, scope: Concerned | None
) -> Found:
    # Looked up in two dimensions at once it takes ten times as long.
    row, column = np.divmod(np.flatnonzero(bad), bad.shape[1])
    who = column if scope is None else scope.columns[column]
    observed = v.value[row, column].astype(np.int64)
    value = np.broadcast_to(limit.value, bad.shape)[row, column]
    start, end = v.periods.start_day[row], v.periods.end_day[row]
    if rule.measure.per == "streak":
        length = observed if rule.measure.unit == "day" else -(-observed // DAY_MINUTES)
        start = end - np.maximum(length, 1) + 1
    certainty = np.where(v.complete[row, column], CERTAIN, AT_LEAST).astype(np.int8)
    unknown_days = np.zeros(len(row), np.int64)
    loose = np.flatnonzero(certainty == AT_LEAST)
    if loose.size and p.unknown.any():
        first, last = v.periods.first[row], v.periods.end[row]
        for i in loose.tolist():
            unknown_days[i] = np.count_nonzero(p.unknown[first[i] : last[i], who[i]])
    if v.assumed is not None:
        certainty[v.assumed[row, column]] = ASSUMED
    return Found(who, start, end, observed, value, certainty, unknown_days)


def judge_items(
    rule: CheckRule, items: Items, facts: Facts, scope: Concerned | None, whom: Mask | None = None
) -> Tally:
    """Hold a rule against a measure that gives single items: of a person, an episode, a facility.

    whom: the facilities or people of the roll that the rule is for; None for all.
    """
    keep = items.worker >= 0
    if whom is not None:
        keep &= whom[np.maximum(items.worker, 0)]
    if scope is not None:
        keep &= np.isin(items.worker, scope.columns)
    who, value, start, end = items.worker[keep], items.value[keep], items.start[keep], items.end[keep]
    complete = items.complete[keep]
    lower = np.zeros(len(who), bool) if items.lower is None else items.lower[keep]
    if rule.applies.where.service_years is not None:
        days, at = np.unique(start, return_inverse=True)
        long = served(rule.applies.where, facts, days)[at, who]
        who, value, start, end = who[long], value[long], start[long], end[long]
        complete, lower = complete[long], lower[long]
    if scope is not None and scope.spans is not None:
        during = _during(scope, who, start, end)
        who, value, start, end = who[during], value[during], start[during], end[during]
        complete, lower = complete[during], lower[during]
    tally = Tally(applicable=len(who), people_checked=len(np.unique(who)))
    if not len(who):
        return tally
    limit = _limit_of_each(rule, start, facts, who)
    valid = limit.exists & limit.verified
    beyond = ((value > limit.value) if rule.at_most else (value < limit.value)) & complete & valid
    bad = beyond & (not rule.excusable)
    met = complete & valid & ~beyond
    tally.not_met, tally.met = int(bad.sum()), int(met.sum())
    tally.cannot_tell = len(who) - tally.met - tally.not_met
    unknown = ~bad & ~met
    tally.people_not_met = len(np.unique(who[bad]))
    tally.people_cannot_tell = len(np.unique(who[unknown]))
    tally.add_reason("no-limit-in-force", int((unknown & ~limit.exists).sum()))
    tally.add_reason("limit-not-verified", int((unknown & limit.exists & ~limit.verified).sum()))
    tally.add_reason("exception-possible", int((unknown & beyond).sum()))
    tally.add_reason(items.why, int((unknown & valid & ~complete).sum()))
    if bad.any():
        n = int(bad.sum())
        tally.found = Found(
            who[bad], start[bad], end[bad], value[bad].astype(np.int64), limit.value[bad],
            np.where(lower[bad], AT_LEAST, CERTAIN).astype(np.int8), np.zeros(n, np.int64),
        )  # fmt: skip
    return tally


def _during(scope: Concerned, who: Ints, start: Ints, end: Ints) -> Mask:
    out = np.zeros(len(who), bool)
    if scope.spans is not None:
        for column, first, last in scope.spans.tolist():
            out |= (who == scope.columns[column]) & (start <= last) & (end >= first)
    return out


def _limit_of_each(rule: CheckRule, day: Ints, facts: Facts, who: Ints) -> Bounds:
    """The limit for each item: on its first day, for its own worker or facility."""
    dates, at = np.unique(day, return_inverse=True)
    b = bounds(rule, dates, facts)
    column = who if b.value.shape[1] > 1 else np.zeros_like(who)
    return Bounds(b.value[at, column], b.exists[at, column], b.verified[at, column])
