"""Cells read as dates, times of day, durations, amounts and words. Each gives None for what it is not."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from tripartite.records.named_dates import named_date, named_month

EXCEL_EPOCH = date(1899, 12, 30)
DAY = 1440
BUDDHIST_ERA = 543
LAST_COMMON_YEAR = 2400  # years above are of the Buddhist era
EARLIEST, LATEST_SERIAL = 20_000, 80_000  # 1954 to 2119 as Excel serial numbers

# Digits that files write in their own script: Burmese and Thai.
DIGITS = {zero + n: str(n) for zero in (0x1040, 0x0E50) for n in range(10)}
# The letter wa looks like the Burmese zero and is typed for it.
WA = "\u101d"
_WA_AS_ZERO = re.compile(rf"[{WA}\d\s:/.,-]*\d[{WA}\d\s:/.,-]*")

_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s|T|$|\()")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:\s|$)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(
    r"(?:^|\s|T)(\d{1,2})\s*[:：.时時]\s*(\d{2})(?:\s*[:：分]\s*(\d{2}))?\s*分?\s*([aApP]\.?[mM]\.?|[nNmM][nN]|SA|CH)?(?:\.\d+)?(?:\s*น\.?)?$"
)
_PAST_MIDNIGHT = re.compile(r"(?:(翌日?)\s*([01]?\d)|(2[5-9]))\s*[:時]\s*([0-5]\d)\s*分?")
_HOURS = re.compile(
    r"^(-?\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hours?|小时|小時|时|時間|giờ|ชม\.?|ชั่วโมง|နာရီ|oras)?$", re.IGNORECASE
)
_HOURS_MINUTES = re.compile(
    r"^(\d+)\s*(?:h|小时|小時|时|時間|giờ|ชม\.?|ชั่วโมง|oras)\s*(\d{1,2})\s*(?:m|min|分|分钟|分鐘|phút|นาที)?\.?$",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"^(-?\d+)\s*(?:m|min|mins|minutes?|分|分钟|分鐘|phút|นาที)$", re.IGNORECASE)
_THAI_MONTHS = (
    ("มกราคม", "มค"), ("กุมภาพันธ์", "กพ"), ("มีนาคม", "มีค"), ("เมษายน", "เมย"), ("พฤษภาคม", "พค"), ("มิถุนายน", "มิย"),
    ("กรกฎาคม", "กค"), ("สิงหาคม", "สค"), ("กันยายน", "กย"), ("ตุลาคม", "ตค"), ("พฤศจิกายน", "พย"), ("ธันวาคม", "ธค"),
)  # fmt: skip
_THAI_DATE = re.compile(r"^(?:(\d{1,2})[\s\-/]*)?([\u0e00-\u0e4f.]+?)[\s\-/]*(\d{4}|\d{2})(?:\s|$)")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*月|$|\D)")
_MONTH_ALONE = re.compile(r"^(\d{1,2})\s*月")


def plain(cell: Any) -> str:
    """A cell as trimmed text: full-width forms become ordinary ones, whole floats lose their .0."""
    if isinstance(cell, str):
        return _plain_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


@lru_cache(maxsize=200_000)
def _plain_text(text: str) -> str:
    if text.isascii():
        return text.strip()
    # The compatibility form takes the Thai vowel am apart; people write it as one letter.
    whole = unicodedata.normalize("NFKC", text).replace("\u0e4d\u0e32", "\u0e33")
    whole = whole.translate(DIGITS).strip().strip("\u3000\u200b\ufeff")
    return whole.replace(WA, "0") if WA in whole and _WA_AS_ZERO.fullmatch(whole) else whole


def worker_key(cell: Any) -> str:
    """A worker's number as text; leading zeros stay where the file has them, a spreadsheet's .0 goes."""
    text = plain(cell).strip("'")
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def a_date(cell: Any, order: str = "") -> date | None:
    """A date; `order` is dmy or mdy for dates such as 03/04/2025, without which they give None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if EARLIEST <= cell <= LATEST_SERIAL:
            return EXCEL_EPOCH + timedelta(days=int(cell))
        return _date_text(plain(cell), order)
    return _date_text(plain(cell), order)


