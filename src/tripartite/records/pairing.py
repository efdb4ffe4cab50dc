"""Presses of one terminal log made into shifts: which press came in, which went out, what is missing.

The readings compete: every press is read as "in" or "out" so that the whole sequence of a worker costs
least, where a forgotten press, a very long stay, an unlikely time of day and a contradiction to the
pressed state each have a price (docs/records/pairing.md has the table). All workers move along their
presses together, one numpy step per position, so a million presses take about a second.

Times are minutes since 1970 in local time; arrays are sorted by worker, then time.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Costs = NDArray[np.float32]
Mask = NDArray[np.bool_]

DAY = 1440
HOUR = 60
FULL_SHIFT = 13 * HOUR  # stays up to here cost nothing
LONGEST_STAY = 20 * HOUR  # no stay between two presses is longer
LONGEST_CLEAR = 18 * HOUR  # stays up to here teach a worker's habits
LONGEST_BREAK = 4 * HOUR  # a longer absence ends the shift
SAME_STAY = 8 * HOUR  # two presses of one kind closer than this belong to one shift
SHORTEST_STAY = 30  # a shorter stay is more likely one event pressed twice
NEVER = 10**9
IMPOSSIBLE = np.float32(1e6)

MISSING = 3.0  # price of a forgotten press on the first pass; then what the log itself shows
KNOWN_BEFORE = 40  # presses that the first price is worth
MISSING_RANGE = (0.3, 4.0)
REFINEMENTS = 3  # passes with what the pass before learned of habits
CONTRADICTION = 4.0  # the most that reading against a reliable state costs
UNLIKELY = 3.0  # the most that a time of day can cost

RELIABLE = 0.9  # states that alternate at least so often from press to press are believed,
IN_PHASE = 0.6  # if they also change from "out" to "in", not the other way, over long absences
BETWEEN_RUNS = 30 * HOUR  # an absence that no single forgotten press makes
WEIGHT_IN_BROKEN_RUN = 0.5  # what presses teach of habits where some press of their run is missing
HALF_A_DAY = 630  # a longer stay may as well be the rest between two
CHANGES_OVER = 0.15  # who works more nights than this, and more days, changes between them

ENOUGH = 20  # presses needed to judge one worker's states; else their terminal's are judged


class Presses(Struct, frozen=True):
    """Presses after double presses are merged, sorted by worker, then minute."""

    worker: Ints  # codes, ascending
    minute: Ints
    direction: NDArray[np.int8]  # state as pressed: 1 in, -1 out, 0 none
    terminal: Ints  # codes from 0
    doubtful: Mask  # the terminal's clock stood still

    def __len__(self) -> int:
        return len(self.worker)


class Reading(Struct, frozen=True):
    """What each press was read as."""

    is_in: Mask
    ends_stay: Mask  # the stay from the press before ends here
    believed: Mask  # the state pressed counts as evidence
    unsure: Mask  # which way round this press goes is open: see _open_order
    missing_price: float


class _Path(Struct, frozen=True):
    is_in: Mask
    ends_stay: Mask


class _Steps(Struct, frozen=True):
    """Workers ordered by falling number of presses, so that those still running are a prefix."""

    start: Ints
    length: Ints
    running: Ints  # running[t]: workers with more than t presses


def read_presses(p: Presses) -> Reading:
    """Read each press as in or out."""
    if not len(p):
        none = np.zeros(0, bool)
        return Reading(none, none, none, none, MISSING)
    steps = _steps(p.worker)
    gap = _gaps(p)
    contradiction = price_of_states(p, gap)
    believed = contradiction > 0
    against_in = np.where(p.direction < 0, contradiction, 0).astype(np.float32)
    against_out = np.where(p.direction > 0, contradiction, 0).astype(np.float32)
    missing = MISSING
    path = _cheapest(steps, gap, against_in, against_out, missing)
    for _ in range(REFINEMENTS):
        missing = _missing_price(path)
        rhythm_in, rhythm_out = _rhythm(p, gap, path)
        path = _cheapest(steps, gap, against_in + rhythm_in, against_out + rhythm_out, missing)
    unsure = ~believed & _open_order(p, gap, path)
    return Reading(path.is_in, path.ends_stay, believed, unsure, missing)


def _steps(worker: Ints) -> _Steps:
    start = np.flatnonzero(np.r_[True, worker[1:] != worker[:-1]])
    length = np.diff(np.r_[start, len(worker)])
    order = np.argsort(-length, kind="stable")
    descending = length[order]
    running = np.searchsorted(-descending, -np.arange(int(descending[0])), side="left")
    return _Steps(start[order], descending, running)


def _gaps(p: Presses) -> Ints:
    """Minutes since the same worker's press before; a very long time for the first."""
    gap = np.full(len(p), NEVER, np.int64)
    same = p.worker[1:] == p.worker[:-1]
    gap[1:][same] = np.diff(p.minute)[same]
    return gap


