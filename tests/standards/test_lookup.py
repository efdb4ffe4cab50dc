"""Look-ups: search in every script, one measure across rooms, what changed, what is not verified."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.standards.compare import changes, compare, overdue, unverified
from tripartite.standards.fields import StandardsError
from tripartite.standards.law import in_force_at
from tripartite.standards.load import load
from tripartite.standards.search.answer import search
from tripartite.standards.search.tokens import fold

ALL = load()


def heads(answer) -> list[str]:
    return [e["head"].split()[0] for e in answer["entries"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("overtime month", "cn/overtime-in-a-month"),
        ("每月加班超过三十六小时", "cn/overtime-in-a-month"),
        ("加班三十六小时", "cn/overtime-in-a-month"),  # words of the title, joined otherwise
        ("overtme month above", "cn/overtime-in-a-month"),
    ],
)
def test_search_finds_words_joined_words_and_forgives_an_error(words: str, found: str) -> None:
    assert found in heads(search(ALL, words))


def test_latin_letters_lose_their_marks_and_other_scripts_keep_them() -> None:
    assert fold("Tiền lương") == "tien luong"
    assert fold("ค่าจ้าง") == "ค่าจ้าง"
    assert fold("ガイド") == "ガイド"


def test_one_measure_stands_beside_itself_in_all_rooms() -> None:
    answer = compare(ALL, ["overtime_in_month"], date(2025, 1, 1))
    lines = answer["entries"][0]["lines"]
    assert any(line.startswith("cn: at most 36 h") for line in lines)
    assert compare(ALL, ["overtime", "month"], date(2025, 1, 1))["entries"]
    with pytest.raises(StandardsError, match="neither a standard nor a measure"):
        compare(ALL, ["no_such_thing"], date(2025, 1, 1))


def test_what_changed_with_the_holidays_of_2025() -> None:
    lines = changes(ALL, date(2024, 12, 31), date(2025, 1, 31), "cn")["entries"][0]["lines"]
    assert any("2025-01-01" in line for line in lines)
    assert all("2025-01" in line[:10] for line in lines)


def test_unverified_values_are_listed() -> None:
    assert any("cn/" in line for line in unverified(ALL, "cn")["entries"][0]["lines"])


def test_a_room_not_reviewed_for_long_is_told() -> None:
    assert not [e for e in overdue(ALL, date(2026, 10, 1), "cn")["entries"] if "last checked" in str(e)]
    assert "last checked" in str(overdue(ALL, date(2028, 1, 1), "cn"))


def test_every_room_says_when_it_was_checked() -> None:
    for key, room in ALL.rooms.items():
        assert room.about is not None, key
        assert len(room.about.title) == 7, key


def test_amounts_are_shown_in_the_currency_of_the_place() -> None:
    wages = in_force_at(ALL, "CN-GD", date(2026, 1, 1))["entries"][2]["lines"]
    assert all("CNY" in line for line in wages)
