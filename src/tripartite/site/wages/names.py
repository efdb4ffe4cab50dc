"""Places, classes and months as a worker chooses them."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from babel.dates import format_date
from django.utils import timezone

from tripartite.site.places import babel_locale, standards
from tripartite.standards.schema import Calendar, Room

MONTHS_BACK = 36
BUDDHIST = 543  # years that the Thai calendar is ahead
Choices = list[tuple[str, str]]


def _room(country: str) -> Room:
    return standards().rooms[country.lower()]


def told(names: dict[str, str], lang: str) -> str:
    """A name in the reader's language; where it is not held, in English with the country's own beside it."""
    if lang in names:
        return names[lang]
    own = next((text for code, text in names.items() if code != "en"), "")
    return f"{names['en']} {own}".strip() if own != names["en"] else own


def calendar_of(country: str) -> Calendar:
    """The calendar of a country's room; each has one."""
    return cast("Calendar", _room(country).calendar)


def region_choices(country: str, lang: str) -> Choices:
    names = _room(country).region_names
    return [(code, told(name, lang)) for code, name in names.regions.items()] if names else []


def class_choices(country: str, lang: str) -> list[Any]:
    """Classes that minimum wages tell apart; grouped by region where a region has classes of its own."""
    room = _room(country)
    names = room.region_names
    if names is None or not names.classes:
        return []
    held: dict[str, list[str]] = {}
    oldest = date.fromisoformat(f"{months_back()[-1]}-01")
    for row in room.wages:
        if row.wage_class and (row.end is None or row.end >= oldest):
            held.setdefault(row.wage_class, []).append(row.region)
    if country != "PH":
        return [(c, told(names.classes[c], lang)) for c in names.classes if c in held]
    groups = []
    for region, name in names.regions.items():
        here = [(c, told(n, lang)) for c, n in names.classes.items() if region in held.get(c, ())]
        if here:
            groups.append((told(name, lang), here))
    return groups


def months_back() -> list[str]:
    """The current month and those before it, newest first."""
    today = timezone.localdate()
    newest = today.year * 12 + today.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(newest, newest - MONTHS_BACK, -1)]


def month_choices(country: str) -> Choices:
    """Months within the calendar that is held for the country, by name."""
    first, last = calendar_of(country).covers
    return [(m, month_name(m)) for m in months_back() if f"{first:%Y-%m}" <= m <= f"{last:%Y-%m}"]


def month_name(month: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    locale = babel_locale()
    if locale.language == "th":
        return f"{format_date(day, 'LLLL', locale=locale)} {day.year + BUDDHIST} ({day.year})"
    pattern = locale.datetime_skeletons.get("yMMMM")
    return format_date(day, str(pattern.pattern) if pattern else "LLLL y", locale=locale)
