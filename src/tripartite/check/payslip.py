"""One worker's due, line by line: the same measures that a check runs, on a panel of one."""

from __future__ import annotations

import re
import sys
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from tripartite.check.blocks import day_kinds_of
from tripartite.check.plan import DAY_KINDS, Plan, make_plan
from tripartite.check.rest_days import by_law, named_days, settle
from tripartite.currencies import COUNTRY_CURRENCY, CURRENCIES
from tripartite.measures.hours import Cells, cells
from tripartite.measures.matrix import ALL, RECORDED_NIGHT, OnRows, cell_applies, overlap
from tripartite.measures.panel import (
    REST_DAYS,
    Attributes,
    Conditions,
    Panel,
    Pay,
    Periods,
    Values,
    Wages,
    calendar_bounds,
    spans,
    to_day,
)
from tripartite.measures.pay import (
    contract_wage_short_of_minimum,
    minimum_wage_short,
    overtime_pay_short,
    paid,
    premium_due,
    premium_items,
    unworked_due,
)
from tripartite.measures.terms import (
    HOLIDAY,
    MONTH,
    NO_DATE,
    ON_REST,
    ORDINARY,
    PIECE,
    REST,
    STANDARD,
    Cell,
    PayTerms,
    WageFloor,
)
from tripartite.measures.wage import floor_by_period, wage_base
from tripartite.plain_yaml import load_plain, yaml
from tripartite.records.breaks import Break, break_of, in_windows
from tripartite.records.errors import RecordsError
from tripartite.records.tables import BASES, COMPONENTS, EMPLOYMENTS, HOURS_PERIODS, HOURS_SYSTEMS
from tripartite.standards.load import Standards, load

KEYS = (
    "country", "region", "wage_class", "month", "wage", "basis", "hours_system", "hours_period", "hours", "shifts",
    "break", "piece_earnings", "paid", "employment", "sector", "workers", "month_hours", "untaken_leave", "scheduled_hours",
    "rest_days", "holidays",
    "hired_on",
)  # fmt: skip
# Besides these, hours may be given by kind of day, normal or overtime, day or night: see HOURS_CELL.
MANY = 100_000  # workers of a facility whose size is not stated: exceptions are for the small
HOURS_KEYS = ("normal", "ordinary_overtime", "rest", "rest_compensated", "holiday", "period_excess")
HOURS_CELL = re.compile(
    r"(ordinary|rest|holiday|special|double_holiday|holiday_and_special|holiday_on_rest|special_on_rest"
    r"|double_holiday_on_rest|holiday_and_special_on_rest)"
    r"_(normal|overtime|unworked|extra)(_night)?(_after_day_overtime)?"
)
FLAGS = {
    "overtime": "ordinary_overtime", "rest": "rest", "holiday": "holiday", "normal": "normal", "extra": "ordinary_extra",
    "night": "ordinary_normal_night", "overtime_night": "ordinary_overtime_night", "rest_night": "rest_normal_night",
    "excess": "period_excess",
}  # fmt: skip
YEAR_DAYS = re.compile(r"(\d{3}(?:\.\d+)?)\s*d")
MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*(h|min)?")
CLOCKED = re.compile(r"(\d{1,3}):([0-5]\d)")
SHIFT = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def case_from(source: str | None, flags: dict[str, Any]) -> dict[str, Any]:
    """A case from a YAML or JSON file, standard input (`-`) or flags. Raises RecordsError."""
    if source is None:
        case: dict[str, Any] = {k: flags[k] for k in KEYS if flags.get(k)}
        case["hours"] = {to: flags[name] for name, to in FLAGS.items() if flags.get(name)}
        case["paid"] = {n: flags[f"paid_{n}"] for n in ("overtime", "basic") if flags.get(f"paid_{n}")}
        return case
    text = sys.stdin.read() if source == "-" else _file(Path(source))
    try:
        found = load_plain(text)
    except yaml.YAMLError as error:
        raise RecordsError(f"{source}: neither YAML nor JSON: {str(error).splitlines()[0]}") from error
    if not isinstance(found, dict):
        raise RecordsError(f"{source}: expected `key: value` lines: {', '.join(KEYS)}")
    return found


