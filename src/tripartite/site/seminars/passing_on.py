"""Passing a seminar on: a copy for another country, language and organisation, and the tree that grows of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tripartite.reports.bundle_content import FEWEST
from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import operations
from tripartite.site.seminars.curriculum import curriculum
from tripartite.site.seminars.models import Participant, Seminar, Session
from tripartite.site.seminars.zones import ZONE_OF

# Registration closes so long before the first day, unless the organiser says otherwise.
CLOSES = timedelta(days=3)


@transaction.atomic
def pass_on(
    actor: User,
    seminar: Seminar,
    to: Organisation,
    *,
    title: str,
    country: str,
    language: str,
    first_day: date,
    by: Participant | None = None,
) -> Seminar:
    """A copy without its people: agenda, rule and texts, for another country's law and in another language.

    Modules that the country does not have are left out. Raises RefusedError where that leaves none.
    """
    modules = {m.id for m in curriculum().of_country(country)}
    sessions = [s for s in seminar.sessions.all() if not s.module or s.module in modules]
    if not any(s.module for s in sessions):
        raise RefusedError(_("None of its modules is for that country."))
    copy = Seminar(
        organisation=to,
        title=title,
        about=seminar.about if language == seminar.language else "",
        country=country,
        language=language,
        languages=[language],
        first_day=first_day,
        days=seminar.days,
        time_zone=ZONE_OF[country],
        capacity=seminar.capacity,
        register_until=first_day - CLOSES,
        needs_approval=seminar.needs_approval,
        attend_percent=seminar.attend_percent,
        score_percent=seminar.score_percent,
        needs_feedback=seminar.needs_feedback,
        questions=seminar.questions,
        passed_on_from=seminar,
        passed_on_by=by,
    )
    operations.make_seminar(actor, copy)
    Session.objects.bulk_create(_copied(s, copy) for s in sessions)
    audit.record(seminar.organisation, None, "seminar.passed_on", seminar, to=to.name)
    return copy


def _copied(session: Session, to: Seminar) -> Session:
    # A title of the trainer's own is in the language of the old one; the module's has all seven.
    own = session.title if to.language == session.seminar.language or not session.module else ""
    return Session(
        seminar=to,
        number=session.number,
        day=session.day,
        starts=session.starts,
        minutes=session.minutes,
        kind=session.kind,
        module=session.module,
        title=own,
        language=to.language,
        counted=session.counted,
    )


@dataclass
class Branch:
    """A seminar in the tree, with who was reached: people who attended one session at least, by side.

    own: of the organisation that looks. sides: counts, None where they are too few to be told of another's seminar.
    """

    seminar: Seminar
    own: bool
    people: int
    sides: dict[str, int | None]
    grown: list[Branch] = field(default_factory=list)

    def all(self) -> list[Branch]:
        """Itself and all that came of it."""
        return [self, *(b for g in self.grown for b in g.all())]


def tree(seminar: Seminar) -> Branch:
    """The seminar and all that came of it, over several hands."""
    found, last = [seminar], [seminar]
    while last:
        # Each seminar stands in the tree once, whatever the data say of who passed on to whom.
        last = list(
            Seminar.objects.filter(passed_on_from__in=last)
            .exclude(pk__in=[s.pk for s in found])
            .select_related("organisation")
        )
        found += last
    reached = _reached(found)
    branches = {s.pk: _branch(s, reached[s.pk], seminar.organisation_id) for s in found}
    for s in found[1:]:
        if s.passed_on_from_id in branches:
            branches[s.passed_on_from_id].grown.append(branches[s.pk])
    return branches[seminar.pk]


def _reached(seminars: list[Seminar]) -> dict[int, Counter[str]]:
    """How many people of each side attended, by seminar."""
    out: dict[int, Counter[str]] = {s.pk: Counter() for s in seminars}
    rows = (
        Participant.objects.filter(seminar__in=seminars, attendances__isnull=False)
        .values_list("seminar", "side")
        .annotate(n=Count("pk", distinct=True))
        .filter(~Q(n=0))
    )
    for pk, side, n in rows:
        out[pk][side] = n
    return out


def _branch(seminar: Seminar, sides: Counter[str], viewer: int) -> Branch:
    own = seminar.organisation_id == viewer
    shown = {s: n if own or n >= FEWEST else None for s, n in sides.items()}
    return Branch(seminar, own, sides.total(), shown)


def reached_by(root: Branch) -> tuple[dict[str, int], dict[str, int]]:
    """All people of the tree by side, as far as told, and by country."""
    sides: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for b in root.all():
        countries[b.seminar.country] += b.people
        sides.update({s: n for s, n in b.sides.items() if n is not None})
    return dict(sides), dict(countries)
