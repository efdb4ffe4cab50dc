"""The organiser's report, as a page and as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import User
from tripartite.site.seminars import report, report_workbook
from tripartite.site.seminars.feedback import MARKS, MEANINGS
from tripartite.site.seminars.models import Seminar
from tripartite.site.seminars.report_pdf import report_pdf
from tripartite.site.seminars.views import about

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@on_seminar(Action.SEE)
def show(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Reaction, learning, behaviour, results."""
    learned = report.learning(seminar)
    context = {
        **about(seminar, standing),
        "reaction": report.reaction(seminar),
        "learning": learned,
        "forms": report.forms_told(learned["forms"]),
        "all_and_sides": [(_("All"), learned["all"]), *learned["sides"]],
        "behaviour": report.behaviour(seminar),
        "results": report.results(seminar, cast("User", request.user)),
        "shares": report.share_headings(),
        "marks": [(n, MEANINGS[n]) for n in MARKS],
    }
    return render(request, "seminars/learning/report.html", context)


@require_safe
@on_seminar(Action.SEE)
def workbook(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The same figures as a workbook."""
    into = BytesIO()
    report_workbook.write(seminar, cast("User", request.user), into)
    name = f"{seminar.slug}-report.xlsx"
    return HttpResponse(
        into.getvalue(),
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
@on_seminar(Action.SEE)
def as_pdf(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The same as PDF, in the reader's language."""
    headers = {
        "Content-Disposition": f'inline; filename="{seminar.slug}-report.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(
        report_pdf(seminar, cast("User", request.user)), content_type="application/pdf", headers=headers
    )
