"""What a later check says of an action: mended, still there, back again, or that it cannot tell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from tripartite.site.plans.models import Action, Event

Kind = Event.Kind
# A rule counts as answered where the records answer this share of its cases ...
ENOUGH = 0.95
# ... for at least this share of the people whom the check that found it broken had looked at ...
ENOUGH_PEOPLE = 0.5
# ... over at least the days of the shortest month beyond what was known.
ENOUGH_DAYS = 28


@dataclass(frozen=True)
class Verdict:
    """`details` are kept with the event; `why` names what is missing where the check cannot tell."""

    kind: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """When findings of each rule end: what a check found after a day is news."""

    ends: dict[str, list[date]]

    @classmethod
    def read(cls, parquet: bytes, rules: Collection[str]) -> Findings:
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        table = pq.read_table(BytesIO(parquet), columns=["rule", "end"])
        of_rules = table.filter(pc.is_in(table["rule"], value_set=_array(rules)))
        ends: dict[str, list[date]] = {}
        for rule, end in zip(of_rules["rule"].to_pylist(), of_rules["end"].to_pylist(), strict=True):
            ends.setdefault(rule, []).append(end)
        return cls(ends)

    def after(self, rule: str, day: date) -> int:
        return sum(end > day for end in self.ends.get(rule, ()))


def _array(rules: Collection[str]) -> Any:
    import pyarrow as pa

    return pa.array(sorted(rules), pa.string())


def verdict(
    action: Action, rule: dict[str, Any] | None, findings: Findings, start: date, end: date
) -> Verdict | None:
    """What a check from `start` to `end` says of an action; None where it says nothing new."""
    if end <= action.known_to:
        return None
    if findings.after(action.rule, action.known_to) and rule:
        return _found(action, rule)
    if action.is_closed:
        return None
    why = _missing(action, rule, max(start, action.known_to + timedelta(days=1)), end)
    if why:
        return Verdict(Kind.CANNOT_TELL, {"why": why})
    return Verdict(Kind.CLOSED)


def _found(action: Action, rule: dict[str, Any]) -> Verdict:
    people, of = rule["people"]["not_met"], rule["people"]["checked"]
    before, before_of = action.people, action.people_checked
    details = {"people": people, "of": of, "before": before, "before_of": before_of}
    # Shares, not heads: a check of fewer people finds fewer. Crosswise, as either may have looked at nobody.
    details["better"] = people * before_of < before * of
    kind = Kind.REOPENED if action.state in (Action.State.CLOSED, Action.State.DONE) else Kind.STILL
    return Verdict(kind, details)


def _missing(action: Action, rule: dict[str, Any] | None, start: date, end: date) -> str:
    """What keeps a check that found nothing from showing that the rule is met; empty where nothing does."""
    if rule is None:
        return "not-asked"
    if rule["not_met"]:
        return "earlier-days"
    if not rule["met"]:
        return "nobody"
    if rule["coverage"] < ENOUGH:
        return "records"
    if rule["people"]["checked"] < ENOUGH_PEOPLE * action.people_checked:
        return "few-people"
    if (end - start).days + 1 < ENOUGH_DAYS:
        return "short"
    return ""
