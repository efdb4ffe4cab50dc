"""Groups of fewer than five people are told nowhere, nor found by taking others from the whole."""

from __future__ import annotations

from collections import Counter

from tripartite.reports.bundle_content import FEWEST


def together(people: Counter[str]) -> list[list[str]]:
    """Groups to tell apart: those of fewer than five joined, with the next smallest until they are five; none if all are few."""
    order = sorted((g for g in people if people[g]), key=lambda g: (people[g], g))
    few = [g for g in order if people[g] < FEWEST]
    rest = [g for g in order if people[g] >= FEWEST]
    while few and sum(people[g] for g in few) < FEWEST and rest:
        few.append(rest.pop(0))
    groups = [[g] for g in rest] + ([few] if few else [])
    return [group for group in groups if sum(people[g] for g in group) >= FEWEST]
