"""A worker's own log: read strictly, and set beside the facility's days without taking a side."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.records.errors import RecordsError
from tripartite.records.own_log import Difference, Span, differences, minutes_by_day, read_own_log
from tripartite.records.read import read

HEAD = "worker,punch time,state\n"
LOG = HEAD + (
    "Ma Hla,2026-10-05 08:00,in\nMa Hla,2026-10-05 12:00,out\nMa Hla,2026-10-05 13:00,in\nMa Hla,2026-10-05 19:00,out\n"
    "Ma Hla,2026-10-06 20:00,in\nMa Hla,2026-10-07 05:00,out\n"
)
STATEMENT = '"I hand my log of hours over to the union, for wage claims."\n'
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 10, n) for n in (5, 6, 7))


def test_a_day_is_the_sum_of_its_stretches_and_a_night_belongs_to_its_evening() -> None:
    assert minutes_by_day(read_own_log(LOG)) == {MONDAY: 600, TUESDAY: 540}


def test_a_statement_may_stand_above_the_log() -> None:
    assert read_own_log(STATEMENT + LOG) == read_own_log(LOG)


def test_what_differs_is_told_for_both_sides() -> None:
    spans = read_own_log(LOG)
    assert differences(spans, {MONDAY: 480, TUESDAY: 540}) == [Difference(MONDAY, "hours", 600, 480)]
    assert differences(spans, {MONDAY: 600, TUESDAY: None}) == [Difference(TUESDAY, "unknown", 540, None)]
    facility = {MONDAY: 600, WEDNESDAY: 60}
    assert differences(spans, facility) == [Difference(TUESDAY, "only-own", 540, None)]
    later = [*spans, Span(*(s + timedelta(days=4) for s in (spans[0].start, spans[0].end)))]
    assert Difference(WEDNESDAY, "only-facility", None, 60) in differences(
        later, {**facility, date(2026, 10, 9): 240}
    )


@pytest.mark.parametrize(("apart", "told"), [(15, 0), (16, 1)])
def test_a_quarter_of_an_hour_is_no_difference(apart: int, told: int) -> None:
    assert len(differences(read_own_log(LOG), {MONDAY: 600 - apart, TUESDAY: 540})) == told


def test_silence_before_and_after_is_no_difference() -> None:
    assert differences(read_own_log(LOG), {date(2026, 9, 1): 480, MONDAY: 600}) == []
    assert differences([], {MONDAY: 600}) == []
    assert differences(read_own_log(LOG), {}) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,when\n", "has no row worker,punch time,state"),
        (HEAD + "a,2026-10-05 08:00,in\n", "the stretch from 2026-10-05 08:00 has no end"),
        (HEAD + "a,2026-10-05 08:00,out\n", "row 2: `out` follows `out`"),
        (HEAD + "a,5 October,in\n", "row 2: `5 October` is not a time such as"),
        (HEAD + "a,2026-10-05 08:00\n", "row 2: expected a worker, a time"),
        (HEAD + "a,2026-10-05 08:00,in\na,2026-10-06 08:01,out\n", "row 3: the stretch must end"),
        (
            HEAD
            + "a,2026-10-05 08:00,in\na,2026-10-05 12:00,out\na,2026-10-05 11:00,in\na,2026-10-05 13:00,out\n",
            "row 5: the stretch begins before",
        ),
    ],
)
def test_a_log_that_is_none_is_refused_with_its_row(text: str, says: str) -> None:
    with pytest.raises(RecordsError, match=says):
        read_own_log(text)


@given(st.dictionaries(st.dates(MONDAY, date(2026, 12, 31)), st.integers(1, 600), max_size=30))
def test_a_log_never_differs_from_itself(days: dict[date, int]) -> None:
    from datetime import datetime, time

    spans = [Span(s := datetime.combine(d, time(8)), s + timedelta(minutes=n)) for d, n in days.items()]
    assert differences(spans, days) == []


def test_our_reader_takes_the_same_log_for_punches(tmp_path: Path) -> None:
    path = tmp_path / "my-hours.csv"
    path.write_text(STATEMENT + LOG, encoding="utf-8")
    records = read([path])
    rows = records.con.execute(
        'SELECT worker, CAST("at" AS VARCHAR), state FROM punches ORDER BY "at"'
    ).fetchall()
    assert len(rows) == 6
    assert rows[0] == ("Ma Hla", "2026-10-05 08:00:00", "in")
    assert records.con.execute("SELECT count(*) FROM rejects").fetchone() == (0,)
