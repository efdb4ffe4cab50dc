"""Tokens of any script: folded and stemmed words, and pairs of characters where words are not spaced.

Latin words lose their marks and light English endings: lương is luong, wages is wag. In Han, kana, Thai and
Burmese a token is two neighbouring clusters, each a character with the marks that sit on it, so that a word is found inside
a sentence. A run of one cluster is a token of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

UNSPACED = "\u0e00-\u0e4e\u0e5a-\u0e7f\u1000-\u103f\u104c-\u109f\u3005\u3040-\u30ff\u3400-\u9fff"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u3099\u309a"
_RUN = re.compile(f"[{UNSPACED}]+|[^\\W_{UNSPACED}]+")
# A Burmese consonant stacked below another (after U+1039) belongs to the cluster above it.
_CLUSTER = re.compile(
    f"(?:[^{_MARKS}]|(?<=\u1039).|^[{_MARKS}])[{_MARKS}]*(?:(?<=\u1039)[^{_MARKS}][{_MARKS}]*)*"
)
_FIRST_UNSPACED = re.compile(f"[{UNSPACED}]")
_LOST_MARKS = re.compile("[\u0300-\u036f]")
_BURMESE_OR_THAI_DIGITS = {first + n: str(n) for first in (0x1040, 0x0E50) for n in range(10)}


class Token(Struct, frozen=True):
    """A token as it is compared, and where it stands in the text it came from."""

    form: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, one Unicode form, ASCII digits, Latin letters without diacritics: luong finds lương."""
    folded = unicodedata.normalize("NFKC", text.lower()).translate(_BURMESE_OR_THAI_DIGITS).replace("đ", "d")
    if folded.isascii():
        return folded
    return "".join(_folded(c) for c in _LOST_MARKS.sub("", folded))


@lru_cache(maxsize=4096)
def _folded(c: str) -> str:
    base = unicodedata.normalize("NFD", c)[0]
    return base if base.isascii() else c


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without light English endings: plural, -ing, -ed and a last e."""
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        word = _single(word[:-3])
    elif len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        word = _single(word[:-2])
    if len(word) > 4 and word.endswith("eed"):  # agreed as agree; exceed and exceeding alike
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 and word.endswith("e") else word


def _single(word: str) -> str:
    """Without the doubled last letter that an ending brought: stopp is stop; fall, pass and tax stay."""
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if doubled else word


def forms(text: str) -> Iterator[str]:
    """The tokens of a text, in order, without their places."""
    for run in _RUN.findall(fold(text)):
        if _FIRST_UNSPACED.match(run):
            yield from pairs(run)
        else:
            yield stem(run)


def pairs(run: str) -> list[str]:
    """The pairs of clusters of a folded run of an unspaced script; the cluster itself if there is one only."""
    found = _CLUSTER.findall(run)
    return [a + b for a, b in zip(found, found[1:], strict=False)] or found


def clusters(run: str) -> int:
    """How many characters a run has, each with its marks."""
    return len(_CLUSTER.findall(run))


def runs(folded: str) -> list[tuple[str, bool]]:
    """A folded text's runs: words, and stretches of unspaced script (True)."""
    return [(run, bool(_FIRST_UNSPACED.match(run))) for run in _RUN.findall(folded)]


def tokens(text: str) -> list[Token]:
    """The tokens of a text with their places in it, for marking what was found."""
    folded, places = [], []
    for i, c in enumerate(text):
        for f in fold(c):
            folded.append(f)
            places.append(i)
    places.append(len(text))
    return [
        Token(form, places[start], places[end - 1] + 1)
        for run in _RUN.finditer("".join(folded))
        for form, start, end in _placed(run)
    ]


def _placed(run: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    if not _FIRST_UNSPACED.match(run[0]):
        yield stem(run[0]), run.start(), run.end()
        return
    found = [(m[0], run.start() + m.start(), run.start() + m.end()) for m in _CLUSTER.finditer(run[0])]
    if len(found) == 1:
        yield found[0]
    for (a, start, _), (b, _, end) in zip(found, found[1:], strict=False):
        yield a + b, start, end
