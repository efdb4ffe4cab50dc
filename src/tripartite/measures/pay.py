"""Pay due against pay paid, by pay period. Money in minor units, rounded once, half up.

What is due is a lower bound where hours are not all known, so a shortfall is never overstated. What
was paid is taken at its most: pay of unknown nature counts for the employer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from tripartite.measures.catalogue import measure
from tripartite.measures.hours import (
    by_day,
    cells,
    day_norms,
    normal_minutes,
    overtime_is_least,
    uncompensated_rest,
)
from tripartite.measures.matrix import PAID_LEAVE_CODES, OnRows, by_date, cell_minutes, past_midnight
from tripartite.measures.midnight import moved_to_ordinary
from tripartite.measures.panel import Ints, Mask, Minutes, Panel, Periods, Values
from tripartite.measures.terms import (
    DAILY,
    HOURLY,
    MONTHLY,
    ORDINARY,
    PIECE,
    YEAR,
    Cell,
    PayTerms,
)
from tripartite.measures.wage import WageBase, divisors, floor_by_period, periods_of_pay, wage_base

OVERTIME_ITEMS = ("overtime", "overtime_ordinary", "overtime_rest", "overtime_holiday")
DEDUCTION_PREFIX = "deduction_"
TAKEN = ("social_insurance", "housing_fund", "tax")
TOTALS = ("gross", "net")
PENAL = ("deduction_damage", "deduction_fine")
FULL = 10_000


class Due(Struct, frozen=True):
    """Premium pay due by pay period, and the cells it is made of: the minutes of each, and these times rate and
    wage, to be divided by `divisor`.
    """

    amount: Ints
    known: Mask
    divisor: Ints
    cells: list[tuple[Cell, Minutes, Ints]]

    def lines(self) -> Iterator[tuple[Cell, Minutes, Ints]]:
        """Each cell with its minutes and money. Divisions are dear, and a check of many needs only the sum."""
        for cell, minutes, weighted in self.cells:
            yield cell, minutes, round_half_up(weighted, self.divisor)


def round_half_up(numerator: Ints, denominator: Ints | int) -> Ints:
    """Divide non-negative whole numbers, rounding halves up."""
    result: Ints = (2 * numerator + denominator) // (2 * denominator)
    return result


def _zeros(p: Panel) -> Ints:
    return np.zeros((len(p.get(periods_of_pay)), p.n_workers), np.int64)


def paid(p: Panel, *names: str) -> Ints:
    """Sum of the named components by pay period; 0 where there is none."""
    total = _zeros(p)
    if p.pay is not None:
        for name in names:
            if name in p.pay.amounts:
                total += p.pay.amounts[name]
    return total


def earnings_items(p: Panel) -> list[str]:
    if p.pay is None:
        return []
    return [
        n for n in p.pay.amounts if n not in TAKEN and n not in TOTALS and not n.startswith(DEDUCTION_PREFIX)
    ]


def slip_present(p: Panel) -> Mask:
    if p.pay is None:
        return np.zeros((len(p.get(periods_of_pay)), p.n_workers), bool)
    return p.pay.present & ~p.pay.foreign


def itemised(p: Panel) -> bool:
    """Whether the slips name what pay is made of, not only its total."""
    return p.pay is not None and bool(p.pay.items & {"basic", "piece"})


def total_told(p: Panel) -> bool:
    """Whether the slips tell all pay: by its items, or by its total. A list of overtime or of net pay does not."""
    return itemised(p) or (p.pay is not None and "gross" in p.pay.items)


def earnings(p: Panel) -> Ints:
    """All pay before deductions: the items' sum, or the slip's total where that is more."""
    rest: Ints = p.get(unexplained)
    return paid(p, *earnings_items(p)) + rest


def unexplained(p: Panel) -> Ints:
    """What the slip's total holds beyond its items: pay of unknown nature."""
    rest: Ints = np.maximum(paid(p, "gross") - paid(p, *earnings_items(p)), 0)
    return rest


