"""Views of what is made of a result: it is published, answered, downloaded, deleted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tripartite.site.checks import operations
from tripartite.site.checks.addresses import go_to
from tripartite.site.checks.downloads import FORMS, written
from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.languages import data_language
from tripartite.site.people import audit
from tripartite.site.people.access import Action, Standing, on_facility
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError


@require_POST
@on_facility(Action.SHARE)
def publish(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    found = check_for(standing, facility, check)
    try:
        operations.publish(cast("User", request.user), found)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return go_to("check", found)


@require_POST
@on_facility(Action.WORK)
def answer(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    found = check_for(standing, facility, check)
    text = request.POST.get("answer", "")
    if len(text) > operations.MOST_ANSWERED:
        messages.error(
            request,
            _("The answer is too long: up to %(n)s characters are kept.") % {"n": operations.MOST_ANSWERED},
        )
    else:
        operations.answer(cast("User", request.user), found, text)
    return go_to("check", found)


@require_POST
@on_facility(Action.ADMINISTER)
def delete(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """Delete a check; of a published one the records, its figures stay."""
    found = check_for(standing, facility, check)
    if found.is_underway:
        messages.error(request, _("This check is under way. Wait until it has ended, then delete it."))
        return go_to("check", found)
    operations.delete(cast("User", request.user), found)
    return redirect("facility", org=facility.organisation.slug, facility=facility.slug)


@on_facility(Action.SEE)
def download(
    request: HttpRequest, facility: Facility, standing: Standing, check: int, form: str
) -> HttpResponse:
    """A report or the data, for those who see the whole result."""
    seen = open_check(check_for(standing, facility, check), standing)
    if form not in FORMS or not seen.whole:
        raise Http404
    data = written(seen, form, data_language(get_language()))
    audit.record(facility.organisation, cast("User", request.user), "check.downloaded", seen.check, form=form,
                 actor_organisation=standing.grant.to if standing.grant else None)  # fmt: skip
    response = HttpResponse(data, content_type=FORMS[form].content_type)
    name = f"{facility.slug}-{seen.check.number}-{FORMS[form].name}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
