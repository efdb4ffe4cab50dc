"""Shards in a pool of processes on one machine. Results come in the shards' order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

from tripartite.check.columns import Source
from tripartite.check.plan import Plan
from tripartite.check.run import Outcome, check_shard
from tripartite.engines.in_process import Progress
from tripartite.engines.memory import keep_freed

_work: tuple[Source, Plan] | None = None


def _start(source: Source, plan: Plan) -> None:
    global _work  # noqa: PLW0603 - a process of the pool holds its one task's frame
    _work = (source, plan)
    keep_freed()


def _one(name: str) -> Outcome:
    if _work is None:
        raise RuntimeError("a pool's process was asked to work before it was given its plan")
    return check_shard(*_work, name)


def _start_method() -> str:
    """Forked processes share what is loaded already, but also inherit the locks of threads they do not
    have: so only where this process has one thread alone, libraries' own included.
    """
    threads = Path("/proc/self/task")
    alone = sys.platform == "linux" and threads.is_dir() and len(list(threads.iterdir())) == 1
    return "fork" if alone else "spawn"


def pool(jobs: int, progress: Progress | None = None) -> Callable[[Source, Plan], Iterator[Outcome]]:
    """An engine of `jobs` processes. The source must be one that processes can share: a folder."""

    def run(source: Source, plan: Plan) -> Iterator[Outcome]:
        names = source.shards()
        context = get_context(_start_method())
        with context.Pool(min(jobs, len(names)) or 1, _start, (source, plan)) as workers:
            for i, outcome in enumerate(workers.imap(_one, names)):
                yield outcome
                if progress:
                    progress(i + 1, len(names))

    return run
