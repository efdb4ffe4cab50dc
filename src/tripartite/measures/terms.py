"""What the law hands to the measures: dated values as plain numbers, no word of where they come from.

Dates are days since 1970-01-01, time is minutes, rates are basis points, money minor units.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

NO_DATE = -(2**31) + 1

ORDINARY, REST, HOLIDAY = 0, 1, 2
STANDARD, COMPREHENSIVE, FLEXIBLE = 0, 1, 2
WEEK, MONTH, QUARTER, YEAR = 0, 1, 2, 3
MONTHLY, DAILY, HOURLY, PIECE = 0, 1, 2, 3


@dataclass(frozen=True)
class Steps:
    """A value that changes on certain days: `values[i]` holds from `starts[i]` until `ends[i]`.

    `starts` ascend and the spans do not overlap; where none holds, `at` gives None.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    values: tuple[int, ...] = ()

    def at(self, day: int) -> int | None:
        i = bisect_right(self.starts, day) - 1
        return self.values[i] if i >= 0 and day < self.ends[i] else None

    def changes(self) -> set[int]:
        return set(self.starts) | set(self.ends)


@dataclass(frozen=True)
class Cell:
    """One cell of the pay matrix for the workers of some hours systems.

    `rate` is due in basis points of the hourly base, over and above the ordinary wage.
    `regions` empty: everywhere.
    """

    day: int
    overtime: bool | None  # None: ordinary and overtime hours alike
    night: bool | None
    hours_systems: tuple[int, ...]
    rate: Steps
    regions: tuple[str, ...] = ()
    lieu: bool = False
    provision: str = ""
    label: str = ""


@dataclass(frozen=True)
class PayTerms:
    """Normal hours, hourly base and premium rates of one standard.

    `day_norm` and `week_norm` bind together: no hour counts twice. `period_norm` gives the normal
    hours of a comprehensive period by WEEK..YEAR. `base_minutes` divides a contract wage of each basis.
    """

    key: str
    day_norm: Steps
    week_norm: Steps
    period_norm: dict[int, Steps] = field(default_factory=dict)
    base_minutes: dict[int, Steps] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    night: tuple[int, int] = (1320, 360)
    floor_base: bool = False
    verified: bool = True
    minimum_excluded: frozenset[str] = frozenset()
    minimum_on_top: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class WageFloor:
    """Minimum wages of one place over time: the sure floor and the most it may be, per basis.

    `low.at(day)` None: no sure floor is known. `high.at(day)` None: it may be any amount.
    """

    low: dict[int, Steps]
    high: dict[int, Steps]
