"""Shifts that run past midnight into a day of another kind, where the law gives each hour the kind of its own date.

Holidays are dates; the weekly rest is the worker's own twenty-four hours. So an hour after midnight takes the
holiday, or its absence, from its own date and the rest day from the day on which its shift began. Only the few
shifts that change kind are looked at, so the cost does not grow with the panel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from tripartite.measures.panel import Codes, Ints, Minutes, Panel
from tripartite.measures.terms import HOLIDAY, ON_REST, ORDINARY, REST, Cell, PayTerms

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIDNIGHT = 1440


class Part(Struct, frozen=True):
    """Minutes of each crossing shift on one side of midnight, and the kind of day that they have."""

    kind: Codes
    minutes: Ints
    overtime: Ints
    night: Ints
    late: Ints  # night minutes that are overtime

    def of(self, cell: Cell) -> Ints:
        """Minutes that are a cell's, whatever its kinds of day."""
        if cell.night is None:
            whole, late = self.minutes, self.overtime
        elif cell.night:
            whole, late = self.night, self.late
        else:
            whole, late = self.minutes - self.night, self.overtime - self.late
        if cell.overtime is None:
            return whole
        return late if cell.overtime else whole - late


class Crossings(Struct, frozen=True):
    """Shifts whose hours change their kind of day at midnight: row and column of each, before and after."""

    row: Ints
    column: Ints
    before: Part
    after: Part

    def __len__(self) -> int:
        return len(self.row)


def kinds_after_midnight(kind: Codes) -> Codes:
    """The kind of each row's hours after midnight. The last row's are taken to be of its own kind."""
    own_rest = (kind == REST) | (kind >= HOLIDAY + ON_REST)
    plain = np.where(kind >= HOLIDAY + ON_REST, kind - ON_REST, kind)
    plain = np.where(plain == REST, ORDINARY, plain)
    following = np.concatenate([plain[1:], plain[-1:]]) if len(plain) else plain
    on_rest = np.where(following == ORDINARY, REST, following + ON_REST)
    found: Codes = np.where(own_rest, on_rest, following).astype(np.int8)
    return found


def crossings(p: Panel, t: PayTerms, overtime: Minutes, night: Minutes, late: Minutes) -> Crossings | None:
    """Shifts that run into a day of another kind, split at midnight; None where there is none.

    Where the break fell is not known: it is taken out of the side on which an hour earns more, so that what is
    due is a least. Overtime is the end of the shift.
    """
    if not t.by_date:
        return None
    kind = p.kind
    changed = kinds_after_midnight(kind) != kind
    changed[-1:] = False
    if not changed.any():
        return None
    rows = np.flatnonzero(changed.any(axis=1))
    there = (p.end[rows] > MIDNIGHT) & (p.start[rows] >= 0) & (p.minutes[rows] > 0) & changed[rows]
    at, column = np.nonzero(there)
    if not len(at):
        return None
    row = rows[at].astype(np.int64)
    wide = column if kind.shape[1] > 1 else np.zeros_like(column)
    return _split(p, t, (row, column.astype(np.int64)), (kind[row, wide], kinds_after_midnight(kind)[row, wide]),
                  tuple(a[row, column].astype(np.int64) for a in (overtime, night, late)))  # fmt: skip


def _split(
    p: Panel,
    t: PayTerms,
    place: tuple[Ints, Ints],
    kinds: tuple[Codes, Codes],
    parts: tuple[Ints, ...],
) -> Crossings:
    overtime, night, late = parts
    total, start, end = (a[place].astype(np.int64) for a in (p.minutes, p.start, p.end))
    worth = _worth(t)
    dearer_after = worth[kinds[1]] > worth[kinds[0]]
    after = _least_or_most(dearer_after, total - (MIDNIGHT - start), end - MIDNIGHT, 0, total)
    over_after = np.minimum(overtime, after)
    evening = np.maximum(MIDNIGHT - np.maximum(start, t.night[0]), 0)  # of the presence before midnight
    morning = np.minimum(end, MIDNIGHT + t.night[1]) - MIDNIGHT
    night_after = _least_or_most(dearer_after, night - evening, morning, night - (total - after), after)
    night_after = np.minimum(night_after, night)
    late_after = _late(late, after, over_after, night_after)
    over_before, night_before = overtime - over_after, night - night_after
    late_before = _late(late - late_after, total - after, over_before, night_before)
    return Crossings(
        *place,
        Part(kinds[0], total - after, over_before, night_before, late_before),
        Part(kinds[1], after, over_after, night_after, late_after),
    )


def _late(late: Ints, minutes: Ints, overtime: Ints, night: Ints) -> Ints:
    """Night overtime of one side: no more than its overtime and its night, no less than leaves room by day."""
    found: Ints = np.clip(late, np.maximum(overtime - (minutes - night), 0), np.minimum(overtime, night))
    return found


def _least_or_most(least: NDArray[np.bool_], low: Ints, high: Ints, floor: Ints | int, top: Ints) -> Ints:
    """The least that lies after midnight where `least`, else the most; within what there is."""
    found: Ints = np.clip(np.where(least, low, high), floor, top)
    return found


def _worth(t: PayTerms) -> Ints:
    """By kind of day the greatest rate that a normal hour of it earns, to tell which kind is dearer."""
    worth = np.zeros(HOLIDAY + 2 * ON_REST, np.int64)
    for cell in t.cells:
        if cell.overtime is not True and cell.night is None and not cell.unworked:
            for day in cell.days:
                worth[day] = max(int(worth[day]), cell.rate.values[-1] if cell.rate.values else 0)
    return worth


def moved_to_ordinary(p: Panel, found: Crossings) -> Minutes:
    """Normal minutes that midnight makes ordinary, less those it makes other than ordinary: (days, workers)."""
    out = np.zeros(p.minutes.shape, np.int32)
    before, after = found.before, found.after
    normal = after.minutes - after.overtime
    change = (after.kind == ORDINARY).astype(np.int64) - (before.kind == ORDINARY)
    out[found.row, found.column] = normal * change
    return out
