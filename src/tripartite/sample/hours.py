"""When everybody came and went: rosters, what was planted in them, and the minute each press really fell on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tripartite.sample.calendar import FIRST, HOLIDAY, ORDINARY, REST, date_at, day, index, kinds, months
from tripartite.sample.people import Worker

Ints = NDArray[np.int64]
NONE = -1
DAY = 1440
NOON, ONE = 720, 780  # the unpaid break that only the office presses
MORNING, EVENING, NIGHT_FROM, NIGHT_TO = 480, 1020, 1320, 1800
LATE, TOO_LATE = (1140, 1155), 1295  # ends of an evening's overtime: two hours, and over four
NORMAL = 480
DAY_CAP, MONTH_CAP, WEEK_CAP = 180, 2160, 144 * 60
JITTER_OF_EVENING = 12


@dataclass
class Leave:
    worker: int
    kind: str
    first: date
    last: date


@dataclass
class Condition:
    worker: int
    kind: str
    first: date
    last: date


@dataclass
class Roster:
    """Planned and real times, arrays (workers, days); minutes from the date's midnight, NONE where not at work.

    `start` and `end` begin as the plan and end as the minutes really pressed, `lunch` is true where the
    noon break is pressed too, from `out` to `back`. `minutes` is the working time that comes of it.
    """

    start: Ints
    end: Ints
    lunch: NDArray[np.bool_]
    out: Ints
    back: Ints
    kind: NDArray[np.int8]
    month: NDArray[np.int8]
    leaves: list[Leave] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    late: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))

    @property
    def worked(self) -> NDArray[np.bool_]:
        return self.start != NONE

    @property
    def minutes(self) -> Ints:
        span = self.end - self.start
        noon = np.maximum(np.minimum(self.end, ONE) - np.maximum(self.start, NOON), 0)
        off = np.where(self.lunch, self.back - self.out, noon)
        return np.where(self.worked, span - off, 0)

    def overtime(self) -> tuple[Ints, Ints, Ints]:
        """Minutes beyond eight hours on ordinary days, on rest days, on holidays: (workers, days) each."""
        m = self.minutes
        ordinary = np.where(self.kind == ORDINARY, np.maximum(m - NORMAL, 0), 0)
        return ordinary, np.where(self.kind == REST, m, 0), np.where(self.kind == HOLIDAY, m, 0)

    def night_minutes(self) -> Ints:
        """Between 22:00 and 06:00, of shifts that begin in the evening; day shifts here never reach it."""
        return np.where(self.start >= EVENING, np.maximum(np.minimum(self.end, NIGHT_TO) - np.maximum(self.start, NIGHT_FROM), 0), 0)

    def set(self, w: int, i: int, start: int, end: int) -> None:
        self.start[w, i], self.end[w, i] = start, end

    def off(self, w: int, i: int) -> None:
        self.start[w, i] = self.end[w, i] = NONE


def roster(rng: np.random.Generator, people: Sequence[Worker], days: int) -> Roster:
    """The plan of the year, all parts included, before anybody presses."""
    shape = (len(people), days)
    kind = kinds(days)
    r = Roster(
        np.full(shape, NONE, np.int64), np.full(shape, NONE, np.int64), np.zeros(shape, bool),
        np.full(shape, NONE, np.int64), np.full(shape, NONE, np.int64), kind, months(days),
        late=np.zeros(shape, bool),
    )  # fmt: skip
    evenings, saturdays = _plan_of_departments(rng, people, r)
    for w, person in enumerate(people):
        a = max(index(person.hired), 0)
        b = min(index(person.left) + 1 if person.left else days, days)
        here = np.zeros(days, bool)
        here[a:b] = True
        work = here & (kind == ORDINARY)
        night = person.part in ("night", "young_night")
        r.start[w, work] = NIGHT_FROM if night else MORNING
        r.end[w, work] = NIGHT_TO if night else EVENING
        if person.part == "office":
            r.lunch[w] = work
        if person.part in ("plain", "hire", "leaver", "dispatched", "dispatch_season", "late_paid", "low_probation", "late_contract", "no_induction"):
            _take_part(rng, r, w, here, evenings[person.department], saturdays[person.department])
    return r


def _plan_of_departments(
    rng: np.random.Generator, people: Sequence[Worker], r: Roster
) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Evenings with overtime, at most five a month, and working Saturdays, by department."""
    evenings, saturdays = {}, {}
    weekday = (np.arange(len(r.kind)) + FIRST.weekday()) % 7
    quiet = quiet_saturdays(r.kind)
    for department in sorted({p.department for p in people}):
        plan: list[int] = []
        some: list[int] = []
        for month in np.unique(r.month).tolist():
            free = np.flatnonzero((r.month == month) & (r.kind == ORDINARY) & (weekday < 4))
            plan += rng.choice(free, min(5, len(free)), replace=False).tolist()
            free = quiet[r.month[quiet] == month]
            some += rng.choice(free, min(int(rng.integers(1, 3)), len(free)), replace=False).tolist()
        evenings[department] = np.sort(np.array(plan, np.int64))
        saturdays[department] = np.sort(np.array(some, np.int64))
    return evenings, saturdays


