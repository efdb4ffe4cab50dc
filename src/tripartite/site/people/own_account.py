"""A person's own account: how they are called, which language they read, and leaving for good."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tripartite.site.people import operations
from tripartite.site.people.access import signed_in
from tripartite.site.people.account_forms import ProfileForm
from tripartite.site.people.accounts import in_language
from tripartite.site.people.models import User


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    initial = {"language": user.language or get_language()}
    form = ProfileForm(request.POST or None, instance=user, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        return redirect(in_language(reverse("profile"), saved.language))
    return render(request, "people/profile.html", {"form": form})


@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def delete_account(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    if request.method == "POST":
        try:
            operations.delete_account(user)
        except operations.RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("delete_account")
        logout(request)
        messages.success(request, _("Your account has been deleted."))
        return redirect("home")
    return render(request, "people/delete_account.html", {"alone_in": operations.alone_in(user)})
