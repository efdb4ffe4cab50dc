"""Forms of organisations, their people and facilities."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.site.people.models import Facility, Invitation, Organisation
from tripartite.site.places import country_choices, region_choices


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [("", "—"), *country_choices()], required=False
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["name", "side", "kind", "country"]


class OrganisationSettingsForm(OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields: ClassVar = ["name", "side", "kind", "country", "keep_days"]


class DeletionForm(forms.Form):
    """The name, typed: nobody deletes an organisation by a slip of the hand."""

    name = forms.CharField(label=_("Type the organisation’s name"), max_length=200)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"].strip()
        if typed != self.organisation.name:
            raise forms.ValidationError(
                _("This is not its name: %(name)s") % {"name": self.organisation.name}
            )
        return typed


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Invitation
        fields: ClassVar = ["to", "role"]


class FacilityForm(forms.ModelForm):  # type: ignore[type-arg]
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    region = forms.ChoiceField(
        label=_("Region"), choices=lambda: [("", "—"), *region_choices()], required=False
    )

    class Meta:
        model = Facility
        fields: ClassVar = ["name", "country", "region", "wage_class", "sector"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        country, region = cleaned.get("country"), cleaned.get("region")
        if country and region and not region.startswith(f"{country}-"):
            self.add_error("region", _("This region lies in another country."))
        return cleaned
