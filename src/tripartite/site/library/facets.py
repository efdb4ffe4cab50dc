"""By what a search can be narrowed: rooms, topics and kinds, each with how much of it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tripartite.site.library.choices import topic_choices
from tripartite.site.library.names import room_name

KINDS: dict[str, str | Promise] = {
    "provision": _("Provisions"), "rule": _("Rules"), "instrument": _("Instruments"), "duty": _("Duties"),
    "question": _("Questions"), "contact": _("Contacts"),
}  # fmt: skip
TITLES: dict[str, str | Promise] = {"kind": _("Kind"), "topic": _("Topic"), "room": _("Of")}


@dataclass(frozen=True)
class Choice:
    """One value: how many were found of it, whether it is chosen, and what the filter is with it turned over."""

    name: str | Promise
    count: int
    chosen: bool
    then: list[str]


@dataclass(frozen=True)
class Facet:
    key: str
    title: str | Promise
    choices: list[Choice]


def facets(
    found: Mapping[str, Mapping[str, int]], filters: Mapping[str, list[str]], lang: str
) -> list[Facet]:
    """The facets in which there is something to choose, or something is chosen."""
    topics = {t["id"]: t["name"]["text"] for t in topic_choices(lang)}
    out = []
    for key, title in TITLES.items():
        chosen = filters[key]
        counts = {**dict.fromkeys(chosen, 0), **found.get(key, {})}
        choices = [
            Choice(_name(key, value, topics), n, value in chosen, _turned(chosen, value))
            for value, n in sorted(counts.items(), key=lambda pair: -pair[1])
        ]
        if len(choices) > 1 or chosen:
            out.append(Facet(key, title, choices))
    return out


def _name(key: str, value: str, topics: Mapping[str, str]) -> str | Promise:
    if key == "kind":
        return KINDS.get(value, value)
    return topics.get(value, value) if key == "topic" else room_name(value)


def _turned(chosen: list[str], value: str) -> list[str]:
    return [x for x in chosen if x != value] if value in chosen else [*chosen, value]
