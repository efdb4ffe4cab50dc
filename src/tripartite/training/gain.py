"""What people learned: normalised gain between a test before and one after, with a confidence interval.

g = (after - before) / (1 - before) of a group's mean shares of right answers: R. R. Hake, "Interactive-engagement versus
traditional methods", American Journal of Physics 66 (1998), 64-74. The interval is the percentile bootstrap over people:
B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 5  # people below whom a group's figures would tell of single persons
ROUNDS = 2000


@dataclass(frozen=True)
class Gain:
    """A group's gain. None: cannot be told, and `why` says so.

    before, after: mean shares of right answers, 0 to 1. low, high: the 95 % interval of `gain`.
    """

    people: int
    before: float | None = None
    after: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def gain_of(pairs: Sequence[tuple[float, float]], *, fewest: int = FEWEST, seed: int = 1) -> Gain:
    """The gain of people who took both tests, each with the share right before and after (0 to 1)."""
    if any(not 0 <= share <= 1 for pair in pairs for share in pair):
        raise ValueError("a share of right answers lies between 0 and 1")
    n = len(pairs)
    if n < fewest:
        # Not even how many: a group of one is a person.
        return Gain(0, why="few")
    shares = np.array(pairs, dtype=np.float64)
    before, after = (float(x) for x in shares.mean(axis=0))
    if before == 1:
        return Gain(n, before, after, why="full")
    drawn = np.random.default_rng(seed).integers(0, n, (ROUNDS, n))
    means = shares[drawn].mean(axis=1)
    means = means[means[:, 0] < 1]  # a sample that knew all before has no gain to speak of
    low, high = np.percentile((means[:, 1] - means[:, 0]) / (1 - means[:, 0]), (2.5, 97.5))
    return Gain(n, before, after, (after - before) / (1 - before), float(low), float(high))


def gains_by_objective(
    before: Mapping[str, Mapping[str, float]],
    after: Mapping[str, Mapping[str, float]],
    *,
    fewest: int = FEWEST,
) -> dict[str, Gain]:
    """Gain of each objective. Both tests: share right by person and objective; people count who are in both."""
    both = before.keys() & after.keys()
    objectives = dict.fromkeys(o for p in sorted(both) for o in before[p] if o in after[p])
    return {
        o: gain_of([(before[p][o], after[p][o]) for p in sorted(both) if o in before[p] and o in after[p]], fewest=fewest)
        for o in objectives
    }  # fmt: skip


def difference_of(a: Sequence[float], b: Sequence[float], *, seed: int = 1) -> tuple[float, float, float]:
    """Mean of a less mean of b, with its 95 % interval by the percentile bootstrap of each group."""
    rng = np.random.default_rng(seed)
    means = [rng.choice(np.asarray(x, dtype=np.float64), (ROUNDS, len(x))).mean(axis=1) for x in (a, b)]
    low, high = np.percentile(means[0] - means[1], (2.5, 97.5))
    return float(np.mean(a) - np.mean(b)), float(low), float(high)
