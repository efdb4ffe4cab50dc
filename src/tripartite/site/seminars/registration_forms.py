"""What is asked of somebody who takes part, by their own hand or by the organiser's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people.models import Organisation
from tripartite.site.places import COUNTRIES, babel_locale, country_name
from tripartite.site.seminars.models import Participant, Person
from tripartite.site.seminars.participation import Told

NAMES = ("name", "employer", "position", "email", "phone", "needs")


def countries() -> list[tuple[str, str]]:
    """All countries, those of the seminars first."""
    found = {
        c: n
        for c, n in babel_locale().territories.items()
        if len(c) == 2 and c not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO")
    }
    rest = sorted((n, c) for c, n in found.items() if c not in COUNTRIES)
    return [("", "—"), *((c, country_name(c)) for c in COUNTRIES), *((c, n) for n, c in rest)]


class RegistrationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it shall stand on badge and certificate.")
    )
    side = forms.ChoiceField(
        label=_("You belong to"), choices=lambda: [("", "—"), *Organisation.Side.choices]
    )
    employer = forms.CharField(label=_("Employer or organisation"), max_length=200, required=False)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Participant.Sex.choices, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    language = forms.ChoiceField(label=_("Language of your papers"), choices=LANGUAGES_SPOKEN)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False,
        help_text=_("Neither e-mail nor telephone? You get a link of your own to print or keep."),
    )  # fmt: skip
    needs = forms.CharField(
        label=_("What you need to take part"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Such as a ramp, an interpreter, food."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.initial.setdefault("language", get_language())

    @property
    def person(self) -> Person:
        return Person(**{name: " ".join(self.cleaned_data[name].split()) for name in NAMES})

    @property
    def told(self) -> Told:
        data = self.cleaned_data
        return Told(side=data["side"], language=data["language"], sex=data["sex"], country=data["country"])


class OwnRegistrationForm(RegistrationForm):
    """As above, by the person's own hand: they agree to what is kept."""

    consent = forms.BooleanField(label=_("I agree that this is kept for the seminar, as said above."))


def of_participant(participant: Participant) -> dict[str, str]:
    """What the form begins with for somebody who is registered."""
    person = participant.person
    about = {k: getattr(participant, k) for k in ("side", "sex", "country", "language")}
    return {**{name: getattr(person, name) for name in NAMES}, **about}
