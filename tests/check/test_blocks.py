"""Pay slips laid out by block, against the plainest sum over their rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tripartite.check import blocks
from tripartite.check.blocks import panels, read_shard
from tripartite.check.columns import ConnectionSource
from tripartite.check.rest_days import CalendarTerms
from tripartite.measures.panel import to_day
from tripartite.records.tables import TABLES

MONTHS = (
    (date(2025, 1, 1), date(2025, 1, 31)),
    (date(2025, 2, 1), date(2025, 2, 28)),
    (date(2025, 1, 16), date(2025, 2, 15)),
)
SLIPS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C", "D", "E"]),
        st.sampled_from(MONTHS),
        st.none() | st.sampled_from(["basic", "overtime", "bonus"]),
        st.integers(0, 2**40),
        st.sampled_from(["CNY", "", "USD"]),
        st.dates(date(2025, 2, 1), date(2025, 3, 9)),
    ),
    min_size=1,
    max_size=25,
)
CALENDAR = CalendarTerms({}, (to_day(date(2025, 1, 1)), to_day(date(2025, 12, 31))), (5, 6))


def source_of(slips: list[Any]) -> ConnectionSource:
    con = duckdb.connect()
    for table in TABLES.values():
        con.execute(table.create_sql())
    for worker, (start, end), component, amount, currency, paid_on in slips:
        con.execute(
            'INSERT INTO pay (worker, start, "end", paid_on, component, amount, currency) VALUES (?, ?, ?, ?, ?, ?, ?)',
            (worker, start, end, paid_on, component, amount, currency),
        )
    return ConnectionSource(con)


@settings(deadline=None, max_examples=60)
@given(slips=SLIPS)
def test_every_row_of_a_slip_is_in_its_sum(slips: list[Any]) -> None:
    sums: dict[Any, int] = defaultdict(int)
    paid: dict[Any, date] = {}
    foreign = set()
    for worker, (start, end), component, amount, currency, paid_on in slips:
        slip = (worker, to_day(start), to_day(end))
        sums[*slip, component or "other_pay"] += amount
        paid[slip] = max(paid_on, paid.get(slip, paid_on))
        if currency == "USD":
            foreign.add(slip)
    shard = read_shard(source_of(slips), "all")
    assert shard is not None
    found: dict[Any, int] = defaultdict(int)
    seen, when, abroad = set(), {}, set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_WORKERS", 2)
        of_nobody = np.full(len(shard.workers), -1)
        for first, p in panels(shard, CALENDAR, [], of_nobody, "CNY"):
            assert p.pay is not None
            for i, w in zip(*np.nonzero(p.pay.present), strict=True):
                slip = (
                    shard.workers[first + w],
                    int(p.pay.periods.start_day[i]),
                    int(p.pay.periods.end_day[i]),
                )
                seen.add(slip)
                when[slip] = int(p.pay.paid_on[i, w])
                if p.pay.foreign[i, w]:
                    abroad.add(slip)
                for name, amounts in p.pay.amounts.items():
                    if amounts[i, w]:
                        found[*slip, name] += int(amounts[i, w])
            for amounts in p.pay.amounts.values():
                assert not amounts[~p.pay.present].any()
    assert seen == set(paid)
    assert when == {k: to_day(v) for k, v in paid.items()}
    assert abroad == foreign
    assert dict(found) == {k: v for k, v in sums.items() if v}
