"""What a check found, as far as the token's person sees it; and what is made of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from tripartite.reports.wording import words
from tripartite.site.api.checks import MOST, ONE, CheckOut, numbered, told
from tripartite.site.api.gate import ERRORS, Language, Text, a_file, actor, scoped
from tripartite.site.checks import operations
from tripartite.site.checks.calendar import Month, month_of
from tripartite.site.checks.comparison import by_figures_only, figures_compared, findings_compared
from tripartite.site.checks.downloads import FORMS, written
from tripartite.site.checks.explained import explained
from tripartite.site.checks.findings import count, listed
from tripartite.site.checks.opened import check_for, open_check, read_named
from tripartite.site.people import audit
from tripartite.site.people.access import Action

router = Router(tags=["results"])
READ, WRITE, SHARE = scoped("checks:read"), scoped("checks:write"), scoped("sharing:write")
Answer: Any = {200: dict[str, Any], **ERRORS}


# --- Reading it ---------------------------------------------------------------------------------------


@router.get(ONE + "/summary", response=Answer, **READ)
def summary(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """The result of a check that is done. Sums are in the currency's smallest unit."""
    seen = open_check(*numbered(request, org, facility, number, Action.SEE))
    if not seen.whole:
        return seen.summary
    return {**seen.summary, "trouble": json.loads(read_named(seen.check, "trouble.json"))}


class Findings(Schema):
    total: int
    findings: list[dict[str, Any]]


@router.get(ONE + "/findings", response={200: Findings, **ERRORS}, **READ)
def findings(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    topic: str = Query("", max_length=60),
    rule: str = Query("", max_length=120),
    certainty: str = Query("", max_length=30),
    month: str = Query("", max_length=7),
    worker: str = Query("", max_length=120),
    lang: Language = "en",
    offset: int = Query(0, ge=0, le=2**31),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Findings, filtered and paged. Who was granted figures only is told that there is nothing."""
    seen = open_check(*numbered(request, org, facility, number, Action.SEE))
    asked = {"topic": topic, "rule": rule, "certainty": certainty, "month": month, "worker": worker}
    filters = {k: v for k, v in asked.items() if v}
    return {
        "total": count(seen.tables(), filters),
        "findings": listed(seen, words(lang), filters, offset, limit),
    }


@router.get(ONE + "/findings/{slug:finding}", response=Answer, **READ)
def finding(
    request: HttpRequest, org: str, facility: str, number: int, finding: str, lang: Language = "en"
) -> Any:
    """One finding: its values, the formula, the law, and the rows of the records that it is made of."""
    seen = open_check(*numbered(request, org, facility, number, Action.SEE))
    return explained(seen, words(lang), finding)


@router.get(ONE + "/month", response=Answer, **READ)
def worker_month(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    worker: str = Query(min_length=1, max_length=120, examples=["G0007"]),
    month: str = Query("", pattern=r"^(\d{4}-\d{2})?$", description="Such as 2025-03; else that of the worst finding"),
    lang: Language = "en",
) -> Any:  # fmt: skip
    """One worker's month, day by day: minutes by kind, what was pressed, and the findings that each day takes part in."""
    seen = open_check(*numbered(request, org, facility, number, Action.SEE))
    return {"worker": worker, **_month(month_of(seen, words(lang), worker, month))}


def _month(m: Month) -> dict[str, Any]:
    ids = {f["mark"]: f["id"] for f in m.findings}
    days = [{**{k: v for k, v in asdict(d).items() if k != "marks"}, "findings": [ids[n] for n in d.marks]} for d in m.days]  # fmt: skip
    return {
        "month": m.first.strftime("%Y-%m"),
        "days": days,
        "sums": m.sums,
        "days_unknown": m.unknown,
        "findings": [{k: v for k, v in f.items() if k != "mark"} for f in m.findings],
        "earlier": m.earlier or None,
        "later": m.later or None,
    }


@router.get(ONE + "/since/{int:earlier}", response=Answer, **READ)
def compare(request: HttpRequest, org: str, facility: str, number: int, earlier: int) -> Any:
    """What changed since an earlier check; `by` says whether findings were compared, or figures only."""
    found, standing = numbered(request, org, facility, number, Action.SEE)
    now = open_check(found, standing)
    before = open_check(check_for(standing, found.facility, min(earlier, 2**31 - 1)), standing)
    if by_figures_only(before, now):
        return {"by": "figures", "rules": figures_compared(before, now)}
    return {"by": "findings", **findings_compared(before, now)}


@router.get(ONE + "/download/{form}", **a_file("checks:read", *{f.content_type for f in FORMS.values()}))
def download(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    form: Literal["xlsx", "html", "pdf", "json", "parquet", "summary", "rejects"],
    lang: Language = "en",
) -> Any:
    """A result as a file. Only for whom the whole is shown."""
    check, standing = numbered(request, org, facility, number, Action.SEE)
    seen = open_check(check, standing)
    if not seen.whole:
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


# --- What is made of it -------------------------------------------------------------------------------


@router.post(ONE + "/publish", response={200: CheckOut, **ERRORS}, by_alias=True, **SHARE)
def publish(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Show the result to those whom a view was granted. It stays, and cannot be taken back."""
    found, standing = numbered(request, org, facility, number, Action.SHARE)
    operations.publish(actor(request), found)
    found.refresh_from_db()
    return told(found, standing)


class AnswerIn(Schema):
    text: Text = Field(max_length=operations.MOST_ANSWERED, examples=["New shifts began in May."])


@router.put(ONE + "/answer", response={200: CheckOut, **ERRORS}, by_alias=True, **WRITE)
def answer(request: HttpRequest, org: str, facility: str, number: int, given: AnswerIn) -> Any:
    """What the factory says to the result; shown with it, dated."""
    found, standing = numbered(request, org, facility, number, Action.WORK)
    operations.answer(actor(request), found, given.text)
    found.refresh_from_db()
    return told(found, standing)
