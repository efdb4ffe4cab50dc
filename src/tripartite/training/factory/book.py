"""The month as a workbook, kept as such factories keep it: titles above headers, dates and hours in several forms, sums below."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from tripartite.standards.fields import StandardsError
from tripartite.training.factory.habits import Habits
from tripartite.training.factory.month import Month, Person

Write = Callable[[int, int, object], None]


def workbook(m: Month, seed: str) -> bytes:
    """The bytes of an XLSX file; the same for the same month and seed. Raises StandardsError without the extra `sample`."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise StandardsError(
            "A case needs a part that is not installed. Install it: pip install 'tripartite[sample]'"
        ) from error

    out, rng = io.BytesIO(), random.Random(f"{seed} book")  # noqa: S311 - a sample, not a secret
    book = Workbook(out, {"in_memory": True})
    made = datetime.combine(m.last, time())  # a fixed time, so that the same seed gives the same bytes
    book.set_properties({"created": made, "author": m.habits.company})
    middle = m.first.replace(day=15)
    halves = [
        [(p, d) for p in m.people for d in sorted(p.shifts) if (d <= middle) == early]
        for early in (True, False)
    ]
    for name, rows in zip(m.habits.sheets, halves, strict=False):
        _attendance(book, name, m, rows, rng)
    _payroll(book, m, rng)
    _people(book, m, rng)
    if any(p.pregnant for p in m.people):
        _conditions(book, m)
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, title: str, header: tuple[str, ...], gap: int) -> tuple[Any, int]:
    """A sheet with a merged title above its header; gives the row after it."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, len(header) - 1, title, bold)
    sheet.write_row(1 + gap, 0, header, book.add_format({"bold": True, "bottom": 1}))
    sheet.set_column(0, len(header) - 1, 17)
    return sheet, 2 + gap


def _attendance(book: Any, name: str, m: Month, rows: list[tuple[Person, date]], rng: random.Random) -> None:
    h = m.habits
    sheet, row = _sheet(book, name, f"{h.company} {m.name} {h.titles[0]}", h.days, 1)
    as_day, as_time = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
    for p, day in rows:
        # Whoever kept the sheet typed some rows, and pasted others from the clock.
        typed = rng.random() < 0.3
        sheet.write_string(row, 0, p.number + (" " if rng.random() < 0.05 else ""))
        sheet.write_string(row, 1, p.name)
        if typed:
            sheet.write_string(row, 2, _date(day, h))
        else:
            sheet.write_datetime(row, 2, datetime.combine(day, time()), as_day)
        for column, minutes in zip((3, 4), p.shifts[day], strict=True):
            if typed:
                sheet.write_string(row, column, _clock(minutes, h))
            else:
                sheet.write_number(row, column, (minutes % 1440) / 1440, as_time)
        row += 1


def _payroll(book: Any, m: Month, rng: random.Random) -> None:
    h = m.habits
    sheet, row = _sheet(book, h.sheets[2], f"{h.company} {m.name} {h.titles[1]}", h.pay, 0)
    as_day = book.add_format({"num_format": "yyyy/m/d"})
    sums = [0, 0, 0]
    for p in m.people:
        amounts = (int(p.wage * p.basic_share), int(p.bonus * p.share), p.fine)
        sheet.write_string(row, 0, p.number)
        sheet.write_string(row, 1, p.name)
        sheet.write_string(row, 2, m.name)
        for column, amount in enumerate(amounts, start=3):
            sums[column - 3] += amount
            if rng.random() < 0.2:
                sheet.write_string(row, column, f"{amount:,}")
            elif amount or column < 5:
                sheet.write_number(row, column, amount)
        sheet.write_datetime(row, 6, datetime.combine(p.paid_on, time()), as_day)
        row += 1
    sheet.write_string(row + 1, 0, h.total)
    sheet.write_row(row + 1, 3, sums)


def _people(book: Any, m: Month, rng: random.Random) -> None:
    h = m.habits
    sheet, row = _sheet(book, h.sheets[3], f"{h.company} {h.titles[2]}", h.people, 1)
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    for p in m.people:
        sheet.write_row(row, 0, (p.number, p.name, h.sexes[0 if p.woman else 1]))
        for column, day in ((3, p.born), (4, p.hired)):
            if rng.random() < 0.3:
                sheet.write_string(row, column, _date(day, h))
            else:
                sheet.write_datetime(row, column, datetime.combine(day, time()), as_day)
        sheet.write_number(row, 5, p.wage)
        row += 1


def _conditions(book: Any, m: Month) -> None:
    h = m.habits
    sheet = book.add_worksheet(h.pregnant)
    sheet.write_row(0, 0, h.conditions)
    for row, p in enumerate((x for x in m.people if x.pregnant), start=1):
        since, until = p.pregnant or (m.first, m.last)
        sheet.write_row(row, 0, (p.number, h.pregnant, _date(since, h), _date(until, h)))


def _date(day: date, h: Habits) -> str:
    return day.strftime(h.date_format.replace("%Y", str(day.year + h.year_offset)))


def _clock(minutes: int, h: Habits) -> str:
    hour, minute = divmod(minutes % 1440, 60)
    return f"{hour:02d}{h.time_mark}{minute:02d}"