def quiet_saturdays(kind: NDArray[np.int8]) -> Ints:
    """Saturdays amid a plain week: five working days before, a free Sunday after, five working days then.

    Work on them leaves everyone a day of rest in each week and in each seven days.
    """
    out = []
    for i in range(5, len(kind) - 1):
        if date_at(i).weekday() != 5 or (kind[i - 5 : i + 2] != [0, 0, 0, 0, 0, 1, 1]).any():
            continue
        if (kind[max(i - 7, 0) : i - 5] == REST).all() and (kind[i + 2 : i + 7] == ORDINARY).all():
            out.append(i)
    return np.array(out, np.int64)


def _take_part(rng: np.random.Generator, r: Roster, w: int, here: NDArray[np.bool_], evenings: Ints, saturdays: Ints) -> None:
    """Overtime as a line worker does it: most evenings of the department, one Saturday a month at most."""
    mine = evenings[here[evenings] & (rng.random(len(evenings)) < 0.75)]
    r.end[w, mine] = rng.choice(LATE)
    r.late[w, mine] = True
    seen: set[int] = set()
    for i in saturdays[here[saturdays] & (rng.random(len(saturdays)) < 0.5)].tolist():
        if int(r.month[i]) not in seen:
            seen.add(int(r.month[i]))
            r.set(w, i, MORNING, EVENING)


# --- what the parts do with it --------------------------------------------------------------------


def play_parts(rng: np.random.Generator, people: Sequence[Worker], r: Roster) -> None:
    """Change the roster to what each part did. Faults whose weeks or months are not within the year are left out."""
    plans = {
        "over_day": _over_day, "over_month": _over_month, "no_rest_week": _no_rest_week,
        "no_rest_in_seven": _no_rest_in_seven, "overtime_underpaid": _some_evenings,
        "rest_underpaid": _some_saturdays, "holiday_underpaid": _on_holidays, "holiday_duty": _on_holidays,
        "lieu": _time_off_in_lieu, "pregnant": _pregnant, "pregnant_overtime": _pregnant,
        "pregnant_night": _pregnant, "nursing": _nursing, "nursing_night": _nursing,
        "nursing_overtime": _nursing, "maternity": _maternity, "maternity_short": _maternity,
        "plain": _some_leave, "leaver": _some_leave, "dispatched": _some_leave, "office": _some_leave,
    }  # fmt: skip
    for w, person in enumerate(people):
        if person.part in plans:
            plans[person.part](rng, person, r, w)


