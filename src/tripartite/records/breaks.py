"""The unpaid break that a factory states, for days whose punches do not show it.

A terminal day with one punch in and one out holds a break that nobody punched. Where the factory
says how long it is, it is taken off; where it does not, the day's hours are only known to be at
least what is left after a long break.
"""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tripartite.records.errors import RecordsError

Ints = NDArray[np.int64]

DAY = 1440
BREAK_AFTER = 360  # a stay of six hours or less is taken to hold no break when only its length is stated

# An unstated break: up to two hours may have been a break (the long noon rest of Chinese factories),
# and a stay up to four hours is taken to be work throughout.
LONGEST_UNSTATED = 120
SHORTEST_WITH_BREAK = 240


class Break(Struct, frozen=True):
    """A stated break: so many minutes in stays longer than `after`, or clock windows, or both.

    `windows` are (start, end) in minutes from midnight, end above 1440 where it passes midnight; the
    part of the stay that falls into them is taken off.
    """

    minutes: int = 0
    after: int = BREAK_AFTER
    windows: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if self.minutes < 0 or self.after < 0:
            raise RecordsError(f"A break cannot be negative: {self.minutes} min after {self.after} min.")
        for start, end in self.windows:
            if not (0 <= start < DAY and start < end <= start + DAY):
                raise RecordsError(f"A break from minute {start} to minute {end} of the day is not possible.")

    @classmethod
    def parse(cls, text: str) -> Break:
        """Read "60", "60 after 6h", "12:00-13:00", "12:00-13:00, 18:00-18:30".

        Raises RecordsError with the text and the forms allowed.
        """
        if length := _LENGTH.fullmatch(text.strip()):
            after = int(length["after"] or 0) * 60 if length["hours"] else int(length["after"] or BREAK_AFTER)
            return cls(minutes=int(length["minutes"]), after=after)
        windows = [_WINDOW.fullmatch(part.strip()) for part in text.split(",")]
        if not all(windows):
            raise _not_a_break(text)
        return cls(windows=tuple(_window(w, text) for w in windows if w))


_LENGTH = re.compile(
    r"(?P<minutes>\d{1,3})\s*(?:m|min|minutes)?(?:\s+after\s+(?P<after>\d{1,4})\s*(?P<hours>h|hours?)?(?:m|min|minutes)?)?"
)
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})")


def _not_a_break(text: str) -> RecordsError:
    return RecordsError(
        f'The break "{text}" is not understood. Write its length in minutes ("60"), a length and the stay '
        'beyond which it applies ("60 after 6h"), or clock times ("12:00-13:00, 18:00-18:30").'
    )


def _window(match: re.Match[str], text: str) -> tuple[int, int]:
    h1, m1, h2, m2 = (int(g) for g in match.groups())
    if h1 > 23 or h2 > 24 or m1 > 59 or m2 > 59:
        raise _not_a_break(text)
    start, end = h1 * 60 + m1, h2 * 60 + m2
    return (start, end if end > start else end + DAY)


def in_windows(start: Ints, end: Ints, windows: tuple[tuple[int, int], ...]) -> Ints:
    """Minutes of each interval that fall into clock windows, which recur every day.

    `start` and `end` count minutes from any midnight; intervals may be up to several days long.
    """
    total = np.zeros(len(start), np.int64)
    if not len(start):
        return total
    for opens, closes in windows:
        total += _up_to(end, opens, closes) - _up_to(start, opens, closes)
    return total


def _up_to(t: Ints, opens: int, closes: int) -> Ints:
    """Window minutes before t, from a fixed far past; differences of it count the minutes between."""
    days, minute = np.divmod(t - opens, DAY)
    return days * (closes - opens) + np.minimum(minute, closes - opens)


def break_of(start: Ints, end: Ints, stated: Break | None) -> tuple[Ints, NDArray[np.bool_]]:
    """Minutes to take off single stays with no punched break, and whether that is exact."""
    span = end - start
    if stated is not None:
        off = np.where(span > stated.after, stated.minutes, 0) + in_windows(start, end, stated.windows)
        return np.minimum(off, span), np.ones(len(span), bool)
    surely_worked = np.maximum(span - LONGEST_UNSTATED, np.minimum(span, SHORTEST_WITH_BREAK))
    return span - surely_worked, span <= SHORTEST_WITH_BREAK
