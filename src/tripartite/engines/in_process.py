"""One shard after another, here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tripartite.check.columns import Source
from tripartite.check.plan import Plan
from tripartite.check.run import Outcome, check_shard
from tripartite.engines.memory import keep_freed

Progress = Callable[[int, int], None]


def in_process(progress: Progress | None = None) -> Callable[[Source, Plan], Iterator[Outcome]]:
    """An engine for one worker, one factory, or anything where a second process would not pay."""

    def run(source: Source, plan: Plan) -> Iterator[Outcome]:
        names = source.shards()
        if len(names) > 1:
            keep_freed()
        for i, name in enumerate(names):
            yield check_shard(source, plan, name)
            if progress:
                progress(i + 1, len(names))

    return run
