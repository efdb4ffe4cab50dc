"""Forms of commitments and of what became of them."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.site.seminars.models import Commitment, FollowUp
from tripartite.site.sharing.forms import topic_choices

MOST_LETTERS = 1000
# What a person reaches at most; more is a slip of the keyboard.
MOST_REACHED = 10_000_000


class CommitmentForm(forms.ModelForm):  # type: ignore[type-arg]
    topic = forms.ChoiceField(label=_("Topic"), choices=topic_choices)
    text = forms.CharField(
        label=_("What you will do"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: go through the overtime of each month with the five largest suppliers."),
    )

    class Meta:
        model = Commitment
        fields: ClassVar = ["topic", "until", "suppliers"]
        widgets: ClassVar = {"until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = ("topic", "text", "until", "suppliers")


class FollowUpForm(forms.ModelForm):  # type: ignore[type-arg]
    told = forms.ChoiceField(
        label=_("What became of it"),
        choices=lambda: [(t.value, t.label) for t in FollowUp.Told if t.value],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened, and what stood in the way"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = FollowUp
        fields: ClassVar = ["told", "suppliers", "workers"]

    field_order = ("told", "text", "suppliers", "workers")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("suppliers", "workers"):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)  # noqa: S101 - as the model says
            field.max_value = MOST_REACHED
            field.widget.attrs["max"] = MOST_REACHED
