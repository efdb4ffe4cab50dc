"""Each worker's days with their hours by kind, as the rules saw them: for calendars that show why a day counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tripartite.check.blocks import panels, read_shard
from tripartite.check.columns import ConnectionSource
from tripartite.check.plan import Plan
from tripartite.measures.hours import cells
from tripartite.measures.matrix import night_minutes
from tripartite.measures.panel import Panel
from tripartite.measures.terms import HOLIDAY, PayTerms

if TYPE_CHECKING:
    import duckdb

# Kinds of day: from HOLIDAY on the law names several sorts; to a reader they are holidays.
KINDS = ("ordinary", "rest", "holiday")


def hours_by_day(con: duckdb.DuckDBPyConnection, plan: Plan) -> pa.Table:
    """One row per worker and day of employment that the time records cover.

    kind: ordinary, rest or holiday; overtime, rest, holiday: minutes of work in those cells, and normal the rest;
    night: minutes at night by the country's law, which are among the others; unknown: the hours are not known, and
    the minutes are the least they can be.
    """
    source = ConnectionSource(con)
    shard = read_shard(source, "all")
    if shard is None:
        return _SCHEMA.empty_table()
    shard.facilities["region"][shard.facilities["region"] == ""] = plan.country
    floors, floor_of = plan.floors(shard)
    terms = plan.terms[plan.country.lower()]
    parts = [
        _of_block(panel, terms) for _, panel in panels(shard, plan.calendar, floors, floor_of, plan.currency)
    ]
    return pa.concat_tables(parts)


_SCHEMA = pa.schema(
    [
        ("worker", pa.string()), ("date", pa.date32()), ("kind", pa.string()), ("normal", pa.int32()),
        ("overtime", pa.int32()), ("rest", pa.int32()), ("holiday", pa.int32()), ("night", pa.int32()),
        ("unknown", pa.bool_()),
    ]
)  # fmt: skip


def _of_block(p: Panel, t: PayTerms) -> pa.Table:
    split = p.get(cells, t)
    day = np.arange(p.n_days)[:, None] + p.first_day
    there = (day >= np.maximum(p.employed_from, p.covered_from)) & (
        day <= np.minimum(p.employed_to, p.covered_to)
    )
    rows, columns = np.nonzero(there.T)[::-1]
    kind = np.broadcast_to(p.kind, p.minutes.shape)[rows, columns]
    normal = p.minutes - split.overtime - split.rest - split.holiday
    data: dict[str, Any] = {
        "worker": pa.array(p.attributes.worker[columns].astype(object), pa.string()),
        "date": pa.array((rows + p.first_day).astype(np.int32), pa.int32()).cast(pa.date32()),
        "kind": pa.DictionaryArray.from_arrays(np.minimum(kind, HOLIDAY).astype(np.int8), list(KINDS)).cast(
            pa.string()
        ),
        "unknown": p.unknown[rows, columns],
        "normal": np.maximum(normal, 0)[rows, columns],
        "night": night_minutes(p, t.night)[rows, columns],
        **{name: getattr(split, name)[rows, columns] for name in ("overtime", "rest", "holiday")},
    }
    return pa.table([data[f.name] for f in _SCHEMA], schema=_SCHEMA)
