"""Contract wages laid over days and pay periods, and the hourly base drawn from them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from msgspec import Struct

from tripartite.measures.panel import Ints, Mask, Panel, Periods
from tripartite.measures.terms import DAILY, HOURLY, MONTH, MONTHLY, PIECE, PayTerms, Steps

NEVER = Steps()


def pay_periods(p: Panel) -> Periods:
    """The periods of the pay slips; calendar months where there are no slips."""
    return p.pay.periods if p.pay is not None else p.periods(MONTH)


def periods_of_pay(p: Panel) -> Periods:
    """As `pay_periods`, in the form that Panel.get memoises."""
    return pay_periods(p)


class WageBase(Struct, frozen=True):
    """Contract wages with the minutes that divide them: minute base = wage / divisor.

    `flat` (pay periods, workers) holds where one wage covers the period; `daily` (days, changing)
    holds for the `changing` workers, whose wage moves within some period. `known`: a wage is known for
    every day of the period. `assumed`: it was taken from the slip's basic pay. `least`: the law lets
    the employer divide by fewer minutes than `divisor`, and how many is not stated. `fewest`: the fewest
    minutes that any reading divides by, 0 where that is not told.
    """

    divisor: Ints
    flat: Ints
    changing: Ints
    daily: Ints
    known: Mask
    assumed: Mask
    basis: Ints
    amount: Ints
    least: Mask
    fewest: Ints


def wage_base(p: Panel, t: PayTerms) -> WageBase:
    periods = pay_periods(p)
    n_p, n_w = len(periods), p.n_workers
    amount = np.zeros((n_p, n_w), np.int64)
    basis = np.full((n_p, n_w), -1, np.int64)
    known = np.zeros((n_p, n_w), bool)
    changing = _lay_wages(p, periods, amount, basis, known)
    assumed = np.zeros((n_p, n_w), bool)
    _take_basic_pay(p, amount, basis, known, assumed)
    divisor, least, fewest = divisors(p, t, periods, basis)
    divided = (divisor > 0).astype(np.int64)
    flat = _floored(p, t, periods, amount, basis) * divided
    daily = _daily_wages(p, t, changing)
    return WageBase(
        np.maximum(divisor, 1), flat, changing, daily, known, assumed, basis, amount, least, fewest
    )


def divisors(p: Panel, t: PayTerms, periods: Periods, basis: Ints) -> tuple[Ints, Mask, Ints]:
    """Minutes that divide each contract wage (0: none in force), where they are the law's most, and the
    fewest that any reading gives then (0: not told).
    """
    minutes = np.zeros(basis.shape, np.int64)
    fewest = np.zeros(basis.shape, np.int64)
    least = np.zeros(basis.shape, bool)
    for d in sorted(t.divisors, key=lambda d: bool(d.sectors) + (d.size is not None) + bool(d.hours_systems)):
        steps = [d.minutes.at(int(day)) or d.minutes.at(int(first)) or 0
                 for day, first in zip(periods.end_day, periods.start_day, strict=True)]  # fmt: skip
        here = (basis == d.basis) & (np.array(steps) > 0)[:, None]
        if d.sectors or d.size is not None:
            here &= p.fitting(d.sectors, d.size)
        if d.hours_systems:
            here &= np.isin(p.attributes.hours_system, d.hours_systems)
        minutes = np.where(here, np.array(steps, np.int64)[:, None], minutes)
        least = np.where(here, d.at_most, least)
        fewest = np.where(here, d.down_to, fewest)
    if p.month_minutes is not None and (p.month_minutes > 0).any():
        # Only within what the law allows: a greater divisor than the law's most is no divisor.
        stated = least & (basis == MONTHLY) & (p.month_minutes > 0) & (p.month_minutes <= minutes)
        minutes = np.where(stated, p.month_minutes, minutes)
        least &= ~stated
    return minutes, least, fewest


def _lay_wages(p: Panel, periods: Periods, amount: Ints, basis: Ints, known: Mask) -> Ints:
    """Fill `amount`, `basis` and `known` by period; give the workers whose wage moves within one."""
    wages = p.wages
    rows = np.bincount(wages.worker, minlength=p.n_workers)
    single = rows[wages.worker] == 1
    w = wages.worker[single]
    covers = (wages.start[single] <= np.maximum(periods.start_day[:, None], p.employed_from[w])) & (
        wages.end[single] >= np.minimum(periods.end_day[:, None], p.employed_to[w])
    )
    covers &= wages.currency_known[single]
    amount[:, w] = np.where(covers, wages.amount[single], 0)
    basis[:, w] = np.where(covers, wages.basis[single], -1)
    known[:, w] = covers
    changing = []
    several = np.flatnonzero(~single)
    if several.size:
        order = several[np.argsort(wages.worker[several], kind="stable")]
        cuts = np.flatnonzero(np.diff(wages.worker[order])) + 1
        for group in np.split(order, cuts):
            if _lay_rows(p, periods, group, amount, basis, known):
                changing.append(int(wages.worker[group[0]]))
    return np.array(changing, np.int64)


def _lay_rows(p: Panel, periods: Periods, rows: Ints, amount: Ints, basis: Ints, known: Mask) -> bool:
    """One worker with several wage rows. True if the wage moves within a period."""
    wages = p.wages
    w = int(wages.worker[rows[0]])
    start, end = wages.start[rows], wages.end[rows]
    by_start = np.argsort(start)
    overlap = bool((end[by_start][:-1] >= start[by_start][1:]).any())
    usable = bool(wages.currency_known[rows].all()) and not overlap
    first = np.maximum(periods.start_day, p.employed_from[w])
    last = np.minimum(periods.end_day, p.employed_to[w])
    at_first = (start <= first[:, None]) & (end >= first[:, None])
    at_last = (start <= last[:, None]) & (end >= last[:, None])
    chosen, final = at_first.argmax(axis=1), at_last.argmax(axis=1)
    sure = at_first.any(axis=1) & at_last.any(axis=1) & usable
    amount[:, w] = np.where(sure, wages.amount[rows][chosen], 0)
    basis[:, w] = np.where(sure, wages.basis[rows][chosen], -1)
    known[:, w] = sure
    same_basis = bool((wages.basis[rows] == wages.basis[rows][0]).all())
    if not same_basis:
        known[chosen != final, w] = False
    return bool((sure & (chosen != final)).any())


def _take_basic_pay(p: Panel, amount: Ints, basis: Ints, known: Mask, assumed: Mask) -> None:
    """Where no contract wage is on record, the slip's basic pay stands for it in months worked in full."""
    if p.pay is None or "basic" not in p.pay.amounts:
        return
    without = np.ones(p.n_workers, bool)
    without[p.wages.worker] = False
    if not without.any():
        return
    basic = p.pay.amounts["basic"]
    absence = p.pay.amounts.get("deduction_absence")
    take = without & p.pay.present & (basic > 0) & p.employed_throughout(p.pay.periods) & ~p.pay.foreign
    if absence is not None:
        take &= absence == 0
    amount[take] = basic[take]
    basis[take] = MONTHLY
    known |= take
    assumed |= take


