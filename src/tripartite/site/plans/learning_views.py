"""The training plan of a facility as a page and as a workbook; both show what the plan of actions shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing, on_facility
from tripartite.site.people.models import Facility
from tripartite.site.plans import learning, learning_sheet, shown


@require_safe
@on_facility(May.SEE)
def training(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    context = {**shown.about(facility, standing), "plan": learning.training_plan(facility, standing)}
    return render(request, "plans/training.html", context)


@require_safe
@on_facility(May.SEE)
def training_sheet(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    response = HttpResponse(
        learning_sheet.sheet(learning.training_plan(facility, standing)),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="training-{facility.slug}.xlsx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
