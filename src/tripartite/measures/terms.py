"""What the law hands to the measures: dated values as plain numbers, no word of where they come from.

Dates are days since 1970-01-01, time is minutes, rates are basis points, money minor units.
"""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct, field

NO_DATE = -(2**31) + 1

# Kinds of day. From HOLIDAY on they are holidays of some kind; ON_REST added: on the weekly rest day.
ORDINARY, REST, HOLIDAY, SPECIAL, DOUBLE, HOLIDAY_AND_SPECIAL = 0, 1, 2, 3, 4, 5
ON_REST = 4
HOLIDAY_ON_REST, SPECIAL_ON_REST, DOUBLE_ON_REST, HOLIDAY_AND_SPECIAL_ON_REST = 6, 7, 8, 9
STANDARD, COMPREHENSIVE, FLEXIBLE, COMPRESSED = 0, 1, 2, 3
EXEMPT = 4  # managers and others whom the rules on hours and rest days leave out
WEEK, MONTH, QUARTER, YEAR = 0, 1, 2, 3
MONTHLY, DAILY, HOURLY, PIECE = 0, 1, 2, 3


class Steps(Struct, frozen=True):
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


class Cell(Struct, frozen=True):
    """One cell of the pay matrix for the workers of some hours systems. Cells add up.

    `rate` is due in basis points of the hourly base, over and above the ordinary wage. Empty `regions`,
    `sectors`, `bases` and `employments`: all. `unworked`: due for a holiday that is not worked.
    `beyond`: only minutes beyond so many of the cell in a month; `beyond_day`: on a day. `extra`: normal hours beyond
    the facility's own. `beyond_week`: only minutes that the week's normal hours have no room for. `month_hours`: only
    where the facility divides a monthly wage by so many minutes, from and to; not stated counts as 0.
    """

    days: tuple[int, ...]
    overtime: bool | None  # None: ordinary and overtime hours alike
    night: bool | None
    hours_systems: tuple[int, ...]
    rate: Steps
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    bases: tuple[int, ...] = ()
    employments: tuple[int, ...] = ()
    size: tuple[int, int] | None = None
    month_hours: tuple[int, int] | None = None
    lieu: bool = False
    unworked: bool = False
    beyond: int | None = None
    beyond_day: int | None = None
    after_day_overtime: bool = False
    extra: bool = False
    beyond_week: bool = False
    provision: str = ""
    label: str = ""


class Norm(Struct, frozen=True):
    """Normal hours a day and a week of one hours system, in some sectors (empty: all others).

    hours_period, size: only for that period, and for facilities of so many workers; None: any.
    """

    hours_system: int
    sectors: tuple[str, ...]
    day: Steps
    week: Steps
    hours_period: int | None = None
    size: tuple[int, int] | None = None


class Average(Struct, frozen=True):
    """Weekly hours that workers of an hours system keep on average over a period, in some sectors and sizes.

    planned: hours beyond what was planned for a day or week count too, so that without the plan the
    excess of the period is the least. month: weekly average above which a month within the period counts at once.
    five_day: an agreement may allow a day's norm for each day from Monday to Friday of the period instead.
    """

    hours_system: int
    hours_period: int
    sectors: tuple[str, ...]
    size: tuple[int, int] | None
    week: Steps
    planned: bool = False
    month: Steps = field(default_factory=Steps)
    five_day: bool = False


class Divisor(Struct, frozen=True):
    """What a contract wage of a basis is divided by, in some sectors and hours systems (empty: all others).

    at_most: the employer may use less, so that what is reckoned is the least that is due. down_to: the
    least minutes that any reading divides by (0: not told): pay that reaches what they give is enough.
    size: only for facilities of so many workers; None: any.
    """

    basis: int
    sectors: tuple[str, ...]
    minutes: Steps
    at_most: bool = False
    size: tuple[int, int] | None = None
    down_to: int = 0
    hours_systems: tuple[int, ...] = ()


class LeaveDays(Struct, frozen=True):
    """Days of annual leave a year for workers with so many completed years of service, [from, to)."""

    service: tuple[int, int]
    days: Steps


class PayTerms(Struct, frozen=True):
    """Normal hours, hourly base and premium rates of one standard.

    `day_norm` and `week_norm` bind together: no hour counts twice; `norms` are those of other hours
    systems and sectors. `period_norm` gives the normal hours of a comprehensive period by WEEK..YEAR,
    `averages` the weekly average that a period keeps where the law states that instead.
    `minimum_per`: the unit in which pay is compared with the minimum wage (MONTHLY, DAILY, HOURLY), and
    `month_days` the hundredths of a day over which a monthly minimum is spread. `untaken_leave`: what a day
    of leave that was not taken costs, in basis points of a day's wage over and above the ordinary wage.
    `minimum_unworked`: holidays paid though not worked are owed at the minimum too.
    `minimum_trainees`: what share (basis points) of the minimum is sure until how many months after hiring.
    `by_date`: after midnight a shift's hours have the kind of their own date; otherwise a shift has that of the
    date on which it begins.
    """

    key: str
    day_norm: Steps
    week_norm: Steps
    norms: tuple[Norm, ...] = ()
    period_norm: dict[int, Steps] = field(default_factory=dict)
    averages: tuple[Average, ...] = ()
    divisors: tuple[Divisor, ...] = ()
    cells: tuple[Cell, ...] = ()
    night: tuple[int, int] = (1320, 360)
    floor_base: bool = False
    verified: bool = True
    minimum_per: int = MONTHLY
    month_days: int = 2175
    minimum_trainees: tuple[tuple[int, int], ...] = ()
    minimum_excluded: frozenset[str] = frozenset()
    minimum_on_top: dict[str, tuple[str, ...]] = field(default_factory=dict)
    minimum_unworked: bool = False
    untaken_leave: Steps = Steps()
    untaken_leave_provision: str = ""
    untaken_leave_label: str = ""
    leave_days: tuple[LeaveDays, ...] = ()
    by_date: bool = False


class WageFloor(Struct, frozen=True):
    """Minimum wages of one place over time: the sure floor and the most it may be, per basis.

    `low.at(day)` None: no sure floor is known. `high.at(day)` None: it may be any amount.
    """

    low: dict[int, Steps]
    high: dict[int, Steps]