def _file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsError(f"{path}: cannot be read as UTF-8 text ({error})") from error


@lru_cache(maxsize=12)
def law_of(country: str, holidays: tuple[date, ...] = ()) -> tuple[Standards, Plan]:
    standards = load([country.lower()])
    return standards, make_plan(standards, country, holidays=holidays)


def _holidays(case: dict[str, Any]) -> list[date]:
    """The days that the employer announced as holidays, where the law lets it choose."""
    given = case.get("holidays") or []
    try:
        return [
            date.fromisoformat(str(d).strip())
            for d in (given.split(",") if isinstance(given, str) else given)
        ]
    except ValueError as error:
        raise RecordsError(f"holidays `{given}`: write dates as 2025-04-13") from error


def due(case: dict[str, Any]) -> dict[str, Any]:
    """What is due for one month: lines with minutes, rate, amount and article, and the shortfall.

    `case` is the form of docs/schemas/pay-input.json. Raises RecordsError naming the key that is wrong.
    """
    unknown = set(case) - set(KEYS)
    if unknown:
        raise RecordsError(f"`{sorted(unknown)[0]}` is not a key of a pay case. Allowed: {', '.join(KEYS)}")
    country = str(case.get("country") or "CN").upper()
    if country not in COUNTRY_CURRENCY:
        raise RecordsError(f"country `{country}` is not one of {', '.join(COUNTRY_CURRENCY)}")
    standards, plan = law_of(country, tuple(_holidays(case)))
    return _result(case, panel_of(case, plan), plan, standards)


def _result(case: dict[str, Any], panel: Panel, plan: Plan, standards: Standards) -> dict[str, Any]:
    terms = plan.terms[plan.country.lower()]
    premium = panel.get(premium_due, terms)
    base = panel.get(wage_base, terms)
    months = panel.pay.periods if panel.pay else panel.periods(MONTH)
    low, high = floor_by_period(panel, months, terms.minimum_per)
    lines = []
    holidays = panel.get(unworked_due, terms)
    for cell, minutes, amount in (*premium.lines(), *holidays.lines()):
        rate = cell.rate.at(int(months.start_day[0]))
        if int(minutes[0, 0]) and rate is not None:
            lines.append(
                {
                    "what": cell.label, "minutes": int(minutes[0, 0]), "rate_bp": rate,
                    "amount": int(amount[0, 0]), **named_law(cell.provision, cell.label, plan, standards),
                }
            )  # fmt: skip
    leave_due = 0
    if leave := _untaken_leave(case, panel, terms):
        leave_due = leave["amount"]
        lines.append({**leave, **named_law(leave["provision"], leave["what"], plan, standards)})
    short = panel.get(overtime_pay_short, terms)
    below = panel.get(minimum_wage_short, terms)
    agreed = panel.get(contract_wage_short_of_minimum, terms)
    hourly = int(base.flat[0, 0]) * 60 / int(base.divisor[0, 0])
    return {
        "currency": plan.currency,
        "month": case.get("month"),
        "hourly_base": round(hourly, 4),
        "base_wage": int(base.amount[0, 0]),
        "lines": lines,
        "premium_due": int(premium.amount[0, 0]) + int(holidays.amount[0, 0]),
        "leave_due": leave_due,
        "at_least": bool(base.least[0, 0]),
        "premium_paid": int(paid(panel, *premium_items(terms))[0, 0]),
        "premium_short": int(short.value[0, 0]),
        "premium_known": bool(premium.known[0, 0]),
        "premium_told": bool(short.complete[0, 0]),
        "premium_why": why_untold(short),
        "minimum_wage": {
            "least": int(low[0, 0]) if low[0, 0] >= 0 else None,
            "most": int(high[0, 0]) if high[0, 0] >= 0 else None,
            "per": ("month", "day", "hour")[terms.minimum_per],
            "changed": _level_changed(panel, terms.minimum_per, months),
        },
        "minimum_wage_short": int(below.value[0, 0]),
        "minimum_wage_told": bool(below.complete[0, 0]),
        "minimum_wage_why": why_untold(below),
        "wage_below_minimum": int(agreed.value[0, 0]),
        "wage_below_minimum_told": bool(agreed.complete[0, 0]),
        "short": int(short.value[0, 0]) + int(below.value[0, 0]),
    }


