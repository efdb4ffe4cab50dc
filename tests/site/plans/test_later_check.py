"""A later check closes what it shows to be mended, reopens what returns, and closes nothing where it cannot tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.site.cast import Cast
from tests.site.plans.conftest import RULE, month
from tripartite.site.people.models import AuditEntry
from tripartite.site.plans import operations
from tripartite.site.plans.models import Action, Event
from tripartite.site.plans.verdicts import Findings, verdict

MARCH, MAY, JULY = date(2025, 3, 1), date(2025, 5, 1), date(2025, 7, 1)


@pytest.fixture
def action(players: Cast, tmp_path: Path) -> Action:
    """Overtime of eight workers in March."""
    check = month(players, tmp_path, MARCH, "21:00")
    (made,) = operations.take_over(players.bob, check, [RULE])
    return made


def kinds(action: Action) -> list[str]:
    return list(action.events.values_list("kind", flat=True))


def test_a_month_without_it_closes(action: Action, players: Cast, tmp_path: Path):
    later = month(players, tmp_path, MAY, "17:00")
    action.refresh_from_db()
    assert action.state == "closed"
    assert action.closed_by == later
    assert kinds(action) == ["made", "closed"]
    entry = AuditEntry.objects.get(verb="action.closed")
    assert entry.details == {"check": later.number}


def test_what_returns_is_reopened_with_its_history(action: Action, players: Cast, tmp_path: Path):
    month(players, tmp_path, MAY, "17:00")
    month(players, tmp_path, JULY, "21:00")
    action.refresh_from_db()
    assert action.state == "open"
    assert action.closed_at is None
    assert kinds(action) == ["made", "closed", "reopened"]
    month(players, tmp_path, date(2025, 9, 1), "17:00")
    action.refresh_from_db()
    assert action.state == "closed"


def test_less_of_it_is_told_and_not_closed(action: Action, players: Cast, tmp_path: Path):
    month(players, tmp_path, MAY, "21:00", long=2)
    action.refresh_from_db()
    assert action.state == "open"
    told = action.events.last()
    assert told is not None
    assert told.kind == Event.Kind.STILL
    assert told.details["better"]
    assert (told.details["people"], told.details["before"]) == (2, 8)


def test_said_to_be_done_and_still_found_is_to_do_again(action: Action, players: Cast, tmp_path: Path):
    Action.objects.filter(pk=action.pk).update(state="done")
    month(players, tmp_path, MAY, "21:00")
    action.refresh_from_db()
    assert action.state == "open"
    assert kinds(action)[-1] == "reopened"


@pytest.mark.parametrize(("how", "why"), [({"days": 20}, "short"), ({"workers": 3}, "few-people")])
def test_a_check_that_cannot_tell_closes_nothing_and_says_so(
    action: Action, players: Cast, tmp_path: Path, how: dict[str, int], why: str
):
    month(players, tmp_path, MAY, "17:00", **how)
    action.refresh_from_db()
    assert action.state == "open"
    told = action.events.last()
    assert told is not None
    assert (told.kind, told.details["why"]) == (Event.Kind.CANNOT_TELL, why)


def test_a_check_of_earlier_days_says_nothing(action: Action, players: Cast, tmp_path: Path):
    month(players, tmp_path, date(2025, 1, 1), "17:00")
    action.refresh_from_db()
    assert (action.state, kinds(action)) == ("open", ["made"])


def test_findings_of_days_before_the_closing_do_not_reopen(action: Action, players: Cast, tmp_path: Path):
    month(players, tmp_path, MAY, "17:00")
    month(players, tmp_path, date(2025, 2, 1), "21:00", days=28)
    action.refresh_from_db()
    assert action.state == "closed"


def rule(**about: object) -> dict[str, object]:
    people = {"checked": 40, "not_met": 0, "cannot_tell": 0}
    return {"met": 40, "not_met": 0, "cannot_tell": 0, "coverage": 1.0, "people": people, **about}


@pytest.mark.parametrize(
    ("about", "why"),
    [
        (None, "not-asked"),
        (rule(met=0, coverage=0.0), "nobody"),
        (rule(coverage=0.94), "records"),
        (rule(coverage=0.95), ""),
        (rule(not_met=1), "earlier-days"),
        (rule(people={"checked": 19, "not_met": 0}), "few-people"),
        (rule(people={"checked": 20, "not_met": 0}), ""),
    ],
)
def test_what_a_check_must_answer_to_close(about, why):
    action = Action(rule=RULE, state="open", people=9, people_checked=40, known_to=date(2025, 3, 31))
    said = verdict(action, about, Findings({}), date(2025, 4, 1), date(2025, 4, 30))
    assert said is not None
    assert said.kind == ("cannot-tell" if why else "closed")
    assert said.details.get("why", "") == why


def test_only_days_beyond_what_was_known_count(action: Action):
    action = Action(rule=RULE, state="open", people=9, people_checked=40, known_to=date(2025, 3, 31))
    day, month_on = date(2025, 4, 27), date(2025, 4, 28)
    assert verdict(action, rule(), Findings({}), MARCH, day).details == {"why": "short"}
    assert verdict(action, rule(), Findings({}), MARCH, month_on).kind == "closed"
    known = Findings({RULE: [date(2025, 3, 31)]})
    assert verdict(action, rule(not_met=1), known, MARCH, month_on).details == {"why": "earlier-days"}


def test_a_failure_of_the_plan_does_not_fail_the_check(action, players, tmp_path, monkeypatch, caplog):
    def broken(*_args: object) -> None:
        raise RuntimeError("worker 1001")

    monkeypatch.setattr("tripartite.site.plans.operations.verdict", broken)
    check = month(players, tmp_path, MAY, "17:00")
    assert check.state == "done"
    assert "1001" not in caplog.text
    assert "not taken up" in caplog.text


def test_set_aside_and_still_broken_is_told_and_stays_aside(action: Action, players: Cast, tmp_path: Path):
    operations.set_aside(players.bob, action, action.version, "The line was closed.")
    month(players, tmp_path, MAY, "21:00")
    action.refresh_from_db()
    assert action.state == "aside"
    told = action.events.last()
    assert told is not None
    assert (told.kind, told.details["aside"]) == (Event.Kind.STILL, True)
    from django.test import Client

    client = Client()
    client.force_login(players.bob)
    page = client.get("/en/o/lotus-garments/f/dongguan/plan/actions/1/").content.decode()
    assert "Check 2 still found it, while it was set aside." in page


def test_set_aside_and_mended_all_the_same_is_closed(action: Action, players: Cast, tmp_path: Path):
    operations.set_aside(players.bob, action, action.version, "The line was closed.")
    month(players, tmp_path, MAY, "17:00")
    action.refresh_from_db()
    assert action.state == "closed"
    month(players, tmp_path, JULY, "21:00")
    action.refresh_from_db()
    assert action.state == "open"
    assert kinds(action) == ["made", "set-aside", "closed", "reopened"]