def price_of_states(p: Presses, gap: Ints) -> Costs:
    """Price reading each press against its state: by how often the states err; 0 if not to be believed.

    Measured by worker, or by terminal where a worker has too few presses.

    Within 16 hours presses should alternate; where they change over an absence of 20 hours or more, it
    should be from out to in. Terminals that set the state by the clock fail the second for night work;
    people who press any key fail the first.
    """
    before = np.r_[np.int8(0), p.direction[:-1]]
    told = (before != 0) & (p.direction != 0)
    near = told & (gap <= 16 * HOUR)
    far = told & (gap >= LONGEST_STAY) & (gap < NEVER)
    good = before != p.direction
    turned = far & good
    begins = turned & (p.direction > 0)
    worker = _codes(p.worker)
    own = _share(worker, near & good, near)[worker]
    common = _share(p.terminal, near & good, near)[p.terminal]
    phase_own = _share(worker, begins, turned)[worker]
    phase_common = _share(p.terminal, begins, turned)[p.terminal]
    right = np.nan_to_num(np.where(np.isnan(own), common, own))  # too few to judge: never believed
    in_phase = np.where(np.isnan(phase_own), np.nan_to_num(phase_common, nan=1.0), phase_own) >= IN_PHASE
    price = -np.log(np.maximum(1 - right, np.exp(-CONTRADICTION)))
    return np.where((right >= RELIABLE) & in_phase, price, 0.0).astype(np.float32)


def _codes(worker: Ints) -> Ints:
    return np.cumsum(np.r_[0, (worker[1:] != worker[:-1]).astype(np.int64)])


def _share(key: Ints, good: Mask, judged: Mask) -> NDArray[np.float64]:
    size = int(key.max()) + 1
    n = np.bincount(key[judged], minlength=size)
    share = np.bincount(key[good], minlength=size) / np.maximum(n, 1)
    return np.where(n >= ENOUGH, share, np.nan)


def _stay_cost(gap: Ints) -> Costs:
    over = np.maximum(gap - FULL_SHIFT, 0) / HOUR
    cost = 0.15 * over + 0.35 * np.maximum(over - 3.5, 0)
    cost = np.where(gap < SHORTEST_STAY, 1.5, cost)
    return np.where(gap > LONGEST_STAY, IMPOSSIBLE, cost).astype(np.float32)


def _away_cost(gap: Ints) -> Costs:
    """Price an absence: one of three to eight hours, which is neither a break nor a night's rest."""
    return np.where((gap > 3 * HOUR) & (gap < 8 * HOUR), 0.5, 0.0).astype(np.float32)


def _cheapest(steps: _Steps, gap: Ints, in_cost: Costs, out_cost: Costs, missing: float) -> _Path:
    """Find the cheapest reading (Viterbi): is each press an in, and does the stay before it end there."""
    m = np.float32(missing)
    stay, away = _stay_cost(gap), _away_cost(gap)
    paired = stay < 2 * m
    stay = np.minimum(stay, 2 * m)
    from_in = np.zeros((2, len(gap)), bool)  # for this press as out / in: the press before was an in
    to_in, to_out = in_cost.copy(), out_cost + m  # as if each were a worker's first press
    first = steps.start
    for t in range(1, len(steps.running)):
        i = first[: steps.running[t]] + t
        a, b = to_in[i - 1], to_out[i - 1]
        in_in, out_in = a + m, b + away[i]
        in_out, out_out = a + stay[i], b + m
        from_in[1, i] = in_in < out_in
        from_in[0, i] = in_out <= out_out
        to_in[i] = np.minimum(in_in, out_in) + in_cost[i]
        to_out[i] = np.minimum(in_out, out_out) + out_cost[i]
    last = first + steps.length - 1
    here = to_in[last] + m <= to_out[last]
    is_in = np.zeros(len(gap), bool)
    for t in range(len(steps.running) - 1, -1, -1):
        k = int(steps.running[t])
        i = first[:k] + t
        is_in[i] = here[:k]  # workers whose last press this is still hold its own reading
        here[:k] = np.where(here[:k], from_in[1, i], from_in[0, i])
    ends_stay = ~is_in & paired
    ends_stay[0] = False
    ends_stay[1:] &= is_in[:-1]
    ends_stay[first] = False
    return _Path(is_in, ends_stay)


