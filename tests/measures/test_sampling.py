from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.measures.sampling import sample_chance


@pytest.mark.parametrize(
    ("population", "affected", "n", "chance"),
    [
        (600, 0, 10, 0.0),
        (600, 600, 10, 1.0),
        (600, 1, 10, 10 / 600),
        (600, 591, 10, 1.0),  # only nine are not affected
        (600, 590, 10, 1 - 1 / 142_150_577_234_118_580_000),  # as good as certain, and not quite
        (5, 2, 2, 0.7),  # of ten pairs three hold none of the two
        (5, 2, 9, 1.0),
        (5, 2, 0, 0.0),
        (0, 0, 10, 0.0),
    ],
)
def test_known_chances(population, affected, n, chance):
    assert sample_chance(population, affected, n) == pytest.approx(chance, rel=1e-12)


@pytest.mark.parametrize(("population", "affected", "n"), [(5, 6, 1), (5, -1, 1), (5, 1, -1)])
def test_numbers_that_contradict_each_other_are_refused(population, affected, n):
    with pytest.raises(ValueError, match=f"{affected} affected of {population}, sample of {n}"):
        sample_chance(population, affected, n)


@given(st.integers(1, 400), st.data())
def test_more_affected_or_a_larger_sample_never_lowers_the_chance(population, data):
    affected = data.draw(st.integers(0, population - 1))
    n = data.draw(st.integers(0, population - 1))
    chance = sample_chance(population, affected, n)
    assert 0 <= chance <= 1
    assert sample_chance(population, affected + 1, n) >= chance
    assert sample_chance(population, affected, n + 1) >= chance


def test_drawing_gives_the_same():
    draw = random.Random(7)
    hits = sum(min(draw.sample(range(120), 10)) < 9 for _ in range(20_000)) / 20_000
    assert sample_chance(120, 9, 10) == pytest.approx(hits, abs=0.02)


def test_a_country_of_workers_takes_no_time():
    assert sample_chance(2_400_000, 24_000, 10) == pytest.approx(1 - 0.99**10, abs=1e-5)
