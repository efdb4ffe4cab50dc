"""Facilities, files, checks and their findings: what a token's person may do in its organisation."""

from __future__ import annotations

from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from tripartite.reports.wording import words
from tripartite.site.api.gate import ERRORS, in_own, on, scoped
from tripartite.site.checks import operations
from tripartite.site.checks.file_names import file_name
from tripartite.site.checks.findings import count, listed
from tripartite.site.checks.models import Check, Upload
from tripartite.site.checks.opened import check_for, open_check
from tripartite.site.people.access import Action
from tripartite.site.people.models import Facility

router = Router(tags=["checks"])
READ, WRITE = scoped("checks:read"), scoped("checks:write")
HERE = "/{slug:org}/{slug:facility}/checks"
Answer: Any = {200: dict[str, Any], **ERRORS}
MOST = 200
NUMBER = 2**31 - 1


def _facility(f: Facility) -> dict[str, Any]:
    return {
        "organisation": f.organisation.slug,
        "facility": f.slug,
        "name": f.name,
        "country": f.country,
        "region": f.region,
    }


def _check(c: Check) -> dict[str, Any]:
    """Where a check stands; figures are told by its summary, as far as one may see them."""
    return {
        "number": c.number,
        "state": c.state,
        "job": c.job,
        "stage": c.stage,
        "done": c.done,
        "total": c.total,
        "trouble": c.trouble,
        "from": c.period_from,
        "to": c.period_to,
        "published_at": c.published_at,
        "files": [{"id": u.client_id, "name": u.name, "size": u.size, "received": u.received} for u in c.uploads.all()],
    }  # fmt: skip


def _numbered(
    request: HttpRequest, org: str, facility: str, number: int, action: Action
) -> tuple[Check, Any]:
    where, standing = on(request, org, facility, action)
    return check_for(standing, where, min(number, NUMBER)), standing


@router.get("", response=Answer, **READ)
def facilities(request: HttpRequest) -> Any:
    """Facilities of the token's organisation, and those that others let it see."""
    organisation, _ = in_own(request, Action.SEE)
    granted = Q(grants__to=organisation, grants__revoked_at=None, grants__until__gte=timezone.localdate())
    found = Facility.objects.filter(Q(organisation=organisation) | granted).distinct()
    return {"facilities": [_facility(f) for f in found.select_related("organisation")]}


@router.get(HERE, response=Answer, **READ)
def checks(
    request: HttpRequest,
    org: str,
    facility: str,
    offset: int = Query(0, ge=0, le=10_000),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """A facility's checks, newest first; through a grant those that were published."""
    where, standing = on(request, org, facility, Action.SEE)
    seen = where.checks.all() if standing.role else where.checks.exclude(published_at=None)
    rows = seen.prefetch_related("uploads")[offset : offset + limit]
    return {"total": seen.count(), "checks": [_shown(c, standing) for c in rows]}


def _shown(check: Check, standing: Any) -> dict[str, Any]:
    """Files and troubles are the facility's own; they may name people."""
    told = _check(check)
    return told if standing.role else {**told, "files": [], "trouble": ""}


@router.post(HERE, response={201: dict[str, Any], **ERRORS}, **WRITE)
def begin(request: HttpRequest, org: str, facility: str) -> Any:
    """A new check that waits for files."""
    where, _ = on(request, org, facility, Action.WORK)
    return Status(201, _check(operations.begin(request.auth.user, where)))  # type: ignore[attr-defined]


@router.get(HERE + "/{int:number}", response=Answer, **READ)
def progress(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """How far a check is."""
    return _shown(*_numbered(request, org, facility, number, Action.SEE))


class Part(Schema):
    received: int


@router.put(HERE + "/{int:number}/files/{slug:file}", response={200: Part, **ERRORS}, **WRITE)
def part(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    file: str,
    name: str = Query(min_length=1, max_length=200),
    size: int = Query(ge=1, le=2**53),
    offset: int = Query(0, ge=0, le=2**53),
) -> Any:
    """A part of a file, its bytes as the body. 409 says where to go on; the same id goes on with the same file."""
    found, _ = _numbered(request, org, facility, number, Action.WORK)
    upload = operations.open_upload(request.auth.user, found, file[:64], file_name(name), size)  # type: ignore[attr-defined]
    if offset == upload.received == upload.size:
        return {"received": upload.received}
    return {"received": operations.add_part(upload, offset, request.body).received}


@router.delete(HERE + "/{int:number}/files/{slug:file}", response={200: dict[str, Any], **ERRORS}, **WRITE)
def remove(request: HttpRequest, org: str, facility: str, number: int, file: str) -> Any:
    """Remove a file from a check that has not been started."""
    found, _ = _numbered(request, org, facility, number, Action.WORK)
    operations.remove_upload(request.auth.user, get_object_or_404(Upload, of=found, client_id=file))  # type: ignore[attr-defined]
    return {"removed": file}


@router.post(HERE + "/{int:number}/look", response={202: dict[str, Any], **ERRORS}, **WRITE)
def look(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Have the files looked at. How they are read is then confirmed on the site, and the check started there."""
    found, _ = _numbered(request, org, facility, number, Action.WORK)
    operations.look(request.auth.user, found)  # type: ignore[attr-defined]
    found.refresh_from_db()
    return Status(202, _check(found))


@router.get(HERE + "/{int:number}/summary", response=Answer, **READ)
def summary(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """The result of a check that is done, as far as one may see it."""
    return open_check(*_numbered(request, org, facility, number, Action.SEE)).summary


@router.get(HERE + "/{int:number}/findings", response=Answer, **READ)
def findings(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    topic: str = Query("", max_length=60),
    rule: str = Query("", max_length=120),
    certainty: str = Query("", max_length=30),
    month: str = Query("", max_length=7),
    lang: Literal["en", "zh", "ja", "vi", "th", "my", "fil"] = "en",
    offset: int = Query(0, ge=0, le=2**31),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Findings, filtered and paged. Who was granted figures only is told that there is nothing."""
    seen = open_check(*_numbered(request, org, facility, number, Action.SEE))
    asked = {"topic": topic, "rule": rule, "certainty": certainty, "month": month}
    filters = {k: v for k, v in asked.items() if v}
    return {
        "total": count(seen.tables(), filters),
        "findings": listed(seen, words(lang), filters, offset, limit),
    }


@router.get(HERE + "/{int:number}/download/{form}", response=ERRORS, **READ)
def download(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    form: Literal["xlsx", "html", "pdf", "json", "parquet", "summary", "rejects"],
    lang: Literal["en", "zh", "ja", "vi", "th", "my", "fil"] = "en",
) -> Any:
    """A result as a file. Only for whom the whole is shown."""
    from tripartite.site.checks.downloads import FORMS, written
    from tripartite.site.people import audit

    check, standing = _numbered(request, org, facility, number, Action.SEE)
    seen = open_check(check, standing)
    if not seen.whole:
        from django.http import Http404

        raise Http404
    token = request.auth  # type: ignore[attr-defined]
    organisation = check.facility.organisation
    audit.record(
        organisation, token.user, "check.downloaded", check, actor_organisation=token.organisation, form=form
    )
    return HttpResponse(
        written(seen, form, lang),
        content_type=FORMS[form].content_type,
        headers={"Content-Disposition": f'attachment; filename="{FORMS[form].name}"'},
    )
