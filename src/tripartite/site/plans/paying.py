"""Back pay as pages: what is owed, the sheet to pay from, what was paid."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.people import audit
from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing, on_facility
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import back_pay, evidence, shown
from tripartite.site.plans.forms import PaymentForm
from tripartite.site.plans.models import Payment, Schedule

LINES_SHOWN = 100


@require_POST
@on_facility(May.WORK)
def make(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """Take the sums of a check over into a list to pay from."""
    seen = open_check(check_for(standing, facility, check), standing)
    try:
        made = back_pay.make(cast("User", request.user), seen)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("plan", org=facility.organisation.slug, facility=facility.slug)
    return _to_list(made[0])


@require_GET
@on_facility(May.SEE)
def owed(request: HttpRequest, facility: Facility, standing: Standing, schedule: int) -> HttpResponse:
    """What is owed and paid: worker by worker for the facility's own people, sums for others."""
    found = get_object_or_404(shown.schedules(facility, standing), number=schedule)
    return _page(request, found, standing, PaymentForm(found))


@require_POST
@on_facility(May.WORK)
def pay(request: HttpRequest, facility: Facility, standing: Standing, schedule: int) -> HttpResponse:
    found = get_object_or_404(facility.schedules, number=schedule)
    form = PaymentForm(found, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, standing, form, status=422)
    actor, said = cast("User", request.user), form.cleaned_data
    numbers = [int(n) for n in request.POST.getlist("line") if n.isdigit()]
    try:
        proof = evidence.add(actor, found, said["proof"]) if said["proof"] else None
        back_pay.pay(
            actor, found, numbers, said["on"], amount=said["amount"], reference=said["reference"], proof=proof
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, standing, form, status=422)
    return _to_list(found)


@require_POST
@on_facility(May.WORK)
def take_back(request: HttpRequest, facility: Facility, standing: Standing, payment: int) -> HttpResponse:
    found = get_object_or_404(
        Payment.objects.select_related("due__schedule__facility__organisation"),
        pk=payment,
        due__schedule__facility=facility,
    )
    back_pay.take_back(cast("User", request.user), found)
    return _to_list(found.due.schedule)


@require_GET
@on_facility(May.SEE)
def sheet(request: HttpRequest, facility: Facility, standing: Standing, schedule: int) -> HttpResponse:
    """The workbook to pay from: it names workers, so it is for the facility's own people."""
    from tripartite.site.plans.sheet import sheet as workbook

    if not standing.role:
        raise Http404
    found = get_object_or_404(facility.schedules, number=schedule)
    audit.record(facility.organisation, cast("User", request.user), "backpay.sheet", found)
    response = HttpResponse(
        workbook(found), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="back-pay-{facility.slug}-{schedule}.xlsx"'
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: HttpRequest, found: Schedule, standing: Standing, form: PaymentForm, status: int = 200
) -> HttpResponse:
    lines = back_pay.lines(found) if standing.role else []
    chosen = set(request.POST.getlist("line"))
    context = {
        **shown.about(found.facility, standing),
        "schedule": found,
        "sums": back_pay.sums(found),
        "page": Paginator(lines, LINES_SHOWN).get_page(request.GET.get("page")),
        "chosen": {int(n) for n in chosen if n.isdigit()},
        "form": form,
        "proofs": found.proofs.all() if standing.role else [],
        "unpaid": any(line.left for line in lines),
    }
    return render(request, "plans/back_pay.html", context, status=status)


def _to_list(found: Schedule) -> HttpResponse:
    facility = found.facility
    return redirect("back_pay", org=facility.organisation.slug, facility=facility.slug, schedule=found.number)
