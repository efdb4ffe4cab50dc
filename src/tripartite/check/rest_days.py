"""Which of a week's days off is the rest day by law, where the law asks for fewer than the facility gives.

A facility names its weekly rest days, such as `sat,sun`, and may mark the one that is the rest day by law with a
star: `sat,sun*`. Without a star any day off of a week keeps the law; only where all of them were worked, the last one
of the week was worked as the rest day by law.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tripartite.measures.panel import REST_DAYS, Mask, Panel
from tripartite.measures.terms import ORDINARY, REST, WEEK

STAR = "*"
NONE = "-"  # no weekday: which day it is depends on the work of each week
MONDAY_OF_EPOCH = 3  # 1970-01-01 was a Thursday


class CalendarTerms(Struct, frozen=True):
    """Kinds of day by law: `kinds` maps a day to its kind where it departs from the week.

    on_rest: a holiday on the weekly rest day is a kind of its own. covers: first and last day for which the calendar is known. week_starts: 0 is Monday.
    legal_rest_days: how many of a week's rest days are so by law; None: all. year_from: month and day from which limits are counted, where stated.
    choosable: days that are holidays where a roster says so. chosen: holidays that the employer announced, taken as
    they stand: none on a rest day, none made up. substitute: a holiday of `kinds` on the weekly rest day moves to
    the next working day.
    """

    kinds: dict[int, int]
    covers: tuple[int, int]
    rest_days: tuple[int, ...]
    week_starts: int = 0
    on_rest: bool = False
    legal_rest_days: int | None = None
    year_from: tuple[int, int] | None = None
    choosable: frozenset[int] = frozenset()
    chosen: frozenset[int] = frozenset()
    substitute: bool = False


def named_days(pattern: str) -> list[str]:
    """The weekdays of a pattern without stars."""
    return [d.strip().rstrip(STAR) for d in pattern.split(",") if d.strip()]


def by_law(pattern: str, calendar: CalendarTerms) -> str:
    """The part of a pattern that is rest days by law whatever is worked; empty: the country's default."""
    days = [d.strip() for d in pattern.split(",") if d.strip()]
    most = calendar.legal_rest_days
    if most is None or len(days) <= most:
        return ",".join(named_days(pattern))
    return ",".join(d.rstrip(STAR) for d in days if d.endswith(STAR)) or NONE


def is_open(pattern: str, calendar: CalendarTerms) -> bool:
    """Whether the work of a week decides which day was the rest day by law."""
    return bool(pattern) and by_law(pattern, calendar) == NONE


def settle(p: Panel, patterns: list[str], calendar: CalendarTerms) -> None:
    """Give the panel its days off that are no rest days by law, and in each week of workers whose facility marked
    none the rest day by law that was worked. `patterns`: the rest days of each worker's facility.
    """
    if calendar.legal_rest_days is None:
        return
    off = _named(p, patterns, calendar)
    if not off.any():
        return
    opened = {x: is_open(x, calendar) for x in set(patterns)}
    open_ = np.array([opened[x] for x in patterns], bool)
    if open_.any():
        off = np.broadcast_to(off, p.minutes.shape).copy()
        _last_of_all_worked(p, open_, off)
    p.day_off = off


def _named(p: Panel, patterns: list[str], calendar: CalendarTerms) -> Mask:
    """The named days that are not rest days by law: (days, 1) where all share one pattern."""
    distinct = list(dict.fromkeys(patterns))
    weekday = (p.first_day + np.arange(p.n_days) + MONDAY_OF_EPOCH) % 7
    rows = []
    for pattern in distinct:
        legal = by_law(pattern, calendar).split(",")
        rows.append(np.isin(weekday, [REST_DAYS[d] for d in named_days(pattern) if d not in legal]))
    named = (
        rows[0][:, None]
        if len(distinct) == 1
        else np.stack([rows[distinct.index(x)] for x in patterns], axis=1)
    )
    off: Mask = named & (p.kind == ORDINARY)
    return off


def _last_of_all_worked(p: Panel, open_: Mask, off: Mask) -> None:
    weeks = p.periods(WEEK)
    kind = None
    for i in np.flatnonzero(weeks.whole).tolist():
        a, b = int(weeks.first[i]), int(weeks.end[i])
        here = off[a:b]
        rested = (p.kind[a:b] == REST).any(axis=0) | (here & ~p.worked[a:b]).any(axis=0)
        for w in np.flatnonzero(open_ & here.any(axis=0) & ~rested).tolist():
            d = a + int(np.flatnonzero(here[:, w])[-1])
            kind = np.broadcast_to(p.kind, p.minutes.shape).copy() if kind is None else kind
            kind[d, w], off[d, w] = REST, False
    if kind is not None:
        p.kind = kind
