"""Changes of actions, each in one function that says who did it; and what a later check changes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.reports.ranking import broken
from tripartite.site import vault
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import read_named
from tripartite.site.people import audit
from tripartite.site.people.models import Facility, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans.models import Action, Event
from tripartite.site.plans.rules import advice_of
from tripartite.site.plans.verdicts import Findings, Verdict, verdict

Kind, State = Event.Kind, Action.State
# What people say of an action; that it is mended, only a check shows.
SAID = (State.OPEN, State.UNDERWAY, State.DONE)


class StaleError(RefusedError):
    """Somebody else changed the action after it was read."""


@transaction.atomic
def take_over(actor: User | None, check: Check, rules: Collection[str]) -> list[Action]:
    """Actions for broken rules of a check; rules that an action stands for already are left."""
    Facility.objects.select_for_update().get(pk=check.facility_id)
    summary = json.loads(read_named(check, "summary.json"))
    planned = planned_rules(check.facility)
    chosen = [r for r in broken(summary) if r["rule"] in rules and r["rule"] not in planned]
    last = check.facility.actions.order_by("-number").first()
    first = last.number + 1 if last else 1
    return [_make(actor, check, r, n) for n, r in enumerate(chosen, first)]


def planned_rules(facility: Facility) -> set[str]:
    """Rules that an action stands for; a closed one does too, as a later check reopens it."""
    return set(facility.actions.values_list("rule", flat=True))


def _make(actor: User | None, check: Check, rule: dict[str, Any], number: int) -> Action:
    assert check.period_to is not None  # noqa: S101 - a check that is done has a period
    action = Action.objects.create(
        facility=check.facility,
        number=number,
        rule=rule["rule"],
        topic=rule["topic"],
        found_by=check,
        what=advice_of(rule)[:2000],
        people=rule["people"]["not_met"],
        people_checked=rule["people"]["checked"],
        known_to=check.period_to,
    )
    note(action, actor, Kind.MADE, check=check.number)
    audit.record(check.facility.organisation, actor, "action.made", action)
    return action


def note(action: Action, actor: User | None, kind: str, text: str = "", **details: Any) -> Event:
    """Write what happened into the action's history."""
    sealed = vault.seal_texts(action.facility.organisation, [text])[0] if text else None
    name = actor.told_name if actor else ""
    return Event.objects.create(
        action=action, by=actor, by_name=name, kind=kind, details=details, sealed_text=sealed
    )


@transaction.atomic
def change(
    actor: User,
    action: Action,
    version: int,
    *,
    what: str,
    cause: str,
    who: User | None,
    due: date | None,
    state: str,
) -> Action:
    """Save what somebody says of an action they read in `version`. Raises StaleError, RefusedError."""
    now = _read_in(action, version)
    if now.is_aside:
        raise RefusedError(_("This action is set aside. Take it up again first."))
    if now.is_closed or state not in SAID:
        raise RefusedError(_("A check showed this mended. A later check that finds it again reopens it."))
    said = {"what": what, "cause": cause, "who": who, "due": due, "state": state}
    changed = [k for k, v in said.items() if getattr(now, k) != v]
    if not changed:
        return now
    told: dict[str, Any] = {
        k: [str(getattr(now, k) or ""), str(said[k] or "")] for k in ("state", "due", "cause") if k in changed
    }
    for k in changed:
        setattr(now, k, said[k])
    now.version += 1
    now.save()
    note(now, actor, Kind.CHANGED, fields=changed, **told)
    audit.record(now.facility.organisation, actor, "action.changed", now, fields=changed)
    return now


@transaction.atomic
def set_aside(actor: User, action: Action, version: int, reason: str) -> None:
    """Say that nothing is done about it, and why. It stays, neither open nor closed. Raises StaleError, RefusedError."""
    now = _read_in(action, version)
    if not reason.strip():
        raise RefusedError(_("Say why it is set aside: others will ask."))
    if not now.is_open:
        raise RefusedError(_("This action is not open."))
    _move(actor, now, State.ASIDE, Kind.ASIDE, "action.set_aside", reason.strip())


@transaction.atomic
def resume(actor: User, action: Action, version: int) -> None:
    """Take up again what was set aside. Raises StaleError, RefusedError."""
    now = _read_in(action, version)
    if not now.is_aside:
        raise RefusedError(_("This action is not set aside."))
    _move(actor, now, State.OPEN, Kind.RESUMED, "action.resumed")


def _read_in(action: Action, version: int) -> Action:
    """The action, locked, where it is still what somebody read. Raises StaleError."""
    now = Action.objects.select_for_update().get(pk=action.pk)
    if now.version != version:
        raise StaleError(
            _(
                "Somebody else changed this action while you were writing. What it says now is shown below, and what you wrote beside it: save again what still holds."
            )
        )
    return now


def _move(actor: User, now: Action, state: str, kind: str, verb: str, text: str = "") -> None:
    now.state, now.version = state, now.version + 1
    now.save(update_fields=["state", "version"])
    note(now, actor, kind, text)
    audit.record(now.facility.organisation, actor, verb, now)


@transaction.atomic
def comment(actor: User, action: Action, text: str) -> None:
    """Write into the discussion of an action."""
    note(action, actor, Kind.COMMENT, text)
    audit.record(action.facility.organisation, actor, "action.commented", action)


# --- A later check -----------------------------------------------------------------------------------


def take_up(sender: object, check: Check, **_kwargs: object) -> None:
    """Hold a check that is done against the facility's actions: it closes what it shows to be mended and reopens
    what returns, tells what is still found, and where it cannot tell says so and closes nothing.
    """
    with transaction.atomic():
        actions = list(Action.objects.select_for_update().filter(facility=check.facility_id))
        if not actions or check.period_from is None or check.period_to is None:
            return
        summary = json.loads(read_named(check, "summary.json"))
        rules = {r["rule"]: r for r in summary["rules"]}
        findings = Findings.read(read_named(check, "findings.parquet"), {a.rule for a in actions})
        for action in actions:
            said = verdict(action, rules.get(action.rule), findings, check.period_from, check.period_to)
            if said:
                _follow(action, said, check, check.period_from, check.period_to)


def _follow(action: Action, said: Verdict, check: Check, start: date, end: date) -> None:
    details = {**said.details, "aside": True} if action.is_aside else said.details
    note(action, None, said.kind, check=check.number, **details)
    organisation = check.facility.organisation
    if said.kind == Kind.CLOSED:
        action.state, action.closed_by, action.closed_at = State.CLOSED, check, timezone.now()
        # What this check covers is known to be met: a finding in it, by better records, would be news.
        action.known_to = max(action.known_to, start - timedelta(days=1))
        audit.record(organisation, None, "action.closed", action, check=check.number)
    elif said.kind in (Kind.REOPENED, Kind.STILL):
        action.known_to = end
        action.people, action.people_checked = said.details["people"], said.details["of"]
        if said.kind == Kind.REOPENED:
            action.state, action.closed_by, action.closed_at = State.OPEN, None, None
            audit.record(organisation, None, "action.reopened", action, check=check.number)
    action.version += 1
    action.save()
