"""Organisers set a seminar up: what it is, its agenda, its trainers and rooms."""

from __future__ import annotations

from datetime import time
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people.access import Action, Standing, in_organisation, on_seminar
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import agenda, double_booking, operations
from tripartite.site.seminars.curriculum import module_title, session_title
from tripartite.site.seminars.forms import RoomForm, SeminarForm, SessionForm, TrainerForm
from tripartite.site.seminars.models import Seminar, Session
from tripartite.site.seminars.views import about


@in_organisation(Action.WORK)
def make(request: HttpRequest, organisation: Organisation, standing: Standing) -> HttpResponse:
    """A new seminar, with an agenda proposed from the curriculum."""
    blank = Seminar(organisation=organisation, language=get_language() or "en", country=organisation.country)
    form = SeminarForm(request.POST or None, instance=blank, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        made = operations.plan(cast("User", request.user), form.instance, *form.named())
        messages.success(
            request, _("The seminar is set up, with an agenda from the curriculum. Arrange it as you like.")
        )
        return to("agenda", made)
    context = {
        "organisation": organisation,
        "standing": standing,
        "form": form,
        "heading": _("New seminar"),
    }
    return render(request, "seminars/seminar_form.html", context, status=422 if form.errors else 200)


@on_seminar(Action.WORK)
def change(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    form = SeminarForm(request.POST or None, instance=seminar, organisation=seminar.organisation)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            operations.change_seminar(cast("User", request.user), form.instance, version, *form.named())
        except operations.StaleError as stale:
            messages.error(request, str(stale))
            return to("change_seminar", seminar)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to("seminar", seminar)
    kept = Seminar.objects.select_related("organisation").get(pk=seminar.pk)
    context = {**about(kept, standing), "form": form, "heading": _("Change the seminar")}
    return render(request, "seminars/seminar_form.html", context, status=422 if form.errors else 200)


@require_POST
@on_seminar(Action.WORK)
def set_state(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    try:
        operations.set_state(cast("User", request.user), seminar, request.POST.get("state", ""))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return to("seminar", seminar)


# --- Agenda ---------------------------------------------------------------------------------------------


@require_GET
@on_seminar(Action.SEE)
def show_agenda(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Days beside each other, with what to look at again, and the modules that can be added."""
    days = agenda.by_day(seminar)
    taken = {s.module for sessions in days.values() for s in sessions}
    context = {
        **about(seminar, standing),
        "days": [
            (day, sessions[0].starts if sessions else agenda.MORNING, [_card(s) for s in sessions])
            for day, sessions in days.items()
        ],
        "day_numbers": list(days),
        "warnings": agenda.warnings(seminar, days)
        + double_booking.elsewhere(request.user, seminar, [s for found in days.values() for s in found]),
        "modules": [
            (m.id, module_title(m, seminar.country), m.minutes, m.id in taken)
            for m in agenda.modules_for(seminar.country)
        ],
        "kinds": [k for k in Session.Kind.choices if k[0] != Session.Kind.MODULE],
    }
    return render(request, "seminars/agenda.html", context)


def _card(session: Session) -> dict[str, Any]:
    return {
        "session": session,
        "title": session_title(session),
        "ends": agenda.clock(min(agenda.ends(session), agenda.MIDNIGHT - 1)),
        "trainers": ", ".join(t.name for t in session.trainers.all()),
        "language": dict(LANGUAGES_SPOKEN).get(session.language, session.language),
    }


@require_POST
@on_seminar(Action.WORK)
def arrange(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """The whole order, as `1:3,4,5;2:6`: days with the numbers of their sessions."""
    try:
        order = _order(request.POST.get("order", ""))
    except ValueError:
        messages.error(request, _("This order does not name each session once. Load the page again."))
        return to("agenda", seminar)
    return _done(request, seminar, operations.arrange, order)


def _order(text: str) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for part in text.split(";"):
        day, _colon, numbers = part.partition(":")
        out[int(day)] = [int(n) for n in numbers.split(",") if n]
    return out


@require_POST
@on_seminar(Action.WORK)
def move(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    """A session one place up or down, or to another day: what dragging does, by buttons."""
    session = get_object_or_404(seminar.sessions, number=number)
    order = {day: [s.number for s in sessions] for day, sessions in agenda.by_day(seminar).items()}
    here = order[session.day].index(number)
    order[session.day].remove(number)
    to_day = request.POST.get("day", "")
    if to_day.isdecimal() and int(to_day) in order:
        order[int(to_day)].append(number)
    else:
        order[session.day].insert(max(here + (1 if "down" in request.POST else -1), 0), number)
    return _done(request, seminar, operations.arrange, order)


@require_POST
@on_seminar(Action.WORK)
def propose(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    return _done(request, seminar, operations.propose_agenda)


@require_POST
@on_seminar(Action.WORK)
def begin_day(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    try:
        day, at = int(request.POST.get("day", "")), time.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        messages.error(request, _("Write the time as 09:00."))
        return to("agenda", seminar)
    return _done(request, seminar, operations.begin_day, day, at)


@require_POST
@on_seminar(Action.WORK)
def add_session(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """A module of the list, or something between, at the end of a day."""
    day, module, kind = (request.POST.get(name, "") for name in ("day", "module", "kind"))
    found = next((m for m in agenda.modules_for(seminar.country) if m.id == module), None)
    if not day.isdecimal() or (found is None and kind not in Session.Kind.values):
        messages.error(request, _("Choose a day and what is added."))
        return to("agenda", seminar)
    minutes = found.minutes if found else agenda.MINUTES_OF.get(kind, 60)
    made = Session(
        day=int(day),
        kind=Session.Kind.MODULE if found else kind,
        module=module if found else "",
        minutes=minutes,
    )
    return _done(request, seminar, operations.save_session, made)


@on_seminar(Action.WORK)
def change_session(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    session = get_object_or_404(seminar.sessions, number=number)
    title = session_title(session)
    form = SessionForm(request.POST or None, instance=session, seminar=seminar)
    if request.method == "POST" and form.is_valid():
        trainers = form.cleaned_data.get("trainers")
        try:
            operations.save_session(
                cast("User", request.user), seminar, form.cleaned_data["version"], form.instance, trainers
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to("agenda", seminar)
    context = {**about(seminar, standing), "form": form, "session": session, "title": title}
    return render(request, "seminars/session_form.html", context, status=422 if form.errors else 200)


@require_POST
@on_seminar(Action.WORK)
def remove_session(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    return _done(request, seminar, operations.remove_session, number)


def _done(request: HttpRequest, seminar: Seminar, change: Any, *args: Any) -> HttpResponse:
    """Change the agenda as it was read, and show it; what was refused is told."""
    version = request.POST.get("version", "")
    try:
        change(request.user, seminar, int(version) if version.isdecimal() else 0, *args)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return to("agenda", seminar)


# --- Trainers and rooms ---------------------------------------------------------------------------------


@on_seminar(Action.WORK)
def trainers(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Trainers with their own links, and rooms; a form for one more of each."""
    adds_room = "room" in request.POST
    trainer_form = TrainerForm(None if adds_room else request.POST or None, prefix="t", label_suffix="")
    room_form = RoomForm(request.POST if adds_room else None, prefix="r", label_suffix="")
    form: Any = room_form if adds_room else trainer_form
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.seminar = seminar
        try:
            (operations.add_room if adds_room else operations.add_trainer)(cast("User", request.user), made)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            return to("trainers", seminar)
    context = {**about(seminar, standing), "trainer_form": trainer_form, "room_form": room_form}
    return render(request, "seminars/trainers.html", context, status=422 if form.errors else 200)


@require_POST
@on_seminar(Action.WORK)
def remove_trainer(request: HttpRequest, seminar: Seminar, standing: Standing, trainer: int) -> HttpResponse:
    operations.remove_trainer(cast("User", request.user), get_object_or_404(seminar.trainers, pk=trainer))
    return to("trainers", seminar)


@require_POST
@on_seminar(Action.WORK)
def remove_room(request: HttpRequest, seminar: Seminar, standing: Standing, room: int) -> HttpResponse:
    operations.remove_room(cast("User", request.user), get_object_or_404(seminar.rooms, pk=room))
    return to("trainers", seminar)


def to(page: str, seminar: Seminar) -> HttpResponse:
    return redirect(page, org=seminar.organisation.slug, seminar=seminar.slug)
