"""Cases of a room's rules, as a lawyer writes them: the least records that meet a rule, break it, leave it open.

`cases.yaml` stands beside a room's `rules.yaml`. Expected values come from the law's number by hand, never
from what the program said. docs/cases.md describes the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from tripartite.records.tables import (
    COMPONENTS,
    CONDITIONS,
    EMPLOYMENTS,
    EVENTS,
    HOURS_PERIODS,
    HOURS_SYSTEMS,
    KINDS_OF_DAY,
    LEAVES,
)
from tripartite.standards.fields import (
    At,
    Field,
    Problems,
    Shape,
    StandardsError,
    a_date,
    close,
    compose,
    listed,
    matching,
    one_of,
    shaped,
    text,
)
from tripartite.standards.load import HERE
from tripartite.standards.schema import Value, a_value

OUTCOMES = ("met", "not_met", "cannot_tell")
NOT_CONCERNED = "not_concerned"  # the rule is for others: nothing comes of it at all
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NIGHT = ((0, 360), (1320, 1800), (2760, 2880))  # 22:00 to 06:00, as the table of days counts it
FOREVER = date(9999, 12, 31)
UNKNOWN = "unknown"


class Day(Struct, frozen=True):
    """One day's record. minutes are a lower bound where not `complete`; None: not recorded."""

    start: int | None = None
    end: int | None = None
    minutes: int | None = None
    night: int | None = None
    kind: str | None = None
    leave: str | None = None
    complete: bool = True


class Case(Struct, frozen=True):
    """One case: what the records say (`given`, as written), and what must come of it."""

    rule: str
    outcome: str
    says: str
    given: dict[str, Any]
    observed: Value | None
    limit: Value | None
    owed: Decimal | None
    certainty: str
    why: tuple[str, ...]
    counts: dict[str, int]
    line: int


class RuleCases(Struct):
    """All cases of one rule. never: why an outcome cannot come about. boundary: why no case stands at the limit."""

    rule: str
    law: str
    cases: list[Case] = field(default_factory=list)
    never: dict[str, str] = field(default_factory=dict)
    boundary: str = ""
    line: int = 0


# --- what is written in a cell ---------------------------------------------------------------------

_DURATION = r"(?:(\d+) h)?(?: ?(\d+) min)?"
_CLOCK = r"(\d\d):(\d\d)-(\d\d):(\d\d)"
_DAY = re.compile(
    rf"(?:(?P<kind>{'|'.join(KINDS_OF_DAY)}) )?(?P<least>at least )?"
    rf"(?:(?P<clock>{_CLOCK})(?: break (?P<pause>{_CLOCK}))?|(?P<hours>\d+ h(?: \d+ min)?|\d+ min))"
    r"(?:, night (?P<night>\d+ h(?: \d+ min)?|\d+ min))?"
)
_SPAN = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)?(\.\.)?(\d{4}-\d\d-\d\d)?(?: ([a-z,-]+))?")


def minutes_of(written: str) -> int:
    """Minutes of `8 h`, `8 h 30 min` or `45 min`."""
    match = re.fullmatch(_DURATION, written)
    if not match or not written:
        raise ValueError(f"`{written}` is no duration such as 8 h, 8 h 30 min or 45 min")
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def _clock(written: str) -> tuple[int, int]:
    a, b, c, d = (int(n) for n in re.findall(r"\d\d", written))
    start, end = a * 60 + b, c * 60 + d
    return start, end if end > start else end + 1440


def _overlap(start: int, end: int) -> int:
    return sum(max(min(end, b) - max(start, a), 0) for a, b in NIGHT)


