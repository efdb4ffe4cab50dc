"""A panel of a few workers, made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tripartite.check.blocks import day_kinds_of
from tripartite.check.plan import make_plan
from tripartite.measures.panel import Attributes, Conditions, Panel, Pay, Wages, spans, to_day
from tripartite.measures.terms import NO_DATE
from tripartite.standards.load import load

PLAN = make_plan(load(["cn", "ilo"]), "CN")
CN = PLAN.terms["cn"]


def panel(first: date, days: list[Any], *, hours_system: int = 0, hours_period: int = -1) -> Panel:
    """One worker. A day is minutes, None for unknown hours, or (start, end) in minutes from midnight."""
    n = len(days)
    first_day = to_day(first)
    kinds, extra, _ = day_kinds_of(first_day, n, PLAN.calendar, "")
    minutes = np.array([[(d[1] - d[0] if isinstance(d, tuple) else d or 0)] for d in days], np.int32)
    start = np.array([[d[0] if isinstance(d, tuple) else -1] for d in days], np.int32)
    end = np.array([[d[1] if isinstance(d, tuple) else -1] for d in days], np.int32)
    unknown = np.array([[d is None] for d in days])
    none = np.array([NO_DATE], np.int64)
    who = Attributes(
        np.array(["1"], object), np.zeros(1, np.int64), np.array([-1], np.int8), none, none, none, np.array([-1], np.int8),
        np.array([hours_system], np.int8), np.array([hours_period], np.int8), np.array([""], object), none, none,
    )  # fmt: skip
    span = (np.array([first_day]), np.array([first_day + n - 1]))
    empty = np.zeros(0, np.int64)
    return Panel(
        first_day=first_day, minutes=minutes, start=start, end=end, night=np.zeros((n, 1), np.int32),
        worked=(minutes > 0) | unknown, unknown=unknown, leave=None, kind=kinds[:, None], extra_workday=extra, attributes=who,
        employed_from=span[0], employed_to=span[1], covered_from=span[0], covered_to=span[1],
        wages=Wages(empty, empty, empty, empty.astype(np.int8), empty, empty.astype(bool)), pay=None,
        conditions=Conditions(empty, np.zeros(0, object), empty, empty), floors=[], floor_of=np.array([-1]), region_of=["CN-GD"],
    )  # fmt: skip


def wages(*rows: tuple[int, int, date | None]) -> Wages:
    """Contract wages of the one worker: (basis, amount, first day); each holds until the next begins."""
    starts = [NO_DATE if day is None else to_day(day) for *_, day in rows]
    ends = [s - 1 for s in starts[1:]] + [2**31 - 1]
    zero = np.zeros(len(rows), np.int64)
    return Wages(
        zero, np.array(starts, np.int64), np.array(ends, np.int64), np.array([b for b, *_ in rows], np.int8),
        np.array([a for _, a, _ in rows], np.int64), zero == 0,
    )  # fmt: skip


def slips(p: Panel, *months: tuple[date, date, dict[str, int]]) -> Pay:
    """Pay slips of the one worker: (first day, last day, items in minor units)."""
    periods = spans(p.first_day, p.n_days, [(to_day(a), to_day(b)) for a, b, _ in months])
    names = dict.fromkeys(n for *_, items in months for n in items)
    amounts = {n: np.array([[items.get(n, 0)] for *_, items in months], np.int64) for n in names}
    yes = np.ones((len(months), 1), bool)
    return Pay(periods, yes, np.full((len(months), 1), NO_DATE), amounts, ~yes)