def _over_day(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    chosen = rng.choice(_ordinary(r), min(3, len(_ordinary(r))), replace=False)
    r.end[w, chosen] = TOO_LATE
    r.late[w, chosen] = True


def _over_month(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    """Two months of overtime on every working day, two hours and a half each."""
    full = [m for m in np.unique(r.month).tolist() if np.count_nonzero(_ordinary_in(r, m)) >= 19]
    for m in rng.choice(full, min(2, len(full)), replace=False).tolist():
        days = np.flatnonzero(_ordinary_in(r, m))
        r.end[w, days] = LATE[1]
        r.late[w, days] = True


def _no_rest_week(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    saturday = int(rng.choice(_deep_saturdays(r)))
    for i in (saturday, saturday + 1):
        r.set(w, i, MORNING, EVENING)


def _no_rest_in_seven(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    """Monday off, then eleven days at work: each calendar week has its free day, the seven days have none."""
    saturday = int(rng.choice(_deep_saturdays(r)))
    _leave(r, w, "年假", saturday - 5, saturday - 5)
    for i in (saturday, saturday + 1):
        r.set(w, i, MORNING, EVENING)


def _deep_saturdays(r: Roster) -> Ints:
    """Quiet Saturdays whose following week ends with a free weekend, all in one month."""
    quiet = quiet_saturdays(r.kind)
    good = [
        i for i in quiet.tolist()
        if i + 9 < len(r.kind) and (r.kind[i + 7 : i + 9] == REST).all() and r.month[i - 5] == r.month[i + 8]
    ]  # fmt: skip
    return np.array(good, np.int64)


def _some_evenings(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    for m in np.unique(r.month).tolist():
        days = np.flatnonzero(_ordinary_in(r, m))
        chosen = rng.choice(days, min(6, len(days)), replace=False)
        r.end[w, chosen] = LATE[0]
        r.late[w, chosen] = True


def _some_saturdays(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    quiet = quiet_saturdays(r.kind)
    for m in rng.permutation(np.unique(r.month[quiet]))[:3].tolist():
        r.set(w, int(rng.choice(quiet[r.month[quiet] == m])), MORNING, EVENING)


DUTY = ("01-01", "04-04", "05-02", "10-01", "10-02")


def _on_holidays(rng: np.random.Generator, person: Worker, r: Roster, w: int) -> None:
    """The first of January and one other holiday, which leave no long stretch of work around them."""
    for text in ("01-01", str(rng.choice(DUTY[1:]))):
        i = index(day(text))
        if i < len(r.kind) and person.employed(day(text)):
            r.set(w, i, MORNING, EVENING)


def _time_off_in_lieu(rng: np.random.Generator, _: Worker, r: Roster, w: int) -> None:
    """A Saturday's work made good by a Wednesday off in the same month."""
    quiet = quiet_saturdays(r.kind)
    good = [i for i in quiet.tolist() if i + 4 < len(r.kind) and r.month[i + 4] == r.month[i]]
    i = int(rng.choice(good))
    r.set(w, i, MORNING, EVENING)
    _leave(r, w, "调休", i + 4, i + 4)


def _pregnant(rng: np.random.Generator, person: Worker, r: Roster, w: int) -> None:
    """A birth expected early in 2026, so that its last twelve weeks reach into the autumn."""
    last = date_at(len(r.kind) - 1)
    due = last + timedelta(days=int(rng.integers(5, 20)))
    r.conditions.append(Condition(w, "怀孕", due - timedelta(days=270), due))
    begin = index(due) - 83
    if person.part == "pregnant_overtime":
        days = [i for i in _ordinary(r).tolist() if i >= begin]
        chosen = rng.choice(days, min(6, len(days)), replace=False)
        r.end[w, chosen] = 1110
        r.late[w, chosen] = True
    elif person.part == "pregnant_night":
        _week_of_nights(r, w, rng.permutation([i for i in _plain_mondays(r) if i >= begin])[:1].tolist())


def _nursing(rng: np.random.Generator, person: Worker, r: Roster, w: int) -> None:
    """A child born in the spring of 2024; its first year ends in the summer of 2025."""
    born = date(2024, 5, 10) + timedelta(days=int(rng.integers(0, 60)))
    until = born + timedelta(days=365)
    r.conditions.append(Condition(w, "哺乳期", born, until))
    end = min(index(until), len(r.kind) - 1)
    if person.part == "nursing_night":
        _week_of_nights(r, w, rng.permutation([i for i in _plain_mondays(r) if i + 7 <= end])[:2].tolist())
    elif person.part == "nursing_overtime":
        days = [i for i in _ordinary(r).tolist() if i <= end]
        chosen = rng.choice(days, min(8, len(days)), replace=False)
        r.end[w, chosen] = 1110
        r.late[w, chosen] = True
    if person.part == "nursing":
        # The hour a day that the law gives for nursing: home at four.
        days = [i for i in _ordinary(r).tolist() if i <= end]
        r.end[w, days] = 960


MATERNITY_DAYS = 178


def _maternity(rng: np.random.Generator, person: Worker, r: Roster, w: int) -> None:
    """Leave from fifteen days before the birth; then nursing. Wholly within the year, or not at all."""
    short = person.part == "maternity_short"
    length = int(rng.integers(60, 85)) if short else MATERNITY_DAYS
    room = len(r.kind) - 1 - 20 - length
    if room < 10:
        return
    first = int(rng.integers(10, room))
    born = date_at(first + 15)
    _leave(r, w, "产假", first, first + length - 1)
    r.conditions.append(Condition(w, "怀孕", born - timedelta(days=270), born))
    r.conditions.append(Condition(w, "哺乳期", born, born + timedelta(days=365)))


def _some_leave(rng: np.random.Generator, person: Worker, r: Roster, w: int) -> None:
    if rng.random() < 0.4:
        return
    for _ in range(int(rng.integers(1, 4))):
        days = np.flatnonzero(r.worked[w] & (r.kind == ORDINARY))
        if not len(days):
            return
        first = int(rng.choice(days))
        length = int(rng.choice([1, 1, 2, 3, 5]))
        end = min(first + length - 1, len(r.kind) - 1, index(person.left) if person.left else 365)
        if any(x.worker == w and index(x.first) <= end and index(x.last) >= first for x in r.leaves):
            continue
        kind = str(rng.choice(["年假", "年假", "年休假", "事假", "病假", "婚假", "丧假"]))
        _leave(r, w, kind, first, end)


def _leave(r: Roster, w: int, kind: str, first: int, last: int) -> None:
    r.leaves.append(Leave(w, kind, date_at(first), date_at(last)))
    for i in range(first, last + 1):
        r.off(w, i)


def _ordinary(r: Roster) -> Ints:
    return np.flatnonzero(r.kind == ORDINARY)


def _ordinary_in(r: Roster, month: int) -> NDArray[np.bool_]:
    return (r.kind == ORDINARY) & (r.month == month)


def _plain_mondays(r: Roster) -> list[int]:
    """Mondays of weeks of five working days between free weekends."""
    found = [i - 5 for i in quiet_saturdays(r.kind).tolist()]
    return [i for i in found if i >= 2]


def _week_of_nights(r: Roster, w: int, mondays: list[int]) -> None:
    for monday in mondays:
        for i in range(monday, monday + 5):
            r.set(w, i, NIGHT_FROM, NIGHT_TO)


# --- the minute of each press -----------------------------------------------------------------------


def jitter(rng: np.random.Generator, people: Sequence[Worker], r: Roster) -> Ints:
    """Turn planned minutes into seconds really pressed: (workers, days, 4) with NONE, from the date's midnight.

    Arrivals and departures have the long tails of real ones, except where a part must keep within eight hours.
    """
    shape = r.start.shape
    early = np.clip(-4 + 3.2 * rng.standard_t(4, shape), -35, 40)
    after = np.clip(3 + rng.gamma(1.4, 2.6, shape) - 2 + np.where(rng.random(shape) < 0.02, -12, 0), -15, 35)
    narrow = r.late | ((r.kind != ORDINARY) & r.worked)
    early = np.where(narrow, np.clip(early, -JITTER_OF_EVENING, JITTER_OF_EVENING), early)
    after = np.where(narrow, np.clip(after, -JITTER_OF_EVENING, JITTER_OF_EVENING), after)
    strict = np.array([p.strict for p in people])[:, None] & ~r.late
    early = np.where(strict, 1 + np.abs(early), early)
    after = np.where(strict, -5 - np.abs(after), after)
    times = np.full((*shape, 4), NONE, np.int64)
    at_work = r.worked
    times[..., 0] = np.where(at_work, (r.start + early) * 60, NONE)
    times[..., 3] = np.where(at_work, (r.end + after) * 60, NONE)
    lunch = r.lunch & at_work
    times[..., 1] = np.where(lunch, (NOON + rng.gamma(2.0, 2.0, shape)) * 60, NONE)
    times[..., 2] = np.where(lunch, (ONE - 4 - rng.gamma(2.0, 3.0, shape)) * 60, NONE)
    r.lunch = lunch
    return times


def queue(times: Ints, terminal: Ints) -> Ints:
    """Presses as the terminals took them: one person a second, whoever came first."""
    out = times.copy()
    flat = times + (np.arange(times.shape[1]) * DAY * 60)[None, :, None]
    for t in np.unique(terminal).tolist():
        here = (terminal == t)[:, None, None] & (times != NONE)
        seconds = flat[here]
        order = np.argsort(seconds, kind="stable")
        position = np.arange(len(order))
        served = np.maximum.accumulate(seconds[order] - position) + position
        moved = np.empty_like(served)
        moved[order] = served
        out[here] += moved - seconds
    return out


def settle(r: Roster, times: Ints) -> None:
    """Take the pressed minutes as the truth."""
    minute = np.where(times == NONE, NONE, times // 60)
    r.start, r.out, r.back, r.end = (minute[..., k].copy() for k in range(4))
