"""What pages show of a plan to somebody: as much as their standing allows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from tripartite.site import vault
from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Facility
from tripartite.site.plans.models import Action, Event, Evidence, Schedule
from tripartite.site.plans.rules import cause_name, title_of


def about(facility: Facility, standing: Standing) -> dict[str, Any]:
    """Template context of a plan's pages."""
    return {
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "may_work": standing.may(May.WORK),
    }


def actions(facility: Facility, standing: Standing) -> list[Action]:
    """Actions that somebody may see: others than its own people, those on what was published and granted."""
    found = facility.actions.select_related("who", "found_by", "closed_by")
    if not standing.role:
        found = found.filter(found_by__published_at__isnull=False)
    return [a for a in found if standing.sees_topic(a.topic)]


def action(facility: Facility, standing: Standing, number: int) -> Action:
    """One of them. Raises Http404."""
    found: Action = get_object_or_404(
        facility.actions.select_related("facility__organisation"),
        pk__in=[a.pk for a in actions(facility, standing)],
        number=number,
    )
    return found


def schedules(facility: Facility, standing: Standing) -> QuerySet[Schedule]:
    found: QuerySet[Schedule] = facility.schedules.all()
    if standing.role:
        return found
    published = found.filter(found_by__published_at__isnull=False)
    return published if standing.sees_topic("wages") else published.none()


def sees_files(standing: Standing) -> bool:
    """Evidence and discussion may name workers: figures only means neither."""
    return standing.sees_workers


def evidence(facility: Facility, standing: Standing, pk: int) -> Evidence:
    """A file of the plan; proofs of payment are for the facility's own people. Raises Http404."""
    found: Evidence = get_object_or_404(
        facility.evidence.select_related("facility__organisation", "action"), pk=pk
    )
    if not standing.role:
        allowed = [a.pk for a in actions(facility, standing)] if sees_files(standing) else []
        get_object_or_404(Action, pk__in=allowed, id=found.action_id)
    return found


def row(a: Action) -> dict[str, Any]:
    """An action as lists show it."""
    return {"action": a, "title": title_of(a.rule), "cause": cause_name(a.cause)}


def history(a: Action, standing: Standing) -> list[dict[str, Any]]:
    """What happened, oldest first; what people wrote only for those who may see workers."""
    events = list(a.events.all())
    if not sees_files(standing):
        events = [e for e in events if e.kind not in (Event.Kind.COMMENT, Event.Kind.EVIDENCE)]
    letters = {e.pk: e.sealed_text for e in events if e.sealed_text} if sees_files(standing) else {}
    texts = vault.open_texts(a.facility.organisation, letters.values()) if letters else []
    written = dict(zip(letters, texts, strict=True))
    files = {f.pk: f for f in a.evidence.all()}
    return [
        {
            "event": e,
            "by": e.by_name if standing.role else "",
            "text": written.get(e.pk, ""),
            "file": files.get(e.details.get("file", 0)),
            "state": Action.State(e.details["state"][1]).label if e.details.get("state") else "",
            "due": (e.details.get("due") or ["", ""])[1],
            "cause": cause_name((e.details.get("cause") or ["", ""])[1]),
        }
        for e in events
    ]
