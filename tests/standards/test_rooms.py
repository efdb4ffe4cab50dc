"""Every room, value by value: a source, a date, a provision; relations that resolve; no gaps that nobody told of."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest

from tripartite.check.plan import LOADED
from tripartite.measures.catalogue import MEASURES
from tripartite.standards.load import HERE, load
from tripartite.standards.schema import Dated, Room

ALL = load()
ROOMS = sorted(ALL.rooms)
COUNTRIES = [k for k in ("cn", "jp", "mm", "ph", "th", "vn") if k in ALL.rooms]
SEVEN = {"en", "zh", "ja", "vi", "th", "my", "fil"}
PROVISIONS = {p for room in ALL.rooms.values() for p in room.provisions}
FEWEST = {"provisions": 45, "rules": 18}


@pytest.mark.parametrize("key", ROOMS)
def test_every_relation_leads_to_a_provision_that_is_held(key: str) -> None:
    lost = {
        (p.id, other)
        for p in ALL.rooms[key].provisions.values()
        for _, other in p.relations
        if other not in PROVISIONS
    }
    assert not lost


@pytest.mark.parametrize("key", ROOMS)
def test_every_value_has_a_source_a_date_and_a_provision(key: str) -> None:
    room = ALL.rooms[key]
    for p in room.provisions.values():
        assert p.source in room.sources, p.id
    for rule in room.rules.values():
        assert rule.provision in room.provisions, rule.id
        for v in rule.values:
            assert v.source in room.sources, rule.id
            assert date(1900, 1, 1) < v.start < date(2030, 1, 1), rule.id
    for w in room.wages:
        assert w.source in room.sources, w.line
        if w.verified:
            assert room.sources[w.source].kind != "none", w.line
    if room.premiums:
        for cell in room.premiums.cells:
            assert cell.provision in room.provisions


@pytest.mark.parametrize("key", ROOMS)
def test_units_fit_what_is_measured(key: str) -> None:
    assert LOADED
    for rule in ALL.rooms[key].rules.values():
        measure = MEASURES[rule.measure]
        for v in rule.values:
            assert v.value.unit in (measure.unit, "count"), rule.id


@pytest.mark.parametrize("key", ROOMS)
def test_titles_of_rules_are_in_seven_languages(key: str) -> None:
    for rule in ALL.rooms[key].rules.values():
        assert set(rule.title) >= SEVEN, rule.id
        assert len({t.strip() for t in rule.title.values()}) == len(rule.title), rule.id


@pytest.mark.parametrize("key", COUNTRIES)
def test_a_country_is_held_deeply(key: str) -> None:
    room = ALL.rooms[key]
    assert len(room.provisions) >= FEWEST["provisions"]
    assert len(room.rules) >= FEWEST["rules"]
    assert room.premiums is not None
    assert room.premiums.cells
    assert room.calendar is not None
    assert room.wages
    assert room.about is not None
    for lang in room.about.languages:
        assert all(lang in p.asks for p in room.provisions.values())
    assert (Path(HERE) / key / "README.md").exists()


@pytest.mark.parametrize("key", COUNTRIES)
def test_minimum_wages_of_one_class_do_not_overlap(key: str) -> None:
    last: dict[tuple[str, str], date | None] = {}
    for w in sorted(ALL.rooms[key].wages, key=lambda w: w.start):
        end = last.get((w.region, w.wage_class))
        assert end is None or end < w.start, (w.region, w.wage_class, w.start)
        last[w.region, w.wage_class] = w.end


# Rules that hold the same limit from an earlier text too, whose provision is told in the value's source.
EARLIER_TEXT = {
    "cn/minimum-age", "cn/young-worker-night", "cn/young-worker-overtime", "cn/maternity-leave-provincial",
    "vn/overtime-in-a-day", "vn/hours-in-a-day", "vn/overtime-in-a-month", "vn/overtime-in-a-year",
    "vn/overtime-in-a-year-200", "vn/overtime-pay", "vn/minimum-wage",
}  # fmt: skip


@pytest.mark.parametrize("key", ROOMS)
def test_no_value_holds_before_or_after_the_provision_that_it_cites(key: str) -> None:
    room = ALL.rooms[key]
    early, late = set(), set()
    for rule in room.rules.values():
        provision = room.provisions[rule.provision]
        for v in rule.values:
            if provision.start and v.start < provision.start:
                early.add(rule.id)
            if provision.end and (v.end is None or v.end > provision.end):
                late.add(rule.id)
    assert early - EARLIER_TEXT == set()
    assert late == set()


@pytest.mark.parametrize("key", COUNTRIES)
def test_normal_hours_and_hourly_bases_have_a_source_and_a_provision_and_do_not_overlap(key: str) -> None:
    room = ALL.rooms[key]
    assert room.premiums is not None
    seen: dict[object, list[Dated]] = {}
    for n in room.premiums.normal_hours:
        seen.setdefault((n.hours_system, n.hours_period, n.per, n.dated.where), []).append(n.dated)
    for h in room.premiums.hourly_base:
        seen.setdefault((h.basis, h.dated.where), []).append(h.dated)
    for item in (*room.premiums.normal_hours, *room.premiums.hourly_base, *room.premiums.cells):
        assert item.provision in room.provisions
        assert item.dated.source in room.sources
    for what, values in seen.items():
        ordered = sorted(values, key=lambda v: v.start)
        for one, following in itertools.pairwise(ordered):
            assert one.start < following.start, what
            assert one.end is None or one.end < following.start, what


def test_premium_cells_of_one_kind_do_not_overlap() -> None:
    for key in COUNTRIES:
        _no_overlap(ALL.rooms[key])


def _no_overlap(room: Room) -> None:
    assert room.premiums is not None
    seen: dict[object, list[tuple[date, date | None]]] = {}
    for c in room.premiums.cells:
        for day in c.days:
            for system in c.hours_system:
                kind = (
                    day,
                    system,
                    c.hours,
                    c.time,
                    c.beyond_in_month,
                    c.after_day_overtime,
                    c.dated.where,
                    c.label["en"],
                )
                for start, end in seen.setdefault(kind, []):
                    apart = (end and end < c.dated.start) or (c.dated.end and c.dated.end < start)
                    assert apart, (room.key, kind)
                seen[kind].append((c.dated.start, c.dated.end))
