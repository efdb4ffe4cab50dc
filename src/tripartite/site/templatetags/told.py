"""Numbers, dates and money as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django import template
from django.utils import timezone

from tripartite.currencies import CURRENCIES
from tripartite.site.places import babel_locale, country_name

register = template.Library()


@register.filter
def number(value: float | None) -> str:
    """1234 as 1,234 or as the language has it; a dash for what is not known."""
    return "–" if value is None else format_decimal(value, locale=babel_locale())


@register.filter
def money(minor: Any, currency: str) -> str:
    """Whole minor units as an amount with its currency."""
    if minor in (None, ""):  # a template gives "" for what is not there
        return "–"
    amount = Decimal(minor) / CURRENCIES[currency]
    return format_currency(amount, currency, locale=babel_locale(), currency_digits=False)


@register.filter
def day(value: Any) -> str:
    """A date; text as summaries hold it is read as ISO."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return format_date(value, "medium", locale=babel_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """A date with its time of day."""
    return (
        "–" if value is None else format_datetime(timezone.localtime(value), "medium", locale=babel_locale())
    )


@register.filter
def country(code: str) -> str:
    return country_name(code) if code else "–"
