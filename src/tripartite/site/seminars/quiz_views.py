"""Quizzes: the trainer's page, the projector's, and the telephones that ask every second or two what is on."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tripartite.site.people.access import Action, Standing, by_participant, by_trainer, on_seminar, public
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import answering, codes, quizzes
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Participant, Quiz, QuizAnswer, Seminar, Trainer
from tripartite.site.seminars.views import about
from tripartite.site.templatetags.told import number as in_local_digits

State = Quiz.State


# --- Telephones -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_participant
def play(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The quiz on a telephone. Without scripts the page is loaded again and its form is sent."""
    if request.method == "POST":
        try:
            take_form(request, participant)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect("play_quiz", token=participant.token)
    return shown(request, participant, reverse("play_quiz", kwargs={"token": participant.token}), {})


def take_form(request: HttpRequest, participant: Participant) -> None:
    """Keep what a page without scripts sent. Raises RefusedError."""
    quiz, place = quizzes.running(participant.seminar), _whole(request.POST.get("place"))
    if quiz is None or not 0 <= place < len(quiz.questions):
        return
    if participant.state != Participant.State.ACCEPTED:
        raise Http404
    given = answering.from_form(quiz.questions[place], request.POST)
    if not given:
        raise RefusedError(_("Choose one answer."))
    quizzes.answer(quiz, place, participant, given)


def shown(request: HttpRequest, participant: Participant, here: str, more: dict[str, Any]) -> HttpResponse:
    """The page at the address `here`; below it are what is on, and where answers go."""
    quiz = quizzes.running(participant.seminar)
    context = {
        "participant": participant, "seminar": participant.seminar, "here": here, **more,
        **(_screen(quiz, participant) if quiz else {"screen": "none"}),
        "strings": {"waiting": _("No line: your answer is sent as soon as the line is back.")},
    }  # fmt: skip
    if "part" in request.GET:
        return render(request, "seminars/learning/quiz_screen.html", context)
    if context["screen"] == State.ENDED:
        # Who opens the page now waits for the next one.
        context["screen"] = "none"
    return render(request, "seminars/learning/quiz.html", context)


def _screen(quiz: Quiz, participant: Participant) -> dict[str, Any]:
    mine = QuizAnswer.objects.filter(quiz=quiz, place=quiz.place, participant=participant).first()
    row = answering.explained(quizzes.question_of(quiz), mine.given if mine else None, place=quiz.place + 1)
    return {
        "quiz": quiz, "screen": quiz.state, "q": row, "rows": quiz.questions, "mine": mine,
        "results": quizzes.results(quiz) if quiz.state == State.SHOWING else None,
    }  # fmt: skip


