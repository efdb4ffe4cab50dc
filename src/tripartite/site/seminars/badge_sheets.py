"""Badges as PDF, to print on any printer and cut: one click, whatever the browser makes of printing a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tripartite.reports import badges_pdf
from tripartite.reports.folder import ResultsError
from tripartite.site.languages import data_language
from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.seminars import codes, presence
from tripartite.site.seminars.models import Participant, Person, Seminar
from tripartite.site.seminars.participation import people_of


@require_safe
@on_seminar(Action.WORK)
def sheets(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """All who are accepted; or those from `?from=`, the number of the first who came late."""
    accepted = seminar.participants.filter(state=Participant.State.ACCEPTED, erased_at=None)
    since = request.GET.get("from", "")
    if since.isdecimal() and len(since) < 7:
        accepted = accepted.filter(number__gte=int(since))
    people = people_of(accepted.select_related("seminar__organisation"))
    back = redirect("badges", org=seminar.organisation.slug, seminar=seminar.slug)
    if not people:
        messages.error(request, _("Nobody is accepted yet."))
        return back
    title, lang = " – ".join((_("Badges to print"), seminar.title)), data_language(get_language())
    try:
        drawn = badges_pdf.render([badge_of(*one) for one in people], title, lang, timezone.localtime())
    except ResultsError as error:
        messages.error(request, str(error))
        return back
    assert isinstance(drawn, bytes)  # noqa: S101 - of a PDF there is one file
    return HttpResponse(
        drawn,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{seminar.slug}-badges.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def badge_of(participant: Participant, person: Person) -> badges_pdf.Badge:
    """A badge in the language of whoever wears it."""
    code = presence.badge_code(participant)
    with override(participant.language):
        side = str(participant.get_side_display())
    return badges_pdf.Badge(
        lang=data_language(participant.language), seminar=participant.seminar.title, name=person.name,
        employer=person.employer, side=side, side_key=participant.side, code=code, picture=str(codes.picture(code)),
    )  # fmt: skip
