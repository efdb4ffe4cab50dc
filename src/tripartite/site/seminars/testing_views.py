"""The test on a participant's telephone, and what the organiser does with it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tripartite.site.people.access import Action, Standing, by_participant, on_seminar
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import answering, papers, testing
from tripartite.site.seminars.answering import Given
from tripartite.site.seminars.models import Attempt, Paper, Participant, Seminar, When
from tripartite.site.seminars.papers import Question
from tripartite.site.seminars.views import about

# An answer lies on a telephone at most so long before it is not believed any more.
OLDEST = timedelta(days=7)


# --- A participant --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_participant
def take(request: HttpRequest, participant: Participant, when: str) -> HttpResponse:
    """The test itself; without scripts its form sends everything that was answered so far."""
    _known(when)
    try:
        attempt = testing.begin(participant, when)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("participant", token=participant.token)
    opening = testing.opening(participant.seminar, when)
    if attempt.finished_at or (opening and opening.closed_at):
        return redirect("test_result", token=participant.token, when=when)
    if request.method == "POST":
        return _posted(request, attempt)
    return _test_page(request, attempt)


def _posted(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Save each answer that can be read; tell of each that cannot, and go on with it."""
    token, when = attempt.participant.token, attempt.when
    kept, wrong = testing.given_to(attempt), {}
    for question in attempt.paper.questions:
        try:
            given = answering.from_form(question, request.POST)
            if given is not None and kept.get(question["id"]) != given:
                testing.save_answer(attempt, question, given)
        except RefusedError as refusal:
            wrong[question["id"]] = str(refusal)
    if wrong:
        return _test_page(request, attempt, wrong, status=422)
    if "finish" in request.POST:
        testing.finish(attempt)
        return redirect("test_result", token=token, when=when)
    messages.success(request, _("Saved."))
    following = request.POST.get("save", "")
    anchor = f"#q{following}" if following.isdecimal() else ""
    return redirect(reverse("take_test", kwargs={"token": token, "when": when}) + anchor)


def _test_page(
    request: HttpRequest, attempt: Attempt, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    given = testing.given_to(attempt)
    questions = attempt.paper.questions
    context = {
        "participant": attempt.participant,
        "seminar": attempt.participant.seminar,
        "attempt": attempt,
        "rows": _rows(questions, given, wrong or {}),
        "strings": _strings(),
        "address": reverse(
            "save_answer", kwargs={"token": attempt.participant.token, "when": attempt.when, "question": "QUESTION"}
        ),
    }  # fmt: skip
    return render(request, "seminars/learning/test.html", context, status=status)


def _rows(questions: list[Question], given: dict[str, Given], wrong: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            **answering.shown(q, given.get(q["id"]), place=n),
            "error": wrong.get(q["id"], ""),
            "next": min(n + 1, len(questions)),
        }
        for n, q in enumerate(questions, 1)
    ]


def _strings() -> dict[str, str]:
    """What the script of the test says."""
    return {
        "saved": _("Saved."),
        "waiting": _("No line: kept on this phone and sent as soon as the line is back."),
        "lost": _(
            "This answer was refused: {reason}"
        ),
        "wait": _("Some answers are still on their way. The test is finished as soon as they have been sent."),
        "unanswered": _("{n} questions are not answered yet. Finish all the same?"),
        "up": _("Up"),
        "down": _("Down"),
    }  # fmt: skip


@csrf_exempt  # the address is the key: who forges a request would have to know it, and no cookie is looked at
@require_http_methods(["PUT", "POST"])
@by_participant
def save_answer(request: HttpRequest, participant: Participant, when: str, question: str) -> JsonResponse:
    """One answer from the script: {"given", "age" in milliseconds, "device", "sequence"}. Sent twice, it is kept once."""
    _known(when)
    attempt = participant.attempts.select_related("paper").filter(when=when).first()
    asked = next((q for q in attempt.paper.questions if q["id"] == question), None) if attempt else None
    if attempt is None or asked is None:
        return JsonResponse({"error": _("There is no such question in your test.")}, status=404)
    try:
        said = json.loads(request.body)
        sent = _sent(said)
        kept = testing.save_answer(attempt, asked, answering.read(asked, said["given"]), sent)
    except RefusedError as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return JsonResponse(
            {"error": _("This is no answer to this question. Load the page again.")}, status=400
        )
    return JsonResponse({"given": kept.given})


def _sent(said: dict[str, Any]) -> testing.Sent:
    age = min(timedelta(milliseconds=float(said.get("age", 0))), OLDEST)
    # Counts are milliseconds of a telephone's clock: far within what the database holds.
    return testing.Sent(age, str(said.get("device", ""))[:40], int(said.get("sequence", 0)) % 2**53)


@require_safe
@by_participant
def result(request: HttpRequest, participant: Participant, when: str) -> HttpResponse:
    """What was right and why, once the test is closed; before that only that it is finished."""
    _known(when)
    attempt = participant.attempts.select_related("paper").filter(when=when).first()
    if attempt is None:
        raise Http404
    opening = testing.opening(participant.seminar, when)
    closed = opening is None or opening.closed_at is not None
    if not closed and not attempt.finished_at:
        return redirect("take_test", token=participant.token, when=when)
    if closed:
        # Who has seen the answers can give none any more.
        testing.finish(attempt)
    given = testing.given_to(attempt)
    right, of = testing.score(attempt)
    context = {
        "participant": participant, "seminar": participant.seminar, "attempt": attempt, "closed": closed, "right": right,
        "of": of, "answered": sum(bool(g) for g in given.values()),
        "rows": [
            answering.explained(q, given.get(q["id"]), place=n) for n, q in enumerate(attempt.paper.questions, 1)
        ] if closed else [],
    }  # fmt: skip
    return render(request, "seminars/learning/result.html", context)


