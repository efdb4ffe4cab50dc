"""What every page knows: its own address in each language, and how it looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from tripartite.site.languages import LANGUAGES_SPOKEN, data_language

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page."""
    here = request.get_full_path()
    theme = request.COOKIES.get("theme", "")
    return {
        "LANGUAGE_CODE": get_language(),
        "lang": data_language(get_language()),
        "in_languages": [(code, name, translate_url(here, code)) for code, name in LANGUAGES_SPOKEN],
        "theme": theme if theme in THEMES else "",
    }
