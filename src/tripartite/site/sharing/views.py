"""Sharing as pages: what is granted and who looked, bundles, keys; and, for anyone, verifying a bundle."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tripartite.reports import bundle, credential
from tripartite.reports.data_integrity import OtherProofError, ProofError
from tripartite.site.checks.opened import check_for
from tripartite.site.people.access import Action, Standing, in_organisation, on_facility, public
from tripartite.site.people.models import Facility, Grant, Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.sharing import looking, operations
from tripartite.site.sharing.forms import GrantForm, topic_choices
from tripartite.site.sharing.models import SigningKey

LOOKS_ON_A_PAGE = 50
LARGEST_BUNDLE = 16 << 20


@require_safe
@on_facility(Action.OVERSEE)
def sharing(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    """What is shown to whom and how often they looked; for who may, a form to show more."""
    return _sharing_page(request, facility, standing, GrantForm(cast("User", request.user)))


@require_POST
@on_facility(Action.SHARE)
def grant(request: HttpRequest, facility: Facility, standing: Standing) -> HttpResponse:
    form = GrantForm(cast("User", request.user), request.POST)
    if form.is_valid():
        given: Grant = form.save(commit=False)
        given.facility, given.to = facility, form.cleaned_data["organisation"]
        try:
            operations.grant(cast("User", request.user), given)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sharing", org=facility.organisation.slug, facility=facility.slug)
    return _sharing_page(request, facility, standing, form, status=422)


def _sharing_page(
    request: HttpRequest, facility: Facility, standing: Standing, form: GrantForm, status: int = 200
) -> HttpResponse:
    topics = dict(topic_choices())
    counts = looking.counts(facility)
    context = {
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "form": form,
        "may_share": standing.may(Action.SHARE),
        "grants": [
            (g, [topics.get(t, t) for t in g.topics], counts.get(g.pk, 0))
            for g in facility.grants.select_related("to")
        ],
        "looks": looking.looks(facility).count(),
    }
    return render(request, "sharing/sharing.html", context, status=status)


@require_safe
@on_facility(Action.OVERSEE)
def looks(
    request: HttpRequest, facility: Facility, standing: Standing, grant: int | None = None
) -> HttpResponse:
    """Every look at what a facility shows, the latest first: all, or those by one grant."""
    given = get_object_or_404(facility.grants.select_related("to"), pk=grant) if grant is not None else None
    found = looking.looks(facility, given)
    page = Paginator(found, LOOKS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "grant": given,
        "page": page,
        "rows": [(entry, looking.at_what(entry)) for entry in page],
    }
    return render(request, "sharing/looks.html", context)


@require_safe
@in_organisation(Action.SEE)
def received(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """What others show to this organisation, and what they did before."""
    topics = dict(topic_choices())
    grants = organisation.granted.select_related("facility__organisation")
    rows = [(g, [topics.get(t, t) for t in g.topics]) for g in grants]
    context = {
        "organisation": organisation,
        "standing": standing,
        "now": [r for r in rows if r[0].holds],
        "before": [r for r in rows if not r[0].holds],
    }
    return render(request, "sharing/received.html", context)


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
    """Is a bundle or a certificate whole, who signed it, and what does it hold? Without an account; nothing is stored."""
    if request.method != "POST":
        return render(request, "sharing/verify.html")
    file = request.FILES.get("bundle")
    if file is None:
        return render(request, "sharing/verify.html", {"missing": True}, status=422)
    if file.size is None or file.size > LARGEST_BUNDLE:
        return render(request, "sharing/verify.html", {"too_large": LARGEST_BUNDLE >> 20}, status=413)
    data = file.read()
    try:
        if credential.is_credential(data):
            verdict = credential.verify(data)
            return render(
                request, "sharing/verify.html", {"certified": verdict, "known": _known(verdict.key)}
            )
        found = bundle.verify(data)
    except (bundle.BundleError, credential.CredentialError, ProofError) as error:
        return render(request, "sharing/verify.html", {"refused": str(error)}, status=422)
    except OtherProofError as error:
        return render(request, "sharing/verify.html", {"cannot_tell": str(error)}, status=422)
    return render(request, "sharing/verify.html", {"found": found, "known": _known(found.key)})


def _known(key: str) -> SigningKey | None:
    """The key, where an organisation of this site has it."""
    return SigningKey.objects.select_related("organisation").filter(public=key).first()
