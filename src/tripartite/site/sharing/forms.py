"""The form that grants a view."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tripartite.site.languages import data_language
from tripartite.site.people.models import Grant
from tripartite.site.places import standards
from tripartite.site.sharing.operations import receiving, usual_end
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
            "Its whole name, or the short name that stands in the address of its page. Ask them for it."
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = usual_end
        self.fields["purpose"].help_text = _(
            "For example: yearly review of suppliers. The other side sees it too."
        )

    def groups(self) -> list[Any]:
        """The fields that are shown as groups of choices."""
        return [self["scope"], self["topics"]]

    def clean_organisation(self) -> Any:
        found = receiving(self.cleaned_data["organisation"])
        if found is None:
            raise forms.ValidationError(_("No organisation of exactly this name is here."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("scope") != Grant.Scope.TOPICS:
            cleaned["topics"] = []
        return cleaned
