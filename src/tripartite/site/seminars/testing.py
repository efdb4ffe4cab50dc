"""The test before and after: when it can be taken, who has which form, and each answer kept as soon as it is given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.answering import Given, is_right
from tripartite.site.seminars.models import Answer, Attempt, Opening, Paper, Participant, Seminar, When
from tripartite.site.seminars.papers import Question, draw

FORMS = Paper.Form.values
# How long after closing an answer is taken that was given before, on a telephone without a line.
LATE = timedelta(hours=1)
ACCEPTED = Participant.State.ACCEPTED


def opening(seminar: Seminar, when: str) -> Opening | None:
    """When the test could be taken; None if it never was opened."""
    return Opening.objects.filter(seminar=seminar, when=when).first()


@transaction.atomic
def open_test(actor: User | None, seminar: Seminar, when: str) -> Opening:
    """Let participants take the test, again if it was closed. Draws the papers if there are none. Raises RefusedError."""
    locked = Seminar.objects.select_for_update().get(pk=seminar.pk)
    if not locked.papers.exists():
        draw(actor, locked)
    assign(locked)
    found, fresh = Opening.objects.get_or_create(seminar=locked, when=when)
    if not fresh:
        found.closed_at = None
        found.save(update_fields=["closed_at"])
    audit.record(locked.organisation, actor, "test.opened", locked, when=when)
    return found


@transaction.atomic
def close_test(actor: User | None, seminar: Seminar, when: str) -> None:
    """End the test: from now on results are shown."""
    closed = Opening.objects.filter(seminar=seminar, when=when, closed_at=None).update(
        closed_at=timezone.now()
    )
    if closed:
        audit.record(seminar.organisation, actor, "test.closed", seminar, when=when)


# --- Who has which form -------------------------------------------------------------------------------


def assign(seminar: Seminar) -> None:
    """Say of everybody accepted which form they have before: half of each side A, half B, as the lot falls.

    The caller holds the seminar's lock.
    """
    rng = Random(f"{seminar.secret} first forms {seminar.participants.count()}")  # noqa: S311 - a lot, no secret
    people = list(seminar.participants.filter(state=ACCEPTED))
    counts = Counter((p.side, p.first_form) for p in people if p.first_form)
    waiting = [p for p in people if not p.first_form]
    rng.shuffle(waiting)
    for p in waiting:
        p.first_form = _fairer(p.side, counts, rng)
        counts[p.side, p.first_form] += 1
    Participant.objects.bulk_update(waiting, ["first_form"])


def _fairer(side: str, counts: Counter[tuple[str, str]], rng: Random) -> str:
    """The form that fewer of the side have; where as many have each, that fewer of all have; else by lot."""
    of_side = [counts[side, f] for f in FORMS]
    of_all = [sum(n for (_side, form), n in counts.items() if form == f) for f in FORMS]
    for a, b in (of_side, of_all):
        if a != b:
            return FORMS[0] if a < b else FORMS[1]
    return rng.choice(FORMS)


def form_of(participant: Participant, when: str) -> str:
    """Which form somebody has: after the seminar the other than before. Empty until lots are drawn."""
    taken = participant.attempts.exclude(when=when).select_related("paper").first()
    if taken:
        return _other(taken.paper.form)
    first = participant.first_form
    return first if when == When.BEFORE or not first else _other(first)


def _other(form: str) -> str:
    return FORMS[1 - FORMS.index(form)]


# --- Taking it ----------------------------------------------------------------------------------------


@transaction.atomic
def begin(participant: Participant, when: str) -> Attempt:
    """A participant's attempt, begun if it was not. Raises RefusedError."""
    found = participant.attempts.select_related("paper").filter(when=when).first()
    if found:
        return found
    seminar = Seminar.objects.select_for_update().get(pk=participant.seminar_id)
    if participant.state != ACCEPTED:
        raise RefusedError(_("The test is for participants whose registration was accepted."))
    open_now = opening(seminar, when)
    if open_now is None or open_now.closed_at:
        raise RefusedError(_("This test is not open."))
    return _attempt(participant, seminar, when, "")


