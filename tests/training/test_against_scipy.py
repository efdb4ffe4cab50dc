"""Gain, intervals and item figures beside SciPy's, beside formulas written out, and beside examples that others published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from tripartite.training.bootstrap import ROUNDS, student, tail_of
from tripartite.training.gain import difference_of, gain_of
from tripartite.training.items import alpha, analyse, most_likely_at_most, upper_lower

SHARES = st.integers(0, 8).map(lambda right: right / 8)
GROUP = st.lists(st.tuples(SHARES, SHARES), min_size=5, max_size=25)
MATRIX = st.tuples(st.integers(20, 40), st.integers(2, 8)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([0.0, 1.0]))
)


def hake(before, after, axis=-1):
    return (after.mean(axis) - before.mean(axis)) / (1 - before.mean(axis))


# --- Gain -------------------------------------------------------------------------------------------------


def test_a_published_gain() -> None:
    """Means of 4.916 and 16.016 of 20 points are a gain of 0.73: BMC Medical Education 21 (2021), 210, table 1.

    Told there are the difference, 11.1 points, 55.55 % of all points, and 225.8 % of the points before.
    """
    of = 11.1 / 0.5555
    before = 11.1 / 2.258
    assert of == pytest.approx(20, abs=0.05)
    g = gain_of([(before / of, (before + 11.1) / of)] * 5)
    assert g.gain is not None
    assert int(100 * g.gain) == 73


def test_student_is_that_of_scipy() -> None:
    for df in (*range(1, 60), 99, 100, 499, 500):
        assert student(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-12)


def test_few_people_have_their_tails_moved_out() -> None:
    """By the formula of Hesterberg 2015; of very many people nothing is moved."""
    for n in (2, 5, 8, 20, 200):
        assert tail_of(n) == pytest.approx(
            stats.norm.cdf(-np.sqrt(n / (n - 1)) * stats.t.ppf(0.975, n - 1)), rel=1e-9
        )
    assert tail_of(100_000) == pytest.approx(0.025, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(GROUP)
def test_gain_and_its_interval_are_those_of_scipy(pairs) -> None:
    before, after = np.array(pairs).T
    g = gain_of(pairs)
    assert g.people == len(pairs)
    if before.mean() == 1:
        assert (g.why, g.gain, g.low, g.high) == ("full", None, None, None)
        return
    assert g.gain == pytest.approx(hake(before, after))
    if (before == 1).any():
        return  # SciPy has no word for draws without a gain; its interval is then nan
    theirs = stats.bootstrap(
        (before, after), hake, paired=True, vectorized=True, method="percentile", n_resamples=ROUNDS,
        confidence_level=1 - 2 * tail_of(len(pairs)), rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    assert (g.low, g.high) == (pytest.approx(theirs.low, abs=1e-9), pytest.approx(theirs.high, abs=1e-9))


@settings(max_examples=40, deadline=None)
@given(GROUP)
def test_gain_holds_together(pairs) -> None:
    g = gain_of(pairs)
    if g.why == "full":
        return
    assert g.gain is not None
    assert g.low is not None
    assert g.high is not None
    assert g.low <= g.high <= 1 + 1e-9
    assert g.low <= g.gain + 1e-9
    assert g.gain <= g.high + 1e-9
    nothing_new = gain_of([(b, b) for b, _ in pairs])
    assert (nothing_new.gain, nothing_new.low, nothing_new.high) == pytest.approx((0, 0, 0))
    all_right = gain_of([(b, 1.0) for b, _ in pairs])
    assert (all_right.gain, all_right.low, all_right.high) == pytest.approx((1, 1, 1))


def test_draws_that_knew_all_before_leave_the_rest() -> None:
    g = gain_of([(1.0, 1.0)] * 4 + [(0.5, 0.75)])
    assert (g.gain, g.low, g.high) == (pytest.approx(0.5), pytest.approx(0.5), pytest.approx(0.5))


def test_of_one_person_or_of_no_number_there_is_no_gain() -> None:
    assert gain_of([]).why == "few"
    assert gain_of([(0.5, 1.0)], fewest=2).gain is None
    with pytest.raises(ValueError, match="two people"):
        gain_of([(0.5, 1.0)], fewest=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        gain_of([(float("nan"), 1.0)] * 5)


@pytest.mark.parametrize(("n", "least"), [(5, 0.89), (8, 0.91), (20, 0.92)])
def test_the_interval_holds_the_truth_as_often_as_it_says(n: int, least: float) -> None:
    """Unexpanded it did so in 84 % of groups of five."""
    rng = np.random.default_rng(n)
    held = 0
    for run in range(400):
        knew = 1 / (1 + np.exp(-rng.normal(-0.4, 0.8, n)))
        before, after = rng.binomial(12, knew) / 12, rng.binomial(12, knew + 0.5 * (1 - knew)) / 12
        g = gain_of(list(zip(before, after, strict=True)), seed=run % 3)
        assert g.low is not None
        assert g.high is not None
        held += g.low <= 0.5 <= g.high
    assert held / 400 >= least


# --- A difference of two groups ---------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.lists(SHARES, min_size=6, max_size=20), st.lists(SHARES, min_size=6, max_size=20))
def test_a_difference_is_that_of_scipy(a, b) -> None:
    d, low, high = difference_of(a, b)
    assert d == pytest.approx(np.mean(a) - np.mean(b))
    assert low <= d + 1e-9
    assert d <= high + 1e-9
    theirs = stats.bootstrap(
        (a, b), lambda x, y, axis=-1: x.mean(axis) - y.mean(axis), vectorized=True, method="percentile",
        n_resamples=ROUNDS, confidence_level=1 - 2 * tail_of(min(len(a), len(b))), rng=np.random.default_rng(9),
    )  # fmt: skip
    within = 0.5 * theirs.standard_error + 1e-9
    assert low == pytest.approx(theirs.confidence_interval.low, abs=within)
    assert high == pytest.approx(theirs.confidence_interval.high, abs=within)


def test_groups_of_one_size_are_drawn_apart() -> None:
    """Drawn alike, a group would never differ from itself, and the interval would be nought wide."""
    a = [0.1, 0.4, 0.5, 0.9, 0.3, 0.8]
    d, low, high = difference_of(a, a)
    assert d == 0
    assert low < -0.1
    assert high > 0.1
    assert difference_of([0.5] * 6, [0.25] * 9) == pytest.approx((0.25, 0.25, 0.25))


@pytest.mark.parametrize(("a", "b"), [([], []), ([0.5], [0.5, 0.6]), ([0.5, 0.6], [0.5])])
def test_of_one_person_there_is_no_difference(a, b) -> None:
    with pytest.raises(ValueError, match="two people"):
        difference_of(a, b)


# --- Items ------------------------------------------------------------------------------------------------


def test_a_published_reliability() -> None:
    """Ten people, ten items: K. L. Wuensch, The Kuder-Richardson 20, East Carolina University.

    Told there are the products p q of the items and the variance of the totals, 5.84.
    """
    told = """1111110110 1011011101 1111011001 0010001000 0000010010
              1110111111 1101110111 1111111101 0101111101 1101101110"""
    scores = np.array([list(map(float, row)) for row in told.split()])
    pq = [0.21, 0.21, 0.24, 0.21, 0.24, 0.16, 0.21, 0.21, 0.25, 0.24]
    assert scores.var(axis=0) == pytest.approx(pq)
    assert scores.sum(axis=1).var() == pytest.approx(5.84)
    assert alpha(scores) == pytest.approx(10 / 9 * (1 - sum(pq) / 5.84))


@settings(max_examples=40, deadline=None)
@given(MATRIX)
def test_items_are_those_of_scipy(scores) -> None:
    found = analyse(scores)
    assert found is not None
    total = scores.sum(axis=1)
    for column, item in zip(scores.T, found, strict=True):
        rest = total - column
        assert item.difficulty == pytest.approx(column.mean())
        if np.ptp(column) == 0 or np.ptp(rest) == 0:
            assert item.point_biserial is None
        else:
            assert item.point_biserial == pytest.approx(stats.pointbiserialr(column, rest).statistic)
        assert -1 <= item.upper_lower <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=4, max_size=40))
def test_the_bound_of_a_correlation_is_that_of_scipy(pairs) -> None:
    a, b = np.array(pairs).T
    if min(a.std(), b.std()) < 1e-3:
        return
    found = stats.pearsonr(a, b)
    if abs(found.statistic) < 0.999:
        high = found.confidence_interval(0.95).high
        assert most_likely_at_most(found.statistic, len(a)) == pytest.approx(high, abs=1e-6)


def test_a_key_is_suspected_only_beyond_chance() -> None:
    """An r below nought of 20 people may be chance; that of a key turned round is not."""
    able = np.tile(np.linspace(0, 1, 20)[:, None], (1, 8))
    scores = (able > np.linspace(0.1, 0.9, 8)).astype(np.float64)
    turned = np.column_stack([scores, 1 - scores[:, 3]])
    chance = np.column_stack([scores, np.tile([1.0, 0.0], 10)])
    of_turned, of_chance = analyse(turned), analyse(chance)
    assert of_turned is not None
    assert of_chance is not None
    assert "wrong-way" in of_turned[-1].flags
    assert of_chance[-1].point_biserial is not None
    assert -0.2 < of_chance[-1].point_biserial < 0
    assert of_chance[-1].flags == ("weak",)


@settings(max_examples=40, deadline=None)
@given(MATRIX)
def test_reliability_is_kr20_and_cronbachs(scores) -> None:
    k = scores.shape[1]
    whole = scores.sum(axis=1).var(ddof=1)
    if whole == 0:
        assert alpha(scores) is None
        return
    p = scores.mean(axis=0)
    assert alpha(scores) == pytest.approx(
        k / (k - 1) * (1 - (p * (1 - p)).sum() / scores.sum(axis=1).var(ddof=0))
    )
    between = np.cov(scores, rowvar=False)
    assert alpha(scores) == pytest.approx(k / (k - 1) * (1 - np.trace(between) / between.sum()))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(30)), st.data())
def test_upper_less_lower_is_kelleys_where_totals_differ(order, data) -> None:
    points = np.array(data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=30, max_size=30)))
    total = np.array(order, dtype=np.float64)
    best = np.argsort(total)
    assert upper_lower(points, total) == pytest.approx(points[best[-8:]].mean() - points[best[:8]].mean())


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_right_or_all_wrong_tell_nothing_of_who_knows_more(value: float) -> None:
    scores = np.full((20, 4), value)
    found = analyse(scores)
    assert found is not None
    assert [(i.difficulty, i.point_biserial, i.upper_lower) for i in found] == [(value, None, 0)] * 4
    assert alpha(scores) is None


def test_one_person_nobody_and_no_item() -> None:
    assert analyse(np.ones((1, 3))) is None
    assert analyse(np.empty((0, 0))) is None
    assert analyse(np.empty((20, 0))) == []
    assert alpha(np.ones((1, 3))) is None
    assert alpha(np.empty((0, 3))) is None


def test_missing_points_are_refused_not_guessed() -> None:
    for wrong in (np.nan, 2.0, -1.0):
        scores = np.ones((20, 3))
        scores[4, 1] = wrong
        with pytest.raises(ValueError, match="between 0 and 1"):
            analyse(scores)


def test_totals_alike_but_for_the_last_bit_do_not_vary() -> None:
    """Of thirds and tenths sums in another order differ in the last bit: no difference of people."""
    rows = [[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]]
    scores = np.array(rows * 7)
    assert np.ptp(scores.sum(axis=1)) > 0
    assert alpha(scores) is None
