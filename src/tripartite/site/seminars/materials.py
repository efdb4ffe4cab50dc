"""What goes with a session, in the reader's language: lesson, handout and slides; for trainers what they teach by."""

from __future__ import annotations

import base64
import hashlib

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from tripartite.site.people.access import by_participant, by_trainer
from tripartite.site.seminars import calendars
from tripartite.site.seminars.curriculum import curriculum, teaching
from tripartite.site.seminars.models import Participant, Seminar, Session, Trainer
from tripartite.standards.fields import StandardsError
from tripartite.training.lesson import lesson_of, page_of
from tripartite.training.printed import CSS

FOR_ALL = ("lesson", "handout", "slides")
FOR_TRAINERS = (*FOR_ALL, "facilitator", "exercise", "case")
# A printed page brings its own style, which is named here by its hash: the site's policy lets no other in.
STYLE = f"'sha256-{base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()}'"


@csp_update({"style-src": [SELF, STYLE]})
@require_GET
@by_participant
def for_participant(request: HttpRequest, participant: Participant, number: int, part: str) -> HttpResponse:
    return _page(participant.seminar, number, part, FOR_ALL)


@csp_update({"style-src": [SELF, STYLE]})
@require_GET
@by_trainer
def for_trainer(request: HttpRequest, trainer: Trainer, number: int, part: str) -> HttpResponse:
    return _page(trainer.seminar, number, part, FOR_TRAINERS)


def _page(seminar: Seminar, number: int, part: str, parts: tuple[str, ...]) -> HttpResponse:
    session = get_object_or_404(seminar.sessions, number=number)
    module = curriculum().modules.get(session.module)
    if module is None or part not in parts:
        raise Http404
    taught = teaching(seminar)
    try:
        lesson = lesson_of(module, taught)
    except StandardsError as error:
        raise Http404 from error
    if part not in lesson.parts:
        raise Http404
    return HttpResponse(page_of(lesson, taught, [part]))


@require_GET
@by_participant
def calendar(request: HttpRequest, participant: Participant) -> HttpResponse:
    _has_a_place(participant)
    return _file(calendars.of_seminar(participant.seminar))


@require_GET
@by_participant
def session_calendar(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    _has_a_place(participant)
    session: Session = get_object_or_404(participant.seminar.sessions.select_related("room"), number=number)
    session.seminar = participant.seminar
    return _file(calendars.of_session(session))


def _has_a_place(participant: Participant) -> None:
    """Links for those who join online stand in the file."""
    if participant.state != Participant.State.ACCEPTED:
        raise Http404


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="seminar.ics"'
    return response
