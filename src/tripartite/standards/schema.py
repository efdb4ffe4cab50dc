"""What a standards file may say: the kinds of file, their fields, and what they become.

Base units of values: minute, day, count, bp (basis points: 20 % is 2000), year, month, money (minor
units). Dates hold from their first day until `to`, which is the last day, included.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct, field

from tripartite.currencies import CURRENCIES
from tripartite.plain_yaml import yaml
from tripartite.standards.fields import (
    At,
    Field,
    Shape,
    StandardsError,
    a_date,
    anything,
    close,
    listed,
    matching,
    one_of,
    shaped,
    text,
    words,
    yes_no,
)
from tripartite.standards.gaps import SEARCH, WageGap
from tripartite.standards.regions import REGIONS, RegionNames

__all__ = ["StandardsError"]

TOPICS = (
    "wages", "working-time", "safety-health", "equality", "child-labour", "forced-labour",
    "association", "employment", "social-security", "grievance",
)  # fmt: skip
INSTRUMENT_KINDS = (
    "statute", "regulation", "ministerial-rule", "notice", "local-regulation", "interpretation",
    "convention", "recommendation", "declaration", "guideline", "code", "agreement",
)  # fmt: skip
SOURCE_KINDS = ("official", "copy", "secondary", "none")
# Families of instruments, in the order in which counterparts are told.
FAMILIES = ("national", "ilo", "mne", "oecd", "un", "code", "trade")
ANSWERED_BY = ("records", "questions", "both", "neither")
RELATIONS = ("implements", "stricter-than", "see", "replaces", "replaced-by", "overrides")
GRAINS = (
    "day", "week", "month", "quarter", "year", "period", "streak", "person", "episode", "job",
)  # fmt: skip
ENTITLEMENTS = (
    "overtime-pay", "minimum-wage", "ordinary-pay", "leave-pay", "double-wage", "allowance", "deductions",
)  # fmt: skip
HOURS_SYSTEMS = ("standard", "comprehensive", "flexible", "compressed", "exempt")
# What a rate or a norm is for where it names no system: all but those whom the rules on hours leave out.
WITH_HOURS = HOURS_SYSTEMS[:4]
HOURS_PERIODS = ("week", "month", "quarter", "year")
BASES = ("monthly", "daily", "hourly", "piece")
EMPLOYMENTS = ("regular", "fixed_term", "part_time", "dispatched", "intern")
# Kinds of day a pay matrix knows. `-on-rest`: the holiday falls on the worker's weekly rest day.
DAY_KINDS = (
    "ordinary", "rest", "holiday", "special", "double-holiday", "holiday-and-special",
    "holiday-on-rest", "special-on-rest", "double-holiday-on-rest", "holiday-and-special-on-rest",
)  # fmt: skip
# Kinds of a calendar's days. `choosable`: a holiday only where the employer chose it. `named`: no legal effect.
CALENDAR_KINDS = (
    "holiday", "special", "double-holiday", "holiday-and-special", "rest", "ordinary", "choosable", "named",
)  # fmt: skip
CONDITIONS = ("pregnant", "nursing", "maternity_leave", "miscarriage_leave", "probation", "heat", "hazard")

# What one unit of each spelling is in its base unit.
UNITS = {
    "h": ("minute", 60), "min": ("minute", 1), "d": ("day", 1), "y": ("year", 1), "mo": ("month", 1),
    "%": ("bp", 100), "": ("count", 1),
}  # fmt: skip
# What a value beyond the limit is: a breach; nothing sure, as a reason that records do not show may excuse it; or
# nothing sure as long as it is not stated from which day limits of a year are counted.
BEYOND = ("not-met", "cannot-tell", "cannot-tell-without-agreed-year")
QUESTION_KINDS = ("yes-no", "choice", "number", "percent", "date", "text")
# Whom a worker can turn to, who may, and what it costs; their names in seven languages are in core/words.yaml.
CONTACT_KINDS = ("inspectorate", "hotline", "office", "disputes", "union", "legal-aid", "protection")
WHO = ("anyone", "workers", "migrants", "women", "children", "low-income", "unpaid")
# `free`: the call too. `advice-free`: only the call may cost something.
COSTS = ("free", "advice-free", "not-known")
LANGUAGES_SPOKEN = ("en", "zh", "ja", "vi", "th", "my", "fil", "km", "ko", "id", "ne", "pt", "es", "lo")


class Value(Struct, frozen=True):
    """A quantity in its base unit, and as it was written."""

    number: int
    unit: str
    written: str


class Where(Struct, frozen=True):
    """The places and people a value or rule is for; empty means all."""

    region: tuple[str, ...] = ()
    wage_class: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    hours_system: tuple[str, ...] = ()
    hours_period: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    service_years: tuple[int, int] | None = None
    size: tuple[int, int] | None = None
    not_sector: tuple[str, ...] = ()
    month_hours: tuple[int, int] | None = None


class Dated(Struct, frozen=True):
    """A value in force from a day until another (included; None: still), with its source."""

    start: date
    end: date | None
    value: Value
    source: str
    verified: bool
    where: Where
    note: dict[str, str]
    line: int


class Instrument(Struct, frozen=True):
    """A law, convention, guideline or code. ratified: day of registration by country, from ratifications.yaml."""

    id: str
    kind: str
    title: dict[str, str]
    number: str
    issuer: str
    start: date | None
    end: date | None
    url: str
    ratified: dict[str, str]
    source: str


class Source(Struct, frozen=True):
    """A document that was read, and when. kind `none`: not read; nothing it backs is verified."""

    id: str
    title: str
    url: str
    read: date | None
    kind: str


class Provision(Struct, frozen=True):
    """What one passage asks, in our own words.

    answered_by: whether records or questions can answer it; empty: as its rules and questions say.
    records_show, to_ask: what records can give of it, and what only people can tell.
    sign_measures, sign_questions: measures and questions whose findings are signs of it, never a verdict.
    """

    id: str
    instrument: str
    article: str
    asks: dict[str, str]
    topics: tuple[str, ...]
    start: date | None
    end: date | None
    relations: tuple[tuple[str, str], ...]
    source: str
    verified: bool
    line: int
    note: dict[str, str] = field(default_factory=dict)
    answered_by: str = ""
    records_show: dict[str, str] = field(default_factory=dict)
    to_ask: dict[str, str] = field(default_factory=dict)
    sign_measures: tuple[str, ...] = ()
    sign_questions: tuple[str, ...] = ()


class Duty(Struct, frozen=True):
    """A duty that provisions of many rooms state. none: families without a provision of it, and why."""

    id: str
    topic: str
    title: dict[str, str]
    none: dict[str, str]
    line: int


class Assigned(Struct, frozen=True):
    """A room's provisions of one duty."""

    id: str
    provisions: tuple[str, ...]
    line: int


