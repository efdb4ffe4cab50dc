"""Seminars of the token's organisation: their agenda, what people learned and thought, and their certificates."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Field, Query, Router, Schema

from tripartite.reports import credential
from tripartite.site.api.gate import ERRORS, Language, in_own, scoped, speaking
from tripartite.site.languages import data_language
from tripartite.site.people.access import Action, Standing
from tripartite.site.seminars import certificates, codes, report
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.feedback import MARKS
from tripartite.site.seminars.models import Certificate, Participant, Seminar, Session
from tripartite.site.sharing.models import SigningKey
from tripartite.training.gain import Gain

router = Router(tags=["seminars"])
open_router = Router(tags=["seminars"])
READ, READ_PEOPLE = scoped("seminars:read"), scoped("participants:read")
SEMINAR = "/{slug:seminar}"
MOST = 200


def held(request: HttpRequest, seminar: str, action: Action) -> tuple[Seminar, Standing]:
    """A seminar of the token's organisation, where its person may do this."""
    organisation, standing = in_own(request, action)
    known = Seminar.objects.select_related("organisation", "series__programme")
    return get_object_or_404(known, organisation=organisation, slug=seminar), standing


# --- What is planned ------------------------------------------------------------------------------------


class SeminarOut(Schema):
    seminar: str
    title: str
    programme: str
    series: str
    country: str = Field(description="Whose law is taught")
    language: str
    languages: list[str]
    first_day: date
    last_day: date
    state: Literal["draft", "open", "cancelled"]
    capacity: int
    accepted: int
    waiting: int
    passed_on_from: bool = Field(description="Whether it was made from another seminar")


class SessionOut(Schema):
    session: int
    day: int
    on: date
    starts: str = Field(pattern=r"^\d\d:\d\d$", description="By the clock of the place")
    minutes: int
    kind: str
    module: str
    title: str
    room: str
    counted: bool = Field(description="Whether attendance counts")


class RuleOut(Schema):
    """What a certificate is given for."""

    attend_percent: int
    score_percent: int | None = Field(description="null: no test is asked for")
    needs_feedback: bool


class SeminarWhole(SeminarOut):
    about: str
    time_zone: str
    place: str
    online: str
    register_until: date
    needs_approval: bool
    announced_at: str = Field(description="Where people register themselves")
    certificate: RuleOut
    agenda: list[SessionOut]


class Seminars(Schema):
    total: int
    seminars: list[SeminarOut]


def _seminar(s: Any) -> dict[str, Any]:
    about = ("title", "country", "first_day", "last_day", "state", "capacity", "accepted", "waiting")
    return {
        **{k: getattr(s, k) for k in about},
        "seminar": s.slug,
        "language": data_language(s.language),
        "languages": [data_language(code) for code in s.languages],
        "programme": s.series.programme.name if s.series else "",
        "series": s.series.name if s.series else "",
        "passed_on_from": s.passed_on_from_id is not None,
    }


def _counted(found: Any) -> Any:
    state = Participant.State
    return found.annotate(
        accepted=Count("participants", filter=Q(participants__state=state.ACCEPTED)),
        waiting=Count("participants", filter=Q(participants__state=state.WAITING)),
    )


@router.get("", response={200: Seminars, **ERRORS}, **READ)
def seminars(
    request: HttpRequest, offset: int = Query(0, ge=0, le=10**7), limit: int = Query(50, ge=1, le=MOST)
) -> Any:
    """Seminars of the token's organisation, the latest first."""
    organisation, _ = in_own(request, Action.SEE)
    found = organisation.seminars.select_related("series__programme")
    return {
        "total": found.count(),
        "seminars": [_seminar(s) for s in _counted(found)[offset : offset + limit]],
    }