def _known(when: str) -> None:
    if when not in When.values:
        raise Http404


# --- The organiser --------------------------------------------------------------------------------------


@require_safe
@on_seminar(Action.SEE)
def tests(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Papers, whether the tests are open, and who took them."""
    people = list(seminar.participants.filter(state=testing.ACCEPTED))
    attempts: dict[tuple[int, str], Attempt] = {
        (a.participant_id, a.when): a
        for a in Attempt.objects.filter(participant__seminar=seminar)
        .select_related("paper")
        .prefetch_related("answers")
    }
    context = {
        **about(seminar, standing),
        "papers": list(seminar.papers.all()),
        "modules": papers.modules_of(seminar),
        "tests": [_state_of(seminar, when, people, attempts) for when in When],
        "people": [(p, [_told(attempts.get((p.pk, w))) for w in When.values]) for p in people],
        "languages": seminar.languages,
    }  # fmt: skip
    return render(request, "seminars/learning/tests.html", context)


def _state_of(
    seminar: Seminar, when: When, people: list[Participant], attempts: dict[tuple[int, str], Attempt]
) -> dict[str, Any]:
    taken = [a for p in people if (a := attempts.get((p.pk, when.value)))]
    opening = testing.opening(seminar, when)
    return {
        "when": when.value, "label": when.label, "opening": opening,
        "is_open": bool(opening and opening.closed_at is None),
        "begun": len(taken), "finished": sum(a.finished_at is not None for a in taken), "of": len(people),
    }  # fmt: skip


def _told(attempt: Attempt | None) -> dict[str, Any] | None:
    """One attempt in the organiser's list."""
    if attempt is None:
        return None
    answers = list(attempt.answers.all())
    return {
        "attempt": attempt, "form": attempt.paper.form, "answered": sum(bool(a.given) for a in answers),
        "right": sum(a.right for a in answers), "of": len(attempt.paper.questions),
    }  # fmt: skip


@require_POST
@on_seminar(Action.WORK)
def draw_papers(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    try:
        papers.draw(cast("User", request.user), seminar)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_tests(seminar)


@require_POST
@on_seminar(Action.WORK)
def open_test(request: HttpRequest, seminar: Seminar, standing: Standing, when: str) -> HttpResponse:
    """Open or close a test, as the button says."""
    _known(when)
    actor = cast("User", request.user)
    try:
        if request.POST.get("do") == "close":
            testing.close_test(actor, seminar, when)
        else:
            testing.open_test(actor, seminar, when)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return _to_tests(seminar)


@on_seminar(Action.WORK)
def type_in(
    request: HttpRequest, seminar: Seminar, standing: Standing, when: str, participant: int
) -> HttpResponse:
    """An attempt that was taken on paper."""
    _known(when)
    person = get_object_or_404(seminar.participants, number=participant)
    taken = person.attempts.select_related("paper").filter(when=when).first()
    form = request.POST.get("form") or request.GET.get("form") or (taken and taken.paper.form)
    form = form or testing.form_of(person, when) or Paper.Form.A
    paper = seminar.papers.filter(form=form).first()
    if paper is None:
        messages.error(request, _("There are no papers yet. Draw them first."))
        return _to_tests(seminar)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        answers, wrong = _typed(paper, request)
        try:
            if not wrong:
                testing.type_in(cast("User", request.user), person, when, paper.form, answers)
                messages.success(request, _("Saved."))
                return _to_tests(seminar)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return _to_tests(seminar)
    else:
        answers = testing.given_to(taken) if taken and taken.paper_id == paper.pk else {}
    context = {
        **about(seminar, standing), "participant": person, "when": When(when), "form": paper.form,
        "forms": Paper.Form.values, "rows": _rows(paper.questions, answers, wrong),
    }  # fmt: skip
    return render(request, "seminars/learning/type_in.html", context, status=422 if wrong else 200)


def _typed(paper: Paper, request: HttpRequest) -> tuple[dict[str, Given], dict[str, str]]:
    answers, wrong = {}, {}
    for q in paper.questions:
        try:
            given = answering.from_form(q, request.POST)
        except RefusedError as refusal:
            wrong[q["id"]] = str(refusal)
        else:
            if given:
                answers[q["id"]] = given
    return answers, wrong


@require_safe
@on_seminar(Action.WORK)
def print_paper(request: HttpRequest, seminar: Seminar, standing: Standing, form: str) -> HttpResponse:
    """A form to print, or its key, in the language of the page."""
    paper = get_object_or_404(seminar.papers, form=form)
    context = {
        **about(seminar, standing), "paper": paper, "with_key": "key" in request.GET, "printed": timezone.now(),
        "rows": [answering.explained(q, None, place=n) for n, q in enumerate(paper.questions, 1)],
    }  # fmt: skip
    return render(request, "seminars/learning/print_paper.html", context)


def _to_tests(seminar: Seminar) -> HttpResponse:
    return redirect("seminar_tests", org=seminar.organisation.slug, seminar=seminar.slug)
