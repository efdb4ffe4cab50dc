"""What can be wrong with the month: each kind of fault is planted in one worker's records, and nowhere else.

BREAKS names, by kind and country, the rules that it breaks: the first always, the others perhaps. A country that is
missing has no verified rule that such records break for certain, and NOT_TOLD says why. What is owed is never
reckoned here: the engine does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tripartite.training.factory.habits import BEGIN, END
from tripartite.training.factory.month import Month, Person

NIGHT = (22 * 60, 30 * 60)


def long_days(m: Month, p: Person) -> bool:
    """Evenings beyond what a day or a week allows; in Japan, beyond a hundred hours a month."""
    if m.country == "JP":
        days = list(m.working_days)
        extra = 6060 // len(days) + 1
    else:
        week = next((w for w in _weeks(m) if len(w) >= 5), [])
        days, extra = week[:5], {"CN": 210, "VN": 300, "TH": 450, "MM": 270}[m.country]
    for day in days:
        p.shifts[day] = (BEGIN, END + extra)
    return bool(days)


def no_rest(m: Month, p: Person) -> bool:
    """At work on rest days: two weeks on end, or the whole month where the law counts longer."""
    spare = m.rest_days
    if m.country in ("CN", "PH"):
        start = next((d for d in m.rest_days if d.day >= 8), m.last)
        spare = tuple(d for d in m.rest_days if start <= d <= start + timedelta(days=8))
    for day in spare:
        p.shifts[day] = (BEGIN, END)
    return bool(spare)


def overtime_at_half(m: Month, p: Person) -> bool:
    """Four evenings of two hours, and half of what they are worth is paid."""
    days = [d for d in m.working_days if d.weekday() < 5][2:10:2]
    for day in days:
        p.shifts[day] = (BEGIN, END + 120)
    p.share = 0.5
    return len(days) == 4


def holiday_unpaid(m: Month, p: Person) -> bool:
    """A public holiday worked, paid as if it were none."""
    days = [d for d in m.holidays if d.weekday() not in m.habits.rest_days]
    if not days:
        return False
    p.shifts[days[0]] = (BEGIN, END)
    p.share = 0
    return True


def low_wage(m: Month, p: Person) -> bool:
    """A wage below the minimum."""
    p.wage = m.habits.low_wage
    return True


def fine(m: Month, p: Person) -> bool:
    """A fine larger than may be taken."""
    p.fine = p.wage * (60 if m.country == "MM" else 35) // 100
    return True


def paid_late(m: Month, p: Person) -> bool:
    """Paid long after the month."""
    p.paid_on = m.last + timedelta(days=75 if m.country == "VN" else 45)
    return True


def basic_short(m: Month, p: Person) -> bool:
    """A quarter of the agreed wage is not paid; what is left is above the minimum."""
    p.wage = m.habits.wage + 12 * m.habits.step
    p.basic_share = 0.75
    return True


def child(m: Month, p: Person) -> bool:
    """Younger than anybody may be who works."""
    p.born = date(m.first.year - 13, 3, 9)
    p.hired = m.first - timedelta(days=40)
    return True


def pregnant_at_night(m: Month, p: Person) -> bool:
    """Five nights of a woman in the eighth month."""
    week = next((w for w in _weeks(m) if len(w) >= 5), [])
    for day in week[:5]:
        p.shifts[day] = NIGHT
    for day in week[5:]:
        del p.shifts[day]
    p.woman = True
    p.pregnant = (m.first - timedelta(days=215), m.last + timedelta(days=35))
    return bool(week)


def plain(m: Month, p: Person) -> None:
    """No evening of overtime: what a fault touches is then what it is, and nothing else."""
    for day, (came, _) in p.shifts.items():
        p.shifts[day] = (came, m.habits.saturday_end if day.weekday() == 5 else END)


def _weeks(m: Month) -> list[list[date]]:
    """The working days of each whole week of the month, the middle ones first."""
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in m.working_days:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    return sorted(weeks.values(), key=lambda w: abs(w[0].day - 12))


Plant = Callable[[Month, Person], bool]
KINDS: dict[str, Plant] = {
    "long-days": long_days, "no-rest": no_rest, "overtime-at-half": overtime_at_half, "holiday-unpaid": holiday_unpaid,
    "low-wage": low_wage, "basic-short": basic_short, "fine": fine, "paid-late": paid_late, "child": child,
    "pregnant-at-night": pregnant_at_night,
}  # fmt: skip
BREAKS: dict[str, dict[str, tuple[str, ...]]] = {
    "long-days": {
        "CN": ("cn/overtime-in-a-day",), "JP": ("jp/extended-100-in-a-month",), "TH": ("th/extended-hours-in-a-week",),
        "MM": ("mm/overtime-in-a-day", "mm/overtime-in-a-week-factory"), "VN": ("vn/overtime-in-a-day", "vn/hours-in-a-day"),
    },
    "no-rest": {
        "CN": ("cn/weekly-rest-day",), "PH": ("ph/weekly-rest",), "MM": ("mm/days-in-a-row",), "VN": ("vn/rest-days-in-a-month",),
    },
    "overtime-at-half": {c: (f"{c.lower()}/overtime-pay",) for c in ("CN", "JP", "MM", "PH", "TH", "VN")},
    "holiday-unpaid": {c: (f"{c.lower()}/overtime-pay",) for c in ("CN", "MM", "PH", "TH", "VN")},
    "low-wage": {
        **{c: (f"{c.lower()}/minimum-wage",) for c in ("CN", "JP", "MM", "PH")},
        "TH": ("th/minimum-wage", "th/contract-wage", "th/contract-wage-month"), "VN": ("vn/minimum-wage", "vn/contract-wage"),
    },
    "basic-short": {c: (f"{c.lower()}/ordinary-pay",) for c in ("CN", "JP", "PH", "TH", "VN")},
    "fine": {
        "CN": ("cn/deductions",), "JP": ("jp/disciplinary-cut",), "MM": ("mm/deductions",), "TH": ("th/fines",), "VN": ("vn/deductions",),
    },
    "paid-late": {"CN": ("cn/wage-payment-delay",), "MM": ("mm/wage-delay",), "PH": ("ph/late-wages",), "VN": ("vn/wage-delay",)},
    "child": {
        "CN": ("cn/minimum-age",), "JP": ("jp/minimum-age",), "TH": ("th/minimum-age",), "MM": ("mm/minimum-age", "mm/child-day"),
        "PH": ("ph/minimum-age", "ph/child-day", "ph/child-week"), "VN": ("vn/minimum-age", "vn/child-day", "vn/child-week"),
    },
    "pregnant-at-night": {c: (f"{c.lower()}/pregnant-night-work",) for c in ("CN", "TH", "VN")},
}  # fmt: skip
# Kinds by which money is owed: every case has one.
OWED = {"overtime-at-half", "holiday-unpaid", "low-wage", "basic-short"}
NOT_TOLD = {
    ("long-days", "PH"): "the law has no cap on overtime of adults",
    (
        "no-rest",
        "JP",
    ): "four rest days in four weeks may be given instead, counted from a day that the records do not show",
    ("no-rest", "TH"): "rest may be saved up by agreement in some trades, which the records do not show",
    ("holiday-unpaid", "JP"): "the law asks no premium for public holidays",
    (
        "basic-short",
        "MM",
    ): "with half Saturdays the month looks worked in part, which may be why less is paid",
    ("fine", "PH"): "a deduction is lawful for reasons that the records do not show",
    ("paid-late", "JP"): "the day of payment is the rules of work's to set, which the records do not show",
    ("paid-late", "TH"): "a later day may be agreed, which the records do not show",
    ("pregnant-at-night", "JP"): "the law forbids it where the woman asks, which the records do not show",
    ("pregnant-at-night", "MM"): "the room has no rule on it",
    ("pregnant-at-night", "PH"): "the room has no rule on it",
}
