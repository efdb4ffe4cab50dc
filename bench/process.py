"""Whole processes measured from outside: wall and processor time and the peak memory, children included."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

STEP = 0.05


@dataclass(frozen=True)
class Run:
    """seconds of wall time, and of processor time in all; megabytes at the peak; exit code; standard output.

    Memory is the larger of the process's own peak (wait4) and, where the run was `watched`, the greatest sum, over the
    process and all that it started, of memory each holds (shared pages counted in parts), sampled twenty times a second.
    """

    seconds: float
    processor: float
    megabytes: float
    code: int
    output: str


def run(command: list[str], env: dict[str, str] | None = None, *, watched: bool = False) -> Run:
    """Run a command. Watching takes the processes a tenth of their time: a watched run tells of memory alone."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**as_installed(), **(env or {})},
    )
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    if watched:
        watcher.start()
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    if watched:
        watcher.join()
    return Run(
        seconds,
        usage.ru_utime + usage.ru_stime,
        max(peak[0], usage.ru_maxrss / 1024),
        process.returncode,
        output,
    )


def as_installed() -> dict[str, str]:
    """The environment, with modules compiled once and kept, as where a tool is in use."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(STEP):
        family = _family(pid)
        # One process alone is told better, and at no cost to it, by its own highest mark.
        if len(family) > 1:
            peak[0] = max(peak[0], sum(_megabytes(p) for p in family))


def _family(pid: int) -> list[int]:
    out, queue = [], [pid]
    while queue:
        p = queue.pop()
        out.append(p)
        try:
            children = [
                c for t in Path(f"/proc/{p}/task").iterdir() for c in (t / "children").read_text().split()
            ]
        except OSError:
            continue
        queue += [int(c) for c in children]
    return out


def _megabytes(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
