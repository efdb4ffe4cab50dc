"""Whom an organiser tells by telephone, because no mail reaches them."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import User
from tripartite.site.seminars import letters
from tripartite.site.seminars.models import Letter, Seminar
from tripartite.site.seminars.planning import to
from tripartite.site.seminars.views import about


@on_seminar(Action.WORK)
def calls(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    if request.method == "POST":
        named = request.POST.get("letter", "")
        letter = get_object_or_404(
            Letter.objects.select_related("participant__seminar__organisation"),
            pk=int(named) if named.isdecimal() and len(named) < 18 else 0,
            participant__seminar=seminar,
        )
        letters.told(cast("User", request.user), letter)
        return to("calls", seminar)
    context = {**about(seminar, standing), "calls": letters.to_call(seminar)}
    return render(request, "seminars/calls.html", context)