def premium_due(p: Panel, t: PayTerms) -> Due:
    """Pay due for overtime, rest days, holidays and nights, each cell at its rate of the hourly base."""
    return _due(p, t, [c for c in t.cells if not c.unworked])


def unworked_due(p: Panel, t: PayTerms) -> Due:
    """Pay due for holidays that were not worked."""
    return _due(p, t, [c for c in t.cells if c.unworked])


def _due(p: Panel, t: PayTerms, chosen: list[Cell]) -> Due:
    periods = p.get(periods_of_pay)
    base = p.get(wage_base, t)
    total = np.zeros((len(periods), p.n_workers), np.int64)
    piece_total = np.zeros_like(total) if (base.basis == PIECE).any() else None
    of_bases = {bases: np.isin(base.basis, bases) for bases in {c.bases for c in chosen if c.bases}}
    parts = []
    for cell in chosen:
        plain = cell.overtime is False and cell.night is None and cell.days == (ORDINARY,)
        if plain and cell.beyond_day is None:
            continue
        found = cell_minutes(p, t, cell)
        sums = periods.among(found.rows).sums(found.minutes)
        if not sums.any():
            parts.append((cell, sums, np.zeros_like(total)))
            continue
        of_basis = of_bases.get(cell.bases)
        weighted = _weighted(p, periods, base, cell, found, sums)
        if piece_total is not None:
            on_piece = _period_weights(p, periods, cell, found, sums, minus=FULL)
            piece_total += on_piece if of_basis is None else on_piece * of_basis
        if of_basis is not None:
            weighted, sums = weighted * of_basis, sums * of_basis
        total += weighted
        parts.append((cell, sums, weighted))
    divisor = base.divisor * FULL
    amount, known = round_half_up(total, divisor), base.known
    if piece_total is not None:
        amount, known = _piece_due(p, base, piece_total, amount)
    return Due(amount, known, divisor, parts)


def _period_weights(
    p: Panel, periods: Periods, cell: Cell, found: OnRows, sums: Minutes, *, minus: int
) -> Ints:
    """Sum of minutes x rate within each period, of which `sums` are the minutes' sums. `minus` is taken off rates
    that hold the hour's own pay.
    """
    rate, per_period = _rates(p, periods, cell, minus)
    if per_period is not None:
        weights: Ints = sums.astype(np.int64) * per_period[:, None]
        return weights
    return periods.among(found.rows).sums(found.minutes * rate[found.rows, None], np.int64)


def _rates(p: Panel, periods: Periods, cell: Cell, minus: int) -> tuple[Ints, Ints | None]:
    """A cell's rate by day, and by pay period where it changes within none."""
    key = ("rates", cell.rate, minus)
    if key not in p.memo:
        rate = by_day(cell.rate, p.first_day, p.n_days, 0).astype(np.int64)
        rate = np.where(rate >= FULL, rate - minus, rate)
        ends = zip(periods.first.tolist(), periods.end.tolist(), strict=True)
        per_period = None
        if all(a == b or (rate[a:b] == rate[a]).all() for a, b in ends):
            per_period = np.array([rate[a] if a < len(rate) else 0 for a in periods.first.tolist()], np.int64)
        p.memo[key] = rate, per_period
    found: tuple[Ints, Ints | None] = p.memo[key]
    return found


def _weighted(p: Panel, periods: Periods, base: WageBase, cell: Cell, found: OnRows, sums: Minutes) -> Ints:
    """Sum of minutes x rate x scaled wage within each period: divide by divisor x 10,000 for money."""
    weighted = _period_weights(p, periods, cell, found, sums, minus=0) * base.flat
    if len(base.changing):
        rate, _ = _rates(p, periods, cell, 0)
        numerators = found.minutes[:, base.changing] * (rate[:, None] * base.daily)[found.rows]
        weighted[:, base.changing] = periods.among(found.rows).sums(numerators, np.int64)
    return weighted


