"""Burmese and Thai digits, and the letter wa that is typed for a zero."""

from __future__ import annotations

import pytest

from tripartite.records.values import plain


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("၀၈:၀၀", "08:00"),
        ("ဝ၈:ဝဝ", "08:00"),  # the letter wa stands where the zero should
        ("၁၂၃၄၅", "12345"),
        ("๐๘:๓๐", "08:30"),
        ("ဝင်းဝင်း", "ဝင်းဝင်း"),  # a name keeps its letters
        ("ဝ", "ဝ"),
    ],
)
def test_digits_of_other_scripts_are_read_and_names_stay_as_they_are(cell: str, read: str) -> None:
    assert plain(cell) == read
