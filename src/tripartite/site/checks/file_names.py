"""Names of uploaded files, fit to stand in a folder: no path, nothing hidden, not too long."""

from __future__ import annotations

import unicodedata

MOST_BYTES = 200  # a name of 255 bytes is the most that file systems take


def file_name(given: str) -> str:
    """The last part of a name without control characters; `file` where nothing is left of it."""
    last = given.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    clean = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip().lstrip(".")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        stem, ending = clean, ""
    ending = ending[:10]
    room = MOST_BYTES - len(ending.encode()) - 1
    stem = stem.encode()[:room].decode(errors="ignore")
    return f"{stem}{dot}{ending}" if stem else "file"
