"""What is asked in which country: only what makes a difference there, by kind of day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Hours:
    """One number of hours: its key in a pay case, and what it is called within its kind of day."""

    key: str
    label: Text


@dataclass(frozen=True)
class Kind:
    """A kind of day. `title`: in words here, or the key of a name that reports use. `rare`: shown when asked for."""

    title: Text
    hours: tuple[Hours, ...]
    named: str = ""
    rare: bool = False


@dataclass(frozen=True)
class Country:
    """What a country's form asks besides place, wage and month."""

    kinds: tuple[Kind, ...]
    sectors: tuple[tuple[str, Text], ...] = ()
    systems: tuple[tuple[str, Text], ...] = ()
    month_hours: Text = ""
    workers: bool = False
    choosable: bool = False  # the employer chooses holidays, so the worker marks them in the calendar
    marks_rest_day: bool = False  # of several days off a week one is the rest day by law
    trainees: bool = False


OVERTIME = _("Overtime")
OVERTIME_BY_DAY = _("Overtime by day")
OVERTIME_AT_NIGHT = _("Overtime at night")
WORKED = _("Hours worked")
WORKED_BY_DAY = _("Hours worked by day")
WORKED_AT_NIGHT = _("Hours worked at night")
NORMAL = _("Hours up to the normal hours")
NORMAL_AT_NIGHT = _("Normal hours at night")
BEYOND = _("Hours beyond the normal hours")
BEYOND_AT_NIGHT = _("Hours beyond the normal hours, at night")
UNWORKED = _("Holidays not worked: their hours, 8 a day")
ORDINARY = _("Ordinary days")
REST = _("Weekly rest days")
HOLIDAYS = _("Public holidays")
DIVISOR = _("Hours that the firm divides a month’s wage by")


def _philippine(kind: str, named: str, *, rare: bool) -> Kind:
    return Kind(
        "",
        (
            Hours(f"{kind}_normal", _("Hours up to the normal hours, by day")),
            Hours(f"{kind}_overtime", _("Hours beyond the normal hours, by day")),
            Hours(f"{kind}_normal_night", NORMAL_AT_NIGHT),
            Hours(f"{kind}_overtime_night", BEYOND_AT_NIGHT),
        ),
        named,
        rare,
    )


