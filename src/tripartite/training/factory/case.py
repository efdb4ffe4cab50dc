"""A month of a factory for a group: `make_case` gives the workbook, and the key that the engine found in it.

No answer is written by hand. The records are first checked with nothing paid for hours beyond the normal ones, which
tells what is due for them; that is then paid to all but those whose fault it is not to be. The key is what a last
check finds in the very workbook that the group gets; a fault that the month cannot hold for certain is left out, and
so is any case in which something else is found than what was planted.
"""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from tripartite.check.explain import explain
from tripartite.checking import Checked, CheckRequest, check
from tripartite.currencies import COUNTRY_CURRENCY, CURRENCIES
from tripartite.standards.load import Standards, load
from tripartite.training.factory.book import workbook
from tripartite.training.factory.faults import BREAKS, KINDS, OWED, plain
from tripartite.training.factory.habits import BREAK, HABITS, SHIFT
from tripartite.training.factory.month import Month, Person, sound_month
from tripartite.training.values import NotHeldError

FAULTS_OF_A_CASE = 4
COLUMNS = 'id, rule, worker, start, "end", observed, "limit", owed, currency, certainty'


@dataclass(frozen=True)
class KeyLine:
    """One finding. kind: of the fault, as `faults.KINDS` names it. rule: as a check's summary tells it: title, law, unit.

    owed: in the currency's smallest unit, None where the finding is not about money. explained: as `check.explain` gives it.
    """

    kind: str
    worker: str
    name: str
    rule: dict[str, Any]
    start: date
    end: date
    observed: int
    limit: int
    owed: int | None
    currency: str
    certainty: str
    explained: dict[str, Any] = field(repr=False)

    @property
    def topic(self) -> str:
        """The topic of the rule, which is a module's topic too."""
        return str(self.rule["topic"])


@dataclass(frozen=True)
class Case:
    """A group's case. faults: kind by worker. request: what the tool must be told to check the workbook, without the file."""

    country: str
    month: str
    seed: str
    group: int
    people: int
    holidays: tuple[date, ...]
    file_name: str
    workbook: bytes = field(repr=False)
    faults: dict[str, str]
    key: tuple[KeyLine, ...]
    request: CheckRequest

    @property
    def owed(self) -> int:
        """All that is owed, in the currency's smallest unit."""
        return sum(line.owed or 0 for line in self.key)


def make_case(country: str, on: date, seed: str, group: int, standards: Standards | None = None) -> Case:
    """The case of a group of a seminar: the same for the same country, month, seed and group.

    Neighbouring groups differ in their faults, people and wages. Raises NotHeldError where no case can be made.
    """
    if group < 1:
        raise NotHeldError(f"group {group}: groups are counted from 1")
    standards = standards or load()
    left_out: set[str] = set()
    while True:
        kinds = _kinds(country, seed, group, left_out)
        month = _planted(country, on, seed, group, kinds, standards)
        left_out |= set(kinds) - {p.fault for p in month.people}
        if not {p.fault for p in month.people} >= set(kinds):
            continue
        request = _request(month)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _file_name(month, group)
            checked = _paid_what_is_due(month, path, request, f"{seed} {group}")
            key = _key(checked, month, standards)
            missing = _missing(month, key)
            if not missing:
                _only_what_was_planted(month, key)
                return Case(
                    country, month.name, seed, group, len(month.people), month.holidays, path.name, path.read_bytes(),
                    {p.number: p.fault for p in month.people if p.fault}, key, request,
                )  # fmt: skip
            left_out |= missing


def _kinds(country: str, seed: str, group: int, left_out: set[str]) -> tuple[str, ...]:
    """Which faults a group gets. All ways to choose them are gone through in an order of the seed's."""
    held = [k for k in KINDS if country in BREAKS[k] and k not in left_out]
    if len(held) < FAULTS_OF_A_CASE:
        raise NotHeldError(
            f"{country}: only {len(held)} kinds of faults can be told for certain in this month"
        )
    ways = [way for way in combinations(held, FAULTS_OF_A_CASE) if OWED & set(way)]
    random.Random(f"{seed} {country}").shuffle(ways)  # noqa: S311 - the same case from the same seed
    return ways[(group - 1) % len(ways)]


