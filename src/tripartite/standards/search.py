"""Search by words in any language; scripts without spaces by pairs of characters."""

from __future__ import annotations

import difflib
import re
import unicodedata

from tripartite.standards.law import Answer, show
from tripartite.standards.load import Standards

MOST = 25
# Scripts that are written without spaces between words: Han, kana, Thai, Burmese.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]+")
ENOUGH_PAIRS = 0.6  # of a query's pairs: its words may stand apart or be joined otherwise in the text


def fold(text: str) -> str:
    """Lower case, one Unicode form, Latin letters without diacritics: luong finds lương."""
    out = []
    for c in unicodedata.normalize("NFKC", text.lower()).replace("đ", "d"):
        base = unicodedata.normalize("NFD", c)[0]
        out.append(base if base.isascii() else c)
    return "".join(out)


def search(standards: Standards, words: str) -> Answer:
    """Provisions, rules and questions that hold all words, the best first."""
    spaced, pairs = _asked(fold(words))
    scored = []
    for key, text in _texts(standards):
        folded = fold(text)
        tokens = re.findall(r"[^\W_]+", folded)
        hits = [_hit(w, folded, tokens) for w in spaced]
        shares = [sum(p in folded for p in run) / len(run) for run in pairs]
        if (hits or shares) and all(hits) and all(s >= ENOUGH_PAIRS for s in shares):
            scored.append((-sum(hits) - 2 * sum(shares), key))
    entries = [e for _, key in sorted(scored)[:MOST] for e in show(standards, key)["entries"][:1]]
    return {"title": f"Search: {words}", "entries": entries}


def _asked(words: str) -> tuple[list[str], list[list[str]]]:
    """Words between spaces, and the pairs of characters of each run of an unspaced script."""
    runs = _UNSPACED.findall(words)
    pairs = [[r[i : i + 2] for i in range(max(len(r) - 1, 1))] for r in runs]
    return _UNSPACED.sub(" ", words).split(), pairs


def _texts(standards: Standards) -> list[tuple[str, str]]:
    out = []
    for room in standards.rooms.values():
        for p in room.provisions.values():
            title = " ".join(standards.instrument(p).title.values())
            out.append((p.id, f"{p.id} {title} {p.article} {' '.join(p.asks.values())} {' '.join(p.topics)}"))
        out += [(r.id, f"{r.id} {' '.join(r.title.values())} {r.topic}") for r in room.rules.values()]
        out += [(q.id, f"{q.id} {' '.join(q.text.values())} {q.topic}") for q in room.questions.values()]
    return out


def _hit(word: str, text: str, tokens: list[str]) -> float:
    if word in tokens:
        return 2.0
    if word in text:
        return 1.5
    # One typing error in a longer word is forgiven.
    if len(word) > 4 and difflib.get_close_matches(word, tokens, n=1, cutoff=0.82):
        return 1.0
    return 0.0