def why_untold(values: Values) -> str | None:
    """The reason code of what cannot be told of one worker's month; None where it is told."""
    if values.complete[0, 0]:
        return None
    return next((code for code, mask in values.reasons if mask[0, 0]), values.why)


def named_law(provision: str, what: str, plan: Plan, standards: Standards) -> dict[str, Any]:
    """The law of a line, and the names of both in the languages that the room holds."""
    p = standards.provision(provision)
    title = standards.instrument(p).title
    premiums = standards.rooms[plan.country.lower()].premiums
    labels = [c.label for c in premiums.cells] + [u.label for u in premiums.untaken_leave] if premiums else []
    label = next((t for t in labels if t.get("en") == what), {"en": what})
    return {
        "provision": p.id, "law": title["en"], "article": p.article, "label": label, "instrument_title": title,
    }  # fmt: skip


def _level_changed(panel: Panel, basis: int, months: Periods) -> bool:
    """Whether the minimum wage has one level on the month's first day and another on its last."""
    steps = panel.floors[0].low.get(basis)
    return steps is not None and steps.at(int(months.start_day[0])) != steps.at(int(months.end_day[0]))


# --- the panel of one -----------------------------------------------------------------------------


def panel_of(case: dict[str, Any], plan: Plan) -> Panel:
    first, last = _month(case)
    n = last - first + 1
    rest_days = str(case.get("rest_days") or "")
    if not all(d in REST_DAYS for d in named_days(rest_days)):
        raise RecordsError(f"rest_days `{rest_days}`: name days as {', '.join(REST_DAYS)}, joined by commas")
    kinds, extra, known = day_kinds_of(first, n, plan.calendar, by_law(rest_days, plan.calendar))
    if not known.all():
        raise RecordsError(f"month `{case.get('month')}` lies outside the calendar that is held")
    zeros = np.zeros((n, 1), np.int32)
    panel = Panel(
        first_day=first, minutes=zeros.copy(), start=zeros - 1, end=zeros - 1, night=zeros.copy(),
        worked=np.zeros((n, 1), bool), unknown=np.zeros((n, 1), bool), leave=None, kind=kinds[:, None],
        extra_workday=extra, attributes=_one_worker(case),
        employed_from=np.array([_hired(case, first)]), employed_to=np.array([last]), covered_from=np.array([first]), covered_to=np.array([last]),
        wages=_wages(case, plan), pay=None, conditions=Conditions(np.zeros(0, np.int64), np.zeros(0, object), np.zeros(0, np.int64), np.zeros(0, np.int64)),
        floors=[_floor(case, plan)], floor_of=np.array([0]), region_of=[str(case.get("region") or plan.country)],
        sector_of=[str(case.get("sector") or "")], size_of=[int(case.get("workers") or MANY)],
        month_minutes=np.array([month_minutes_of(case["month_hours"]) if case.get("month_hours") else 0]),
        scheduled=_stated(case, "scheduled_hours"),
        agreements=False, week_starts=plan.calendar.week_starts,
    )  # fmt: skip
    if case.get("shifts"):
        _lay_shifts(panel, case["shifts"], Break.parse(str(case["break"])) if case.get("break") else Break())
        settle(panel, [rest_days], plan.calendar)
    else:
        _lay_hours(panel, case.get("hours") or {}, plan.terms[plan.country.lower()])
    panel.pay = _pay(case, plan, first, last, panel)
    return panel


