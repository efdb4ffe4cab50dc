"""A facility's training plan: what its latest check found and its plan still has open, by the module that teaches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from tripartite.reports import ranking
from tripartite.reports.wording import Words, words
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import open_check
from tripartite.site.checks.presented import few
from tripartite.site.languages import data_language
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Facility
from tripartite.site.plans import shown
from tripartite.site.plans.models import Action
from tripartite.site.plans.rules import cause_name, title_of
from tripartite.site.seminars.curriculum import curriculum, module_title
from tripartite.site.seminars.models import Seminar, Session
from tripartite.training.findings import for_cause, for_finding
from tripartite.training.schema import Module


@dataclass(frozen=True)
class Finding:
    """A rule that is not met, as the training plan tells it. `people` is for the order; `touched` is what is said."""

    rule: str
    topic: str
    title: str
    people: int
    touched: str
    actions: tuple[Action, ...] = ()

    @property
    def causes(self) -> list[str]:
        return [cause_name(a.cause) for a in self.actions if a.cause]

    @property
    def beyond_learning(self) -> bool:
        """Whether a cause was noted that learning alone does not mend."""
        held = curriculum().teaching.causes
        return any(a.cause in held and not held[a.cause].mends for a in self.actions)


@dataclass(frozen=True)
class Held:
    """A session that taught a module. people: who was noted as present; None where that is another organisation's to know."""

    session: Session
    people: int | None


@dataclass
class Taught:
    """A module, and the findings for which it is to be learned."""

    module: Module
    title: str
    address: str
    findings: list[Finding] = field(default_factory=list)
    learners: list[str] = field(default_factory=list)
    to_come: list[Session] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    @property
    def due(self) -> date | None:
        """The first day on which an open action of its findings is due; None where no action has a day."""
        return min((a.due for f in self.findings for a in f.actions if a.due), default=None)

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()

    @property
    def rank(self) -> tuple[bool, int, int]:
        gravest = any(f.topic in ranking.GRAVEST for f in self.findings)
        return (not gravest, -max(f.people for f in self.findings), self.module.order)


@dataclass(frozen=True)
class TrainingPlan:
    """check: what the plan rests on, None where there is none; untold: titles of rules that it could not tell for all."""

    check: Check | None
    taught: list[Taught]
    untold: list[str]


def modules_for(rule: str, topic: str, country: str, cause: str = "") -> list[Module]:
    """The modules for a finding, and those for its cause where one is noted."""
    found = for_finding(curriculum(), rule, topic, country)
    return found + [m for m in for_cause(curriculum(), cause, rule, topic, country) if m not in found]


def address_of(module: Module, country: str) -> str:
    """Where one learns a module by oneself, with a country's law."""
    return f"{reverse('learn_module', kwargs={'module': module.id})}?country={country}"


def training_plan(facility: Facility, standing: Standing) -> TrainingPlan:
    """The plan as somebody may see it: no more than the check and the plan of actions show them."""
    w = words(data_language(get_language()))
    check = _latest(facility, standing)
    summary = open_check(check, standing).summary if check else None
    open_actions = [a for a in shown.actions(facility, standing) if a.is_open]
    found = _findings(summary, open_actions, standing, w)
    untold = [w.say(r["title"]) for r in ranking.untold(summary)] if summary else []
    taught = _by_module(found, facility.country)
    to_come, held = _to_come(facility.country), _held(facility, standing, check)
    for entry in taught:
        entry.to_come = [s for s in to_come if s.module == entry.module.id]
        entry.held = [h for h in held if h.session.module == entry.module.id]
    return TrainingPlan(check, taught, untold)


def _latest(facility: Facility, standing: Standing) -> Check | None:
    done = facility.checks.filter(state=Check.State.DONE).select_related("facility__organisation")
    if not standing.role:
        done = done.exclude(published_at=None)
    latest: Check | None = done.order_by("-period_to", "-number").first()
    return latest


def _findings(
    summary: dict[str, Any] | None, actions: list[Action], standing: Standing, w: Words
) -> list[Finding]:
    of_rule: dict[str, tuple[Action, ...]] = {}
    for a in actions:
        of_rule[a.rule] = (*of_rule.get(a.rule, ()), a)
    out = [_found(r, of_rule.pop(r["rule"], ()), w) for r in (ranking.broken(summary) if summary else [])]
    for rule, left in of_rule.items():
        a = left[0]
        told = f"{a.people:,} / {a.people_checked:,}" if standing.sees_workers else ""
        people = a.people if standing.sees_workers else 0
        out.append(Finding(rule, a.topic, title_of(rule), people, told, left))
    return out


def _found(r: dict[str, Any], actions: tuple[Action, ...], w: Words) -> Finding:
    people = 0 if r["scope"] == "facility" else r["people"]["not_met"]
    touched = few() if r.get("few") else w.touched(r)
    return Finding(r["rule"], r["topic"], w.say(r["title"]), people, touched, actions)


def _by_module(findings: list[Finding], country: str) -> list[Taught]:
    out: dict[str, Taught] = {}
    for f in findings:
        causes = [a.cause for a in f.actions] or [""]
        modules = {m.id: m for c in causes for m in modules_for(f.rule, f.topic, country, c)}
        for m in modules.values():
            entry = out.setdefault(m.id, Taught(m, module_title(m, country), address_of(m, country)))
            entry.findings.append(f)
    for entry in out.values():
        entry.findings.sort(key=lambda f: (f.topic not in ranking.GRAVEST, -f.people))
        entry.learners = _learners({f.topic for f in entry.findings})
    return sorted(out.values(), key=lambda t: t.rank)


def _learners(topics: set[str]) -> list[str]:
    teaching, w = curriculum().teaching, words(data_language(get_language()))
    wanted = {g for t in topics for g in teaching.learners.get(t, ())}
    return [w.say(name) for group, name in teaching.groups.items() if group in wanted]


def _to_come(country: str) -> list[Session]:
    """Sessions on modules in announced seminars on the country's law that are still to be held."""
    today = timezone.localdate()
    return [s for s in _sessions(country).filter(seminar__state=Seminar.State.OPEN) if s.on >= today]


def _held(facility: Facility, standing: Standing, check: Check | None) -> list[Held]:
    """Sessions held since the check in seminars of the facility's own organisation, or that follow it; for its own people."""
    if not standing.role or check is None:
        return []
    own = Q(seminar__organisation=facility.organisation)
    found = _sessions(facility.country).filter(own | Q(seminar__followed__facility=facility)).distinct()
    since, today = check.period_to, timezone.localdate()
    return [
        Held(s, s.there if s.seminar.organisation_id == facility.organisation_id else None)
        for s in found.annotate(there=Count("attendances", distinct=True))
        if s.on < today and (since is None or s.on > since)
    ]


def _sessions(country: str) -> Any:
    known = Session.objects.filter(kind=Session.Kind.MODULE, seminar__country=country)
    known = known.exclude(seminar__state=Seminar.State.CANCELLED).exclude(module="")
    return known.select_related("seminar").order_by("seminar__first_day", "day", "starts")