class Ratification(Struct, frozen=True):
    """Whether a State has ratified an instrument, and when it was registered.

    registered, ended: a day, or a year where only that is known; empty where not known. ended: denunciation.
    declared: what the State declared, such as the minimum age.
    """

    id: str
    instrument: str
    country: str
    ratified: bool
    registered: str
    in_force: str
    ended: str
    declared: str
    source: str
    verified: bool
    note: dict[str, str]
    line: int


class AppliesTo(Struct, frozen=True):
    """Whom a rule concerns. doubtful_jobs: words in a job's name that leave it open whether it does."""

    where: Where
    sex: str
    age_below: int | None
    age_at_least: int | None
    condition: str
    last_days: int | None
    not_employment: tuple[str, ...]
    doubtful_jobs: tuple[str, ...]


class Rule(Struct, frozen=True):
    id: str
    provision: str
    topic: str
    title: dict[str, str]
    measure: str
    per: str
    at_most: bool
    values: tuple[Dated, ...]
    applies_to: AppliesTo
    excusable: bool
    agreed_year: bool
    settled_by: dict[str, str]
    advice: dict[str, str]
    entitlement: str
    indicator: bool
    line: int


class NormalHours(Struct, frozen=True):
    """Normal hours of a system. average-week: kept on average over its period; average-week-in-month: what a month
    of a longer period may reach. plan_counts: work beyond the planned hours of a day or week is overtime too. five_day_week: an agreement may
    allow a day's normal hours for each day from Monday to Friday instead.
    """

    hours_system: str
    hours_period: str
    per: str
    dated: Dated
    provision: str
    plan_counts: bool
    five_day_week: bool


class HourlyBase(Struct, frozen=True):
    """The hours that a contract wage is divided by.

    at_most: the law leaves the divisor to the employer up to this; what is due is then a least.
    down_to: the fewest minutes that any reading divides by (0: not told); pay that reaches them is enough.
    """

    basis: str
    dated: Dated
    provision: str
    at_most: bool
    down_to: int


class PremiumCell(Struct, frozen=True):
    """A cell of the pay matrix: its rate is due over and above the ordinary wage. Cells add up.

    beyond_in_month: only what exceeds so many minutes of the cell in a calendar month.
    beyond_in_day: only what exceeds so many minutes of the cell on a day.
    after_day_overtime: only night overtime of a day on which overtime was worked before the night.
    hours `beyond-scheduled`: beyond the facility's own hours and still normal by law.
    beyond_week: only what the week's normal hours have no room for, such as rest-day work in a full week.
    """

    days: tuple[str, ...]
    hours: str
    time: str
    hours_system: tuple[str, ...]
    covered: int
    time_off_in_lieu: bool
    beyond_in_month: int | None
    beyond_in_day: int | None
    after_day_overtime: bool
    beyond_week: bool
    dated: Dated
    provision: str
    label: dict[str, str]


