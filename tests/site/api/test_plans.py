"""Plans and wages owed by the API: what is done, what is refused, and what a view keeps back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.site.api.conftest import PDF, shows
from tests.site.api.test_api import is_told
from tests.site.cast import Cast
from tests.site.plans.conftest import RULE, factory_files, listed, month, of_factory, players  # noqa: F401
from tripartite.site.checks.models import Check
from tripartite.site.checks.operations import publish
from tripartite.site.people.models import AuditEntry, Facility, Grant, Membership
from tripartite.site.plans import operations
from tripartite.site.plans.evidence import MOST_BYTES
from tripartite.site.plans.models import Action, Payment, Schedule

PLAN = "/api/v1/facilities/lotus-garments/dongguan/plan"
ONE = f"{PLAN}/actions/1"
JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def action(players: Cast, tmp_path: Path) -> Action:  # noqa: F811
    check = month(players, tmp_path, date(2025, 3, 1), "21:00")
    (made,) = operations.take_over(players.bob, check, [RULE])
    return made


@pytest.fixture
def bob(players: Cast) -> Client:  # noqa: F811
    return shows(players.bob, players.factory)


def file(name: str = "new-shifts.pdf", data: bytes = PDF) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, data)}


# --- Actions ------------------------------------------------------------------------------------------


def test_findings_become_actions(players: Cast, bob: Client, tmp_path: Path):  # noqa: F811
    month(players, tmp_path, date(2025, 3, 1), "21:00")
    offered = bob.get(f"{PLAN}/findings?check=1&lang=zh").json()["findings"]
    assert RULE in [f["rule"] for f in offered]
    wanted = {"check": 1, "rules": [RULE, "cn/minimum-age"]}
    made = bob.post(f"{PLAN}/actions?lang=zh", wanted, **JSON)
    assert made.status_code == 201, made.content
    assert [a["rule"] for a in made.json()["actions"]] == [RULE]
    assert made.json()["left"] == ["cn/minimum-age"], "a rule that the check did not find broken"
    from tripartite.site.places import standards

    assert made.json()["actions"][0]["what"] == standards().rule(RULE).advice["zh"]
    again = bob.post(f"{PLAN}/actions", wanted, **JSON).json()
    assert (again["actions"], sorted(again["left"])) == ([], sorted(wanted["rules"]))
    assert RULE not in [f["rule"] for f in bob.get(f"{PLAN}/findings?check=1").json()["findings"]]
    is_told(bob.post(f"{PLAN}/actions", {"check": 9, "rules": [RULE]}, **JSON), 404, "not-found")
    is_told(bob.post(f"{PLAN}/actions", {"check": 1, "rules": []}, **JSON), 422, "invalid")
    plan = bob.get(PLAN).json()
    assert [a["number"] for a in plan["actions"]] == [1]
    assert "orders" in plan["causes"]


def test_an_action_is_changed_by_who_read_it(action: Action, players: Cast, bob: Client):  # noqa: F811
    read = bob.get(ONE)
    assert read["ETag"] == '"1"'
    rosa = Membership.objects.get(user=players.rosa)
    late = timezone.localdate() - timedelta(days=1)
    said = {"cause": "orders", "who": rosa.pk, "due": late.isoformat(), "state": "underway"}
    changed = bob.patch(ONE, said, **JSON, headers={"if-match": read["ETag"]})
    assert changed.status_code == 200, changed.content
    now = changed.json()
    assert (now["who"], now["overdue"], now["version"]) == ({"member": rosa.pk, "name": "Rosa"}, True, 2)
    assert changed["ETag"] == '"2"'
    assert now["what"] == action.what, "what was not said stays"
    assert [h["kind"] for h in now["history"]] == ["made", "changed"]
    assert bob.get(PLAN).json()["overdue"] == 1
    cleared = bob.patch(ONE, {"who": None, "due": None, "cause": None}, **JSON, headers={"if-match": '"2"'})
    assert (cleared.json()["who"], cleared.json()["due"], cleared.json()["cause"]) == (None, None, "")


def test_a_stale_change_is_refused(action: Action, bob: Client):
    said = {"what": "New shifts from May"}
    is_told(bob.patch(ONE, said, **JSON), 428, "no-version")
    assert bob.patch(ONE, said | {"version": 1}, **JSON).status_code == 200
    stale = bob.patch(ONE, {"what": "Another plan"}, **JSON, headers={"if-match": '"1"'})
    is_told(stale, 412, "changed-meanwhile")
    assert stale.json()["error"]["details"] == [{"version": 2}]
    is_told(bob.patch(ONE, {"what": "Another plan", "version": 1}, **JSON), 409, "changed-meanwhile")
    action.refresh_from_db()
    assert action.what == "New shifts from May"
    any_version = bob.patch(ONE, {"what": "All the same"}, **JSON, headers={"if-match": "*"})
    assert any_version.status_code == 200
    several = bob.patch(ONE, {"state": "done"}, **JSON, headers={"if-match": '"9", W/"3"'})
    assert several.json()["state"] == "done"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"state": "closed"}, 422, "invalid"),
        ({"cause": "weather"}, 422, "invalid"),
        ({"what": ""}, 422, "invalid"),
        ({"what": "a" * 2001}, 422, "invalid"),
        ({"what": "a\0b"}, 422, "invalid"),
        ({"who": 10**9}, 422, "refused"),
        ({"due": "soon"}, 422, "invalid"),
    ],
)
def test_what_an_action_cannot_say(action: Action, bob: Client, said, status, code):
    is_told(bob.patch(ONE, said | {"version": 1}, **JSON), status, code)
    action.refresh_from_db()
    assert action.version == 1


def test_nobody_of_another_organisation_is_made_responsible(action: Action, players: Cast, bob: Client):  # noqa: F811
    dana = Membership.objects.get(user=players.dana)
    is_told(bob.patch(ONE, {"who": dana.pk, "version": 1}, **JSON), 422, "refused")


def test_an_action_is_set_aside_and_taken_up_again(action: Action, bob: Client):
    is_told(bob.post(f"{ONE}/set-aside", {"reason": " ", "version": 1}, **JSON), 422, "invalid")
    is_told(bob.post(f"{ONE}/set-aside", {"reason": "The line was closed."}, **JSON), 428, "no-version")
    said = {"reason": "The line was closed."}
    is_told(bob.post(f"{ONE}/set-aside", said, **JSON, headers={"if-match": '"9"'}), 412, "changed-meanwhile")
    aside = bob.post(f"{ONE}/set-aside", said, **JSON, headers={"if-match": '"1"'})
    assert (aside.json()["state"], aside["ETag"]) == ("aside", '"2"')
    last = aside.json()["history"][-1]
    assert (last["kind"], last["text"]) == ("set-aside", "The line was closed.")
    is_told(bob.patch(ONE, {"state": "done", "version": 2}, **JSON), 422, "refused")
    resumed = bob.post(f"{ONE}/resume", {"version": 2}, **JSON).json()
    assert (resumed["state"], resumed["version"]) == ("open", 3)
    is_told(bob.post(f"{ONE}/resume", {"version": 3}, **JSON), 422, "refused")


def test_what_a_check_closed_stays(action: Action, bob: Client, players: Cast, tmp_path: Path):  # noqa: F811
    month(players, tmp_path, date(2025, 4, 1), "17:00", days=60)
    closed = bob.get(ONE).json()
    assert (closed["state"], closed["closed_by"]) == ("closed", 2)
    is_told(bob.patch(ONE, {"state": "open", "version": closed["version"]}, **JSON), 422, "refused")


def test_discussion_and_evidence(action: Action, bob: Client, players: Cast):  # noqa: F811
    told = bob.post(f"{ONE}/comments", {"text": " We talk to the buyer. "}, **JSON)
    assert told.status_code == 201
    assert told.json()["history"][-1]["text"] == "We talk to the buyer."
    is_told(bob.post(f"{ONE}/comments", {"text": "  "}, **JSON), 422, "invalid")
    kept = bob.post(f"{ONE}/evidence", file())
    assert kept.status_code == 201, kept.content
    given = bob.get(f"{PLAN}/evidence/{kept.json()['id']}")
    assert (given.content, given["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in given["Content-Disposition"]
    assert bob.get(ONE).json()["evidence"][0]["name"] == "new-shifts.pdf"
    is_told(bob.post(f"{ONE}/evidence", file("a.exe", b"MZ")), 422, "refused")
    is_told(bob.post(f"{ONE}/evidence", file("a.pdf", b"no pdf")), 422, "refused")
    is_told(bob.post(f"{ONE}/evidence", file("a.pdf", PDF + b" " * MOST_BYTES)), 422, "refused")
    is_told(bob.post(f"{ONE}/evidence", file("a.pdf", PDF + b" " * 17 * 1024**2)), 413, "too-large")
    rosa = shows(players.rosa, players.factory)
    is_told(rosa.post(f"{ONE}/comments", {"text": "x"}, **JSON), 403, "not-allowed")
    assert rosa.get(f"{PLAN}/evidence/{kept.json()['id']}").status_code == 200


def test_what_a_view_shows_of_an_action(action: Action, bob: Client, players: Cast):  # noqa: F811
    bob.post(f"{ONE}/comments", {"text": "Li Na (1001) works too long"}, **JSON)
    kept = bob.post(f"{ONE}/evidence", file()).json()["id"]
    dana = shows(players.dana, players.buyer)
    is_told(dana.get(PLAN), 404, "not-found")
    players.grant(scope=Grant.Scope.FIGURES)
    assert dana.get(PLAN).json()["actions"] == [], "the check was not published"
    publish(players.alice, Check.objects.get())
    figures = dana.get(ONE).json()
    assert (figures["what"], figures["people"], figures["who"], figures["evidence"]) == (None, None, None, [])
    assert {h["kind"] for h in figures["history"]} == {"made"}
    is_told(dana.get(f"{PLAN}/evidence/{kept}"), 404, "not-found")
    players.grant(scope=Grant.Scope.TOPICS, topics=["wages"])
    is_told(dana.get(ONE), 404, "not-found")
    players.grant(scope=Grant.Scope.TOPICS, topics=["working-time"])
    topics = dana.get(ONE).json()
    assert topics["what"] == action.what
    assert {h["by"] for h in topics["history"]} == {""}, "who of the factory wrote is its own affair"
    assert dana.get(f"{PLAN}/evidence/{kept}").content == PDF
    is_told(dana.patch(ONE, {"state": "done", "version": 1}, **JSON), 403, "not-allowed")
    assert AuditEntry.objects.filter(verb="grant.looked", actor=players.dana).exists()


# --- Wages owed ---------------------------------------------------------------------------------------


def test_wages_are_listed_paid_and_a_mistake_taken_back(of_factory: Check, bob: Client):  # noqa: F811
    made = bob.post(f"{PLAN}/back-pay", {"check": of_factory.number}, **JSON)
    assert made.status_code == 201, made.content
    (short,) = made.json()["lists"]
    here = f"{PLAN}/back-pay/{short['number']}"
    whole = bob.get(here).json()
    assert whole["n_lines"] == whole["people"] == len(whole["lines"])
    assert sum(Decimal(x["total"]) for x in whole["lines"]) == Decimal(whole["total"]) > 0
    assert whole["total"] == whole["left"] == short["total"]
    first, second = whole["lines"][:2]
    assert first["worker"]
    proof = bob.post(f"{here}/proofs", file("transfer.pdf")).json()["id"]
    today = timezone.localdate().isoformat()
    said = {"lines": [first["line"]], "on": today, "amount": "0.01", "reference": "B-77", "proof": proof}
    (payment,) = bob.post(f"{here}/payments", said, **JSON).json()["payments"]
    assert (payment["amount"], payment["reference"], payment["proof"]) == ("0.01", "B-77", proof)
    line = bob.get(here).json()["lines"][0]
    assert Decimal(line["left"]) == Decimal(first["total"]) - Decimal("0.01")
    rest = bob.post(f"{here}/payments", {"lines": [first["line"], second["line"]], "on": today}, **JSON)
    assert [p["amount"] for p in rest.json()["payments"]] == [line["left"], second["total"]]
    is_told(bob.post(f"{here}/payments", said, **JSON), 422, "refused")
    back = bob.post(f"{PLAN}/back-pay/payments/{payment['id']}/take-back").json()
    assert back["lines"][0]["left"] == "0.01"
    assert back["lines"][0]["payments"][0]["taken_back_at"]
    sheet = bob.get(f"{here}/sheet?lang=th")
    assert sheet.content[:2] == b"PK"
    is_told(bob.post(f"{PLAN}/back-pay", {"check": of_factory.number}, **JSON), 422, "refused")
    assert bob.get(f"{here}?offset=1&limit=1").json()["lines"][0]["line"] == second["line"]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs >= {"backpay.made", "backpay.paid", "backpay.taken_back", "backpay.proof", "backpay.sheet"}


def test_a_payment_sent_twice_under_one_key_is_noted_once(players: Cast, of_factory: Check, bob: Client):  # noqa: F811
    schedule = listed(players, of_factory)
    here = f"{PLAN}/back-pay/{schedule.number}/payments"
    today = timezone.localdate()
    part = {"lines": [1], "on": today.isoformat(), "amount": "0.01", "reference": "B-77"}
    all_left = {"lines": [2, 3], "on": today.isoformat()}

    def noted(said: dict[str, Any], key: str) -> Any:
        return bob.post(here, said, **JSON, headers={"Idempotency-Key": key})

    first = noted(part, "a")
    assert first.status_code == 201
    assert noted(part, "a").json() == first.json()
    both = noted(all_left, "b").json()
    assert noted(all_left, "b").json() == both
    assert len(both["payments"]) == 2
    assert Payment.objects.count() == 3
    assert AuditEntry.objects.filter(verb="backpay.paid").count() == 2
    for other in (
        {"amount": "0.02"},
        {"lines": [2]},
        {"on": (today - timedelta(days=1)).isoformat()},
    ):
        is_told(noted(part | other, "a"), 409, "key-used")
    assert noted(part, "c").status_code == 201, "a second payment of the same sum has a key of its own"
    assert bob.post(here, part, **JSON).status_code == 201
    for bad in ("x" * 65, "é", "a b"):
        assert noted(part, bad).status_code == 422
    assert Payment.objects.count() == 5


def test_payments_that_cannot_be(players: Cast, of_factory: Check, bob: Client):  # noqa: F811
    schedule = listed(players, of_factory)
    here = f"{PLAN}/back-pay/{schedule.number}/payments"
    today = timezone.localdate()
    fine = {"lines": [1], "on": today.isoformat()}
    for wrong, code in (
        ({"amount": "0"}, "refused"),
        ({"amount": "-1"}, "invalid"),
        ({"amount": "1e5"}, "invalid"),
        ({"amount": "0.001"}, "invalid"),
        ({"amount": "999999999999.00"}, "refused"),
        ({"lines": [1, 2], "amount": "1"}, "refused"),
        ({"lines": []}, "invalid"),
        ({"lines": [10**6]}, "refused"),
        ({"on": (today + timedelta(days=2)).isoformat()}, "refused"),
        ({"proof": 10**6}, "refused"),
    ):
        is_told(bob.post(here, fine | wrong, **JSON), 422, code)
    assert not Payment.objects.exists()
    is_told(shows(players.rosa, players.factory).post(here, fine, **JSON), 403, "not-allowed")


def test_yen_have_no_smaller_part(players: Cast, of_factory: Check, bob: Client):  # noqa: F811
    schedule = listed(players, of_factory)
    Schedule.objects.update(currency="JPY")
    here = f"{PLAN}/back-pay/{schedule.number}"
    assert "." not in bob.get(here).json()["total"]
    half = {"lines": [1], "on": timezone.localdate().isoformat(), "amount": "1.50"}
    is_told(bob.post(f"{here}/payments", half, **JSON), 422, "invalid")


def test_others_see_sums_and_no_worker(players: Cast, of_factory: Check, bob: Client):  # noqa: F811
    schedule = listed(players, of_factory)
    here = f"{PLAN}/back-pay/{schedule.number}"
    proof = bob.post(f"{here}/proofs", file()).json()["id"]
    publish(players.alice, of_factory)
    players.grant(scope=Grant.Scope.WHOLE)
    dana = shows(players.dana, players.buyer)
    seen = dana.get(here).json()
    assert (seen["lines"], seen["proofs"], seen["n_lines"], seen["certain"]) == ([], [], None, None)
    assert Decimal(seen["total"]) > 0
    bob.post(f"{here}/payments", {"lines": [1], "on": timezone.localdate().isoformat()}, **JSON)
    told = dana.get(here).json()
    assert (told["paid"], told["left"]) == (None, None), "what one person was paid is not told"
    assert dana.get(PLAN).json()["back_pay"][0]["left"] is None
    is_told(dana.get(f"{here}/sheet"), 404, "not-found")
    is_told(dana.get(f"{PLAN}/evidence/{proof}"), 404, "not-found")
    ines = shows(players.ines, players.inspectorate)
    players.grant(players.inspectorate, scope=Grant.Scope.TOPICS, topics=["working-time"])
    is_told(ines.get(here), 404, "not-found")


def test_another_facilitys_payment_is_not_taken_back(players: Cast, of_factory: Check, bob: Client):  # noqa: F811
    schedule = listed(players, of_factory)
    here = f"{PLAN}/back-pay/{schedule.number}/payments"
    (paid,) = bob.post(here, {"lines": [1], "on": timezone.localdate().isoformat()}, **JSON).json()["payments"]  # fmt: skip
    Facility.objects.create(organisation=players.factory, name="Plant 2", slug="plant-2", country="CN")
    elsewhere = f"{PLAN.replace('dongguan', 'plant-2')}/back-pay/payments/{paid['id']}/take-back"
    is_told(bob.post(elsewhere), 404, "not-found")
    assert Payment.objects.get(pk=paid["id"]).taken_back_at is None
