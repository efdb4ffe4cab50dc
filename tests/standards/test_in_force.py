"""The list of what is in force, kept in the tree: it is current, and it says what the law says."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tripartite.standards.load import HERE

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> dict[Path, str]:
    spec = importlib.util.spec_from_file_location("make_in_force", ROOT / "tools/make_in_force.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.made()


def test_each_list_is_current(made: dict[Path, str]) -> None:
    stale = [p for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    assert not stale, "run `make in-force` and look at the difference"
    assert set(HERE.glob("**/in_force.csv")) == set(made)


def lines(room: str) -> dict[tuple[str, str], dict[str, str]]:
    with (HERE / room / "in_force.csv").open(encoding="utf-8", newline="") as stream:
        return {(row["what"], row["id"]): row for row in csv.DictReader(stream)}


def test_lines_say_what_the_law_says() -> None:
    cn = lines("cn")
    assert cn["rule", "cn/overtime-in-a-month"]["value"] == "at most 36 h"
    assert cn["hourly base", "monthly"]["value"] == "174 h"
    assert cn["minimum wage", "CN-GD class 1"]["value"] == "2680 a month"
    assert ("minimum wage", "CN-GD class 4") not in cn  # the notice of 2026 has three classes
    assert lines("vn")["minimum wage", "VN class I"]["value"] == "5310000 a month, 25500 an hour"
