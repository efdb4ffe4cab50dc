"""Days and hours of the calendar in the reader's language."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from babel.dates import format_date, format_skeleton, get_day_names
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from tripartite.reports.wording import Words
from tripartite.site.places import babel_locale

register = template.Library()

PART_NAMES: dict[str, Any] = {
    "normal": _("ordinary hours"),
    "overtime": _("overtime"),
    "rest": _("on a rest day"),
    "holiday": _("on a holiday"),
    "night": _("at night"),
}


@register.filter
def month_name(value: date) -> str:
    return format_skeleton("yMMMM", value, locale=babel_locale())


@register.filter
def weekday_name(value: date) -> str:
    return format_date(value, "EEE", locale=babel_locale())


def weekdays() -> list[str]:
    """Short names from Monday on."""
    names = get_day_names("abbreviated", locale=babel_locale())
    return [names[n] for n in range(7)]


@register.filter
def day_kind(kind: str, w: Words) -> str:
    return w.of("day_kinds", kind)


@register.filter
def short_hours(minutes: int) -> str:
    """8:05 for cells where words find no room."""
    return f"{minutes // 60}:{minutes % 60:02d}"


@register.filter
def part_name(key: str) -> str:
    return str(PART_NAMES[key])


@register.filter
def day_bar(day: Any) -> SafeString:
    """A day's hours by kind as a bar, ten hours wide. Decoration: the figures stand below it."""
    x, out = 0, ""
    for css, part in day.shares:
        out += f'<rect class="{escape(css)}" x="{x}%" width="{part}%" height="8"/>'
        x += part
    return mark_safe(  # noqa: S308 - made of our own names and numbers
        f'<svg width="100%" height="8" aria-hidden="true"><rect class="rail" width="100%" height="8"/>{out}</svg>'
    )