def _stated(case: dict[str, Any], key: str) -> Any:
    return np.array([minutes_of(case[key], key) if case.get(key) else 0], np.int64)


def _month(case: dict[str, Any]) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{4})-(\d{2})", str(case.get("month") or ""))
    if not match or not 1 <= int(match[2]) <= 12:
        raise RecordsError(f"month `{case.get('month')}`: write it as 2025-10")
    first = date(int(match[1]), int(match[2]), 1)
    bounds = calendar_bounds(to_day(first), 1, MONTH)
    return bounds[0]


def _hired(case: dict[str, Any], first: int) -> int:
    """The day of hiring where it is stated; else the month's first, so that the worker may be a trainee."""
    if not case.get("hired_on"):
        return first
    try:
        return min(to_day(date.fromisoformat(str(case["hired_on"]))), first)
    except ValueError as error:
        raise RecordsError(f"hired_on `{case['hired_on']}`: write it as 2025-01-15") from error


def _code(case: dict[str, Any], key: str, words: tuple[str, ...], missing: int) -> int:
    value = case.get(key)
    if not value:
        return missing
    if value not in words:
        raise RecordsError(f"{key} `{value}` is not one of {', '.join(words)}")
    return words.index(value)


def _one_worker(case: dict[str, Any]) -> Attributes:
    none = np.array([NO_DATE], np.int64)
    return Attributes(
        worker=np.array(["1"], object), facility=np.zeros(1, np.int64), sex=np.array([-1], np.int8), birth=none,
        hired=none, left=none, employment=np.array([_code(case, "employment", EMPLOYMENTS, -1)], np.int8),
        hours_system=np.array([_code(case, "hours_system", HOURS_SYSTEMS, STANDARD)], np.int8),
        hours_period=np.array([_code(case, "hours_period", HOURS_PERIODS, 1)], np.int8),
        job=np.array([""], object), contract=none, service=none,
    )  # fmt: skip


