"""What checks found before and after a seminar in the facilities that it follows: counts beside each other, no cause claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language

from tripartite.reports import ranking
from tripartite.reports.bundle_content import FEWEST
from tripartite.reports.wording import Words, words
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import Seen, open_check
from tripartite.site.languages import data_language
from tripartite.site.people import audit
from tripartite.site.people.access import Action, Standing, facilities_seen, standing_on
from tripartite.site.people.models import Facility, User
from tripartite.site.seminars.curriculum import curriculum
from tripartite.site.seminars.models import Followed, Seminar
from tripartite.training.findings import for_finding

# What is not known of a count: nobody was checked by it, or too few to tell others of.
UNTOLD, FEW = "untold", "few"


@dataclass(frozen=True)
class Count:
    """People whom a rule was not met for, of those checked, and those of whom it could not be told, in one check.

    Facilities instead of people where the duty is theirs. `known` is empty where the figures may be told; FEW
    where they are of fewer than five people and the reader is not of the facility; UNTOLD where the check told of nobody.
    """

    not_met: int = 0
    checked: int = 0
    cannot_tell: int = 0
    known: str = ""
    cannot_tell_few: bool = False

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """Between which shares the true one lies, whatever those are of whom it could not be told; None: not known."""
        if self.known or not self.checked:
            return None
        untold = FEWEST - 1 if self.cannot_tell_few else self.cannot_tell
        least = Fraction(self.not_met, self.checked + untold)
        return least, min(Fraction(1), Fraction(self.not_met + untold, self.checked))

    @property
    def percent(self) -> float | None:
        return None if self.known or not self.checked else 100 * self.not_met / self.checked


@dataclass(frozen=True)
class Compared:
    """One rule before and after."""

    rule: str
    topic: str
    title: str
    before: Count
    after: Count

    @property
    def is_told(self) -> bool:
        """Whether either check could tell of anybody."""
        return self.before.known != UNTOLD or self.after.known != UNTOLD

    @property
    def share(self) -> str:
        """Whether the share of people is lower, higher or the same for certain; empty where nobody can tell."""
        then, now = self.before.bounds, self.after.bounds
        if then is None or now is None:
            return ""
        if now[1] < then[0]:
            return "lower"
        if now[0] > then[1]:
            return "higher"
        return "same" if then[0] == then[1] == now[0] == now[1] else ""


@dataclass(frozen=True)
class Result:
    """A followed facility. `seen` is no more where its results are not shown to the organiser today."""

    facility: Facility
    seen: bool
    before: Check | None = None
    after: Check | None = None
    topics: tuple[tuple[str, tuple[Compared, ...]], ...] = ()
    other_standards: bool = False
    other_program: bool = False
    workers: tuple[int | None, int | None] = (None, None)

    @property
    def is_known(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def told(self) -> list[tuple[str, list[Compared]]]:
        """The topics with those rules that either check could tell of."""
        told = ((topic, [c for c in rows if c.is_told]) for topic, rows in self.topics)
        return [(topic, rows) for topic, rows in told if rows]

    @property
    def untold(self) -> int:
        """How many rules neither check could tell of."""
        return sum(not c.is_told for _topic, rows in self.topics for c in rows)

    @property
    def other_workers(self) -> bool:
        return self.workers[0] != self.workers[1]

    @property
    def other_length(self) -> bool:
        """By more than a tenth: months are never all of one length."""
        short, long = sorted((_days(self.before), _days(self.after)))
        return short * 10 < long * 9


def results(seminar: Seminar, user: User, *, hide_few: bool = False) -> list[Result]:
    """Each followed facility as the seminar's organisation sees it today; looks through a grant go into its log.

    hide_few: fewer than five people are not shown even to the facility's own, as in what is handed on.
    """
    followed = Followed.objects.filter(seminar=seminar).select_related("facility__organisation")
    modules = {s.module for s in seminar.sessions.all() if s.module}
    return [_result(seminar, f.facility, user, modules, hide_few=hide_few) for f in followed]


def can_follow(seminar: Seminar, user: User) -> list[Facility]:
    """Facilities in the seminar's country that its organisation sees and does not follow yet."""
    taken = Followed.objects.filter(seminar=seminar).values("facility")
    possible = facilities_seen(user).filter(country=seminar.country).exclude(pk__in=taken)
    return [f for f in possible.select_related("organisation") if _standing(seminar, f, user).may(Action.SEE)]


