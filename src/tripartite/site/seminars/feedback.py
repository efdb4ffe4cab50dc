"""What participants thought of a seminar: asked once of each, kept apart from who they are."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tripartite.reports.bundle_content import FEWEST
from tripartite.site import vault
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import standards
from tripartite.site.seminars.curriculum import curriculum, modules_of, session_title
from tripartite.site.seminars.models import Feedback, Participant, Seminar, Session
from tripartite.training.subjects import subjects_of, vocabulary

MARKS = range(1, 6)
MOST_LETTERS = 2000
# What is asked of the whole; sessions and trainers are asked of one by one.
WHOLE: dict[str, Any] = {
    "overall": gettext_lazy("The seminar as a whole"),
    "relevance": gettext_lazy("How useful it is for your work"),
    "materials": gettext_lazy("Handouts and exercises"),
    "logistics": gettext_lazy("Place, times and organisation"),
}
TOPICS: dict[str, Any] = {
    "helped": gettext_lazy("What helped you most?"),
    "change": gettext_lazy("What should be done differently?"),
    "missing": gettext_lazy("What did you miss, or need next?"),
    "logistics": gettext_lazy("About the place, the times and the organisation"),
}
MEANINGS: dict[int, Any] = {
    1: gettext_lazy("very poor"),
    2: gettext_lazy("poor"),
    3: gettext_lazy("fair"),
    4: gettext_lazy("good"),
    5: gettext_lazy("very good"),
}


@dataclass(frozen=True)
class Item:
    """One thing that is rated."""

    key: str
    name: str


def items_of(seminar: Seminar) -> list[Item]:
    """What is rated: the whole, then each session that teaches, then each trainer."""
    rated = seminar.sessions.filter(kind__in=[Session.Kind.MODULE, Session.Kind.EXERCISE])
    return [
        *(Item(key, str(name)) for key, name in WHOLE.items()),
        *(Item(f"session-{s.number}", session_title(s)) for s in rated),
        *(Item(f"trainer-{t.pk}", t.name) for t in seminar.trainers.all()),
    ]


def is_asked(seminar: Seminar) -> bool:
    """From the first day on, as the clock stands where the seminar is."""
    return timezone.localdate(timezone=ZoneInfo(seminar.time_zone)) >= seminar.first_day


@transaction.atomic
def give(participant: Participant, ratings: dict[str, int], texts: dict[str, str]) -> None:
    """Keep somebody's feedback. Of the person only the side goes with it. Raises RefusedError."""
    now = (
        Participant.objects.select_for_update().select_related("seminar__organisation").get(pk=participant.pk)
    )
    seminar = now.seminar
    if now.feedback_at:
        raise RefusedError(_("You gave your feedback already. Thank you."))
    if now.state != Participant.State.ACCEPTED or not is_asked(seminar):
        raise RefusedError(_("Feedback is asked for from the first day of the seminar on."))
    kept = {k: t.strip()[:MOST_LETTERS] for k, t in texts.items() if k in TOPICS and t.strip()}
    if not ratings and not kept:
        raise RefusedError(_("Rate at least one thing, or write something."))
    sealed = (
        vault.seal_texts(seminar.organisation, [json.dumps(kept, ensure_ascii=False)])[0] if kept else None
    )
    today = timezone.localdate(timezone=ZoneInfo(seminar.time_zone))
    Feedback.objects.create(
        seminar=seminar, number=secrets.randbelow(2**62), side=now.side, day=today, ratings=ratings, sealed_texts=sealed
    )  # fmt: skip
    # The day alone: the hour would lead from the one table to the other.
    now.feedback_at = datetime.combine(today, time(), tzinfo=ZoneInfo(seminar.time_zone)) + timedelta(
        hours=12
    )
    now.save(update_fields=["feedback_at"])


def written(seminar: Seminar) -> dict[str, list[str]]:
    """What was written, by what was asked, in an order that tells nothing."""
    opened = _opened(seminar)
    return {key: said for key in TOPICS if (said := sorted(row[key] for row in opened if key in row))}


@dataclass(frozen=True)
class Said:
    """One text that was written. subjects: those modules of the seminar that it names and five people at least named."""

    asked: str
    text: str
    subjects: tuple[str, ...]


def by_subject(seminar: Seminar) -> list[Said]:
    """What was written, with the modules it speaks of, in an order that tells nothing.

    Who wrote two texts is not told, but counts as one person.
    """
    opened = _opened(seminar)
    taught = [curriculum().modules[m] for m in modules_of(seminar)]
    known = vocabulary(taught, standards())
    of_texts = [{key: subjects_of(text, known) for key, text in row.items()} for row in opened]
    people = Counter(m for row in of_texts for m in set().union(*row.values()))
    told = [m.id for m in taught if people[m.id] >= FEWEST]
    said = (
        Said(key, text, tuple(m for m in told if m in of_texts[n][key]))
        for n, row in enumerate(opened)
        for key, text in row.items()
        if key in TOPICS
    )
    return sorted(said, key=lambda s: (list(TOPICS).index(s.asked), s.text))


def _opened(seminar: Seminar) -> list[dict[str, str]]:
    """What each wrote, by what was asked."""
    sealed = [f.sealed_texts for f in seminar.feedback.exclude(sealed_texts=None)]
    return [json.loads(text) for text in vault.open_texts(seminar.organisation, [s for s in sealed if s])]
