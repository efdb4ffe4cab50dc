"""Group exercises: a participant's page with the group's case and work, and the page of those who run them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tripartite.site.people.access import Action, Standing, by_participant, by_trainer, on_seminar
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans.evidence import ENDINGS, TAKEN, ending
from tripartite.site.seminars import group_cases, grouping, handing_in, printed_pages
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import HandIn, Participant, Seminar, Session, Trainer
from tripartite.site.seminars.participation import people_of
from tripartite.site.seminars.views import about
from tripartite.training.values import NotHeldError

FOR_GROUPS = ("workbook", "sheets", "task")
FOR_TRAINERS = (*FOR_GROUPS, "key")
XLSX = TAKEN["xlsx"][1]


# --- A participant --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_participant
def work(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    """An exercise on a telephone: the group, its case, what it handed in, and a form to hand in."""
    session = get_object_or_404(exercises(participant.seminar), number=number)
    group = _own_group(participant)
    wrong = ""
    if request.method == "POST":
        try:
            handing_in.hand_in(participant, session, request.POST.get("text", ""), request.FILES.get("file"))
        except RefusedError as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("Handed in for your group."))
            return redirect("exercise", token=participant.token, number=number)
    handed = handing_in.told(participant.seminar.organisation, session.hand_ins.filter(group=group))
    context = {
        "participant": participant, "seminar": participant.seminar, "session": session, "group": group,
        "title": session_title(session), "names": grouping.names_of(participant.seminar, group), "handed": handed,
        "wrong": wrong, "text": request.POST.get("text", "") if wrong else "", "endings": ENDINGS,
        "most": handing_in.MOST_LETTERS,
    }  # fmt: skip
    return render(request, "seminars/learning/exercise.html", context, status=422 if wrong else 200)


@require_safe
@by_participant
def own_case(request: HttpRequest, participant: Participant, part: str) -> HttpResponse:
    """The workbook or the task of one's own group; never the key."""
    group = _own_group(participant)
    back = redirect("participant", token=participant.token)
    return _case(request, participant.seminar, group, part, FOR_GROUPS, back)


@require_safe
@by_participant
def own_file(request: HttpRequest, participant: Participant, hand_in: int) -> HttpResponse:
    return _file(get_object_or_404(_handed(participant.seminar), pk=hand_in, group=_own_group(participant)))


def _own_group(participant: Participant) -> int:
    group = grouping.group_of(participant)
    if group is None:
        raise Http404
    return group


