"""The index: for each token where it stands and how much it says there, and the words near a misspelt one.

A unit is one document in one language. What a token is worth in a unit is worked out when the index is built (BM25 with
weighted fields), so that a search only adds.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tripartite.kept import kept
from tripartite.standards.load import CODE, HERE
from tripartite.standards.search.documents import NEUTRAL, WEIGHTS, Document
from tripartite.standards.search.tokens import forms

SATURATION, LENGTH = (
    1.2,
    0.4,
)  # of BM25: how soon repetition says no more, and how much long texts are held back
SHORTEST_MISSPELT = 5
MOST_EDITS = 2
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
NOTHING: tuple[Ints, Floats] = (np.empty(0, np.int32), np.empty(0, np.float32))


class Index(Struct):
    """What a search needs. first_units: of each document its first unit; languages: of each unit.

    units and worth: all postings one after the other; places: where those of a token begin and end.
    articles: documents by the number of their article. near: known words by the letter pairs in them.
    """

    first_units: Ints
    languages: npt.NDArray[np.str_]
    places: dict[str, tuple[int, int]]
    units: Ints
    worth: Floats
    articles: dict[str, list[int]]
    near: dict[str, array[int]]
    words: list[str]

    def postings(self, token: str) -> tuple[Ints, Floats]:
        """The units that hold a token, and what it is worth in each."""
        place = self.places.get(token)
        return NOTHING if place is None else (self.units[slice(*place)], self.worth[slice(*place)])

    def misspelt(self, word: str) -> list[tuple[str, int]]:
        """Known words within one edit of a word of five to eight letters, two of a longer one, with the edits."""
        if len(word) < SHORTEST_MISSPELT or not word.isascii() or not word.isalpha():
            return []
        most = 1 if len(word) <= 8 else MOST_EDITS
        shared: Counter[int] = Counter()
        for pair in _letter_pairs(word):
            shared.update(self.near.get(pair, ()))
        # An edit spoils two pairs, two letters swapped three: a word that shares fewer cannot be near enough.
        fewest = len(word) + 1 - 3 * most
        candidates = [self.words[i] for i, n in shared.items() if n >= fewest]
        found = [(w, edits(word, w, most)) for w in candidates if abs(len(w) - len(word)) <= most]
        best = min((n for _, n in found if n <= most), default=0)
        return [(w, n) for w, n in found if n <= most and n == best]


def edits(a: str, b: str, most: int) -> int:
    """Letters inserted, lost, changed or swapped with their neighbour between two words; `most` + 1 if more than that."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, following[-1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]


def _letter_pairs(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


def index_of_package(found: Sequence[Document]) -> Index:
    """The index of the rooms that come with the package, kept until they or the code change."""
    files = [p for p in HERE.glob("**/*") if p.suffix == ".yaml"]
    code = [*CODE, *Path(__file__).parent.glob("*.py"), HERE / "law.py", HERE / "counterparts.py"]
    return kept("search-index", [*files, *code], lambda: build(found))


def build(found: Sequence[Document]) -> Index:
    """Index documents, in their order."""
    read = _Reader()
    languages: list[str] = []
    first_units: list[int] = []
    tokens, units, counts, weights = array("i"), array("i"), array("i"), array("f")
    for document in found:
        first_units.append(len(languages))
        of_language: dict[str, int] = {}
        for text in document.texts:
            if text.lang not in of_language:
                of_language[text.lang] = len(languages)
                languages.append(text.lang)
            read_now = read.tokens(text.text, neighbours=text.lang == "vi")
            tokens.extend(read_now)
            units.append(of_language[text.lang])
            counts.append(len(read_now))
            weights.append(WEIGHTS[text.field])
    each_unit, each_weight = (np.repeat(np.array(x), counts) for x in (units, weights))
    token, unit, weight = _summed(np.array(tokens), each_unit, each_weight, len(languages))
    ends = np.searchsorted(token, np.arange(len(read.numbers) + 1))
    where = {word: (int(ends[n]), int(ends[n + 1])) for word, n in read.numbers.items()}
    words = [w for w in where if len(w) >= SHORTEST_MISSPELT - 1 and w.isascii() and w.isalpha()]
    lengths = np.bincount(unit, weight, len(languages))
    worth = _worth(np.diff(ends), unit, weight, _held_back(np.array(languages), lengths))
    return Index(
        np.array(first_units), np.array(languages), where, unit.astype(np.int32), worth, _by_article(found), _near(words),
        words,
    )  # fmt: skip


class _Reader:
    """Reads texts as the numbers of their tokens; a text that many share, such as a topic's name, is read once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._read: dict[str, array[int]] = {}

    def tokens(self, text: str, *, neighbours: bool) -> array[int]:
        """The tokens of a text; with neighbours each two words that stand together are one more."""
        if text not in self._read:
            found = list(forms(text))
            if neighbours:
                found += [f"{a} {b}" for a, b in zip(found, found[1:], strict=False)]
            numbers = self.numbers
            self._read[text] = array("i", [numbers.setdefault(t, len(numbers)) for t in found])
        return self._read[text]


def _summed(
    token: npt.NDArray[Any], unit: npt.NDArray[Any], weight: npt.NDArray[Any], count: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Occurrences in the order of tokens and units, those of one token in one unit added up."""
    key = token.astype(np.int64) * count + unit
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    sums = np.add.reduceat(weight[order], starts).astype(np.float32)
    return ordered[starts] // count, ordered[starts] % count, sums


def _held_back(languages: npt.NDArray[np.str_], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What a unit's length holds its words back by; texts are compared with those of their own language."""
    relative = np.ones(len(languages))
    for lang in set(languages.tolist()) - {NEUTRAL}:
        here = languages == lang
        relative[here] = lengths[here] / lengths[here].mean()
    return SATURATION * (1 - LENGTH + LENGTH * relative)


def _worth(
    sizes: npt.NDArray[Any], unit: npt.NDArray[Any], weight: npt.NDArray[Any], held_back: npt.NDArray[Any]
) -> Floats:
    """What each token is worth in each unit that holds it: rare ones more, repetition ever less."""
    rare = np.log(1 + (len(held_back) - sizes + 0.5) / (sizes + 0.5))
    worth = np.repeat(rare, sizes) * weight * (SATURATION + 1) / (weight + held_back[unit])
    out: Floats = worth.astype(np.float32)
    return out


def _by_article(found: Sequence[Document]) -> dict[str, list[int]]:
    articles: defaultdict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(found):
        for article in document.articles:
            articles[article].append(number)
    return dict(articles)


def _near(words: Sequence[str]) -> dict[str, array[int]]:
    near: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
    for number, word in enumerate(words):
        for pair in _letter_pairs(word):
            near[pair].append(number)
    return dict(near)
