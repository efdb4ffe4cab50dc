"""What people learned: normalised gain between a test before and one after, with a confidence interval.

g = (after - before) / (1 - before) of a group's mean shares of right answers: R. R. Hake, "Interactive-engagement versus
traditional methods", American Journal of Physics 66 (1998), 64-74. Intervals are drawn over people, as `bootstrap` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tripartite.reports.bundle_content import FEWEST
from tripartite.training.bootstrap import Numbers, drawn, interval


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
    """The gain of people who took both tests, each with the share right before and after (0 to 1).

    Raises ValueError for another share, and for `fewest` below two, of whom no interval can be drawn.
    """
    if fewest < 2:
        raise ValueError("an interval needs two people at least")
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
    means = drawn(n, seed) @ shares / n
    means = means[means[:, 0] < 1]  # a sample that knew all before has no gain to speak of
    low, high = interval((means[:, 1] - means[:, 0]) / (1 - means[:, 0]), n)
    return Gain(n, before, after, (after - before) / (1 - before), low, high)


def difference_of(a: Sequence[float], b: Sequence[float], *, seed: int = 1) -> tuple[float, float, float]:
    """Mean of a less mean of b, with its 95 % interval. Raises ValueError where either has fewer than two people."""
    if min(len(a), len(b)) < 2:
        raise ValueError("an interval needs two people at least")
    # Two seeds: with one, groups of one size would be drawn alike.
    means = [_means(np.asarray(x, dtype=np.float64), seed + k) for k, x in enumerate((a, b))]
    low, high = interval(means[0] - means[1], min(len(a), len(b)))
    return float(np.mean(a) - np.mean(b)), low, high


def _means(values: Numbers, seed: int) -> Numbers:
    of_rounds: Numbers = drawn(len(values), seed) @ values / len(values)
    return of_rounds