@router.get(SEMINAR, response={200: SeminarWhole, **ERRORS}, **READ)
def read_seminar(request: HttpRequest, seminar: str, lang: Language = "en") -> Any:
    """A seminar with its agenda. Times are those of its place; a session without a title of its own has its module's."""
    found, _ = held(request, seminar, Action.SEE)
    counted = _counted(Seminar.objects.filter(pk=found.pk)).select_related("series__programme").get()
    about = ("about", "time_zone", "place", "online", "register_until", "needs_approval")
    with speaking(lang):
        return {
            **_seminar(counted),
            **{k: getattr(found, k) for k in about},
            "announced_at": codes.address(request, "announced", code=found.code),
            "certificate": {k: getattr(found, k) for k in RuleOut.model_fields},
            "agenda": [_session(s) for s in found.sessions.select_related("room", "seminar")],
        }


def _session(s: Session) -> dict[str, Any]:
    about = ("day", "minutes", "kind", "module", "counted")
    named = {"session": s.number, "on": s.on, "starts": f"{s.starts:%H:%M}", "title": session_title(s)}
    return {**{k: getattr(s, k) for k in about}, **named, "room": s.room.name if s.room else ""}


# --- What came of it ------------------------------------------------------------------------------------


class GainOut(Schema):
    """Shares of right answers of the same people, those who took both tests. All is null where they are fewer than five."""

    name: str
    people: int | None
    before: float | None
    after: float | None
    gain: float | None = Field(description="Normalised: of what could still be learned, the share that was")
    low: float | None = Field(description="95 % interval of the gain")
    high: float | None
    why: str = Field(description="Where no gain is told: `few` people, or all was `full` before")


class Learned(Schema):
    everybody: GainOut
    sides: list[GainOut] = Field(description="Sides of fewer than five are told together, so that no subtraction finds them")  # fmt: skip
    topics: list[GainOut]
    objectives: list[GainOut]


class RatedOut(Schema):
    name: str
    people: int | None = Field(description="null where fewer than five rated it")
    mean: float | None
    ratings: dict[str, int] = Field(description="How many gave each mark, 1 to 5")


class Written(Schema):
    topic: str
    texts: list[str]


class Reaction(Schema):
    people: int | None = Field(description="Who gave feedback; null where fewer than five did")
    items: list[RatedOut]
    written: list[Written] = Field(description="In an order that tells nothing of who wrote it")


class Behaviour(Schema):
    people: int | None = Field(description="Who undertook something; null where fewer than five did")
    asked: int | None
    told: dict[str, int] = Field(description="What they say became of it. What was not answered is not known")


class ReportOut(Schema):
    """Three of the four levels of D. L. Kirkpatrick; for the fourth see the results of the facilities' checks."""

    reaction: Reaction
    learning: Learned
    behaviour: Behaviour


def _gain(name: str, g: Gain) -> dict[str, Any]:
    return {**asdict(g), "name": name, "people": g.people or None}


def _learned(seminar: Seminar) -> dict[str, Any]:
    found = report.learning(seminar)
    named = {part: [_gain(*row) for row in found[part]] for part in ("sides", "topics", "objectives")}
    return {"everybody": _gain("", found["all"]), **named}


@router.get(SEMINAR + "/learning", response={200: Learned, **ERRORS}, **READ)
def learning(request: HttpRequest, seminar: str, lang: Language = "en") -> Any:
    """What people learned between the tests before and after: all of them, by side, topic and objective."""
    found, _ = held(request, seminar, Action.SEE)
    with speaking(lang):
        return _learned(found)


@router.get(SEMINAR + "/report", response={200: ReportOut, **ERRORS}, **READ)
def read_report(request: HttpRequest, seminar: str, lang: Language = "en") -> Any:
    """The report as the page shows it: what people thought, learned, and say that they did. Fewer than five are told nowhere."""
    found, _ = held(request, seminar, Action.SEE)
    with speaking(lang):
        thought, did = report.reaction(found), report.behaviour(found)
        return {
            "reaction": {
                "people": None if thought["few"] else thought["n"],
                "items": [_rated(r) for r in thought["items"]],
                "written": [{"topic": str(topic), "texts": texts} for topic, texts in thought["written"]],
            },
            "learning": _learned(found),
            "behaviour": {"people": None, "asked": None, "told": {}}
            if did["few"]
            else {
                "people": did["people"],
                "asked": did["due"],
                "told": {str(name): n for name, n in did["told"]},
            },
        }


