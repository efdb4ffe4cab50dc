"""Countries and regions by name in the reader's language."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from tripartite.standards.load import ROOM_CURRENCY, Standards, load

COUNTRIES = tuple(code.upper() for code in ROOM_CURRENCY)


@cache
def standards() -> Standards:
    """The whole body of standards, read once in each process."""
    return load()


def babel_locale(language: str | None = None) -> Locale:
    """CLDR's locale of the page's language."""
    return Locale.parse((language or get_language() or "en").replace("-", "_").replace("hans", "Hans"))


def country_name(code: str) -> str:
    return str(babel_locale().territories.get(code, code))


def country_choices() -> list[tuple[str, str]]:
    return [(code, country_name(code)) for code in COUNTRIES]


def region_choices() -> list[tuple[str, str]]:
    """All regions that a minimum wage is held for, by country."""
    return [
        (code, f"{country_name(code[:2])}: {code}") for country in COUNTRIES for code in regions_of(country)
    ]


@cache
def regions_of(country: str) -> tuple[str, ...]:
    room = standards().rooms[country.lower()]
    return tuple(sorted({w.region for w in room.wages if "-" in w.region}))
