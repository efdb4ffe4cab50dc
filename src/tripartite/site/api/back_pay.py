"""Wages owed: what, to whom, what was paid of it. Amounts are texts in the currency's unit: "1234.50"."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, File, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from tripartite.currencies import CURRENCIES
from tripartite.site.api.gate import ERRORS, Language, Text, a_file, accepted, actor, on, scoped, speaking
from tripartite.site.api.plans import PLAN, EvidenceOut, Owed, evidence_told
from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.people import audit
from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import back_pay, evidence, shown
from tripartite.site.plans.back_pay import Sums
from tripartite.site.plans.evidence import TAKEN
from tripartite.site.plans.forms import PaymentForm
from tripartite.site.plans.models import Payment, Schedule

router = Router(tags=["back pay"])
READ, WRITE = scoped("plans:read"), scoped("plans:write")
LISTS = PLAN + "/back-pay"
LIST = LISTS + "/{int:schedule}"
MOST = 500


class PaymentOut(Schema):
    id: int
    on: date
    amount: str
    reference: str
    proof: int | None = Field(description="A file of the plan's evidence")
    taken_back_at: datetime | None


class Line(Schema):
    """What one worker is owed."""

    line: int
    worker: str
    facility: str
    since: date = Field(alias="from")
    until: date = Field(alias="to")
    certain: str
    at_least: str = Field(description="The least beyond what is certain")
    total: str
    paid: str
    left: str
    payments: list[PaymentOut]


class ListOut(Owed):
    """A list of wages owed. Lines name workers, so they are for the facility's own people; sums of few people are null."""

    certain: str | None
    at_least: str | None
    paid: str | None
    more_may_be_owed: bool
    n_lines: int | None = Field(description="How many lines there are in all")
    lines: list[Line]
    proofs: list[EvidenceOut]


class ListsOut(Schema):
    lists: list[Owed]


def _amount(minor: int, currency: str) -> str:
    """Minor units as people write them: exactly, with as many decimals as the currency has."""
    unit = CURRENCIES[currency]
    return str(minor) if unit == 1 else str((Decimal(minor) / unit).quantize(Decimal(1) / unit))


def in_short(s: Schedule, sums: Sums, standing: Standing) -> dict[str, Any]:
    """A list without its lines. Others than the facility's own people see sums of five people or more only."""
    own = bool(standing.role)
    few, few_paid = sums.few and not own, sums.few_paid and not own
    return {
        "number": s.number,
        "check": s.check_number,
        "currency": s.currency,
        "from": s.period_from,
        "to": s.period_to,
        "people": None if few else sums.people,
        "total": None if few else _amount(sums.total, s.currency),
        "left": None if few_paid else _amount(sums.left, s.currency),
    }


def _list(s: Schedule, standing: Standing, offset: int, limit: int) -> dict[str, Any]:
    sums = back_pay.sums(s)
    own = bool(standing.role)
    lines = back_pay.lines(s) if own else []
    short = in_short(s, sums, standing)
    return {
        **short,
        "certain": _amount(sums.certain, s.currency) if own else None,
        "at_least": _amount(sums.at_least, s.currency) if own else None,
        "paid": None if short["left"] is None else _amount(sums.paid, s.currency),
        "more_may_be_owed": s.is_least,
        "n_lines": len(lines) if own else None,
        "lines": [_line(x, s.currency) for x in lines[offset : offset + limit]],
        "proofs": [evidence_told(e) for e in s.proofs.all()] if own else [],
    }


def _line(x: back_pay.Owed, currency: str) -> dict[str, Any]:
    d = x.due
    amounts = {"certain": d.certain, "at_least": d.at_least, "total": d.total, "paid": x.paid, "left": x.left}
    return {
        "line": d.number,
        "worker": x.worker,
        "facility": x.facility,
        "from": d.period_from,
        "to": d.period_to,
        **{k: _amount(v, currency) for k, v in amounts.items()},
        "payments": [_payment(p, reference, currency) for p, reference in x.payments],
    }


def _payment(p: Payment, reference: str, currency: str) -> dict[str, Any]:
    return {
        "id": p.pk,
        "on": p.on,
        "amount": _amount(p.amount, currency),
        "reference": reference,
        "proof": p.proof_id,
        "taken_back_at": p.taken_back_at,
    }


# --- What is owed -------------------------------------------------------------------------------------


class MakeList(Schema):
    check: int = Field(ge=1, le=2**31 - 1, examples=[1])


@router.post(LISTS, response={201: ListsOut, **ERRORS}, by_alias=True, **WRITE)
def make_list(request: HttpRequest, org: str, facility: str, given: MakeList) -> Any:
    """Take the sums of a check over into lists to pay from, one for each currency."""
    where, standing = on(request, org, facility, May.WORK)
    seen = open_check(check_for(standing, where, given.check), standing)
    made = back_pay.make(actor(request), seen)
    return Status(201, {"lists": [in_short(s, back_pay.sums(s), standing) for s in made]})


