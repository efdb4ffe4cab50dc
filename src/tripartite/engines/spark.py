"""Shards as tasks of a Spark cluster, one task per facility file. Needs the extra `spark`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tripartite.check.columns import Source
from tripartite.check.plan import Plan
from tripartite.check.run import Outcome, check_shard

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def spark(session: SparkSession) -> Callable[[Source, Plan], Iterator[Outcome]]:
    """An engine on a Spark session. The dataset's folder must be readable from every executor.

    Each task reads its own file with the same code as everywhere; Spark moves names in and results
    out. Grouping inside Spark would shuffle the rows and cost several times as much.
    """

    def run(source: Source, plan: Plan) -> Iterator[Outcome]:
        names = source.shards()
        frame = session.createDataFrame([(i, n) for i, n in enumerate(names)], "position int, shard string")
        spread = frame.repartitionByRange(len(names), "position")

        def judge(batches: Iterator[Any]) -> Iterator[Any]:
            import pyarrow as pa

            for batch in batches:
                for position, name in zip(
                    batch.column("position").to_pylist(), batch.column("shard").to_pylist(), strict=True
                ):
                    # Results travel between our own processes, as a pool's do.
                    result = pickle.dumps(check_shard(source, plan, name))
                    yield pa.RecordBatch.from_pydict(
                        {
                            "position": pa.array([position], pa.int32()),
                            "outcome": pa.array([result], pa.binary()),
                        }
                    )

        results = spread.mapInArrow(judge, "position int, outcome binary")
        by_position = {row["position"]: row["outcome"] for row in results.toLocalIterator()}
        for i in range(len(names)):
            outcome: Outcome = pickle.loads(by_position[i])  # noqa: S301 - our own executors' results
            yield outcome

    return run
