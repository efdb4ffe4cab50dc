"""Seminars: those that are announced, those of an organisation, and the first page of each who has to do with one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tripartite.site.people.access import (
    Action,
    Standing,
    by_participant,
    by_trainer,
    in_organisation,
    on_seminar,
    public,
)
from tripartite.site.people.models import Organisation
from tripartite.site.seminars import codes
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Participant, Seminar, Trainer


@require_safe
@public
def seminars(request: HttpRequest) -> HttpResponse:
    """Announced seminars that are not over."""
    today = timezone.localdate()
    announced = [
        s
        for s in Seminar.objects.filter(state=Seminar.State.OPEN).select_related("organisation")
        if s.last_day >= today
    ]
    return render(request, "seminars/seminars.html", {"announced": announced})


@require_safe
@in_organisation(Action.SEE)
def of_organisation(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    context = {
        "organisation": organisation,
        "standing": standing,
        "may_work": standing.may(Action.WORK),
        "seminars": organisation.seminars.select_related("series__programme"),
    }
    return render(request, "seminars/of_organisation.html", context)


@require_safe
@on_seminar(Action.SEE)
def seminar(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The seminar as its organisers see it."""
    context = {**about(seminar, standing), "sessions": titled(seminar)}
    return render(request, "seminars/seminar.html", context)


@require_safe
@by_participant
def participant(request: HttpRequest, participant: Participant) -> HttpResponse:
    """A participant's own page."""
    seminar = participant.seminar
    today = timezone.localdate(timezone=ZoneInfo(seminar.time_zone))
    context = {
        "participant": participant,
        "seminar": seminar,
        "is_on": seminar.first_day <= today <= seminar.last_day,
        "sessions": titled(seminar),
        **own_link(request, participant),
    }
    return render(request, "seminars/participant.html", context)


@require_safe
@by_trainer
def trainer(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """A trainer's own page: the sessions, from which they run what each needs."""
    context = {
        "trainer": trainer,
        "seminar": trainer.seminar,
        "sessions": titled(trainer.seminar),
        "parts": [
            ("lesson", _("Lesson")), ("handout", _("Handout")), ("slides", _("Slides")),
            ("facilitator", _("Notes for trainers")), ("exercise", _("Exercise")), ("case", _("Case")),
        ],
    }  # fmt: skip
    return render(request, "seminars/trainer.html", context)


def own_link(request: HttpRequest, participant: Participant) -> dict[str, object]:
    """The participant's own address, and its code to take a picture of."""
    where = codes.address(request, "participant", token=participant.token)
    return {"own_address": where, "own_qr": codes.picture(where)}


def about(seminar: Seminar, standing: Standing) -> dict[str, object]:
    """What each page for organisers knows."""
    return {
        "seminar": seminar,
        "organisation": seminar.organisation,
        "standing": standing,
        "may_work": standing.may(Action.WORK),
    }


def titled(seminar: Seminar) -> list[tuple[object, str]]:
    """Sessions in their order, each with what it is called."""
    return [(s, session_title(s)) for s in seminar.sessions.select_related("room").all()]