@router.get(LIST, response={200: ListOut, **ERRORS}, by_alias=True, **READ)
def read_list(
    request: HttpRequest,
    org: str,
    facility: str,
    schedule: int,
    offset: int = Query(0, ge=0, le=10**6),
    limit: int = Query(100, ge=1, le=MOST),
) -> Any:
    """What is owed and what was paid: line by line for the facility's own people, sums for others."""
    where, standing = on(request, org, facility, May.SEE)
    found = get_object_or_404(shown.schedules(where, standing), number=schedule)
    return _list(found, standing, offset, limit)


@router.get(LIST + "/sheet", **a_file("plans:read", TAKEN["xlsx"][1]))
def sheet(request: HttpRequest, org: str, facility: str, schedule: int, lang: Language = "en") -> Any:
    """The workbook to pay from. It names workers: handle it as personal data."""
    from tripartite.site.plans.sheet import sheet as workbook

    where, standing = on(request, org, facility, May.SEE)
    if not standing.role:
        raise Http404
    found = get_object_or_404(where.schedules, number=schedule)
    audit.record(where.organisation, actor(request), "backpay.sheet", found)
    with speaking(lang):
        content = workbook(found)
    return HttpResponse(
        content,
        content_type=TAKEN["xlsx"][1],
        headers={"Content-Disposition": f'attachment; filename="back-pay-{where.slug}-{schedule}.xlsx"'},
    )


# --- What was paid ------------------------------------------------------------------------------------


class PaymentIn(Schema):
    """All that is left of each line, or an amount of one line."""

    lines: list[int] = Field(min_length=1, max_length=100_000, examples=[[1]])
    on: date = Field(examples=["2026-06-30"])
    amount: str | None = Field(None, pattern=r"^\d{1,15}(\.\d{1,2})?$", examples=["100.00"])
    reference: Text = Field("", max_length=200, examples=["B-77"])
    proof: int | None = Field(None, description="A file that was added to this list as proof")


KEY = r"^[!-~]{0,64}$"


class Payments(Schema):
    payments: list[PaymentOut]


@router.post(LIST + "/payments", response={201: Payments, **ERRORS}, **WRITE)
def note_payment(
    request: HttpRequest,
    org: str,
    facility: str,
    schedule: int,
    given: PaymentIn,
    key: str = Header("", alias="Idempotency-Key", pattern=KEY, description="Your name of this payment"),
) -> Any:
    """Note that workers were paid. Sent again with the same key, a payment is noted once and told again; without one, read the
    list first if no answer came. 409 where the key was another payment's.
    """
    where, _ = on(request, org, facility, May.WORK)
    found = get_object_or_404(where.schedules, number=schedule)
    said = accepted(PaymentForm(found, {"on": given.on, "amount": given.amount or "", "reference": given.reference}))  # fmt: skip
    proof = found.proofs.filter(pk=given.proof).first() if given.proof is not None else None
    if given.proof is not None and proof is None:
        raise RefusedError(f"No proof of this list has the number {given.proof}. Add the file first.")
    made = back_pay.pay(
        actor(request),
        found,
        given.lines,
        said["on"],
        amount=said["amount"],
        reference=said["reference"],
        proof=proof,
        key=key,
    )
    return Status(201, {"payments": [_payment(p, said["reference"], found.currency) for p in made]})


@router.post(LIST + "/proofs", response={201: EvidenceOut, **ERRORS}, **WRITE)
def add_proof(
    request: HttpRequest,
    org: str,
    facility: str,
    schedule: int,
    file: UploadedFile = File(...),  # noqa: B008 - so ninja declares a file
) -> Any:
    """Keep a file as proof of payment: PDF, picture, XLSX or DOCX, ten megabytes at most."""
    where, _ = on(request, org, facility, May.WORK)
    found = get_object_or_404(where.schedules, number=schedule)
    return Status(201, evidence_told(evidence.add(actor(request), found, file)))


@router.post(LISTS + "/payments/{int:payment}/take-back", response={200: ListOut, **ERRORS}, by_alias=True, **WRITE)  # fmt: skip
def take_back(request: HttpRequest, org: str, facility: str, payment: int) -> Any:
    """Take a payment back that was noted by mistake; it stays on record and no longer counts."""
    where, standing = on(request, org, facility, May.WORK)
    found = get_object_or_404(
        Payment.objects.select_related("due__schedule__facility__organisation"),
        pk=payment,
        due__schedule__facility=where,
    )
    back_pay.take_back(actor(request), found)
    return _list(found.due.schedule, standing, 0, MOST)