class UntakenLeave(Struct, frozen=True):
    """What a day of annual leave that was not taken costs, over and above the ordinary wage."""

    dated: Dated
    provision: str
    label: dict[str, str]


class Premiums(Struct, frozen=True):
    """A country's pay matrix. by_date: each hour of a shift past midnight has the kind of its own date."""

    normal_hours: tuple[NormalHours, ...]
    hourly_base: tuple[HourlyBase, ...]
    base_floor: bool
    night: tuple[int, int]
    cells: tuple[PremiumCell, ...]
    untaken_leave: tuple[UntakenLeave, ...] = ()
    by_date: bool = False


class WageRow(Struct, frozen=True):
    """One class of one region's minimum wage from a day on; amounts in minor units, None if not known."""

    region: str
    wage_class: str
    start: date
    end: date | None
    monthly: int | None
    daily: int | None
    hourly: int | None
    verified: bool
    source: str
    line: int


class WageClass(Struct, frozen=True):
    """Whom a class of minimum wages is for; several of one name: any of them.

    sectors: these only. other_than: all but these. most: up to so many workers, else of any size.
    """

    wage_class: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    other_than: tuple[str, ...]
    most: int | None


class WageComposition(Struct, frozen=True):
    """Components that do not count toward the minimum wage, or must come on top of it.

    per: the unit in which the law compares pay with the minimum: month, day or hour.
    month_days: hundredths of a day by which a monthly minimum is spread over a month worked in part.
    trainees: (months from hiring, share in basis points): until then only that share of the minimum is sure.
    unworked_holidays: holidays that are paid though not worked are owed at the minimum at least.
    """

    per: str
    month_days: int
    trainees: tuple[tuple[int, int], ...]
    excluded: tuple[str, ...]
    on_top: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    notes: tuple[dict[str, Any], ...]
    classes: tuple[WageClass, ...] = ()
    unworked_holidays: bool = False


class CalendarDay(Struct, frozen=True):
    day: date
    kind: str
    name: dict[str, str]
    source: str


class Calendar(Struct, frozen=True):
    """Days by law. legal_rest_days: how many of a week's rest days are rest days by law; None: all that are named.
    substitute: a holiday on the weekly rest day moves to the next working day.
    """

    covers: tuple[date, date]
    week_starts: int
    default_rest_days: tuple[int, ...]
    legal_rest_days: int | None
    days: tuple[CalendarDay, ...]
    substitute: bool = False


class Question(Struct, frozen=True):
    """What records cannot answer: asked of people, looked at on a walk round, found in papers.

    met: the answer that meets the provision (`yes`, `no`, `at least 10`); of a choice, its choices say it.
    only_if: the id of a yes-no question whose answer must be yes (`no:` before it: no) for this one to be asked.
    replaces: a shared question that this national one stands in for.
    """

    id: str
    topic: str
    provisions: tuple[str, ...]
    text: dict[str, str]
    help: dict[str, str]
    kind: str
    met: str
    choices: tuple[tuple[str, dict[str, str], bool], ...]
    evidence: dict[str, str]
    weight: int
    only_if: str
    replaces: str
    where: Where
    line: int


class Phone(Struct, frozen=True):
    """A number as it is dialled in the country. languages: of those who answer it; empty: not known."""

    number: str
    languages: tuple[str, ...]
    note: dict[str, str]


class Contact(Struct, frozen=True):
    """An office, line or union that a worker can turn to. hours: `always`, or days and times; empty: not known.

    verified: that this is read in the source; a number that was not read is not verified and says so.
    """

    id: str
    kind: str
    name: dict[str, str]
    topics: tuple[str, ...]
    who: tuple[str, ...]
    phones: tuple[Phone, ...]
    url: str
    address: dict[str, str]
    languages: tuple[str, ...]
    cost: str
    hours: str
    source: str
    verified: bool
    note: dict[str, str]
    line: int


class TimeLimit(Struct, frozen=True):
    """How long a claim can be brought, and what the time runs from. provision: of the room, or empty."""

    id: str
    topics: tuple[str, ...]
    value: Value
    text: dict[str, str]
    provision: str
    source: str
    verified: bool
    line: int


class Step(Struct, frozen=True):
    """One step of a complaint, in plain words."""

    text: dict[str, str]
    provision: str
    source: str
    verified: bool


class Remedy(Struct, frozen=True):
    """What a worker of a country can do: whom to turn to, until when, and in which steps."""

    contacts: tuple[Contact, ...]
    time_limits: tuple[TimeLimit, ...]
    steps: tuple[Step, ...]


class Word(Struct, frozen=True):
    """A name that the standards themselves use, such as that of a topic, by language."""

    id: str
    text: dict[str, str]
    line: int


