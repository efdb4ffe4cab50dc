"""The faults of hours, age and papers as the finished roster holds them, told part by part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from tripartite.sample.calendar import FIRST, date_at, index, month_end
from tripartite.sample.hours import DAY, DAY_CAP, MONTH_CAP, NONE, NORMAL, WEEK_CAP, Ints, Roster
from tripartite.sample.people import SOUND, Worker
from tripartite.sample.planted import Fault, Planted

TWELVE_WEEKS = 84
MATERNITY = 98
SHARE_CAP = 1000
ROOM_OF_DAY, ROOM_OF_MONTH = 20, 240  # honest people stay well below the caps, as honest hours do
INDUCTION = 24 * 60
SHORT_INDUCTION = 8 * 60


def tell_hours(people: Sequence[Worker], r: Roster, planted: Planted) -> None:
    """Tell what each part did with its hours."""
    overtime, rest, holiday = r.overtime()
    extended = overtime + rest + holiday
    night = r.night_minutes()
    for w, person in enumerate(people):
        if person.part == "over_day":
            _tell_days(person, overtime[w], DAY_CAP, "cn/overtime-in-a-day", planted)
        elif person.part == "over_month":
            _tell_months(person, extended[w], r, planted)
        elif person.part in ("no_rest_week", "no_rest_in_seven"):
            _tell_weeks(person, w, r, planted)
        elif person.part in ("pregnant_overtime", "pregnant_night"):
            near = _near_birth(w, r)
            _tell_days(person, extended[w] * near, 0, "cn/pregnant-overtime", planted)
            _tell_days(person, night[w] * near, 0, "cn/pregnant-night-work", planted)
        elif person.part in ("nursing_overtime", "nursing_night"):
            near = _while(w, r, "哺乳期")
            _tell_days(person, extended[w] * near, 0, "cn/nursing-overtime", planted)
            _tell_days(person, night[w] * near, 0, "cn/nursing-night-work", planted)
        elif person.part == "young_night":
            under = np.arange(len(r.kind)) < index(_birthday(person.birth, 18))
            _tell_days(person, night[w] * under, 0, "cn/young-worker-night", planted, beside=True)


def _tell_days(person: Worker, minutes: Ints, cap: int, rule: str, planted: Planted, *, beside: bool = False) -> None:
    for i in np.flatnonzero(minutes > cap).tolist():
        fault = Fault(person.number, date_at(i), date_at(i), int(minutes[i]))
        (planted.add_beside if beside else planted.add)(rule, fault)


def _tell_months(person: Worker, extended: Ints, r: Roster, planted: Planted) -> None:
    for month in range(int(r.month[-1]) + 1):
        total = int(extended[r.month == month].sum())
        if total > MONTH_CAP:
            first = date(2025, month + 1, 1)
            planted.add("cn/overtime-in-a-month", Fault(person.number, first, month_end(month + 1), total))


def _tell_weeks(person: Worker, w: int, r: Roster, planted: Planted) -> None:
    worked = r.worked[w]
    for monday in range(5, len(worked) - 6, 7):
        if worked[monday : monday + 7].all():
            start, end = date_at(monday), date_at(monday + 6)
            planted.add("cn/weekly-rest-day", Fault(person.number, start, end, 0))
    for first, last in stretches(r.start[w], r.end[w]):
        length = int(r.end[w, last] - r.start[w, first]) + (last - first) * DAY
        if length > WEEK_CAP:
            end = date_at(last)
            start = end - timedelta(days=-(-length // DAY) - 1)
            planted.add("ilo/weekly-rest", Fault(person.number, start, end, length))


def stretches(start: Ints, end: Ints) -> list[tuple[int, int]]:
    """First and last day of each stretch of work without a rest of 24 hours."""
    days = np.flatnonzero(start != NONE).tolist()
    out: list[tuple[int, int]] = []
    for before, i in zip([None, *days], days, strict=False):
        if before is not None and (i - before) * DAY + start[i] - end[before] < DAY:
            out[-1] = (out[-1][0], i)
        else:
            out.append((i, i))
    return out


def _near_birth(w: int, r: Roster) -> Ints:
    near = np.zeros(len(r.kind), np.int64)
    for c in r.conditions:
        if c.worker == w and c.kind == "怀孕":
            near[max(index(c.last) - TWELVE_WEEKS + 1, 0) : index(c.last) + 1] = 1
    return near


def _while(w: int, r: Roster, kind: str) -> Ints:
    out = np.zeros(len(r.kind), np.int64)
    for c in r.conditions:
        if c.worker == w and c.kind == kind:
            out[max(index(c.first), 0) : index(c.last) + 1] = 1
    return out


def _birthday(birth: date, years: int) -> date:
    return birth.replace(year=birth.year + years)


def tell_papers(people: Sequence[Worker], r: Roster, planted: Planted) -> None:
    """Tell what the worker list, the leave list and the list of trainings hold."""
    last = date_at(len(r.kind) - 1)
    for w, person in enumerate(people):
        if person.part == "child":
            days = np.flatnonzero(r.worked[w])
            if len(days):
                planted.add("cn/minimum-age", Fault(person.number, date_at(days[0]), date_at(days[-1]), 15))
        elif person.part == "late_contract" and person.contract:
            months = _months_begun(person.hired, person.contract)
            planted.add("cn/written-contract", Fault(person.number, person.hired, person.contract, months))
        elif person.part == "low_probation" and person.probation_until and person.probation_wage:
            share = person.probation_wage * 10_000 // person.wage
            planted.add("cn/probation-pay", Fault(person.number, person.hired, person.probation_until, share))
        elif person.part == "no_induction":
            given = 0 if w % 2 else SHORT_INDUCTION
            planted.add("cn/induction-training", Fault(person.number, person.hired, last, given))
    for x in r.leaves:
        length = (x.last - x.first).days + 1
        if x.kind == "产假" and length < MATERNITY:
            for rule in ("cn/maternity-leave", "ilo/maternity-leave"):
                planted.add(rule, Fault(people[x.worker].number, x.first, x.last, length))
    _tell_dispatch(people, int(r.month[-1]) + 1, planted)
    if len(r.kind) == 365:
        planted.add("cn/fire-drill", Fault(None, FIRST, last, 0))


def _months_begun(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + (end.day > start.day)


def _tell_dispatch(people: Sequence[Worker], n_months: int, planted: Planted) -> None:
    for month in range(1, n_months + 1):
        end = month_end(month)
        here = [p for p in people if p.employed(end)]
        share = -(-sum(p.employment == "劳务派遣" for p in here) * 10_000 // len(here))
        if share > SHARE_CAP:
            planted.add("cn/dispatch-share", Fault(None, date(2025, month, 1), end, share))


def refuse_unsound(people: Sequence[Worker], r: Roster) -> None:
    """Raise ValueError if a part did what it should not: then the counts would be wrong."""
    overtime, rest, holiday = r.overtime()
    extended = overtime + rest + holiday
    for w, person in enumerate(people):
        wrong = []
        if person.part in SOUND or person.part == "plain":
            totals = [int(extended[w, r.month == m].sum()) for m in range(int(r.month[-1]) + 1)]
            spans = [r.end[w, b] - r.start[w, a] + (b - a) * DAY for a, b in stretches(r.start[w], r.end[w])]
            wrong += ["a long day"] * bool(overtime[w].max() > DAY_CAP - ROOM_OF_DAY)
            wrong += ["a long month"] * bool(max(totals) > MONTH_CAP - ROOM_OF_MONTH)
            wrong += ["no weekly rest"] * bool(max(spans, default=0) > WEEK_CAP)
        if person.strict and ((r.minutes[w] > NORMAL) & ~r.late[w]).any():
            wrong += ["more than eight hours"]
        if wrong:
            raise ValueError(f"worker {person.number}, who is to be {person.part}, has {', '.join(wrong)}")