def amount_of(text: Any, key: str, currency: str) -> int:
    """`5000 CNY` or `5000` in minor units. Raises RecordsError."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([A-Z]{3})?\s*", str(text))
    if not match or (match[2] and match[2] != currency):
        raise RecordsError(f"{key} `{text}` is not an amount of {currency}, such as 5000 {currency}")
    from decimal import Decimal

    return int((Decimal(match[1]) * CURRENCIES[currency]).to_integral_value(rounding="ROUND_HALF_UP"))


def _wages(case: dict[str, Any], plan: Plan) -> Wages:
    basis = _code(case, "basis", BASES, 0)
    if basis != PIECE and not case.get("wage"):
        raise RecordsError("wage: say the contract wage, such as 5000 CNY")
    amount = amount_of(case["wage"], "wage", plan.currency) if case.get("wage") else 0
    one = np.zeros(1, np.int64)
    return Wages(
        one, one + NO_DATE, one + 2**31 - 1, np.array([basis], np.int8), one + amount, np.array([True])
    )


def _floor(case: dict[str, Any], plan: Plan) -> WageFloor:
    stated = str(case.get("region") or "")
    regions = sorted({w.region for w in plan.wages})
    if stated and regions and stated not in regions and stated.split("-", maxsplit=1)[0] not in regions:
        raise RecordsError(f"region `{stated}` is not known. Known: {', '.join(regions)}")
    # With no region stated, levels of the whole country hold where there are such.
    region = stated or plan.country
    wage_class, classes = str(case.get("wage_class") or ""), plan.classes_of(region)
    if wage_class and classes and wage_class not in classes:
        raise RecordsError(f"wage_class `{wage_class}` is not known in {region}. Known: {', '.join(classes)}")
    return plan.floor(
        region,
        wage_class,
        str(case.get("sector") or ""),
        int(case.get("workers") or 0),
    )


def month_minutes_of(text: Any) -> int:
    """Hours that divide a monthly wage, in minutes: `160`, `173.8 h`, or `313 d`, the days that are paid a year.

    Raises RecordsError.
    """
    match = YEAR_DAYS.fullmatch(str(text).strip())
    if match:
        from decimal import Decimal

        # Days of eight hours, spread over twelve months.
        return int((Decimal(match[1]) * 40).to_integral_value(rounding="ROUND_HALF_UP"))
    return minutes_of(text, "month_hours")


def minutes_of(text: Any, key: str) -> int:
    """`10 h`, `7:30`, `90 min` or `10` (hours) as minutes. Raises RecordsError."""
    clocked = CLOCKED.fullmatch(str(text).strip())
    if clocked:
        return int(clocked[1]) * 60 + int(clocked[2])
    match = MINUTES.fullmatch(str(text).strip())
    if not match:
        raise RecordsError(f"hours.{key} `{text}` is not a time such as 10 h or 90 min")
    from decimal import Decimal

    return int(
        (Decimal(match[1]) * (1 if match[2] == "min" else 60)).to_integral_value(rounding="ROUND_HALF_UP")
    )


class Entry(Struct, frozen=True):
    """Hours of one kind, as the case gives them."""

    day: int
    overtime: bool | None
    night: bool
    minutes: int
    unworked: bool = False
    after_day_overtime: bool = False
    extra: bool = False


def entry_of(key: str, minutes: int) -> Entry | None:
    """What a key of `hours` stands for; None for hours that no premium is due for."""
    plain = {"rest": REST, "holiday": HOLIDAY}
    if key in plain:
        return Entry(plain[key], None, False, minutes)
    match = HOURS_CELL.fullmatch(key)
    if match is None:
        if key not in HOURS_KEYS:
            raise RecordsError(
                f"hours.{key} is not known. Allowed: {', '.join(HOURS_KEYS)}, and a kind of day with normal, extra, "
                "overtime or unworked and perhaps night, such as rest_overtime_night or special_normal"
            )
        return None
    day = DAY_KINDS[match[1].replace("_", "-")]
    return Entry(
        day, {"overtime": True, "normal": False, "extra": False}.get(match[2]), bool(match[3]), minutes,
        match[2] == "unworked", bool(match[4]), match[2] == "extra",
    )  # fmt: skip


def _lay_hours(panel: Panel, hours: dict[str, Any], terms: PayTerms) -> None:
    """Totals by kind of day, laid on the month's first row: only their sums matter to pay."""
    total = {k: minutes_of(v, k) for k, v in hours.items() if v}
    entries = [e for k, n in total.items() if (e := entry_of(k, n)) is not None]

    def row(minutes: int) -> Any:
        out = np.zeros((panel.n_days, 1), np.int32)
        out[0, 0] = minutes
        return out

    worked = sum(e.minutes for e in entries if not e.unworked)
    panel.minutes[:] = row(worked + total.get("normal", 0) + total.get("rest_compensated", 0)
                           + total.get("period_excess", 0))  # fmt: skip
    panel.worked[:] = panel.kind == ORDINARY
    panel.worked |= panel.minutes > 0
    excess = total.get("period_excess", 0)
    overtime = sum(e.minutes for e in entries if e.day == ORDINARY and e.overtime)
    rest = sum(e.minutes for e in entries if e.day == REST)
    holiday = sum(e.minutes for e in entries if e.day >= HOLIDAY and not e.unworked)
    panel.memo[cells, terms.key] = Cells(
        row(overtime), row(rest), row(holiday), row(excess) if excess else None
    )
    named = {d for cell in terms.cells for d in cell.days}
    for cell in terms.cells:
        minutes = sum(e.minutes for e in entries if belongs(e, cell, named))
        if excess and ORDINARY in cell.days and cell.overtime:
            minutes += excess
        if cell.beyond is not None:
            minutes = max(minutes - cell.beyond, 0)
        if cell.beyond_day is not None:
            minutes = 0  # totals do not say which day they fell on; shifts do
        here = cell_applies(panel, cell)
        panel.memo["cell", cell] = OnRows(ALL, row(minutes if here.all() else 0))