class Synonyms(Struct, frozen=True):
    """Expressions by language that search takes for one another. same: spellings of one word."""

    id: str
    same: bool
    words: dict[str, tuple[str, ...]]
    line: int


class About(Struct, frozen=True):
    """A room's name, the day on which its law was last checked, and how soon it should be again."""

    title: dict[str, str]
    checked: date
    review_days: int
    languages: tuple[str, ...]
    checked_what: dict[str, str]


class Room(Struct):
    """One country's law, one family of conventions, one code or agreement."""

    key: str
    fingerprint: str = (
        ""  # SHA-256 of the room's files, so that a result can say which law it was held against
    )
    about: About | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    provisions: dict[str, Provision] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    premiums: Premiums | None = None
    wages: tuple[WageRow, ...] = ()
    composition: WageComposition | None = None
    calendar: Calendar | None = None
    examples: tuple[dict[str, Any], ...] = ()
    questions: dict[str, Question] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    by_duty: dict[str, Assigned] = field(default_factory=dict)
    ratifications: dict[str, Ratification] = field(default_factory=dict)
    wage_gaps: tuple[WageGap, ...] = ()
    region_names: RegionNames | None = None
    remedy: Remedy | None = None
    words: dict[str, Word] = field(default_factory=dict)
    synonyms: dict[str, Synonyms] = field(default_factory=dict)


# --- values -----------------------------------------------------------------------------------

_VALUE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?([a-zA-Z%]*)")


def a_value(at: At, node: yaml.Node) -> Value | None:
    """A number with its unit: 36 h, 30 min, 20 %, 16 y, 3 d, 12 mo, 2, 300 CNY."""
    written = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
    match = _VALUE.fullmatch(written)
    if match is None:
        at.wrong(node, f"`{written}` is not a value with a unit, such as 36 h, 20 %, 16 y or 300 CNY")
        return None
    number, unit = Decimal(match[1]), match[2]
    if unit in CURRENCIES:
        scaled, base = number * CURRENCIES[unit], "money"
    elif unit in UNITS:
        base, factor = UNITS[unit]
        scaled = number * factor
    else:
        at.wrong(node, f"`{unit}` is no unit{close(unit, [*UNITS, *CURRENCIES])}")
        return None
    if scaled != scaled.to_integral_value():
        at.wrong(node, f"`{written}` is finer than the smallest unit the checks count in")
        return None
    return Value(int(scaled), base, written)


def a_number(unit: str) -> Any:
    def convert(at: At, node: yaml.Node) -> int | None:
        value = a_value(at, node)
        if value is not None and value.unit not in (unit, "count"):
            at.wrong(node, f"`{value.written}` is in {value.unit}; {unit} is needed here")
            return None
        return value.number if value else None

    return convert


def a_clock(at: At, node: yaml.Node) -> int | None:
    match = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", str(node.value))
    if match is None:
        at.wrong(node, f'`{node.value}` is not a time of day; write it as "22:00"')
        return None
    return int(match[1]) * 60 + int(match[2])


def a_span_of_years(at: At, node: yaml.Node) -> tuple[int, int] | None:
    numbers = listed(matching(r"\d{1,2}", "a number of years"))(at, node)
    if len(numbers) != 2:
        at.wrong(node, "years of service are given as [from, to], such as [1, 10]")
        return None
    return int(numbers[0]), int(numbers[1])


# --- shapes -----------------------------------------------------------------------------------

_S = {"type": "string"}
_WORDS = {"type": "object", "additionalProperties": _S, "required": ["en"]}
_DATE = {"type": "string", "format": "date"}
_YES_NO = {"enum": ["yes", "no", True, False]}
_REGION = r"[A-Z]{2}(-[A-Z0-9]{1,4})?"


_SIZE = r"[0-9]{1,6}"


def a_size(at: At, node: yaml.Node) -> tuple[int, int] | None:
    """A facility's number of workers, [from, to], both included."""
    numbers = listed(matching(_SIZE, "a number of workers"))(at, node)
    if len(numbers) != 2:
        at.wrong(node, "a size is given as [from, to] workers, such as [1, 9] or [10, 999999]")
        return None
    return int(numbers[0]), int(numbers[1])


def a_span_of_time(at: At, node: yaml.Node) -> tuple[int, int] | None:
    """Hours that divide a monthly wage, [from, to], both included, in minutes; not stated counts as 0."""
    numbers = [v.number for v in listed(a_value)(at, node) if v is not None and v.unit in ("minute", "count")]
    if len(numbers) != 2:
        at.wrong(node, "month_hours are given as [from, to], such as [1 h, 209 h]")
        return None
    return numbers[0], numbers[1]


def _enum(options: tuple[str, ...]) -> dict[str, Any]:
    return {"enum": list(options)}


