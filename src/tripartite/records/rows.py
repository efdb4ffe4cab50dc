"""One table's rows under its mapping: each into tables, or into the rejects with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct

from tripartite.records.collect import Collector, each_day
from tripartite.records.mapping import SheetMapping
from tripartite.records.sheets import Sheet
from tripartite.records.tables import BASES, DEDUCTIONS, HOURS_PERIODS, HOURS_SYSTEMS
from tripartite.records.values import (
    a_clock,
    a_clock_of_shift,
    a_date,
    a_duration,
    a_moment,
    a_month,
    an_amount,
    foreign_currency,
    plain,
    worker_key,
)
from tripartite.records.vocabulary import vocabulary

DAY = 1440
LONGEST_LEAVE = 400
# Sums of a page or a workshop; 合计 may also stand with a colon, blanks or a unit.
SUMS = re.compile(r"(?:合\s*[计計]|小\s*[计計]|总\s*计)\s*(?:\([^)]*\))?\s*:?$")
MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
# Workers' numbers stand in a reject's value alone: the value is left out of what is handed on.
SECOND_ROW = "the worker has another row for this day; the first is kept"
LISTED_TWICE = "the worker stands in the list twice; the first row is kept"
NEXT_DAY = re.compile(r"^\(?(?:次日|翌日|第二天|隔天)\)?\s*")
Where = tuple[str, str | None, int]


class Row(Struct):
    """One input row under a mapping; cells are asked for by what they mean."""

    where: Where
    cells: list[Any]
    mapping: SheetMapping
    order: str
    at: dict[str, int]

    def raw(self, means: str) -> Any:
        i = self.at.get(means)
        return self.cells[i] if i is not None and i < len(self.cells) else None

    def text(self, means: str) -> str:
        return plain(self.raw(means)) if means in self.at else ""

    def date(self, means: str) -> date | None:
        return a_date(self.raw(means), self.order)

    def word(self, means: str, vocabulary_list: str) -> str | None:
        text = self.text(means)
        return vocabulary().find(vocabulary_list, text) if text else None


class Sheetful(Struct):
    """What all rows of a sheet share: collector, currency, facility, and the month in its title."""

    collector: Collector
    mapping: SheetMapping
    facility: str
    currency: str
    scale: int
    month: tuple[int, int] | None
    # Marks of presence that mean something else in other countries, such as an x.
    came: frozenset[str] = frozenset()


Reader = Callable[[Row, Sheetful], None]


class RowError(Exception):
    """A row that cannot be used: code, reason, value."""

    def __init__(self, code: str, reason: str, value: Any = None) -> None:
        super().__init__(reason)
        self.code, self.reason, self.value = code, reason, value


def read_sheet(sheet: Sheet, mapping: SheetMapping, order: str, shared: Sheetful) -> None:
    """Read all rows below the header."""
    collector = shared.collector
    count = collector.begin(sheet.file, sheet.name, mapping.kind)
    reader = READERS[mapping.kind]
    at = mapping.positions()
    first = mapping.header_row + mapping.header_rows
    for i, cells in enumerate(sheet.rows[first:], start=first):
        if not any(map(plain, cells)):
            continue
        count.read += 1
        where = (sheet.file, sheet.name, sheet.first_row + i)
        row = Row(where, cells, mapping, order, at)
        try:
            if any(map(_names_a_total, cells[:4])):
                collector.reject(where, "total_row", "a row of sums, not of one worker")
            else:
                reader(row, shared)
        except RowError as error:
            collector.reject(where, error.code, error.reason, error.value)


def _names_a_total(cell: Any) -> bool:
    return isinstance(cell, str) and _is_a_total(cell)


@lru_cache(maxsize=200_000)
def _is_a_total(text: str) -> bool:
    return vocabulary().find("totals", plain(text)) is not None or SUMS.search(plain(text)) is not None


def _worker(row: Row) -> str:
    key = worker_key(row.raw("worker"))
    if not key:
        raise RowError(
            "no_worker", "the worker's number is empty", plain(" ".join(plain(c) for c in row.cells[:5]))
        )
    if len(key) > 60:
        raise RowError("no_worker", "what stands in the worker's column is no number", key)
    return key


def _checked(shared: Sheetful, day: date) -> date:
    why = shared.collector.refused_date(day)
    if why:
        raise RowError("date_out_of_range", why, day)
    return day


def _day_of(row: Row, shared: Sheetful, means: str = "date") -> date:
    day = row.date(means) or _day_of_month(row.text(means), shared.month)
    if day is None:
        raise RowError(
            "no_date", f"`{row.text(means)}` is not a date; write it as 2025-03-31", row.text(means)
        )
    return _checked(shared, day)


def _day_of_month(text: str, month: tuple[int, int] | None) -> date | None:
    """A day written as 3/5 or 3月5日 in a sheet whose title names that month."""
    match = MONTH_AND_DAY.fullmatch(text)
    if not match or not month or int(match[1]) != month[1]:
        return None
    try:
        return date(*month, int(match[2]))
    except ValueError:
        return None


# --- time -----------------------------------------------------------------------------------------


def punch_row(row: Row, shared: Sheetful) -> None:
    worker = _worker(row)
    at = a_moment(row.raw("moment"), row.order)
    if at is None and row.mapping.index("date") is not None:
        day, minute = row.date("date"), a_clock(row.raw("time"))
        if day is not None and minute is not None:
            at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    if at is None:
        shown = row.text("moment") or f"{row.text('date')} {row.text('time')}"
        raise RowError("no_time", f"`{shown.strip()}` is not a date with a time", shown)
    _checked(shared, at.date())
    shared.collector.add(
        "punches", row.where, worker, at, row.text("state") or None, row.text("terminal") or row.where[0]
    )


def day_row(row: Row, shared: Sheetful) -> None:
    worker, day = _worker(row), _day_of(row, shared)
    leave = row.word("leave", "leaves")
    if leave is None and row.text("leave"):
        shared.collector.note(
            row.where,
            "leave_not_understood",
            "the kind of leave is not known; the day is kept without it",
            row.text("leave"),
        )
    start, end = a_clock_of_shift(row.raw("in")), a_clock_of_shift(row.raw("out"))
    hours_given = row.text("hours") != ""
    if not hours_given and not leave:
        _in_and_out(row, shared, worker, day)
        return
    minutes = a_duration(row.raw("hours")) if hours_given else 0
    if minutes is None or not 0 <= minutes <= DAY:
        raise RowError(
            "impossible_hours",
            f"`{row.text('hours')}` hours on one day cannot be; a day has 0 to 24",
            row.text("hours"),
        )
    if end is not None and start is not None and end <= start:
        end += DAY
    kind = row.word("day_kind", "day_kinds")
    _add_day(row, shared, worker, day, (start, end, minutes), kind, leave)


def _add_day(
    row: Row,
    shared: Sheetful,
    worker: str,
    day: date,
    span: tuple[int | None, int | None, int],
    kind: str | None,
    leave: str | None,
    *,
    complete: bool = True,
) -> None:
    if (worker, day) in shared.collector.seen_days:
        raise RowError("second_row_for_day", SECOND_ROW, f"{worker} {day}")
    shared.collector.seen_days.add((worker, day))
    start, end, minutes = span
    night = (
        0 if not minutes else (_night(start, end, minutes) if start is not None and end is not None else None)
    )
    shared.collector.add("days", row.where, worker, day, start, end, minutes, night, kind, leave, complete)


def _night(start: int, end: int, minutes: int) -> int:
    """Night minutes between 22:00 and 06:00, the unrecorded break taken as night where it may have been."""
    overlap = sum(max(0, min(end, b) - max(start, a)) for a, b in ((0, 360), (1320, 1800), (2760, 3240)))
    return max(0, overlap - max(end - start - minutes, 0))


def _in_and_out(row: Row, shared: Sheetful, worker: str, day: date) -> None:
    """Clock times without hours are punches: the same pairing and the same care about breaks apply."""
    words = vocabulary()
    said = {m: row.text(m) for m in ("in", "out", "in2", "out2")}
    said = {
        m: text for m, text in said.items() if text.strip("-—/") and not words.find("missing_marks", text)
    }
    leave = {words.find("leaves", text) or words.find("rest_marks", text) for text in said.values()}
    if leave == {"yes"}:
        raise RowError("day_of_rest", "a day of rest: there is no work to count", day)
    if len(leave) == 1 and None not in leave:
        _add_day(row, shared, worker, day, (None, None, 0), None, leave.pop())
        return
    moments = []
    before = -1
    for means, text in said.items():
        clock, named = re.subn(NEXT_DAY, "", text)
        minute = a_clock_of_shift(clock if named else row.raw(means))
        if minute is None:
            raise RowError("no_time", f"`{text}` is not a time of day", text)
        if minute < before or (named and before < DAY):
            minute += DAY
        before = minute
        moments.append((means[:3].rstrip("2"), minute))
    if not moments:
        raise RowError("empty_day", "neither hours nor clock times nor leave", day)
    for state, minute in moments:
        at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        shared.collector.add("punches", row.where, worker, at, state, row.where[0])


def wide_row(row: Row, shared: Sheetful) -> None:
    worker = _worker(row)
    month = a_month(row.raw("month")) or shared.month
    if month is None:
        raise RowError(
            "no_month",
            "one column per day, but no month: name it in the title, the sheet or with --month 2025-03",
        )
    filled = 0
    unread: list[str] = []
    for i, c in enumerate(row.mapping.columns):
        if not c.means.startswith("day.") or i >= len(row.cells) or not plain(row.cells[i]):
            continue
        try:
            day = date(*month, int(c.means[4:]))
        except ValueError:
            continue
        _checked(shared, day)
        filled += 1
        if not _wide_cell(row, shared, worker, day, row.cells[i]):
            unread.append(plain(row.cells[i]))
    if unread and len(unread) == filled:
        marks = ", ".join(sorted(set(unread)))
        raise RowError(
            "cell_not_understood", "no day of the row holds hours, clock times, leave or rest", marks
        )
    for text in unread:
        shared.collector.note(
            row.where,
            "cell_not_understood",
            "what stands under a day is neither hours, clock times, leave nor rest; the day is left open",
            text,
        )


def _wide_cell(row: Row, shared: Sheetful, worker: str, day: date, cell: Any) -> bool:
    """Take in what stands under a day; whether it was understood."""
    text, words = plain(cell), vocabulary()
    times = re.findall(r"\d{1,2}[:：]\d{2}", text)
    if leave := words.find("leaves", text):
        # A list of leave may have said the same before.
        if (worker, day) not in shared.collector.seen_days:
            _add_day(row, shared, worker, day, (None, None, 0), None, leave)
    elif words.find("rest_marks", text):
        return True
    elif text.lower() in shared.came or words.find("presence_marks", text):
        shared.collector.came.setdefault((worker, day), row.where)
        _note_mark(row, shared, text)
    elif len(times) >= 2 or (len(times) == 1 and not isinstance(cell, str)):
        before = -1
        for t in times:
            minute = a_clock(t) or 0
            minute += DAY if minute < before else 0
            before = minute
            at = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
            shared.collector.add("punches", row.where, worker, at, None, row.where[0])
    else:
        minutes = a_duration(cell)
        minutes, exact = (minutes, True) if minutes is not None else _marked(text)
        if minutes is None or not 0 <= minutes <= DAY:
            return False
        if minutes:
            _add_wide_day(row, shared, worker, day, minutes, text if not exact else "")
    return True


def _add_wide_day(row: Row, shared: Sheetful, worker: str, day: date, minutes: int, mark: str) -> None:
    """A day with its hours, or with the least that `mark` tells. Other days of the row stand whatever happens."""
    if (worker, day) in shared.collector.seen_days:
        shared.collector.note(row.where, "second_row_for_day", SECOND_ROW, f"{worker} {day}")
        return
    _add_day(row, shared, worker, day, (None, None, minutes), None, None, complete=not mark)
    if mark:
        _note_mark(row, shared, mark)


def _note_mark(row: Row, shared: Sheetful, mark: str) -> None:
    shared.collector.note(
        row.where,
        "hours_not_told",
        "the mark tells that the day was worked and not all its hours; they count as a lower bound. Write the hours",
        mark,
    )


def _marked(text: str) -> tuple[int | None, bool]:
    """The sure minutes of √, 加班2.5, √+2.5 or 8+3, and whether they are all the day's.

    Overtime alone does not tell what was worked before it; a mark of presence tells no hours at all.
    """
    minutes, exact = 0, True
    for part in text.lower().split("+"):
        hours = part.strip()
        for name in ("presence_marks", "overtime_marks"):
            mark = next((m for m in vocabulary().lists[name] if hours.startswith(m)), "")
            hours = hours.removeprefix(mark).lstrip(" :")
            exact = exact and not mark
        found = a_duration(hours) if hours else 0
        if found is None or found < 0 or not part.strip():
            return None, True
        minutes += found
    return max(minutes, 1), exact


# --- pay ------------------------------------------------------------------------------------------


def _period(row: Row, shared: Sheetful) -> tuple[date, date]:
    start, end = row.date("start"), row.date("end")
    if start and end:
        if start > end:
            raise RowError("no_period", f"the pay period ends on {end}, before it begins on {start}")
        return start, end
    month = a_month(row.raw("month"), shared.month[0] if shared.month else None) or shared.month
    if month is None:
        raise RowError(
            "no_period",
            "no pay period: name the month in a column, the title, the sheet or with --month 2025-03",
        )
    first = date(*month, 1)
    following = date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)
    _checked(shared, first)
    return first, following - timedelta(days=1)


def _add_pay(row: Row, shared: Sheetful, worker: str, component: str, cell: Any, label: str) -> bool:
    if not plain(cell):
        return False
    amount = an_amount(cell, shared.scale)
    currency = row.text("currency") or foreign_currency(cell, shared.currency) or shared.currency
    if amount is None and currency != shared.currency:
        amount = an_amount(re.sub(r"[^0-9.,()-]", "", plain(cell)), shared.scale)
    if amount is None:
        raise RowError("no_amount", f"`{plain(cell)}` under {label} is not an amount", plain(cell))
    if currency != shared.currency:
        shared.collector.note(
            row.where,
            "foreign_currency",
            f"pay in {currency} is kept but not compared with amounts in {shared.currency}",
            plain(cell),
        )
    start, end = _period(row, shared)
    if component in DEDUCTIONS:
        amount = abs(amount)
    paid_on = row.date("paid_on")
    shared.collector.add("pay", row.where, worker, start, end, paid_on, component, amount, currency, label)
    return True


def pay_wide_row(row: Row, shared: Sheetful) -> None:
    worker = _worker(row)
    if row.text("paid_on") not in ("", "-", "/", "无") and row.date("paid_on") is None:
        shared.collector.note(
            row.where,
            "date_not_understood",
            "the day of payment is left open; write it as 2025-03-31",
            row.text("paid_on"),
        )
    before = len(shared.collector.columns["pay"])
    try:
        added = [
            _add_pay(row, shared, worker, c.means[4:], row.cells[i], c.header)
            for i, c in enumerate(row.mapping.columns)
            if c.means.startswith("pay.") and i < len(row.cells)
        ]
    except RowError:
        # Half a slip would make pay look short: all of it or nothing.
        del shared.collector.columns["pay"][before:]
        raise
    if not any(added):
        raise RowError("no_amount", "no amount at all in this row")


def pay_long_row(row: Row, shared: Sheetful) -> None:
    label = row.text("component")
    component = vocabulary().find("components", label) or vocabulary().find_inside("components", label)
    if component is None:
        shared.collector.note(row.where, "pay_item_not_understood", "kept as other pay", label)
        component = "other_pay"
    if not _add_pay(row, shared, _worker(row), component, row.raw("amount"), label):
        raise RowError("no_amount", "no amount in this row")


# --- people ---------------------------------------------------------------------------------------


def worker_row(row: Row, shared: Sheetful) -> None:
    worker, collector = _worker(row), shared.collector
    facility = row.text("facility") or shared.facility
    if worker in collector.seen_workers:
        if collector.seen_workers[worker] == facility:
            raise RowError("duplicate_worker", LISTED_TWICE, worker)
        collector.note(
            row.where,
            "two_facilities",
            "the worker is listed in two facilities; the first is kept",
            f"{worker} {facility}",
        )
    collector.seen_workers.setdefault(worker, facility)
    dates = {}
    for means in ("birth_date", "hired_on", "left_on", "contract_on", "service_since", "probation_until"):
        dates[means] = row.date(means)
        if dates[means] is None and row.text(means) not in ("", "-", "/", "无"):
            collector.note(row.where, "date_not_understood", f"{means} is left open", row.text(means))
    sex = row.word("sex", "sexes")
    system, period = _hours_system(row)
    if system is None and row.text("hours_system") not in ("", "-", "/", "无"):
        collector.note(
            row.where,
            "hours_system_not_understood",
            "the facility's system is taken",
            row.text("hours_system"),
        )
    collector.add(
        "workers", row.where, worker, facility, sex, dates["birth_date"], dates["hired_on"], dates["left_on"],
        row.word("employment", "employments"), row.text("job") or None, None, system, period,
        dates["contract_on"], dates["service_since"],
    )  # fmt: skip
    if row.text("wage"):
        _add_wages(row, shared, worker, dates["hired_on"], dates["probation_until"])


def _hours_system(row: Row) -> tuple[str | None, str | None]:
    """The hours system and the period of averaged hours: by code, such as `flexible month`, or in words."""
    told = row.text("hours_system").lower()
    if told and told.split()[0] not in HOURS_SYSTEMS:
        told = row.word("hours_system", "hours_systems") or ""
    system, _, period = told.partition(" ")
    return system or None, period if period in HOURS_PERIODS else None


def _add_wages(row: Row, shared: Sheetful, worker: str, hired: date | None, until: date | None) -> None:
    amount = an_amount(row.raw("wage"), shared.scale)
    if amount is None:
        shared.collector.note(
            row.where, "wage_not_understood", "the contract wage is left open", row.text("wage")
        )
        return
    basis = _basis(row)
    if basis is None:
        shared.collector.note(
            row.where, "basis_not_understood", "the contract wage is left open", row.text("basis")
        )
        return
    currency = row.text("currency") or foreign_currency(row.raw("wage"), shared.currency) or shared.currency
    start = None
    if until and row.text("probation_wage"):
        during = an_amount(row.raw("probation_wage"), shared.scale)
        if during:
            shared.collector.add("wages", row.where, worker, hired, until, basis, during, currency)
            shared.collector.add("conditions", row.where, worker, "probation", hired, until)
            start = until + timedelta(days=1)
    shared.collector.add("wages", row.where, worker, start, None, basis, amount, currency)


def _basis(row: Row) -> str | None:
    """What a contract wage is by: its own column says so, or the wage's header, such as Daily Rate; else the month.

    None where its column has a word that is not known: a day's wage taken for a month's would accuse.
    """
    if row.text("basis") not in ("", "-", "/"):
        return row.word("basis", "bases")
    header = row.mapping.columns[row.at["wage"]].header
    return vocabulary().find_inside("bases", header) or BASES[0]


def leave_row(row: Row, shared: Sheetful) -> None:
    worker = _worker(row)
    first = row.date("from")
    last = row.date("to") or first
    if first is None or last is None or last < first or (last - first).days > LONGEST_LEAVE:
        raise RowError(
            "no_date",
            f"leave from `{row.text('from')}` to `{row.text('to')}` is not a span of days",
            row.text("from"),
        )
    leave = row.word("leave", "leaves") or vocabulary().find_inside("leaves", row.text("leave"))
    if leave is None:
        raise RowError(
            "leave_not_understood",
            f"`{row.text('leave')}` is not a known kind of leave; add it to the mapping's words",
            row.text("leave"),
        )
    if leave == "maternity":
        shared.collector.add("conditions", row.where, worker, "maternity_leave", first, last)
    for day in each_day(first, last):
        if day > shared.collector.today or (worker, day) in shared.collector.seen_days:
            continue
        shared.collector.seen_days.add((worker, day))
        shared.collector.add("days", row.where, worker, day, None, None, 0, 0, None, leave, True)


def condition_row(row: Row, shared: Sheetful) -> None:
    kind = row.word("condition", "conditions") or vocabulary().find_inside(
        "conditions", row.text("condition")
    )
    if kind is None:
        raise RowError(
            "condition_not_understood",
            f"`{row.text('condition')}` is not a known condition",
            row.text("condition"),
        )
    first, last = row.date("from"), row.date("to")
    if first is None and last is None:
        raise RowError("no_date", "neither a first nor a last day", row.text("from"))
    shared.collector.add("conditions", row.where, _worker(row), kind, first, last)


def event_row(row: Row, shared: Sheetful) -> None:
    kind = row.word("event", "events") or vocabulary().find_inside("events", row.text("event"))
    if kind is None:
        raise RowError(
            "event_not_understood", f"`{row.text('event')}` is not a known kind of event", row.text("event")
        )
    day = _day_of(row, shared)
    people = row.text("people")
    minutes = a_duration(row.raw("duration")) if row.text("duration") else None
    worker = worker_key(row.raw("worker")) or None
    shared.collector.add(
        "events", row.where, row.text("facility") or shared.facility, day, kind, worker,
        int(people) if people.isdigit() else None, minutes,
    )  # fmt: skip


READERS: dict[str, Reader] = {
    "punches": punch_row,
    "days": day_row,
    "days_wide": wide_row,
    "pay_wide": pay_wide_row,
    "pay_long": pay_long_row,
    "workers": worker_row,
    "leave": leave_row,
    "conditions": condition_row,
    "events": event_row,
}
