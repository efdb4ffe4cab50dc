"""Wages owed: taken from a check's own results, paid worker by worker, and owed until paid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.check import store
from tripartite.reports.bundle_content import FEWEST
from tripartite.reports.ranking import is_least
from tripartite.site import vault
from tripartite.site.checks.opened import Seen
from tripartite.site.people import audit
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans.models import Due, Evidence, Payment, Schedule


class OtherPaymentError(RefusedError):
    """A key under which another payment was noted."""


# --- What is owed ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owed:
    """One worker's line for those who may see it."""

    due: Due
    worker: str
    facility: str
    paid: int
    payments: list[tuple[Payment, str]]

    @property
    def left(self) -> int:
        return self.due.total - self.paid


@dataclass(frozen=True)
class Sums:
    """A schedule without its workers, in minor units."""

    certain: int
    at_least: int
    paid: int
    people: int
    people_paid: int

    @property
    def total(self) -> int:
        return self.certain + self.at_least

    @property
    def left(self) -> int:
        return self.total - self.paid

    @property
    def few(self) -> bool:
        """Whether the sums are of so few people that they would tell what one is owed."""
        return self.people < FEWEST

    @property
    def few_paid(self) -> bool:
        """Whether what was paid, or what is left, would tell of one person."""
        groups = (self.people_paid, self.people - self.people_paid)
        return self.few or any(0 < n < FEWEST for n in groups) or (not self.people_paid and self.paid > 0)


def sums(schedule: Schedule) -> Sums:
    owed = schedule.dues.aggregate(certain=Sum("certain"), at_least=Sum("at_least"))
    paid = _paid(schedule)
    full = sum(paid.get(d.pk, 0) >= d.total for d in schedule.dues.all())
    return Sums(owed["certain"] or 0, owed["at_least"] or 0, sum(paid.values()), schedule.dues.count(), full)


def _paid(schedule: Schedule) -> dict[int, int]:
    """What was paid of each line."""
    counted = Payment.objects.filter(due__schedule=schedule, taken_back_at=None)
    return dict(counted.values_list("due").annotate(n=Sum("amount")))


def lines(schedule: Schedule) -> list[Owed]:
    """Every worker's line in the clear: for the facility's own people."""
    organisation = schedule.facility.organisation
    dues = list(schedule.dues.prefetch_related("payments__proof"))
    workers = [json.loads(t) for t in vault.open_texts(organisation, [d.sealed_worker for d in dues])]
    paid = _paid(schedule)
    noted = [p for d in dues for p in d.payments.all()]
    texts = vault.open_texts(organisation, [p.sealed_reference for p in noted if p.sealed_reference])
    told = iter(texts)
    references = {p.pk: next(told) if p.sealed_reference else "" for p in noted}
    return [
        Owed(
            d,
            w["worker"],
            w["facility"],
            paid.get(d.pk, 0),
            [(p, references[p.pk]) for p in d.payments.all()],
        )
        for d, w in zip(dues, workers, strict=True)
    ]


# --- Changes -----------------------------------------------------------------------------------------


def make(actor: User | None, seen: Seen) -> list[Schedule]:
    """The list of wages that a check found to be owed, one for each currency. Raises RefusedError."""
    con = seen.tables().cursor()
    store.back_pay(con)
    owed = store.back_pay_by_worker(con)
    if not owed:
        raise RefusedError(_("This check found no wages owed."))
    currencies = sorted({row["currency"] for row in owed})
    with transaction.atomic():
        Facility.objects.select_for_update().get(pk=seen.check.facility_id)
        for currency in currencies:
            _make_room(actor, seen, currency)
        return [_make(actor, seen, c, [r for r in owed if r["currency"] == c]) for c in currencies]


def _make_room(actor: User | None, seen: Seen, currency: str) -> None:
    """The same wages are never on two lists: an earlier list of the same days goes if it may, else this one is refused."""
    check = seen.check
    overlapping = Schedule.objects.filter(
        facility=check.facility,
        currency=currency,
        period_from__lte=check.period_to,
        period_to__gte=check.period_from,
    )
    for old in overlapping:
        touched = Payment.objects.filter(due__schedule=old).exists() or old.proofs.exists()
        covered = check.period_from <= old.period_from and old.period_to <= check.period_to  # type: ignore[operator]
        if touched or not covered or old.check_number == check.number:
            raise RefusedError(
                _(
                    "Wages of these days are on list %(n)s already. Pay by that list; a check of other days can be added."
                )
                % {"n": old.number}
            )
        audit.record(check.facility.organisation, actor, "backpay.replaced", old)
        old.delete()