def _missing_price(path: _Path) -> float:
    """Price a forgotten press: the fewer presses stand alone in this log, the more."""
    alone = len(path.is_in) - 2 * int(np.count_nonzero(path.ends_stay))
    share = (alone + KNOWN_BEFORE * np.exp(-MISSING)) / (len(path.is_in) + KNOWN_BEFORE)
    return float(np.clip(-np.log(share), *MISSING_RANGE))


def _rhythm(p: Presses, gap: Ints, path: _Path) -> tuple[Costs, Costs]:
    """Costs of reading a press as in or out by its hour, from this worker's clear stays and all others'."""
    clear_end = path.ends_stay & (gap >= 4 * HOUR) & (gap <= LONGEST_CLEAR)
    clear = clear_end | np.r_[clear_end[1:], False]
    taught = np.where(_unbroken(gap, path), 1.0, WEIGHT_IN_BROKEN_RUN)
    index = _codes(p.worker)
    hour = p.minute // HOUR % 24
    n = int(index[-1]) + 1

    def seen(mask: Mask) -> NDArray[np.float64]:
        cell = index[mask] * 24 + hour[mask]
        flat = np.bincount(cell, weights=taught[mask], minlength=n * 24).reshape(n, 24)
        return flat + 0.5 * (np.roll(flat, 1, axis=1) + np.roll(flat, -1, axis=1))

    ins, outs = seen(clear & path.is_in), seen(clear & ~path.is_in)
    all_in, all_out = ins.sum(axis=0), outs.sum(axis=0)
    usual = (all_in + 1) / (all_in + all_out + 2)
    weight = 4.0  # how many presses of their own outweigh what is usual here
    p_in = (ins + weight * usual) / (ins + outs + weight)
    chance = p_in[index, hour]
    costs = [np.minimum(-np.log(np.maximum(c, 1e-9)), UNLIKELY) for c in (chance, 1 - chance)]
    return costs[0].astype(np.float32), costs[1].astype(np.float32)


def _unbroken(gap: Ints, path: _Path) -> Mask:
    """Presses in runs between long absences in which no press is missing.

    There order alone settles which way round they go, also for people whose shifts change over.
    """
    run, alone = _runs(gap, path)
    broken = np.bincount(run[alone], minlength=int(run[-1]) + 1) > 0
    whole: Mask = ~(broken | (np.bincount(run) < 4))[run]
    return whole


def _open_order(p: Presses, gap: Ints, path: _Path) -> Mask:
    """Presses in runs with a forgotten press, of workers who change between days and nights.

    With shifts of twelve hours such a run can be read both ways: what is work in one is rest in the other.
    """
    run, alone = _runs(gap, path)
    broken = np.bincount(run[alone], minlength=int(run[-1]) + 1) > 0
    worker = _codes(p.worker)
    stay = np.flatnonzero(path.ends_stay)
    over_night = p.minute[stay] // DAY > p.minute[stay - 1] // DAY
    stays = np.bincount(worker[stay], minlength=int(worker[-1]) + 1)
    nights = np.bincount(worker[stay[over_night]], minlength=len(stays)) / np.maximum(stays, 1)
    changes = (nights > CHANGES_OVER) & (nights < 1 - CHANGES_OVER)
    either = path.ends_stay & (gap > HALF_A_DAY)
    open_order: Mask = (either | np.r_[either[1:], False]) & broken[run] & changes[worker]
    return open_order


def _runs(gap: Ints, path: _Path) -> tuple[Ints, Mask]:
    alone = ~(path.ends_stay | np.r_[path.ends_stay[1:], False])
    return np.cumsum(gap > BETWEEN_RUNS) - 1, alone
