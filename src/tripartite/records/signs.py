"""A sign of made-up records, and the arithmetic that the screens share.

A sign is a reason to look, never proof: it carries its strength and how often honest records ring it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    import duckdb

Strength = Literal["weak", "moderate", "strong"]
STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak")

EXAMPLES = 5

# How often honest records of some dozen workers and a few months ring each sign: upper 95 % bounds from parts
# of two real logs and from made-up honest factories, under_cap per cap (bench/integrity_calibration.py writes
# bench/results/integrity.md). one_hand: one pair of one real log, which may be a true alarm.
FALSE_ALARMS: dict[str, float] = {
    "same_minute": 0.005,
    "no_stragglers": 0.005,
    "typed_minutes": 0.005,
    "copied_weeks": 0.005,
    "under_cap": 0.033,
    "round_hours": 0.005,
    "same_totals": 0.005,
    "one_hand": 0.236,
    "two_places": 0.015,
    "overlapping_days": 0.005,
    "work_on_leave": 0.015,
    "two_books": 0.015,
    "paid_but_not_recorded": 0.015,
    "pay_apart_from_hours": 0.015,
}


class Sign(Struct, frozen=True):
    """One sign: what was seen, on how many workers, and how often honest records look the same.

    `evidence` holds plain numbers and up to five examples; `false_alarm_rate` is the share of honest
    record sets in which this sign rings.
    """

    code: str
    text: dict[str, str]
    strength: Strength
    workers: int
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def false_alarm_rate(self) -> float:
        return FALSE_ALARMS[self.code]


def at_least(k: int, n: int, p: float) -> float:
    """Chance of k or more successes in n tries of chance p (exact binomial tail, by logarithms)."""
    if k <= 0:
        return 1.0
    if k > n or p <= 0.0:
        return 0.0
    if p >= 1.0:
        return 1.0
    return min(1.0, math.fsum(math.exp(_log_chance(i, n, p)) for i in range(k, n + 1)))


def at_most(k: int, n: int, p: float) -> float:
    """Chance of k or fewer successes in n tries of chance p."""
    return at_least(n - k, n, 1.0 - p)


def _log_chance(k: int, n: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return ways + k * math.log(p) + (n - k) * math.log1p(-p)


def share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def examples(con: duckdb.DuckDBPyConnection, sql: str) -> list[list[Any]]:
    """Up to five rows of a query, dates as text."""
    rows = con.execute(f"SELECT * FROM ({sql}) LIMIT {EXAMPLES}").fetchall()
    return [[v.isoformat() if hasattr(v, "isoformat") else v for v in row] for row in rows]


def one(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """Run an aggregate query and give its single row."""
    row = con.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - aggregates always give a row
    return row
