"""The page of results, and which facilities a seminar follows."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tripartite.site.people import audit
from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import User
from tripartite.site.seminars.models import Followed, Seminar
from tripartite.site.seminars.results import can_follow, results
from tripartite.site.seminars.views import about


@require_safe
@on_seminar(Action.SEE)
def show_results(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    user = cast("User", request.user)
    context = {
        **about(seminar, standing),
        "results": results(seminar, user),
        "possible": can_follow(seminar, user) if standing.may(Action.WORK) else [],
    }
    return render(request, "seminars/results.html", context)


@require_POST
@on_seminar(Action.WORK)
def follow(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Follow a facility that the organisation sees, or no longer follow one (`stop`)."""
    user, wanted = cast("User", request.user), request.POST.get("facility", "")
    if request.POST.get("stop"):
        _stop(user, seminar, wanted)
    elif facility := next((f for f in can_follow(seminar, user) if str(f.pk) == wanted), None):
        with transaction.atomic():
            _followed, made = Followed.objects.get_or_create(
                seminar=seminar, facility=facility, defaults={"by": user}
            )
            if made:
                audit.record(seminar.organisation, user, "seminar.followed", facility, seminar=seminar.slug)
    else:
        messages.error(request, _("Choose a facility from the list."))
    return redirect("seminar_results", org=seminar.organisation.slug, seminar=seminar.slug)


@transaction.atomic
def _stop(user: User, seminar: Seminar, wanted: str) -> None:
    for found in Followed.objects.filter(seminar=seminar).select_related("facility"):
        if str(found.facility_id) == wanted:
            audit.record(
                seminar.organisation, user, "seminar.unfollowed", found.facility, seminar=seminar.slug
            )
            found.delete()
