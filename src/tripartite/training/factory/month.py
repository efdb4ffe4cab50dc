"""A month of the factory: who works there, when, and what they are paid. Sound until a fault is planted."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tripartite.standards.schema import Calendar
from tripartite.training.factory.habits import BEGIN, END, Habits
from tripartite.training.values import NotHeldError

FEWEST, MOST = 11, 18


@dataclass
class Person:
    """One worker. shifts: minutes from midnight of coming and going, by the day they came.

    bonus: what is due for hours beyond the normal ones; share: the part of it that is paid; basic_share: the part of
    the wage that is paid. fault: a kind of `faults.py`, empty for most.
    """

    number: str
    name: str
    woman: bool
    born: date
    hired: date
    wage: int
    paid_on: date
    shifts: dict[date, tuple[int, int]] = field(default_factory=dict)
    bonus: int = 0
    share: float = 1.0
    basic_share: float = 1.0
    fine: int = 0
    pregnant: tuple[date, date] | None = None
    fault: str = ""


@dataclass
class Month:
    """All of it. holidays: those in the month; announced: those of them that the employer chose and announced."""

    country: str
    habits: Habits
    first: date
    last: date
    holidays: tuple[date, ...]
    announced: tuple[date, ...]
    working_days: tuple[date, ...]
    rest_days: tuple[date, ...]
    people: list[Person]

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"


def sound_month(
    country: str, habits: Habits, calendar: Calendar | None, on: date, rng: random.Random
) -> Month:
    """The last whole month before a day of which the holidays are held, with nothing wrong in it. Raises NotHeldError.

    For a seminar to come it is the last whole month before today: no factory has records of days to come.
    """
    today = date.today()  # noqa: DTZ011 - the organiser's own day
    if calendar is None or on.replace(day=1) <= calendar.covers[0]:
        raise NotHeldError(f"{country}: no public holidays are held before {on}")
    last = min(on, today, calendar.covers[1] + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    named = {d.day: d.kind for d in calendar.days if d.kind != "named"}
    days = [first + timedelta(days=n) for n in range(last.day)]
    kinds = {d: named.get(d, "rest" if d.weekday() in habits.rest_days else "ordinary") for d in days}
    working = tuple(d for d in days if kinds[d] == "ordinary")
    rest = tuple(d for d in days if kinds[d] == "rest")
    holidays = tuple(d for d in days if kinds[d] not in ("ordinary", "rest"))
    announced = tuple(d for d in holidays if kinds[d] == "choosable")
    people = [_person(habits, n, last, working, rng) for n in range(1, rng.randint(FEWEST, MOST) + 1)]
    return Month(country, habits, first, last, holidays, announced, working, rest, people)


def _person(h: Habits, n: int, last: date, working: Sequence[date], rng: random.Random) -> Person:
    woman = n % 3 != 0
    given = h.given[rng.randrange(0, len(h.given) // 2) * 2 + (0 if woman else 1)]
    family = rng.choice(h.families)
    western = h.families[0] == "Santos" or h.year_offset
    name = f"{given}{h.join}{family}" if western else f"{family}{h.join}{given}"
    person = Person(
        number=f"{100 + n * 3 + rng.randrange(0, 3)}",
        name=name,
        woman=woman,
        born=date(last.year - rng.randint(22, 48), rng.randint(1, 12), rng.randint(1, 28)),
        hired=date(last.year - rng.randint(2, 7), rng.randint(1, 12), rng.randint(1, 28)),
        wage=h.wage + h.step * rng.randint(0, 12),
        paid_on=last + timedelta(days=rng.choice((3, 4, 5))),
    )
    late = set(rng.sample(list(working), min(len(working), rng.choice((0, 0, 1, 2, 3)))))
    for day in working:
        stays = rng.choice((60, 90, 120)) if day in late and day.weekday() < 5 else 0
        end = h.saturday_end if day.weekday() == 5 else END
        person.shifts[day] = (BEGIN - rng.randrange(0, 9), end + (stays or rng.randrange(0, 6)))
    return person
