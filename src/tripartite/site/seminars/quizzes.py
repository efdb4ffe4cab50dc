"""Live quizzes: one question at a time to the whole room, answered on telephones; the first answer of each counts."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tripartite.site.people.models import Organisation
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.answering import Given, is_right
from tripartite.site.seminars.curriculum import curriculum
from tripartite.site.seminars.groups import together
from tripartite.site.seminars.models import Participant, Quiz, QuizAnswer, Seminar, Session
from tripartite.site.seminars.papers import Question, snapshots, told

# A quiz asks what a thumb answers in seconds; numbers and orders belong into a test.
KINDS = ("single", "scenario", "multiple")
MOST_QUESTIONS = 10
State = Quiz.State


@transaction.atomic
def make(session: Session) -> Quiz:
    """A quiz of a session's module, of questions drawn anew. Raises RefusedError."""
    seminar = Seminar.objects.select_for_update().get(pk=session.seminar_id)
    module = curriculum().modules.get(session.module)
    seed = secrets.token_hex(8)
    on_papers = {q["id"] for paper in seminar.papers.all() for q in paper.questions}
    common, kept = snapshots(seminar, [module] if module else [], seed)
    fit = [kept[q.id] for q in common if q.kind in KINDS]
    # What stands on a paper would teach the test; it is asked only where there is little else.
    fit.sort(key=lambda q: q["id"] in on_papers)
    if not fit:
        raise RefusedError(_("This session has no module with questions for a quiz."))
    number = Quiz.objects.filter(session__seminar=seminar).count() + 1
    return Quiz.objects.create(session=session, number=number, questions=fit[:MOST_QUESTIONS])


@transaction.atomic
def go_on(quiz: Quiz, place: int, state: str) -> Quiz:
    """The next step from what the trainer saw: ask, show the answers, ask the next, end. Two taps make one step."""
    now = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if (now.place, now.state) != (place, state) or now.state == State.ENDED:
        return now
    if now.state == State.READY:
        now.state = State.ASKING
    elif now.state == State.ASKING:
        now.state = State.SHOWING
    elif now.place + 1 < len(now.questions):
        now.place, now.state = now.place + 1, State.ASKING
    else:
        now.state = State.ENDED
    now.changed_at = timezone.now()
    now.save(update_fields=["place", "state", "changed_at"])
    return now


@transaction.atomic
def end(quiz: Quiz) -> None:
    now = Quiz.objects.select_for_update().get(pk=quiz.pk)
    now.state, now.changed_at = State.ENDED, timezone.now()
    now.save(update_fields=["state", "changed_at"])


def running(seminar: Seminar) -> Quiz | None:
    """The quiz that telephones of a seminar see: the latest that has begun."""
    begun = Quiz.objects.filter(session__seminar=seminar).exclude(state=State.READY)
    return begun.order_by("-changed_at").first()


def on_stage(seminar: Seminar) -> Quiz | None:
    """The quiz that the trainer and the projector see: one that runs, else one that is ready, else the one that ended."""
    now = running(seminar)
    if now and now.state != State.ENDED:
        return now
    ready = Quiz.objects.filter(session__seminar=seminar, state=State.READY).order_by("-number").first()
    return ready or now


def watch_key(seminar: Seminar) -> str:
    """What the projector's address ends in: it stands on the wall, so it opens that page and nothing else."""
    return salted_hmac("seminars.projector", str(seminar.pk), secret=seminar.secret).hexdigest()[:16]


def answer(quiz: Quiz, place: int, participant: Participant, given: Given) -> bool:
    """Keep somebody's first answer; whether it was the first. Raises RefusedError if it came too late."""
    now = Quiz.objects.get(pk=quiz.pk)
    if (now.place, now.state) != (place, State.ASKING):
        if QuizAnswer.objects.filter(quiz=now, place=place, participant=participant).exists():
            return False
        raise RefusedError(_("This question takes no answers any more."))
    try:
        with transaction.atomic():
            QuizAnswer.objects.create(
                quiz=now, place=place, participant=participant, given=given,
                right=is_right(now.questions[place], given),
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


# --- What the room sees -------------------------------------------------------------------------------


def question_of(quiz: Quiz) -> Question:
    found: Question = quiz.questions[quiz.place]
    return found


def results(quiz: Quiz) -> dict[str, Any]:
    """How the question was answered: each answer's number of people, and right answers by side in groups of five or more."""
    question = question_of(quiz)
    rows = list(
        QuizAnswer.objects.filter(quiz=quiz, place=quiz.place).values_list(
            "participant__side", "right", "given"
        )
    )
    chosen = Counter(p for _side, _right, given in rows for p in given)
    texts = told(question, get_language())
    total = len(rows)
    return {
        "total": total,
        "right": sum(right for _s, right, _g in rows),
        "answers": [
            {
                "text": text, "n": chosen[n], "percent": round(100 * chosen[n] / total) if total else 0,
                "right": n in question["key"],
            }
            for n, text in enumerate(texts["answers"])
        ],
        "sides": joined(Counter(s for s, _r, _g in rows), Counter(s for s, right, _g in rows if right)),
    }  # fmt: skip


def joined(people: Counter[str], right: Counter[str]) -> list[dict[str, Any]]:
    """Right answers by side, small sides told together."""
    return [
        {
            "name": _(" and ").join(str(Organisation.Side(s).label) for s in sorted(group)),
            "n": (n := sum(people[s] for s in group)), "right": (r := sum(right[s] for s in group)), "percent": round(100 * r / n),
        }
        for group in together(people)
    ]  # fmt: skip
