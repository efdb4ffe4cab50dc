"""A panel of a few workers, made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from tripartite.check.blocks import day_kinds_of
from tripartite.check.plan import make_plan
from tripartite.measures.panel import Attributes, Conditions, Panel, Wages, to_day
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
        first_day, minutes, start, end, np.zeros((n, 1), np.int32), (minutes > 0) | unknown, unknown, None, kinds[:, None], extra,
        who, span[0], span[1], span[0], span[1], Wages(empty, empty, empty, empty.astype(np.int8), empty, empty.astype(bool)),
        None, Conditions(empty, np.zeros(0, object), empty, empty), [], np.array([-1]), ["CN-GD"],
    )  # fmt: skip
