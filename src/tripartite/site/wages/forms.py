"""A worker's month as a form, and as a pay case for the engine. Nothing of it is kept."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tripartite.reports.wording import words
from tripartite.site.languages import data_language
from tripartite.site.places import standards
from tripartite.site.wages import typed
from tripartite.site.wages.asked import COUNTRIES, MONTH_HOURS, hours_of
from tripartite.site.wages.names import calendar_of, class_choices, month_choices, region_choices
from tripartite.standards.load import ROOM_CURRENCY, WEEKDAYS

MOST_MINUTES = 744 * 60
BREAKS = (0, 30, 45, 60, 90, 120)
EXAMPLES = {
    "CNY": "5,000",
    "JPY": "210,000",
    "MMK": "240,000",
    "PHP": "645",
    "THB": "12,000",
    "VND": "6.500.000",
}


class AmountField(forms.CharField):
    """Money as people type it; cleans to text such as 1234.50."""

    def __init__(self, currency: str, **about: Any) -> None:
        super().__init__(max_length=40, **about)
        self.currency = currency
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return typed.amount(text)
        except typed.UnreadableError:
            raise forms.ValidationError(
                _("“%(text)s” is no amount. Write it as %(example)s, for example.")
                % {"text": text, "example": EXAMPLES[self.currency]}
            ) from None


class HoursField(forms.CharField):
    """A number of hours of the month; cleans to whole minutes."""

    def __init__(self, **about: Any) -> None:
        super().__init__(max_length=20, **about)
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        if not text:
            return 0
        try:
            found = typed.minutes(text)
        except typed.UnreadableError:
            raise forms.ValidationError(
                _("“%(text)s” is no number of hours. Write 10, 10.5 or 10:30.") % {"text": text}
            ) from None
        if found > MOST_MINUTES:
            raise forms.ValidationError(_("“%(text)s” is more than a month has.") % {"text": text})
        return found


class PayForm(forms.Form):
    """What is asked of a worker in one country. `days`: hours come day by day, not as totals."""

    def __init__(
        self, country: str, language: str, data: QueryDict | None = None, *, days: bool = False
    ) -> None:
        super().__init__(data, label_suffix="")
        self.country, self.days = country, days
        self.currency = ROOM_CURRENCY[country.lower()]
        self.asked = COUNTRIES[country]
        self.words = words(data_language(language))
        self._place(data_language(language))
        self._wage()
        if days:
            self._calendar()
        else:
            self._totals()
        self._paid()

    # --- fields --------------------------------------------------------------------------------

    def _place(self, lang: str) -> None:
        regions = region_choices(self.country, lang)
        if len(regions) > 1:
            self.fields["region"] = forms.ChoiceField(
                label=pgettext("of a country", "Region"), choices=[("", _("Choose")), *regions]
            )
        classes = class_choices(self.country, lang)
        if classes:
            self.fields["wage_class"] = forms.ChoiceField(
                label=_("Class of the minimum wage"),
                choices=[("", _("I do not know")), *classes],
                required=False,
                help_text=self.words.say(self._names().about_classes),
            )
        if self.asked.sectors:
            self.fields["sector"] = forms.ChoiceField(
                label=_("Workplace"), choices=list(self.asked.sectors), required=False
            )
        if self.asked.workers:
            self.fields["workers"] = forms.IntegerField(
                label=_("How many people work there"), min_value=1, max_value=999_999, required=False
            )

    def _names(self) -> Any:
        return standards().rooms[self.country.lower()].region_names

    def _wage(self) -> None:
        bases = self.words.entries["bases"]
        self.fields["month"] = forms.ChoiceField(
            label=_("Month"), choices=month_choices(self.country), initial=_last_month()
        )
        self.fields["basis"] = forms.ChoiceField(
            label=_("How you are paid"),
            choices=[(b, bases[b].capitalize()) for b in ("monthly", "daily", "hourly", "piece")],
            initial="monthly",
            widget=forms.RadioSelect,
        )
        self.fields["wage"] = AmountField(
            self.currency,
            label=_("Agreed wage, in %(currency)s") % {"currency": self.currency},
            required=False,
            help_text=_(
                "For a month, a day or an hour, as agreed; without overtime pay, allowances or bonuses."
            ),
        )
        self.fields["piece_earnings"] = AmountField(
            self.currency, label=_("What the pieces of the month came to"), required=False
        )
        if self.asked.systems:
            self.fields["hours_system"] = forms.ChoiceField(
                label=_("System of hours"), choices=list(self.asked.systems), required=False
            )
        if self.asked.month_hours:
            choices = MONTH_HOURS.get(self.country)
            field: forms.Field = (
                forms.ChoiceField(choices=list(choices), required=False)
                if choices
                else HoursField(required=False)
            )
            field.label = str(self.asked.month_hours)
            field.help_text = _("If you know it. It is in the contract, the work rules or on the slip.")
            self.fields["month_hours"] = field
        if self.asked.trainees:
            self.fields["long_there"] = forms.BooleanField(
                label=_("I have worked there for more than six months"), required=False
            )

    def _totals(self) -> None:
        for hours in hours_of(self.country):
            self.fields[hours.key] = HoursField(label=hours.label, required=False)
        if self.asked.systems:
            self.fields["period_excess"] = HoursField(
                label=_("Hours above what the period allows"), required=False
            )
        self.fields["normal"] = HoursField(
            label=_("Normal hours of the month"),
            required=False,
            help_text=_("Asked for only if you are paid by the piece."),
        )

    def _calendar(self) -> None:
        self.fields["break"] = forms.ChoiceField(
            label=_("Unpaid break in a day"),
            choices=[("", _("Choose")), *((str(b), self.words.quantity(b, "minute")) for b in BREAKS)],
            help_text=_("Taken off each stay of more than six hours."),
        )
        names = weekday_names()
        off = [WEEKDAYS[d] for d in calendar_of(self.country).default_rest_days]
        self.fields["rest_days"] = forms.MultipleChoiceField(
            label=_("Your weekly days off"),
            choices=list(zip(WEEKDAYS, names, strict=True)),
            widget=forms.CheckboxSelectMultiple,
            initial=off,
        )
        if self.asked.marks_rest_day:
            self.fields["rest_day_by_law"] = forms.ChoiceField(
                label=_("The rest day by law among them"),
                choices=[("", _("I do not know")), *zip(WEEKDAYS, names, strict=True)],
                required=False,
            )
        for day in self.month_days():
            for name in (f"in-{day:%d}", f"out-{day:%d}", f"in2-{day:%d}", f"out2-{day:%d}"):
                self.fields[name] = forms.CharField(
                    label=self._told(day, name),
                    required=False,
                    max_length=12,
                    widget=forms.TextInput(attrs={"type": "time"}),
                )
            if self.asked.choosable:
                self.fields[f"holiday-{day:%d}"] = forms.BooleanField(required=False)

    def _told(self, day: date, name: str) -> str:
        """What a time is called where the mistakes are listed."""
        which = _("start") if name.startswith("in") else _("end")
        return f"{day.day} {weekday_names()[day.weekday()]}, {which}"

    def month_days(self) -> list[date]:
        """The days of the month that was chosen, or of the last one."""
        chosen = str((self.data or {}).get("month") or "")
        if chosen not in dict(month_choices(self.country)):
            chosen = _last_month()
        first = date.fromisoformat(f"{chosen}-01")
        return [first.replace(day=n) for n in range(1, monthrange(first.year, first.month)[1] + 1)]

    def _paid(self) -> None:
        self.fields["paid_basic"] = AmountField(
            self.currency,
            label=_("Ordinary wage that you got"),
            required=False,
            help_text=_("Before deductions, without overtime pay, allowances and bonuses."),
        )
        self.fields["paid_overtime"] = AmountField(
            self.currency,
            label=_("Pay for overtime, rest days, holidays and nights that you got"),
            required=False,
            help_text=_("Write 0 if there was none."),
        )
        self.fields["paid_gross"] = AmountField(
            self.currency,
            label=_("Or only the total, before deductions"),
            required=False,
            help_text=_("Fill this in only if the parts are not known."),
        )

    # --- what was given --------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        piece = given.get("basis") == "piece"
        if not piece and not given.get("wage") and "wage" not in self.errors:
            self.add_error(
                "wage",
                _("Write the agreed wage, such as %(example)s.") % {"example": EXAMPLES[self.currency]},
            )
        if piece:
            self._clean_pieces(given)
        if self.days:
            given["shifts"] = self._shifts(given)
        self._clean_place(given)
        self._clean_paid(given)
        return given

    def _clean_pieces(self, given: dict[str, Any]) -> None:
        if not given.get("piece_earnings") and "piece_earnings" not in self.errors:
            self.add_error(
                "piece_earnings",
                _("Write what the pieces came to, such as %(example)s.")
                % {"example": EXAMPLES[self.currency]},
            )
        if not self.days and not given.get("normal") and "normal" not in self.errors:
            self.add_error("normal", _("Write the normal hours of the month, such as 208."))

    def _clean_place(self, given: dict[str, Any]) -> None:
        region, chosen = given.get("region"), given.get("wage_class")
        if not chosen or not region:
            return
        room = standards().rooms[self.country.lower()]
        if not any(w.region == region and w.wage_class == chosen for w in room.wages):
            self.add_error(
                "wage_class", _("This class is of another region. Choose one of yours, or “I do not know”.")
            )

    def _clean_paid(self, given: dict[str, Any]) -> None:
        parts = [given.get("paid_basic"), given.get("paid_overtime")]
        if any(parts) and given.get("paid_gross"):
            self.add_error("paid_gross", _("Fill in either the parts or the total, not both."))
        elif (
            given.get("paid_basic")
            and not given.get("paid_overtime")
            and "paid_overtime" not in self.errors
            and (self.days or self._hours(given))
        ):
            self.add_error("paid_overtime", _("How much was it? Write 0 if there was none."))

    def _shifts(self, given: dict[str, Any]) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for day in self.month_days():
            spans = [
                span
                for start, end in ((f"in-{day:%d}", f"out-{day:%d}"), (f"in2-{day:%d}", f"out2-{day:%d}"))
                if (span := self._span(given, start, end))
            ]
            if spans:
                out[day.isoformat()] = spans
        if not out and not any(n.startswith(("in", "out")) for n in self.errors):
            self.add_error(None, _("Write the start and the end of at least one day."))
        return out

    def _span(self, given: dict[str, Any], start: str, end: str) -> str:
        told = []
        for name in (start, end):
            text = given.get(name)
            if not text:
                continue
            try:
                told.append(typed.clock(text))
            except typed.UnreadableError:
                self.add_error(name, _("“%(text)s” is no time of day. Write it as 08:00.") % {"text": text})
                return ""
        if len(told) == 1:
            missing = end if given.get(start) else start
            self.add_error(missing, _("The other time of this day is missing."))
        elif told and told[0] == told[1]:
            self.add_error(end, _("The end is the same as the start."))
        return "-".join(told) if len(told) == 2 and told[0] != told[1] else ""

    def _hours(self, given: dict[str, Any]) -> dict[str, int]:
        names = [h.key for h in hours_of(self.country)] + ["period_excess", "normal"]
        return {name: given[name] for name in names if given.get(name)}

    def case(self) -> dict[str, Any]:
        """The pay case that the engine reads, as `tripartite pay` would be given it."""
        given = self.cleaned_data
        case: dict[str, Any] = {"country": self.country, "region": given.get("region") or self._only_region()}
        for key in ("month", "basis", "wage", "wage_class", "sector", "hours_system"):
            if given.get(key):
                case[key] = given[key]
        if case.get("hours_system") == "comprehensive":
            case["hours_period"] = "month"
        if given["basis"] == "piece":
            case.pop("wage", None)
            case["piece_earnings"] = given["piece_earnings"]
        if given.get("workers"):
            case["workers"] = given["workers"]
        elif self.country == "JP" and given.get("sector"):
            case["workers"] = 9  # as the choice says: fewer than ten
        if given.get("month_hours"):
            case["month_hours"] = (
                given["month_hours"] if self.country in MONTH_HOURS else f"{given['month_hours']} min"
            )
        if given.get("long_there"):
            case["hired_on"] = _half_a_year_before(given["month"])
        self._add_hours(case, given)
        paid = {n: given[f"paid_{n}"] for n in ("basic", "overtime", "gross") if given.get(f"paid_{n}")}
        if paid:
            case["paid"] = paid
        return case

    def _add_hours(self, case: dict[str, Any], given: dict[str, Any]) -> None:
        if not self.days:
            case["hours"] = {
                k: f"{n} min"
                for k, n in self._hours(given).items()
                if k != "normal" or given["basis"] == "piece"
            }
            return
        case["shifts"] = given["shifts"]
        case["break"] = given["break"]
        by_law = given.get("rest_day_by_law")
        case["rest_days"] = ",".join(d + ("*" if d == by_law else "") for d in given["rest_days"])
        if self.asked.choosable:
            marked = [d.isoformat() for d in self.month_days() if given.get(f"holiday-{d:%d}")]
            if marked:
                case["holidays"] = ",".join(marked)

    def _only_region(self) -> str:
        codes = list(self._names().regions)
        return codes[0] if len(codes) == 1 else ""


def weekday_names() -> list[str]:
    """The days of the week in the page's language, Monday first."""
    from tripartite.site.places import babel_locale

    names = babel_locale().days["stand-alone"]["wide"]
    return [names[i] for i in range(7)]


def _last_month() -> str:
    today = timezone.localdate()
    year, month = (today.year - 1, 12) if today.month == 1 else (today.year, today.month - 1)
    return f"{year}-{month:02d}"


def _half_a_year_before(month: str) -> str:
    """A day so long before the month that nobody hired then is a trainee any more."""
    year, number = int(month[:4]), int(month[5:7])
    back = year * 12 + number - 1 - 7
    return f"{back // 12}-{back % 12 + 1:02d}-01"
