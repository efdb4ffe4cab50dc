"""Organisations and their people, as pages."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tripartite.site.people import audit, operations
from tripartite.site.people.access import (
    Action,
    Standing,
    facilities_seen,
    in_organisation,
    signed_in,
)
from tripartite.site.people.forms import (
    DeletionForm,
    FacilityForm,
    InvitationForm,
    OrganisationForm,
    OrganisationSettingsForm,
)
from tripartite.site.people.models import Invitation, Membership, Organisation, User


@signed_in
def organisations(request: HttpRequest) -> HttpResponse:
    """Where a person arrives: their organisations, and facilities that others let them see."""
    user = cast("User", request.user)
    memberships = user.memberships.select_related("organisation")
    granted = (
        facilities_seen(user).exclude(organisation__memberships__user=user).select_related("organisation")
    )
    return render(request, "people/organisations.html", {"memberships": memberships, "granted": granted})


@signed_in
def make_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.make_organisation(cast("User", request.user), form.save(commit=False))
        # Who was sent here from a page that needs an organisation goes back to it.
        onward = request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
            return redirect(onward)
        return redirect("organisation", org=made.slug)
    return render(request, "people/organisation_form.html", {"form": form})


@in_organisation(Action.SEE)
def organisation(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    context = {
        "organisation": organisation,
        "standing": standing,
        "facilities": organisation.facilities.all(),
    }
    return render(request, "people/organisation.html", context)


@in_organisation(Action.ADMINISTER)
def settings(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    form = OrganisationSettingsForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        form.save()
        audit.record(organisation, cast("User", request.user), "organisation.changed", organisation)
        return redirect("organisation", org=organisation.slug)
    context = {"form": form, "organisation": organisation, "standing": standing}
    return render(request, "people/organisation_form.html", context)


@in_organisation(Action.ADMINISTER)
@reauthentication_required  # type: ignore[untyped-decorator]
def delete_organisation(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """What will be gone, and a form that wants the organisation's name."""
    form = DeletionForm(organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.delete_organisation(cast("User", request.user), organisation)
        except operations.RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("organisation_settings", org=organisation.slug)
        messages.success(request, _("The organisation has been deleted, with all that belonged to it."))
        return redirect("organisations")
    context = {
        "form": form,
        "organisation": organisation,
        "standing": standing,
        "facilities": organisation.facilities.count(),
        "members": organisation.memberships.count(),
    }
    return render(request, "people/delete_organisation.html", context, status=422 if form.errors else 200)


@in_organisation(Action.SEE)
def members(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    context = {
        "organisation": organisation,
        "standing": standing,
        "members": organisation.memberships.select_related("user"),
        "invitations": [i for i in organisation.invitations.all() if i.is_open],
        "form": InvitationForm(),
        "roles": Membership.Role.choices,
        "may_administer": standing.may(Action.ADMINISTER),
    }
    return render(request, "people/members.html", context)


@require_POST
@in_organisation(Action.ADMINISTER)
def invite(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return render(request, "people/invite.html", {"form": form, "organisation": organisation}, status=422)
    operations.invite(
        cast("User", request.user), organisation, form.cleaned_data["to"], form.cleaned_data["role"]
    )
    return redirect("members", org=organisation.slug)


@require_POST
@in_organisation(Action.ADMINISTER)
def withdraw(
    request: HttpRequest, organisation: Organisation, standing: Standing, invitation: int
) -> HttpResponse:
    operations.withdraw(
        cast("User", request.user), get_object_or_404(Invitation, pk=invitation, organisation=organisation)
    )
    return redirect("members", org=organisation.slug)


@require_POST
@in_organisation(Action.ADMINISTER)
def change_member(
    request: HttpRequest, organisation: Organisation, standing: Standing, member: int
) -> HttpResponse:
    """Give a member another role, or none: then they leave."""
    membership = get_object_or_404(Membership, pk=member, organisation=organisation)
    role = request.POST.get("role", "")
    actor = cast("User", request.user)
    try:
        if role in Membership.Role.values:
            operations.change_role(actor, membership, role)
        elif role == "none":
            operations.remove(actor, membership)
    except operations.RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("members", org=organisation.slug)


@signed_in
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation's link: who offers what, and a button to take it."""
    invitation = get_object_or_404(Invitation.objects.select_related("organisation"), token=token)
    if request.method == "POST":
        try:
            membership = operations.accept(cast("User", request.user), token)
        except operations.RefusedError as refusal:
            messages.error(request, str(refusal))
            return redirect("organisations")
        return redirect("organisation", org=membership.organisation.slug)
    return render(request, "people/accept.html", {"invitation": invitation})


@in_organisation(Action.SEE)
def audit_log(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    page = Paginator(organisation.audit.select_related("actor"), 50).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "standing": standing,
        "page": page,
        "entries": [(entry, audit.VERBS[entry.verb]) for entry in page],
        "broken": audit.first_broken(organisation),
    }
    return render(request, "people/audit.html", context)


@in_organisation(Action.WORK)
def make_facility(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    form = FacilityForm(request.POST or None, initial={"country": organisation.country})
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.organisation = organisation
        operations.make_facility(cast("User", request.user), made)
        return redirect("organisation", org=organisation.slug)
    context = {"form": form, "organisation": organisation, "standing": standing}
    return render(request, "people/facility_form.html", context)
