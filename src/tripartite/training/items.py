"""How good questions are: difficulty, discrimination, and the reliability of a test.

Point-biserial correlation with the rest of the test (the item left out, so that it does not correlate with itself);
difference of the upper and lower 27 % (T. L. Kelley, "The selection of upper and lower groups for the validation of test
items", Journal of Educational Psychology 30 (1939), 17-24); KR-20 (G. F. Kuder and M. W. Richardson, Psychometrika 2
(1937), 151-160), of which Cronbach's alpha (Psychometrika 16 (1951), 297-334) is the general form; bounds of a correlation
by R. A. Fisher's z (Metron 1 (1921), 3-32).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

FEWEST = 20  # people below whom an item's figures are mostly chance
SHARE = 0.27
Z = NormalDist().inv_cdf(0.975)
ALIKE = 1e-9  # parts of points summed in another order differ by less
TOO_HARD, TOO_EASY, WEAK = 0.2, 0.95, 0.15

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """One question's figures; None where they cannot be told.

    difficulty: the mean share of its points that people got. flags: hard, easy, weak, or wrong-way, which is
    mostly a wrong key; it is said only where chance would hardly make it so.
    """

    difficulty: float
    point_biserial: float | None
    upper_lower: float
    flags: tuple[str, ...]


def analyse(scores: Scores, *, fewest: int = FEWEST) -> list[Item] | None:
    """Each column's item of a matrix of people by items, from 0 (wrong) to 1 (right). None: too few people.

    What was not answered is to stand as 0. Raises ValueError for points outside of 0 to 1.
    """
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("points of an item lie between 0 and 1")
    if len(scores) < fewest:
        return None
    total = scores.sum(axis=1)
    return [_item(scores[:, i], total) for i in range(scores.shape[1])]


def _item(points: Scores, total: Scores) -> Item:
    difficulty = float(points.mean())
    r = _correlation(points, total - points)
    return Item(difficulty, r, upper_lower(points, total), _flags(difficulty, r, len(total)))


def _correlation(a: Scores, b: Scores) -> float | None:
    """Pearson's r, which of a right-or-wrong item is the point-biserial; None if either does not vary."""
    if np.ptp(a) < ALIKE or np.ptp(b) < ALIKE:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def upper_lower(points: Scores, total: Scores) -> float:
    """Mean of the item in the best 27 % of people less that in the weakest 27 %.

    People of one total at the edge of a group count in it by the share of their places, so that no order decides.
    """
    k = max(round(SHARE * len(total)), 1)
    return _mean_of_best(points, total, k) - _mean_of_best(points, -total, k)


def _mean_of_best(points: Scores, total: Scores, k: int) -> float:
    edge = np.sort(total)[-k]
    above, level = total > edge, total == edge
    places = k - int(above.sum())
    return float((points[above].sum() + points[level].mean() * places) / k)


def _flags(difficulty: float, r: float | None, people: int) -> tuple[str, ...]:
    flags = []
    if difficulty < TOO_HARD:
        flags.append("hard")
    if difficulty > TOO_EASY:
        flags.append("easy")
    if r is not None and r < WEAK:
        flags.append("wrong-way" if most_likely_at_most(r, people) < 0 else "weak")
    return tuple(flags)


def most_likely_at_most(r: float, people: int) -> float:
    """The upper end of a correlation's 95 % interval, by Fisher's z. Of few people an r below nought may be chance."""
    if people < 4:
        return 1.0
    return float(np.tanh(np.arctanh(min(max(r, -1 + ALIKE), 1 - ALIKE)) + Z / np.sqrt(people - 3)))


def alpha(scores: Scores) -> float | None:
    """Cronbach's alpha, of right-or-wrong items KR-20. None of fewer than two items, or if totals do not vary."""
    k = scores.shape[1]
    total = scores.sum(axis=1)
    if k < 2 or not len(total) or np.ptp(total) < ALIKE:
        return None
    return float(k / (k - 1) * (1 - scores.var(axis=0).sum() / total.var()))