def _piece_due(p: Panel, base: WageBase, weights: Ints, amount: Ints) -> tuple[Ints, Mask]:
    """Piece workers: the pieces are paid once already, so the rate above 100 % is due on top.

    The period's piece earnings are spread evenly over its hours.
    """
    pieces = paid(p, "piece")
    worked = p.get(periods_of_pay).sums(p.minutes).astype(np.int64)
    is_piece = base.basis == PIECE
    sure = is_piece & (pieces > 0) & (worked > 0)
    due = round_half_up(pieces * weights, np.where(worked > 0, worked, 1) * FULL)
    return np.where(is_piece, np.where(sure, due, 0), amount), base.known & (~is_piece | sure)


@measure(unit="money", per="month", terms=True)
def overtime_pay_short(p: Panel, t: PayTerms) -> Values:
    """Premium pay due for overtime, rest days and holidays, less what the slip shows paid for them."""
    periods = p.get(periods_of_pay)
    due, base = p.get(premium_due, t), p.get(wage_base, t)
    slip = slip_present(p)
    items = premium_items(t)
    named = p.pay is not None and any(i in p.pay.items for i in items)
    if named:
        settled = paid(p, *items) + _paid_within_basic(p, t, base) + p.get(unexplained)
    elif itemised(p):
        settled = earnings(p) - paid(p, "basic", "piece")
    else:
        settled = np.maximum(earnings(p) - _wage_of_the_period(periods, base), 0)
    value = np.where(slip & due.known, np.maximum(due.amount - settled, 0), 0)
    hours = p.complete(periods)
    plan = np.broadcast_to(~p.get(overtime_is_least, t), hours.shape)
    # Between what the most and what the fewest minutes give it cannot be told; from the latter on it is enough.
    most = -(-due.amount * base.divisor // np.maximum(base.fewest, 1))
    enough = (base.fewest > 0) & (settled >= most)
    complete = hours & plan & slip & due.known & (~(base.least & (due.amount > 0)) | enough)
    if not named:
        complete &= due.amount == 0
    reasons = (
        ("no-pay-record", ~slip),
        ("wage-unknown", ~due.known),
        ("hours-incomplete", ~hours),
        ("plan-unknown", ~plan),
        ("divisor-unknown", base.least & ~enough),
        ("overtime-pay-not-itemised", slip),
    )
    exists = p.employed(periods) & _within(p, periods)
    piece = base.basis == PIECE
    return Values(value, periods, exists, complete, reasons=reasons, assumed=base.assumed | piece)


def _wage_of_the_period(periods: Periods, base: WageBase) -> Ints:
    """Contract wage within a slip's total: of a monthly wage paid in parts, at the least what the days come to."""
    days = (periods.end_day - periods.start_day + 1)[:, None]
    part = (base.basis == MONTHLY) & ~_is_month(periods)[:, None]
    return np.where(part, np.minimum(base.amount, base.amount * days // 31), base.amount)


def premium_items(t: PayTerms) -> tuple[str, ...]:
    """Items of a slip that pay the matrix: the night allowance too where the law has a premium for nights."""
    nights = any(c.night for c in t.cells)
    return (*OVERTIME_ITEMS, "night_allowance") if nights else OVERTIME_ITEMS


def _paid_within_basic(p: Panel, t: PayTerms, base: WageBase) -> Ints:
    """What day and hour workers are paid as basic pay beyond their ordinary days and the holidays they did
    not work: it may pay rest days and holidays at the plain rate, and counts for the employer.
    """
    by_time = (base.basis == DAILY) | (base.basis == HOURLY)
    if not by_time.any():
        return np.zeros_like(base.amount)
    plain = paid(p, "basic", "leave_pay") - p.get(unworked_due, t).amount
    return np.where(by_time, np.maximum(plain - ordinary_due(p, t, base), 0), 0)


def ordinary_due(p: Panel, t: PayTerms, base: WageBase) -> Ints:
    """Contract wage for the ordinary hours of day and hour workers; 0 for others."""
    at = p.get(attendance)
    due = np.where(base.basis == DAILY, base.amount * at.attended, 0)
    found = past_midnight(p, t)
    if found is not None and (base.basis == DAILY).any():
        # A day's wage for the part of a night shift that is ordinary by its own date.
        share = moved_to_ordinary(p, found).astype(np.int64) * 10_000 // np.maximum(day_norms(p, t), 1)
        days = p.get(periods_of_pay).sums(share, np.int64)
        due += np.where(base.basis == DAILY, base.amount * days // 10_000, 0)
    if (base.basis == HOURLY).any():
        split = p.get(cells, t)
        begun = p.minutes - split.overtime - split.rest - split.holiday
        normal = p.get(periods_of_pay).sums(by_date(p, t, begun))
        if split.period_excess is not None:
            normal = normal - p.get(periods_of_pay).sums(split.period_excess)
        due = np.where(base.basis == HOURLY, base.amount * normal.astype(np.int64) // 60, due)
    return due


def _within(p: Panel, periods: Periods) -> Mask:
    """Periods that the time records touch at all."""
    return (p.covered_from <= periods.end_day[:, None]) & (p.covered_to >= periods.start_day[:, None])


@measure(unit="bp", per="month", terms=True)
def overtime_premium_rate(p: Panel, t: PayTerms) -> Values:
    """Overtime pay shown on the slip as a share of the hourly base for the overtime worked."""
    periods = p.get(periods_of_pay)
    base = p.get(wage_base, t)
    split = p.get(cells, t)
    extended = split.overtime + p.get(uncompensated_rest, t) + split.holiday
    if split.period_excess is not None:
        extended = extended + split.period_excess
    minutes = periods.sums(extended).astype(np.int64)
    weight = minutes * base.flat
    if len(base.changing):
        weight[:, base.changing] = periods.sums(extended[:, base.changing] * base.daily, np.int64)
    settled = paid(p, *OVERTIME_ITEMS)
    named = p.pay is not None and any(i in p.pay.items for i in OVERTIME_ITEMS)
    # paid / (minutes x wage / divisor), in basis points, rounded up: a rate just met is met.
    rate = -((-settled * base.divisor * FULL) // np.where(weight > 0, weight, 1))
    slip = slip_present(p)
    hours = p.complete(periods)
    complete = slip & base.known & hours & named & (base.basis != PIECE) & ~base.least & (weight > 0)
    reasons = (
        ("no-pay-record", ~slip),
        ("wage-unknown", ~base.known | (weight == 0)),
        ("hours-incomplete", ~hours),
        ("overtime-pay-not-itemised", slip),
    )
    # More minutes only lower the rate: where hours are incomplete the value shown bounds nothing.
    return Values(
        np.where(complete, rate, 0), periods, minutes > 0, complete, reasons=reasons, assumed=base.assumed
    )


class Attendance(Struct, frozen=True):
    """Ordinary days of each pay period: scheduled, and worked or on paid leave."""

    scheduled: Minutes
    attended: Minutes
    full: Mask


def attendance(p: Panel) -> Attendance:
    periods = p.get(periods_of_pay)
    ordinary = p.kind == ORDINARY
    present = p.worked & ordinary
    if p.leave is not None:
        present = present | (ordinary & np.isin(p.leave, list(PAID_LEAVE_CODES)))
    due = ordinary if p.day_off is None else ordinary & ~p.day_off
    scheduled = periods.sums(np.broadcast_to(due, p.minutes.shape).astype(np.int32))
    attended = periods.sums(present.astype(np.int32))
    there = attended if p.day_off is None else periods.sums((present & due).astype(np.int32))
    full = (there >= scheduled) & p.employed_throughout(periods) & p.covered(periods) & (scheduled > 0)
    return Attendance(scheduled, attended, full)


def counted_pay(p: Panel, t: PayTerms) -> Ints:
    """Pay that counts toward the minimum wage: without overtime, hardship pay, benefits, and without
    the worker's own contributions where these must come on top.
    """
    if not itemised(p):
        return earnings(p)
    counted = counted_pay_before_shares(p, t)
    for region, items in t.minimum_on_top.items():
        there = np.array([r == region for r in p.region_of])
        if there.any():
            counted = counted - np.where(there, paid(p, *items), 0)
    return counted


def _is_month(periods: Periods) -> Mask:
    days = periods.end_day - periods.start_day + 1
    return (days >= 28) & (days <= 31)


@measure(unit="money", per="month", terms=True)
def minimum_wage_short(p: Panel, t: PayTerms) -> Values:
    """Minimum wage for the work done, less the pay that counts toward it.

    Where the law sets it by the month, a month worked in full owes it whole, and a month worked in part
    surely what its attended days come to, or what is left without its missed days if that is less; between that and the whole it cannot be told. Where it is set
    by the day or the hour, the normal hours known to be worked owe it.
    """
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    counted = p.get(counted_pay, t)
    at = p.get(attendance)
    if t.minimum_per == MONTHLY:
        sure, high, low, exactly = _by_the_month(p, t)
    else:
        sure, high, low, exactly = _by_day_or_hour(p, t)
    told = slip & total_told(p)
    share = _trainee_share(p, t)
    sure = sure * share // FULL
    value = np.where(told & (sure > 0), np.maximum(sure - counted, 0), 0)
    reaches = slip & (high >= 0) & (counted >= high) & itemised(p)
    complete = reaches | (slip & exactly & (value > 0) & (share == FULL))
    reasons = (
        ("no-pay-record", ~slip),
        ("pay-not-itemised", ~told),
        ("minimum-wage-unknown", low < 0),
        ("trainee-rate-possible", share < FULL),
        ("minimum-wage-class-or-level-unsure", (low != high) & at.full),
        ("month-worked-in-part", ~at.full),
        ("pay-not-itemised", slip),
    )
    return Values(
        value, periods, p.employed(periods) & (slip | _within(p, periods)), complete, reasons=reasons
    )


def _trainee_share(p: Panel, t: PayTerms) -> Ints:
    """Share of the minimum (basis points) that is sure where the law lets trainees earn less.

    Who was hired so recently, or so recently first appears with no day of hiring known, may be one.
    """
    periods = p.get(periods_of_pay)
    share = np.full((len(periods), p.n_workers), FULL, np.int64)
    for months, part in sorted(t.minimum_trainees, reverse=True):
        # Months count 31 days, so that nobody is held to be past training too soon.
        recent = periods.start_day[:, None] < p.employed_from + 31 * months
        share = np.where(recent, part, share)
    return share


def _by_the_month(p: Panel, t: PayTerms) -> tuple[Ints, Ints, Ints, Mask]:
    """What is surely owed, the most that may be owed (-1: unknown), the sure level, whether the sum is exact."""
    periods = p.get(periods_of_pay)
    at = p.get(attendance)
    low, high = floor_by_period(p, periods, MONTHLY)
    whole = _is_month(periods)[:, None]
    # A month worked in part: firms pay the days attended or take off the days missed; the lesser is sure.
    reckoned = np.minimum(at.attended * 100, np.maximum(t.month_days - (at.scheduled - at.attended) * 100, 0))
    part = np.where(low > 0, low * reckoned // t.month_days, 0)
    sure = np.where(at.full & whole, low, np.where(whole, np.minimum(part, low), 0))
    most = high
    by_hour = _paid_by_hour(p, t)
    if by_hour.any():
        hour_low, hour_high = floor_by_period(p, periods, HOURLY)
        minutes = periods.sums(p.minutes).astype(np.int64)
        sure = np.where(by_hour, np.where(hour_low > 0, hour_low * minutes // 60, 0), sure)
        hour_most = np.where(hour_high > 0, hour_high * minutes // 60, -1)
        most = np.where(by_hour, np.where(p.complete(periods), hour_most, -1), most)
    return sure, most, low, (at.full | by_hour) & (low == high)


def _by_day_or_hour(p: Panel, t: PayTerms) -> tuple[Ints, Ints, Ints, Mask]:
    """As `_by_the_month`, for a minimum set by the day or the hour: for the normal hours worked.

    The most that may be owed a monthly-paid worker is reckoned on all days of the period, as some are
    paid though not worked.
    """
    periods = p.get(periods_of_pay)
    low, high = floor_by_period(p, periods, t.minimum_per)
    normal = by_date(p, t, p.get(normal_minutes, t))
    days = (periods.end_day - periods.start_day + 1)[:, None]
    holidays = p.get(unworked_due, t).cells if t.minimum_unworked else []
    unworked = sum((minutes for _, minutes, _ in holidays), np.zeros((1, 1), np.int64))
    hours = periods.sums(normal).astype(np.int64) + unworked
    monthly = p.get(wage_base, t).basis == MONTHLY
    if t.minimum_per == HOURLY:
        owed = hours
        unit = 60
        ceiling = np.where(monthly, p.get(wage_base, t).divisor, hours)
    else:
        unit = t.day_norm.at(int(periods.start_day[0])) or 480 if len(periods) else 480
        owed = periods.sums(np.minimum(normal, unit)).astype(np.int64) + unworked
        ceiling = np.where(monthly, unit * days, unit * p.get(attendance).attended.astype(np.int64))
    sure = np.where(low > 0, low * owed // unit, 0)
    most = np.where((high > 0) & p.complete(periods), -(-high * np.maximum(ceiling, owed) // unit), -1)
    return sure, most, low, p.complete(periods) & (low == high)


@measure(unit="money", per="month", terms=True)
def contract_wage_short_of_minimum(p: Panel, t: PayTerms) -> Values:
    """Minimum wage of the place less the contract wage, in the unit in which the wage is agreed.

    Where the law states the minimum in another unit only, it is converted by the hours that divide the
    two wages, if the law fixes both.
    """
    periods = p.get(periods_of_pay)
    base = p.get(wage_base, t)
    low = np.full(base.amount.shape, -1, np.int64)
    high = low.copy()
    for unit in (MONTHLY, DAILY, HOURLY):
        least, most = floor_by_period(p, periods, unit)
        low = np.where(base.basis == unit, least, low)
        high = np.where(base.basis == unit, most, high)
    low, high = _converted(p, t, base, low, high)
    agreed = base.known & ~base.assumed & (base.basis != PIECE)
    value = np.where(agreed & (low > 0), np.maximum(low - base.amount, 0), 0)
    complete = agreed & (((high >= 0) & (base.amount >= high)) | ((low == high) & (value > 0)))
    reasons = (("wage-unknown", ~agreed), ("minimum-wage-unknown", low < 0),
               ("minimum-wage-class-or-level-unsure", agreed))  # fmt: skip
    return Values(value, periods, p.employed(periods), complete, reasons=reasons)


def _converted(p: Panel, t: PayTerms, base: WageBase, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """The minimum in the wage's own unit where none is set in it: by the hours of the two units."""
    periods = p.get(periods_of_pay)
    hours, open_, _ = divisors(p, t, periods, np.full_like(base.basis, t.minimum_per))
    least, most = floor_by_period(p, periods, t.minimum_per)
    fixed = (low < 0) & (high < 0) & (hours > 0) & (base.divisor > 1) & ~open_ & ~base.least
    per = np.maximum(hours, 1)
    low = np.where(fixed & (least >= 0), least * base.divisor // per, low)
    high = np.where(fixed & (most >= 0), -(-most * base.divisor // per), high)
    return low, high


def _paid_by_hour(p: Panel, t: PayTerms) -> Mask:
    part_time = p.attributes.employment == 2
    result: Mask = (p.get(wage_base, t).basis == HOURLY) & part_time
    return result


@measure(unit="money", per="month", terms=True)
def ordinary_pay_short(p: Panel, t: PayTerms) -> Values:
    """Contract wage for the ordinary hours of the period, less the ordinary pay on the slip.

    A monthly wage is due whole for a month worked in full, a daily wage for each ordinary day worked,
    an hourly wage for each normal hour.
    """
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    base = p.get(wage_base, t)
    at = p.get(attendance)
    monthly = (base.basis == MONTHLY) & at.full & _is_month(periods)[:, None]
    due = np.where(monthly, base.amount, ordinary_due(p, t, base))
    if any(c.unworked for c in t.cells):
        due = due + p.get(unworked_due, t).amount
    if len(base.changing):
        due[:, base.changing] = 0
    settled = counted_pay_before_shares(p, t)
    told = slip & total_told(p)
    value = np.where(told & base.known & ~base.assumed, np.maximum(due - settled, 0), 0)
    judged = told & base.known & ~base.assumed & (monthly | (base.basis == DAILY) | (base.basis == HOURLY))
    judged[:, base.changing] = False
    complete = judged & (p.complete(periods) | monthly)
    reasons = (
        ("no-pay-record", ~slip),
        ("pay-not-itemised", ~told),
        ("wage-unknown", ~base.known | base.assumed),
        ("month-worked-in-part", ~at.full),
    )
    return Values(
        value,
        periods,
        p.employed(periods) & _within(p, periods) & (base.basis != PIECE),
        complete,
        reasons=reasons,
    )


def counted_pay_before_shares(p: Panel, t: PayTerms) -> Ints:
    """Ordinary pay on the slip: what is neither overtime nor an allowance for special conditions."""
    if not itemised(p):
        return earnings(p)
    rest: Ints = p.get(unexplained)
    return paid(p, *(n for n in earnings_items(p) if n not in t.minimum_excluded)) + rest


@measure(unit="bp", per="month")
def deduction_share(p: Panel) -> Values:
    """Fines and compensation for damage taken from the month's pay, as a share of it."""
    return _share_taken(p, paid(p, *PENAL))


def _share_taken(p: Panel, taken: Ints) -> Values:
    """What was taken as a share of all pay of the period, rounded up."""
    slip = slip_present(p)
    total = earnings(p)
    share = -((-taken * FULL) // np.where(total > 0, total, 1))
    # Nothing taken is no share of any total.
    told = slip & ((taken == 0) | ((total > 0) & total_told(p)))
    reasons = (("no-pay-record", ~slip), ("pay-not-itemised", slip))
    return Values(np.where(told, share, 0), p.get(periods_of_pay), slip, told, reasons=reasons)


@measure(unit="bp", per="month")
def fine_share(p: Panel) -> Values:
    """Fines taken from the month's pay, as a share of it."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    taken, total = paid(p, "deduction_fine"), earnings(p)
    share = -((-taken * FULL) // np.where(total > 0, total, 1))
    told = slip & (total > 0)
    return Values(np.where(told, share, 0), periods, slip, told, why="no-pay-record")


@measure(unit="money", per="month")
def pay_after_deductions_short_of_minimum(p: Panel) -> Values:
    """Minimum wage less the pay left after fines and compensation for damage were taken."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    taken = paid(p, *PENAL)
    low, high = floor_by_period(p, periods, MONTHLY)
    at = p.get(attendance)
    left = earnings(p) - taken
    month = _is_month(periods)[:, None]
    told = slip & total_told(p)
    value = np.where(
        told & (taken > 0) & month & at.full & (low > 0), np.minimum(np.maximum(low - left, 0), taken), 0
    )
    complete = slip & ((taken == 0) | (month & (high >= 0) & (left >= high)) | (value > 0))
    reasons = (
        ("no-pay-record", ~slip),
        ("pay-not-itemised", ~told),
        ("month-worked-in-part", ~at.full),
        ("minimum-wage-class-or-level-unsure", slip),
    )
    return Values(value, periods, slip, complete, reasons=reasons)


@measure(unit="day", per="month")
def days_until_paid(p: Panel) -> Values:
    """Days from the end of the pay period to the day of payment."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    if p.pay is None:
        return Values(_zeros(p), periods, slip, slip, why="no-pay-record")
    known = slip & (p.pay.paid_on > 0)
    late = np.where(known, np.maximum(p.pay.paid_on - periods.end_day[:, None], 0), 0)
    return Values(late, periods, slip, known, why="pay-day-unknown")


@measure(unit="count", per="month")
def months_without_pay(p: Panel) -> Values:
    """1 where a period with work has no pay slip at all."""
    periods = p.get(periods_of_pay)
    worked = periods.any(p.worked)
    slip = p.pay.present if p.pay is not None else np.zeros(worked.shape, bool)
    return Values((worked & ~slip).astype(np.int64), periods, worked, slip, why="no-pay-record")


@measure(unit="money", per="month")
def heat_allowance(p: Panel) -> Values:
    """Heat allowance paid to workers recorded as working in heat."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    return Values(
        paid(p, "heat_allowance"), periods, p.employed(periods), slip & itemised(p), why="no-pay-record"
    )


@measure(unit="day", per="month")
def days_in_pay_period(p: Panel) -> Values:
    """Calendar days that one pay slip covers."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    days = np.broadcast_to((periods.end_day - periods.start_day + 1)[:, None], slip.shape)
    return Values(days, periods, slip, slip, why="no-pay-record")


@measure(unit="bp", per="month")
def all_deductions_share(p: Panel) -> Values:
    """All that was taken from the pay but tax and social insurance, as a share of it."""
    names = [] if p.pay is None else [n for n in p.pay.amounts if n.startswith(DEDUCTION_PREFIX)]
    # Pay withheld for absence was never earned.
    return _share_taken(p, paid(p, *(n for n in names if n != "deduction_absence")))


@measure(unit="bp", per="month")
def social_insurance_share(p: Panel) -> Values:
    """The worker's own share of social insurance as a share of all pay of the period."""
    periods = p.get(periods_of_pay)
    slip = slip_present(p)
    total = earnings(p)
    share = paid(p, "social_insurance") * FULL // np.where(total > 0, total, 1)
    told = slip & (total > 0) & itemised(p)
    return Values(np.where(told, share, 0), periods, slip, told, why="no-pay-record")


@measure(unit="money", per="year")
def thirteenth_month_short(p: Panel) -> Values:
    """A twelfth of the basic pay earned in a calendar year, less what was paid as thirteenth month."""
    years = p.periods(YEAR)
    shape = (len(years), p.n_workers)
    earned, given = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    slips = np.zeros(shape, bool)
    if p.pay is not None:
        of = np.searchsorted(years.start_day, p.pay.periods.end_day, side="right") - 1
        np.add.at(earned, of, paid(p, "basic", "piece"))
        np.add.at(given, of, paid(p, "thirteenth_month"))
        np.logical_or.at(slips, of, p.pay.present & ~p.pay.foreign)
    named = p.pay is not None and "thirteenth_month" in p.pay.items
    due = round_half_up(earned, 12)
    # Without an item of that name it may be hidden in a bonus: nobody is accused for a name.
    value = np.where(slips & named & years.whole[:, None], np.maximum(due - given, 0), 0)
    complete = slips & named & years.whole[:, None]
    reasons = (("no-pay-record", ~slips), ("year-not-whole", ~np.broadcast_to(years.whole[:, None], shape)),
               ("thirteenth-month-not-itemised", slips))  # fmt: skip
    return Values(value, years, slips, complete, reasons=reasons)
