"""The stated break: its written forms, and what it takes off a stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.records.breaks import Break, break_of, in_windows
from tripartite.records.errors import RecordsError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60", Break(minutes=60, after=360)),
        ("45 min", Break(minutes=45, after=360)),
        ("60 after 6h", Break(minutes=60, after=360)),
        ("30 after 4 hours", Break(minutes=30, after=240)),
        ("60 after 300", Break(minutes=60, after=300)),
        ("12:00-13:00", Break(windows=((720, 780),))),
        ("12:00-13:00, 18:00–18:30", Break(windows=((720, 780), (1080, 1110)))),
        ("23:30-00:30", Break(windows=((1410, 1470),))),
    ],
)
def test_written_forms(text, expected):
    assert Break.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "lunch", "12:00", "12-13", "25:00-26:00", "12:61-13:00", "-60", "60 after"]
)
def test_what_is_not_a_break_is_refused_with_the_forms_allowed(text):
    with pytest.raises(RecordsError, match="is not understood") as refused:
        Break.parse(text)
    assert '"60 after 6h"' in str(refused.value)
    assert f'"{text}"' in str(refused.value)


def test_impossible_breaks_are_refused():
    with pytest.raises(RecordsError, match="cannot be negative"):
        Break(minutes=-1)
    with pytest.raises(RecordsError, match="not possible"):
        Break(windows=((800, 700),))


def off(start, end, stated):
    minutes, exact = break_of(np.array([start]), np.array([end]), stated)
    return int(minutes[0]), bool(exact[0])


def test_windows_take_off_what_the_stay_covers_of_them():
    stated = Break.parse("12:00-13:00, 18:00-18:30")
    assert off(480, 1050, stated) == (60, True)
    assert off(480, 750, stated) == (30, True)
    assert off(480, 1200, stated) == (90, True)
    assert off(780, 1080, stated) == (0, True)


def test_windows_recur_after_midnight():
    assert off(1200, 1440 + 360, Break.parse("01:00-02:00")) == (60, True)
    assert off(1200, 1440 + 360, Break.parse("23:30-00:30")) == (60, True)


minutes = st.integers(0, 3000)
windows = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 600)).map(lambda w: (w[0], w[0] + w[1])), max_size=3
).map(tuple)


@given(minutes, minutes, windows)
def test_windows_agree_with_counting_minutes_one_by_one(start, length, stated):
    end = start + length
    counted = sum(
        opens <= m + shift < closes
        for opens, closes in stated
        for m in range(start, end)
        for shift in (-1440, 0, 1440, -2880, -4320, -5760)
    )
    assert int(in_windows(np.array([start]), np.array([end]), stated)[0]) == counted


@given(minutes, st.integers(0, 1200))
def test_more_time_at_work_never_means_fewer_sure_minutes(start, length):
    taken, _ = off(start, start + length, None)
    longer, _ = off(start, start + length + 1, None)
    assert 0 <= taken <= 120
    assert length - taken <= length + 1 - longer
