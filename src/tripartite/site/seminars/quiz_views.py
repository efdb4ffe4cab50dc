"""Quizzes: the trainer's page, the projector's, and the telephones that ask every second or two what is on."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tripartite.site.people.access import Action, Standing, by_participant, by_trainer, on_seminar
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import answering, quizzes
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Participant, Quiz, QuizAnswer, Seminar, Trainer
from tripartite.site.seminars.views import about

State = Quiz.State


# --- Telephones -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_participant
def play(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The quiz on a telephone. Without scripts the page is loaded again and its form is sent."""
    quiz = quizzes.running(participant.seminar)
    if request.method == "POST" and quiz:
        place = request.POST.get("place", "")
        question = (
            quiz.questions[int(place)] if place.isdecimal() and int(place) < len(quiz.questions) else None
        )
        try:
            given = answering.from_form(question, request.POST) if question else None
            if given:
                quizzes.answer(quiz, int(place), participant, given)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect("play_quiz", token=participant.token)
    context = {
        "participant": participant, "seminar": participant.seminar,
        **(_screen(quiz, participant) if quiz else {"screen": "none"}),
        "strings": {"waiting": _("No line: your answer is sent as soon as the line is back.")},
    }  # fmt: skip
    part = "seminars/learning/quiz_screen.html" if "part" in request.GET else "seminars/learning/quiz.html"
    return render(request, part, context)


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
    latest = (
        Quiz.objects.filter(session__seminar_id=participant.seminar_id)
        .exclude(state=State.READY)
        .order_by("-changed_at")
        .values_list("number", "place", "state")
        .first()
    )
    return _stated(request, ":".join(map(str, latest or ("", "", "none"))))


def _stated(request: HttpRequest, said: str) -> HttpResponse:
    tag = f'"{hashlib.sha256(said.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    return JsonResponse({"state": said}, headers={"ETag": tag})


@csrf_exempt  # the address is the key, and no cookie is looked at
@require_POST
@by_participant
def answer(request: HttpRequest, participant: Participant, number: int, place: int) -> HttpResponse:
    """One answer from the script: {"given": [0]}. Sent twice, the first counts."""
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
    """The trainer's quizzes: begin, go on, end; the same page is for the projector."""
    return _run(request, trainer.seminar, "seminars/learning/run_quiz.html", {"trainer": trainer})


@require_http_methods(["GET", "HEAD"])
@on_seminar(Action.SEE)
def of_organiser(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    return _run(request, seminar, "seminars/learning/run_quiz_organiser.html", about(seminar, standing))


@require_POST
@on_seminar(Action.WORK)
def run(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    return _run(request, seminar, "", {})


def _run(request: HttpRequest, seminar: Seminar, template: str, context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        _step(request, seminar)
        trainer = context.get("trainer")
        if trainer:
            return redirect("trainer_quiz", token=trainer.token)
        return redirect("seminar_quiz", org=seminar.organisation.slug, seminar=seminar.slug)
    ready = Quiz.objects.filter(session__seminar=seminar, state=State.READY).order_by("-number").first()
    quiz = quizzes.running(seminar)
    if quiz and quiz.state == State.ENDED:
        quiz = None
    quiz = quiz or ready
    sessions = [(s, session_title(s)) for s in seminar.sessions.exclude(module="")]
    context |= {"seminar": seminar, "quiz": quiz, "sessions": sessions, "language": get_language()}
    if quiz:
        row = answering.explained(quizzes.question_of(quiz), None, place=quiz.place + 1)
        context |= {
            "q": row, "rows": quiz.questions, "last": quiz.place + 1 == len(quiz.questions),
            "answered": quiz.answers.filter(place=quiz.place).count(),
            "results": quizzes.results(quiz) if quiz.state == State.SHOWING else None,
        }  # fmt: skip
    return render(request, template, context)


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