def _rated(r: report.Rated) -> dict[str, Any]:
    ratings = {str(mark): n for mark, n in zip(MARKS, r.counts, strict=False)}
    return {"name": str(r.name), "people": r.n or None, "mean": r.mean, "ratings": ratings}


# --- Certificates ---------------------------------------------------------------------------------------


class CertificateOut(Schema):
    number: int = Field(description="The participant's")
    name: str
    code: str
    address: str = Field(description="Where anybody who is given it sees whether it is whole and holds")
    issued_at: datetime
    revoked_at: datetime | None
    reason: str


class Certificates(Schema):
    certificates: list[CertificateOut]


class Verified(Schema):
    """A certificate that is whole: nothing in it was changed since it was signed."""

    holds: bool = Field(description="Not withdrawn, as far as this site knows, and within its time")
    revoked_at: datetime | None = None
    reason: str = ""
    name: str = Field(description="The person's; empty where it holds only a hash of it")
    title: str
    criteria: str
    results: dict[str, str]
    issuer: str = Field(description="The issuer's own word")
    key: str
    known: str = Field(description="The organisation of this site that has the key; empty where none has")
    valid_from: datetime
    address: str


class VerifiedHere(Verified):
    credential: dict[str, Any] = Field(description="As it was signed: an Open Badges 3.0 credential")


@router.get(SEMINAR + "/certificates", response={200: Certificates, **ERRORS}, **READ_PEOPLE)
def list_certificates(request: HttpRequest, seminar: str) -> Any:
    """Certificates of a seminar, those withdrawn too."""
    found, _ = held(request, seminar, Action.SEE)
    issued = Certificate.objects.filter(participant__seminar=found).select_related("participant__seminar__organisation")  # fmt: skip
    return {"certificates": [_certificate(request, c) for c in issued]}


def _certificate(request: HttpRequest, c: Certificate) -> dict[str, Any]:
    site = request.build_absolute_uri("/").rstrip("/")
    about = {k: getattr(c, k) for k in ("code", "issued_at", "revoked_at", "reason")}
    person = {"number": c.participant.number, "name": c.participant.person.name}
    return {**about, **person, "address": certificates.address_of(c, site)}


@open_router.post("/verify", response={200: Verified, **ERRORS})
def verify_certificate(
    request: HttpRequest,
    given: dict[str, Any] = Body(examples=[{"type": ["VerifiableCredential", "OpenBadgeCredential"]}]),  # noqa: B008
) -> Any:
    """Whether a credential is whole, wherever it was issued; one of this site is also looked up here. Nothing is stored."""
    verdict = credential.verify(given)
    code = verdict.address.rstrip("/").rpartition("/")[2]
    found = Certificate.objects.filter(code=code).select_related("participant__seminar__organisation").first()
    # Another's that names our address is none of ours.
    return _verdict(verdict, found if found and certificates.read(found) == given else None)


@open_router.get("/{str:code}", response={200: VerifiedHere, **ERRORS})
def read_certificate(request: HttpRequest, code: str) -> Any:
    """A certificate by the code in its address: who was certified for what, whether it is whole, whether it holds. Needs no token."""
    known = Certificate.objects.select_related("participant__seminar__organisation")
    found = get_object_or_404(known, code=code)
    document = certificates.read(found)
    return {**_verdict(credential.verify(document), found), "credential": document}


def _verdict(verdict: credential.Verdict, found: Certificate | None) -> dict[str, Any]:
    key = SigningKey.objects.select_related("organisation").filter(public=verdict.key).first()
    revoked_at = found.revoked_at if found else None
    about = ("name", "title", "criteria", "issuer", "key", "valid_from", "address")
    return {
        **{k: getattr(verdict, k) for k in about},
        "holds": revoked_at is None and verdict.holds(timezone.now()),
        "revoked_at": revoked_at,
        "reason": found.reason if found else "",
        "results": dict(verdict.results),
        "known": key.organisation.name if key else "",
    }
