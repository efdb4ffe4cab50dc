"""Whom a rule is for: basis of pay and size of the facility, besides place and employment."""

from __future__ import annotations

import numpy as np

from tripartite.check.limits import Facts, Where, matching


def facts(basis: list[int], size: list[int]) -> Facts:
    n = len(basis)
    words, none = np.full(n, "", object), np.full(n, -1)
    return Facts(words, words, words, np.arange(n), none, none, none, np.array(basis), np.array(size))


def test_a_rule_for_day_and_hour_wages_leaves_monthly_ones_out() -> None:
    found = matching(Where(basis=("daily", "hourly")), facts([0, 1, 2, 3, -1], [60] * 5))
    assert found.tolist() == [False, True, True, False, False]


def test_sizes_include_both_ends() -> None:
    found = matching(Where(size=(50, 99)), facts([0] * 4, [49, 50, 99, 100]))
    assert found.tolist() == [False, True, True, False]


def test_columns_taken_keep_their_facts() -> None:
    taken = facts([0, 1, 2], [10, 20, 30]).take(np.array([2, 0]))
    assert taken.basis.tolist() == [2, 0]
    assert taken.size.tolist() == [30, 10]
