"""From findings to learning: every rule and cause leads to a module that is held."""

from __future__ import annotations

import pytest

from tripartite.standards.causes import causes
from tripartite.standards.load import load
from tripartite.training.findings import for_cause, for_finding, topics_of
from tripartite.training.load import load_curriculum
from tripartite.training.schema import COUNTRIES

CURRICULUM, STANDARDS = load_curriculum(), load()
RULES = [r for room in STANDARDS.rooms.values() for r in room.rules.values()]


def ids(modules) -> list[str]:
    return [m.id for m in modules]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_rule_is_taught_in_every_country(country: str) -> None:
    assert not [r.id for r in RULES if not for_finding(CURRICULUM, r.id, r.topic, country)]


def test_rules_with_a_line_of_their_own_are_rules() -> None:
    assert set(CURRICULUM.teaching.rules) <= {r.id for r in RULES}


def test_a_rule_comes_before_its_topic() -> None:
    assert ids(for_finding(CURRICULUM, "cn/annual-leave", "working-time", "CN")) == ["national-law"]
    assert ids(for_finding(CURRICULUM, "cn/weekly-rest-day", "working-time", "CN")) == ["working-time"]
    assert for_finding(CURRICULUM, "cn/no-longer-held", "no-topic", "CN") == []


def test_every_cause_leads_to_a_module() -> None:
    for cause in causes():
        assert for_cause(CURRICULUM, cause, "cn/minimum-wage", "wages", "CN"), cause
    assert for_cause(CURRICULUM, "", "cn/minimum-wage", "wages", "CN") == []


def test_a_cause_names_its_own_module_or_that_of_the_finding() -> None:
    def of(cause: str) -> list[str]:
        return ids(for_cause(CURRICULUM, cause, "cn/minimum-age", "child-labour", "CN"))

    assert of("not-known") == ["child-labour"]
    assert of("pay-system") == ["wages"]
    assert of("orders") == ["due-diligence"]


def test_topics_of_modules() -> None:
    assert topics_of(CURRICULUM, ["national-law", "wages"]) == ["wages", "employment", "social-security"]
    assert topics_of(CURRICULUM, ["standards"]) == []
