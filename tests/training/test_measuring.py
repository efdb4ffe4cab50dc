"""Gain and item figures, against examples worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tripartite.training.gain import gain_of
from tripartite.training.items import alpha, analyse, upper_lower


def test_gain_by_hand() -> None:
    """Before 0.40, after 0.70: 0.30 of the 0.60 that could be gained."""
    g = gain_of([(0.2, 0.6), (0.4, 0.7), (0.6, 0.8), (0.3, 0.7), (0.5, 0.7)])
    assert (g.people, g.before, g.after) == (5, pytest.approx(0.4), pytest.approx(0.7))
    assert g.gain == pytest.approx(0.5)
    assert g.low is not None
    assert g.high is not None
    assert g.low < 0.5 < g.high


def test_all_alike_leave_no_doubt() -> None:
    g = gain_of([(0.5, 0.75)] * 8)
    assert (g.gain, g.low, g.high) == (pytest.approx(0.5), pytest.approx(0.5), pytest.approx(0.5))


def test_more_people_make_the_interval_narrower_and_it_covers_the_truth() -> None:
    rng = np.random.default_rng(4)
    covered, widths = 0, {20: 0.0, 80: 0.0}
    for n, runs in ((20, 100), (80, 100)):
        for run in range(runs):
            before = rng.binomial(20, 0.4, n) / 20
            after = rng.binomial(20, 0.7, n) / 20
            g = gain_of(list(zip(before, after, strict=True)), seed=run)
            assert g.low is not None
            assert g.high is not None
            covered += g.low <= 0.5 <= g.high
            widths[n] += (g.high - g.low) / runs
    assert covered >= 184
    assert widths[80] < 0.6 * widths[20]


def test_small_groups_tell_nothing_and_a_loss_is_negative() -> None:
    few = gain_of([(0.2, 0.9)] * 4)
    assert (few.people, few.before, few.gain, few.why) == (0, None, None, "few")
    full = gain_of([(1.0, 1.0)] * 6)
    assert (full.gain, full.why) == (None, "full")
    loss = gain_of([(0.5, 0.25)] * 6)
    assert loss.gain == pytest.approx(-0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        gain_of([(0.5, 12)] * 6)


# Five people, four items; totals 4, 3, 2, 1, 0.
GUTTMAN = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], dtype=np.float64)


def test_kr20_by_hand() -> None:
    """P q: .16 + .24 + .24 + .16 = .8; variance of totals 2; 4/3 × (1 - .8 / 2) = 0.8."""
    assert alpha(GUTTMAN) == pytest.approx(0.8)
    assert alpha(np.ones((5, 4))) is None
    assert alpha(GUTTMAN[:, :1]) is None


def test_items_by_hand() -> None:
    found = analyse(GUTTMAN, fewest=5)
    assert found is not None
    assert [i.difficulty for i in found] == pytest.approx([0.8, 0.6, 0.4, 0.2])
    # First item: right for rests 3, 2, 1, 0, wrong for 0: (1.5 - 0) / s × √(p q), s² = 1.36.
    assert found[0].point_biserial == pytest.approx(1.5 / np.sqrt(1.36) * np.sqrt(0.16))
    # 27 % of five is one person.
    assert [i.upper_lower for i in found] == [1, 1, 1, 1]


def test_ties_at_the_edge_are_shared() -> None:
    total = np.array([3, 2, 2, 2, 2, 1, 1, 0], dtype=np.float64)
    points = np.array([1, 1, 0, 0, 0, 0, 0, 0], dtype=np.float64)
    # Two places above: one of 3, and one shared by four of whom one was right: (1 + 0.25) / 2.
    assert upper_lower(points, total) == pytest.approx(0.625)


def test_bad_items_are_flagged() -> None:
    rng = np.random.default_rng(1)
    able = rng.normal(size=200)
    good = (able[:, None] + rng.normal(size=(200, 6)) > 0).astype(np.float64)
    miskeyed, chance = 1 - good[:, 0], (rng.random(200) < 0.5).astype(np.float64)
    easy, hard = np.ones(200), np.zeros(200)
    found = analyse(np.column_stack([good[:, 1:], miskeyed, chance, easy, hard]))
    assert found is not None
    assert [i.flags for i in found[:5]] == [()] * 5
    assert "wrong-way" in found[5].flags
    assert found[6].flags in (("weak",), ("wrong-way",))
    assert found[7].flags == ("easy",)
    assert found[7].point_biserial is None
    assert found[8].flags == ("hard",)
    assert analyse(GUTTMAN) is None
