"""What was worked out from files once, kept in the user's cache folder until the files or the code change.

Data files are read and cross-checked in full whenever anything about them is new; a file with a mistake
is never kept, so that its refusal is told each time anew. Without a folder to write to nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def kept(name: str, files: Iterable[Path], make: Callable[[], T]) -> T:
    """What `make` gives from `files`, which are those it reads and its own code; `name` tells uses apart."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / f"{name.replace('/', '-')}-{_fingerprint(name, files)}.pickle"
    with suppress(Exception):  # nothing kept, or not by us, or cut short: made anew
        if _is_ours(path):
            found: T = pickle.loads(path.read_bytes())  # noqa: S301 - a file that only this user can write
            return found
    made = make()
    with suppress(OSError):
        _keep(path, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def _folder() -> Path | None:
    """The user's cache folder; None where there is none."""
    chosen = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(chosen or Path.home() / ".cache") / "tripartite"
    except RuntimeError:  # a user without a home
        return None


def _fingerprint(name: str, files: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{name} {sys.version}".encode())
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f" {path.name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have written the file: what is kept is run when it is read."""
    if os.name != "posix":
        return True
    status, above = path.stat(), path.parent.stat()
    return all(s.st_uid == os.getuid() and not s.st_mode & 0o022 for s in (status, above))


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    beside.write_bytes(content)
    beside.chmod(0o600)
    beside.replace(path)
    # Of one use the latest is enough, but for those in use by another version just now.
    stem = path.name[: -len(".pickle") - 33]
    alike = path.parent.glob(f"{escape(stem)}-{'?' * 32}.pickle")
    older = sorted(alike, key=lambda p: p.stat().st_mtime)
    for old in older[:-4]:
        old.unlink(missing_ok=True)