@lru_cache(maxsize=200_000)
def _date_text(text: str, order: str) -> date | None:
    if text.isdigit() and len(text) == 5 and EARLIEST <= int(text) <= LATEST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(text))
    match = _DATE.match(text) or _COMPACT.match(text)
    if match:
        return _ymd(int(match[1]), int(match[2]), int(match[3]))
    match = _DAY_FIRST.match(text)
    if match:
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if order == "mdy" or (not order and second > 12 >= first):
            return _ymd(year, first, second)
        # The Buddhist era is Thai, and Thais write the day first.
        if order == "dmy" or (not order and (first > 12 or year > LAST_COMMON_YEAR)):
            return _ymd(year, second, first)
    thai = _thai(text)
    if thai and thai[2]:
        return _ymd(*thai)
    named = named_date(text)
    return _ymd(*named) if named else None


def _thai(text: str) -> tuple[int, int, int] | None:
    """Year, month and day (0: none) of 1 ก.ค. 2568, 1 กรกฎาคม 68 or กรกฎาคม 2568.

    Two digits after a Thai month are a year of the Buddhist era.
    """
    match = _THAI_DATE.match(text.replace("พ.ศ.", ""))
    if not match:
        return None
    word, year = match[2].replace(".", ""), int(match[3])
    month = next((i for i, names in enumerate(_THAI_MONTHS, start=1) if word in names), None)
    if month is None:
        return None
    return (year if year > 99 else 2500 + year), month, int(match[1] or 0)


def ambiguous_date(cell: Any) -> bool:
    """Whether a date could be read as day-month and as month-day, with different results."""
    match = _DAY_FIRST.match(plain(cell)) if isinstance(cell, str) else None
    if match is None or int(match[3]) > LAST_COMMON_YEAR:
        return False
    return int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]


def _ymd(year: int, month: int, day: int) -> date | None:
    if year > LAST_COMMON_YEAR:
        year -= BUDDHIST_ERA
    try:
        return date(year, month, day)
    except ValueError:
        return None


def a_clock(cell: Any) -> int | None:
    """A time of day as minutes from midnight; seconds are cut."""
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, timedelta):
        return int(cell.total_seconds()) // 60
    if isinstance(cell, float) and 0 <= cell % 1 < 1 and (cell < 1 or cell >= EARLIEST):
        return round(cell % 1 * 1440) % 1440
    return _clock_text(plain(cell))


@lru_cache(maxsize=200_000)
def _clock_text(text: str) -> int | None:
    match = _CLOCK.search(text)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[4]:
        # 12:00 NN is noon and 12:00 MN midnight in the Philippines; SA and CH are morning and afternoon in Viet Nam.
        half = match[4].lower().replace(".", "")
        hour = hour % 12 + (12 if half in {"pm", "nn", "ch"} else 0)
    return hour * 60 + minute if hour <= 24 and minute < 60 else None


def a_clock_of_shift(cell: Any) -> int | None:
    """As `a_clock`, and 25:30 or 翌1:30 for half past one of the day after, as Japanese shifts are written."""
    match = _PAST_MIDNIGHT.fullmatch(plain(cell)) if isinstance(cell, str) else None
    if match is None:
        return a_clock(cell)
    return DAY * bool(match[1]) + int(match[2] or match[3]) * 60 + int(match[4])


