"""What search engines are told: which pages there are, and which are nobody's business but people's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.library.kept import kept
from tripartite.site.people.access import public
from tripartite.site.places import COUNTRIES, standards
from tripartite.site.seminars.curriculum import curriculum
from tripartite.standards.counterparts import vocabulary
from tripartite.standards.schema import TOPICS

CLOSED = ("account/", "organisations/", "o/", "join/", "me/", "law/search/")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@public
@require_safe
@kept
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{code}/{p}" for code, _ in LANGUAGES_SPOKEN for p in CLOSED)]
    lines += ["Disallow: /api/", "", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public
@require_safe
@kept
def index(request: HttpRequest) -> HttpResponse:
    """One sitemap a language."""
    parts = (
        (request.build_absolute_uri(reverse("sitemap_language", args=[code])),)
        for code, _ in LANGUAGES_SPOKEN
    )
    inside = format_html_join("\n", "<sitemap><loc>{}</loc></sitemap>", parts)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n{inside}\n</sitemapindex>')


@public
@require_safe
@kept
def of_language(request: HttpRequest, language: str) -> HttpResponse:
    if language not in dict(LANGUAGES_SPOKEN):
        raise Http404(f"The site does not speak `{language}`")
    with translation.override(language):
        found = [(request.build_absolute_uri(address), checked) for address, checked in addresses()]
    inside = "\n".join(
        format_html_join(
            "", "<url><loc>{}</loc>" + ("<lastmod>{}</lastmod>" if day else "") + "</url>", [(a, day)]
        )
        for a, day in found
    )
    return _xml(f'<urlset xmlns="{NAMESPACE}">\n{inside}\n</urlset>')


def addresses() -> Iterator[tuple[str, str]]:
    """Every public page in the language that is on, with the day its law was last checked where that is told."""
    for name in ("home", "library", "compare", "holds", "ratifications"):
        yield reverse(name), ""
    for country in COUNTRIES:
        code = country.lower()
        yield reverse("country", args=[code]), _checked(code)
        yield reverse("contacts", args=[code]), _checked(code)
        for topic in TOPICS:
            yield reverse("country_topic", args=[code, topic]), _checked(code)
            yield reverse("country_questions", args=[code, topic]), _checked(code)
    for country in COUNTRIES:
        learned = [reverse("learn_module", args=[m.id]) for m in curriculum().of_country(country)]
        yield from ((f"{page}?country={country}", "") for page in (reverse("learn"), *learned))
    for duty in vocabulary(standards()):
        yield reverse("duty", args=[duty]), ""
    for key, room in standards().rooms.items():
        yield from ((_page("instrument", f"{key}/{i}"), _checked(key)) for i in room.instruments)
        yield from ((_page("provision", p), _checked(key)) for p in room.provisions)
        yield from ((_page("rule", r), _checked(key)) for r in room.rules)


def _page(name: str, key: str) -> str:
    return reverse(name, kwargs={"key": key})


def _checked(room: str) -> str:
    about: Any = standards().rooms[room].about
    return about.checked.isoformat() if about else ""


def _xml(content: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n', content_type="application/xml"
    )
