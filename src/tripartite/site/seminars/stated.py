"""A seminar's deeds as xAPI statements, for the organiser's own learning record store. People go by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from tripartite.site.languages import data_language
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Attempt, Attendance, Certificate, Participant, Seminar, When
from tripartite.site.seminars.testing import score
from tripartite.training import statements
from tripartite.training.statements import Activity, Person


def stated(seminar: Seminar, site: str) -> list[dict[str, Any]]:
    """Who attended which session, scored what in which test, and completed the seminar; the same deed has the same id.

    site: the address that pages are served under.
    """
    home = f"{site}/s/{seminar.code}/"
    with override(seminar.language):
        lang = data_language(seminar.language)
        whole = Activity(home, seminar.title, statements.SEMINAR, lang)
        return [
            *_attended(seminar, whole, home, lang),
            *_scored(seminar, whole, home, lang),
            *_completed(seminar, whole, home),
        ]


def _who(participant: Participant, home: str) -> Person:
    return Person(home=home, account=str(participant.number))


def _attended(seminar: Seminar, whole: Activity, home: str, lang: str) -> Iterator[dict[str, Any]]:
    rows = Attendance.objects.filter(session__seminar=seminar).select_related("session", "participant")
    for a in rows.order_by("session__number", "participant__number"):
        session = Activity(
            f"{home}sessions/{a.session.number}", session_title(a.session), statements.SESSION, lang
        )
        yield statements.attended(_who(a.participant, home), session, a.at, within=whole)


def _scored(seminar: Seminar, whole: Activity, home: str, lang: str) -> Iterator[dict[str, Any]]:
    """The test afterwards is passed or failed where a score is asked for; the one before only has a score."""
    found = Attempt.objects.filter(participant__seminar=seminar, finished_at__isnull=False)
    for a in found.select_related("participant", "paper").order_by("when", "participant__number"):
        right, of = score(a)
        test = Activity(f"{home}tests/{a.when}", str(When(a.when).label), statements.TEST, lang)
        who, percent, at = _who(a.participant, home), 100 * right / of, a.finished_at
        assert at is not None  # noqa: S101 - as filtered
        if a.when == When.AFTER and seminar.score_percent is not None:
            yield statements.passed(who, test, percent, seminar.score_percent, at, within=whole)
        else:
            yield statements.scored(who, test, percent, at, within=whole)


def _completed(seminar: Seminar, whole: Activity, home: str) -> Iterator[dict[str, Any]]:
    held = Certificate.objects.filter(participant__seminar=seminar, revoked_at=None)
    for c in held.select_related("participant").order_by("participant__number"):
        yield statements.completed(_who(c.participant, home), whole, c.issued_at)
