"""A rule's law as a report cites it: instrument and article, in the reader's language and the law's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tripartite.reports.wording import LAW_LANGUAGE, Words

if TYPE_CHECKING:
    from tripartite.reports.ranking import Rule

Part = tuple[str, str]


def cited(r: Rule, s: dict[str, Any], w: Words) -> list[Part]:
    """The pieces of the citation in their order, each with the language it is in."""
    own = LAW_LANGUAGE.get(s["country"], "")
    parts = [w.pick(r["instrument_title"])]
    theirs = (r["instrument_title"] or {}).get(own)
    if theirs and own != w.lang and not r["is_convention"]:
        parts += [(" (", w.lang), (theirs, own), (")", w.lang)]
    return [*parts, (w.fill("article", n=r["article"]), w.lang)]


def standing(r: Rule, s: dict[str, Any], w: Words) -> str:
    """Whether a convention binds the country; nothing for a law."""
    if not r["is_convention"]:
        return ""
    country = w.of("countries", s["country"])
    if r["ratified"]:
        return w.fill("ratified", country=country, date=str(r["ratified"]))
    return w.fill("not_ratified", country=country)
