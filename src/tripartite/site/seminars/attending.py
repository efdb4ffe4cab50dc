"""Attendance: scanned from badges, checked in by the code on the screen, ticked from paper; badges to print."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tripartite.site.people.access import Action, Standing, by_participant, by_trainer, on_seminar, public
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import codes, participation, presence
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.enrolling import seminar_of
from tripartite.site.seminars.models import Participant, Seminar, Session, Trainer
from tripartite.site.seminars.planning import to
from tripartite.site.seminars.views import about

MOST_AT_ONCE = 500
WORKER = Path(__file__).parent / "scan_worker.js"


@require_GET
@on_seminar(Action.WORK)
def attendance(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """How many were at each session, and the ways to note it."""
    accepted = seminar.participants.filter(state=Participant.State.ACCEPTED).count()
    sessions = [(s, session_title(s), s.attendances.count()) for s in _counted(seminar)]
    return render(
        request,
        "seminars/attendance.html",
        {**about(seminar, standing), "sessions": sessions, "accepted": accepted},
    )


def _counted(seminar: Seminar) -> list[Session]:
    found = list(seminar.sessions.exclude(kind=Session.Kind.BREAK))
    for session in found:
        session.seminar = seminar
    return found


def _session(seminar: Seminar, number: int) -> Session:
    session = get_object_or_404(seminar.sessions, number=number)
    session.seminar = seminar
    return session


@on_seminar(Action.WORK)
def of_session(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    """Who was there, to tick from paper and to correct."""
    session = _session(seminar, number)
    if request.method == "POST":
        numbers = [int(n) for n in request.POST.getlist("there") if n.isdecimal()]
        try:
            added, gone = presence.correct(cast("User", request.user), session, numbers)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("%(added)s added, %(gone)s taken out.") % {"added": added, "gone": gone}
            )
        return to("attendance", seminar)
    noted = {a.participant_id: a for a in session.attendances.all()}
    people = [(p, person, noted.get(p.pk)) for p, person in _accepted(seminar)]
    context = {
        **about(seminar, standing),
        "session": session,
        "title": session_title(session),
        "people": people,
    }
    return render(request, "seminars/attendance_session.html", context)


def _accepted(seminar: Seminar) -> list[tuple[Participant, Any]]:
    found = seminar.participants.filter(state=Participant.State.ACCEPTED, erased_at=None)
    return participation.people_of(found.select_related("seminar__organisation"))


@require_GET
@on_seminar(Action.WORK)
def paper(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The list to print and sign, a column for each session of each day."""
    days: dict[int, list[tuple[Session, str]]] = {}
    for session in _counted(seminar):
        days.setdefault(session.day, []).append((session, session_title(session)))
    context = {**about(seminar, standing), "days": days.items(), "people": _accepted(seminar)}
    return render(request, "seminars/attendance_paper.html", context)


@require_GET
@on_seminar(Action.WORK)
def badges(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Badges to print and cut: name, side, employer, and the code that is scanned."""
    people = [(p, person, presence.badge_code(p)) for p, person in _accepted(seminar)]
    context = {
        **about(seminar, standing),
        "badges": [(p, person, code, codes.picture(code)) for p, person, code in people],
    }
    return render(request, "seminars/badges.html", context)


# --- Scanning -------------------------------------------------------------------------------------------


@never_cache
@on_seminar(Action.WORK)
def scan(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    return _scan(request, _session(seminar, number), about(seminar, standing))


@by_trainer
def trainer_scan(request: HttpRequest, trainer: Trainer, number: int) -> HttpResponse:
    return _scan(request, _session(trainer.seminar, number), {"seminar": trainer.seminar, "trainer": trainer})


def _scan(request: HttpRequest, session: Session, context: dict[str, Any]) -> HttpResponse:
    """The page that scans, and what it sends: badges with the time they were seen, some of them for the second time."""
    if request.method == "POST":
        return _scanned(request, session)
    context |= {"session": session, "title": session_title(session)}
    return render(request, "seminars/scan.html", context)


def _scanned(request: HttpRequest, session: Session) -> HttpResponse:
    if request.content_type != "application/json":
        said = _note(session, request.POST.get("badge", ""), timezone.now())
        (messages.success if said["there"] else messages.error)(request, said["told"])
        return redirect(request.path)
    try:
        seen = [(str(s["badge"])[:80], _moment(s["at"])) for s in json.loads(request.body)[:MOST_AT_ONCE]]
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"error": _("What was sent cannot be read.")}, status=400)
    return JsonResponse({"said": [_note(session, badge, at) for badge, at in seen]})


def _moment(said: object) -> datetime:
    at = parse_datetime(str(said))
    if at is None:
        raise ValueError(said)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _note(session: Session, badge: str, at: datetime) -> dict[str, Any]:
    participant = presence.by_badge(session.seminar, badge, trusted=True)
    if participant is None:
        return {
            "badge": badge,
            "there": False,
            "told": _("No badge of this seminar: %(badge)s") % {"badge": badge},
        }
    name = f"{participant.number} {participant.person.name}"
    try:
        news = presence.note(session, participant, presence.How.BADGE, at)
    except RefusedError as refusal:
        return {"badge": badge, "there": False, "told": f"{name}: {refusal}"}
    return {
        "badge": badge,
        "there": True,
        "told": name if news else _("%(name)s: noted already") % {"name": name},
    }


@cache
def _worker() -> str:
    return WORKER.read_text(encoding="utf-8")


@require_GET
@public
def scan_worker(request: HttpRequest) -> HttpResponse:
    """What opens a page that scans without a line, once it was open; at the root, as pages lie in several folders."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers=headers)


# --- The code on the screen -----------------------------------------------------------------------------


@never_cache
@on_seminar(Action.WORK)
def screen(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    return _screen(request, _session(seminar, number))


@by_trainer
def trainer_screen(request: HttpRequest, trainer: Trainer, number: int) -> HttpResponse:
    return _screen(request, _session(trainer.seminar, number))


def _screen(request: HttpRequest, session: Session) -> HttpResponse:
    """Six digits, large; the page loads itself again when they change."""
    now = timezone.now()
    where = codes.address(request, "here", code=session.seminar.code)
    context = {
        "seminar": session.seminar,
        "title": session_title(session),
        "code": presence.screen_code(session, now),
        "seconds": presence.seconds_left(now),
        "address": where,
        "qr": codes.picture(where),
        "today": session.on == timezone.localdate(timezone=ZoneInfo(session.seminar.time_zone)),
    }
    return render(request, "seminars/screen.html", context)


@never_cache
@public
def here(request: HttpRequest, code: str) -> HttpResponse:
    """Check in with what stands on the badge and the code on the screen."""
    seminar = seminar_of(code)
    if request.method == "POST":
        participant = presence.by_badge(seminar, request.POST.get("badge", ""))
        if participant is None:
            messages.error(request, _("Write what stands on your badge, such as 17-K7Q2M."))
        else:
            _check_in(request, participant)
        return redirect("here", code=seminar.code)
    return render(request, "seminars/here.html", {"seminar": seminar})


@require_POST
@by_participant
def own_here(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Check in from one's own page, where the code on the screen is enough."""
    _check_in(request, participant)
    return redirect("participant", token=participant.token)


def _check_in(request: HttpRequest, participant: Participant) -> None:
    try:
        session = presence.check_in(participant, request.POST.get("code", ""))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("You are noted as present: %(session)s") % {"session": session_title(session)}
        )
