"""Forms of plans: an action, and payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.currencies import CURRENCIES
from tripartite.site.people.models import User
from tripartite.site.plans.evidence import ENDINGS
from tripartite.site.plans.models import Action, Schedule
from tripartite.site.plans.operations import SAID
from tripartite.site.plans.rules import cause_choices

NO_SMALLER_PART = _("The currency has no smaller part than this amount needs.")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.told_name)


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    cause = forms.ChoiceField(label=_("Cause"), choices=lambda: [("", "—"), *cause_choices()], required=False)
    who = MemberChoice(
        label=pgettext_lazy("responsible", "Who"), queryset=User.objects.none(), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields: ClassVar = ["what", "cause", "who", "due", "state"]
        widgets: ClassVar = {"due": DayInput(), "what": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.instance.facility.organisation
        members = User.objects.filter(memberships__organisation=organisation).order_by("username")
        who = self.fields["who"]
        assert isinstance(who, MemberChoice)  # noqa: S101 - as declared above
        who.queryset = members
        self.fields["state"].choices = [(s.value, s.label) for s in SAID]  # type: ignore[attr-defined]
        self.initial.setdefault("version", self.instance.version)


class PaymentForm(forms.Form):
    on = forms.DateField(label=_("Paid on"), widget=DayInput(), initial=timezone.localdate)
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=Decimal(0),
        max_digits=17,
        decimal_places=2,
        error_messages={"max_decimal_places": NO_SMALLER_PART},
        help_text=_("For one worker. Empty: all that is left, for each worker chosen."),
    )
    reference = forms.CharField(label=_("Reference"), required=False, max_length=200)
    proof = forms.FileField(
        label=_("Proof of payment"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
    )

    def __init__(self, schedule: Schedule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = CURRENCIES[schedule.currency]
        # The checkboxes stand in a table, the fields below it: both belong to the form of this id.
        for field in self.fields.values():
            field.widget.attrs["form"] = "pay"

    def clean_amount(self) -> int | None:
        """The amount in minor units, exactly as written."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            return None
        minor = amount * self.unit
        if minor != minor.to_integral_value():
            raise forms.ValidationError(NO_SMALLER_PART)
        return int(minor)