def a_moment(cell: Any, order: str = "") -> datetime | None:
    """A date with a time of day."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    if isinstance(cell, float) and EARLIEST <= cell <= LATEST_SERIAL:
        seconds = round(cell % 1 * 86400)
        return datetime.combine(EXCEL_EPOCH, time()) + timedelta(days=int(cell), seconds=seconds)
    return _moment_text(plain(cell), order)


@lru_cache(maxsize=200_000)
def _moment_text(text: str, order: str) -> datetime | None:
    day = _date_text(text, order)
    match = _CLOCK.search(text)
    if day is None or match is None:
        return None
    minutes = _clock_text(text)
    if minutes is None:
        return None
    second = int(match[3] or 0)
    return datetime.combine(day, time()) + timedelta(minutes=minutes, seconds=min(second, 59))


def a_duration(cell: Any, *, unit: str = "h") -> int | None:
    """Working time as whole minutes from 8:30, 8.5, 8h, 8小时30分 or a spreadsheet's time value.

    A bare number is in `unit` (h or min). None if it is no duration.
    """
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 60)
    if isinstance(cell, datetime):
        return None
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    text = plain(cell)
    if not text:
        return None
    return _duration_text(text, unit)


@lru_cache(maxsize=100_000)
def _duration_text(text: str, unit: str) -> int | None:
    match = re.fullmatch(r"(\d{1,4}):(\d{2})(?::\d{2})?", text)
    if match:
        return int(match[1]) * 60 + int(match[2])
    match = _HOURS_MINUTES.match(text)
    if match:
        return int(match[1]) * 60 + int(match[2])
    match = _MINUTES.match(text)
    if match:
        return int(match[1])
    match = _HOURS.match(text)
    if match:
        number = Decimal(match[1])
        bare = match[1] == text
        minutes = number if bare and unit == "min" else number * 60
        return int(minutes.to_integral_value(rounding="ROUND_HALF_UP"))
    return None


def _separated(text: str, scale: int) -> str:
    """Digits without marks of thousands, and a point for the decimals: 4.960.000 and 4,960,000 are one amount.

    A currency without minor units writes no three decimals: 432.692 dong are thousands.
    """
    groups = text.strip("-()+")
    if _DOTTED.fullmatch(groups) and (scale == 1 or groups.count(".") > 1):
        return text.replace(".", "").replace(",", ".")
    if _DECIMAL_COMMA.fullmatch(groups):
        return text.replace(",", ".")
    return text.replace(",", "")


@lru_cache(maxsize=200_000)
def _amount_text(text: str, scale: int) -> int | None:
    cleaned = _separated(
        re.sub(r"[¥￥₱฿₫$\\\s'’]|元|円|บาท|ကျပ်|CNY|RMB|JPY|PHP|THB|VND|MMK|USD|Php|đ$", "", text), scale
    )
    negative = cleaned.startswith("(") and cleaned.endswith(")")
    cleaned = cleaned.strip("()")
    if not cleaned or cleaned in {"-", "—", "/"}:
        return 0 if cleaned or negative else None
    try:
        whole = _minor_units(Decimal(cleaned), scale)
    except InvalidOperation:
        return None
    return -whole if negative and whole is not None else whole


def _minor_units(amount: Decimal, scale: int) -> int | None:
    value = amount * scale
    if not value.is_finite() or abs(value) > 10**15:
        return None
    return int(value.to_integral_value(rounding="ROUND_HALF_UP"))


def an_amount(cell: Any, scale: int) -> int | None:
    """Money in minor units; `scale` of them make one major unit. None if it is no amount."""
    if isinstance(cell, bool) or isinstance(cell, (datetime, date, time, timedelta)):
        return None
    if isinstance(cell, float):
        return _minor_units(Decimal(repr(cell)), scale)
    return _amount_text(plain(cell), scale)


def foreign_currency(cell: Any, own: str) -> str | None:
    """The currency that an amount names, if it is another than `own`."""
    if not isinstance(cell, str):
        return None
    for sign, code in (("US$", "USD"), ("USD", "USD"), ("HK$", "HKD"), ("HKD", "HKD"), ("EUR", "EUR"), ("€", "EUR"),
                       ("₱", "PHP"), ("฿", "THB"), ("₫", "VND"), ("JPY", "JPY"), ("円", "JPY"), ("$", "USD")):  # fmt: skip
        if sign in cell and code != own:
            return code
    return None


def a_month(cell: Any, year: int | None = None) -> tuple[int, int] | None:
    """A month as (year, month) from 2025年3月, 2025-03, 2025/3, 03/2025 or, with a year known, 3月."""
    if isinstance(cell, (datetime, date)):
        return cell.year, cell.month
    text = plain(cell)
    match = _MONTH.search(text)
    if match and 1 <= int(match[2]) <= 12:
        found = int(match[1])
        return (found - BUDDHIST_ERA if found > LAST_COMMON_YEAR else found), int(match[2])
    match = re.fullmatch(r"(\d{1,2})[-/](\d{4})", text) or re.fullmatch(r"(\d{4})(\d{2})", text)
    if match:
        a, b = int(match[1]), int(match[2])
        year_, month = (b, a) if b > 12 else (a, b)
        year_ -= BUDDHIST_ERA if year_ > LAST_COMMON_YEAR else 0
        return (year_, month) if 1 <= month <= 12 else None
    thai = _thai(text)
    if thai:
        return (thai[0] - BUDDHIST_ERA if thai[0] > LAST_COMMON_YEAR else thai[0]), thai[1]
    named = named_month(text)
    if named:
        return named
    match = _MONTH_ALONE.match(text)
    if match and year and 1 <= int(match[1]) <= 12:
        return year, int(match[1])
    return None
