"""Texts and values of the standards, as a page tells them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tripartite.reports.wording import HTML_LANGUAGE, Words, words
from tripartite.site.languages import data_language
from tripartite.site.library.choices import place_name
from tripartite.site.library.names import room_name
from tripartite.site.places import country_name, standards
from tripartite.standards.load import ROOM_CURRENCY
from tripartite.standards.views.parts import family

register = template.Library()


def _words() -> Words:
    return words(data_language(get_language()))


@register.filter
def said(text: dict[str, Any] | None) -> str:
    """A text in the reader's language; one in another language is marked as such, for eyes and screen readers."""
    if not text:
        return "–"
    if not text["fallback"]:
        return str(text["text"])
    return format_html(
        '<span lang="{}">{}</span>', HTML_LANGUAGE.get(text["lang"], text["lang"]), text["text"]
    )


@register.filter
def plain(text: dict[str, Any] | None) -> str:
    """A text without marks, for titles and attributes."""
    return str(text["text"]) if text else ""


@register.simple_tag
def quantity(value: dict[str, Any], room: str = "") -> str:
    """A value in its unit: 36 h, 150 %, 3 days, 2,500.00 CNY."""
    return _words().quantity(value["number"], value["unit"], ROOM_CURRENCY.get(room, ""))


MOST_VALUES, MOST_REGIONS, HOURS_SYSTEMS = 3, 3, 4


@register.filter
def bounded(rule: dict[str, Any]) -> str:
    """What a rule allows or grants, as it stands on the day: at most 36 h a month; its range where it has many values."""
    if rule.get("shortfall"):
        return _("nothing may be missing")
    currency = ROOM_CURRENCY.get(rule["room"], "")
    values = [now["value"] for now in rule["now"]]
    told = list(dict.fromkeys(_bound(rule, v, currency) for v in values))
    if len(told) <= MOST_VALUES:
        return "; ".join(told)
    ends = [f(values, key=lambda v: v["number"]) for f in (min, max)]
    least, most = (_words().quantity(v["number"], v["unit"], currency) for v in ends)
    return _("%(least)s to %(most)s, by place and people") % {"least": least, "most": most}


def _bound(rule: dict[str, Any], value: dict[str, Any], currency: str) -> str:
    w = _words()
    if rule["bound"] == "at-most" and value["number"] == 0:
        return w["none"]
    text = w.quantity(value["number"], value["unit"], currency)
    # Normal hours, what a wage is divided by and rates of pay are figures by themselves: neither a most nor a least.
    if rule["bound"]:
        text = w.fill("at_most" if rule["bound"] == "at-most" else "at_least", x=text)
    # A rate is no sum of a month, however often it is looked at.
    span = per(rule.get("per", "")) if value["unit"] != "bp" else ""
    # Where the span stands differs: 36 h a month, 每月36小时.
    return pgettext("at most 8 h ...", "%(bound)s %(per)s") % {"bound": text, "per": span} if span else text


@register.filter
def per(name: str) -> str:
    return {
        "day": pgettext("at most 8 h ...", "a day"),
        "week": pgettext("at most 8 h ...", "a week"),
        "month": pgettext("at most 8 h ...", "a month"),
        "quarter": pgettext("at most 8 h ...", "a quarter"),
        "year": pgettext("at most 8 h ...", "a year"),
        "average-week": pgettext("at most 8 h ...", "a week on average"),
        "average-week-in-month": pgettext("at most 8 h ...", "a week on average in the month"),
        "period": pgettext("at most 8 h ...", "a pay period"),
    }.get(name, "")


