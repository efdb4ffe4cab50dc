"""Text made fit for print: only letters that the fonts hold, nothing that turns lines around, long runs breakable.

Names come from files. PDF/UA refuses a document with one letter that no font holds, and an unbroken run of two hundred
letters leaves the page; neither may keep a report from being written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

UNKNOWN = "\ufffd"  # stands for a letter that cannot be shown
BREAK_HERE = "\u200b"
ISOLATE, POP = "\u2068", "\u2069"
# Marks that reorder what follows; a name must not turn the figures beside it around.
REORDERING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
SPACES = re.compile(r"[\s\u0085\u2028\u2029]+")
LONG_RUN = re.compile(r"[!-~\u00a1-\u024f\u0370-\u05ff]{25,}")
STRETCH = 12


def printable(content: Any, held: Callable[[str], bool]) -> Any:
    """The content with each text in it made fit for print; `held` says whether some font holds a letter."""
    if isinstance(content, str):
        return fit(content, held)
    if isinstance(content, dict):
        return {k: printable(v, held) for k, v in content.items()}
    if isinstance(content, (list, tuple)):
        return [printable(v, held) for v in content]
    return content


def fit(text: str, held: Callable[[str], bool]) -> str:
    """One text made fit for print."""
    text = REORDERING.sub("", SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    if not text.isascii() or not text.isprintable():
        text = "".join(c if _is_shown(c, held) else UNKNOWN for c in text)
    text = LONG_RUN.sub(lambda run: _breakable(run[0]), text)
    if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text):
        return ISOLATE + text + POP
    return text


def _is_shown(c: str, held: Callable[[str], bool]) -> bool:
    kind = unicodedata.category(c)
    if kind == "Cf":
        return True  # joiners and the like: no sign of their own
    return kind not in ("Cc", "Cs", "Co", "Cn") and (c.isspace() or held(c))


def _breakable(run: str) -> str:
    return BREAK_HERE.join(run[i : i + STRETCH] for i in range(0, len(run), STRETCH))


class Letters:
    """The letters that a set of font files holds, read file by file as far as needed."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._unread = list(files)
        self._held: set[int] = set()
        self._reading = Lock()  # a site writes several reports at once

    def __call__(self, letter: str) -> bool:
        if ord(letter) not in self._held:
            with self._reading:
                while ord(letter) not in self._held and self._unread:
                    self._held |= _letters_of(self._unread.pop(0))
        return ord(letter) in self._held


def _letters_of(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    # Of a collection each face holds the same letters, in the shapes of another country.
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
