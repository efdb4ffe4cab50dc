"""Minimum wages, day by day: every place and class since 2020 has a level, or is listed as not known."""

from __future__ import annotations

from datetime import date

import pytest

from tripartite.check.plan import MINIMUM_UNITS, wage_floor
from tripartite.measures.panel import to_date, to_day
from tripartite.standards.fields import Problems
from tripartite.standards.gaps import read_gaps
from tripartite.standards.law import in_force_at
from tripartite.standards.load import load
from tripartite.standards.schema import Room

ALL = load()
COUNTRIES = [key for key, room in ALL.rooms.items() if room.wages]
SINCE = date(2020, 1, 1)
# Regions whose levels a room must hold or list; the others set one level for the whole country.
REGIONS = {"cn": 31, "jp": 47, "ph": 17, "th": 77}

Span = tuple[date, date]


def unknown_spans(room: Room, region: str, wage_class: str) -> list[Span]:
    """Times since 2020 in which the class has no level, or none that is surely the one in force."""
    assert room.composition is not None
    assert room.about is not None
    basis = MINIMUM_UNITS[room.composition.per]
    floor = wage_floor(room.wages, region, wage_class)
    low, high = floor.low.get(basis), floor.high.get(basis)
    first = min(w.start for w in room.wages if w.wage_class == wage_class and w.region == region)
    # A class that a later order made has no level before it, where the region had others.
    since = max(SINCE, first) if _had_others(room, region, first) else SINCE
    last = min([room.about.checked, *_dropped(room, region, wage_class)])
    begin, end = to_day(since), to_day(last)
    changes = {begin, end + 1}
    for steps in (low, high):
        changes |= {c for c in steps.changes() if begin < c <= end} if steps else set()
    cuts = sorted(changes)
    out: list[Span] = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        level = low.at(a) if low else None
        if level is not None and high is not None and level == high.at(a):
            continue
        if out and to_day(out[-1][1]) == a - 1:
            out[-1] = (out[-1][0], to_date(b - 1))
        else:
            out.append((to_date(a), to_date(b - 1)))
    return out


def _had_others(room: Room, region: str, first: date) -> bool:
    return any(w.region == region and w.start < first and w.verified for w in room.wages)


def _dropped(room: Room, region: str, wage_class: str) -> list[date]:
    """The last day of a class that a later order drops: a stated one on whose morrow others begin, or the eve of
    the first verified notice after the class's last one that has numbered classes without it.
    """
    last = max(
        (w for w in room.wages if (w.region, w.wage_class) == (region, wage_class)), key=lambda w: w.start
    )
    mine = last.start
    here = {w.start for w in room.wages if w.region == region and w.verified}
    if last.end and to_date(to_day(last.end) + 1) in here:
        return [last.end]
    if not wage_class.isdigit():
        return []
    later = [w for w in room.wages if w.region == region and w.wage_class.isdigit() and w.start > mine]
    sure = {w.start for w in later} - {w.start for w in later if not w.verified}
    return [to_date(to_day(min(sure)) - 1)] if sure else []


def places(key: str) -> list[tuple[str, str]]:
    return sorted({(w.region, w.wage_class) for w in ALL.rooms[key].wages})


@pytest.mark.parametrize("key", COUNTRIES)
def test_every_day_since_2020_is_known_or_listed(key: str) -> None:
    room = ALL.rooms[key]
    lost = []
    for region, wage_class in places(key):
        mine = [g for g in room.wage_gaps if g.covers(region, wage_class, g.start)]
        for start, end in unknown_spans(room, region, wage_class):
            day = start
            while day <= end:
                gap = next((g for g in mine if g.start <= day <= g.end), None)
                if gap is None:
                    lost.append(f"{region} class {wage_class} on {day}, not known until {end}")
                    break
                day = to_date(to_day(gap.end) + 1)
    assert not lost, "\n".join(["not in minimum_wages_not_known.yaml:", *lost])


@pytest.mark.parametrize("key", COUNTRIES)
def test_what_is_listed_as_not_known_is_not_held(key: str) -> None:
    """A gap that was filled leaves the list, or is shortened."""
    room = ALL.rooms[key]
    assert room.about is not None
    for gap in room.wage_gaps:
        held = [c for r, c in places(key) if r == gap.region]
        for wage_class in gap.classes or held or [""]:
            if wage_class not in held:
                continue
            spans = unknown_spans(room, gap.region, wage_class)
            assert any(a <= gap.end and gap.start <= b for a, b in spans), (gap.region, wage_class, gap.start)
        assert gap.looked_on <= room.about.checked
        assert len(gap.looked_for["en"]) > 40


@pytest.mark.parametrize("key", COUNTRIES)
def test_every_region_is_held_or_listed(key: str) -> None:
    room = ALL.rooms[key]
    found = {w.region for w in room.wages} | {g.region for g in room.wage_gaps}
    assert len(found) == REGIONS.get(key, 1)


def test_a_gap_is_shown_with_what_was_looked_for() -> None:
    (wages,) = [
        e for e in in_force_at(ALL, "CN-GX", date(2024, 1, 1))["entries"] if e["head"] == "minimum wages"
    ]
    assert any(
        "not known for sure from 2020-01-01" in line and "Looked for" in line for line in wages["lines"]
    )


def test_a_gap_that_ends_before_it_begins_is_refused(tmp_path) -> None:
    (tmp_path / "minimum_wages_not_known.yaml").write_text(
        "- looked_for: {en: x}\n  looked_on: 2026-01-01\n  gaps:\n    - {region: CN-GD, from: 2021-01-01, to: 2020-01-01}\n",
        encoding="utf-8",
    )
    problems = Problems([])
    read_gaps(tmp_path, "cn", problems)
    assert [str(p) for p in problems.found] == [
        "cn/minimum_wages_not_known.yaml:4: `from` 2021-01-01 is later than `to` 2020-01-01"
    ]