def _make(actor: User | None, seen: Seen, currency: str, owed: list[dict[str, Any]]) -> Schedule:
    check = seen.check
    assert check.period_from and check.period_to  # noqa: S101, PT018 - a check that is done has a period
    last = check.facility.schedules.first()
    schedule = Schedule.objects.create(
        facility=check.facility,
        number=last.number + 1 if last else 1,
        check_number=check.number,
        found_by=check,
        currency=currency,
        period_from=check.period_from,
        period_to=check.period_to,
        is_least=is_least(seen.summary),
    )
    texts = [
        json.dumps({"worker": r["worker"] or "", "facility": r["facility"] or ""}, ensure_ascii=False)
        for r in owed
    ]
    sealed = vault.seal_texts(check.facility.organisation, texts)
    Due.objects.bulk_create(
        Due(
            schedule=schedule,
            number=n,
            sealed_worker=worker,
            period_from=r["start"],
            period_to=r["end"],
            certain=r["certain"],
            at_least=r["at_least"],
        )
        for n, (r, worker) in enumerate(zip(owed, sealed, strict=True), 1)
    )
    audit.record(check.facility.organisation, actor, "backpay.made", schedule, check=check.number)
    return schedule


@transaction.atomic
def pay(
    actor: User | None,
    schedule: Schedule,
    numbers: Sequence[int],
    on: date,
    *,
    amount: int | None = None,
    reference: str = "",
    proof: Evidence | None = None,
    key: str = "",
) -> list[Payment]:
    """Note that workers were paid: all that is left, or to one of them an amount.

    key: names the payment; noted under it already, the payment is told again. Raises RefusedError, and OtherPaymentError
    where another was noted under it.
    """
    Schedule.objects.select_for_update().get(pk=schedule.pk)
    if key and (before := _noted(schedule, key, numbers, on, amount)):
        return before
    dues = list(schedule.dues.filter(number__in=numbers))
    if not dues or len(dues) != len(set(numbers)):
        raise RefusedError(_("Choose the workers who were paid."))
    if amount is not None and len(dues) > 1:
        raise RefusedError(
            _("An amount is for one worker. Leave it empty to note all that is left for each.")
        )
    if on > timezone.localdate():
        raise RefusedError(_("The day of payment lies in the future."))
    paid = _paid(schedule)
    organisation = schedule.facility.organisation
    made = []
    for due in dues:
        left = due.total - paid.get(due.pk, 0)
        part = left if amount is None else amount
        if left <= 0:
            raise RefusedError(_("Line %(n)s has been paid already.") % {"n": due.number})
        if not 0 < part <= left:
            raise RefusedError(_("Line %(n)s: the amount is more than what is left.") % {"n": due.number})
        sealed = vault.seal_texts(organisation, [reference])[0] if reference else None
        made.append(
            Payment(due=due, on=on, amount=part, sealed_reference=sealed, proof=proof, by=actor, key=key)
        )
    Payment.objects.bulk_create(made)
    audit.record(organisation, actor, "backpay.paid", schedule, lines=len(made))
    return made


def _noted(
    schedule: Schedule, key: str, numbers: Sequence[int], on: date, amount: int | None
) -> list[Payment]:
    """What was noted under the key before. Raises OtherPaymentError where that was something else."""
    before = list(Payment.objects.filter(due__schedule=schedule, key=key).select_related("due"))
    if before and (
        {p.due.number for p in before} != set(numbers)
        or {p.on for p in before} != {on}
        or (amount is not None and {p.amount for p in before} != {amount})
    ):
        raise OtherPaymentError
    return before


@transaction.atomic
def take_back(actor: User, payment: Payment) -> None:
    """A payment that was noted by mistake no longer counts; it stays on record."""
    now = Payment.objects.select_for_update().get(pk=payment.pk)
    if now.taken_back_at is None:
        now.taken_back_at = timezone.now()
        now.save(update_fields=["taken_back_at"])
        schedule = now.due.schedule
        audit.record(
            schedule.facility.organisation, actor, "backpay.taken_back", schedule, line=now.due.number
        )
