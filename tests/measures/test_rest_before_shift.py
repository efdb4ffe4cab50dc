"""Rest between shifts is reckoned for all shifts at once; a walk over each worker's days must give the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from tests.measures.panels import panel
from tripartite.measures.panel import Panel
from tripartite.measures.time import rest_before_shift

DAY = 1440
NEVER = 10 * DAY


def random_panel(rng: np.random.Generator) -> Panel:
    """Some workers and days; on some there was work, of some of it the times or the hours are not known."""
    shape = int(rng.integers(1, 40)), int(rng.integers(1, 5))
    worked = rng.random(shape) < rng.choice([0, 0.1, 0.6, 1])
    clocked = worked & (rng.random(shape) < rng.choice([0, 0.8, 1]))
    start = np.where(clocked, rng.integers(0, DAY, shape), -1).astype(np.int32)
    return replace(
        panel(date(2025, 3, 3), [0]),
        minutes=np.where(worked, 480, 0).astype(np.int32),
        start=start,
        end=np.where(clocked, start + rng.integers(1, DAY, shape), -1).astype(np.int32),
        worked=worked,
        unknown=worked & (rng.random(shape) < rng.choice([0, 0.2])),
        memo={},
    )


def walked(p: Panel, worker: int) -> list[tuple[int, bool, bool]]:
    """Rest, whether there is one, and whether it is sure, day by day."""
    out, last_end, last_sure = [], -NEVER, False
    for d in range(p.n_days):
        start, end = int(p.start[d, worker]), int(p.end[d, worker])
        sound = start >= 0 and not p.unknown[d, worker]
        rest = min(d * DAY + start - last_end, NEVER) if start >= 0 else 0
        out.append((rest, bool(p.worked[d, worker]) and rest < NEVER, sound and last_sure))
        if start >= 0:
            last_end = d * DAY + end
        if p.worked[d, worker]:
            last_sure = sound
    return out


def test_rest_is_what_a_walk_over_the_days_gives() -> None:
    rng = np.random.default_rng(7)
    for _ in range(200):
        p = random_panel(rng)
        v = rest_before_shift(p)
        for worker in range(p.n_workers):
            columns = (v.value[:, worker], v.exists[:, worker], v.complete[:, worker])
            assert list(zip(*(c.tolist() for c in columns), strict=True)) == walked(p, worker)