def a_day(written: str) -> Day | None:
    """A day's record: `8 h`, `22:00-06:00`, `08:00-17:00 break 12:00-13:00`, `rest 8 h`, `at least 10 h`,
    `8 h, night 2 h`, `leave annual`, `?` (worked, hours unknown) or `off` (no record).
    """
    if written == "off":
        return None
    if written == "?":
        return Day(minutes=0, complete=False)
    if written.startswith("leave "):
        leave = written.removeprefix("leave ")
        if leave not in LEAVES:
            raise ValueError(f"`{leave}` is no leave{close(leave, LEAVES)}")
        return Day(minutes=0, night=0, leave=leave)
    match = _DAY.fullmatch(written)
    if match is None:
        raise ValueError(
            f"`{written}` is no day's record; write 8 h, 08:00-17:00 break 12:00-13:00, 8 h, night 2 h, "
            "rest 8 h, at least 10 h, leave annual, ? or off"
        )
    start = end = night = None
    if match["clock"]:
        start, end = _clock(match["clock"])
        minutes, night = end - start, _overlap(start, end)
        if match["pause"]:
            a, b = _clock(match["pause"])
            a, b = (a + 1440, b + 1440) if a < start else (a, b)
            minutes, night = minutes - (b - a), night - _overlap(a, b)
    else:
        minutes = minutes_of(match["hours"])
    if match["night"]:
        night = minutes_of(match["night"])
    return Day(start, end, minutes, night, match["kind"], None, not match["least"])


