"""The body of standards as pages. What they show comes from tripartite.standards.views, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tripartite.check.assessment import questions_for
from tripartite.site.languages import data_language
from tripartite.site.library.choices import Choices, chosen_day, topic_choices
from tripartite.site.library.downloads import FILES
from tripartite.site.library.facets import facets
from tripartite.site.library.kept import kept
from tripartite.site.library.searching import index
from tripartite.site.people.access import public
from tripartite.site.places import COUNTRIES, standards
from tripartite.standards.fields import StandardsError
from tripartite.standards.schema import TOPICS
from tripartite.standards.search.ranking import Filters
from tripartite.standards.views.duty import duty_view
from tripartite.standards.views.holds import holds_view
from tripartite.standards.views.instrument import instrument_view
from tripartite.standards.views.language import OWN_LANGUAGE, said
from tripartite.standards.views.parts import family, instrument_brief, question_brief
from tripartite.standards.views.parts import topic as topic_of
from tripartite.standards.views.provision import provision_view
from tripartite.standards.views.ratification import ratifications_view
from tripartite.standards.views.remedy import contacts_view
from tripartite.standards.views.rule import rule_view
from tripartite.standards.views.topics import COLUMN_FAMILIES, compare_view, topic_view

PAGE = 20
# Whose law a reader of a language most likely looks for.
COUNTRY_OF = {language: country.upper() for country, language in OWN_LANGUAGE.items()}
View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """A public page that only shows, the same for all visitors; what is not held is told as not found."""

    @kept
    @wraps(view)
    def shown(request: HttpRequest, **rest: Any) -> HttpResponse:
        try:
            return view(request, **rest)
        except (StandardsError, KeyError) as error:
            raise Http404(str(error)) from error

    return public(require_safe(shown))  # type: ignore[return-value]


def reader() -> str:
    """The reader's language, as the data name it."""
    return data_language(get_language())


@page
def library(request: HttpRequest) -> HttpResponse:
    """Where looking up begins: search, countries, topics, international instruments."""
    return render(
        request,
        "library/library.html",
        {
            "countries": COUNTRIES,
            "topics": topic_choices(reader()),
            "groups": _international(reader()),
            "downloads": list(FILES),
        },
    )


def _international(lang: str) -> list[dict[str, Any]]:
    """Instruments that are no country's, by family."""
    body, today = standards(), timezone.localdate()
    rooms = {
        "ilo": ["ilo"],
        "oecd": ["oecd"],
        "un": ["un"],
        "code": [k for k in body.rooms if k.startswith("codes/")],
        "trade": ["trade"],
    }
    return [
        {
            "family": family(body, name, lang),
            "instruments": [instrument_brief(key, i, lang, today) for key in keys for i in body.rooms[key].instruments.values()],
        }
        for name, keys in rooms.items()
    ]  # fmt: skip


@page
def country(request: HttpRequest, country: str) -> HttpResponse:
    view = topic_view(standards(), country, reader(), chosen_day(request))
    return render(request, "library/country.html", {"view": view})


@page
def topic(request: HttpRequest, country: str, topic: str) -> HttpResponse:
    view = topic_view(standards(), country, reader(), chosen_day(request), topic)
    return render(request, "library/topic.html", {"view": view, "topic": view["topics"][0]})


@page
def provision(request: HttpRequest, key: str) -> HttpResponse:
    view = provision_view(standards(), key, reader(), chosen_day(request))
    return render(request, "library/provision.html", {"view": view})


@page
def duty(request: HttpRequest, key: str) -> HttpResponse:
    view = duty_view(standards(), key, reader(), chosen_day(request))
    return render(request, "library/duty.html", {"view": view})


@page
def questions(request: HttpRequest, country: str, topic: str) -> HttpResponse:
    """What records cannot answer: the questions of a country on a topic, to ask oneself or others."""
    if country.upper() not in COUNTRIES or topic not in TOPICS:
        raise StandardsError(f"There are no questions of {country} on {topic}")
    asked = [q for q in questions_for(standards(), country) if q.topic == topic]
    context = {"country": country.upper(), "topic": topic_of(standards(), topic, reader()),
               "questions": [{**question_brief(q, reader()), "help": said(q.help, reader()), "met": q.met,
                              "evidence": said(q.evidence, reader()), "provisions": q.provisions} for q in asked]}  # fmt: skip
    return render(request, "library/questions.html", context)


@page
def rule(request: HttpRequest, key: str) -> HttpResponse:
    view = rule_view(standards(), key, reader(), chosen_day(request))
    return render(request, "library/rule.html", {"view": view})


@page
def instrument(request: HttpRequest, key: str) -> HttpResponse:
    view = instrument_view(standards(), key, reader(), chosen_day(request))
    return render(request, "library/instrument.html", {"view": view})


@page
def ratifications(request: HttpRequest) -> HttpResponse:
    view = ratifications_view(standards(), reader(), request.GET.get("asked", ""), chosen_day(request))
    return render(request, "library/ratifications.html", {"view": view})


@page
def contacts(request: HttpRequest, country: str) -> HttpResponse:
    return render(request, "library/contacts.html", {"view": contacts_view(standards(), country, reader())})


@page
def compare(request: HttpRequest) -> HttpResponse:
    """Countries, or the ILO and others, side by side on a topic."""
    columns = [c for c in request.GET.getlist("c") if c.upper() in COUNTRIES or c in COLUMN_FAMILIES] or [
        "CN",
        "TH",
        "VN",
    ]
    only = request.GET.get("topic", "")
    view = compare_view(
        standards(), columns[:6], only if only in TOPICS else "working-time", reader(), chosen_day(request)
    )
    context = {"view": view, "chosen": columns, "countries": COUNTRIES, "topics": topic_choices(reader()),
               "families": [family(standards(), f, reader()) for f in COLUMN_FAMILIES]}  # fmt: skip
    return render(request, "library/compare.html", context)


@page
def holds(request: HttpRequest) -> HttpResponse:
    """What holds in a place on a day."""
    choices = Choices.of(request)
    view = holds_view(standards(), choices.place, choices.day, reader()) if choices.place else None
    return render(request, "library/holds.html", {"view": view, "choices": choices})


@page
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:200]
    filters = {name: [x for x in request.GET.getlist(name) if x] for name in ("room", "topic", "kind")}
    found, shown = None, None
    if query:
        wanted = Filters(filters["room"], filters["topic"], filters["kind"], _day(request.GET.get("on", "")))
        number = request.GET.get("page", "1")
        offset = (int(number) - 1) * PAGE if number.isdigit() and number != "0" else 0
        found = index().find(query, reader(), COUNTRY_OF.get(reader(), ""), wanted, PAGE, offset)
        shown = Paginator(range(found.total), PAGE).get_page(number)
    context = {
        "query": query,
        "found": found,
        "page": shown,
        "filters": filters,
        "facets": facets(found.facets, filters, reader()) if found else [],
    }
    return render(request, "library/search.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
