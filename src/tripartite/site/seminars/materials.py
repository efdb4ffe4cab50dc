"""What goes with a session, in the reader's language: lesson, handout and slides; for trainers what they teach by."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tripartite.site.languages import LANGUAGES_SPOKEN, data_language
from tripartite.site.people.access import Action, Standing, by_participant, by_trainer, on_seminar
from tripartite.site.seminars import calendars, printed_pages
from tripartite.site.seminars.curriculum import curriculum, session_title, teaching
from tripartite.site.seminars.models import Participant, Seminar, Session, Trainer
from tripartite.site.seminars.views import about
from tripartite.standards.fields import StandardsError
from tripartite.training.lesson import lesson_of, page_of

FOR_ALL = ("lesson", "handout", "slides")
FOR_TRAINERS = (*FOR_ALL, "facilitator", "exercise", "case")


@require_GET
@by_participant
def for_participant(request: HttpRequest, participant: Participant, number: int, part: str) -> HttpResponse:
    return _page(participant.seminar, number, part, FOR_ALL, get_language() or "en")


@require_GET
@by_trainer
def for_trainer(request: HttpRequest, trainer: Trainer, number: int, part: str) -> HttpResponse:
    return _page(trainer.seminar, number, part, FOR_TRAINERS, _asked(request))


@require_GET
@on_seminar(Action.SEE)
def for_organiser(
    request: HttpRequest, seminar: Seminar, standing: Standing, number: int, part: str
) -> HttpResponse:
    return _page(seminar, number, part, FOR_TRAINERS, _asked(request))


@require_GET
@by_trainer
def trainers_list(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """All that a trainer teaches by, as organisers see it."""
    context = {"trainer": trainer, "seminar": trainer.seminar, **_listed(request, trainer.seminar)}
    return render(request, "seminars/materials_trainer.html", context)


@require_GET
@on_seminar(Action.SEE)
def of_seminar(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """What goes with each session: to read, to print, to teach by; in the language in which the session is held."""
    context = {**about(seminar, standing), **_listed(request, seminar)}
    return render(request, "seminars/materials.html", context)


def _asked(request: HttpRequest) -> str:
    """The language of `?in=`, else the page's."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(LANGUAGES_SPOKEN) else get_language() or "en"


def _listed(request: HttpRequest, seminar: Seminar) -> dict[str, Any]:
    asked = request.GET.get("in", "")
    names = dict(LANGUAGES_SPOKEN)
    wanted = asked if asked in names else ""
    sessions = [s for s in seminar.sessions.all() if s.module or s.kind == Session.Kind.EXERCISE]
    return {
        "wanted": wanted, "languages": [(code, names[code]) for code in seminar.languages if code in names],
        "rows": [_row(seminar, s, wanted or s.language or seminar.language) for s in sessions],
    }  # fmt: skip


def _row(seminar: Seminar, session: Session, language: str) -> dict[str, Any]:
    """What there is of a session's module; `english`: for want of a translation."""
    module = curriculum().modules.get(session.module)
    held = module is not None and (not module.countries or seminar.country in module.countries)
    english = module is not None and data_language(language) not in module.texts
    texts = module.texts["en" if english else data_language(language)] if module else {}
    names = {
        "facilitator": _("Notes for trainers"), "lesson": _("Lesson"), "slides": _("Slides"), "handout": _("Handout"),
        "exercise": _("Exercise"), "case": _("Case"),
    }  # fmt: skip
    return {
        "session": session, "title": session_title(session), "language": language,
        "told": dict(LANGUAGES_SPOKEN).get(language, language), "english": english,
        "parts": [(part, name) for part, name in names.items() if held and part in texts],
    }  # fmt: skip


def _page(seminar: Seminar, number: int, part: str, parts: tuple[str, ...], language: str) -> HttpResponse:
    session = get_object_or_404(seminar.sessions, number=number)
    module = curriculum().modules.get(session.module)
    if module is None or part not in parts:
        raise Http404
    taught = teaching(seminar, language)
    try:
        lesson = lesson_of(module, taught)
    except StandardsError as error:
        raise Http404 from error
    if part not in lesson.parts:
        raise Http404
    with override(language):
        notice = _("Not everything is translated yet; the rest is in English.")
    return printed_pages.shown(page_of(lesson, taught, [part], notice if lesson.lang != taught.lang else ""))


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
