"""What a sample would have shown: exact chances of drawing without replacement."""

from __future__ import annotations

from fractions import Fraction
from math import comb


def sample_chance(population: int, affected: int, n: int) -> float:
    """Chance that a random sample of `n` of `population` holds at least one of `affected`.

    Raises ValueError if the numbers contradict each other.
    """
    if not 0 <= affected <= population or n < 0:
        raise ValueError(f"{affected} affected of {population}, sample of {n}")
    n = min(n, population)
    if affected == 0 or n == 0:
        return 0.0
    return float(1 - Fraction(comb(population - affected, n), comb(population, n)))
