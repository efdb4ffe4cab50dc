"""The form that grants a view."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tripartite.site.languages import data_language
from tripartite.site.people.models import Grant, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import standards
from tripartite.site.sharing.operations import receiving_for, usual_end
from tripartite.standards.schema import TOPICS
from tripartite.standards.views.language import word


def topic_choices() -> list[tuple[str, str]]:
    lang = data_language(get_language())
    names = ((t, word(standards(), f"topic/{t}", lang)) for t in TOPICS)
    return [(t, str(name["text"]) if name else t) for t, name in names]


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    organisation = forms.CharField(
        label=_("To which organisation"),
        max_length=200,
        help_text=_(
            "Its code of eight letters and digits, its whole name, or the short name in the address of its page. Its people see the code on its page: ask them for it."
        ),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics, where only some are shown"),
        choices=topic_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Grant
        fields: ClassVar = ["organisation", "scope", "topics", "purpose", "until"]
        widgets: ClassVar = {
            "scope": forms.RadioSelect,
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, asker: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        self.fields["until"].initial = usual_end
        self.fields["purpose"].help_text = _(
            "For example: yearly review of suppliers. The other side sees it too."
        )

    def groups(self) -> list[Any]:
        """The fields that are shown as groups of choices."""
        return [self["scope"], self["topics"]]

    def clean_organisation(self) -> Any:
        try:
            found = receiving_for(self.asker, self.cleaned_data["organisation"])
        except RefusedError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if found is None:
            raise forms.ValidationError(_("No organisation of exactly this name or code is here."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("scope") != Grant.Scope.TOPICS:
            cleaned["topics"] = []
        return cleaned
