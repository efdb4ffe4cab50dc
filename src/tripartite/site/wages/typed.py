"""Amounts, hours and clock times as people type them on a phone, in the digits of their language."""

from __future__ import annotations

import re
import unicodedata

# The letter wa and the numeral zero look alike in Burmese; many keyboards give the letter.
LOOK_ALIKE = str.maketrans({"\u101d": "0", "٬": ",", "٫": ".", "،": ",", "。": ".", "·": ".", "’": "'"})
HOUR_WORDS = (
    "hours", "hour", "hrs", "hr", "h", "小时", "小時", "时", "時間", "時", "giờ", "ชั่วโมง", "ชม.", "ชม", "နာရီ", "oras",
)  # fmt: skip
MINUTE_WORDS = (
    "minutes",
    "minute",
    "mins",
    "min",
    "m",
    "分钟",
    "分",
    "phút",
    "นาที",
    "น.",
    "မိနစ်",
    "minuto",
)


class UnreadableError(ValueError):
    """A text that is no such value."""


def plain(text: str) -> str:
    """The text in ASCII digits and marks: ၁၂၃၄, ๑๒๓ and full-width figures become 1234, 123."""
    text = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKE).strip().lower()
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def amount(text: str) -> str:
    """An amount of money as digits and at most one point: 1,234.50 and 1.234,50 both give 1234.50.

    A mark before exactly three last digits parts thousands, as no currency here has three decimals.
    Raises UnreadableError.
    """
    found = re.sub(r"[\s'\u00a0]|[¥￥₱฿₫]|[a-z]{3}$|^[a-z]{3}|元|円|บาท|ကျပ်|đ$", "", plain(text))
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", found):
        raise UnreadableError(text)
    *groups, last = re.split(r"[.,]", found)
    marks = re.findall(r"[.,]", found)
    if not groups:
        return last
    one_kind = len(set(marks)) == 1
    grouped = all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if one_kind and grouped and len(last) == 3:
        return "".join([*groups, last])
    parted = len(groups) == 1 or (grouped and not one_kind and len(set(marks[:-1])) == 1)
    if len(last) > 2 or not parted:
        raise UnreadableError(text)
    return f"{''.join(groups)}.{last}"


def minutes(text: str) -> int:
    """Hours as minutes: 10, 10.5, 10,5, 10:30, 10h30, 10 hours 30 minutes. Raises UnreadableError."""
    found = plain(text)
    for words, sign in ((HOUR_WORDS, "h"), (MINUTE_WORDS, "m")):
        for word in sorted(words, key=len, reverse=True):
            found = re.sub(rf"(?<=[\d\s]){re.escape(word)}", sign, found)
    found = re.sub(r"\s", "", found)
    clocked = re.fullmatch(r"(\d{1,3})[:h](?:([0-5]\d)m?)?", found) or re.fullmatch(
        r"(\d{1,3})h([0-5]?\d)m", found
    )
    if clocked:
        return int(clocked[1]) * 60 + int(clocked[2] or 0)
    only = re.fullmatch(r"(\d{1,5})m", found)
    if only:
        return int(only[1])
    parted = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?h?", found)
    if not parted:
        raise UnreadableError(text)
    share = int((parted[2] or "0").ljust(2, "0"))
    return int(parted[1]) * 60 + (share * 60 + 50) // 100


def clock(text: str) -> str:
    """A time of day as HH:MM: 8:00, 8.00, 08h00, 0800, 8. Raises UnreadableError."""
    found = re.sub(r"\s|น\.?$|giờ$|时$|時$|นาฬิกา$", "", plain(text))
    match = re.fullmatch(r"(\d{1,2})(?:[:.h]([0-5]\d))?h?", found) or re.fullmatch(
        r"(\d{1,2})([0-5]\d)", found
    )
    if not match or int(match[1]) > 24 or (int(match[1]) == 24 and int(match[2] or 0)):
        raise UnreadableError(text)
    return f"{int(match[1]) % 24:02d}:{match[2] or '00'}"
