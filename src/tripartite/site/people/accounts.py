"""How accounts are made and signed in to: names, telephone numbers, languages, and what too many attempts get."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _

from tripartite.site.people.models import User

# What people write between the digits of a telephone number.
BETWEEN_DIGITS = re.compile(r"[\s\-‐-―().·/]+")
TELEPHONE = re.compile(r"\+?\d{6,15}")


def plain_username(written: str) -> str:
    """A user name as it is kept. A telephone number loses its spaces and dashes, and its digits become 0 to 9.

    >>> plain_username(" +86 138-0013-8000 "), plain_username("၀၉ ၇၈၉ ၀၁၂ ၃၄၅"), plain_username("0086 138 0013 8000")
    ('+8613800138000', '09789012345', '+8613800138000')
    """
    name = unicodedata.normalize("NFKC", written).strip()
    digits = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c for c in BETWEEN_DIGITS.sub("", name)
    )
    if not TELEPHONE.fullmatch(digits):
        return name
    return "+" + digits[2:] if digits.startswith("00") and len(digits) > 9 else digits


def in_language(address: str, code: str) -> str:
    """An address of this site as it is in another language; others stay."""
    parts = urlsplit(address)
    written_in = translation.get_language_from_path(parts.path)
    if parts.netloc or not code or not written_in:
        return address
    with translation.override(written_in):
        return translate_url(address, code)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's own ways, but for what is said here."""

    def format_email_subject(self, subject: str) -> str:
        # The name of the site stands where allauth would ask for a table of sites.
        return f"tripartite: {subject}"

    def clean_username(self, username: str, shallow: bool = False) -> str:
        username = plain_username(username)
        # Else somebody could take another's e-mail address as their name.
        if "@" in username:
            raise ValidationError(_("A user name holds no @. Write an e-mail address in the field for it."))
        return str(super().clean_username(username, shallow=shallow))

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = translation.get_language() or ""
        saved: User = super().save_user(request, user, form, commit=commit)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponseBase:
        with translation.override(user.language or translation.get_language()):
            response: HttpResponseBase = super().post_login(request, user, **rest)
        if isinstance(response, HttpResponseRedirect):
            response["Location"] = in_language(response.url, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        to = context.get("user") or getattr(self.request, "user", None)
        with translation.override(getattr(to, "language", "") or translation.get_language()):
            super().send_mail(template_prefix, email, context)
