"""What a visitor chose of places, days and topics, read from the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tripartite.site.languages import data_language
from tripartite.site.places import COUNTRIES, country_name, standards
from tripartite.standards.schema import TOPICS
from tripartite.standards.views.language import said
from tripartite.standards.views.parts import topic


def chosen_day(request: HttpRequest) -> date:
    """The day that `on` names, else today where the site is."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def topic_choices(lang: str) -> list[dict[str, Any]]:
    return [topic(standards(), name, lang) for name in TOPICS]


@dataclass(frozen=True)
class Choices:
    """A place and a day, and what there is to choose from."""

    place: str
    day: date
    wrong_day: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Choices:
        place = request.GET.get("place", "").upper()
        given = request.GET.get("on", "")
        day = chosen_day(request)
        held = any(place in places for places in map(_codes, COUNTRIES))
        return cls(place if held else "", day, wrong_day=bool(given) and day.isoformat() != given)

    @property
    def places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Countries with their regions by name, for a list to choose from."""
        from django.utils.translation import get_language

        lang = data_language(get_language())
        return [(country_name(c), [(code, place_name(code, lang)) for code in _codes(c)]) for c in COUNTRIES]


def _codes(country: str) -> list[str]:
    room = standards().rooms[country.lower()]
    regions = room.region_names.regions if room.region_names else {}
    return [country, *(code for code in regions if code != country)]


def place_name(code: str, lang: str) -> str:
    """A country or region by name; where the reader's language has none, as the place itself has it."""
    if "-" not in code:
        return country_name(code)
    room = standards().rooms[code[:2].lower()]
    name = (
        said(room.region_names.regions[code], lang)
        if room.region_names and code in room.region_names.regions
        else None
    )
    return f"{name['text']} ({code})" if name else code
