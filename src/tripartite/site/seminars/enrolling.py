"""What anybody sees of a seminar that is announced, and how they register, without account and without e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tripartite.site.people.access import by_participant, public
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import codes, participation
from tripartite.site.seminars.models import Participant, Seminar
from tripartite.site.seminars.registration_forms import OwnRegistrationForm
from tripartite.site.seminars.views import titled

DAY = timedelta(days=1)


def seminar_of(code: str) -> Seminar:
    """The seminar of a code, however it was typed; one that is being prepared is told to nobody."""
    found = Seminar.objects.select_related("organisation").filter(code=code.upper()).first()
    if found is None or found.state == Seminar.State.DRAFT:
        raise Http404
    return found


def _about(request: HttpRequest, seminar: Seminar) -> dict[str, Any]:
    where = codes.address(request, "announced", code=seminar.code)
    return {
        "seminar": seminar,
        "organisation": seminar.organisation,
        "sessions": titled(seminar),
        "free": participation.places_free(seminar),
        "over": seminar.last_day < timezone.localdate(),
        # Its days, and one more at each end: the server's day is not the seminar's.
        "on_now": seminar.first_day - DAY <= timezone.localdate() <= seminar.last_day + DAY,
        "erased_on": participation.erased_on(seminar),
        "address": where,
        "qr": codes.picture(where),
    }


@require_safe
@public
def announced(request: HttpRequest, code: str) -> HttpResponse:
    """What, where, when, by whom, and whether there are places."""
    return render(request, "seminars/announced.html", _about(request, seminar_of(code)))


@require_safe
@public
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A page to print and hang up, with the address as a code to scan."""
    return render(request, "seminars/poster.html", _about(request, seminar_of(code)))


@never_cache
@public
def register(request: HttpRequest, code: str) -> HttpResponse:
    seminar = seminar_of(code)
    if not seminar.takes_registrations:
        return redirect("announced", code=seminar.code)
    form = OwnRegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = participation.register(seminar, form.person, form.told)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You are registered. This page is yours: keep its address."))
            return redirect("participant", token=made.token)
    context = {**_about(request, seminar), "form": form}
    return render(request, "seminars/register.html", context, status=422 if form.errors else 200)


@require_POST
@by_participant
def withdraw(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Not to come; or to have all details erased, after which the link opens nothing."""
    if "erase" in request.POST:
        participation.erase(participant)
        messages.success(request, _("Your details are erased."))
        return redirect("seminars")
    participation.withdraw(participant)
    messages.success(request, _("You have withdrawn. Your place goes to somebody else."))
    return redirect("participant", token=participant.token)
