"""The forms of sign-in, sign-up, and of a person's own account."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people.accounts import plain_username
from tripartite.site.people.models import User


def _without_placeholders(form: forms.BaseForm) -> None:
    """A placeholder repeats the label and vanishes when one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["login"].label = _("User name, telephone number or e-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"

    def clean_login(self) -> str:
        return plain_username(super().clean_login())


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["username"].label = _("User name or telephone number")
        self.fields["username"].help_text = _(
            "For instance +86 138 0013 8000. Spaces and dashes do not matter."
        )
        self.fields["email"].label = _("E-mail")
        self.fields["email"].help_text = _(
            "Without it, only those who run this site can give you a new password if you forget yours."
        )


class ResetPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["email"].help_text = _(
            "No e-mail in your account? Ask those who run this site for a new password."
        )


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    first_name = forms.CharField(
        label=_("Your name, as others see it"), max_length=150, required=False,
        help_text=_("Where it is empty, others see your user name."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES_SPOKEN)

    class Meta:
        model = User
        fields: ClassVar = ["first_name", "language"]