COUNTRIES: dict[str, Country] = {
    "CN": Country(
        (
            Kind(ORDINARY, (Hours("ordinary_overtime", OVERTIME),)),
            Kind(REST, (Hours("rest", _("Hours worked without time off in return")),)),
            Kind(HOLIDAYS, (Hours("holiday", WORKED),)),
        ),
        systems=(
            ("standard", _("Standard hours: eight a day")),
            ("comprehensive", _("Comprehensive hours, approved by the labour authority")),
            ("flexible", _("Flexible hours, approved by the labour authority")),
        ),
    ),
    "JP": Country(
        (
            Kind(
                ORDINARY,
                (
                    Hours("ordinary_overtime", OVERTIME_BY_DAY),
                    Hours("ordinary_overtime_night", OVERTIME_AT_NIGHT),
                    Hours("ordinary_normal_night", NORMAL_AT_NIGHT),
                    Hours("ordinary_extra", _("Beyond the firm’s hours, up to eight a day")),
                ),
            ),
            Kind(
                _("Weekly rest days by law"),
                (Hours("rest_normal", WORKED_BY_DAY), Hours("rest_normal_night", WORKED_AT_NIGHT)),
            ),
        ),
        sectors=(
            ("", _("Any other workplace")),
            ("commerce", _("Shop, cinema, clinic, inn or restaurant with fewer than ten workers")),
        ),
        month_hours=DIVISOR,
        marks_rest_day=True,
    ),
    "MM": Country(
        (
            Kind(ORDINARY, (Hours("ordinary_overtime", OVERTIME),)),
            Kind(REST, (Hours("rest", WORKED),)),
            Kind(
                HOLIDAYS,
                (
                    Hours("holiday_normal", NORMAL),
                    Hours("holiday_overtime", BEYOND),
                    Hours("holiday_unworked", UNWORKED),
                ),
            ),
        ),
        sectors=(
            ("", _("I do not know")),
            ("factory", _("Factory, 44 hours a week")),
            ("factory-continuous", _("Factory that must not stop, 48 hours a week")),
            ("shop", _("Shop or office, 48 hours a week")),
        ),
        month_hours=DIVISOR,
        trainees=True,
    ),
    "PH": Country(
        (
            Kind(
                ORDINARY,
                (
                    Hours("ordinary_overtime", OVERTIME_BY_DAY),
                    Hours("ordinary_overtime_night", OVERTIME_AT_NIGHT),
                    Hours("ordinary_normal_night", NORMAL_AT_NIGHT),
                ),
            ),
            _philippine("rest", "rest day", rare=False),
            _philippine("special", "special day", rare=False),
            _philippine("holiday", "regular holiday", rare=False),
            Kind("", (Hours("holiday_unworked", UNWORKED),), "regular holiday not worked"),
            _philippine("special_on_rest", "special day on the rest day", rare=True),
            _philippine("holiday_on_rest", "regular holiday on the rest day", rare=True),
            _philippine("double_holiday", "two regular holidays", rare=True),
            _philippine("double_holiday_on_rest", "two regular holidays on the rest day", rare=True),
            _philippine("holiday_and_special", "regular holiday and special day", rare=True),
            _philippine(
                "holiday_and_special_on_rest", "regular holiday and special day on the rest day", rare=True
            ),
            Kind("", (Hours("double_holiday_unworked", UNWORKED),), "two regular holidays not worked", rare=True),
        ),
        sectors=(
            ("", _("Any other workplace")),
            ("manufacturing", _("Manufacturing")),
            ("retail", _("Retail")),
            ("service", _("Service")),
            ("agriculture", _("Agriculture")),
        ),
        month_hours=_("Paid days a year that the firm reckons with"),
        workers=True,
    ),
    "TH": Country(
        (
            Kind(ORDINARY, (Hours("ordinary_overtime", OVERTIME),)),
            Kind(REST, (Hours("rest_normal", NORMAL), Hours("rest_overtime", BEYOND))),
            Kind(
                HOLIDAYS,
                (
                    Hours("holiday_normal", NORMAL),
                    Hours("holiday_overtime", BEYOND),
                    Hours("holiday_unworked", UNWORKED),
                ),
            ),
        ),
        sectors=(
            ("", _("Any other workplace")),
            ("hazardous", _("Hazardous work, seven hours a day")),
        ),
        choosable=True,
    ),
    "VN": Country(
        (
            Kind(
                ORDINARY,
                (
                    Hours("ordinary_overtime", OVERTIME_BY_DAY),
                    Hours("ordinary_overtime_night", OVERTIME_AT_NIGHT),
                    Hours(
                        "ordinary_overtime_night_after_day_overtime",
                        _("Overtime at night, after overtime by day on the same day"),
                    ),
                    Hours("ordinary_normal_night", NORMAL_AT_NIGHT),
                ),
            ),
            Kind(REST, (Hours("rest_normal", WORKED_BY_DAY), Hours("rest_normal_night", WORKED_AT_NIGHT))),
            Kind(
                HOLIDAYS,
                (
                    Hours("holiday_normal", WORKED_BY_DAY),
                    Hours("holiday_normal_night", WORKED_AT_NIGHT),
                    Hours("holiday_unworked", UNWORKED),
                ),
            ),
        ),
        month_hours=DIVISOR,
    ),
}  # fmt: skip
# What is divided by in the Philippines: days paid a year.
MONTH_HOURS: dict[str, tuple[tuple[str, Text], ...]] = {
    "PH": (
        ("", _("I do not know")),
        ("365 d", _("365: every day is paid")),
        ("313 d", _("313: six days a week are paid")),
        ("261 d", _("261: five days a week are paid")),
    )
}


def hours_of(country: str) -> list[Hours]:
    """All hours that a country's form asks for, in their order."""
    return [h for kind in COUNTRIES[country].kinds for h in kind.hours]


def kinds_told(country: str, words: Any) -> list[tuple[Text, Kind]]:
    """A country's kinds of day with their names in the reader's language."""
    return [
        (kind.title or words.entries["pay_lines"][kind.named].capitalize(), kind)
        for kind in COUNTRIES[country].kinds
    ]
