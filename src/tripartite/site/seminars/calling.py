"""Whom an organiser tells by telephone or by a printed letter, because no mail reaches them."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, render
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import User
from tripartite.site.seminars import codes, letters
from tripartite.site.seminars.models import Letter, Seminar
from tripartite.site.seminars.planning import to
from tripartite.site.seminars.views import about


@on_seminar(Action.WORK)
def calls(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Who is to be told what; those named as `letter`, one or many, were."""
    if request.method == "POST":
        named = [int(n) for n in request.POST.getlist("letter") if n.isdecimal() and len(n) < 18]
        known = Letter.objects.select_related("participant__seminar__organisation")
        for letter in get_list_or_404(known, pk__in=named, participant__seminar=seminar):
            letters.told(cast("User", request.user), letter)
        return to("calls", seminar)
    context = {**about(seminar, standing), "calls": letters.to_call(seminar), "has_mail": letters.has_mail()}
    return render(request, "seminars/calls.html", context)


@require_safe
@on_seminar(Action.WORK)
def printed(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The same as letters, each on a sheet of its own and in its reader's language."""
    sheets = []
    for letter, person, _sentence in letters.to_call(seminar):
        with translation.override(letter.participant.language):
            address = codes.address(request, "participant", token=letter.participant.token)
            qr: SafeString = codes.picture(address)
            said = letters.worded(letter, person, address)
            sheets.append((letter, person, translation.get_language(), said, qr))
    return render(request, "seminars/letters.html", {**about(seminar, standing), "sheets": sheets})
