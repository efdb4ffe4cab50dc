"""Views that a facility grants, who looked, and signed bundles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator

from tripartite.reports import bundle
from tripartite.site.api.gate import ERRORS, Text, a_file, actor, in_own, on, scoped
from tripartite.site.checks.opened import check_for
from tripartite.site.people.access import Action
from tripartite.site.people.models import Grant
from tripartite.site.people.operations import RefusedError
from tripartite.site.sharing import looking, operations
from tripartite.site.sharing.models import SigningKey
from tripartite.site.sharing.views import LARGEST_BUNDLE
from tripartite.standards.schema import TOPICS

router = Router(tags=["sharing"])
READ, WRITE = scoped("sharing:read"), scoped("sharing:write")
Answer: Any = {200: dict[str, Any], **ERRORS}
HERE = "/facilities/{slug:org}/{slug:facility}"
MOST_LOOKS = 200


def _known(topic: str) -> str:
    if topic not in TOPICS:
        raise ValueError(f"`{topic}` is no topic. Allowed: {', '.join(TOPICS)}")
    return topic


class GrantIn(Schema):
    to: Text = Field(min_length=1, max_length=200, description="The organisation's code, whole or short name", examples=["Northern Stores"])  # fmt: skip
    scope: Literal["whole", "topics", "figures"] = Field("figures", examples=["figures"])
    topics: list[Annotated[str, AfterValidator(_known)]] = Field(default_factory=list)
    purpose: Text = Field(min_length=1, max_length=300, pattern=r"\S", examples=["yearly review"])
    until: date | None = None


def _grant(g: Grant) -> dict[str, Any]:
    return {
        "id": g.pk,
        "organisation": g.facility.organisation.slug,
        "facility": g.facility.slug,
        "to": g.to.name,
        "scope": g.scope,
        "topics": g.topics,
        "purpose": g.purpose,
        "until": g.until,
        "made_at": g.made_at,
        "revoked_at": g.revoked_at,
        "holds": g.holds,
    }


@router.get("/granted", response=Answer, **READ)
def granted(request: HttpRequest) -> Any:
    """What others show to the token's organisation today."""
    organisation, _ = in_own(request, Action.SEE)
    grants = organisation.granted.select_related("facility__organisation", "to")
    return {"grants": [_grant(g) for g in grants if g.holds]}


@router.get(HERE + "/grants", response=Answer, **READ)
def grants(
    request: HttpRequest,
    org: str,
    facility: str,
    offset: int = Query(0, ge=0, le=10**7),
    limit: int = Query(MOST_LOOKS, ge=1, le=MOST_LOOKS),
) -> Any:
    """What a facility shows to whom, and every look through that, the latest first."""
    where, _ = on(request, org, facility, Action.OVERSEE)
    looks = looking.looks(where)
    return {
        "n_looks": looks.count(),
        "grants": [_grant(g) for g in where.grants.select_related("to", "facility__organisation")],
        "looks": [
            {
                "at": e.at,
                "who": e.actor_name,
                "organisation": e.actor_organisation,
                "grant": e.details.get("grant"),
                "page": e.details.get("page", ""),
                "purpose": e.details.get("purpose", ""),
            }
            for e in looks[offset : offset + limit]
        ],
    }


@router.post(HERE + "/grants", response={201: dict[str, Any], **ERRORS}, **WRITE)
def grant(request: HttpRequest, org: str, facility: str, given: GrantIn) -> Any:
    """Grant a view, for three months if nothing else is said."""
    where, _ = on(request, org, facility, Action.SHARE)
    to = operations.receiving_for(actor(request), given.to)
    if to is None:
        raise RefusedError("No organisation of exactly this name or code is here.")
    made = Grant(
        facility=where,
        to=to,
        scope=given.scope,
        topics=list(given.topics) if given.scope == "topics" else [],
        purpose=given.purpose.strip(),
        until=given.until or operations.usual_end(),
    )
    return Status(201, _grant(operations.grant(actor(request), made)))


@router.post(HERE + "/grants/{int:number}/revoke", response=Answer, **WRITE)
def revoke(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Take a view back; it ends at once."""
    where, _ = on(request, org, facility, Action.SHARE)
    found = get_object_or_404(Grant, pk=min(number, 2**63 - 1), facility=where)
    operations.revoke(actor(request), found)
    found.refresh_from_db()
    return _grant(found)


@router.post(HERE + "/checks/{int:number}/bundle", **a_file("sharing:write", "application/zip"))
def sign(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """A check's results as a signed file without personal data."""
    where, standing = on(request, org, facility, Action.SHARE)
    found = check_for(standing, where, min(number, 2**31 - 1))
    content = operations.sign_bundle(actor(request), found, standing)
    name = f"{where.slug}-{found.number}{bundle.SUFFIX}"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/bundles/verify", response=Answer)
def verify(request: HttpRequest, file: UploadedFile = File(...)) -> Any:  # noqa: B008 - so ninja declares a file
    """Whether a bundle is whole, whose key signed it, and what it holds. No token is needed; nothing is stored."""
    if (file.size or 0) > LARGEST_BUNDLE:
        raise RefusedError(f"The bundle is too large: up to {LARGEST_BUNDLE >> 20} MB are taken.")
    found = bundle.verify(file.read())
    known = SigningKey.objects.select_related("organisation").filter(public=found.key).first()
    return {
        "manifest": found.manifest,
        "results": found.results,
        "key": found.key,
        "signed_here_by": known.organisation.name if known else None,
        "key_retired_at": known.retired_at if known else None,
    }


# --- Keys ---------------------------------------------------------------------------------------------


def _key(k: SigningKey) -> dict[str, Any]:
    return {"key": k.public, "made_at": k.made_at, "retired_at": k.retired_at}


@router.get("/keys", response=Answer, **READ)
def keys(request: HttpRequest) -> Any:
    """The public keys that the organisation signs with, and those it signed with before."""
    organisation, _ = in_own(request, Action.SEE)
    return {"keys": [_key(k) for k in SigningKey.objects.filter(organisation=organisation)]}


@router.post("/keys/renew", response={201: dict[str, Any], **ERRORS}, **WRITE)
def renew_key(request: HttpRequest) -> Any:
    """Retire the key in use and make a new one; for administrators. What the old one signed can still be verified."""
    organisation, _ = in_own(request, Action.ADMINISTER)
    return Status(201, _key(operations.renew_key(actor(request), organisation)))
