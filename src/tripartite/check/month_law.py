"""What the law says of each month for hours given as totals: rates, divisors and minimum wages, ready to multiply.

It is for those who reckon where this engine cannot run, such as a telephone without a line. Everything is asked of the
engine; whatever depends on more than month, sector, basis and place is left out, and must be refused there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct

from tripartite.check.payslip import belongs, entry_of, law_of, named_law, panel_of
from tripartite.check.plan import FLOOR_BASES, Plan
from tripartite.measures.matrix import cell_applies
from tripartite.measures.panel import Panel
from tripartite.measures.terms import MONTH, ORDINARY, STANDARD, Cell, PayTerms
from tripartite.measures.wage import divisors, floor_by_period
from tripartite.records.tables import BASES
from tripartite.standards.fields import StandardsError

Place = tuple[str, str, str, int]  # region, class, sector, workers


class Basis(Struct, frozen=True):
    """By how many minutes a wage of one basis is divided in a month; `least`: the law's most, so that due is a least.

    fewest: the fewest minutes that any reading gives, 0 where that is not told.
    """

    divisor: int
    least: bool
    fewest: int


def bases(panel: Panel, terms: PayTerms) -> dict[str, Basis]:
    """The divisors of a month for wages by the month, day and hour."""
    periods = panel.periods(MONTH)
    out = {}
    for name in ("monthly", "daily", "hourly"):
        minutes, least, fewest = divisors(panel, terms, periods, np.array([[BASES.index(name)]]))
        out[name] = Basis(int(minutes[0, 0]), bool(least[0, 0]), int(fewest[0, 0]))
    return out


def cells(country: str, keys: tuple[str, ...]) -> list[tuple[Cell, tuple[str, ...], dict[str, Any]]]:
    """The cells that totals reach under standard hours, in the engine's order: cell, its keys of hours, its law."""
    standards, plan = law_of(country)
    out = []
    for cell in _in_order(plan, country):
        mine = _keys_of(country, cell, keys)
        if not mine:
            continue
        if cell.regions:
            raise StandardsError(f"{cell.provision}: a rate of some regions only is not in a month's law")
        out.append((cell, mine, named_law(cell.provision, cell.label, plan, standards)))
    return out


def _in_order(plan: Plan, country: str) -> list[Cell]:
    def reached(c: Cell) -> bool:
        wage_itself = c.overtime is False and c.night is None and c.days == (ORDINARY,)
        return STANDARD in c.hours_systems and not wage_itself and c.beyond_day is None

    chosen = [c for c in plan.terms[country.lower()].cells if reached(c)]
    return [c for c in chosen if not c.unworked] + [c for c in chosen if c.unworked]


@lru_cache(maxsize=1000)
def _keys_of(country: str, cell: Cell, keys: tuple[str, ...]) -> tuple[str, ...]:
    plan = law_of(country)[1]
    named = {d for c in plan.terms[country.lower()].cells for d in c.days}
    entries = [(key, entry_of(key, 60)) for key in keys]
    return tuple(key for key, entry in entries if entry is not None and belongs(entry, cell, named))


def rate_of(panel: Panel, cell: Cell, basis: str) -> int:
    """The rate of a cell in a month for a basis; 0 where it is not due. Raises StandardsError if it changes within."""
    if (cell.bases and BASES.index(basis) not in cell.bases) or not cell_applies(panel, cell).all():
        return 0
    rates = {cell.rate.at(panel.first_day + n) for n in range(panel.n_days)}
    if len(rates) > 1:
        raise StandardsError(f"{cell.provision}: the rate changes within the month")
    return rates.pop() or 0


def levels(panel: Panel, plan: Plan, places: list[Place]) -> list[dict[str, Any]]:
    """The minimum wages of places in a month: per unit the sure level and the highest possible, -1 where not known."""
    panel.floors = [plan.floor(*place) for place in places]
    panel.floor_of = np.arange(len(places))
    panel.memo.clear()
    periods = panel.periods(MONTH)
    out: list[dict[str, Any]] = [{} for _ in places]
    for unit, name in FLOOR_BASES.items():
        low, high = floor_by_period(panel, periods, unit)
        for i, floor in enumerate(panel.floors):
            steps = floor.low.get(unit)
            days = (int(periods.start_day[0]), int(periods.end_day[0]))
            changed = steps is not None and steps.at(days[0]) != steps.at(days[1])
            out[i][name] = (int(low[0, i]), int(high[0, i]), changed)
    return out


def month_panel(country: str, month: str, sector: str = "", workers: int = 0) -> tuple[Panel, PayTerms, Plan]:
    """A panel of one worker's month without hours. Raises RecordsError for a month outside the calendar."""
    _, plan = law_of(country)
    about = {"sector": sector, "workers": workers} if workers else {"sector": sector}
    panel = panel_of({"country": country, "month": month, "wage": "1", **about}, plan)
    return panel, plan.terms[country.lower()], plan