def _list_of(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _text(*, required: bool = False, default: Any = "") -> Field:
    return Field(text(), _S, required, default)


def _choice(options: tuple[str, ...], *, required: bool = False, default: Any = "") -> Field:
    return Field(one_of(options), _enum(options), required, default)


def _choices(options: tuple[str, ...], default: Any = ()) -> Field:
    return Field(listed(one_of(options)), _list_of(_enum(options)), default=default)


def _date_field(*, required: bool = False) -> Field:
    return Field(a_date, _DATE, required)


def _words_field(*, required: bool = False) -> Field:
    return Field(words, _WORDS, required, {})


def _flag(*, default: bool) -> Field:
    return Field(yes_no, _YES_NO, default=default)


_WHERE_FIELDS = {
    "region": Field(
        listed(matching(_REGION, "a region code such as CN-GD")),
        _list_of({"type": "string", "pattern": _REGION}),
        default=(),
    ),
    "wage_class": Field(listed(text()), _list_of(_S), default=()),
    "sector": Field(listed(text()), _list_of(_S), default=()),
    "not_sector": Field(listed(text()), _list_of(_S), default=()),
    "hours_system": _choices(HOURS_SYSTEMS),
    "hours_period": _choices(HOURS_PERIODS),
    "employment": _choices(EMPLOYMENTS),
    "basis": _choices(BASES),
    "service_years": Field(
        a_span_of_years,
        {"type": "array", "items": {"type": ["integer", "string"], "pattern": "^[0-9]{1,2}$"}},
    ),
    "size": Field(
        a_size, {"type": "array", "items": {"type": ["integer", "string"], "pattern": f"^{_SIZE}$"}}
    ),
    "month_hours": Field(a_span_of_time, {"type": "array", "items": _S}),
}
WHERE = Shape("where", dict(_WHERE_FIELDS))
APPLIES_TO = Shape(
    "applies_to",
    {
        **_WHERE_FIELDS,
        "sex": _choice(("f", "m")),
        "age_below": Field(a_number("year"), _S),
        "age_at_least": Field(a_number("year"), _S),
        "condition": _choice(CONDITIONS),
        "last_days": Field(a_number("day"), _S),
        "not_employment": _choices(EMPLOYMENTS),
        "doubtful_jobs": Field(listed(text()), _list_of(_S), default=()),
    },
)
_DATED_FIELDS = {
    "from": _date_field(required=True),
    "to": _date_field(),
    "value": Field(a_value, _S, required=True),
    "where": Field(shaped(WHERE), WHERE.schema()),
    "source": _text(required=True),
    "verified": _flag(default=True),
    "note": _words_field(),
}
DATED = Shape("dated value", dict(_DATED_FIELDS))
SOURCE = Shape(
    "source",
    {
        "id": _text(required=True),
        "title": _text(required=True),
        "url": _text(),
        "read": _date_field(),
        "kind": _choice(SOURCE_KINDS, required=True),
        "note": _text(),
    },
)
INSTRUMENT = Shape(
    "instrument",
    {
        "id": _text(required=True),
        "kind": _choice(INSTRUMENT_KINDS, required=True),
        "title": _words_field(required=True),
        "number": _text(),
        "issuer": _text(),
        "from": _date_field(),
        "to": _date_field(),
        "url": _text(),
        "source": _text(required=True),
        "note": _words_field(),
    },
)
PROVISION = Shape(
    "provision",
    {
        "id": Field(matching(r"[a-z0-9/._-]+", "an id such as cn/labour-law/41"), _S, required=True),
        "instrument": _text(required=True),
        "article": _text(required=True),
        "asks": _words_field(required=True),
        "topics": _choices(TOPICS),
        "from": _date_field(),
        "to": _date_field(),
        "relations": Field(
            listed(shaped(Shape("relation", {r: _text() for r in RELATIONS}))),
            {"type": "array", "items": {"type": "object"}},
            default=(),
        ),
        "source": _text(required=True),
        "verified": _flag(default=True),
        "note": _words_field(),
        "answered_by": _choice(ANSWERED_BY),
        "records_show": _words_field(),
        "to_ask": _words_field(),
        "sign_measures": Field(listed(text()), _list_of(_S), default=()),
        "sign_questions": Field(listed(text()), _list_of(_S), default=()),
    },
)
DUTY = Shape(
    "duty",
    {
        "id": Field(matching(r"[a-z0-9-]+", "a duty's name such as weekly-rest"), _S, required=True),
        "topic": _choice(TOPICS, required=True),
        "title": _words_field(required=True),
        "none": Field(
            shaped(Shape("none", {family: _text() for family in FAMILIES})),
            {
                "type": "object",
                "properties": dict.fromkeys(FAMILIES, _S),
                "additionalProperties": False,
            },
        ),
    },
)
ASSIGNED = Shape(
    "assignment",
    {"id": _text(required=True), "provisions": Field(listed(text()), _list_of(_S), required=True)},
)
_DAY_OR_YEAR = r"\d{4}(-\d{2}-\d{2})?"
_day_or_year = Field(
    matching(_DAY_OR_YEAR, "a day such as 1990-11-02, or a year"),
    {"type": "string", "pattern": f"^{_DAY_OR_YEAR}$"},
)
RATIFICATION = Shape(
    "ratification",
    {
        "id": _text(required=True),
        "instrument": _text(required=True),
        "country": Field(matching(r"[A-Z]{2}", "a country's code such as CN"), _S, required=True),
        "ratified": _flag(default=True),
        "registered": _day_or_year,
        "in_force": _day_or_year,
        "ended": _day_or_year,
        "declared": _text(),
        "source": _text(required=True),
        "verified": _flag(default=True),
        "note": _words_field(),
    },
)
_DATED_LIST = {"type": "array", "items": DATED.schema()}
RULE = Shape(
    "rule",
    {
        "id": Field(matching(r"[a-z0-9/._-]+", "an id such as cn/overtime-in-a-month"), _S, required=True),
        "provision": _text(required=True),
        "topic": _choice(TOPICS, required=True),
        "title": _words_field(required=True),
        "measure": Field(matching(r"[a-z0-9_]+", "a measure's name"), _S, required=True),
        "per": _choice(GRAINS, required=True),
        "at_most": Field(listed(shaped(DATED)), _DATED_LIST, default=()),
        "at_least": Field(listed(shaped(DATED)), _DATED_LIST, default=()),
        "applies_to": Field(shaped(APPLIES_TO), APPLIES_TO.schema()),
        "beyond": _choice(BEYOND, default="not-met"),
        "settled_by": _words_field(),
        "advice": _words_field(),
        "entitlement": _choice(ENTITLEMENTS),
        "indicator": _flag(default=False),
        "note": _words_field(),
    },
)
NORMAL_HOURS = Shape(
    "normal hours",
    {
        **_DATED_FIELDS,
        "hours_system": _choice(HOURS_SYSTEMS, required=True),
        "hours_period": _choice(HOURS_PERIODS),
        "per": _choice(("day", "week", "period", "average-week", "average-week-in-month"), required=True),
        "plan_counts": _flag(default=False),
        "five_day_week": _flag(default=False),
        "provision": _text(required=True),
    },
)
HOURLY_BASE = Shape(
    "hourly base",
    {
        **_DATED_FIELDS,
        "basis": _choice(BASES, required=True),
        "hours": Field(a_value, _S, required=True),
        "at_most": _flag(default=False),
        "down_to": Field(a_number("minute"), _S, default=0),
        "provision": _text(required=True),
        "value": Field(a_value, _S),
    },
)
CELL = Shape(
    "cell",
    {
        **_DATED_FIELDS,
        "day": Field(listed(one_of(DAY_KINDS)), _list_of(_enum(DAY_KINDS)), required=True),
        "hours": _choice(("normal", "overtime", "any", "unworked", "beyond-scheduled"), default="any"),
        "time": _choice(("day", "night", "any"), default="any"),
        "hours_system": _choices(HOURS_SYSTEMS, default=WITH_HOURS),
        "rate": Field(a_value, _S, required=True),
        "covered": Field(a_number("bp"), _S, default=0),
        "time_off_in_lieu": _flag(default=False),
        "beyond_in_month": Field(a_number("minute"), _S),
        "beyond_in_day": Field(a_number("minute"), _S),
        "after_day_overtime": _flag(default=False),
        "beyond_week": _flag(default=False),
        "provision": _text(required=True),
        "label": _words_field(),
        "value": Field(a_value, _S),
    },
)
UNTAKEN_LEAVE = Shape(
    "untaken leave",
    {
        **_DATED_FIELDS,
        "rate": Field(a_value, _S, required=True),
        "provision": _text(required=True),
        "label": _words_field(required=True),
        "value": Field(a_value, _S),
    },
)
NIGHT = Shape(
    "night",
    {
        "from": Field(a_clock, _S, required=True),
        "to": Field(a_clock, _S, required=True),
        "provision": _text(),
        "source": _text(),
        "verified": _flag(default=False),
        "note": _words_field(),
    },
)
PREMIUMS = Shape(
    "premiums",
    {
        "normal_hours": Field(
            listed(shaped(NORMAL_HOURS)), {"type": "array", "items": NORMAL_HOURS.schema()}, default=()
        ),
        "hourly_base": Field(
            listed(shaped(HOURLY_BASE)), {"type": "array", "items": HOURLY_BASE.schema()}, default=()
        ),
        "base_floor": _choice(("minimum-wage", "none"), default="none"),
        "hours_follow": _choice(("shift", "date"), default="shift"),
        "night": Field(shaped(NIGHT), NIGHT.schema()),
        "cells": Field(listed(shaped(CELL)), {"type": "array", "items": CELL.schema()}, default=()),
        "untaken_leave": Field(
            listed(shaped(UNTAKEN_LEAVE)), {"type": "array", "items": UNTAKEN_LEAVE.schema()}, default=()
        ),
        "notes": Field(anything, {}),
    },
)
_COMPOSITION_ITEM = {
    "components": Field(listed(text()), _list_of(_S), required=True),
    "where": Field(shaped(WHERE), WHERE.schema()),
    "provision": _text(),
    "source": _text(required=True),
    "verified": _flag(default=True),
    "note": _words_field(),
}
TRAINEES = Shape(
    "trainees",
    {
        "until": Field(a_number("month"), _S, required=True),
        "share": Field(a_number("bp"), _S, required=True),
        "provision": _text(required=True),
        "source": _text(required=True),
        "note": _words_field(),
    },
)
WAGE_CLASS = Shape(
    "wage class",
    {
        "class": _text(required=True),
        "region": _WHERE_FIELDS["region"],
        "sector": _WHERE_FIELDS["sector"],
        "not_sector": _WHERE_FIELDS["sector"],
        "up_to": Field(a_number("count"), {"type": ["integer", "string"]}),
        "source": _text(required=True),
    },
)
COMPOSITION = Shape(
    "composition",
    {
        "per": _choice(("month", "day", "hour"), default="month"),
        "unworked_holidays": _flag(default=False),
        "month_days": Field(matching(r"\d{1,2}(\.\d{1,2})?", "a number of days such as 21.75"), _S),
        "trainees": Field(
            listed(shaped(TRAINEES)), {"type": "array", "items": TRAINEES.schema()}, default=()
        ),
        "excluded": Field(
            listed(shaped(Shape("excluded", dict(_COMPOSITION_ITEM)))), {"type": "array"}, default=()
        ),
        "on_top": Field(
            listed(shaped(Shape("on_top", dict(_COMPOSITION_ITEM)))), {"type": "array"}, default=()
        ),
        "classes": Field(
            listed(shaped(WAGE_CLASS)), {"type": "array", "items": WAGE_CLASS.schema()}, default=()
        ),
        "notes": Field(anything, {}),
    },
)
CALENDAR = Shape(
    "calendar",
    {
        "covers": Field(
            shaped(Shape("covers", {"from": _date_field(required=True), "to": _date_field(required=True)})),
            {"type": "object", "properties": {"from": _DATE, "to": _DATE}, "required": ["from", "to"]},
            required=True,
        ),
        "week_starts": _choice(("mon", "sun", "sat"), default="mon"),
        "substitute": _choice(("next-working-day", "none"), default="none"),
        "default_rest_days": _choices(
            ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), default=("sat", "sun")
        ),
        "legal_rest_days": Field(matching(r"[1-6]", "a number of days a week"), _S),
        "sources": Field(listed(text()), _list_of(_S), default=()),
        "notes": Field(anything, {}),
    },
)
CHOICE = Shape(
    "choice",
    {"value": _text(required=True), "text": _words_field(required=True), "met": _flag(default=False)},
)
EXAMPLE = Shape(
    "example",
    {
        "id": _text(required=True),
        "title": Field(anything, {}, required=True),
        "published_by": _text(required=True),
        "url": _text(required=True),
        "read": _date_field(required=True),
        "law": Field(anything, {}),
        "given": Field(anything, {"type": "object"}, required=True),
        "expect": Field(anything, {"type": "object"}, required=True),
        "tolerance": Field(anything, {}),
        "wrong_because": Field(anything, {}),
        "note": Field(anything, {}),
    },
)
QUESTION = Shape(
    "question",
    {
        "id": Field(matching(r"[a-z0-9/._-]+", "an id such as core/wages/payslip-given"), _S, required=True),
        "topic": _choice(TOPICS, required=True),
        "provision": Field(listed(text()), _list_of(_S), required=True),
        "text": _words_field(required=True),
        "help": _words_field(),
        "kind": _choice(QUESTION_KINDS, default="yes-no"),
        "met": Field(
            matching(r"yes|no|(at least|at most) -?\d+(\.\d+)?", "yes, no, `at least 10` or `at most 5`"), _S
        ),
        "choices": Field(listed(shaped(CHOICE)), {"type": "array", "items": CHOICE.schema()}, default=()),
        "evidence": _words_field(),
        "weight": _choice(("1", "2", "3"), default="1"),
        "only_if": _text(),
        "replaces": _text(),
        "where": Field(shaped(WHERE), WHERE.schema()),
        "note": _words_field(),
    },
)
ABOUT = Shape(
    "room",
    {
        "title": _words_field(required=True),
        "checked": _date_field(required=True),
        "review_days": Field(matching(r"\d{1,4}", "a number of days"), _S, default="180"),
        "languages": _choices(("en", "zh", "ja", "my", "fil", "th", "vi")),
        "checked_what": _words_field(),
    },
)
_HOURS = r"always|((mon|tue|wed|thu|fri|sat|sun|holidays)(-(mon|tue|wed|thu|fri|sat|sun))? \d{2}:\d{2}-\d{2}:\d{2}(; )?)+"
_CITED = {"provision": _text(), "source": _text(required=True), "verified": _flag(default=True)}
PHONE = Shape(
    "phone",
    {
        "number": Field(
            matching(r"[+(0-9][0-9 ().-]*( (ext|press) [0-9]+)?", "a telephone number such as 0120-811-610"),
            _S,
            required=True,
        ),
        "languages": _choices(LANGUAGES_SPOKEN),
        "note": _words_field(),
    },
)
CONTACT = Shape(
    "contact",
    {
        "id": Field(matching(r"[a-z0-9/._-]+", "an id such as cn/contact/12333"), _S, required=True),
        "kind": _choice(CONTACT_KINDS, required=True),
        "name": _words_field(required=True),
        "for": _choices(TOPICS),
        "who": _choices(WHO, default=("anyone",)),
        "phones": Field(listed(shaped(PHONE)), {"type": "array", "items": PHONE.schema()}, default=()),
        "url": _text(),
        "address": _words_field(),
        "languages": _choices(LANGUAGES_SPOKEN),
        "cost": _choice(COSTS, default="not-known"),
        "hours": Field(
            matching(_HOURS, "`always` or days and times such as `mon-fri 09:00-17:00; sat 09:00-12:00`"), _S
        ),
        "source": _text(required=True),
        "verified": _flag(default=True),
        "note": _words_field(),
    },
)
TIME_LIMIT = Shape(
    "time limit",
    {
        "id": Field(matching(r"[a-z0-9/._-]+", "an id such as cn/limit/arbitration"), _S, required=True),
        "for": _choices(TOPICS),
        "value": Field(a_value, _S, required=True),
        "text": _words_field(required=True),
        **_CITED,
    },
)
STEP = Shape("step", {"text": _words_field(required=True), **_CITED})
REMEDY = Shape(
    "contacts",
    {
        "contacts": Field(
            listed(shaped(CONTACT)), {"type": "array", "items": CONTACT.schema()}, required=True
        ),
        "time_limits": Field(
            listed(shaped(TIME_LIMIT)), {"type": "array", "items": TIME_LIMIT.schema()}, default=()
        ),
        "steps": Field(listed(shaped(STEP)), {"type": "array", "items": STEP.schema()}, default=()),
    },
)
WORD = Shape(
    "word",
    {
        "id": Field(matching(r"[a-z-]+/[a-z-]+", "an id such as topic/wages"), _S, required=True),
        "text": _words_field(required=True),
    },
)
SYNONYMS = Shape(
    "group of synonyms",
    {
        "id": Field(matching(r"[a-z0-9/-]+", "a name such as overtime"), _S, required=True),
        "same": _flag(default=False),
        **{
            lang: Field(listed(text()), _list_of(_S), default=())
            for lang in ("en", "zh", "ja", "vi", "th", "my", "fil")
        },
    },
)
FILE_KINDS = {
    "room": (ABOUT, False),
    "sources": (SOURCE, True),
    "instruments": (INSTRUMENT, True),
    "provisions": (PROVISION, True),
    "rules": (RULE, True),
    "premiums": (PREMIUMS, False),
    "minimum_wages": (COMPOSITION, False),
    "minimum_wages_not_known": (SEARCH, True),
    "regions": (REGIONS, False),
    "calendar": (CALENDAR, False),
    "examples": (EXAMPLE, True),
    "questions": (QUESTION, True),
    "duties": (DUTY, True),
    "by_duty": (ASSIGNED, True),
    "ratifications": (RATIFICATION, True),
    "contacts": (REMEDY, False),
    "words": (WORD, True),
    "synonyms": (SYNONYMS, True),
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file, for editors."""
    shape, many = FILE_KINDS[kind]
    body = shape.schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"tripartite standards: {kind}.yaml",
        **({"type": "array", "items": body} if many else body),
    }


def money(amount: str, currency: str) -> int | None:
    """An amount in major units as minor units; None for an empty cell."""
    if not amount.strip():
        return None
    try:
        scaled = Decimal(amount) * CURRENCIES[currency]
    except InvalidOperation as error:
        raise ValueError(amount) from error
    if scaled != scaled.to_integral_value():
        raise ValueError(amount)
    return int(scaled)
