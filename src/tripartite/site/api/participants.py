"""Who takes part in a seminar, and who was there: for members who may see it on the pages, too."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from tripartite.site.api.gate import ERRORS, FormError, Language, Text, accepted, actor, scoped
from tripartite.site.api.seminars import SEMINAR, held
from tripartite.site.languages import data_language, site_language
from tripartite.site.people import audit
from tripartite.site.people.access import Action
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import codes, participation, presence
from tripartite.site.seminars.models import Participant, Person, Seminar, Session
from tripartite.site.seminars.participation import KnownError
from tripartite.site.seminars.registration_forms import NAMES, RegistrationForm

router = Router(tags=["participants"])
READ, WRITE = scoped("participants:read"), scoped("participants:write")
PARTICIPANTS = SEMINAR + "/participants"
ATTENDANCE = SEMINAR + "/sessions/{int:session}/attendance"
MOST, MOST_AT_ONCE = 500, 200
Number = Query(0, ge=0, le=10**7)
Side = Literal["government", "employer", "worker", "partner"]
State = Literal["asked", "accepted", "waiting", "refused", "withdrawn"]


# --- Who takes part -------------------------------------------------------------------------------------


class ParticipantIn(Schema):
    """Neither e-mail nor telephone is needed: who has none gets the own page on paper."""

    name: Text = Field(min_length=1, max_length=200, description="As it shall stand on badge and certificate", examples=["Li Na"])  # fmt: skip
    side: Side = Field(examples=["worker"])
    employer: Text = Field("", max_length=200, examples=["Union of Garment Workers"])
    position: Text = Field("", max_length=200)
    sex: Literal["", "woman", "man", "other"] = ""
    country: str = Field("", max_length=2)
    language: Language | None = Field(None, description="Of their papers; the seminar's, if left out")
    email: Text = Field("", max_length=254, examples=["li.na@example.org"])
    phone: Text = Field("", max_length=40)
    needs: Text = Field("", max_length=500, description="Such as a ramp, an interpreter, food")


class Registered(Schema):
    number: int
    state: State = Field(description="Beyond the last place who is registered waits")
    own_page: str = Field(description="For this person alone: who has the address is them")
    badge: str = Field(description="What stands on the badge, which lets nobody into the own page")


class ParticipantOut(Schema):
    number: int
    state: State
    side: Side
    sex: str
    country: str
    language: Language
    registered_at: datetime
    name: str
    employer: str
    position: str
    email: str
    phone: str
    needs: str


class Participants(Schema):
    total: int
    participants: list[ParticipantOut]


def _form(seminar: Seminar, given: ParticipantIn) -> RegistrationForm:
    said = given.dict()
    said["language"] = site_language(given.language) if given.language else seminar.language
    return RegistrationForm(said)


def _registered(request: HttpRequest, made: Participant) -> dict[str, Any]:
    own_page = codes.address(request, "participant", token=made.token)
    return {
        "number": made.number,
        "state": made.state,
        "own_page": own_page,
        "badge": presence.badge_code(made),
    }


def _participant(participant: Participant, person: Person) -> dict[str, Any]:
    about = {k: getattr(participant, k) for k in ("number", "state", "side", "sex", "country", "registered_at")}  # fmt: skip
    told = {name: getattr(person, name) for name in NAMES}
    return {**about, **told, "language": data_language(participant.language)}


@router.get(PARTICIPANTS, response={200: Participants, **ERRORS}, **READ)
def participants(
    request: HttpRequest,
    seminar: str,
    state: State | None = None,
    offset: int = Number,
    limit: int = Query(100, ge=1, le=MOST),
) -> Any:
    """Who registered, by number. For who works on seminars; that the list was read stands in the log."""
    found, _ = held(request, seminar, Action.WORK)
    known = found.participants.filter(erased_at=None).select_related("seminar__organisation")
    known = (known.filter(state=state) if state else known).order_by("number")
    people = participation.people_of(known[offset : offset + limit])
    audit.record(found.organisation, actor(request), "participants.listed", found, form="api")
    return {"total": known.count(), "participants": [_participant(*p) for p in people]}


@router.post(PARTICIPANTS, response={201: Registered, **ERRORS}, **WRITE)
def register(request: HttpRequest, seminar: str, given: ParticipantIn) -> Any:
    """Register somebody. Who is registered already is told as 409 with their number, so it may be sent again."""
    found, _ = held(request, seminar, Action.WORK)
    form = _form(found, given)
    accepted(form)
    made = participation.register(found, form.person, form.told, by=actor(request))
    return Status(201, _registered(request, made))


class ListIn(Schema):
    participants: list[ParticipantIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Row(Schema):
    """What became of one of the list: registered, known already under a number, or refused."""

    registered: Registered | None = None
    known: int | None = None
    refused: str = ""


class RowsOut(Schema):
    registered: int
    rows: list[Row] = Field(description="In the order in which they were sent")


@router.post(PARTICIPANTS + "/list", response={200: RowsOut, **ERRORS}, **WRITE)
def register_list(request: HttpRequest, seminar: str, given: ListIn) -> Any:
    """Register up to 200 people at once. Each stands for itself; where the answer was lost, send the same again."""
    found, _ = held(request, seminar, Action.WORK)
    rows = [_row(request, found, one) for one in given.participants]
    return {"registered": sum("registered" in row for row in rows), "rows": rows}


def _row(request: HttpRequest, seminar: Seminar, given: ParticipantIn) -> dict[str, Any]:
    form = _form(seminar, given)
    try:
        accepted(form)
        made = participation.register(seminar, form.person, form.told, by=actor(request))
    except FormError as error:
        return {"refused": "; ".join(f"{k}: {' '.join(map(str, v))}" for k, v in error.form.errors.items())}
    except KnownError as known:
        return {"known": known.number}
    except RefusedError as refusal:
        return {"refused": str(refusal)}
    return {"registered": _registered(request, made)}


# --- Who was there --------------------------------------------------------------------------------------


class There(Schema):
    number: int
    how: Literal["badge", "code", "paper"]
    at: datetime


class Of(Schema):
    session: int
    there: list[There]


class AttendanceOut(Schema):
    sessions: list[Of]


class Seen(Schema):
    badge: str = Field(min_length=1, max_length=80, description="What stands on the badge, or the participant's number alone", examples=["1"])  # fmt: skip
    at: datetime | None = Field(None, description="When it was seen; now, if left out")


class SeenIn(Schema):
    badges: list[Seen] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Noted(Schema):
    badge: str
    there: bool
    news: bool = Field(description="false: they were noted before")
    number: int | None
    refused: str


class NotedOut(Schema):
    noted: list[Noted]


class PresentIn(Schema):
    present: list[int] = Field(max_length=5000, examples=[[1, 2]])


class Corrected(Schema):
    added: int
    removed: int
    ignored: list[int] = Field(description="Numbers of nobody who takes part")


@router.get(SEMINAR + "/attendance", response={200: AttendanceOut, **ERRORS}, **READ)
def attendance(request: HttpRequest, seminar: str) -> Any:
    """Who was at which session, by number. For who works on seminars."""
    found, _ = held(request, seminar, Action.WORK)
    sessions = found.sessions.filter(counted=True).prefetch_related("attendances__participant")
    return {"sessions": [{"session": s.number, "there": [_there(a) for a in s.attendances.all()]} for s in sessions]}  # fmt: skip


def _there(a: Any) -> dict[str, Any]:
    return {"number": a.participant.number, "how": a.how, "at": a.at}


def _session(seminar: Seminar, number: int) -> Session:
    return get_object_or_404(seminar.sessions.select_related("seminar__organisation"), number=number)


@router.post(ATTENDANCE, response={200: NotedOut, **ERRORS}, **WRITE)
def note(request: HttpRequest, seminar: str, session: int, given: SeenIn) -> Any:
    """Note badges that were seen at a session. Each counts once, however often it is sent."""
    found, _ = held(request, seminar, Action.WORK)
    at = _session(found, session)
    noted = [_noted(at, seen) for seen in given.badges]
    if new := [n["number"] for n in noted if n["news"]]:
        audit.record(found.organisation, actor(request), "attendance.noted", found, session=at.number, added=new)  # fmt: skip
    return {"noted": noted}


def _noted(session: Session, seen: Seen) -> dict[str, Any]:
    participant = presence.by_badge(session.seminar, seen.badge, trusted=True)
    said = {"badge": seen.badge, "there": False, "news": False, "number": participant.number if participant else None}  # fmt: skip
    if participant is None:
        return {**said, "refused": "This is no badge of this seminar."}
    at = seen.at or timezone.now()
    try:
        news = presence.note(session, participant, presence.How.BADGE, at if at.tzinfo else timezone.make_aware(at))  # fmt: skip
    except RefusedError as refusal:
        return {**said, "refused": str(refusal)}
    return {**said, "there": True, "news": news, "refused": ""}


@router.put(ATTENDANCE, response={200: Corrected, **ERRORS}, **WRITE)
def correct(request: HttpRequest, seminar: str, session: int, given: PresentIn) -> Any:
    """Set who was at a session, as a list on paper says: who is not named was not there."""
    found, _ = held(request, seminar, Action.WORK)
    taking_part = Participant.State.ACCEPTED
    known = set(found.participants.filter(state=taking_part, erased_at=None).values_list("number", flat=True))
    added, removed = presence.correct(actor(request), _session(found, session), given.present)
    return {"added": added, "removed": removed, "ignored": sorted(set(given.present) - known)}
