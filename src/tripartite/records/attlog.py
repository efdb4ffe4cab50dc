"""The text log of ZKTeco and like terminals: user number, local time, flags, tab separated."""

from __future__ import annotations

import re
from datetime import datetime

from tripartite.records.collect import Collector
from tripartite.records.sheets import Sheet

_LINE = re.compile(
    r"^\s*(\S+)[\t ]+(\d{4}-\d{1,2}-\d{1,2})[ T](\d{1,2}:\d{2}(?::\d{2})?)(?:[\t ]+(\S*))?(?:[\t ]+(\S*))?"
)


def read_attlog(sheet: Sheet, collector: Collector) -> None:
    """Every line that is not empty becomes a punch or a reject."""
    count = collector.begin(sheet.file, sheet.name, "punches")
    for number, (line,) in enumerate(sheet.rows, start=1):
        if not line.strip():
            continue
        count.read += 1
        where = (sheet.file, sheet.name, number)
        match = _LINE.match(line)
        if match is None:
            collector.reject(where, *_why(line), line.strip())
            continue
        worker, day, clock, _, state = match.groups()
        try:
            at = datetime.fromisoformat(f"{_padded(day)} {clock if len(clock) > 5 else clock + ':00'}")
        except ValueError:
            collector.reject(
                where, "clock_fault", "date and time cannot be: the terminal's clock had failed", line.strip()
            )
            continue
        why = collector.refused_date(at.date())
        if why:
            collector.reject(where, "date_out_of_range", why, line.strip())
            continue
        collector.add("punches", where, worker, at, state, sheet.file)


def _padded(day: str) -> str:
    year, month, dom = day.split("-")
    return f"{year}-{int(month):02d}-{int(dom):02d}"


def _why(line: str) -> tuple[str, str]:
    if re.search(r"--|:-", line):
        return "clock_fault", "date and time cannot be: the terminal's clock had failed"
    if re.search(r"\d{4}-\d{1,2}-\d{1,2}", line):
        return "no_time", "the line has a date and no time of day"
    return "not_a_punch", "the line is not a user number, a date and a time"
