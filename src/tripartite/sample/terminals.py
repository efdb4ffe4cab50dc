"""What the two terminals wrote: presses as lines, with all that goes wrong at a factory's gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from tripartite.sample.calendar import FIRST, date_at
from tripartite.sample.hours import DAY, NONE, Ints, Roster
from tripartite.sample.people import Worker

IN, OUT, BREAK_OUT, BREAK_IN = 0, 1, 2, 3
STATES = (IN, BREAK_OUT, BREAK_IN, OUT)  # by place in the day: comes, goes to lunch, comes back, leaves
FORGETFUL = ("plain", "dispatched")  # people of whom nothing else is asked: their hours may stay unknown
FORGOTTEN, WRONG_STATE, PRESSED_TWICE = 0.002, 0.012, 0.015
FAILED_CLOCK = "1971--10--29 -23:-59:-53"  # as a real terminal wrote it
RESET_CLOCK = datetime(2000, 1, 1, 0, 3)  # noqa: DTZ001 - local time of a terminal
FAILED_LINES = (18, 45)  # how many presses the failed hour should hold


@dataclass
class Press:
    second: int  # since 1 January 2025
    worker: int
    state: int
    terminal: int
    failed: bool = False


@dataclass
class Log:
    """Lines of each terminal, and what was lost or added in them."""

    lines: dict[int, list[str]] = field(default_factory=dict)
    incomplete: list[tuple[int, date]] = field(default_factory=list)
    rejected: dict[int, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def write_log(rng: np.random.Generator, people: Sequence[Worker], r: Roster, times: Ints) -> Log:
    """The presses of the year as both terminals' text lines."""
    log = Log()
    kept = times.copy()
    _forget(rng, people, kept, log)
    presses = _presses(rng, people, kept, log)
    _fail_clock(people, r, presses, log)
    for terminal in (1, 2):
        mine = [p for p in presses if p.terminal == terminal]
        log.lines[terminal] = _lines(people, mine)
    _cut_last_line(people, presses, log)
    log.incomplete = sorted(set(log.incomplete))
    return log


def _forget(rng: np.random.Generator, people: Sequence[Worker], kept: Ints, log: Log) -> None:
    """Drop one press of a few days."""
    may = np.array([p.part in FORGETFUL for p in people])[:, None] & (kept[..., 0] != NONE) & (kept[..., 1] == NONE)
    # The first and the last day stay whole: they show what the records cover.
    may[:, [0, -1]] = False
    chosen = may & (rng.random(may.shape) < FORGOTTEN)
    for w, i in np.argwhere(chosen).tolist():
        kept[w, i, 0 if rng.random() < 0.4 else 3] = NONE
        log.incomplete.append((w, date_at(i)))
    log.counts["forgotten_presses"] = int(chosen.sum())


def _presses(rng: np.random.Generator, people: Sequence[Worker], kept: Ints, log: Log) -> list[Press]:
    w, i, slot = np.nonzero(kept != NONE)
    second = kept[w, i, slot] + i * DAY * 60
    terminal = np.array([p.terminal for p in people])[w]
    state = np.array(STATES)[slot]
    wrong = (terminal == 1) & (rng.random(len(w)) < WRONG_STATE) & np.isin(slot, (0, 3)) & _apart(people)[w]
    state = np.where(wrong, 1 - state, state)
    state = np.where(terminal == 2, IN, state)  # nobody presses the keys there
    again = np.flatnonzero(rng.random(len(w)) < PRESSED_TWICE)
    later = second[again] + rng.integers(2, 40, len(again))
    out = [Press(*row) for row in zip(second.tolist(), w.tolist(), state.tolist(), terminal.tolist(), strict=True)]
    out += [
        Press(int(s), int(w[a]), int(state[a]), int(terminal[a])) for s, a in zip(later.tolist(), again.tolist(), strict=True)
    ]
    log.counts["wrong_states"], log.counts["double_presses"] = int(wrong.sum()), len(again)
    return sorted(out, key=lambda p: (p.second, p.worker))


def _apart(people: Sequence[Worker]) -> NDArray[np.bool_]:
    """People who may press a wrong key: those whose days alternate plainly."""
    return np.array([p.part in FORGETFUL or p.part in ("late_paid", "hire", "leaver", "overtime_underpaid") for p in people])


def _fail_clock(people: Sequence[Worker], r: Roster, presses: list[Press], log: Log) -> None:
    """One hour in which the second terminal's clock had failed: dates that cannot be, and a clock reset to 2000."""
    found = _failing_hour(r, presses)
    if found is None:
        return
    forgot = {(w, d) for w, d in log.incomplete}
    hit = [p for p in presses if p.terminal == 2 and found <= p.second < found + 3600]
    for p in hit:
        p.failed = True
        day = (FIRST + timedelta(seconds=p.second))
        if (p.worker, day) not in forgot:
            log.incomplete.append((p.worker, day))
    log.rejected[2] = sum(1 for k in range(len(hit)) if k % 4)
    log.counts["failed_clock_presses"] = len(hit)


def _failing_hour(r: Roster, presses: list[Press]) -> int | None:
    """The first hour from 18:30 of a day from June on in which a few dozen people press the second terminal."""
    evening = 18 * 3600 + 1800
    by_day: dict[int, int] = {}
    for p in presses:
        if p.terminal == 2 and evening <= p.second % (DAY * 60) < evening + 3600:
            i = p.second // (DAY * 60)
            by_day[i] = by_day.get(i, 0) + 1
    for i in sorted(by_day):
        if i >= len(r.kind) * 2 // 5 and i < len(r.kind) - 1 and FAILED_LINES[0] <= by_day[i] <= FAILED_LINES[1]:
            return i * DAY * 60 + evening
    return None


def _lines(people: Sequence[Worker], presses: list[Press]) -> list[str]:
    """Attlog lines; the terminal gives its newest month first, as some do."""
    midnight = datetime.combine(FIRST, time())
    out = []
    failed = 0
    for p in presses:
        at = midnight + timedelta(seconds=p.second)
        stamp = f"{at:%Y-%m-%d %H:%M:%S}"
        if p.failed:
            reset = RESET_CLOCK + timedelta(seconds=failed * 7)
            stamp = FAILED_CLOCK if failed % 4 else f"{reset:%Y-%m-%d %H:%M:%S}"
            failed += 1
        out.append((at, f"{people[p.worker].number:>9}\t{stamp}\t{p.terminal}\t{p.state}\t1\t0\r\n"))
    newest = out[-1][0].month if out else 1
    last = [line for at, line in out if at.month == newest and at.year == FIRST.year]
    return last + [line for at, line in out if not (at.month == newest and at.year == FIRST.year)]


def _cut_last_line(people: Sequence[Worker], presses: list[Press], log: Log) -> None:
    """The second terminal's file ends in the middle of a line: that press is lost."""
    lines = log.lines[2]
    if not lines:
        return
    line = lines[-1]
    number, stamp = line.split("\t")[:2]
    day = date.fromisoformat(stamp[:10])
    lines[-1] = f"{number}\t{stamp[:10]} {stamp[11:13]}"
    log.rejected[2] = log.rejected.get(2, 0) + 1
    worker = next(w for w, p in enumerate(people) if p.number == number.strip())
    log.incomplete.append((worker, day))
    log.counts["truncated_lines"] = 1
