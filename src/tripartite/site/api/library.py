"""The body of standards and the calculator. No token is needed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Body, Query, Router

from tripartite.check.payslip import due, input_schema
from tripartite.site.api.gate import ERRORS, Language
from tripartite.site.library.searching import index
from tripartite.site.places import standards
from tripartite.standards.search.ranking import Filters
from tripartite.standards.views.duty import duty_view
from tripartite.standards.views.holds import holds_view
from tripartite.standards.views.instrument import instrument_view
from tripartite.standards.views.provision import provision_view
from tripartite.standards.views.ratification import ratifications_view
from tripartite.standards.views.remedy import contacts_view
from tripartite.standards.views.rule import rule_view
from tripartite.standards.views.topics import compare_view, topic_view

router = Router(tags=["library"])
Answer: Any = {200: dict[str, Any], **ERRORS}
MOST = 100


@router.get("/search", response=Answer)
def search(
    request: HttpRequest,
    q: str = Query(max_length=200, examples=["overtime"]),
    lang: Language = "en",
    offset: int = Query(0, ge=0, le=10_000),
    limit: int = Query(20, ge=1, le=MOST),
) -> Any:
    """Provisions, rules, questions, duties, instruments and contacts that fit, the best first."""
    return index().find(q, lang, filters=Filters(), offset=offset, limit=limit).as_data()


@router.get("/provisions/{path:key}", response=Answer)
def provision(request: HttpRequest, key: str, lang: Language = "en", day: date | None = None) -> Any:
    """What a provision asks, since when, its history, rules and counterparts."""
    return provision_view(standards(), key, lang, day)


@router.get("/rules/{path:key}", response=Answer)
def rule(request: HttpRequest, key: str, lang: Language = "en", day: date | None = None) -> Any:
    """A rule with its dated values."""
    return rule_view(standards(), key, lang, day)


@router.get("/instruments/{path:key}", response=Answer)
def instrument(request: HttpRequest, key: str, lang: Language = "en", day: date | None = None) -> Any:
    """A law, convention or code: its provisions, and who ratified it."""
    return instrument_view(standards(), key, lang, day)


@router.get("/duties/{path:key}", response=Answer)
def duty(request: HttpRequest, key: str, lang: Language = "en", day: date | None = None) -> Any:
    """A duty, such as weekly rest, and what each law and code asks of it."""
    return duty_view(standards(), key, lang, day)


@router.get("/countries/{country}", response=Answer)
def country(
    request: HttpRequest,
    country: str,
    topic: str = Query("", max_length=60),
    lang: Language = "en",
    day: date | None = None,
) -> Any:
    """A country's topics, each with its duties, what provisions ask and what rules hold on a day."""
    return topic_view(standards(), country, lang, day, topic)


@router.get("/contacts/{country}", response=Answer)
def contacts(
    request: HttpRequest, country: str, topic: str = Query("", max_length=60), lang: Language = "en"
) -> Any:
    """Whom a worker can turn to, the time limits, and the steps, each with its source."""
    return contacts_view(standards(), country, lang, topic)


@router.get("/holds/{place}", response=Answer)
def holds(
    request: HttpRequest,
    place: str,
    day: date = Query(examples=["2025-10-01"]),  # noqa: B008 - so ninja declares it
    lang: Language = "en",
) -> Any:
    """What holds in a country (CN) or region (CN-GD) on a day."""
    return holds_view(standards(), place, day, lang)


@router.get("/compare/{topic}", response=Answer)
def compare(
    request: HttpRequest,
    topic: str,
    columns: str = Query("cn,vn,ilo", max_length=200),
    lang: Language = "en",
    day: date | None = None,
) -> Any:
    """A topic's duties across countries, the ILO and codes; columns are joined by commas."""
    asked = [c.strip() for c in columns.split(",") if c.strip()]
    return compare_view(standards(), asked, topic, lang, day)


@router.get("/ratifications", response=Answer)
def ratifications(request: HttpRequest, lang: Language = "en", day: date | None = None) -> Any:
    """Which of the six countries ratified what."""
    return ratifications_view(standards(), lang, day=day)


CASE = {
    "country": "CN",
    "region": "CN-GD",
    "month": "2025-10",
    "wage": "5000 CNY",
    "basis": "monthly",
    "hours": {"ordinary_overtime": "10 h"},
}


def _case_schema() -> dict[str, Any]:
    return {k: v for k, v in input_schema().items() if k != "$schema"}


@router.post(
    "/pay",
    response=Answer,
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": _case_schema(), "example": CASE}}}
    },
)
def pay(request: HttpRequest, case: dict[str, Any] = Body(...)) -> Any:  # noqa: B008 - so ninja declares a body
    """What one worker is due for a month, line by line, with the law. Nothing is stored."""
    return due(case)