def _standing(seminar: Seminar, facility: Facility, user: User) -> Standing:
    return standing_on(user, facility, within=seminar.organisation)


def _result(seminar: Seminar, facility: Facility, user: User, modules: set[str], *, hide_few: bool) -> Result:
    standing = _standing(seminar, facility, user)
    if not standing.may(Action.SEE):
        return Result(facility, seen=False)
    _log(standing, facility, user)
    checks = facility.checks.filter(state=Check.State.DONE).select_related("facility__organisation")
    if not standing.role:
        checks = checks.exclude(published_at=None)
    newest = checks.order_by("-period_to", "-number")
    before = newest.filter(period_to__lt=seminar.first_day).first()
    after = newest.filter(period_from__gt=seminar.last_day).first()
    if before is None or after is None:
        return Result(facility, True, before, after)
    seen = open_check(before, standing), open_check(after, standing)
    return _compared(*seen, modules, outsider=hide_few or not standing.role)


def _log(standing: Standing, facility: Facility, user: User) -> None:
    if standing.grant:
        audit.record(
            facility.organisation, user, "grant.looked", facility, actor_organisation=standing.grant.to,
            page="seminar_results", purpose=standing.grant.purpose, facility=facility.slug, grant=standing.grant.pk,
        )  # fmt: skip


def _compared(before: Seen, after: Seen, modules: set[str], *, outsider: bool) -> Result:
    facility = before.check.facility
    w = words(data_language(get_language()))
    rows = list(_rules(before.summary, after.summary, modules, facility.country, outsider=outsider, w=w))
    topics = [(name, tuple(r for r in rows if r.topic == key)) for key, name in w.entries["topics"].items()]
    return Result(
        facility, True, before.check, after.check,
        tuple((name, some) for name, some in topics if some),
        other_standards=before.summary.get("fingerprints") != after.summary.get("fingerprints"),
        other_program=before.summary["tripartite"] != after.summary["tripartite"],
        workers=(_workers(before, outsider=outsider), _workers(after, outsider=outsider)),
    )  # fmt: skip


def _rules(
    before: dict[str, Any],
    after: dict[str, Any],
    modules: set[str],
    country: str,
    *,
    outsider: bool,
    w: Words,
) -> Iterator[Compared]:
    """Rules that the modules teach and that either check judged, the gravest of the check before first."""
    sides = [{r["rule"]: r for r in ranking.judged(s)} for s in (before, after)]
    order = [r["rule"] for r in (*ranking.broken(before), *ranking.broken(after))]
    for rule in dict.fromkeys([*order, *sides[0], *sides[1]]):
        r = sides[0].get(rule) or sides[1].get(rule)
        if r is None or not {m.id for m in for_finding(curriculum(), rule, r["topic"], country)} & modules:
            continue
        counts = [_count(side.get(rule), outsider=outsider) for side in sides]
        yield Compared(rule, r["topic"], w.say(r["title"]), *counts)


def _count(r: dict[str, Any] | None, *, outsider: bool) -> Count:
    if r is None:
        return Count(known=UNTOLD)
    people = r["people"]
    not_met, checked, untold = people["not_met"], people["checked"], people["cannot_tell"]
    hides = outsider and r["scope"] != "facility"
    # Figures give nought for a count that they keep back; the cases beside it show that it is not nought.
    few_untold = hides and (0 < untold < FEWEST or (not untold and bool(r["cannot_tell"])))
    kept_back = bool(r.get("few")) or 0 < not_met < FEWEST or checked < FEWEST
    if not (r["met"] or r["not_met"]):
        return Count(0, 0, 0 if few_untold else untold, UNTOLD, few_untold)
    if hides and kept_back:
        return Count(0, 0, 0 if few_untold else untold, FEW, few_untold)
    return Count(not_met, checked, 0 if few_untold else untold, "", few_untold)


def _workers(seen: Seen, *, outsider: bool) -> int | None:
    n: int = seen.summary["workers"]
    return None if outsider and n < FEWEST else n


def _days(check: Check | None) -> int:
    if check is None or check.period_from is None or check.period_to is None:
        return 0
    return (check.period_to - check.period_from).days + 1
