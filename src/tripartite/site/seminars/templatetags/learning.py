"""What participants, trainers and organisers find on their first page of tests, quizzes, exercises and feedback."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from tripartite.site.seminars import testing
from tripartite.site.seminars.feedback import is_asked
from tripartite.site.seminars.models import Participant, Seminar, Trainer, When

register = template.Library()


@register.inclusion_tag("seminars/learning/of_participant.html")
def learning_of(participant: Participant) -> dict[str, Any]:
    """Links to what somebody can do now, or looked back at."""
    return {
        "participant": participant,
        "tests": [t for when in When if (t := _test(participant, when))],
        "accepted": participant.state == testing.ACCEPTED,
        "feedback": participant.state == testing.ACCEPTED and is_asked(participant.seminar),
    }


def _test(participant: Participant, when: When) -> dict[str, str] | None:
    opening = testing.opening(participant.seminar, when)
    attempt = participant.attempts.filter(when=when).first()
    is_open = opening is not None and opening.closed_at is None
    if not attempt and not (is_open and participant.state == testing.ACCEPTED):
        return None
    over = not is_open or (attempt and attempt.finished_at)
    name = "test_result" if over else "take_test"
    told = _("Result and explanations") if not is_open else _("Finished") if over else _("Take the test now")
    address = reverse(name, kwargs={"token": participant.token, "when": when.value})
    return {"label": str(when.label), "address": address, "told": told}


@register.inclusion_tag("seminars/learning/of_organiser.html")
def learning_for_organisers(seminar: Seminar) -> dict[str, Any]:
    return {"seminar": seminar}


@register.inclusion_tag("seminars/learning/of_trainer.html")
def learning_for_trainers(trainer: Trainer) -> dict[str, Any]:
    return {"trainer": trainer}
