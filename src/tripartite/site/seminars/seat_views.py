"""The quiz by the seminar's short address and what stands on the badge: without e-mail, account or own link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tripartite.site.people.access import public
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import quiz_views, seats
from tripartite.site.seminars.enrolling import seminar_of
from tripartite.site.seminars.models import Participant, Seminar


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the badge; who has a seat sees the quiz. Neighbours take seats on the same telephone, and leave them."""
    seminar = seminar_of(code)
    people = seats.seated(request, seminar)
    if request.method == "POST":
        return _done(request, seminar, people)
    if not people or "seat" in request.GET:
        return _asked(request, seminar, people)
    here = reverse("join_quiz", kwargs={"code": seminar.code})
    return quiz_views.shown(request, people[0], here, {"seats": people, "may_add": len(people) < seats.SEATS})


def _asked(
    request: HttpRequest, seminar: Seminar, people: list[Participant], wrong: str = ""
) -> HttpResponse:
    typed = request.POST.get("badge", "")
    context = {"seminar": seminar, "seats": people, "wrong": wrong, "typed": typed}
    return render(request, "seminars/learning/join_quiz.html", context, status=422 if wrong else 200)


def _done(request: HttpRequest, seminar: Seminar, people: list[Participant]) -> HttpResponse:
    said, back = request.POST, redirect("join_quiz", code=seminar.code)
    numbers = [p.number for p in people]
    if "badge" in said:
        try:
            new = seats.by_what_was_typed(request, seminar, said["badge"]).number
        except RefusedError as refusal:
            return _asked(request, seminar, people, str(refusal))
        return seats.keep(back, seminar, [new, *(n for n in numbers if n != new)])
    if "leave" in said:
        return seats.keep(back, seminar, [])
    chosen = said.get("seat", "")
    if chosen.isdecimal() and int(chosen) in numbers:
        return seats.keep(back, seminar, sorted(numbers, key=lambda n: n != int(chosen)))
    who = _who(people, said.get("who", ""))
    if who:
        try:
            quiz_views.take_form(request, who)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    return back


def _who(people: list[Participant], said: str) -> Participant | None:
    """Of those who have a seat here the one whose page it was: it may be another's by now."""
    return next((p for p in people if str(p.number) == said), None)


@require_safe
@public
def state(request: HttpRequest, code: str) -> HttpResponse:
    """What is on, as on one's own link; it names nobody."""
    return quiz_views.stated(request, seminar_of(code).pk)


@require_POST
@public
def answer(request: HttpRequest, code: str, number: int, place: int) -> HttpResponse:
    """One answer from the script, of `?who=`, who has a seat on this telephone."""
    seminar = seminar_of(code)
    who = _who(seats.seated(request, seminar), request.GET.get("who", ""))
    if who is None:
        raise Http404
    return quiz_views.kept(request, who, number, place)
