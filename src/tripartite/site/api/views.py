"""Tokens as a page: made, shown once, taken back."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tripartite.site.api import operations
from tripartite.site.api.forms import TokenForm
from tripartite.site.api.gate import refused
from tripartite.site.api.models import Token
from tripartite.site.people.access import Action, Standing, in_organisation
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return refused(404, "not-found", "There is nothing here. /api/v1/openapi.json lists what is.")


@in_organisation(Action.SEE)
def tokens(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """A person's tokens in an organisation, and a form for a new one; administrators see everybody's."""
    user, made = cast("User", request.user), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _, made = operations.make_token(
                user, organisation, given["name"], given["scopes"], given["until"]
            )
        except RefusedError as refusal:
            form.add_error("until", str(refusal))
    context = {
        "organisation": organisation,
        "standing": standing,
        "tokens": _seen(user, organisation, standing).select_related("user"),
        "form": TokenForm() if made else form,
        "made": made,
    }
    response = render(request, "api/tokens.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@in_organisation(Action.SEE)
def revoke(request: HttpRequest, organisation: Organisation, standing: Standing, number: int) -> HttpResponse:
    user = cast("User", request.user)
    operations.revoke_token(user, get_object_or_404(_seen(user, organisation, standing), pk=number))
    return redirect("tokens", org=organisation.slug)


def _seen(user: User, organisation: Organisation, standing: Standing) -> QuerySet[Token]:
    found = Token.objects.filter(organisation=organisation)
    return found if standing.may(Action.ADMINISTER) else found.filter(user=user)
