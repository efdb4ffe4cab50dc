"""Searching: what the concepts of a query are worth in each document, filtered, counted and ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from math import ceil, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards
from tripartite.standards.schema import TOPICS
from tripartite.standards.search.asked import Concept, Synonyms, Way, asked, synonyms_of
from tripartite.standards.search.documents import KINDS, NEUTRAL, Document, documents
from tripartite.standards.search.index import build, index_of_package
from tripartite.standards.search.snippets import Snippet, snippet

ARTICLE, CITED_SO, EXACTLY, STATUTE, ROOM = 9.0, 4.0, 1.0, 1.0, 4.0
READER_LANGUAGE, READER_COUNTRY, CENTRAL, UNVERIFIED = 1.15, 1.5, 1.2, 0.9
OF_KIND = {"provision": 1.0, "rule": 1.0, "question": 0.8, "duty": 1.1, "instrument": 0.9, "contact": 1.0}
BONUS, LACKING = 0.6, 1.0
LOOSE = 0.34  # of a run's pairs, where nothing holds it better
MOST_LETTERS = 200
Scores = npt.NDArray[np.float32]


class Filters(Struct, frozen=True):
    """What may be found. rooms: such as CN, ilo or codes/eti; on: what holds on the day. Empty: anything."""

    rooms: Collection[str] = ()
    topics: Collection[str] = ()
    kinds: Collection[str] = ()
    on: date | None = None


class Hit(Struct, frozen=True):
    """One document found. match: the text that fits best, with the places of the words asked for."""

    kind: str
    id: str
    room: str
    score: float
    verified: bool
    match: Snippet | None


class Found(Struct):
    """The hits of one page. total: all that fit. whole: at least the best hold everything that was asked for.

    facets: counts by room, topic and kind, each as if it were not filtered by itself.
    """

    query: str
    total: int
    whole: bool
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "query": self.query, "total": self.total, "whole": self.whole, "facets": self.facets,
            "hits": [
                {
                    "kind": h.kind, "id": h.id, "room": h.room, "score": round(h.score, 3), "verified": h.verified,
                    "match": h.match.as_data() if h.match else None,
                }
                for h in self.hits
            ],
        }  # fmt: skip


class Search:
    """A body of standards that can be searched. Build it once; asking it changes nothing."""

    def __init__(self, standards: Standards, *, of_package: bool = False) -> None:
        """of_package: the standards are those that come with the package, so a kept index may serve."""
        self.documents = list(documents(standards))
        self.index = index_of_package(self.documents) if of_package else build(self.documents)
        self.synonyms: Synonyms = synonyms_of(standards)
        self._rooms = {d.room: None for d in self.documents}
        self._of_kind = np.array(
            [OF_KIND[d.kind] * (1.0 if d.verified else UNVERIFIED) for d in self.documents]
        )
        self._room_of = np.array([d.room for d in self.documents])
        self._nothing = np.zeros(len(self.documents), np.float32)

    def find(
        self,
        query: str,
        lang: str = "en",
        country: str = "",
        filters: Filters | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """What fits a query best. The reader's language and country come first where all else is equal.

        Raises StandardsError where a filter names what there is not.
        """
        wanted = self._checked(filters or Filters())
        concepts = asked(query[:MOST_LETTERS], self.index, self.synonyms)
        readable = np.where(np.isin(self.index.languages, (lang, NEUTRAL)), READER_LANGUAGE, 1.0).astype(
            np.float32
        )
        scores, whole = self._scores(concepts, readable)
        scores = scores * self._of_kind
        scores[self._room_of == country.split("-", maxsplit=1)[0].lower()] *= READER_COUNTRY
        facets, passed = self._filtered(np.flatnonzero(scores).tolist(), wanted)
        ranked = sorted(passed, key=lambda d: (-scores[d], self.documents[d].id))[offset : offset + limit]
        ways = [w.tokens for c in concepts for w in c.ways]
        marked, alone = {t for w in ways for t in w}, {w[0] for w in ways if len(w) == 1}
        hits = [
            Hit(d.kind, d.id, d.room, float(scores[n]), d.verified, snippet(d, marked, alone, lang))
            for n, d in ((n, self.documents[n]) for n in ranked)
        ]
        return Found(query, len(passed), whole, hits, facets)

    def _checked(self, filters: Filters) -> Filters:
        rooms = self._rooms
        named = tuple(r if r in rooms else r.lower() for r in filters.rooms)
        for given, allowed in ((named, rooms), (filters.topics, TOPICS), (filters.kinds, KINDS)):
            for one in given:
                if one not in allowed:
                    raise StandardsError(f"There is nothing of `{one}` to search{close(one, list(allowed))}")
        return Filters(named, filters.topics, filters.kinds, filters.on)

    def _scores(self, concepts: list[Concept], readable: Scores) -> tuple[Scores, bool]:
        """What each document is worth; 0 unless it holds as many concepts as any does, or nearly. And whether any holds all."""
        if not concepts:
            return np.zeros(len(self.documents), np.float32), True
        worth = np.stack([self._concept(c, readable, tight=True) for c in concepts])
        whole = bool((worth > 0).all(axis=0).any())
        if not whole:
            for i, concept in enumerate(concepts):
                if not worth[i].any():
                    worth[i] = self._concept(concept, readable, tight=False)
        held = (worth > 0).sum(axis=0)
        most = int(held.max())
        # Of a long query one thing may be lacking in what fits it best: such a document is held back, not left out.
        enough = most - 1 if most > 2 else most
        share = (held / max(most, 1)) ** LACKING
        return np.where(held >= max(enough, 1), worth.sum(axis=0) * share, 0.0), whole

    def _concept(self, concept: Concept, readable: Scores, *, tight: bool) -> Scores:
        """The best of a concept's ways in each document."""
        best = np.zeros(len(self.documents), np.float32)
        for way in concept.ways:
            found = (
                self._article(way, concept.rooms) if way.article else self._way(way, readable, tight=tight)
            )
            np.maximum(best, found, out=best)
        if concept.rooms and not any(w.article for w in concept.ways):
            best[np.isin(self._room_of, concept.rooms)] += ROOM
        return best

    def _article(self, way: Way, rooms: tuple[str, ...]) -> Scores:
        scores = np.zeros(len(self.documents), np.float32)
        for d in self.index.articles.get(way.article, ()):
            document = self.documents[d]
            sure = CITED_SO * (document.room in rooms) + EXACTLY * (document.articles[0] == way.article)
            sure += STATUTE * document.of_statute
            # The provision itself before what is computed from it.
            scores[d] = way.weight * (ARTICLE + sure) * (1.0 if document.kind == "provision" else 0.7)
        return scores

    def _way(self, way: Way, readable: Scores, *, tight: bool) -> Scores:
        """What a way to state a concept is worth in each document: in its best language."""
        n = len(way.tokens)
        found = [self.index.postings(token) for token in way.tokens]
        fewest = max(ceil(n * (way.share if tight else min(way.share, LOOSE)) - 1e-9), 1)
        if sum(len(units) > 0 for units, _ in found) < fewest:
            return self._nothing
        sums = np.zeros(len(readable), np.float32)
        for units, worth in (*found, *((u, BONUS * w) for u, w in map(self.index.postings, way.bonus))):
            sums[units] += worth
        if n > 1:
            held = np.zeros(len(readable), np.float32)
            for units, _ in found:
                held[units] += 1
            # Several tokens of one concept say more than one, but not as often as there are tokens.
            sums *= np.where(held >= fewest, held / (n * sqrt(n)), 0).astype(np.float32)
        elif way.bonus:
            alone = np.zeros(len(readable), np.float32)
            alone[found[0][0]] = 1
            sums *= alone
        sums *= readable
        return np.maximum.reduceat(sums, self.index.first_units) * np.float32(way.weight)

    def _filtered(self, scored: list[int], f: Filters) -> tuple[dict[str, dict[str, int]], list[int]]:
        """Counts by room, topic and kind, and the documents that pass all filters."""
        counts: dict[str, Counter[str]] = {"room": Counter(), "topic": Counter(), "kind": Counter()}
        passed = []
        for d in scored:
            document = self.documents[d]
            if f.on and not document.holds_on(f.on):
                continue
            room = not f.rooms or document.room in f.rooms
            topic = not f.topics or any(t in f.topics for t in document.topics)
            kind = not f.kinds or document.kind in f.kinds
            if topic and kind:
                counts["room"][document.room] += 1
            if room and kind:
                counts["topic"].update(document.topics)
            if room and topic:
                counts["kind"][document.kind] += 1
            if room and topic and kind:
                passed.append(d)
        return {name: dict(c.most_common()) for name, c in counts.items()}, passed


def _standing(document: Document) -> float:
    """What a document is worth before anything is asked: central provisions more, what nobody read less."""
    return (
        OF_KIND[document.kind]
        * (CENTRAL if document.central else 1.0)
        * (1.0 if document.verified else UNVERIFIED)
    )
