"""What pages for a worker say: texts of the data in the language they are in, and the law behind a line."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import get_language

from tripartite.reports.wording import HTML_LANGUAGE, words
from tripartite.site.languages import data_language
from tripartite.site.places import babel_locale

register = template.Library()


@register.simple_tag
def said(text: dict[str, Any] | None) -> str:
    """A text of the data, marked where it is in another language than the page."""
    if not text:
        return ""
    if not text["fallback"]:
        return format_html("{}", text["text"])
    return format_html(
        '<span lang="{}">{}</span>', HTML_LANGUAGE.get(text["lang"], text["lang"]), text["text"]
    )


@register.simple_tag
def law_link(provision: str, text: str) -> str:
    """The law of a line, linked to its page in the library where there is one."""
    try:
        address = reverse("provision", args=[provision])
    except NoReverseMatch:
        return format_html("{}", text)
    return format_html('<a href="{}">{}</a>', address, text)


@register.simple_tag
def languages_said(codes: list[str]) -> str:
    """Languages by name, those that the reader speaks first."""
    locale = babel_locale()
    mine = [c for c in codes if Locale.parse(c).language == locale.language]
    return ", ".join(str(locale.languages.get(c, c)) for c in [*mine, *(c for c in codes if c not in mine)])


@register.simple_tag
def length(minutes: int | None) -> str:
    """Minutes as hours and minutes; a dash for none."""
    return words(data_language(get_language())).quantity(minutes, "minute")
