"""What rooms and kinds of things are called on pages."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tripartite.reports.wording import words
from tripartite.site.languages import data_language
from tripartite.site.places import country_name, standards
from tripartite.standards.load import ROOM_CURRENCY
from tripartite.standards.views.language import said
from tripartite.standards.views.parts import family


def room_name(key: str) -> str:
    """A room by name: a country's, a family's, a code's own title; what all share is told as such."""
    lang = data_language(get_language())
    if key in ROOM_CURRENCY:
        return country_name(key.upper())
    if key == "core":
        return _("common to all")
    if key.startswith("codes/"):
        instruments = list(standards().rooms[key].instruments.values()) if key in standards().rooms else []
        title = said(instruments[0].title, lang) if instruments else None
        return title["text"] if title else key
    if key in ("un", "trade"):
        return str(family(standards(), key, lang)["name"]["text"])
    return str(words(lang).entries["standard_names"].get(key, key))
