"""Organisers see who registered, decide, and add somebody by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import codes, participation
from tripartite.site.seminars.models import Participant, Seminar
from tripartite.site.seminars.planning import to
from tripartite.site.seminars.registration_forms import RegistrationForm, of_participant
from tripartite.site.seminars.views import about

State = Participant.State


@require_GET
@on_seminar(Action.WORK)
def show(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """All registrations, or those of a state and side; and how the sides stand to each other."""
    state, side = request.GET.get("state", ""), request.GET.get("side", "")
    found = seminar.participants.filter(erased_at=None).select_related("seminar__organisation")
    if state in State.values:
        found = found.filter(state=state)
    if side in Organisation.Side.values:
        found = found.filter(side=side)
    context = {
        **about(seminar, standing),
        "people": participation.people_of(found),
        "states": State.choices,
        "sides": Organisation.Side.choices,
        "state": state,
        "side": side,
        "asked": [*seminar.participants.filter(state=State.ASKED).values_list("number", flat=True)],
        "balance": balance(seminar),
        "free": participation.places_free(seminar),
        "address": codes.address(request, "announced", code=seminar.code),
    }
    return render(request, "seminars/registrations.html", context)


def balance(seminar: Seminar) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Of those accepted: how many of each side, and how many women and men; each with the whole."""
    inside = seminar.participants.filter(state=State.ACCEPTED)
    whole = inside.count()
    out = []
    for heading, name, choices in (
        (_("Sides"), "side", Organisation.Side.choices),
        (_("Women and men"), "sex", Participant.Sex.choices),
    ):
        held = Counter(inside.values_list(name, flat=True))
        out.append((heading, [(str(label), held[value], whole) for value, label in choices]))
    return out


@require_POST
@on_seminar(Action.WORK)
def decide(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Several registrations at once."""
    numbers = [int(n) for n in request.POST.getlist("number") if n.isdecimal()]
    to_state = request.POST.get("state", "")
    try:
        changed = participation.decide(cast("User", request.user), seminar, numbers, to_state)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return to("registrations", seminar)
    waits = sum(p.state == State.WAITING for p in changed) if to_state == State.ACCEPTED else 0
    messages.success(
        request,
        ngettext("%(n)s registration changed.", "%(n)s registrations changed.", len(changed))
        % {"n": len(changed)},
    )
    if waits:
        messages.warning(
            request,
            ngettext(
                "There was no place for %(n)s of them, who waits.",
                "There was no place for %(n)s of them, who wait.",
                waits,
            )
            % {"n": waits},
        )
    return to("registrations", seminar)


@on_seminar(Action.WORK)
def add(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """Somebody who asked by telephone or on paper."""
    form = RegistrationForm(request.POST or None, initial={"language": seminar.language})
    if request.method == "POST" and form.is_valid():
        try:
            participation.register(seminar, form.person, form.told, by=cast("User", request.user))
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return to("registrations", seminar)
    context = {**about(seminar, standing), "form": form, "heading": _("Add somebody")}
    return render(request, "seminars/registration.html", context, status=422 if form.errors else 200)


@on_seminar(Action.WORK)
def one(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    """One registration: corrected, and its own link for those who have no e-mail."""
    participant = get_object_or_404(seminar.participants, number=number, erased_at=None)
    participant.seminar = seminar
    form = RegistrationForm(request.POST or None, initial=of_participant(participant))
    if request.method == "POST" and form.is_valid():
        participation.change_person(cast("User", request.user), participant, form.person, form.told)
        return to("registrations", seminar)
    link = codes.address(request, "participant", token=participant.token)
    context: dict[str, Any] = {
        **about(seminar, standing),
        "form": form,
        "heading": participant.person.name,
        "participant": participant,
        "link": link,
        "qr": codes.picture(link),
    }
    return render(request, "seminars/registration.html", context, status=422 if form.errors else 200)


@require_POST
@on_seminar(Action.WORK)
def erase(request: HttpRequest, seminar: Seminar, standing: Standing, number: int) -> HttpResponse:
    participant = get_object_or_404(seminar.participants, number=number, erased_at=None)
    participation.erase(participant, cast("User", request.user))
    messages.success(request, _("The details are erased."))
    return to("registrations", seminar)
