"""Shards as tasks of a Spark cluster, one task per facility file. Needs the extra `spark`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tripartite.check.columns import Source
from tripartite.check.plan import Plan
from tripartite.check.run import Outcome, check_shard

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def spark(session: SparkSession) -> Callable[[Source, Plan], Iterator[Outcome]]:
    """An engine on a Spark session. The dataset's folder must be readable from every executor, and
    tripartite installed there.

    Each task reads its own file with the same code as everywhere; Spark moves names out and results
    back, in the shards' order. Grouping rows inside Spark would shuffle them and cost several times
    as much.
    """

    def run(source: Source, plan: Plan) -> Iterator[Outcome]:
        names = source.shards()
        tasks = session.sparkContext.parallelize(names, max(len(names), 1))
        yield from tasks.map(lambda name: check_shard(source, plan, name)).toLocalIterator(
            prefetchPartitions=True
        )

    return run
