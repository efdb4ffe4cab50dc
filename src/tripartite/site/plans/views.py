"""The plan of a facility and its actions, as pages."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing, on_facility
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import back_pay, evidence, operations, shown
from tripartite.site.plans.evidence import ENDINGS
from tripartite.site.plans.forms import ActionForm
from tripartite.site.plans.models import Action
from tripartite.site.plans.rules import cause_name, title_of, to_plan

MOST_LETTERS = 4000


@require_GET
@on_facility(May.SEE)
def plan(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """What is to be done, what is late, what a check showed to be mended, and what is owed."""
    rows = [shown.row(a) for a in shown.actions(facility, standing)]
    context = {
        **shown.about(facility, standing),
        "open": [r for r in rows if r["action"].is_open],
        "aside": [r for r in rows if r["action"].is_aside],
        "closed": [r for r in rows if r["action"].is_closed],
        "overdue": sum(r["action"].is_overdue for r in rows),
        "schedules": [(s, back_pay.sums(s)) for s in shown.schedules(facility, standing)],
        "checks": facility.checks.filter(state="done", records_deleted_at=None) if standing.role else [],
    }
    return render(request, "plans/plan.html", context)


@on_facility(May.WORK)
def from_check(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """The broken rules of a check that no action stands for yet, to choose from."""
    found = check_for(standing, facility, check)
    seen = open_check(found, standing)
    if request.method == "POST":
        made = operations.take_over(cast("User", request.user), found, request.POST.getlist("rule"))
        if made:
            return redirect("plan", org=facility.organisation.slug, facility=facility.slug)
        messages.error(request, _("Choose at least one finding."))
    rows = to_plan(seen.summary, operations.planned_rules(facility)) if seen.con else []
    context = {**shown.about(facility, standing), "check": found, "rows": rows}
    return render(request, "plans/from_check.html", context)


@on_facility(May.SEE)
def action(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    """One action: what is done, its history, evidence and discussion."""
    found = shown.action(facility, standing, action)
    return _action_page(request, found, standing, ActionForm(instance=found))


@require_POST
@on_facility(May.WORK)
def change_action(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    found = shown.action(facility, standing, action)
    form = ActionForm(request.POST, instance=found)
    if not form.is_valid():
        return _action_page(request, _fresh(found), standing, form, status=422)
    said = form.cleaned_data
    try:
        operations.change(cast("User", request.user), found, said.pop("version"), **said)
    except operations.StaleError as stale:
        messages.error(request, str(stale))
        now = _fresh(found)
        # What was written stays in the form; saving it again is now a change of what the action says today.
        written = request.POST.copy()
        written["version"] = str(now.version)
        return _action_page(request, now, standing, ActionForm(written, instance=_fresh(found)), status=409)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_action(facility, action)


@require_POST
@on_facility(May.WORK)
def set_aside(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    found = shown.action(facility, standing, action)
    reason = request.POST.get("reason", "")[:MOST_LETTERS]
    try:
        operations.set_aside(cast("User", request.user), found, _version(request), reason)
    except operations.StaleError as stale:
        messages.error(request, str(stale))
        now = _fresh(found)
        return _action_page(
            request, now, standing, ActionForm(instance=_fresh(found)), status=409, reason=reason
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_action(facility, action)


@require_POST
@on_facility(May.WORK)
def resume(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    found = shown.action(facility, standing, action)
    try:
        operations.resume(cast("User", request.user), found, _version(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_action(facility, action)


def _version(request: HttpRequest) -> int:
    """The version of the action that the person read; one that nobody wrote is none."""
    written = request.POST.get("version", "")
    return int(written) if written.isascii() and written.isdecimal() else 0


@require_POST
@on_facility(May.WORK)
def comment(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    found = shown.action(facility, standing, action)
    text = request.POST.get("text", "").strip()[:MOST_LETTERS]
    if text:
        operations.comment(cast("User", request.user), found, text)
    return _to_action(facility, action)


@require_POST
@on_facility(May.WORK)
def add_evidence(request: HttpRequest, facility: Facility, standing: Standing, action: int) -> HttpResponse:
    found = shown.action(facility, standing, action)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file."))
        return _to_action(facility, action)
    try:
        evidence.add(cast("User", request.user), found, file)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_action(facility, action)


@require_GET
@on_facility(May.SEE)
def read_evidence(
    request: HttpRequest, facility: Facility, standing: Standing, evidence: int
) -> HttpResponse:
    from tripartite.site.plans.evidence import answer

    return answer(shown.evidence(facility, standing, evidence))


def _action_page(
    request: HttpRequest,
    found: Action,
    standing: Standing,
    form: ActionForm,
    status: int = 200,
    reason: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        **shown.about(found.facility, standing),
        "action": found,
        "title": title_of(found.rule),
        "cause": cause_name(found.cause),
        "form": form,
        "reason": reason,
        "history": shown.history(found, standing),
        "sees_files": shown.sees_files(standing),
        "files": found.evidence.all() if shown.sees_files(standing) else [],
        "endings": ENDINGS,
    }
    return render(request, "plans/action.html", context, status=status)


def _fresh(found: Action) -> Action:
    """The action as it is kept: a form writes into the instance that it was given, valid or not."""
    return Action.objects.select_related("facility__organisation", "who").get(pk=found.pk)


def _to_action(facility: Facility, number: int) -> HttpResponse:
    return redirect("plan_action", org=facility.organisation.slug, facility=facility.slug, action=number)
