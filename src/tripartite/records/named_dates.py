"""Days and months that are written with a name: Japanese eras, English month names, Vietnamese `tháng`.

All take text as `plain` gives it, with ordinary digits.
"""

from __future__ import annotations

import re

# The year before an era's first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_ERA = re.compile(
    r"(令和|平成|昭和|(?<![A-Za-z])[RHS])\s*(\d{1,2}|元)\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_AND_NAME = re.compile(
    rf"^(\d{{1,2}})[\s\-/.]*{_NAME}[\s\-/,]*(\d{{4}}|\d{{2}})(?:[\s,]|$)", re.IGNORECASE
)
_NAME_AND_DAY = re.compile(rf"^{_NAME}\s*(\d{{1,2}})\s*,?\s+(\d{{4}})(?:[\s,]|$)", re.IGNORECASE)
_NAME_AND_YEAR = re.compile(
    rf"(?<![a-z]){_NAME}[\s\-/,]*(?:\d{{1,2}}\s*[-–]\s*\d{{1,2}}\s*,?\s*)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_VIETNAMESE = re.compile(
    r"(?:tháng|(?<![^\W\d_])t)\s*(\d{1,2})\s*(?:[-/.,]\s*|năm\s*|\s)(?:năm\s*)?(\d{4})(?!\d)", re.IGNORECASE
)


def named_date(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of 令和7年11月1日, R7.11.1, 5-Aug-25 or August 5, 2025."""
    era = _ERA.match(text)
    if era and era[4]:
        return _era_year(era), int(era[3]), int(era[4])
    match = _DAY_AND_NAME.match(text)
    if match:
        return _year(match[3]), _number(match[2]), int(match[1])
    match = _NAME_AND_DAY.match(text)
    return (int(match[3]), _number(match[1]), int(match[2])) if match else None


def named_month(text: str) -> tuple[int, int] | None:
    """Year and month of 令和7年11月, August 2025, August 1-31, 2025 or THÁNG 04 NĂM 2025, also inside a title."""
    era = _ERA.search(text)
    # A letter inside a title, such as that of line S1-4, is no era.
    if era and era[1].isascii() and era.span() != (0, len(text)):
        era = None
    if era and 1 <= int(era[3]) <= 12:
        return _era_year(era), int(era[3])
    match = _VIETNAMESE.search(text)
    if match and 1 <= int(match[1]) <= 12:
        return int(match[2]), int(match[1])
    match = _NAME_AND_YEAR.search(text)
    # `May` is to sew in Vietnamese, and stands in the names of factories.
    if match and match[1].lower() == "may" and not text.isascii():
        return None
    return (int(match[2]), _number(match[1])) if match else None


def _era_year(era: re.Match[str]) -> int:
    return _ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))


def _number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _year(text: str) -> int:
    """Two digits as spreadsheets take them: from 30 on they are of the last century."""
    year = int(text)
    return year if year > 99 else year + (1900 if year >= 30 else 2000)
