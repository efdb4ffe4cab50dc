"""The words of headers, pay items, leaves and so on, in seven languages, as data: words/<lang>.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from msgspec import Struct, field

from tripartite.kept import kept
from tripartite.plain_yaml import load_plain

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")
_UNITS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[\s_\-./·:：*#、]+")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """A word as it is looked up: one Unicode form, lower case, no units in brackets, no marks."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _MARKS.sub("", _UNITS.sub("", text)) or _MARKS.sub("", text)


class Vocabulary(Struct, frozen=True):
    """Folded word to meaning, by list: columns, components, leaves, sexes, bases, ..."""

    lists: dict[str, dict[str, str]]
    # Words that are looked for inside others, by list and first letter, ranked with the longest first; made at
    # first use.
    inside: dict[str, dict[str, list[tuple[int, str]]]] = field(default_factory=dict)

    def find(self, name: str, word: str) -> str | None:
        """The meaning of a word, whole words only."""
        return self.lists.get(name, {}).get(fold(word))

    def find_inside(self, name: str, word: str) -> str | None:
        """The meaning of the longest known word inside a longer one."""
        folded = fold(word)
        by_letter = self._by_letter(name)
        firsts = (
            next(((rank, w) for rank, w in by_letter.get(c, ()) if w in folded), None) for c in set(folded)
        )
        known = [f for f in firsts if f]
        return self.lists[name][min(known)[1]] if known else None

    def _by_letter(self, name: str) -> dict[str, list[tuple[int, str]]]:
        if name not in self.inside:
            into: dict[str, list[tuple[int, str]]] = {}
            for rank, w in enumerate(sorted(self.lists.get(name, {}), key=len, reverse=True)):
                if len(w) > 1 and (not w.isascii() or len(w) > 3):
                    into.setdefault(w[0], []).append((rank, w))
            self.inside[name] = into
        return self.inside[name]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """All languages together: a factory's files mix them. Where two disagree the first file named wins."""
    files = [WORDS / f"{language}.yaml" for language in LANGUAGES]
    return Vocabulary(kept("words-of-records", [*files, Path(__file__)], lambda: _read_words(files)))


def _read_words(files: list[Path]) -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    for path in files:
        content = load_plain(path.read_text(encoding="utf-8"))
        for name, entries in content.items():
            into = lists.setdefault(name, {})
            pairs = entries.items() if isinstance(entries, dict) else [("yes", entries)]
            for meaning, known in pairs:
                for word in known:
                    into.setdefault(fold(word), meaning)
    return lists
