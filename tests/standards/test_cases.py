"""Every rule of every room: a case that meets it, one that breaks it, one that leaves it open."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.standards.case_runner import Result, country_of, run
from tripartite.check.cases import NOT_CONCERNED, Case, RuleCases, load_cases
from tripartite.check.plan import money_scale
from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.standards.fields import StandardsError
from tripartite.standards.load import HERE, load
from tripartite.standards.schema import Rule

ALL = load()
ROOMS = [key for key, room in ALL.rooms.items() if room.rules]
ENTRIES = [(key, entry) for key in ROOMS for entry in load_cases(key)]
CASES = [
    pytest.param(key, case, id=f"{case.rule}-{case.outcome}-{case.line}")
    for key, entry in ENTRIES
    for case in entry.cases
]
BY_RULE = {entry.rule: entry for _, entry in ENTRIES}
# Units in which "one more than the limit" is a step of one.
STEPS = {"minute", "day", "count", "month", "year", "money"}

# Rules without cases yet, by room. A rule leaves the list when its cases are written; none may be added to a
# room whose list is empty.
WITHOUT_CASES: dict[str, set[str]] = {}


@pytest.mark.parametrize(("room", "case"), CASES)
def test_case(room: str, case: Case) -> None:
    result = run(case, room)
    t = result.tally
    counted = {"met": t.met, "not_met": t.not_met, "cannot_tell": t.cannot_tell}
    told = f"{counted}, {t.reasons}, {result.findings}"
    if case.counts:
        assert {k: counted[k] for k in case.counts} == case.counts, told
    if case.outcome == "met":
        assert counted["met"] >= 1, told
        assert case.counts or (counted["not_met"], counted["cannot_tell"]) == (0, 0), told
    elif case.outcome == "not_met":
        assert counted["not_met"] == case.counts.get("not_met", 1), told
    elif case.outcome == NOT_CONCERNED:
        assert t.applicable == 0, told
    else:
        assert counted["cannot_tell"] >= 1, told
        assert counted["not_met"] == 0, told
        assert set(t.reasons) == set(case.why), told
    _check_finding(room, case, result)


def _check_finding(room: str, case: Case, result: Result) -> None:
    if case.outcome != "not_met" or ALL.rule(case.rule).indicator:
        assert not result.findings, result.findings
        return
    worst = result.findings[0]
    assert case.observed is not None, "a case of not met states what was observed"
    assert case.limit is not None, "a case of not met states the limit"
    assert (worst["observed"], worst["limit"]) == (case.observed.number, case.limit.number), worst
    assert worst["certainty"] == (case.certainty or "certain"), worst
    scale = money_scale(COUNTRY_CURRENCY[country_of(case, room)])
    assert worst["owed"] == (None if case.owed is None else int(case.owed * scale)), worst


@pytest.mark.parametrize("key", ROOMS)
def test_every_rule_has_its_cases(key: str) -> None:
    rules = set(ALL.rooms[key].rules)
    held = {entry.rule for room, entry in ENTRIES if room == key}
    assert held <= rules, f"cases of rules that do not exist: {sorted(held - rules)}"
    open_still = WITHOUT_CASES.get(key, set())
    assert not open_still & held, f"these have cases now: {sorted(open_still & held)}"
    assert rules - held == open_still, f"rules without cases: {sorted(rules - held - open_still)}"


@pytest.mark.parametrize(("room", "entry"), ENTRIES, ids=[e.rule for _, e in ENTRIES])
def test_an_outcome_is_missing_only_where_the_law_data_say_so(room: str, entry: RuleCases) -> None:
    """An outcome that cannot come about is told with its reason, and the rule's own data bear it out."""
    rule = ALL.rule(entry.rule)
    assert ("not_met" in entry.never) == (rule.excusable or not _verified(rule)), "not_met"
    assert "met" not in entry.never or not _verified(rule), "met"
    if "not_met" in entry.never:
        whys = {why for c in entry.cases if c.outcome == "cannot_tell" for why in c.why}
        wanted = "exception-possible" if _verified(rule) else "limit-not-verified"
        assert wanted in whys, f"a case beyond the limit must be left open, with `why: {wanted}`"
    for reason in entry.never.values():
        assert len(reason) > 20, "say why in a sentence"


def _verified(rule: Rule) -> bool:
    return any(v.verified for v in rule.values)


@pytest.mark.parametrize(("room", "entry"), ENTRIES, ids=[e.rule for _, e in ENTRIES])
def test_a_case_stands_one_unit_beyond_the_limit(room: str, entry: RuleCases) -> None:
    rule = ALL.rule(entry.rule)
    broken = [c for c in entry.cases if c.outcome == "not_met" and c.observed and c.limit]
    if not broken or broken[0].limit is None or broken[0].limit.unit not in STEPS:
        return
    near = any(c.observed and c.limit and abs(c.observed.number - c.limit.number) == 1 for c in broken)
    assert near or entry.boundary, (
        f"{rule.id}: no case one unit beyond the limit, nor `no_boundary` saying why"
    )
    assert not (near and entry.boundary), f"{rule.id}: `no_boundary` is not needed"


def test_what_is_owed_is_stated_where_a_rule_gives_a_claim_to_money() -> None:
    for _, entry in ENTRIES:
        rule = ALL.rule(entry.rule)
        for case in entry.cases:
            if case.outcome == "not_met" and case.observed is not None:
                claim = case.observed.unit == "money" and bool(rule.entitlement)
                assert (case.owed is not None) == claim, (case.rule, case.line)
                assert case.owed is None or case.owed > Decimal(0)


def test_every_reason_that_cases_know_has_its_words_in_reports() -> None:
    words = yaml.safe_load((HERE.parent / "reports/words/en.yaml").read_text(encoding="utf-8"))["reasons"]
    assert {why for _, entry in ENTRIES for case in entry.cases for why in case.why} <= set(words)


BROKEN = {
    "- {rule: x, law: y, met: {days: {2025-03-03: 8}}, not_met: {}, cannot_tell: {}}": "`8` is no day's record",
    "- {rule: x, law: y, met: {days: {2025-3-3: 8 h}}, not_met: {}, cannot_tell: {}}": "is no date or span",
    "- {rule: x, law: y, met: {wage: 5000}, not_met: {}, cannot_tell: {}}": "is no wage such as",
    "- {rule: x, law: y, met: {pay: [{for: 2025-03, basik: 1}]}, not_met: {}, cannot_tell: {}}": "did you mean `basic`",
    "- {rule: x, law: y, met: {conditions: {pregnent: 2025-03-01..}}, not_met: {}, cannot_tell: {}}": "`pregnent` is no condition",
    "- {rule: x, law: y, met: {days: {2025-03-03..2025-03-09 mo: 8 h}}, not_met: {}, cannot_tell: {}}": "names no weekdays",
    "- {rule: x, law: y, met: {days: {2025-03-03: leave anual}}, not_met: {}, cannot_tell: {}}": "`anual` is no leave",
    "- {rule: x, law: y, met: {}, not_met: because, cannot_tell: {}}": "neither a case nor a reason",
    "- {rule: x, law: y, met: {}, not_met: {}}": "lacks `cannot_tell`",
    "rule: x": "expected a list",
}  # fmt: skip


@pytest.mark.parametrize(("written", "says"), BROKEN.items())
def test_a_mistake_is_refused_with_its_line(written: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx/cases.yaml").write_text(written + "\n", encoding="utf-8")
    with pytest.raises(StandardsError, match=r"^xx/cases\.yaml:1: ") as caught:
        load_cases("xx", tmp_path)
    assert says in str(caught.value)