# --- Who runs it ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_trainer
def of_trainer(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    if request.method == "POST":
        place = _step(request, None, trainer.seminar)
        return redirect(reverse("trainer_exercise", kwargs={"token": trainer.token}) + place)
    context = {"trainer": trainer, **_running(trainer.seminar)}
    return render(request, "seminars/learning/run_exercise.html", context)


@require_safe
@on_seminar(Action.SEE)
def of_organiser(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    context = {**about(seminar, standing), **_running(seminar)}
    return render(request, "seminars/learning/run_exercise_organiser.html", context)


@require_POST
@on_seminar(Action.WORK)
def run(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    place = _step(request, cast("User", request.user), seminar)
    return redirect(_of_seminar(seminar) + place)


def _of_seminar(seminar: Seminar) -> str:
    return reverse("seminar_exercise", kwargs={"org": seminar.organisation.slug, "seminar": seminar.slug})


def _step(request: HttpRequest, actor: User | None, seminar: Seminar) -> str:
    """Draw groups, move somebody, or reply, as the button says; gives the place on the page to go on at."""
    said, place = request.POST, ""
    try:
        if said.get("do") == "draw":
            grouping.draw(actor, seminar, _whole(said.get("size")), again="again" in said)
        elif said.get("do") == "move":
            grouping.move(actor, seminar, _whole(said.get("participant")), _whole(said.get("group")))
        elif said.get("do") == "reply":
            found = get_object_or_404(_handed(seminar), pk=_whole(said.get("hand_in")))
            place = f"#work-{found.session.number}-{found.group}"
            handing_in.reply(actor, found, said.get("text", ""))
            messages.success(request, _("Saved."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return place


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def _running(seminar: Seminar) -> dict[str, Any]:
    accepted = seminar.participants.filter(state=grouping.ACCEPTED).select_related("seminar__organisation")
    people = people_of(accepted)
    names = {p.pk: person.name for p, person in people}
    groups = grouping.numbers(seminar)
    return {
        "seminar": seminar, "people": people, "usual": grouping.USUAL, "least": grouping.SMALLEST,
        "largest": grouping.LARGEST, "without": sum(p.group is None for p, _person in people),
        "groups": [(n, [names[p.pk] for p, _person in people if p.group == n]) for n in groups],
        "exercises": [
            (s, session_title(s), [(n, _handed_by(seminar, s, n, names)) for n in groups])
            for s in exercises(seminar)
        ],
        "handed": HandIn.objects.filter(session__seminar=seminar).exists(),
        "most": handing_in.MOST_LETTERS,
    }  # fmt: skip


def _handed_by(
    seminar: Seminar, session: Session, group: int, names: dict[int, str]
) -> list[tuple[handing_in.Told, str]]:
    handed = handing_in.told(seminar.organisation, session.hand_ins.filter(group=group))
    return [(t, names.get(t.hand_in.by_id or 0, "")) for t in handed]


@require_safe
@by_trainer
def trainer_case(request: HttpRequest, trainer: Trainer, group: int, part: str) -> HttpResponse:
    back = redirect("trainer_exercise", token=trainer.token)
    return _case(request, trainer.seminar, group, part, FOR_TRAINERS, back)


@require_safe
@on_seminar(Action.WORK)
def seminar_case(
    request: HttpRequest, seminar: Seminar, standing: Standing, group: int, part: str
) -> HttpResponse:
    return _case(request, seminar, group, part, FOR_TRAINERS, redirect(_of_seminar(seminar)))


@require_safe
@by_trainer
def trainer_file(request: HttpRequest, trainer: Trainer, hand_in: int) -> HttpResponse:
    return _file(get_object_or_404(_handed(trainer.seminar), pk=hand_in))


@require_safe
@on_seminar(Action.WORK)
def seminar_file(request: HttpRequest, seminar: Seminar, standing: Standing, hand_in: int) -> HttpResponse:
    return _file(get_object_or_404(_handed(seminar), pk=hand_in))


# --- For both -------------------------------------------------------------------------------------------


def exercises(seminar: Seminar) -> Any:
    """The group exercises on the agenda."""
    return seminar.sessions.filter(kind=Session.Kind.EXERCISE).select_related("seminar__organisation")


def _handed(seminar: Seminar) -> Any:
    return HandIn.objects.filter(session__seminar=seminar).select_related("session__seminar__organisation")


def _case(
    request: HttpRequest, seminar: Seminar, group: int, part: str, parts: tuple[str, ...], back: HttpResponse
) -> HttpResponse:
    """A part of a group's case; where the engine can make none that is told on the page `back`."""
    if part not in parts or group not in grouping.numbers(seminar) or not exercises(seminar).exists():
        raise Http404
    try:
        case = group_cases.case_of(seminar, group)
    except NotHeldError:
        messages.error(
            request,
            _(
                "No case can be made for sure from the law of this country and month. Work with the case of the module instead."
            ),
        )
        return back
    if part == "workbook":
        return _download(group_cases.workbook(case), case.file_name, XLSX)
    if part == "sheets":
        context = {"seminar": seminar, "group": group, "sheets": group_cases.sheets(case)}
        response = render(request, "seminars/learning/group_sheets.html", context)
        response["Cache-Control"] = "private, no-store"
        return response
    page = group_cases.page(case, part, get_language() or "en")
    if part == "task":
        return printed_pages.shown(page)
    return _download(page.encode(), f"key-{group}.html", "text/html; charset=utf-8")


def _file(found: HandIn) -> HttpResponse:
    """A file of a hand-in, under a name that is ours."""
    if not found.sealed_file:
        raise Http404
    end = ending(found.file_name)
    return _download(handing_in.content(found), f"group-{found.group}-{found.pk}.{end}", TAKEN[end][1])


def _download(data: bytes, name: str, kind: str) -> HttpResponse:
    """Never shown within a page of this site."""
    return HttpResponse(
        data,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )
