"""Put it right: what is done about findings, by whom, by when, and what shows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from tripartite.site.api.gate import ERRORS, Language, Text, a_file, accepted, actor, on, scoped, speaking
from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.people.access import Action as May
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Membership
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans import back_pay, evidence, operations, shown
from tripartite.site.plans.evidence import TAKEN
from tripartite.site.plans.forms import ActionForm
from tripartite.site.plans.models import Action, Event, Evidence
from tripartite.site.plans.rules import cause_choices, cause_name, title_of, to_plan
from tripartite.site.plans.views import MOST_LETTERS

router = Router(tags=["plans"])
READ, WRITE = scoped("plans:read"), scoped("plans:write")
PLAN = "/{slug:org}/{slug:facility}/plan"
ACTION = PLAN + "/actions/{int:action}"
STATES = Literal["open", "underway", "done", "closed", "aside"]


class NoVersionError(Exception):
    """A change that does not say which version was read."""


class ChangedMeanwhileError(Exception):
    """An action that stands at another version than `If-Match` names."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class Person(Schema):
    member: int | None = Field(description="The member's number; none where they left")
    name: str


class ActionOut(Schema):
    """One thing that is done so that a rule is met again. Who was granted figures only reads neither people nor words."""

    number: int
    version: int = Field(description="Grows with each change; also told as ETag")
    rule: str
    title: str
    topic: str
    state: STATES = Field(
        description="closed: a later check showed it to be mended; aside: somebody said why nothing is done"
    )
    overdue: bool
    due: date | None
    cause: str
    cause_name: str
    who: Person | None
    what: str | None
    people: int | None = Field(description="Whom the latest check that found it found touched")
    people_checked: int | None
    check: int | None = Field(description="The check whose findings it was planned from")
    closed_by: int | None


class EvidenceOut(Schema):
    id: int
    name: str
    size: int
    at: datetime


class EventOut(Schema):
    at: datetime
    by: str
    kind: Literal[
        "made", "changed", "comment", "evidence", "set-aside", "resumed", "closed", "reopened", "still", "cannot-tell"
    ]  # fmt: skip
    text: str
    file: EvidenceOut | None
    details: dict[str, Any]


class ActionWhole(ActionOut):
    history: list[EventOut]
    evidence: list[EvidenceOut]


class Owed(Schema):
    number: int
    check: int
    currency: str
    since: date = Field(alias="from")
    until: date = Field(alias="to")
    people: int | None
    total: str | None
    left: str | None


class PlanOut(Schema):
    actions: list[ActionOut]
    overdue: int
    back_pay: list[Owed] = Field(
        description="Lists of wages owed. A sum that would tell of few people is null"
    )
    causes: dict[str, str]


def _action(a: Action, standing: Standing) -> dict[str, Any]:
    sees = standing.sees_workers
    return {
        "number": a.number,
        "version": a.version,
        "rule": a.rule,
        "title": title_of(a.rule),
        "topic": a.topic,
        "state": a.state,
        "overdue": a.is_overdue,
        "due": a.due,
        "cause": a.cause,
        "cause_name": cause_name(a.cause),
        "who": _person(a) if standing.role and a.who else None,
        "what": a.what if sees else None,
        "people": a.people if sees else None,
        "people_checked": a.people_checked if sees else None,
        "check": a.found_by.number if a.found_by else None,
        "closed_by": a.closed_by.number if a.closed_by else None,
    }


def _person(a: Action) -> dict[str, Any]:
    member = Membership.objects.filter(organisation=a.facility.organisation, user=a.who).first()
    return {"member": member.pk if member else None, "name": a.who.told_name if a.who else ""}


def evidence_told(e: Evidence) -> dict[str, Any]:
    return {"id": e.pk, "name": e.name, "size": e.size, "at": e.at}


# Of what an event keeps, what tells nobody's name: people and words stand in fields of their own.
TOLD_ALWAYS = ("check", "state", "due", "cause", "why", "better", "fields")


def _event(h: dict[str, Any], standing: Standing) -> dict[str, Any]:
    e: Event = h["event"]
    told = e.details if standing.sees_workers else {k: v for k, v in e.details.items() if k in TOLD_ALWAYS}
    return {
        "at": e.at,
        "by": h["by"],
        "kind": e.kind,
        "text": h["text"],
        "file": evidence_told(h["file"]) if h["file"] else None,
        "details": {k: v for k, v in told.items() if k != "file"},
    }


def _whole(a: Action, standing: Standing) -> dict[str, Any]:
    files = a.evidence.all() if shown.sees_files(standing) else []
    return {
        **_action(a, standing),
        "history": [_event(h, standing) for h in shown.history(a, standing)],
        "evidence": [evidence_told(e) for e in files],
    }


