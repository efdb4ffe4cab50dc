"""What one worker is due, in the worker's language, on terminals of all widths."""

from __future__ import annotations

import pytest

from tripartite.check.payslip import due
from tripartite.reports.payslip import line_name, render
from tripartite.reports.wording import languages, width, words
from tripartite.standards.load import load

CASE = {
    "country": "CN", "region": "CN-GD", "wage_class": "1", "month": "2025-10", "wage": "5220 CNY",
    "hours": {"ordinary_overtime": "10 h", "holiday": "8 h"}, "paid": {"overtime": "100 CNY"},
}  # fmt: skip
ALL = load()
LABELS = {
    (key, c.label["en"]): c.label
    for key, room in ALL.rooms.items()
    if room.premiums
    for c in (*room.premiums.cells, *room.premiums.untaken_leave)
}


def test_each_line_has_its_hours_rate_sum_and_law() -> None:
    text = render(due(CASE))
    assert "Hourly base: 30.0000 CNY" in text
    assert "overtime" in text
    for piece in (
        "10 h × 150 %",
        "450.00 CNY",
        "Labour Law, article 44",
        "720.00 CNY",
        "1,170.00 CNY",
        "1,070.00 CNY",
    ):
        assert piece in text, piece
    assert "Minimum wage: 2,500.00 CNY a month" in text


def test_the_least_is_said_to_be_the_least() -> None:
    text = render(due({**CASE, "wage_class": None}))
    assert "at least" in text
    assert "name the wage class" in text


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("columns", [50, 80, 120])
def test_every_language_keeps_its_columns_straight(lang: str, columns: int) -> None:
    text = render(due(CASE), lang, columns)
    w = words(lang)
    assert w.of("payslip", "short") in text
    sums = [
        line.split(" CNY")[0] for line in text.splitlines()[1:] if line.startswith("  ") and " CNY" in line
    ]
    assert len({width(line) for line in sums}) == 1
    if columns >= 80:
        assert all(width(line) <= columns for line in text.splitlines())


def test_a_line_is_called_as_the_room_says_or_put_together() -> None:
    assert line_name({"en": "overtime", "zh": "延时加班"}, words("zh")) == "延时加班"
    assert (
        line_name({"en": "night, overtime, rest day"}, words("vi"))
        == "ban đêm, làm thêm giờ, ngày nghỉ hằng tuần"
    )
    assert line_name({"en": "hours on the moon"}, words("vi")) == "hours on the moon"


@pytest.mark.parametrize(("room", "label"), LABELS)
def test_every_line_that_a_room_knows_has_a_name_in_seven_languages(room: str, label: str) -> None:
    for lang in languages():
        if lang != "en":
            told = line_name(LABELS[room, label], words(lang))
            assert lang == "fil" or told != label, (lang, label)
