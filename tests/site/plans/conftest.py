"""Checks that plans begin with: of the sample factory, and of a few workers whose hours are said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, players, ran
from tripartite.site.checks.models import Check
from tripartite.site.people.access import standing_on
from tripartite.site.people.models import User
from tripartite.site.plans import back_pay
from tripartite.site.plans.models import Schedule

__all__ = ["factory_files", "players"]
RULE = "cn/overtime-in-a-month"


@pytest.fixture
def of_factory(players: Cast, factory_files: Path) -> Check:
    check = ran(players, *factory_files.iterdir())
    assert check.is_done, check.trouble
    return check


def month(
    cast: Cast, folder: Path, first: date, until: str, *, workers: int = 8, days: int = 31, long: int = 99
) -> Check:
    """A check of weekdays from 08:00: the first `long` workers leave at `until`, the others at 17:00."""
    rows = ["工号,日期,上班,下班"]
    for n in range(workers):
        for day in (first + timedelta(days=i) for i in range(days)):
            if day.weekday() < 5:
                rows.append(f"{1001 + n},{day},08:00,{until if n < long else '17:00'}")
    path = folder / f"{first}-{until.replace(':', '')}-{workers}-{days}-{long}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    check = ran(cast, path)
    assert check.is_done, check.trouble
    return check


def listed(cast: Cast, check: Check, by: User | None = None) -> Schedule:
    """The list of wages owed of a check."""
    from tripartite.site.checks.opened import open_check

    by = by or cast.bob
    return back_pay.make(by, open_check(check, standing_on(by, cast.facility)))[0]