def _tagged(response: HttpResponse, a: Action) -> None:
    response["ETag"] = f'"{a.version}"'


# --- Reading it ---------------------------------------------------------------------------------------


@router.get(PLAN, response={200: PlanOut, **ERRORS}, by_alias=True, **READ)
def plan(request: HttpRequest, org: str, facility: str, lang: Language = "en") -> Any:
    """A facility's plan: its actions, what is late, and what is owed."""
    from tripartite.site.api.back_pay import in_short

    where, standing = on(request, org, facility, May.SEE)
    with speaking(lang):
        actions = shown.actions(where, standing)
        return {
            "actions": [_action(a, standing) for a in actions],
            "overdue": sum(a.is_overdue for a in actions),
            "back_pay": [in_short(s, back_pay.sums(s), standing) for s in shown.schedules(where, standing)],
            "causes": dict(cause_choices()),
        }


class Planned(Schema):
    rule: str
    title: str
    advice: str
    touched: str


class ToPlan(Schema):
    findings: list[Planned]


@router.get(PLAN + "/findings", response={200: ToPlan, **ERRORS}, **READ)
def findings_to_plan(
    request: HttpRequest, org: str, facility: str, check: int = Query(ge=1, le=2**31 - 1, examples=[1]), lang: Language = "en"
) -> Any:  # fmt: skip
    """The broken rules of a check that no action stands for yet, the gravest first."""
    where, standing = on(request, org, facility, May.WORK)
    seen = open_check(check_for(standing, where, check), standing)
    with speaking(lang):
        return {"findings": to_plan(seen.summary, operations.planned_rules(where)) if seen.con else []}


@router.get(ACTION, response={200: ActionWhole, **ERRORS}, **READ)
def action(
    request: HttpRequest, response: HttpResponse, org: str, facility: str, action: int, lang: Language = "en"
) -> Any:
    """One action with its history, evidence and discussion."""
    where, standing = on(request, org, facility, May.SEE)
    found = shown.action(where, standing, action)
    _tagged(response, found)
    with speaking(lang):
        return _whole(found, standing)


# --- Changing it --------------------------------------------------------------------------------------


class TakeOver(Schema):
    check: int = Field(ge=1, le=2**31 - 1, examples=[1])
    rules: list[str] = Field(min_length=1, max_length=500, examples=[["cn/overtime-in-a-month"]])


class TakenOver(Schema):
    actions: list[ActionOut]
    left: list[str] = Field(
        description="Rules that this check did not find broken, or that an action stands for"
    )


@router.post(PLAN + "/actions", response={201: TakenOver, **ERRORS}, **WRITE)
def take_over(request: HttpRequest, org: str, facility: str, given: TakeOver, lang: Language = "en") -> Any:
    """Plan actions for broken rules of a check. Each begins with the standards' advice, in `lang`."""
    where, standing = on(request, org, facility, May.WORK)
    found = check_for(standing, where, given.check)
    open_check(found, standing)
    with speaking(lang):
        made = operations.take_over(actor(request), found, given.rules)
        taken = {a.rule for a in made}
        left = sorted(set(given.rules) - taken)
        return Status(201, {"actions": [_action(a, standing) for a in made], "left": left})


class ActionChange(Schema):
    """What is left out stays. Say the version that you read, here or as `If-Match`."""

    version: int | None = Field(None, examples=[1])
    what: Text | None = Field(None, max_length=2000, examples=["Two shifts from May"])
    cause: str | None = Field(None, max_length=20, examples=["orders"])
    who: int | None = Field(None, description="A member's number; null for nobody", examples=[1])
    due: date | None = Field(None, examples=["2026-12-31"])
    state: Literal["open", "underway", "done"] | None = Field(None, examples=["underway"])


IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of the action that you read",
}
CHANGE = {**WRITE, "openapi_extra": {**WRITE["openapi_extra"], "parameters": [IF_MATCH]}}


@router.patch(ACTION, response={200: ActionWhole, **ERRORS}, **CHANGE)
def change_action(
    request: HttpRequest,
    response: HttpResponse,
    org: str,
    facility: str,
    action: int,
    given: ActionChange,
    lang: Language = "en",
) -> Any:
    """Change an action that you read. 428 without its version; 412 (`If-Match`) or 409 (`version`) where somebody changed it since."""
    where, standing = on(request, org, facility, May.WORK)
    found = shown.action(where, standing, action)
    version = _version(request, given, found)
    said = given.dict(exclude_unset=True)
    with speaking(lang):
        form = ActionForm(_as_form(found, said), instance=found)
        cleaned = accepted(form)
        cleaned.pop("version")
        now = operations.change(actor(request), found, version, **cleaned)
        return _fresh(response, shown.action(where, standing, now.number), standing)


