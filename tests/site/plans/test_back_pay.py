"""Wages owed: the check's own sums to the last unit, paid worker by worker, sealed, and owed until paid."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.plans.conftest import listed
from tripartite.site import vault
from tripartite.site.checks import operations as checks
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import read_named
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import back_pay
from tripartite.site.plans.models import Due, Payment, Schedule

LIST = "/en/o/lotus-garments/f/dongguan/plan/back-pay/1/"


@pytest.fixture
def schedule(players: Cast, of_factory: Check) -> Schedule:
    return listed(players, of_factory)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_sums_are_those_of_the_check(schedule: Schedule, of_factory: Check):
    summary = json.loads(read_named(of_factory, "summary.json"))
    told = back_pay.sums(schedule)
    assert told.total == summary["back_pay"]["CNY"]["total"]
    assert told.people == summary["back_pay"]["CNY"]["people"]
    owed = {line.worker: line.due.total for line in back_pay.lines(schedule)}
    most = [p for p in summary["people"] if p["owed"]]
    assert most
    assert all(owed[p["worker"]] == p["owed"] for p in most)
    assert told.certain > 0


def test_workers_are_sealed(schedule: Schedule):
    line = back_pay.lines(schedule)[0]
    assert line.worker.encode() not in bytes(line.due.sealed_worker)
    assert all(line.worker not in str(e.details) + e.thing for e in AuditEntry.objects.all())


def test_the_same_wages_are_on_one_list(schedule: Schedule, players: Cast, of_factory: Check):
    with pytest.raises(RefusedError, match="on list 1 already"):
        listed(players, of_factory)
    assert Schedule.objects.count() == 1


def test_paid_and_taken_back(schedule: Schedule, players: Cast):
    bob, before = as_(players.bob), back_pay.sums(schedule)
    today = timezone.localdate().isoformat()
    proof = SimpleUploadedFile("bank.pdf", b"%PDF-1.7 transfers")
    bob.post(f"{LIST}pay/", {"line": ["1", "2"], "on": today, "reference": "B-77", "proof": proof})
    after = back_pay.sums(schedule)
    assert after.people_paid == 2
    assert after.left == before.left - sum(d.total for d in schedule.dues.filter(number__in=[1, 2]))
    assert "B-77" in bob.get(LIST).text
    kept = Payment.objects.first()
    assert kept is not None
    assert kept.proof is not None
    assert b"B-77" not in bytes(kept.sealed_reference)
    bob.post(f"/en/o/lotus-garments/f/dongguan/plan/back-pay/payments/{kept.pk}/take-back/")
    assert back_pay.sums(schedule).people_paid == 1
    assert Payment.objects.count() == 2, "it stays on record"


def test_a_part_is_paid_and_the_rest_stays_owed(schedule: Schedule, players: Cast):
    first = schedule.dues.get(number=1)
    today = timezone.localdate().isoformat()
    as_(players.bob).post(f"{LIST}pay/", {"line": "1", "on": today, "amount": "0.01"})
    assert back_pay.lines(schedule)[0].left == first.total - 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"line": []}, "Choose the workers"),
        ({"line": ["9999"]}, "Choose the workers"),
        ({"line": ["1", "2"], "amount": "5"}, "An amount is for one worker"),
        ({"line": ["1"], "amount": "99999999"}, "more than what is left"),
        ({"line": ["1"], "amount": "0.001"}, "no smaller part"),
        ({"line": ["1"], "on": "2999-01-01"}, "in the future"),
    ],
)
def test_payments_that_are_refused(schedule: Schedule, players: Cast, said, told):
    answer = as_(players.bob).post(f"{LIST}pay/", {"on": "2026-01-05", **said})
    assert answer.status_code == 422
    assert told in answer.text
    assert not Payment.objects.exists()


def test_two_people_note_the_same_payment(schedule: Schedule, players: Cast):
    for user, status in ((players.bob, 302), (players.alice, 422)):
        assert as_(user).post(f"{LIST}pay/", {"line": "1", "on": "2026-01-05"}).status_code == status
    assert Payment.objects.count() == 1


def test_the_sheet_holds_every_worker_and_no_formula(schedule: Schedule, players: Cast):
    first = schedule.dues.get(number=1)
    evil = json.dumps({"worker": "=HYPERLINK(1)", "facility": ""})
    Due.objects.filter(pk=first.pk).update(sealed_worker=vault.seal_texts(players.factory, [evil])[0])
    answer = as_(players.rosa).get(f"{LIST}sheet.xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2))
    assert len(rows) == schedule.dues.count()
    assert rows[0][1].value == "'=HYPERLINK(1)"
    assert all(c.data_type != "f" for row in rows for c in row)
    assert round(sum(r[7].value for r in rows) * 100) == back_pay.sums(schedule).total


def test_through_a_grant_only_sums(schedule: Schedule, players: Cast, of_factory: Check):
    grant = players.grant(scope="whole")
    dana = as_(players.dana)
    assert dana.get(LIST).status_code == 404, "not published"
    checks.publish(players.alice, of_factory)
    page = dana.get(LIST).text
    assert not any(f">{line.worker}<" in page for line in back_pay.lines(schedule))
    assert dana.get(f"{LIST}sheet.xlsx").status_code == 404
    assert dana.post(f"{LIST}pay/").status_code == 403
    back_pay.pay(players.bob, schedule, [1], timezone.localdate())
    assert "Left to pay" not in dana.get(LIST).text, "the difference would tell what one was paid"
    grant.scope, grant.topics = "topics", ["working-time"]
    grant.save()
    assert dana.get(LIST).status_code == 404


def test_wages_stay_owed_when_the_check_is_deleted(schedule: Schedule, players: Cast, of_factory: Check):
    before = back_pay.sums(schedule)
    checks.delete(players.alice, of_factory)
    schedule.refresh_from_db()
    assert back_pay.sums(schedule) == before
    assert as_(players.bob).get(LIST).status_code == 200


def test_a_check_without_wages_owed(players: Cast, tmp_path):
    from datetime import date

    from tests.site.plans.conftest import month

    month(players, tmp_path, date(2025, 5, 1), "17:00")
    answer = as_(players.bob).post("/en/o/lotus-garments/f/dongguan/plan/back-pay/from/1/", follow=True)
    assert "found no wages owed" in answer.text
