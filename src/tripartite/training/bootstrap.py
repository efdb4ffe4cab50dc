"""95 % intervals by drawing the same people again and again.

The percentile bootstrap (B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13), with its
percentiles expanded for few people by Student's t as T. C. Hesterberg proposes in "What teachers should know about the
bootstrap", The American Statistician 69 (2015), 371-386: unexpanded, of five people it holds the truth five times in six.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

ROUNDS = 5000
EACH_TAIL = 0.025

Numbers = NDArray[np.float64]


@lru_cache(maxsize=2)
def drawn(n: int, seed: int) -> Numbers:
    """How often each of `n` people is drawn, in each of many rounds of `n`. Kept, as a report asks it for every objective."""
    picks = np.random.default_rng(seed).integers(0, n, (ROUNDS, n))
    places = picks + n * np.arange(ROUNDS)[:, None]
    return np.bincount(places.ravel(), minlength=ROUNDS * n).reshape(ROUNDS, n).astype(np.float64)


def interval(of_rounds: Numbers, n: int) -> tuple[float, float]:
    """The 95 % interval of a figure of `n` people, two at least, from its values in the rounds."""
    tail = 100 * tail_of(n)
    low, high = np.percentile(of_rounds, (tail, 100 - tail))
    return float(low), float(high)


@lru_cache
def tail_of(n: int) -> float:
    """Which part of the rounds is left out on each side: 0.025 of many people, less of few."""
    return NormalDist().cdf(-sqrt(n / (n - 1)) * student(n - 1))


def student(df: int) -> float:
    """The 0.975 quantile of Student's t, by halving: M. Abramowitz and I. A. Stegun, Handbook (1964), 26.7.3 and 26.7.4."""
    low, high = 0.0, pi / 2
    for _halving in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, df) < 1 - 2 * EACH_TAIL else (low, middle)
    return sqrt(df) * sin(low) / cos(low)


def _within(theta: float, df: int) -> float:
    """How likely a t of `df` degrees of freedom lies between -t and t, where tan(theta) is t / √df."""
    odd = df % 2
    term, total = (cos(theta), 0.0) if odd else (1.0, 0.0)
    for k in range(2 + odd, df + 1, 2):
        total += term
        term *= cos(theta) ** 2 * (k - 1) / k
    return 2 / pi * (theta + sin(theta) * total) if odd else sin(theta) * total