def belongs(e: Entry, cell: Cell, named: set[int]) -> bool:
    """Whether hours fall in a cell. A holiday on a rest day is a holiday where the law makes no difference."""
    day = e.day if e.day in named or e.day < HOLIDAY + ON_REST else e.day - ON_REST
    return (
        day in cell.days
        and e.unworked == cell.unworked
        and (cell.overtime is None or cell.overtime == bool(e.overtime))
        and (cell.night is None or cell.night == e.night)
        and (not cell.after_day_overtime or e.after_day_overtime)
        and (not cell.extra or e.extra)
    )


def _lay_shifts(panel: Panel, shifts: dict[str, Any], pause: Break) -> None:
    for day, spans_ in shifts.items():
        try:
            row = to_day(date.fromisoformat(str(day))) - panel.first_day
        except ValueError as error:
            raise RecordsError(f"shifts: `{day}` is not a date such as 2025-10-01") from error
        if not 0 <= row < panel.n_days:
            raise RecordsError(f"shifts: {day} lies outside the month")
        for text in [spans_] if isinstance(spans_, str) else spans_:
            _lay_span(panel, row, *_span(day, str(text)), pause)
        if panel.minutes[row, 0] > 1440:
            raise RecordsError(f"shifts: {day} has more than 24 hours")
        panel.worked[row, 0] = True


def _span(day: Any, text: str) -> tuple[int, int]:
    match = SHIFT.fullmatch(text.strip())
    if not match:
        raise RecordsError(f"shifts.{day} `{text}` is not a span such as 08:00-17:00")
    a, b = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    return a, b if b > a else b + 1440


def _lay_span(panel: Panel, row: int, a: int, b: int, pause: Break) -> None:
    """A span of presence less its break. Of a break whose hours are not told, night hours bear it first."""
    start, end = np.array([a]), np.array([b])
    off = int(break_of(start, end, pause)[0][0])
    night = int(overlap(start, end, RECORDED_NIGHT)[0])
    at_night = sum(
        int(overlap(np.maximum(start, o + d), np.minimum(end, c + d), RECORDED_NIGHT)[0])
        for o, c in pause.windows
        for d in (0, 1440)
        if max(a, o + d) < min(b, c + d)
    )
    untold = off - int(in_windows(start, end, pause.windows)[0])
    panel.minutes[row, 0] += b - a - off
    panel.night[row, 0] += max(night - at_night - untold, 0)
    panel.start[row, 0] = a if panel.start[row, 0] < 0 else min(a, int(panel.start[row, 0]))
    panel.end[row, 0] = max(b, int(panel.end[row, 0]))


def _untaken_leave(case: dict[str, Any], panel: Panel, terms: PayTerms) -> dict[str, Any] | None:
    """The line for days of annual leave that were not taken: what they cost beside the ordinary wage."""
    if not case.get("untaken_leave"):
        return None
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:d|days?)?\s*", str(case["untaken_leave"]))
    if not match:
        raise RecordsError(f"untaken_leave `{case['untaken_leave']}` is not a number of days such as 5 d")
    base = panel.get(wage_base, terms)
    rate = terms.untaken_leave.at(panel.first_day)
    if rate is None:
        raise RecordsError(
            "untaken_leave: no rate for annual leave not taken is held for this country and month"
        )
    if not base.known[0, 0] or int(base.basis[0, 0]) == PIECE:
        raise RecordsError("untaken_leave: the day's wage needs a wage by the month, day or hour")
    hours = (terms.day_norm.at(panel.first_day) or 480) * Fraction(match[1])
    amount = hours * int(base.flat[0, 0]) * rate / (int(base.divisor[0, 0]) * 10_000)
    return {
        "what": terms.untaken_leave_label, "minutes": int(hours), "rate_bp": rate,
        "amount": int(amount + Fraction(1, 2)), "provision": terms.untaken_leave_provision,
    }  # fmt: skip


