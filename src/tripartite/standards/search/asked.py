"""What a query asks for: concepts, each with the tokens that state it, its synonyms, spellings near it, or an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from tripartite.standards.load import Standards
from tripartite.standards.search.index import Index
from tripartite.standards.search.tokens import clusters, fold, pairs, runs, stem

SYNONYM, NEAR = 0.6, {1: 0.7, 2: 0.5}
EMPTY = "empty"  # the group of words that tell nothing where others do
_NUMBER = r"(\d+(?:[-/.]\d+)*)"
_HAN_NUMBER = "[〇零一二三四五六七八九十百]+"
# How an article is cited, and the rooms whose law cites so.
_CITATIONS = (
    (re.compile(rf"第\s*({_HAN_NUMBER}|\d+)\s*[条條](?:の(\d+))?"), ("cn", "jp")),
    (re.compile(rf"(?<![.\d]){_NUMBER}\s*条(?:の(\d+))?"), ("cn", "jp")),
    (re.compile(rf"\bdieu\s*{_NUMBER}\b"), ("vn",)),
    (re.compile(rf"มาตรา\s*{_NUMBER}"), ("th",)),
    (re.compile(rf"ပုဒ်မ\s*{_NUMBER}"), ("mm",)),
    (re.compile(rf"\bartikulo\s*{_NUMBER}\b"), ("ph",)),
    (re.compile(rf"\b(?:sections?|secs?|ss?)\b\.?\s*{_NUMBER}\b"), ("th", "mm")),
    (re.compile(rf"\b(?:articles?|arts?)\b\.?\s*{_NUMBER}\b"), ("cn", "jp", "ph", "vn", "ilo")),
    (re.compile(rf"\b(?:paragraphs?|paras?|principles?)\b\.?\s*{_NUMBER}\b"), ("ilo", "un", "oecd")),
)
_CONVENTION = re.compile(
    r"(?:\b(?:convention|conv|cong uoc|kumbensiyon)\b|อนุสัญญา|公约|条約)\D{0,8}?(\d{1,3})\b|第?(\d{1,3})号?(?:公约|条約)"
    r"|\b[ck]\.? (\d{1,3})\b"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


class Way(Struct, frozen=True):
    """One way to state a concept: tokens that stand in one text, or an article. share: of them that must.

    bonus: neighbours that make a match surer and need not be there.
    """

    tokens: tuple[str, ...]
    weight: float = 1.0
    share: float = 1.0
    article: str = ""
    bonus: tuple[str, ...] = ()


class Concept(Struct):
    """One thing that is asked for. rooms: those that answer it by being what they are, or that cite so."""

    written: str
    ways: list[Way] = field(default_factory=list)
    rooms: tuple[str, ...] = ()


class Expression(Struct, frozen=True):
    """An expression, folded, and the groups of synonyms that hold it."""

    folded: str
    unspaced: bool
    groups: tuple[str, ...]


class Synonyms(Struct):
    """Expressions by their group, those groups that are spellings of one word, and all expressions, the longest first.

    empty: expressions that say nothing, such as `how much`, the longest first.
    """

    groups: dict[str, list[Expression]]
    same: set[str]
    expressions: list[Expression]
    empty: list[Expression]


def synonyms_of(standards: Standards) -> Synonyms:
    """The groups of synonyms that the rooms hold, as they are compared."""
    held: dict[str, list[str]] = {}
    groups = [g for room in standards.rooms.values() for g in room.synonyms.values()]
    for g in groups:
        for text in (x for words in g.words.values() for x in words):
            folded = " ".join(run for run, _ in runs(fold(text)))
            if g.id not in held.setdefault(folded, []):
                held[folded].append(g.id)
    every = [Expression(f, all(u for _, u in runs(f)), tuple(ids)) for f, ids in held.items()]
    every.sort(key=lambda e: (-len(e.folded), e.folded))
    by_group = {g.id: [e for e in every if g.id in e.groups] for g in groups}
    telling = [e for e in every if EMPTY not in e.groups]
    return Synonyms(by_group, {g.id for g in groups if g.same}, telling, by_group.get(EMPTY, []))


def asked(query: str, index: Index, synonyms: Synonyms) -> list[Concept]:
    """The concepts of a query, in no order."""
    text = fold(query)
    concepts: list[Concept] = []
    text = _cut_conventions(text, concepts)
    text = _cut_articles(text, concepts)
    text = _cut_expressions(text, concepts, synonyms)
    telling = _without_empty(text, synonyms)
    concepts += _words(telling if concepts or telling.strip() else text, index, alone=not concepts)
    return concepts


def _cut_conventions(text: str, concepts: list[Concept]) -> str:
    for match in _CONVENTION.finditer(text):
        number = next(g for g in match.groups() if g)
        concepts.append(Concept(match[0], [Way((f"c{int(number)}",), 2.0)]))
    return _CONVENTION.sub(" ", text)


def _cut_articles(text: str, concepts: list[Concept]) -> str:
    for pattern, rooms in _CITATIONS:
        for match in pattern.finditer(text):
            parts = [g for g in match.groups() if g]
            number = "-".join(str(_number(p)) if not p[0].isdigit() else p for p in parts)
            concepts.append(Concept(match[0], [Way((), article=number)], rooms))
        text = pattern.sub(" ", text)
    return text


def _number(han: str) -> int:
    """A number written in Han: 四十四 is 44, 一百零二 is 102."""
    if not any(c in han for c in "十百"):
        return int("".join(str(_DIGITS[c]) for c in han))
    total = digit = 0
    for c in han:
        if c in "十百":
            total += (digit or 1) * (10 if c == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _cut_expressions(text: str, concepts: list[Concept], synonyms: Synonyms) -> str:
    """Take known expressions out of the query; each becomes a concept with its fellows as further ways."""
    text = " ".join(run for run, _ in runs(text))
    for e in synonyms.expressions:
        place = place_of(e.folded, e.unspaced, text)
        if place is None:
            continue
        start, end = place
        concept = Concept(e.folded, [_way(e, 1.0, _around(text, start, end) if e.unspaced else ())])
        for group in e.groups:
            if group.startswith("room/"):
                concept.rooms = (*concept.rooms, group.removeprefix("room/"))
            weight = 1.0 if group in synonyms.same else SYNONYM
            concept.ways += [_way(f, weight) for f in synonyms.groups[group] if f.folded != e.folded]
        concepts.append(concept)
        text = f"{text[:start]} {text[end:]}"
    return text


def _around(text: str, start: int, end: int) -> tuple[str, ...]:
    """The pairs of the whole stretch of script that an expression was found in: a longer word is surer than a part."""
    for run, unspaced in runs(text):
        at = text.find(run)
        if unspaced and at <= start and end <= at + len(run) and len(run) > end - start:
            return tuple(pairs(run))
    return ()


def place_of(expression: str, unspaced: bool, text: str) -> tuple[int, int] | None:
    """Where an expression stands in a text compared as it is: whole words, stemmed; in unspaced scripts anywhere."""
    if unspaced:
        start = text.find(expression)
        return (start, start + len(expression)) if start >= 0 else None
    wanted = [stem(w) for w in expression.split()]
    places = [(m.start(), m.end(), stem(m[0])) for m in re.finditer(r"\S+", text)]
    for i in range(len(places) - len(wanted) + 1):
        if [p[2] for p in places[i : i + len(wanted)]] == wanted:
            return places[i][0], places[i + len(wanted) - 1][1]
    return None


def _way(e: Expression, weight: float, around: tuple[str, ...] = ()) -> Way:
    tokens = tuple(t for run, unspaced in runs(e.folded) for t in (pairs(run) if unspaced else [stem(run)]))
    neighbours = tuple(f"{a} {b}" for a, b in zip(tokens, tokens[1:], strict=False)) if not e.unspaced else ()
    return Way(tokens, weight, bonus=neighbours or tuple(t for t in around if t not in tokens))


def _without_empty(text: str, synonyms: Synonyms) -> str:
    for e in synonyms.empty:
        while (place := place_of(e.folded, e.unspaced, text)) is not None:
            text = f"{text[: place[0]]} {text[place[1] :]}"
    return text


def _words(text: str, index: Index, *, alone: bool) -> Iterator[Concept]:
    """A concept for each word or stretch of script. alone: nothing else is asked for, so a single character counts."""
    found = runs(text)
    for i, (run, unspaced) in enumerate(found):
        if unspaced:
            tokens = tuple(pairs(run))
            if alone or clusters(run) > 1:  # what is left beside a word, as in 加班费, says little
                yield Concept(run, [Way(tokens, share=1.0 if len(tokens) < 3 else 0.6)])
            continue
        before = stem(found[i - 1][0]) if i and not found[i - 1][1] else ""
        yield Concept(run, list(_ways_of_word(run, index, (f"{before} {stem(run)}",) if before else ())))


def _ways_of_word(run: str, index: Index, near: tuple[str, ...]) -> Iterator[Way]:
    word = stem(run)
    if word in index.places:
        yield Way((word,), bonus=near)
    else:
        yield from (Way((w,), NEAR[n]) for w, n in index.misspelt(word) if n)
    if run in index.articles and run[0].isdigit():
        yield Way((), 0.5, article=run)