def _version(request: HttpRequest, given: ActionChange | Aside | Resumed, found: Action) -> int:
    """The version that the change is of. Raises NoVersionError, ChangedMeanwhileError."""
    matched = request.headers.get("If-Match")
    if matched is None:
        if given.version is None:
            raise NoVersionError
        return given.version
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in matched.split(",")}
    if not tags & {"*", str(found.version)}:
        raise ChangedMeanwhileError(found.version)
    return found.version


def _as_form(found: Action, said: dict[str, Any]) -> dict[str, Any]:
    """The action as the page's form would send it, with what was said."""
    form = {
        "what": found.what,
        "cause": found.cause,
        "who": found.who_id or "",
        "due": found.due or "",
        "state": found.state,
    }
    if said.get("who") is not None:
        said["who"] = _user_of(said["who"], found)
    form |= {k: "" if v is None else v for k, v in said.items() if k in form}
    return {**form, "version": found.version}


def _user_of(member: int, found: Action) -> int:
    membership = found.facility.organisation.memberships.filter(pk=member).first()
    if membership is None:
        raise RefusedError(f"No member of the organisation has the number {member}.")
    return int(membership.user_id)


class Aside(Schema):
    version: int | None = Field(None, examples=[1])
    reason: Text = Field(min_length=1, max_length=MOST_LETTERS, pattern=r"\S", examples=["The line was closed in June."])  # fmt: skip


class Resumed(Schema):
    version: int | None = Field(None, examples=[1])


@router.post(ACTION + "/set-aside", response={200: ActionWhole, **ERRORS}, **CHANGE)
def set_aside(
    request: HttpRequest, response: HttpResponse, org: str, facility: str, action: int, given: Aside
) -> Any:
    """Say that nothing is done about an open action, and why. Versions as with a change."""
    where, standing = on(request, org, facility, May.WORK)
    found = shown.action(where, standing, action)
    operations.set_aside(actor(request), found, _version(request, given, found), given.reason)
    return _fresh(response, shown.action(where, standing, action), standing)


@router.post(ACTION + "/resume", response={200: ActionWhole, **ERRORS}, **CHANGE)
def resume(
    request: HttpRequest, response: HttpResponse, org: str, facility: str, action: int, given: Resumed
) -> Any:
    """Take up again what was set aside. Versions as with a change."""
    where, standing = on(request, org, facility, May.WORK)
    found = shown.action(where, standing, action)
    operations.resume(actor(request), found, _version(request, given, found))
    return _fresh(response, shown.action(where, standing, action), standing)


def _fresh(response: HttpResponse, now: Action, standing: Standing) -> dict[str, Any]:
    _tagged(response, now)
    return _whole(now, standing)


class CommentIn(Schema):
    text: Text = Field(min_length=1, max_length=MOST_LETTERS, pattern=r"\S", examples=["We talk to the buyer on Monday."])  # fmt: skip


@router.post(ACTION + "/comments", response={201: ActionWhole, **ERRORS}, **WRITE)
def comment(request: HttpRequest, org: str, facility: str, action: int, given: CommentIn) -> Any:
    """Write into the discussion of an action. It is sealed, and stays."""
    where, standing = on(request, org, facility, May.WORK)
    found = shown.action(where, standing, action)
    operations.comment(actor(request), found, given.text.strip())
    return Status(201, _whole(found, standing))


@router.post(ACTION + "/evidence", response={201: EvidenceOut, **ERRORS}, **WRITE)
def add_evidence(
    request: HttpRequest,
    org: str,
    facility: str,
    action: int,
    file: UploadedFile = File(...),  # noqa: B008 - so ninja declares a file
) -> Any:
    """Keep a file with an action: PDF, picture, XLSX or DOCX, ten megabytes at most."""
    where, standing = on(request, org, facility, May.WORK)
    found = shown.action(where, standing, action)
    return Status(201, evidence_told(evidence.add(actor(request), found, file)))


@router.get(PLAN + "/evidence/{int:evidence}", **a_file("plans:read", *{kind for _, kind in TAKEN.values()}))
def read_evidence(request: HttpRequest, org: str, facility: str, evidence: int) -> Any:
    """A file that was kept. Proofs of payment are for the facility's own people."""
    from tripartite.site.plans.evidence import answer

    where, standing = on(request, org, facility, May.SEE)
    return answer(shown.evidence(where, standing, evidence))
