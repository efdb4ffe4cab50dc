"""The API as a page, and tokens: made, shown once, taken back."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import server_error

from tripartite.site.api import described, gate, operations
from tripartite.site.api.forms import TokenForm
from tripartite.site.api.gate import refused
from tripartite.site.api.models import Token
from tripartite.site.library.kept import kept
from tripartite.site.people.access import Action, Standing, in_organisation, public
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return refused(404, "not-found", "There is nothing here. /api/v1/openapi.json lists what is.")


# What the groups of operations are called, in the order of the page.
GROUPS = {
    "library": _("Library and calculator"),
    "facilities": _("Facilities"),
    "checks": _("A check, from its files to its start"),
    "results": _("What a check found"),
    "plans": _("Put it right"),
    "back pay": _("Wages owed"),
    "sharing": _("Sharing"),
    "seminars": _("Seminars, what came of them, certificates"),
    "participants": _("Participants and attendance"),
    "organisation": _("Organisation, people and log"),
}


@public
@require_safe
@kept
def programs(request: HttpRequest) -> HttpResponse:
    """What the API is, how to get a token, and each operation with an example, from the API's own description."""
    user = request.user
    context: dict[str, Any] = {
        "groups": [
            {"tag": tag, "name": name, "operations": [o for o in described.operations() if o.tag == tag]}
            for tag, name in GROUPS.items()
        ],
        "scopes": Token.Scope.choices,
        "without": gate.A_MINUTE_WITHOUT,
        "with_token": gate.A_MINUTE_WITH,
        "organisations": [m.organisation for m in user.memberships.select_related("organisation")]
        if user.is_authenticated
        else [],
    }
    return render(request, "api/programs.html", context)


def failed(request: HttpRequest) -> HttpResponse:
    """What is answered where something broke: to a program in the shape of every error, to a person as a page."""
    if request.path.startswith("/api/"):
        return gate.refused(500, "broke", "Something went wrong in the program. It was written down. Try again later.")  # fmt: skip
    return server_error(request)


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
