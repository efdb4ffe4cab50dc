"""A union or inspectorate asks workers for their logs, reads them, and sets them beside a facility's check."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tripartite.records.own_log import differences, minutes_by_day
from tripartite.site.people import audit
from tripartite.site.people.access import (
    Action,
    Standing,
    facilities_seen,
    in_organisation,
    on_facility,
    standing_on,
)
from tripartite.site.people.models import Facility, Organisation, User
from tripartite.site.wages import facility_days, operations
from tripartite.site.wages.models import HandOver, LogRequest


class LogRequestForm(forms.ModelForm[LogRequest]):
    class Meta:
        model = LogRequest
        fields = ("workplace", "facility", "purpose", "until")
        widgets = {"until": forms.DateInput(attrs={"type": "date"})}  # noqa: RUF012 - as Django has it

    def __init__(self, *args: Any, seen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field = cast("forms.ModelChoiceField[Facility]", self.fields["facility"])
        field.queryset = seen
        field.help_text = _("Choose it if its records are checked here, to set logs beside them.")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        return until


@in_organisation(Action.SEE)
def handed_over(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """The organisation's requests, their codes, and what came."""
    asked = LogRequest.objects.filter(organisation=organisation).prefetch_related("hand_overs")
    context = {
        "organisation": organisation,
        "standing": standing,
        "asked": asked,
        "may_ask": standing.may(Action.WORK),
    }
    return render(request, "wages/handed_over.html", context)


@in_organisation(Action.WORK)
def ask_for_logs(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """Make a request with its code."""
    user = cast("User", request.user)
    form = LogRequestForm(request.POST or None, seen=facilities_seen(user))
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.organisation = organisation
        operations.ask(user, made)
        return redirect("handed_over", org=organisation.slug)
    context = {"organisation": organisation, "standing": standing, "form": form}
    return render(request, "wages/ask_for_logs.html", context)


@require_POST
@in_organisation(Action.WORK)
def close_request(
    request: HttpRequest, organisation: Organisation, standing: Standing, asked: int
) -> HttpResponse:
    operations.close(
        cast("User", request.user), get_object_or_404(LogRequest, organisation=organisation, pk=asked)
    )
    return redirect("handed_over", org=organisation.slug)


@in_organisation(Action.WORK)
def handed_log(
    request: HttpRequest, organisation: Organisation, standing: Standing, log: int
) -> HttpResponse:
    """One worker's log; beside the facility's days where a check holds them and its worker is named."""
    made = get_object_or_404(HandOver.objects.exclude(sealed=""), pk=log, request__organisation=organisation)
    opened = operations.opened(organisation, made)
    audit.record(organisation, cast("User", request.user), "log.opened", made.request.workplace)
    worker = request.GET.get("worker", opened.name)
    context = {
        "organisation": organisation, "standing": standing, "made": made, "opened": opened, "worker": worker,
        "days": sorted(minutes_by_day(opened.spans).items()),
        **_beside(request, made.request.facility, worker, opened),
    }  # fmt: skip
    return render(request, "wages/handed_log.html", context)


def _beside(
    request: HttpRequest, facility: Facility | None, worker: str, opened: operations.Opened
) -> dict[str, Any]:
    """Days that differ from the facility's latest check, where this person may see its workers."""
    if facility is None or not standing_on(request.user, facility).sees_workers:
        return {}
    days = facility_days.of_worker(facility, standing_on(request.user, facility), worker)
    if days is None:
        return {"no_check": True}
    return {"compared": bool(days), "differ": differences(opened.spans, days)}


@on_facility(Action.SEE)
def logs_that_differ(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """The facility's own people see the days that differ, of workers who agreed to it, and no other part of a log."""
    if not standing.role:
        raise Http404
    shown = HandOver.objects.filter(request__facility=facility, shown_to_facility=True).exclude(sealed="")
    logs = [_told(made, facility, standing) for made in shown.select_related("request__organisation")]
    context = {"organisation": facility.organisation, "facility": facility, "logs": logs}
    return render(request, "wages/logs_that_differ.html", context)


def _told(made: HandOver, facility: Facility, standing: Standing) -> dict[str, Any]:
    opened = operations.opened(made.request.organisation, made)
    days = facility_days.of_worker(facility, standing, opened.name)
    return {
        "made": made, "name": opened.name, "no_check": days is None, "compared": bool(days),
        "differ": differences(opened.spans, days or {}),
    }  # fmt: skip
