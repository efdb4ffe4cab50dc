"""What every page knows: its own address in each language, and how it looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from tripartite.site.languages import LANGUAGES_SPOKEN, data_language

THEMES = ("light", "dark")
# What of a query makes another page, and not only another view of the same.
MEANT = ("c", "topic", "place", "asked", "country")


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    theme = request.COOKIES.get("theme", "")
    return {
        "LANGUAGE_CODE": get_language(),
        "lang": data_language(get_language()),
        "in_languages": [(code, name, in_language(request, code)) for code, name in LANGUAGES_SPOKEN],
        "site": f"{request.scheme}://{request.get_host()}",
        "any_language": in_language(request, ""),
        "canonical": canonical(request),
        "theme": theme if theme in THEMES else "",
    }


def in_language(request: HttpRequest, code: str) -> str:
    """The address of this page in a language; without one, where each visitor is sent to their own."""
    here = request.get_full_path()
    first, slash, rest = here[1:].partition("/")
    if not slash or first not in dict(LANGUAGES_SPOKEN):
        return here
    return f"/{code}/{rest}" if code else f"/{rest}"


def canonical(request: HttpRequest) -> str:
    """The one address of a page: without what only sorts, pages through or dates it."""
    meant = QueryDict(mutable=True)
    for name in MEANT:
        meant.setlist(name, [x for x in request.GET.getlist(name) if x])
    query = meant.urlencode()
    return request.build_absolute_uri(request.path) + (f"?{query}" if query else "")
