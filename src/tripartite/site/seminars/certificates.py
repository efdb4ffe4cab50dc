"""Certificates: issued by the seminar's rule, signed with the organisation's key, withdrawn and corrected."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import Any

import segno
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tripartite.reports import credential, signing
from tripartite.reports.certificate_pdf import Sheet, render
from tripartite.site import vault
from tripartite.site.languages import data_language
from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import country_name
from tripartite.site.seminars.completion import Completion, completions
from tripartite.site.seminars.models import Certificate, Letter, Participant, Seminar
from tripartite.site.sharing.operations import signer_of
from tripartite.site.templatetags.told import day


def issue(actor: User, seminar: Seminar, site: str, only: Collection[int] | None = None) -> list[Certificate]:
    """Certificates for all who completed and have none yet, or for those of the numbers given.

    site: the address that pages are served under, as certificates name theirs. Raises RefusedError before the last day.
    """
    if timezone.localdate() < seminar.last_day:
        raise RefusedError(
            _("Certificates can be issued from the last day of the seminar on, %(day)s.")
            % {"day": day(seminar.last_day)}
        )
    with transaction.atomic():
        # Two organisers at once would both find that somebody has none yet.
        Seminar.objects.select_for_update().get(pk=seminar.pk)
        have = set(Certificate.objects.filter(participant__seminar=seminar, revoked_at=None)
                   .values_list("participant", flat=True))  # fmt: skip
        ready = [
            done
            for done in completions(seminar)
            if done.complete and done.participant.pk not in have and (only is None or done.participant.number in only)
        ]  # fmt: skip
        # The key is opened once for all, and made only when something is signed.
        signer = signer_of(actor, seminar.organisation) if ready else None
        return [_issue(actor, seminar, done, site, signer) for done in ready] if signer else []


def _issue(actor: User, seminar: Seminar, done: Completion, site: str, signer: signing.Signer) -> Certificate:
    organisation = seminar.organisation
    certificate = Certificate(participant=done.participant, issued_at=timezone.now())
    with translation.override(done.participant.language):
        document = credential.issue(
            award(certificate, seminar, done, site), signer, issued=certificate.issued_at
        )
    text = json.dumps(document, ensure_ascii=False)
    certificate.sealed_credential = vault.seal_texts(organisation, [text])[0]
    certificate.save()
    Letter.objects.get_or_create(participant=done.participant, kind="certificate", due=timezone.localdate())
    audit.record(organisation, actor, "certificate.issued", seminar, number=done.participant.number)
    return certificate


def award(certificate: Certificate, seminar: Seminar, done: Completion, site: str) -> credential.Award:
    """What is certified, in the language that is switched on."""
    person = done.participant.person
    about = {
        "country": country_name(seminar.country),
        "day": day(seminar.first_day),
        "organisation": seminar.organisation.name,
    }
    return credential.Award(
        address=address_of(certificate, site),
        achievement=f"{site}/s/{seminar.code}/",
        title=seminar.title,
        description=_(
            "International labour standards and the labour law of %(country)s as it held on %(day)s. Held by %(organisation)s."
        ) % about,
        criteria=rule_told(seminar),
        name=person.name,
        email=person.email,
        score=done.score,
        pass_mark=None if done.score is None else seminar.score_percent,
        attended=done.attended,
        of=done.sessions,
        began=seminar.first_day,
        ended=seminar.last_day,
        language=data_language(translation.get_language()),
    )  # fmt: skip


def rule_told(seminar: Seminar) -> str:
    """The rule for certificates in words."""
    parts = [_("at least %(share)s %% of the sessions attended") % {"share": seminar.attend_percent}]
    if seminar.score_percent is not None:
        parts.append(_("at least %(score)s %% in the test afterwards") % {"score": seminar.score_percent})
    if seminar.needs_feedback:
        parts.append(_("feedback given"))
    return "; ".join(parts)


@transaction.atomic
def withdraw(actor: User, certificate: Certificate, reason: str) -> None:
    """Withdraw a certificate; its address says so from now on. Withdrawing twice changes nothing."""
    if not reason.strip():
        raise RefusedError(_("Say why, for whoever looks the certificate up."))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.revoked_at:
        return
    locked.revoked_at, locked.reason = timezone.now(), reason.strip()[:300]
    locked.save(update_fields=["revoked_at", "reason"])
    seminar = locked.participant.seminar
    number = locked.participant.number
    audit.record(seminar.organisation, actor, "certificate.withdrawn", seminar, number=number)


def read(certificate: Certificate) -> dict[str, Any]:
    """The signed credential."""
    organisation = certificate.participant.seminar.organisation
    document: dict[str, Any] = json.loads(vault.open_texts(organisation, [certificate.sealed_credential])[0])
    return document


def address_of(certificate: Certificate, site: str) -> str:
    return f"{site}{without_language(reverse('certificate', args=[certificate.code]))}"


def without_language(path: str) -> str:
    """An address that leads each visitor to the page in their own language."""
    return "/" + path.lstrip("/").partition("/")[2]


def sheet(certificate: Certificate, document: dict[str, Any]) -> bytes:
    """The certificate as PDF, in the participant's language; what stands on it was signed."""
    participant: Participant = certificate.participant
    seminar = participant.seminar
    verdict = credential.verify(document)
    with translation.override(participant.language):
        days = ngettext("%(n)s day", "%(n)s days", seminar.days) % {"n": seminar.days}
        told = Sheet(
            lang=data_language(participant.language),
            heading=_("Certificate"),
            name=verdict.name,
            took_part=_("completed the seminar"),
            title=verdict.title,
            days=f"{day(seminar.first_day)} – {day(seminar.last_day)} ({days})",
            results=tuple(f"{name}: {value}" for name, value in verdict.results),
            issuer=verdict.issuer,
            issued=_("Issued on %(day)s") % {"day": day(verdict.valid_from.date())},
            verify=_("Whether it is genuine and still holds is told at:"),
            address=verdict.address,
            code=segno.make(verdict.address, error="m").svg_inline(scale=4, border=2, light="#ffffff"),
            code_said=_("Code for telephones that leads to this address"),
        )
    made = datetime.combine(certificate.issued_at.astimezone(UTC).date(), time(), UTC)
    return render(told, made)
