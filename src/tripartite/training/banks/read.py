"""A question bank of whichever form: told by what it holds, not by its name."""

from __future__ import annotations

import re

from tripartite.training.banks.aiken import read_aiken
from tripartite.training.banks.gift import read_gift
from tripartite.training.banks.moodle import read_moodle
from tripartite.training.banks.taken import Bank, BankError, text_of

XML = re.compile(rb"\s*<[?!a-zA-Z]")
AIKEN = re.compile(r"^\s*ANSWER\s*:", re.MULTILINE)
FORMS = ("gift", "aiken", "moodle")


def form_of(data: bytes) -> str:
    """gift, aiken or moodle. Raises BankError where it can be none of them."""
    if XML.match(data.removeprefix(b"\xef\xbb\xbf")) or data[:4] in (b"\xff\xfe<\0", b"\xfe\xff\0<"):
        return "moodle"
    text = text_of(data)
    if "{" in text or "$CATEGORY" in text:
        return "gift"
    if AIKEN.search(text):
        return "aiken"
    raise BankError("line 1: neither GIFT (answers in { }), nor Aiken (lines ANSWER:), nor Moodle XML")


def read_bank(data: bytes, form: str = "") -> Bank:
    """The questions of a file, and what could not be taken. Raises BankError where nothing of it can be read."""
    form = form or form_of(data)
    if form == "moodle":
        return read_moodle(data)
    return read_gift(text_of(data)) if form == "gift" else read_aiken(text_of(data))
