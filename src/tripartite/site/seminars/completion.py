"""Who completed a seminar: held against the rule that its organiser set, each part met, not met, or not known yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from tripartite.site.seminars.models import Attempt, Participant, Seminar, When
from tripartite.site.seminars.testing import scores


@dataclass(frozen=True)
class Completion:
    """How far somebody is. score: per cent of the test after, null where none was finished."""

    participant: Participant
    attended: int
    sessions: int
    score: float | None
    feedback: bool
    attended_enough: bool
    scored_enough: bool
    feedback_enough: bool

    @property
    def complete(self) -> bool:
        return self.attended_enough and self.scored_enough and self.feedback_enough


def completions(seminar: Seminar, only: Iterable[Participant] | None = None) -> list[Completion]:
    """All accepted participants, or those given, in the order of their numbers."""
    people = list(
        seminar.participants.filter(state=Participant.State.ACCEPTED).select_related("seminar__organisation")
        if only is None
        else only
    )
    counted = seminar.sessions.filter(counted=True).count()
    here = dict(
        seminar.participants.annotate(
            n=Count("attendances", filter=Q(attendances__session__counted=True))
        ).values_list("pk", "n")
    )
    scored = _scores(seminar)
    return [_completion(seminar, p, here.get(p.pk, 0), counted, scored.get(p.pk)) for p in people]


def completion(participant: Participant) -> Completion:
    return completions(participant.seminar, [participant])[0]


def _completion(
    seminar: Seminar, participant: Participant, attended: int, counted: int, score: float | None
) -> Completion:
    feedback = participant.feedback_at is not None
    return Completion(
        participant,
        attended,
        counted,
        score,
        feedback,
        # In whole numbers, so that exactly the share is enough.
        attended_enough=counted > 0 and attended * 100 >= seminar.attend_percent * counted,
        scored_enough=seminar.score_percent is None or (score is not None and score >= seminar.score_percent),
        feedback_enough=feedback or not seminar.needs_feedback,
    )


def _scores(seminar: Seminar) -> dict[int, float]:
    """Per cent right of finished tests after, by participant; what was left open is not right."""
    taken = Attempt.objects.filter(participant__seminar=seminar, when=When.AFTER, finished_at__isnull=False)
    return {p: round(100 * right / of, 1) for p, (right, of) in scores(taken).items() if of}
