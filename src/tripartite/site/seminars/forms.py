"""Forms of organisers: a seminar, a session of its agenda, trainers and rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, cast

from babel.dates import get_timezone_location
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people.models import Organisation
from tripartite.site.places import babel_locale, country_choices
from tripartite.site.seminars.agenda import modules_for
from tripartite.site.seminars.curriculum import module_title
from tripartite.site.seminars.models import Room, Seminar, Session, Trainer
from tripartite.site.seminars.zones import ZONE_OF

FURTHER_ZONES = (
    "Asia/Dhaka", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Karachi", "Asia/Kolkata", "Asia/Phnom_Penh", "Asia/Seoul",
    "Asia/Singapore", "Asia/Taipei", "Asia/Vientiane", "Australia/Sydney", "Europe/London", "Europe/Zurich",
    "America/Los_Angeles", "America/New_York",
)  # fmt: skip
# Registration ends so many days before the first day, if nothing else is said.
DAYS_BEFORE = 3


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def web_address(label: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=500, assume_scheme="https")


def zone_choices() -> list[tuple[str, str]]:
    locale = babel_locale()
    return [(z, get_timezone_location(z, locale=locale)) for z in (*ZONE_OF.values(), *FURTHER_ZONES)]


class SeminarForm(forms.ModelForm):  # type: ignore[type-arg]
    programme = forms.CharField(
        label=_("Programme"), required=False, max_length=200,
        help_text=_("What the seminar belongs to, such as a project. A new name makes a new programme."),
    )  # fmt: skip
    series = forms.CharField(
        label=_("Series"), required=False, max_length=200,
        help_text=_("Seminars that belong together, such as the same three days in six countries."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country whose law is taught"), choices=country_choices)
    language = forms.ChoiceField(label=_("Main language"), choices=LANGUAGES_SPOKEN)
    languages = forms.MultipleChoiceField(
        label=_("Further languages of participants"), choices=LANGUAGES_SPOKEN, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("that of the country")), *zone_choices()],
        required=False,
    )
    online = web_address(_("Link for those who join online"))
    register_until = forms.DateField(
        label=_("Registration until"), required=False, widget=DayInput(),
        help_text=_("Empty: until three days before it begins."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # The first are enough to begin with; what follows has sensible values.
    FIRST: ClassVar = [
        "title",
        "country",
        "first_day",
        "days",
        "language",
        "languages",
        "place",
        "online",
        "capacity",
    ]
    MORE: ClassVar = [
        "programme", "series", "about", "time_zone", "register_until", "needs_approval", "fill_in_balance",
        "attend_percent", "score_percent", "needs_feedback", "questions",
    ]  # fmt: skip

    class Meta:
        model = Seminar
        fields: ClassVar = [
            "title", "country", "first_day", "days", "language", "languages", "place", "online", "capacity",
            "about", "time_zone", "register_until", "needs_approval", "fill_in_balance",
            "attend_percent", "score_percent", "needs_feedback", "questions",
        ]  # fmt: skip
        widgets: ClassVar = {"first_day": DayInput(), "about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        series = self.instance.series
        if series:
            self.initial.setdefault("series", series.name)
            self.initial.setdefault("programme", series.programme.name)
        self.initial["version"] = self.instance.version
        self.programmes = list(organisation.programmes.values_list("name", flat=True))
        for name, known in (("programme", self.programmes), ("series", self.series_known(organisation))):
            self.fields[name].widget.attrs["list"] = f"known-{name}"
            setattr(self, f"known_{name}", known)

    @staticmethod
    def series_known(organisation: Organisation) -> list[str]:
        found = organisation.programmes.values_list("series__name", flat=True)
        return sorted({name for name in found if name})

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_wrong(self) -> bool:
        return any(self[name].errors for name in self.MORE)

    def clean_time_zone(self) -> str:
        chosen = self.cleaned_data.get("time_zone") or ZONE_OF.get(self.cleaned_data.get("country", ""), "")
        return str(chosen) or "UTC"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, until = cleaned.get("first_day"), cleaned.get("register_until")
        if first and not self.instance.pk and first < timezone.localdate():
            self.add_error("first_day", _("This day is past. Choose a later one."))
        if first and not until and "register_until" not in self.errors:
            cleaned["register_until"] = max(
                first - timedelta(days=DAYS_BEFORE), min(first, timezone.localdate())
            )
        elif first and until and until > first + timedelta(days=cleaned.get("days", 1) - 1):
            self.add_error("register_until", _("The seminar is over by then. Choose an earlier day."))
        if cleaned.get("series") and not cleaned.get("programme"):
            self.add_error("programme", _("Name the programme that the series belongs to."))
        return cleaned

    def named(self) -> tuple[str, str]:
        """Programme and series by name."""
        return self.cleaned_data["programme"].strip(), self.cleaned_data["series"].strip()

    def save(self, commit: bool = True) -> Seminar:
        raise NotImplementedError  # operations save

    def _post_clean(self) -> None:
        # The series is a name here and a row in the model: operations find or make it.
        series = self.cleaned_data.pop("series", "")
        super()._post_clean()  # type: ignore[misc]
        self.cleaned_data["series"] = series


class SessionForm(forms.ModelForm):  # type: ignore[type-arg]
    day = forms.TypedChoiceField(label=_("Day"), coerce=int)
    module = forms.ChoiceField(label=_("Module"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Session
        fields: ClassVar = [
            "day", "kind", "module", "title", "minutes", "language", "room", "trainers", "alongside", "counted",
        ]  # fmt: skip
        widgets: ClassVar = {"trainers": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial.setdefault("version", seminar.version)
        self._choices("day", [(n, str(n)) for n in range(1, seminar.days + 1)])
        country = seminar.country
        self._choices(
            "module", [("", "—"), *((m.id, module_title(m, country)) for m in modules_for(country))]
        )
        self._choices("language", [("", "—"), *LANGUAGES_SPOKEN])
        cast("forms.ModelChoiceField[Room]", self.fields["room"]).queryset = seminar.rooms.all()
        cast(
            "forms.ModelMultipleChoiceField[Trainer]", self.fields["trainers"]
        ).queryset = seminar.trainers.all()
        cast("Any", self.fields["trainers"]).label_from_instance = lambda t: t.name
        if not seminar.trainers.exists():
            del self.fields["trainers"]

    def _choices(self, name: str, choices: list[tuple[Any, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == Session.Kind.MODULE and not (cleaned.get("module") or cleaned.get("title")):
            self.add_error("module", _("Choose the module, or give the session a title."))
        if cleaned.get("kind") == Session.Kind.BREAK:
            cleaned["counted"] = False
        return cleaned


class TrainerForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Trainer
        fields: ClassVar = ["name", "about"]


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    link = web_address(_("Link"))

    class Meta:
        model = Room
        fields: ClassVar = ["name", "seats", "link"]
