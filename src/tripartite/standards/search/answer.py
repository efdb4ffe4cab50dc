"""A search as lines to read: each thing found, the text that fits, and its instrument."""

from __future__ import annotations

from tripartite.standards.law import Answer, entry, mark, show
from tripartite.standards.load import Standards
from tripartite.standards.search.ranking import Hit, Search

MOST = 25


def search(standards: Standards, query: str, lang: str = "en") -> Answer:
    """Provisions, rules, questions, duties, instruments and contacts that fit, the best first."""
    found = Search(standards, of_package=True).find(query, lang, limit=MOST)
    entries = [_entry(standards, h) for h in found.hits]
    more = f": the first {len(found.hits)} of {found.total}" if found.total > len(found.hits) else ""
    partly = "" if found.whole else ", none with all of it"
    return {"title": f"Search: {query}{more}{partly}", "entries": entries, "view": found.as_data()}


def _entry(standards: Standards, h: Hit) -> dict[str, object]:
    lines = [f"{h.match.lang}: {_marked(h)}"] if h.match else []
    if h.kind in ("provision", "rule", "question"):
        shown = show(standards, h.id)["entries"][0]
        return entry(
            shown["head"],
            *(lines if h.match and h.match.text not in shown["head"] else ()),
            *shown["lines"][:2],
        )
    return entry(f"{h.id}  {h.kind}{mark(h.verified)}", *lines)


def _marked(h: Hit) -> str:
    """The text that fits, what was asked for between brackets."""
    if h.match is None:
        return ""
    out, last = [], 0
    for start, end in h.match.spans:
        out += [h.match.text[last:start], "[", h.match.text[start:end], "]"]
        last = end
    return "".join([*out, h.match.text[last:]])
