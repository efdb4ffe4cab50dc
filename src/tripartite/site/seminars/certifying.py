"""Certificates as pages: the organiser issues and withdraws, a participant fetches, anybody verifies."""

from __future__ import annotations

import json
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tripartite.reports import credential
from tripartite.reports.data_integrity import ProofError
from tripartite.site.people.access import Action, Standing, by_participant, on_seminar, public
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import certificates
from tripartite.site.seminars.completion import completion, completions
from tripartite.site.seminars.models import Certificate, Participant, Seminar
from tripartite.site.seminars.views import about
from tripartite.site.sharing.models import SigningKey


@require_safe
@on_seminar(Action.SEE)
def list_certificates(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Who completed the seminar, what others lack, and the certificates issued."""
    done = completions(seminar)
    issued = {
        c.participant_id: c
        for c in Certificate.objects.filter(participant__seminar=seminar).order_by("issued_at")
    }
    rows = [
        {"done": d, "name": d.participant.person.name, "certificate": issued.get(d.participant.pk)}
        for d in done
    ]
    ready = sum(d.complete and _is_open(issued.get(d.participant.pk)) for d in done)
    context = {
        **about(seminar, standing),
        "rows": rows,
        "rule": certificates.rule_told(seminar),
        "ready": ready,
    }
    return render(request, "seminars/certificates.html", context)


def _is_open(certificate: Certificate | None) -> bool:
    """Whether a certificate can be issued: there is none, or it was withdrawn."""
    return certificate is None or certificate.revoked_at is not None


@require_POST
@on_seminar(Action.WORK)
def issue(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")
    number = request.POST.get("number", "")
    only = {int(number)} if number.isdecimal() else None
    try:
        made = certificates.issue(cast("User", request.user), seminar, site, only)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("%(n)s certificate issued.", "%(n)s certificates issued.", len(made))
        messages.success(request, told % {"n": len(made)})
    return redirect("certificates", org=seminar.organisation.slug, seminar=seminar.slug)


@require_POST
@on_seminar(Action.WORK)
def withdraw(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    """Withdraw the certificate of the participant of that number."""
    found = get_object_or_404(
        Certificate, participant__seminar=seminar, participant__number=number, revoked_at=None
    )
    try:
        certificates.withdraw(cast("User", request.user), found, request.POST.get("reason", ""))
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("certificates", org=seminar.organisation.slug, seminar=seminar.slug)


@require_safe
@by_participant
def own_certificate(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What of the rule a participant has met; and their certificate, once it is issued."""
    context = {
        "participant": participant,
        "seminar": participant.seminar,
        "done": completion(participant),
        "certificate": participant.certificates.filter(revoked_at=None).first(),
        "rule": certificates.rule_told(participant.seminar),
    }
    return render(request, "seminars/own_certificate.html", context)


# --- for anybody who was given the address ------------------------------------------------------------


@require_safe
@public
def certificate(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who was certified for what by whom, whether it is whole, and whether it still holds."""
    found = _of_code(code)
    document = certificates.read(found)
    key = ""
    try:
        verdict = credential.verify(document)
        key = verdict.key
    except ProofError:
        verdict = None
    known = SigningKey.objects.select_related("organisation").filter(public=key).first()
    context = {
        "certificate": found,
        "seminar": found.participant.seminar,
        "verdict": verdict,
        "known": known,
    }
    return _private(render(request, "seminars/certificate.html", context))


@require_safe
@public
def certificate_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """The signed credential, as wallets and `tripartite verify` read it."""
    document = certificates.read(_of_code(code))
    body = json.dumps(document, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/vc+ld+json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="certificate.json"'
    return _private(response)


@require_safe
@public
def certificate_sheet(request: HttpRequest, code: str) -> HttpResponseBase:
    """The certificate as PDF; one that was withdrawn or is not whole is not given out."""
    found = _of_code(code)
    if found.revoked_at:
        raise Http404(_("This certificate was withdrawn."))
    try:
        drawn = certificates.sheet(found, certificates.read(found))
    except ProofError as error:
        raise Http404(_("This certificate is not whole")) from error
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificate.pdf"'
    return _private(response)


def _of_code(code: str) -> Certificate:
    return get_object_or_404(
        Certificate.objects.select_related("participant__seminar__organisation"), code=code
    )


def _private(response: HttpResponse) -> HttpResponse:
    """A name stands in it: whoever has the address may see it, no cache or search engine keeps it."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
