"""What participants, trainers and organisers find on their first page of tests, quizzes, exercises and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tripartite.reports.charts import bar
from tripartite.site.places import babel_locale
from tripartite.site.seminars import testing
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.feedback import is_asked
from tripartite.site.seminars.grouping import group_of, names_of
from tripartite.site.seminars.models import Participant, Seminar, Session, Trainer, When

register = template.Library()


@register.inclusion_tag("seminars/learning/of_participant.html")
def learning_of(participant: Participant) -> dict[str, Any]:
    """Links to what somebody can do now, or looked back at; their group."""
    group, seminar = group_of(participant), participant.seminar
    exercises = seminar.sessions.filter(kind=Session.Kind.EXERCISE)
    return {
        "group": group,
        "members": names_of(seminar, group) if group else [],
        "exercises": [(s, session_title(s)) for s in exercises] if group else [],
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


@register.filter
def moment_in(value: datetime, zone: str) -> str:
    """When something was, by the clock of the seminar's place, to the minute."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{format_date(local, 'medium', locale=babel_locale())}, {local:%H:%M}"


# --- Figures of the report ------------------------------------------------------------------------------


@register.filter
def share(value: float | None) -> str:
    return "–" if value is None else format_percent(value, locale=babel_locale())


@register.filter
def mean(value: float) -> str:
    return format_decimal(value, format="0.0", locale=babel_locale())


@register.filter
def share_bar(value: float | None) -> SafeString:
    """A share as the bar that reports draw; the figure stands beside it."""
    return mark_safe(bar(value)) if value is not None else SafeString()  # noqa: S308 - drawn from a number


@register.filter
def mark_bar(value: float) -> SafeString:
    """A mean of marks from 1 to 5 as a bar."""
    return share_bar((value - 1) / 4)


@register.filter
def at(counts: Sequence[int], mark: int) -> int:
    """How many gave a mark."""
    return counts[mark - 1]