def _attempt(participant: Participant, seminar: Seminar, when: str, form: str, **about: bool) -> Attempt:
    assign(seminar)
    participant.refresh_from_db(fields=["first_form"])
    # Asked for again within the lock: two taps at once begin one attempt.
    paper = Paper.objects.get(seminar=seminar, form=form or form_of(participant, when))
    made, _fresh = Attempt.objects.get_or_create(
        participant=participant, when=when, defaults={"paper": paper, **about}
    )
    return made


@dataclass(frozen=True)
class Sent:
    """When a telephone was given an answer: how long ago by its own clock, which need not be right, and the how manieth.

    Answers of one telephone go by its count, as one may be on its way for longer than the next; those of two by the time.
    """

    age: timedelta = timedelta(0)
    device: str = ""
    sequence: int = 0


def save_answer(attempt: Attempt, question: Question, given: Given, sent: Sent = Sent()) -> Answer:
    """Keep an answer; the last one given counts, in whatever order they arrive. Raises RefusedError."""
    now = timezone.now()
    at = now - max(sent.age, timedelta(0))
    said = {
        "given": given,
        "right": is_right(question, given),
        "at": at,
        "device": sent.device,
        "sequence": sent.sequence,
    }
    with transaction.atomic():
        # Two answers of one attempt at once would both find nothing yet.
        locked = Attempt.objects.select_for_update().select_related("participant__seminar").get(pk=attempt.pk)
        _require_open(locked, at, now)
        kept, fresh = Answer.objects.get_or_create(attempt=locked, question=question["id"], defaults=said)
        if not fresh and _is_newer(kept, at, sent):
            for field, value in said.items():
                setattr(kept, field, value)
            kept.save()
    return kept


def _is_newer(kept: Answer, at: datetime, sent: Sent) -> bool:
    if sent.device and sent.device == kept.device:
        return sent.sequence > kept.sequence
    return at > kept.at


def _require_open(attempt: Attempt, at: datetime, now: datetime) -> None:
    if attempt.finished_at:
        raise RefusedError(_("You finished this test; its answers cannot be changed."))
    found = opening(attempt.participant.seminar, attempt.when)
    if found is None:
        raise RefusedError(_("This test is not open."))
    if found.closed_at and (at > found.closed_at or now > found.closed_at + LATE):
        raise RefusedError(_("This test was closed."))


def finish(attempt: Attempt) -> None:
    """No answer of the attempt changes any more; done twice, the first time counts."""
    Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(finished_at=timezone.now())


@transaction.atomic
def type_in(
    actor: User, participant: Participant, when: str, form: str, answers: dict[str, Given]
) -> Attempt:
    """Keep an attempt that was taken on paper, whole: what is typed again takes the place of what was. Raises RefusedError."""
    seminar = Seminar.objects.select_for_update().get(pk=participant.seminar_id)
    if not seminar.papers.exists():
        raise RefusedError(_("There are no papers yet. Draw them first."))
    found = participant.attempts.select_related("paper").filter(when=when).first()
    if found and not found.on_paper:
        raise RefusedError(
            _("This participant took the test on the telephone; it is not typed in over that.")
        )
    if found and form and found.paper.form != form:
        found.delete()
        found = None
    attempt = found or _attempt(participant, seminar, when, form, on_paper=True)
    questions = {q["id"]: q for q in attempt.paper.questions}
    attempt.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(attempt=attempt, question=k, given=given, right=is_right(questions[k], given))
        for k, given in answers.items()
    )
    finish(attempt)
    audit.record(
        seminar.organisation, actor, "test.typed", seminar, when=when, participant=participant.number
    )
    return attempt


def given_to(attempt: Attempt) -> dict[str, Given]:
    """What was answered so far, by question."""
    return dict(attempt.answers.values_list("question", "given"))


def score(attempt: Attempt) -> tuple[int, int]:
    """Right answers, and how many there are to give; what was not answered is not right."""
    return scores(Attempt.objects.filter(pk=attempt.pk))[attempt.participant_id]


def scores(attempts: QuerySet[Attempt]) -> dict[int, tuple[int, int]]:
    """The score of each of some attempts of one test, by participant."""
    counted = attempts.select_related("paper").annotate(n=Count("answers", filter=Q(answers__right=True)))
    return {a.participant_id: (a.n, len(a.paper.questions)) for a in counted}
