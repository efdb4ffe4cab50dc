"""A log handed over: by a code, for a purpose, until a day; taken back by a receipt; seen by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast, organisation
from tests.site.checks.conftest import ran
from tests.site.wages.test_pay import text_of
from tripartite.site.checks import operations as checks
from tripartite.site.people.models import AuditEntry, Grant, Membership
from tripartite.site.people.operations import RefusedError
from tripartite.site.wages import operations
from tripartite.site.wages.models import HandOver, LogRequest

LOG = "worker,punch time,state\n1001,2025-03-03 08:00,in\n1001,2025-03-03 19:00,out\n1001,2025-03-04 08:00,in\n1001,2025-03-04 17:00,out\n"


def asked_by(cast: Cast, **about: Any) -> LogRequest:
    given = {
        "workplace": "Lotus",
        "purpose": "unpaid overtime",
        "until": timezone.localdate() + timedelta(days=60),
        **about,
    }
    return operations.ask(cast.ines, LogRequest(organisation=cast.inspectorate, **given))


def handed(client: Client, asked: LogRequest, **change: str) -> Any:
    typed = {
        "code": asked.told_code.lower(),
        "step": "hand",
        "csv": LOG,
        "name": "1001",
        "agreed": "yes",
        **change,
    }
    return client.post("/en/hand-over/", {k: v for k, v in typed.items() if v})


def receipt_of(answered: Any) -> str:
    found = re.search(r'id="receipt">([^<]+)<', answered.content.decode())
    assert found
    return found[1]


def as_(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_worker_sees_who_asks_before_anything_is_sent(cast: Cast, client: Client) -> None:
    asked = asked_by(cast)
    told = text_of(client.post("/en/hand-over/", {"code": asked.told_code}))
    for word in ("Labour Inspectorate", "Lotus", "unpaid overtime", "I can withdraw it"):
        assert word in told
    assert not HandOver.objects.exists()


def test_a_log_arrives_sealed_and_only_its_organisation_opens_it(cast: Cast, client: Client) -> None:
    answered = handed(client, asked_by(cast))
    assert answered.status_code == 200
    assert not answered.cookies
    made = HandOver.objects.get()
    assert (made.days, made.first_day.isoformat()) == (2, "2025-03-03")
    with default_storage.open(made.sealed) as stream:
        assert b"1001" not in stream.read()
    told = text_of(as_(cast.ines).get(f"/en/o/labour-inspectorate/logs/{made.pk}/"))
    assert "11 h" in told
    assert "I hand my log of hours over to Labour Inspectorate" in told
    assert as_(cast.alice).get(f"/en/o/labour-inspectorate/logs/{made.pk}/").status_code == 404
    assert as_(cast.dana).get(f"/en/o/northern-stores/logs/{made.pk}/").status_code == 404
    verbs = list(AuditEntry.objects.filter(organisation=cast.inspectorate).values_list("verb", flat=True))
    assert {"log.asked", "log.received", "log.opened"} <= set(verbs)


def test_a_receipt_takes_the_log_back_once(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    receipt = receipt_of(handed(client, asked_by(cast)))
    made = HandOver.objects.get()
    assert receipt.replace("-", "") not in made.receipt
    with django_capture_on_commit_callbacks(execute=True):
        told = text_of(client.post("/en/hand-over/withdraw/", {"receipt": receipt.lower()}))
    assert "was deleted" in told
    assert not default_storage.exists(made.sealed)
    assert as_(cast.ines).get(f"/en/o/labour-inspectorate/logs/{made.pk}/").status_code == 404
    assert "taken back" in text_of(as_(cast.ines).get("/en/o/labour-inspectorate/logs/"))
    again = client.post("/en/hand-over/withdraw/", {"receipt": receipt})
    assert again.status_code == 422
    assert "No log is held" in text_of(again)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"agreed": ""}, "Tick that you agree"),
        ({"csv": ""}, "cannot be read"),
        ({"csv": "worker,punch time,state\n"}, "has no hours"),
        ({"csv": LOG + "1001,yesterday,in\n"}, "row 6: `yesterday` is not a time"),
        ({"csv": "x" * 200_001}, "more than can be taken"),
        ({"code": "AAAAAAAAAA"}, "No organisation takes logs"),
    ],
)
def test_what_is_refused_says_why(cast: Cast, client: Client, change: dict[str, str], says: str) -> None:
    answered = handed(client, asked_by(cast), **change)
    assert answered.status_code == 422
    assert says in text_of(answered)
    assert not HandOver.objects.exists()


def test_a_closed_or_old_code_takes_nothing(cast: Cast, client: Client) -> None:
    closed, old = asked_by(cast), asked_by(cast)
    as_(cast.ines).post(f"/en/o/labour-inspectorate/logs/{closed.pk}/close/")
    LogRequest.objects.filter(pk=old.pk).update(until=timezone.localdate() - timedelta(days=1))
    for asked in (closed, old):
        assert handed(client, asked).status_code == 422


def test_logs_go_on_their_day(cast: Cast, client: Client, django_capture_on_commit_callbacks: Any) -> None:
    asked = asked_by(cast)
    handed(client, asked)
    name = HandOver.objects.get().sealed
    assert operations.remove_old(asked.until) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.remove_old(asked.until + timedelta(days=1)) == 1
    assert not default_storage.exists(name)


def test_an_officer_asks_and_a_reader_does_not(cast: Cast) -> None:
    reader = Membership.objects.create(organisation=cast.inspectorate, user=cast.charlie, role="reader")
    page = as_(cast.ines).post(
        "/en/o/labour-inspectorate/logs/ask/",
        {
            "workplace": "Lotus",
            "purpose": "wages",
            "until": (timezone.localdate() + timedelta(days=9)).isoformat(),
        },
    )
    assert page.status_code == 302
    told = as_(cast.ines).get("/en/o/labour-inspectorate/logs/")
    assert LogRequest.objects.get().told_code in text_of(told)
    assert as_(reader.user).get("/en/o/labour-inspectorate/logs/ask/").status_code == 403
    past = as_(cast.ines).post(
        "/en/o/labour-inspectorate/logs/ask/", {"workplace": "L", "purpose": "w", "until": "2020-01-01"}
    )
    assert "This day is past" in text_of(past)


def test_a_facility_that_one_may_not_see_cannot_be_named(cast: Cast) -> None:
    page = as_(cast.ines).post(
        "/en/o/labour-inspectorate/logs/ask/",
        {
            "workplace": "L",
            "purpose": "w",
            "facility": cast.facility.pk,
            "until": (timezone.localdate() + timedelta(days=9)).isoformat(),
        },
    )
    assert page.status_code == 200
    assert not LogRequest.objects.exists()


# --- beside the facility's check ---------------------------------------------------------------------------


def test_days_that_differ_are_shown_to_both_where_the_worker_agreed(
    players: Cast, one_day: Any, client: Client
) -> None:
    check = ran(players, one_day)  # 3 March, 08:00 to 17:00 with an hour's break
    players.grant(to=players.inspectorate, scope=Grant.Scope.WHOLE)
    asked = asked_by(players, facility=players.facility)
    handed(client, asked)
    made = HandOver.objects.get()
    address = f"/en/o/labour-inspectorate/logs/{made.pk}/"
    assert "No check of this facility" in text_of(as_(players.ines).get(address)), "not published yet"
    checks.publish(players.alice, check)
    told = text_of(as_(players.ines).get(address))
    assert "Neither side is taken for true" in told
    assert "Mar 3, 2025 11 h 8 h" in told
    other = text_of(as_(players.ines).get(address + "?worker=9999"))
    assert "no days of a worker with this number" in other
    own = "/en/o/lotus-garments/f/dongguan/logs/"
    assert "No worker has shown you" in text_of(as_(players.alice).get(own)), "the worker did not agree"
    handed(client, asked, shown="yes")
    shown = text_of(as_(players.alice).get(own))
    assert "Mar 3, 2025 11 h 8 h" in shown
    assert "Mar 4" not in shown, "days that only the worker's log covers stay with the worker"
    assert as_(players.ines).get(own).status_code == 404


def test_a_grant_of_figures_shows_no_days(players: Cast, one_day: Any, client: Client) -> None:
    checks.publish(players.alice, ran(players, one_day))
    players.grant(to=players.inspectorate, scope=Grant.Scope.FIGURES)
    handed(client, asked_by(players, facility=players.facility))
    told = text_of(as_(players.ines).get(f"/en/o/labour-inspectorate/logs/{HandOver.objects.get().pk}/"))
    assert "Neither side" not in told


def test_too_many_logs_of_one_request_are_refused(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(operations, "MOST_LOGS", 1)
    asked = asked_by(cast)
    operations.hand_over(asked, LOG, "a", "yes", "en")
    with pytest.raises(RefusedError, match="more than can be taken"):
        operations.hand_over(asked, LOG, "b", "yes", "en")


def test_another_organisation_cannot_close_a_request(cast: Cast) -> None:
    union = organisation("Garment Union", "worker", "union")
    Membership.objects.create(organisation=union, user=cast.charlie, role="administrator")
    asked = asked_by(cast)
    assert as_(cast.charlie).post(f"/en/o/garment-union/logs/{asked.pk}/close/").status_code == 404
    asked.refresh_from_db()
    assert asked.is_open
