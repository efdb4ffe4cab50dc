"""The same six rules by tripartite's own engine, so that what is compared does the same work.

python bench/six_rules.py DATASET OUT
"""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does

import numpy as np
from msgspec.structs import replace

from tripartite.check.columns import DatasetSource
from tripartite.check.limits import CheckRule
from tripartite.check.plan import make_plan
from tripartite.check.run import check
from tripartite.engines.in_process import in_process
from tripartite.engines.pool import pool
from tripartite.standards.load import load

SIX = {
    "R1": ("cn/overtime-in-a-day", None), "R2": ("cn/overtime-in-a-month", None), "R3": ("cn/days-in-a-row", None),
    "R4": ("ilo/hours-in-a-week", 3600), "R5": ("cn/minimum-wage", None), "R6": ("cn/overtime-pay", None),
}  # fmt: skip


def _made_plain(rule: CheckRule, limit: int | None) -> CheckRule:
    """The rule with a plain verdict: no exception is allowed for, and the cap is the rivals'."""
    limits = rule.limits if limit is None else tuple(replace(x, value=limit) for x in rule.limits)
    return replace(rule, excusable=False, limits=limits)


def main() -> None:
    gc.set_threshold(50_000, 20, 100)  # as the command line does
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    out.mkdir(parents=True, exist_ok=True)
    plan = make_plan(load(["cn", "ilo"]), "CN")
    by_id = {r.id: r for r in plan.rules}
    rules = [_made_plain(by_id[name], limit) for name, limit in SIX.values()]
    plan = dataclasses.replace(plan, rules=type(plan.rules)(rules))
    # Libraries that start threads are imported after the pool has begun; see engines/pool.py.
    outcome = check(DatasetSource(folder), plan, pool(jobs, None) if jobs > 1 else in_process())
    counts = {}
    for i, name in enumerate(SIX):
        mine = [c for c in outcome.findings if len(c["rule"]) and c["rule"][0] == i]
        money = rules[i].measure.unit == "money"
        total = sum(int(c["owed" if money else "observed"].sum()) for c in mine)
        counts[name] = {"findings": outcome.tallies[i].not_met, "sum": total}
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ("rule", "start", "end", "observed", "limit", "owed")
    pq.write_table(
        pa.table({c: np.concatenate([x[c] for x in outcome.findings] or [np.zeros(0)]) for c in columns}),
        out / "findings.parquet",
    )
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
