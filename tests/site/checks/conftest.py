"""The sample factory's files, and checks of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.site.cast import Cast, make_cast
from tripartite.sample.factory import make_factory
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import read_named
from tripartite.site.checks.tasks import work_on

OPTIONS = {"breaks": "12:00-13:00"}


@pytest.fixture(scope="session")
def factory_files(tmp_path_factory: Any) -> Path:
    folder = tmp_path_factory.mktemp("factory")
    make_factory(folder, workers=150)
    return folder


@pytest.fixture
def one_day(tmp_path: Path) -> Path:
    """The smallest record that can be checked."""
    path = tmp_path / "day.csv"
    path.write_text("工号,日期,上班,下班\n1001,2025-03-03,08:00,17:00\n", encoding="utf-8")
    return path


@pytest.fixture
def players(transactional_db: None) -> Cast:
    """The cast in a database that other threads and processes see."""
    return make_cast()


def upload(cast: Cast, check: Check, *paths: Path) -> None:
    for path in paths:
        operations.add_file(cast.bob, check, path.name, path.stat().st_size, [path.read_bytes()])


def work(check: Check) -> Check:
    """What the worker does, here and now."""
    work_on.func(check.pk)
    check.refresh_from_db()
    return check


def looked(cast: Cast, *paths: Path) -> Check:
    """A new check of these files, looked at."""
    check = operations.begin(cast.bob, cast.facility, OPTIONS)
    upload(cast, check, *paths)
    operations.look(cast.bob, check)
    return work(check)


def ran(cast: Cast, *paths: Path, **options: str) -> Check:
    """A check of these files that has run."""
    check = looked(cast, *paths)
    files = json.loads(read_named(check, "sheets.json"))
    sheets = [s for f in files for s in f["sheets"] if "fingerprint" in s]
    operations.save_mapping(cast.bob, check, sheets)
    operations.start(cast.bob, check, {**OPTIONS, **options})
    return work(check)