def _planted(
    country: str, on: date, seed: str, group: int, kinds: Sequence[str], standards: Standards
) -> Month:
    rng = random.Random(f"{seed} {country} {group}")  # noqa: S311 - the same case from the same seed
    calendar = standards.rooms[country.lower()].calendar
    month = sound_month(country, HABITS[country], calendar, on, rng)
    for kind, person in zip(kinds, rng.sample(month.people, len(kinds)), strict=True):
        plain(month, person)
        if KINDS[kind](month, person):
            person.fault = kind
    return month


def _request(m: Month) -> CheckRequest:
    h = m.habits
    return CheckRequest(
        [], m.country, region=h.region, wage_class=h.wage_class or None, sector=h.sector or None,
        standards=[m.country.lower()], breaks=BREAK, planned=SHIFT, rest_days=h.rest_words, date_order="dmy",
        holidays=",".join(d.isoformat() for d in m.announced) or None, facility=h.company,
    )  # fmt: skip


def _file_name(m: Month, group: int) -> str:
    return f"factory-{m.country.lower()}-{m.name}-group-{group}.xlsx"


def _paid_what_is_due(m: Month, path: Path, request: CheckRequest, seed: str) -> Checked:
    """Write and check the workbook twice: what is found owed for overtime when nothing is paid, is paid."""
    scale = CURRENCIES[COUNTRY_CURRENCY[m.country]]
    people = {p.number: p for p in m.people}
    for worker, owed in (
        _checked(m, path, request, seed)
        .con.execute("SELECT worker, owed FROM findings WHERE entitlement = 'overtime-pay'")
        .fetchall()
    ):
        people[worker].bonus = math.ceil(owed / scale)
    return _checked(m, path, request, seed)


def _checked(m: Month, path: Path, request: CheckRequest, seed: str) -> Checked:
    from msgspec.structs import replace

    path.write_bytes(workbook(m, seed))
    return check(replace(request, files=[path]))


def _key(checked: Checked, m: Month, standards: Standards) -> tuple[KeyLine, ...]:
    people: dict[str, Person] = {p.number: p for p in m.people}
    rules = {r["rule"]: r for r in checked.summary["rules"]}
    lines = []
    for row in checked.con.execute(f"SELECT {COLUMNS} FROM findings ORDER BY worker, rule, start").fetchall():
        found, rule, worker, start, end, observed, limit, owed, currency, certainty = row
        person = people.get(worker or "")
        told = explain(checked.con, standards, found) or {}
        kind, name = (person.fault, person.name) if person else ("", "")
        lines.append(
            KeyLine(
                kind,
                worker or "",
                name,
                rules[rule],
                start,
                end,
                observed,
                limit,
                owed,
                currency or "",
                certainty,
                told,
            )
        )
    return tuple(lines)


def _missing(m: Month, key: Sequence[KeyLine]) -> set[str]:
    """Faults that were planted and whose first rule the check does not find: this month cannot hold them for certain."""
    found = {(line.worker, line.rule["rule"]) for line in key}
    return {p.fault for p in m.people if p.fault and (p.number, BREAKS[p.fault][m.country][0]) not in found}


def _only_what_was_planted(m: Month, key: Sequence[KeyLine]) -> None:
    strange = [x for x in key if not x.kind or x.rule["rule"] not in BREAKS[x.kind][m.country]]
    if strange:
        told = ", ".join(f"{x.rule['rule']} of {x.worker}" for x in strange[:3])
        raise NotHeldError(f"{m.country} {m.name}: the check finds more than was planted ({told})")
