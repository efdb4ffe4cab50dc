"""The organiser's report, as a page and as a workbook."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tripartite.reports.workbook import SHARE, WHOLE, WRAPPED, Cell, Heading, Number, Workbook, inert
from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.seminars import report
from tripartite.site.seminars.feedback import MARKS, MEANINGS
from tripartite.site.seminars.models import Seminar
from tripartite.site.seminars.report_pdf import report_pdf
from tripartite.site.seminars.views import about
from tripartite.training.gain import Gain

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
        "all_and_sides": [(_("All"), learned["all"]), *learned["sides"]],
        "behaviour": report.behaviour(seminar),
        "marks": [(n, MEANINGS[n]) for n in MARKS],
    }
    return render(request, "seminars/learning/report.html", context)


@require_safe
@on_seminar(Action.SEE)
def workbook(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The same figures as a workbook."""
    into = BytesIO()
    found, learned = report.reaction(seminar), report.learning(seminar)
    with Workbook(into) as book:
        marks = [Heading(str(MEANINGS[n]), 12) for n in MARKS]
        book.sheet(
            _("Reaction"),
            [Heading(_("What was rated"), 45, WRAPPED), Heading(_("Ratings"), 10), Heading(_("Mean of 1 to 5"), 12), *marks],
            [
                [inert(r.name), Number(r.n, WHOLE) if r.counts else None, Number(round(r.mean, 2)) if r.mean else None, *(Number(c, WHOLE) for c in r.counts)]
                for r in found["items"]
            ],
        )  # fmt: skip
        columns = [
            Heading("", 55, WRAPPED), Heading(pgettext("how many", "People"), 10), Heading(_("Right before"), 12), Heading(_("Right after"), 12),
            Heading(_("Gain"), 12), Heading(_("95 % from"), 12), Heading(_("to"), 12),
        ]  # fmt: skip
        everybody = [
            (_("All"), learned["all"]),
            *learned["sides"],
            *learned["topics"],
            *learned["objectives"],
        ]
        book.sheet(_("Learning"), columns, [_gain_row(name, g) for name, g in everybody])
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
    return HttpResponse(report_pdf(seminar), content_type="application/pdf", headers=headers)


def _gain_row(name: str, g: Gain) -> list[Cell]:
    shares = (g.before, g.after, g.gain, g.low, g.high)
    return [
        inert(name),
        Number(g.people, WHOLE) if g.people else None,
        *(None if x is None else Number(x, SHARE) for x in shares),
    ]