def _pay(case: dict[str, Any], plan: Plan, first: int, last: int, panel: Panel) -> Pay | None:
    items = dict(case.get("paid") or {})
    if case.get("piece_earnings"):
        items.setdefault("piece", case["piece_earnings"])
    if not items:
        return None
    for key in items:
        if key not in COMPONENTS:
            raise RecordsError(f"paid.{key} is not a pay item. Allowed: {', '.join(COMPONENTS)}")
    amounts = {k: np.array([[amount_of(v, f"paid.{k}", plan.currency)]]) for k, v in items.items()}
    # A slip that names what pay is made of, and no overtime, paid none; a total alone says nothing of it.
    if set(items) - {"gross", "net"}:
        amounts.setdefault("overtime", np.zeros((1, 1), np.int64))
    true = np.ones((1, 1), bool)
    return Pay(
        spans(panel.first_day, panel.n_days, [(first, last)]), true, np.full((1, 1), NO_DATE), amounts, ~true
    )


def input_schema() -> dict[str, Any]:
    """The JSON Schema of a pay case."""
    text = {"type": "string"}
    amount = {"type": ["string", "number"], "description": "an amount, such as 5000 CNY"}
    span = {"type": "string", "pattern": r"^\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tripartite pay: one worker's month",
        "type": "object",
        "additionalProperties": False,
        "required": ["month"],
        "properties": {
            "country": {"enum": list(COUNTRY_CURRENCY)},
            "region": {**text, "description": "ISO 3166-2, such as CN-GD"},
            "wage_class": {**text, "description": "the district's minimum-wage class"},
            "month": {**text, "pattern": r"^\d{4}-\d{2}$"},
            "wage": amount,
            "basis": {"enum": list(BASES)},
            "hours_system": {"enum": list(HOURS_SYSTEMS)},
            "hours_period": {"enum": list(HOURS_PERIODS)},
            "employment": {"enum": list(EMPLOYMENTS)},
            "hours": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    k: {"type": ["string", "number"], "description": "such as 10 h or 90 min"}
                    for k in HOURS_KEYS
                },
                "patternProperties": {
                    f"^{HOURS_CELL.pattern}$": {"type": ["string", "number"], "description": "such as 2 h"}
                },
            },
            "sector": {**text, "description": "where the law tells sectors apart"},
            "workers": {"type": ["string", "integer"], "description": "how many the facility employs"},
            "break": {
                **text,
                "description": "unpaid break within each span of shifts, such as 12:00-13:00 or 60",
            },
            "untaken_leave": {
                "type": ["string", "number"],
                "description": "days of annual leave not taken, such as 5 d",
            },
            "month_hours": {
                "type": ["string", "number"],
                "description": "what a monthly wage is divided by: hours, or days paid a year such as 313 d",
            },
            "scheduled_hours": {
                "type": ["string", "number"],
                "description": "the facility's own hours of a day, such as 7:30",
            },
            "rest_days": {
                **text,
                "description": "weekly days off; a star marks the rest day by law, such as sat,sun*",
            },
            "hired_on": {
                **text,
                "description": "day of hiring, such as 2025-01-15: the law may let trainees earn less",
            },
            "holidays": {
                "type": ["string", "array"],
                "items": text,
                "description": "days that the employer announced as holidays, where the law lets it choose",
            },
            "shifts": {
                "type": "object",
                "description": "date to span, or list of spans",
                "additionalProperties": {"anyOf": [span, {"type": "array", "items": span}]},
            },
            "piece_earnings": amount,
            "paid": {
                "type": "object",
                "additionalProperties": False,
                "properties": dict.fromkeys(COMPONENTS, amount),
            },
        },
    }
