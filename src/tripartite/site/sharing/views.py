"""Sharing as pages: what is granted and who looked, bundles, keys; and, for anyone, verifying a bundle."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tripartite.reports import bundle
from tripartite.site.checks.opened import check_for
from tripartite.site.people.access import Action, Standing, in_organisation, on_facility, public
from tripartite.site.people.models import Facility, Grant, Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.sharing import operations
from tripartite.site.sharing.forms import GrantForm, topic_choices
from tripartite.site.sharing.models import SigningKey

MOST_LOOKS = 50
LARGEST_BUNDLE = 16 << 20


@on_facility(Action.SHARE)
def sharing(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """What is shown to whom, who looked, and a form to show more."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: Grant = form.save(commit=False)
        given.facility, given.to = facility, form.cleaned_data["organisation"]
        try:
            operations.grant(cast("User", request.user), given)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sharing", org=facility.organisation.slug, facility=facility.slug)
    topics = dict(topic_choices())
    grants = [(g, [topics.get(t, t) for t in g.topics]) for g in facility.grants.select_related("to")]
    looks = facility.organisation.audit.filter(verb="grant.looked", details__facility=facility.slug)[
        :MOST_LOOKS
    ]
    context = {
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "form": form,
        "grants": grants,
        "looks": looks,
    }
    return render(request, "sharing/sharing.html", context, status=422 if form.errors else 200)


@require_POST
@on_facility(Action.SHARE)
def revoke(request: HttpRequest, facility: Facility, standing: Standing, grant: int) -> HttpResponse:
    operations.revoke(cast("User", request.user), get_object_or_404(Grant, pk=grant, facility=facility))
    return redirect("sharing", org=facility.organisation.slug, facility=facility.slug)


@require_POST
@on_facility(Action.SHARE)
def sign(request: HttpRequest, facility: Facility, standing: Standing, check: int) -> HttpResponse:
    """The signed bundle of a check, as a file."""
    found = check_for(standing, facility, check)
    try:
        content = operations.sign_bundle(cast("User", request.user), found, standing)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("check", org=facility.organisation.slug, facility=facility.slug, check=check)
    name = f"{slugify(facility.name) or 'facility'}-{check}{bundle.SUFFIX}"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_safe
@in_organisation(Action.SEE)
def keys(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    context = {
        "organisation": organisation,
        "standing": standing,
        "keys": SigningKey.objects.filter(organisation=organisation),
        "may_renew": standing.may(Action.ADMINISTER),
    }
    return render(request, "sharing/keys.html", context)


@require_POST
@in_organisation(Action.ADMINISTER)
def renew(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    operations.renew_key(cast("User", request.user), organisation)
    return redirect("signing_keys", org=organisation.slug)


@csrf_exempt  # nothing is kept or changed
@public
def verify(request: HttpRequest) -> HttpResponse:
    """Is a bundle whole, who signed it, and what does it hold? Without an account; nothing is stored."""
    if request.method != "POST":
        return render(request, "sharing/verify.html")
    file = request.FILES.get("bundle")
    if file is None:
        return render(request, "sharing/verify.html", {"missing": True}, status=422)
    if file.size is None or file.size > LARGEST_BUNDLE:
        return render(request, "sharing/verify.html", {"too_large": LARGEST_BUNDLE >> 20}, status=413)
    try:
        found = bundle.verify(file.read())
    except bundle.BundleError as error:
        return render(request, "sharing/verify.html", {"refused": str(error)}, status=422)
    known = SigningKey.objects.select_related("organisation").filter(public=found.key).first()
    return render(request, "sharing/verify.html", {"found": found, "known": known})