def a_span(written: str) -> tuple[date, date]:
    """Dates of `2025-03-03`, `2025-03`, `2025-03-03..2025-03-07`, `2025-03-03..` (open)."""
    match = _SPAN.fullmatch(written)
    if match is None or not match[1] or match[4]:
        raise ValueError(
            f"`{written}` is no date or span such as 2025-03-03, 2025-03 or 2025-03-03..2025-03-07"
        )
    if len(match[1]) == 7:
        first = date.fromisoformat(match[1] + "-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    first = date.fromisoformat(match[1])
    if match[3]:
        return first, date.fromisoformat(match[3])
    return first, FOREVER if match[2] else first


def dates_of(written: str) -> Iterator[date]:
    """The dates a line of days is for; weekdays may follow: `2025-03-03..2025-03-30 mon-fri`."""
    span, _, weekdays = written.partition(" ")
    first, last = a_span(span)
    if last == FOREVER:
        raise ValueError(f"`{written}` has no end; days need one")
    chosen = set(range(7)) if not weekdays else _weekdays(weekdays)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day.weekday() in chosen:
            yield day


def _weekdays(written: str) -> set[int]:
    out: set[int] = set()
    for part in written.split(","):
        first, _, last = part.partition("-")
        if first not in WEEKDAYS or (last and last not in WEEKDAYS):
            raise ValueError(f"`{written}` names no weekdays such as mon-fri or sat,sun")
        a, b = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        out |= set(range(a, b + 1)) if a <= b else set(range(a, 7)) | set(range(b + 1))
    return out


def a_wage(written: str) -> tuple[str, Decimal | None, str]:
    """Basis, amount in major units and currency of `5000 CNY a month`, `520 PHP a day` or `piece`."""
    if written == "piece":
        return "piece", None, ""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ([A-Z]{3}) an? (month|day|hour)", written)
    if match is None:
        raise ValueError(
            f"`{written}` is no wage such as 5000 CNY a month, 520 PHP a day, 30 CNY an hour, piece"
        )
    basis = {"month": "monthly", "day": "daily", "hour": "hourly"}[match[3]]
    return basis, Decimal(match[1]), match[2]


# --- the form --------------------------------------------------------------------------------------


def _by_span(value: Any, key: Any) -> Any:
    """A converter of mappings from dates to cells; both are checked where they stand."""

    def convert(at: At, node: yaml.Node) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            at.wrong(node, "expected lines of `date: record`, such as 2025-03-03: 8 h")
            return {}
        out = {}
        for k, v in node.value:
            try:
                list(key(k.value))
                value(v.value)
            except ValueError as error:
                at.wrong(v, str(error))
            out[str(k.value)] = str(v.value)
        return out

    return convert


def _wages(at: At, node: yaml.Node) -> dict[str, str] | str:
    if isinstance(node, yaml.ScalarNode) and node.value == UNKNOWN:
        return UNKNOWN
    if isinstance(node, yaml.ScalarNode):
        try:
            a_wage(str(node.value))
        except ValueError as error:
            at.wrong(node, str(error))
        return {"": str(node.value)}
    found: dict[str, str] = _by_span(a_wage, a_span)(at, node)
    return found


def _span_cell(at: At, node: yaml.Node) -> str:
    try:
        a_span(str(node.value))
    except (ValueError, TypeError) as error:
        at.wrong(node, str(error))
    return str(node.value)


def _conditions(at: At, node: yaml.Node) -> list[tuple[str, str]]:
    """`{pregnant: 2025-01-01..2025-06-30}`; a list of such where a kind occurs twice."""
    out = []
    for part in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        for k, v in part.value if isinstance(part, yaml.MappingNode) else []:
            if k.value not in CONDITIONS:
                at.wrong(k, f"`{k.value}` is no condition{close(str(k.value), CONDITIONS)}")
            out.append((str(k.value), _span_cell(at, v)))
    return out


def _counts(at: At, node: yaml.Node) -> dict[str, int]:
    row = Shape("counts", {o: Field(matching(r"\d+", "a number"), _S) for o in OUTCOMES}).read(at, node) or {}
    return {o: int(row[o]) for o in OUTCOMES if row.get(o) is not None}


_S = {"type": "string"}
_DATE = {"type": "string", "format": "date"}
_OBJECT = {"type": "object", "additionalProperties": _S}
_AMOUNT = matching(r"-?\d+(\.\d+)?", "an amount such as 5000 or 23.70")
_COUNT = matching(r"\d+", "a whole number")


def _some(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _text(*, required: bool = False) -> Field:
    return Field(text(), _S, required)


def _choice(options: tuple[str, ...]) -> Field:
    return Field(one_of(options), {"enum": list(options)})


def _date(*, required: bool = False) -> Field:
    return Field(a_date, _DATE, required)


def _date_or_unknown(at: At, node: yaml.Node) -> date | str | None:
    return UNKNOWN if node.value == UNKNOWN else a_date(at, node)


SLIP = Shape(
    "slip",
    {
        "for": Field(_span_cell, _S, required=True),
        "paid": _date(),
        "currency": _text(),
        **{c: Field(_AMOUNT, {"type": ["number", "string"]}) for c in COMPONENTS},
    },
)
EVENT = Shape(
    "event",
    {
        "date": _date(required=True),
        "kind": Field(one_of(EVENTS), {"enum": list(EVENTS)}, required=True),
        "of_worker": _choice(("yes", "no")),
        "people": Field(_COUNT, _S),
        "minutes": Field(_COUNT, _S),
    },
)
PERSON_FIELDS = {
    "sex": _choice(("f", "m")),
    "born": Field(_date_or_unknown, _S),
    "hired": Field(_date_or_unknown, _S),
    "left": Field(_date_or_unknown, _S),
    "employment": _choice(EMPLOYMENTS),
    "job": _text(),
    "hours_system": _choice(HOURS_SYSTEMS),
    "hours_period": _choice(HOURS_PERIODS),
    "contract": Field(_date_or_unknown, _S),
    "service_since": Field(_date_or_unknown, _S),
    "wage": Field(_wages, {"type": ["string", "object"]}),
    "pay": Field(listed(shaped(SLIP)), _some({"$ref": "#/$defs/slip"})),
    "days": Field(_by_span(a_day, dates_of), _OBJECT),
    "conditions": Field(_conditions, {"type": ["object", "array"]}),
}
PERSON = Shape("person", {"count": Field(_COUNT, _S), **PERSON_FIELDS})
_GIVEN_FIELDS = {
    "country": Field(matching(r"[A-Z]{2}", "a country such as CN"), _S),
    "region": _text(),
    "wage_class": _text(),
    "sector": _text(),
    "rest_days": Field(matching(r"[a-z]{3}\*?(,[a-z]{3}\*?)*", "weekdays such as sat,sun"), _S),
    "agreement_from": Field(matching(r"\d{2}-\d{2}", "a month and day such as 04-01"), _S),
    "month_hours": Field(matching(r"\d+|unknown", "a whole number of hours"), _S),
    "hours_approved": Field(_span_cell, _S),
    "events": Field(listed(shaped(EVENT)), _some(EVENT.schema())),
    **PERSON_FIELDS,
    "people": Field(listed(shaped(PERSON)), _some({"$ref": "#/$defs/person"})),
}
GIVEN = Shape("given", dict(_GIVEN_FIELDS))
CASE = Shape(
    "case",
    {
        "says": _text(),
        "observed": Field(a_value, _S),
        "limit": Field(a_value, _S),
        "owed": Field(_AMOUNT, {"type": ["number", "string"]}),
        "certainty": _choice(("certain", "at least", "assumed")),
        "why": Field(listed(text()), {"type": ["string", "array"]}, default=()),
        "counts": Field(_counts, {"type": "object"}),
        **_GIVEN_FIELDS,
    },
)
_NEVER = "never: "


def _cases_or_never(at: At, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        if not str(node.value).startswith(_NEVER):
            at.wrong(
                node,
                f"`{node.value}` is neither a case nor a reason such as `never: any delay may be excused`",
            )
        return str(node.value).removeprefix(_NEVER)
    return listed(shaped(CASE))(at, node)


_CASE = {"$ref": "#/$defs/case"}
_OUTCOME_SCHEMA = {"anyOf": [_S, _CASE, {"type": "array", "items": _CASE}]}
CASES = Shape(
    "rule's cases",
    {
        "rule": _text(required=True),
        "law": _text(required=True),
        "given": Field(shaped(GIVEN), GIVEN.schema()),
        "no_boundary": _text(),
        **{o: Field(_cases_or_never, _OUTCOME_SCHEMA, required=True) for o in OUTCOMES},
        NOT_CONCERNED: Field(_cases_or_never, _OUTCOME_SCHEMA, default=()),
    },
)


def cases_schema() -> dict[str, Any]:
    """The JSON Schema of cases.yaml, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tripartite standards: cases.yaml",
        "type": "array",
        "items": CASES.schema(),
        "$defs": {"case": CASE.schema(), "person": PERSON.schema(), "slip": SLIP.schema()},
    }


# --- reading ---------------------------------------------------------------------------------------


def load_cases(room: str, folder: Path = HERE) -> list[RuleCases]:
    """The cases of a room, in the order of the file; none where it has no file.

    Raises StandardsError with one line for each mistake.
    """
    path = folder / room / "cases.yaml"
    if not path.exists():
        return []
    problems = Problems([])
    root = compose(path, problems)
    problems.refuse()
    at = At(f"{room}/cases.yaml", problems)
    if not isinstance(root, yaml.SequenceNode):
        raise StandardsError(f"{room}/cases.yaml:1: expected a list, each entry beginning with `- rule:`")
    rows = [CASES.read(at, node) for node in root.value]
    problems.refuse()
    return [_rule_cases(row) for row in rows if row]


def _rule_cases(row: dict[str, Any]) -> RuleCases:
    found = RuleCases(row["rule"], row["law"], boundary=row["no_boundary"] or "", line=row["line"])
    common = _set_only(row["given"] or {})
    for outcome in (*OUTCOMES, NOT_CONCERNED):
        written = row[outcome]
        if isinstance(written, str):
            found.never[outcome] = written
            continue
        found.cases += [_case(row["rule"], outcome, common, c) for c in written]
    return found


def _set_only(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v is not None and k in _GIVEN_FIELDS}


def _case(rule: str, outcome: str, common: dict[str, Any], row: dict[str, Any]) -> Case:
    """What a case gives stands over what all cases of the rule share; days are laid over days.

    `unknown` takes away what they share.
    """
    given = {k: v for k, v in {**common, **_set_only(row)}.items() if v != UNKNOWN}
    if "days" in common and "days" in given:
        given["days"] = {**common["days"], **given["days"]}
    return Case(
        rule, outcome, row["says"] or "", given, row["observed"], row["limit"],
        Decimal(row["owed"]) if row["owed"] is not None else None, row["certainty"] or "", row["why"],
        row["counts"] or {}, row["line"],
    )  # fmt: skip
