"""What a check is held against, and what the records do not say of the facility, asked in plain words."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.checking import CheckRequest, announced_holidays, facility_defaults, standards_and_plan
from tripartite.records.breaks import Break
from tripartite.records.errors import RecordsError
from tripartite.records.planned import PlannedShifts
from tripartite.site.people.models import Facility
from tripartite.site.places import standards
from tripartite.standards.fields import StandardsError

WEEKDAYS = [
    ("mon", _("Monday")), ("tue", _("Tuesday")), ("wed", _("Wednesday")), ("thu", _("Thursday")),
    ("fri", _("Friday")), ("sat", _("Saturday")), ("sun", _("Sunday")),
]  # fmt: skip
SYSTEMS = [
    ("standard", pgettext_lazy("hours system", "standard")),
    ("comprehensive", _("averaged over a period")),
    ("flexible", pgettext_lazy("hours system", "flexible")),
    ("compressed", pgettext_lazy("hours system", "compressed week")),
    ("exempt", _("exempt from limits")),
]
# Where the law sets one rest day a week apart from other days off.
REST_DAY_BY_LAW = ("JP",)
PERIODS = [("week", _("week")), ("month", _("month")), ("quarter", _("quarter")), ("year", _("year"))]


class OptionsForm(forms.Form):
    """The options of a check. Every field but the place may stay empty: then the program says what it assumed."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    wage_class = forms.ChoiceField(label=_("Minimum-wage class"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    standards = forms.MultipleChoiceField(
        label=_("Standards besides the country’s law"), required=False, widget=forms.CheckboxSelectMultiple
    )
    breaks = forms.CharField(
        label=_("Unpaid break that nobody punches"), required=False, max_length=80,
        help_text=_("Such as 12:00-13:00, or 60 for sixty minutes, or 60 after 6h. Without it, hours of days with two presses are not known exactly."),
    )  # fmt: skip
    planned = forms.CharField(
        label=_("Planned shifts"), required=False, max_length=200,
        help_text=_("Such as 08:00-17:00, or 08:00-17:00, 20:00-05:00. Waiting before a shift is no work. Write none if all time between presses is work."),
    )  # fmt: skip
    rest_days = forms.MultipleChoiceField(
        label=_("Weekly rest days"), required=False, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    rest_day_by_law = forms.ChoiceField(
        label=_("Which of them is the rest day by law"), required=False,
        help_text=_("Where there are several. Work on it is paid at the rate for rest days, work on the others as overtime."),
    )  # fmt: skip
    hours_system = forms.ChoiceField(
        label=_("Hours system"), required=False, choices=[("", "—"), *SYSTEMS],
        help_text=_("Anything but standard hours needs the approval or agreement that the law asks for."),
    )  # fmt: skip
    hours_period = forms.ChoiceField(
        label=_("Period over which hours are averaged"), required=False, choices=[("", "—"), *PERIODS]
    )
    hours_approved_from = forms.DateField(
        label=_("Approved from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hours_approved_to = forms.DateField(
        label=_("Approved until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    scheduled_hours = forms.CharField(
        label=_("The facility’s own working hours of a day, where shorter than the law’s"), required=False, max_length=5,
        help_text=_("Such as 7:30."),
    )  # fmt: skip
    month_hours = forms.CharField(
        label=_("Hours that a monthly wage is divided by"), required=False, max_length=10,
        help_text=_("Such as 160, or 313 d for days paid a year, where the law leaves it open."),
    )  # fmt: skip
    agreement_from = forms.RegexField(
        r"^\d{2}-\d{2}$", label=_("Month and day from which the overtime agreement counts"), required=False,
        help_text=_("Such as 04-01."),
    )  # fmt: skip
    holidays = forms.CharField(
        label=_("Holidays that the employer announced"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dates such as 2025-04-13, joined by commas, where the law lets the employer choose."),
    )  # fmt: skip
    month = forms.RegexField(
        r"^\d{4}-\d{2}$",
        label=_("Month of sheets that do not name theirs"),
        required=False,
        help_text=_("Such as 2025-03."),
    )

    SELDOM = ("hours_system", "hours_period", "hours_approved_from", "hours_approved_to", "scheduled_hours", "month_hours",
              "agreement_from", "holidays", "month")  # fmt: skip

    def usual_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.SELDOM]

    def seldom_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.SELDOM]

    def seldom_matter(self) -> bool:
        """Whether one of the fields that are seldom needed says something or is wrong."""
        return any(field.errors or field.value() for field in self.seldom_fields())

    def __init__(self, facility: Facility, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facility = facility
        for name, choices in choices_of(facility, language).items():
            if choices or name == "standards":
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    # Texts are tried on the very parsers that the check uses, so that no mistake waits for the worker.

    def clean_breaks(self) -> str:
        return self._tried(
            "breaks", Break.parse, _("This is not understood. Write it as 12:00-13:00, 60, or 60 after 6h.")
        )

    def clean_planned(self) -> str:
        return self._tried(
            "planned",
            PlannedShifts.parse,
            _("This is not understood. Write it as 08:00-17:00, or several joined by commas."),
        )

    def clean_holidays(self) -> str:
        return self._tried(
            "holidays",
            announced_holidays,
            _("This holds something that is no date. Write dates as 2025-04-13, joined by commas."),
        )

    def clean_scheduled_hours(self) -> str:
        return self._asked("scheduled_hours", _("Write the hours of one day, such as 7:30."))

    def clean_month_hours(self) -> str:
        return self._asked(
            "month_hours",
            _("Write the hours of an average month, such as 160, or paid days a year, such as 313 d."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("hours_approved_from"), cleaned.get("hours_approved_to")
        if until and not since:
            self.add_error("hours_approved_from", _("Say from when as well."))
        elif since and until and until < since:
            self.add_error("hours_approved_to", _("This lies before the first day."))
        if cleaned.get("rest_day_by_law") and cleaned["rest_day_by_law"] not in cleaned.get("rest_days", []):
            self.add_error("rest_day_by_law", _("This is none of the weekly rest days chosen above."))
        if not self.errors:
            try:
                standards_and_plan(CheckRequest([], self.facility.country, **self.options()))
            except (RecordsError, StandardsError) as error:
                self.add_error(None, str(error))
        return cleaned

    def _tried(self, name: str, parse: Callable[[str], object], refusal: Any) -> str:
        text: str = self.cleaned_data[name].strip()
        try:
            if text:
                parse(text)
        except RecordsError as error:
            raise forms.ValidationError(refusal) from error
        return text

    def _asked(self, name: str, refusal: Any) -> str:
        def ask(text: str) -> object:
            given: dict[str, Any] = {name: text}
            return facility_defaults(CheckRequest([], self.facility.country, **given), "")

        return self._tried(name, ask, refusal)

    def options(self) -> dict[str, Any]:
        """The options as a check keeps them: what is empty is left out."""
        given = dict(self.cleaned_data)
        since, until = given.pop("hours_approved_from", None), given.pop("hours_approved_to", None)
        if since:
            given["hours_approved"] = f"{since}..{until or ''}"
        by_law = given.pop("rest_day_by_law", "")
        given["rest_days"] = ",".join(d + "*" * (d == by_law) for d in given.get("rest_days") or [])
        own = self.facility.country.lower()
        given["standards"] = [own, *(given.get("standards") or [])]
        return {k: v for k, v in given.items() if v}


def initial_of(check_options: dict[str, Any], facility: Facility) -> dict[str, Any]:
    """Kept options as the form shows them."""
    shown = {
        "region": facility.region,
        "wage_class": facility.wage_class,
        "sector": facility.sector,
        **check_options,
    }
    since, _dots, until = str(shown.get("hours_approved") or "").partition("..")
    chosen = shown.get("standards", ["ilo"])
    days = [d for d in str(shown.get("rest_days") or "").split(",") if d]
    return {
        **shown,
        "hours_approved_from": since,
        "hours_approved_to": until,
        "standards": chosen,
        "rest_days": [d.rstrip("*") for d in days],
        "rest_day_by_law": next((d.rstrip("*") for d in days if d.endswith("*")), ""),
    }


def choices_of(facility: Facility, language: str) -> dict[str, list[tuple[str, str]]]:
    """Regions, classes, sectors and further standards for a facility's country; empty where the law has none."""
    from tripartite.reports.wording import words

    room = standards().rooms[facility.country.lower()]
    w, names = words(language), room.region_names
    regions = sorted({r.region for r in room.wages if "-" in r.region})
    classes = sorted({r.wage_class for r in room.wages if r.wage_class})

    def region(code: str) -> str:
        return f"{w.say(names.regions[code])} ({code})" if names and code in names.regions else code

    def wage_class(code: str) -> str:
        return w.say(names.classes[code]) if names and code in names.classes else code

    empty: list[tuple[str, Any]] = [("", "—")]
    return {
        "region": empty + [(r, region(r)) for r in regions] if regions else [],
        "wage_class": empty + [(c, wage_class(c)) for c in classes] if classes else [],
        "sector": empty + [(s, s) for s in sectors_of(facility.country)]
        if sectors_of(facility.country)
        else [],
        "rest_day_by_law": empty + WEEKDAYS if facility.country in REST_DAY_BY_LAW else [],
        "standards": [(k, standard_name(k, language)) for k in further_standards()],
    }


@cache
def sectors_of(country: str) -> tuple[str, ...]:
    return standards_and_plan(CheckRequest([], country))[1].sectors


def further_standards() -> list[str]:
    """Standards with rules that records can answer, besides countries' laws."""
    found = [k for k, room in standards().rooms.items() if room.rules and len(k) != 2]
    return sorted(found, key=lambda k: (k != "ilo", k))


def standard_name(key: str, language: str) -> str:
    """What a standard is called: as reports call it, else by its instrument's title."""
    from tripartite.reports.wording import words

    w = words(language)
    if key in w.entries["standard_names"]:
        return w.of("standard_names", key)
    room = standards().rooms.get(key)
    first = next(iter(room.instruments.values()), None) if room else None
    return w.say(first.title) if first else key


DATE_ORDERS = [
    ("dmy", _("day before month: 3 April is 03/04")),
    ("mdy", _("month before day: 3 April is 04/03")),
]
