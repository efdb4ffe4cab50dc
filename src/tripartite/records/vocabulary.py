"""The words of headers, pay items, leaves and so on, in seven languages, as data: words/<lang>.yaml."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "words"
_UNITS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MARKS = re.compile(r"[\s_\-./·:：*#、]+")


def fold(text: str) -> str:
    """A word as it is looked up: one Unicode form, lower case, no units in brackets, no marks."""
    text = unicodedata.normalize("NFKC", text).lower()
    return _MARKS.sub("", _UNITS.sub("", text)) or _MARKS.sub("", text)


@dataclass(frozen=True)
class Vocabulary:
    """Folded word to meaning, by list: columns, components, leaves, sexes, bases, ..."""

    lists: dict[str, dict[str, str]]

    def find(self, name: str, word: str) -> str | None:
        """The meaning of a word, whole words only."""
        return self.lists.get(name, {}).get(fold(word))

    def find_inside(self, name: str, word: str) -> str | None:
        """The meaning of the longest known word inside a longer one."""
        folded = fold(word)
        known = [
            w
            for w in self.lists.get(name, {})
            if len(w) > 1 and w in folded and (not w.isascii() or len(w) > 3)
        ]
        return self.lists[name][max(known, key=len)] if known else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """All languages together: a factory's files mix them. Where two disagree the first file named wins."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    lists: dict[str, dict[str, str]] = {}
    for language in ("en", "zh", "ja", "vi", "th", "my", "fil"):
        content = yaml.load((WORDS / f"{language}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506
        for name, entries in content.items():
            into = lists.setdefault(name, {})
            pairs = entries.items() if isinstance(entries, dict) else [("yes", entries)]
            for meaning, known in pairs:
                for word in known:
                    into.setdefault(fold(word), meaning)
    return Vocabulary(lists)