def _floored(p: Panel, t: PayTerms, periods: Periods, amount: Ints, basis: Ints) -> Ints:
    """The base is never below the minimum wage where the law says so; only a sure floor lifts it."""
    if not t.floor_base or not p.floors:
        return amount
    out = amount.copy()
    for unit in (MONTHLY, DAILY, HOURLY):
        low = floor_by_period(p, periods, unit)[0]
        lift = (basis == unit) & (low > amount)
        out[lift] = low[lift]
    return out


@lru_cache(maxsize=4096)  # the same for every block of a check
def _levels(
    low: Steps, high: Steps, starts: tuple[int, ...], ends: tuple[int, ...]
) -> tuple[list[int], list[int]]:
    """By period the lower of a floor's levels on its first and last day, and the higher of its highest; -1: unknown."""
    lows = [(low.at(a), low.at(b)) for a, b in zip(starts, ends, strict=True)]
    highs = [(high.at(a), high.at(b)) for a, b in zip(starts, ends, strict=True)]
    return (
        [-1 if a is None or b is None else min(a, b) for a, b in lows],
        [-1 if a is None or b is None else max(a, b) for a, b in highs],
    )


def floor_by_period(p: Panel, periods: Periods, basis: int) -> tuple[Ints, Ints]:
    """Sure floor and highest possible minimum wage by period and worker; -1 where unknown.

    A level that changes within a period counts with its lower and higher value.
    """
    key = ("floor", basis, periods.start_day.tobytes(), periods.end_day.tobytes())
    if key in p.memo:
        found: tuple[Ints, Ints] = p.memo[key]
        return found
    days = tuple(periods.start_day.tolist()), tuple(periods.end_day.tolist())
    levels = [_levels(floor.low.get(basis, NEVER), floor.high.get(basis, NEVER), *days) for floor in p.floors]
    low, high = np.array(levels, np.int64).reshape(len(p.floors), 2, len(periods)).transpose(1, 2, 0)
    none = p.floor_of < 0
    index = np.where(none, 0, p.floor_of)
    result = (np.where(none, -1, low[:, index]), np.where(none, -1, high[:, index]))
    p.memo[key] = result
    return result


def _daily_wages(p: Panel, t: PayTerms, changing: Ints) -> Ints:
    daily = np.zeros((p.n_days, len(changing)), np.int64)
    if not len(changing):
        return daily
    column = np.full(p.n_workers, -1)
    column[changing] = np.arange(len(changing))
    wages = p.wages
    for i in np.flatnonzero(column[wages.worker] >= 0).tolist():
        a = max(int(wages.start[i]) - p.first_day, 0)
        b = min(int(wages.end[i]) + 1 - p.first_day, p.n_days)
        if a < b and wages.basis[i] != PIECE:
            daily[a:b, column[wages.worker[i]]] = wages.amount[i]
    if t.floor_base and p.floors:
        _lift_daily(p, changing, daily)
    return daily


def _lift_daily(p: Panel, changing: Ints, daily: Ints) -> None:
    monthly = np.zeros(p.n_workers, bool)
    monthly[p.wages.worker[p.wages.basis == MONTHLY]] = True
    for f, floor in enumerate(p.floors):
        columns = np.flatnonzero((p.floor_of[changing] == f) & monthly[changing])
        steps = floor.low.get(MONTHLY)
        if steps is None or not columns.size:
            continue
        for start, end, value in zip(steps.starts, steps.ends, steps.values, strict=True):
            a, b = max(start - p.first_day, 0), min(end - p.first_day, p.n_days)
            if a < b:
                part = daily[a:b, columns]
                daily[a:b, columns] = np.where(part > 0, np.maximum(part, value), 0)
