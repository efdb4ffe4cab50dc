"""Which modules a text speaks of, by the words it holds: a module's title, titles of the duties it reads, and its `words`.

`words` are groups of synonyms that search knows, so that whoever wonders why a text was taken for a subject finds the reason in
a file. Words stand whole and lightly stemmed, in scripts without spaces anywhere. What lies within a longer expression
does not count: overtime pay is of wages, not of working time. Marks count, unlike in search: in Vietnamese lượng is not lương.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tripartite.standards.load import Standards
from tripartite.standards.search.asked import EMPTY, place_of
from tripartite.standards.search.tokens import runs, stem
from tripartite.training.schema import Module


@dataclass(frozen=True)
class Expression:
    """Words as they are compared, and the modules they name; one that names none hides shorter ones within it."""

    plain: str
    anywhere: bool
    modules: frozenset[str]


def vocabulary(modules: Iterable[Module], standards: Standards) -> list[Expression]:
    """The expressions that name some of the modules, and those beside them, the longest first."""
    named: dict[str, set[str]] = defaultdict(set)
    groups = {g.id: g.words for room in standards.rooms.values() for g in room.synonyms.values()}
    groups.pop(EMPTY, None)
    for text in (x for words in groups.values() for said in words.values() for x in said):
        named[_plain(text)] |= set()
    for module in modules:
        for text in (*_titles(module, standards), *_words(module, groups)):
            named[_plain(text)].add(module.id)
    found = [Expression(p, any(u for _run, u in runs(p)), frozenset(m)) for p, m in named.items()]
    return sorted(found, key=lambda e: (-len(e.plain), e.plain))


def _titles(module: Module, standards: Standards) -> Iterator[str]:
    yield from (t.replace("{country}", "") for t in module.title.values())
    duties = standards.rooms["core"].duties
    for reading in module.reading:
        if reading.startswith("duty:"):
            yield from duties[reading.removeprefix("duty:")].title.values()


def _words(module: Module, groups: dict[str, dict[str, tuple[str, ...]]]) -> Iterator[str]:
    yield from (x for group in module.words for said in groups[group].values() for x in said)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.lower())
    return " ".join(run for run, _unspaced in runs(folded))


def subjects_of(text: str, expressions: Iterable[Expression]) -> set[str]:
    """The ids of the modules that a text speaks of; empty if it names none."""
    left = _plain(text)
    stems = {stem(word) for word in left.split()}
    found: set[str] = set()
    for e in expressions:
        # Asked first, as most expressions are in no text.
        if (e.plain not in left) if e.anywhere else (stem(e.plain.split()[0]) not in stems):
            continue
        while place := place_of(e.plain, e.anywhere, left):
            found |= e.modules
            left = f"{left[: place[0]]} {left[place[1] :]}"
    return found
