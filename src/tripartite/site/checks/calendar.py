"""One worker's month, day by day: hours by kind, what was pressed, and which rules each day takes part in breaking."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404

from tripartite.reports.explanation import clock
from tripartite.reports.wording import Words
from tripartite.site.checks.findings import listed
from tripartite.site.checks.opened import Seen

if TYPE_CHECKING:
    import duckdb

PARTS = ("normal", "overtime", "rest", "holiday")
# Longer ones are told below the calendar: a mark on each day of a quarter would say nothing.
MARKED_DAYS = 14
MOST_FINDINGS = 1000


@dataclass
class Day:
    """A day of the calendar. `parts`: minutes by kind; None where the records do not cover the day."""

    date: date
    kind: str = ""
    parts: dict[str, int] | None = None
    night: int = 0
    unknown: bool = False
    start: str = ""
    end: str = ""
    leave: str = ""
    source: str = ""
    marks: list[int] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum((self.parts or {}).values())

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Kinds of hours with their share of ten hours in per cent, for a small bar."""
        return [(k, round(v * 100 / max(600, self.minutes))) for k, v in (self.parts or {}).items() if v]


@dataclass
class Month:
    """The month, the months before and after that hold records, and its findings numbered as the days mark them."""

    first: date
    days: list[Day]
    lead: int
    findings: list[dict[str, Any]]
    earlier: str
    later: str

    @property
    def sums(self) -> dict[str, int]:
        out = {k: sum((d.parts or {}).get(k, 0) for d in self.days) for k in PARTS}
        return out | {"night": sum(d.night for d in self.days)}

    @property
    def unknown(self) -> int:
        return sum(d.unknown for d in self.days)


def month_of(seen: Seen, w: Words, worker: str, asked: str) -> Month:
    """A worker's month: the one asked for, else that of the worst finding, else the last. Raises Http404."""
    con = seen.tables()
    known = _months(con, worker, with_hours=seen.sees_hours)
    if not known:
        raise Http404
    if asked and asked not in known:
        raise Http404
    name = asked or _first_found(con, worker) or known[-1]
    first = date(int(name[:4]), int(name[5:7]), 1)
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    days = [Day(first + timedelta(n)) for n in range(last.day)]
    if seen.sees_hours:
        _fill(con, worker, days, w)
    findings = _findings(seen, w, worker, first, last)
    for f in findings:
        if (f["end"] - f["start"]).days < MARKED_DAYS:
            for d in days:
                if f["start"] <= d.date <= f["end"]:
                    d.marks.append(f["mark"])
    at = known.index(name) if name in known else 0
    return Month(
        first,
        days,
        first.weekday(),
        findings,
        known[at - 1] if at else "",
        known[at + 1] if at + 1 < len(known) else "",
    )


def _months(con: duckdb.DuckDBPyConnection, worker: str, *, with_hours: bool) -> list[str]:
    """Months in which the records or the findings know the worker."""
    hours = "UNION SELECT strftime(\"date\", '%Y-%m') FROM hours WHERE worker = $w" if with_hours else ""
    rows = con.execute(
        f"SELECT strftime(unnest([start, \"end\"]), '%Y-%m') AS m FROM findings WHERE worker = $w {hours} ORDER BY 1",
        {"w": worker},
    ).fetchall()
    return [r[0] for r in rows]


def _first_found(con: duckdb.DuckDBPyConnection, worker: str) -> str:
    row = con.execute(
        "SELECT strftime(\"end\", '%Y-%m') FROM findings WHERE worker = ? ORDER BY id LIMIT 1", [worker]
    ).fetchone()
    return str(row[0]) if row else ""


def _fill(con: duckdb.DuckDBPyConnection, worker: str, days: list[Day], w: Words) -> None:
    span = [worker, days[0].date, days[-1].date]
    for at, kind, *minutes, night, unknown in con.execute(
        f'SELECT "date", kind, {", ".join(PARTS)}, night, unknown FROM hours WHERE worker = ? AND "date" BETWEEN ? AND ?',
        span,
    ).fetchall():
        d = days[at.day - 1]
        d.kind, d.night, d.unknown = kind, night, unknown
        d.parts = dict(zip(PARTS, minutes, strict=True))
    for at, start, end, leave, file, sheet, row in con.execute(
        'SELECT "date", start, "end", leave, file, sheet, "row" FROM days WHERE worker = ? AND "date" BETWEEN ? AND ?',
        span,
    ).fetchall():
        d = days[at.day - 1]
        d.start, d.end = (clock(m) if m is not None else "" for m in (start, end))
        d.leave = w.of("leaves", leave) if leave else ""
        d.source = ", ".join(str(x) for x in (file, sheet, row) if x is not None)


def _findings(seen: Seen, w: Words, worker: str, first: date, last: date) -> list[dict[str, Any]]:
    touching = listed(seen, w, {"worker": worker, "since": first, "until": last}, most=MOST_FINDINGS)
    touching.sort(key=lambda f: (f["end"] - f["start"], f["start"]))
    return [{**f, "mark": n} for n, f in enumerate(touching, start=1)]
