"""The law of one country as a file that the telephone keeps: it answers there when there is no line.

Values stand in runs of [first month it holds for, value], as most hold for years. static/wages/calculate.js reads it; a
test lets it and the engine answer hundreds of cases and compares them to the last digit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tripartite.check import month_law
from tripartite.measures.terms import ORDINARY, PayTerms
from tripartite.reports.payslip import line_name
from tripartite.reports.wording import words
from tripartite.site.places import standards
from tripartite.site.wages.asked import COUNTRIES, hours_of
from tripartite.standards.load import ROOM_CURRENCY
from tripartite.standards.schema import Room

UNITS = ("monthly", "daily", "hourly")
Runs = list[list[Any]]


def twin(country: str, lang: str, months: tuple[str, ...]) -> dict[str, Any]:
    """The file for a country in one language, for these months."""
    w = words(lang)
    held = _law(country, months)
    lines = [
        {**{k: v for k, v in line.items() if k != "named"}, "name": line_name(line["named"]["label"], w),
         "law": w.cite(line["named"]["instrument_title"], line["named"]["article"])}
        for line in held["lines"]
    ]  # fmt: skip
    return {**held, "lines": lines}


@lru_cache(maxsize=12)
def _law(country: str, months: tuple[str, ...]) -> dict[str, Any]:
    """The same in no language; asking the engine for three years of a country takes up to a second."""
    room = standards().rooms[country.lower()]
    keys = tuple(h.key for h in hours_of(country))
    sectors = [s for s, _ in COUNTRIES[country].sectors] or [""]
    panels = {
        (m, s): month_law.month_panel(country, m, s, _workers(country, s)) for m in months for s in sectors
    }
    terms: PayTerms = panels[months[0], sectors[0]][1]
    return {
        "country": country,
        "currency": ROOM_CURRENCY[country.lower()],
        "months": list(months),
        "minimum_per": UNITS[terms.minimum_per],
        "day_norm": [terms.day_norm.at(panels[m, sectors[0]][0].first_day) or 480 for m in months],
        "ordinary_days": [int((panels[m, sectors[0]][0].kind == ORDINARY).sum()) for m in months],
        "trainee_share": min((share for _, share in terms.minimum_trainees), default=10_000),
        "minimum_unworked": terms.minimum_unworked,
        "floor_base": terms.floor_base,
        "normal_keys": [k for k in keys if k.startswith(("ordinary_normal", "ordinary_extra"))],
        "bases": {s: _bases(panels, months, s) for s in sectors},
        "lines": [_line(country, panels, months, sectors, found) for found in month_law.cells(country, keys)],
        "minimum": _minimum(room, panels, months, sectors),
    }


def _workers(country: str, sector: str) -> int:
    # As the form's own choice says: fewer than ten.
    return 9 if country == "JP" and sector else 0


def _runs(values: list[Any]) -> Runs:
    """Values of months one after the other, each once with the number of the first month that it holds for."""
    out: Runs = []
    for i, value in enumerate(values):
        if not out or out[-1][1] != value:
            out.append([i, value])
    return out


def _bases(panels: dict[Any, Any], months: tuple[str, ...], sector: str) -> dict[str, Runs]:
    found = [month_law.bases(*panels[m, sector][:2]) for m in months]
    return {
        name: _runs([[f[name].divisor, int(f[name].least), f[name].fewest] for f in found]) for name in UNITS
    }


def _line(
    country: str, panels: dict[Any, Any], months: tuple[str, ...], sectors: list[str], found: Any
) -> dict[str, Any]:
    """A line with its hours, and its rates by sector and basis; where all sectors are alike, once under ``*``."""
    cell, keys, law = found
    rates = {
        s: {b: _runs([month_law.rate_of(panels[m, s][0], cell, b) for m in months]) for b in UNITS}
        for s in sectors
    }
    alike = all(r == rates[sectors[0]] for r in rates.values())
    return {
        "named": law,
        "keys": list(keys),
        "unworked": cell.unworked,
        "beyond": cell.beyond,
        "rates": {"*": rates[sectors[0]]} if alike else rates,
    }


def _minimum(
    room: Room, panels: dict[Any, Any], months: tuple[str, ...], sectors: list[str]
) -> dict[str, Runs]:
    """Levels by `region|class|sector`, as the form can name a place."""
    country = room.key.upper()
    places = []
    for region in room.region_names.regions if room.region_names else ():
        classes = sorted({row.wage_class for row in room.wages if row.region == region and row.wage_class})
        places += [(region, "", s) for s in sectors] + [(region, c, "") for c in classes]
    found = []
    for month in months:
        panel, _, plan = panels[month, sectors[0]]
        asked = [(r, c, s, _workers(country, s)) for r, c, s in places]
        found.append(month_law.levels(panel, plan, asked))
    return {
        "|".join(place): _runs([[list(at[i][u]) for u in UNITS] for at in found])
        for i, place in enumerate(places)
    }
