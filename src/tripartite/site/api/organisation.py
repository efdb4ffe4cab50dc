"""The token's organisation: what it is, its people and invitations, and the log of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from tripartite.site.api.gate import ERRORS, Language, Text, accepted, actor, in_own, scoped, speaking
from tripartite.site.people import audit, operations
from tripartite.site.people.access import Action
from tripartite.site.people.forms import InvitationForm
from tripartite.site.people.models import Invitation, Membership, Organisation

router = Router(tags=["organisation"])
READ, WRITE = scoped("organisation:read"), scoped("organisation:write")
Role = Literal["administrator", "officer", "reader"]
MOST = 200


class OrganisationOut(Schema):
    name: str
    slug: str
    code: str = Field(description="By it others name the organisation, such as to grant it a view")
    side: str
    kind: str
    country: str
    keep_days: int = Field(description="Days after which records are deleted")
    role: Role = Field(description="Of the token's person")
    scopes: list[str] = Field(description="Of the token")
    until: Any = Field(description="Last day of the token")


@router.get("", response={200: OrganisationOut, **ERRORS}, **READ)
def organisation(request: HttpRequest) -> Any:
    """Whose token this is, and what it may do."""
    found, standing = in_own(request, Action.SEE)
    token = request.auth  # type: ignore[attr-defined]
    about = {k: getattr(found, k) for k in ("name", "slug", "code", "side", "kind", "country", "keep_days")}
    return {**about, "role": standing.role, "scopes": token.scopes, "until": token.until}


# --- People -------------------------------------------------------------------------------------------


class MemberOut(Schema):
    member: int
    name: str
    role: Role
    since: datetime


class Members(Schema):
    members: list[MemberOut]


def _member(m: Membership) -> dict[str, Any]:
    return {"member": m.pk, "name": m.user.told_name, "role": m.role, "since": m.since}


@router.get("/members", response={200: Members, **ERRORS}, **READ)
def members(request: HttpRequest) -> Any:
    """Who belongs to the organisation, and in what role."""
    found, _ = in_own(request, Action.SEE)
    return {"members": [_member(m) for m in found.memberships.select_related("user")]}


class RoleIn(Schema):
    role: Role = Field(examples=["officer"])


@router.patch("/members/{int:member}", response={200: MemberOut, **ERRORS}, **WRITE)
def change_role(request: HttpRequest, member: int, given: RoleIn) -> Any:
    """Give a member another role; for administrators. An organisation keeps one administrator at least."""
    found = _membership(request, member)
    operations.change_role(actor(request), found, given.role)
    return _member(found)


class Removed(Schema):
    removed: int


@router.delete("/members/{int:member}", response={200: Removed, **ERRORS}, **WRITE)
def remove_member(request: HttpRequest, member: int) -> Any:
    """Remove a member; for administrators. Their tokens for the organisation end at once."""
    operations.remove(actor(request), _membership(request, member))
    return {"removed": member}


def _membership(request: HttpRequest, member: int) -> Membership:
    found, _ = in_own(request, Action.ADMINISTER)
    return get_object_or_404(found.memberships.select_related("user", "organisation"), pk=member)


class InvitationIn(Schema):
    to: Text = Field(min_length=1, max_length=200, description="A name, to know it again", examples=["Mei"])
    role: Role = Field("reader", examples=["reader"])


class InvitationOut(Schema):
    invitation: int
    to: str
    role: Role
    until: datetime
    address: str = Field(description="Send it to the person. It works once")


class Invitations(Schema):
    invitations: list[InvitationOut]


def _invitation(request: HttpRequest, i: Invitation) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("accept", kwargs={"token": i.token}))
    return {"invitation": i.pk, "to": i.to, "role": i.role, "until": i.until, "address": address}


@router.get("/invitations", response={200: Invitations, **ERRORS}, **READ)
def invitations(request: HttpRequest) -> Any:
    """Open invitations; for administrators, as who has an address can join by it."""
    found, _ = in_own(request, Action.ADMINISTER)
    return {"invitations": [_invitation(request, i) for i in found.invitations.all() if i.is_open]}


@router.post("/invitations", response={201: InvitationOut, **ERRORS}, **WRITE)
def invite(request: HttpRequest, given: InvitationIn) -> Any:
    """Invite somebody, for two weeks; for administrators."""
    found, _ = in_own(request, Action.ADMINISTER)
    said = accepted(InvitationForm(given.dict()))
    return Status(201, _invitation(request, operations.invite(actor(request), found, said["to"], said["role"])))  # fmt: skip


class Withdrawn(Schema):
    withdrawn: int


@router.delete("/invitations/{int:invitation}", response={200: Withdrawn, **ERRORS}, **WRITE)
def withdraw(request: HttpRequest, invitation: int) -> Any:
    """Withdraw an invitation; for administrators."""
    found, _ = in_own(request, Action.ADMINISTER)
    operations.withdraw(actor(request), get_object_or_404(found.invitations, pk=invitation))
    return {"withdrawn": invitation}


# --- The log ------------------------------------------------------------------------------------------


class LogEntry(Schema):
    at: datetime
    who: str
    organisation: str = Field(description="Of whom acted, where it is another one")
    verb: str
    told: str = Field(description="The verb in words")
    thing: str
    details: dict[str, Any]


class LogOut(Schema):
    total: int
    whole: bool = Field(
        description="Whether each entry follows from the one before: none was changed or removed"
    )
    entries: list[LogEntry]


@router.get("/log", response={200: LogOut, **ERRORS}, **READ)
def log(
    request: HttpRequest,
    lang: Language = "en",
    offset: int = Query(0, ge=0, le=10**7),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Who did what, newest first: changes, looks by others, downloads."""
    found, _ = in_own(request, Action.SEE)
    with speaking(lang):
        return _log(found, offset, limit)


def _log(organisation: Organisation, offset: int, limit: int) -> dict[str, Any]:
    entries = organisation.audit.all()
    return {
        "total": entries.count(),
        "whole": audit.first_broken(organisation) is None,
        "entries": [
            {
                "at": e.at,
                "who": e.actor_name,
                "organisation": e.actor_organisation,
                "verb": e.verb,
                "told": str(audit.VERBS[e.verb]),
                "thing": e.thing,
                "details": e.details,
            }
            for e in entries[offset : offset + limit]
        ],
    }