@register.filter
def whom(where: dict[str, Any]) -> str:
    """The places and people a value or rule is for, in words; empty where it is for all."""
    lang = data_language(get_language())
    told = []
    for name, value in where.items():
        label = _WHERE.get(name)
        if name == "region":
            many = len(value) > MOST_REGIONS
            told.append(
                _("in %(n)s regions") % {"n": len(value)}
                if many
                else ", ".join(place_name(c, lang) for c in value)
            )
        elif name == "hours_system" and len(value) >= HOURS_SYSTEMS:
            continue  # all there are
        elif label is not None:
            shown = value if isinstance(value, list | tuple) else [value]
            dash = "–" if name in ("size", "service_years") else ", "
            told.append(f"{label()}: {dash.join(_named(x) for x in shown)}")
    return "; ".join(told)


_WHERE = {
    "hours_system": lambda: _("hours system"),
    "hours_period": lambda: _("averaged over"),
    "sector": lambda: _("sector"),
    "not_sector": lambda: _("not in the sector"),
    "size": lambda: _("workers employed"),
    "service_years": lambda: _("years of service"),
    "basis": lambda: _("paid by"),
    "employment": lambda: _("employment"),
    "not_employment": lambda: _("not for employment"),
    "age_below": lambda: _("younger than"),
    "age_at_least": lambda: _("from the age of"),
    "condition": lambda: _("for workers who are"),
    "last_days": lambda: _("in the last days"),
    "sex": lambda: _("sex"),
    "wage_class": lambda: _("class"),
}


def _named(value: Any) -> str:
    names = {
        "standard": _("standard hours"), "comprehensive": _("comprehensive hours"), "flexible": _("flexible hours"),
        "compressed": _("compressed work week"), "month": _("a month"), "quarter": _("a quarter"), "year": _("a year"),
        "daily": pgettext("paid by the", "day"), "hourly": pgettext("paid by the", "hour"), "monthly": pgettext("paid by the", "month"), "intern": _("interns"), "part_time": _("part-time workers"),
        "hazard": _("in dangerous work"), "heat": _("in great heat"), "nursing": _("nursing"), "pregnant": _("pregnant"),
        "f": _("women"), "driver": _("drivers"), "doctor": _("doctors"), "factory": _("factories"), "shop": _("shops and establishments"),
        "factory-continuous": _("factories in continuous work"), "hazardous": _("hazardous work"), "mining": _("mining"),
        "construction": _("construction"), "disaster-recovery": _("disaster recovery"), "research": _("research and development"),
        "sugar": _("sugar"), 999999: "…", 99: "…",
    }  # fmt: skip
    return names.get(value, str(value))


@register.filter
def marked(match: Any) -> SafeString:
    """A snippet of a search with what was asked for marked."""
    if match is None:
        return SafeString("")
    parts: list[tuple[str, str]] = []
    last = 0
    for start, end in match.spans:
        parts += [(match.text[last:start], match.text[start:end])]
        last = end
    inside = format_html_join("", "{}<mark>{}</mark>", parts) + escape(match.text[last:])
    lang = HTML_LANGUAGE.get(match.lang, match.lang)
    return format_html('<span lang="{}">{}</span>', lang, inside) if match.lang else inside


@register.filter
def unverified(rule: dict[str, Any]) -> bool:
    """Whether a value that holds was not read in a source."""
    return any(not now["verified"] for now in rule["now"])


@register.filter
def hours_systems(cell: dict[str, Any]) -> str:
    """The hours systems a cell of the pay matrix is for; empty where it is for the usual one."""
    named = [_named(x) for x in cell["hours_system"]]
    return "" if cell["hours_system"] in (["standard"], []) else ", ".join(named)


@register.filter
def room(key: str) -> str:
    return room_name(key)


@register.filter
def column_name(key: str) -> str:
    """A column of a comparison: a country, or a family of instruments."""
    if key in ROOM_CURRENCY:
        return country_name(key.upper())
    return str(family(standards(), key, data_language(get_language()))["name"]["text"])


@register.filter
def kind(key: str) -> str:
    """What a thing found is: a provision, a rule."""
    return {
        "provision": _("provision"), "rule": _("rule"), "instrument": _("instrument"), "duty": _("duty"),
        "question": _("question"), "contact": _("contact"),
    }.get(key, key)  # fmt: skip


@register.filter
def item(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None