@require_safe
@by_participant
def state(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What is on, in as few bytes as can be; 304 to who knows it already. One query beside the link's own."""
    return stated(request, participant.seminar_id)


def stated(request: HttpRequest, seminar_id: int) -> HttpResponse:
    latest = (
        Quiz.objects.filter(session__seminar_id=seminar_id)
        .exclude(state=State.READY)
        .order_by("-changed_at")
        .values_list("number", "place", "state")
        .first()
    )
    return _json_once(request, {"state": ":".join(map(str, latest or ("", "", "none")))})


def _json_once(request: HttpRequest, said: dict[str, str]) -> HttpResponse:
    tag = f'"{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return JsonResponse(said, headers={"ETag": tag, "Cache-Control": "private, no-store"})


@csrf_exempt  # the address is the key, and no cookie is looked at
@require_POST
@by_participant
def answer(request: HttpRequest, participant: Participant, number: int, place: int) -> HttpResponse:
    """One answer from the script: {"given": [0]}. Sent twice, the first counts."""
    return kept(request, participant, number, place)


def kept(request: HttpRequest, participant: Participant, number: int, place: int) -> HttpResponse:
    quiz = get_object_or_404(Quiz, session__seminar_id=participant.seminar_id, number=number)
    if place >= len(quiz.questions) or participant.state != Participant.State.ACCEPTED:
        raise Http404
    try:
        given = answering.read(quiz.questions[place], json.loads(request.body)["given"])
        if not given:
            return JsonResponse({"error": _("Choose one answer.")}, status=400)
        first = quizzes.answer(quiz, place, participant, given)
    except RefusedError as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    except (ValueError, KeyError, TypeError):
        return JsonResponse(
            {"error": _("This is no answer to this question. Load the page again.")}, status=400
        )
    return JsonResponse({"kept": first})


# --- Who runs it ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_trainer
def of_trainer(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The trainer's quizzes: begin, go on, end. The page follows where somebody else goes on."""
    here = reverse("trainer_quiz", kwargs={"token": trainer.token})
    if request.method == "POST":
        _step(request, trainer.seminar)
        return redirect(here)
    context = {"trainer": trainer, "may_run": True, "here": here, "action": here}
    return _running(request, trainer.seminar, "seminars/learning/run_quiz.html", context)


@require_safe
@on_seminar(Action.SEE)
def of_organiser(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    names = {"org": seminar.organisation.slug, "seminar": seminar.slug}
    context = {
        **about(seminar, standing), "may_run": standing.may(Action.WORK),
        "here": reverse("seminar_quiz", kwargs=names), "action": reverse("run_quiz", kwargs=names),
    }  # fmt: skip
    return _running(request, seminar, "seminars/learning/run_quiz_organiser.html", context)


@require_POST
@on_seminar(Action.WORK)
def run(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    _step(request, seminar)
    return redirect("seminar_quiz", org=seminar.organisation.slug, seminar=seminar.slug)


@require_safe
@by_trainer
def trainer_state(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    return _room_state(request, trainer.seminar)


@require_safe
@on_seminar(Action.SEE)
def organiser_state(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    return _room_state(request, seminar)


# --- The projector --------------------------------------------------------------------------------------


@never_cache
@require_safe
@public
def projector(request: HttpRequest, code: str, watch: str) -> HttpResponse:
    """The question and its results, large. The address shows and does nothing else, as the room reads it."""
    seminar = _watched(code, watch)
    here = reverse("projector", kwargs={"code": seminar.code, "watch": watch})
    return _running(request, seminar, "seminars/learning/projector.html", {"here": here})


@require_safe
@public
def projector_state(request: HttpRequest, code: str, watch: str) -> HttpResponse:
    return _room_state(request, _watched(code, watch))


def _watched(code: str, watch: str) -> Seminar:
    """The seminar whose projector's key it is; one that is being prepared may be rehearsed."""
    found = get_object_or_404(Seminar.objects.select_related("organisation"), code=code.upper())
    if not constant_time_compare(watch, quizzes.watch_key(found)):
        raise Http404
    return found


# --- For those who run it and the projector -------------------------------------------------------------


def _room_state(request: HttpRequest, seminar: Seminar) -> HttpResponse:
    """What is on and how many answered, as words of the page's language."""
    quiz = quizzes.on_stage(seminar)
    return _json_once(request, {"state": _now(quiz), "answered": _answered(quiz) if quiz else ""})


def _now(quiz: Quiz | None) -> str:
    return f"{quiz.number}:{quiz.place}:{quiz.state}" if quiz else "::none"


def _answered(quiz: Quiz) -> str:
    n = quiz.answers.filter(place=quiz.place).count()
    return ngettext("%(n)s has answered.", "%(n)s have answered.", n) % {"n": in_local_digits(n)}


def _running(request: HttpRequest, seminar: Seminar, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page at `here`, or the part of it that follows the quiz."""
    quiz = quizzes.on_stage(seminar)
    context |= {
        "seminar": seminar, "quiz": quiz, "now": _now(quiz),
        "sessions": [(s, session_title(s)) for s in seminar.sessions.exclude(module="")],
        "projector": reverse("projector", kwargs={"code": seminar.code, "watch": quizzes.watch_key(seminar)}),
        **_way_in(request, seminar),
    }  # fmt: skip
    if quiz:
        row = answering.explained(quizzes.question_of(quiz), None, place=quiz.place + 1)
        context |= {
            "q": row, "rows": quiz.questions, "last": quiz.place + 1 == len(quiz.questions),
            "answered": _answered(quiz),
            "results": quizzes.results(quiz) if quiz.state == State.SHOWING else None,
        }  # fmt: skip
    return render(request, template, context | {"part": "part" in request.GET})


def _way_in(request: HttpRequest, seminar: Seminar) -> dict[str, Any]:
    """The short address, without a language: each telephone opens it in its own."""
    if seminar.state == Seminar.State.DRAFT:
        return {}  # told to nobody yet
    path = reverse("join_quiz", kwargs={"code": seminar.code}).removeprefix(f"/{get_language()}")
    where = request.build_absolute_uri(path)
    return {"join_address": where.partition("://")[2].rstrip("/"), "join_qr": codes.picture(where)}


def _step(request: HttpRequest, seminar: Seminar) -> None:
    said = request.POST
    quiz = Quiz.objects.filter(session__seminar=seminar, number=_whole(said.get("quiz"))).first()
    try:
        if said.get("do") == "make":
            quizzes.make(get_object_or_404(seminar.sessions, number=_whole(said.get("session"))))
        elif quiz and said.get("do") == "end":
            quizzes.end(quiz)
        elif quiz:
            quizzes.go_on(quiz, _whole(said.get("place")), said.get("state", ""))
    except RefusedError as refusal:
        messages.error(request, str(refusal))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else -1
