"""Actions by HTTP: made of findings, changed, told about, proved; and each refusal."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.plans.conftest import RULE, month
from tripartite.site.people.models import AuditEntry, Grant, User
from tripartite.site.plans import operations
from tripartite.site.plans.evidence import MOST_BYTES
from tripartite.site.plans.models import Action, Evidence
from tripartite.site.plans.rules import cause_choices
from tripartite.standards.causes import causes

PLAN = "/en/o/lotus-garments/f/dongguan/plan/"
PDF = b"%PDF-1.7 a real enough file"


@pytest.fixture
def action(players: Cast, tmp_path: Path) -> Action:
    check = month(players, tmp_path, date(2025, 3, 1), "21:00")
    (made,) = operations.take_over(players.bob, check, [RULE])
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(action: Action, **changed: object) -> dict[str, object]:
    return {
        "what": action.what,
        "cause": "",
        "who": "",
        "due": "",
        "state": "open",
        "version": action.version,
        **changed,
    }


def test_findings_become_actions_that_start_from_the_advice(players: Cast, tmp_path: Path):
    month(players, tmp_path, date(2025, 3, 1), "21:00")
    bob = as_(players.bob)
    assert RULE in bob.get(f"{PLAN}from/1/").text
    bob.post("/zh-hans" + f"{PLAN}from/1/".removeprefix("/en"), {"rule": [RULE]})
    action = Action.objects.get()
    from tripartite.site.places import standards

    assert action.what == standards().rule(RULE).advice["zh"]
    assert RULE not in bob.get(f"{PLAN}from/1/").text, "an action stands for it already"
    bob.post(f"{PLAN}from/1/", {"rule": [RULE]})
    assert Action.objects.count() == 1
    assert AuditEntry.objects.filter(verb="action.made").count() == 1


def test_who_by_when_why_and_how_far(action: Action, players: Cast):
    late = timezone.localdate() - timedelta(days=1)
    changed = said(action, cause="orders", who=players.rosa.pk, due=late.isoformat(), state="underway")
    as_(players.bob).post(f"{PLAN}actions/1/change/", changed)
    action.refresh_from_db()
    assert (action.cause, action.who, action.due, action.state) == ("orders", players.rosa, late, "underway")
    page = as_(players.alice).get(f"{PLAN}actions/1/").text
    assert "overdue" in page
    assert dict(cause_choices())["orders"] in page
    assert "overdue" in as_(players.alice).get(PLAN).text


def test_two_people_at_once(action: Action, players: Cast):
    as_(players.alice).post(f"{PLAN}actions/1/change/", said(action, what="New shifts from May"))
    answer = as_(players.bob).post(f"{PLAN}actions/1/change/", said(action, what="Fewer orders"))
    assert answer.status_code == 409
    assert "Somebody else changed this action" in answer.text
    assert "New shifts from May" in answer.text
    assert "Fewer orders" in answer.text
    action.refresh_from_db()
    assert action.what == "New shifts from May"
    again = said(action, what="Fewer orders and new shifts")
    assert as_(players.bob).post(f"{PLAN}actions/1/change/", again).status_code == 302
    action.refresh_from_db()
    assert action.what == "Fewer orders and new shifts"


def test_nobody_says_that_it_is_mended(action: Action, players: Cast):
    answer = as_(players.alice).post(f"{PLAN}actions/1/change/", said(action, state="closed"))
    assert answer.status_code == 422
    action.refresh_from_db()
    assert action.state == "open"


def test_it_is_given_to_members_only(action: Action, players: Cast):
    answer = as_(players.bob).post(f"{PLAN}actions/1/change/", said(action, who=players.dana.pk))
    assert answer.status_code == 422


def test_discussion_is_sealed(action: Action, players: Cast):
    as_(players.bob).post(f"{PLAN}actions/1/comment/", {"text": "Asked 1001 and 1002"})
    kept = action.events.last()
    assert kept is not None
    assert b"1001" not in bytes(kept.sealed_text)
    assert "Asked 1001 and 1002" in as_(players.rosa).get(f"{PLAN}actions/1/").text


def test_evidence_is_sealed_and_given_back(action: Action, players: Cast):
    bob = as_(players.bob)
    bob.post(f"{PLAN}actions/1/evidence/", {"file": SimpleUploadedFile("roster.pdf", PDF)})
    kept = Evidence.objects.get()
    with default_storage.open(kept.sealed) as stream:
        assert stream.read(4) == b"TRI1"
    answer = as_(players.rosa).get(f"{PLAN}evidence/{kept.pk}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("page.html", b"<script>", "no file of a kind that is taken"),
        ("page.pdf", b"<script>", "no file of a kind that is taken"),
        ("scan.pdf", PDF + b"0" * MOST_BYTES, "too large"),
    ],
)
def test_files_that_are_not_taken(action: Action, players: Cast, name, data, told):
    file = SimpleUploadedFile(name, data)
    answer = as_(players.bob).post(f"{PLAN}actions/1/evidence/", {"file": file}, follow=True)
    assert told in answer.text
    assert not Evidence.objects.exists()


def test_who_only_reads_changes_nothing_and_strangers_find_nothing(action: Action, players: Cast):
    for part in ("change", "comment", "evidence"):
        assert as_(players.rosa).post(f"{PLAN}actions/1/{part}/").status_code == 403
        assert as_(players.charlie).post(f"{PLAN}actions/1/{part}/").status_code == 404
    assert as_(players.charlie).get(PLAN).status_code == 404


def test_through_a_grant_only_what_was_published_and_granted(action: Action, players: Cast):
    operations.comment(players.bob, action, "Asked 1001")
    grant = players.grant()
    dana = as_(players.dana)
    assert dana.get(f"{PLAN}actions/1/").status_code == 404, "not published"
    action.found_by.published_at = timezone.now()
    action.found_by.save()
    page = dana.get(f"{PLAN}actions/1/").text
    assert "Asked 1001" not in page
    assert action.what not in page
    assert "Bob" not in page
    Grant.objects.filter(pk=grant.pk).update(scope="topics", topics=["wages"])
    assert dana.get(f"{PLAN}actions/1/").status_code == 404
    Grant.objects.filter(pk=grant.pk).update(topics=["working-time"])
    assert "Asked 1001" in dana.get(f"{PLAN}actions/1/").text


def test_causes_have_names_in_seven_languages():
    assert all(
        set(n) == {"en", "zh", "ja", "vi", "th", "my", "fil"} and all(n.values()) for n in causes().values()
    )
    assert len(causes()) == 9


# --- Set aside, and taken up again --------------------------------------------------------------------


def aside(
    action: Action, reason: str = "The line was closed in April.", **changed: object
) -> dict[str, object]:
    return {"reason": reason, "version": action.version, **changed}


def test_set_aside_it_is_neither_open_nor_closed_and_says_why(action: Action, players: Cast):
    late = timezone.localdate() - timedelta(days=1)
    Action.objects.update(due=late)
    bob = as_(players.bob)
    assert bob.post(f"{PLAN}actions/1/aside/", aside(action)).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.is_open, action.is_closed, action.is_overdue) == (
        "aside",
        False,
        False,
        False,
    )
    assert "The line was closed in April." in bob.get(f"{PLAN}actions/1/").text
    answer = bob.get(PLAN)
    assert [len(answer.context[k]) for k in ("open", "aside", "closed")] == [0, 1, 0]
    entry = AuditEntry.objects.get(verb="action.set_aside")
    assert entry.actor == players.bob
    assert "April" not in str(entry.details), "what people write is sealed, and not in the log"
    assert RULE not in bob.get(f"{PLAN}from/1/").text, "the action stands for its rule"


def test_taken_up_again_it_is_open_with_its_history(action: Action, players: Cast):
    bob = as_(players.bob)
    bob.post(f"{PLAN}actions/1/aside/", aside(action))
    action.refresh_from_db()
    bob.post(f"{PLAN}actions/1/resume/", {"version": action.version})
    action.refresh_from_db()
    assert action.state == "open"
    assert list(action.events.values_list("kind", flat=True)) == ["made", "set-aside", "resumed"]
    assert "The line was closed in April." in bob.get(f"{PLAN}actions/1/").text
    assert AuditEntry.objects.filter(verb="action.resumed").count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_nothing_is_set_aside(action: Action, players: Cast, reason):
    answer = as_(players.bob).post(f"{PLAN}actions/1/aside/", aside(action, reason), follow=True)
    assert "Say why it is set aside" in answer.text
    action.refresh_from_db()
    assert action.state == "open"


def test_what_somebody_else_changed_is_not_set_aside_unread(action: Action, players: Cast):
    as_(players.alice).post(f"{PLAN}actions/1/change/", said(action, what="New shifts from May"))
    answer = as_(players.bob).post(f"{PLAN}actions/1/aside/", aside(action, "No orders <now>"))
    assert answer.status_code == 409
    assert "New shifts from May" in answer.text
    assert "No orders &lt;now&gt;" in answer.text, "what was written is kept"
    action.refresh_from_db()
    assert action.state == "open"


def test_while_set_aside_it_is_not_changed(action: Action, players: Cast):
    bob = as_(players.bob)
    bob.post(f"{PLAN}actions/1/aside/", aside(action))
    action.refresh_from_db()
    answer = bob.post(f"{PLAN}actions/1/change/", said(action, state="done"), follow=True)
    assert "Take it up again first" in answer.text
    assert "is not open" in bob.post(f"{PLAN}actions/1/aside/", aside(action), follow=True).text
    Action.objects.update(state="open")
    refused = bob.post(f"{PLAN}actions/1/resume/", {"version": action.version}, follow=True)
    assert "is not set aside" in refused.text


@pytest.mark.parametrize("who", ["rosa", "dana", "charlie"])
def test_who_may_not_work_sets_nothing_aside(action: Action, players: Cast, who):
    players.grant(scope=Grant.Scope.WHOLE)
    client = as_(getattr(players, who))
    for step in ("aside", "resume"):
        assert client.post(f"{PLAN}actions/1/{step}/", aside(action)).status_code in (403, 404)
    action.refresh_from_db()
    assert action.state == "open"


def test_the_reason_is_for_those_who_may_see_workers(action: Action, players: Cast):
    from tripartite.site.checks import operations as checking

    assert action.found_by
    checking.publish(players.alice, action.found_by)
    as_(players.bob).post(f"{PLAN}actions/1/aside/", aside(action, "1001 left"))
    figures = players.grant(scope=Grant.Scope.FIGURES)
    dana = as_(players.dana)
    page = dana.get(f"{PLAN}actions/1/").text
    assert "Set aside." in page
    assert "1001 left" not in page
    Grant.objects.filter(pk=figures.pk).update(scope=Grant.Scope.WHOLE)
    assert "1001 left" in dana.get(f"{PLAN}actions/1/").text
