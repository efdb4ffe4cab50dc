"""What the documents promise holds: schemas are current and fit the data, commands and measures are told."""

from __future__ import annotations

import csv
import json
import runpy
from pathlib import Path

import jsonschema
import pytest
import yaml

from tripartite.check.plan import LOADED
from tripartite.cli import _parser
from tripartite.measures.catalogue import MEASURES
from tripartite.standards.load import HERE, load

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs/schemas"


def test_published_schemas_are_current() -> None:
    made = runpy.run_path(str(ROOT / "tools/make_schemas.py"))["schemas"]()
    for name, text in made.items():
        assert (SCHEMAS / name).read_text(encoding="utf-8") == text, (
            f"run tools/make_schemas.py: {name} is stale"
        )


@pytest.mark.parametrize("path", sorted(HERE.glob("**/*.yaml")), ids=lambda p: p.relative_to(HERE).as_posix())
def test_every_data_file_fits_its_schema(path: Path) -> None:
    kind = "sources" if path.stem.startswith("sources") else path.stem
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader), schema)  # noqa: S506


def test_every_command_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = _parser()._subparsers._group_actions[0].choices
    for name in commands:
        assert f"tripartite {name}" in text, name


def test_every_measure_says_what_it_measures_and_rules_name_only_these() -> None:
    assert LOADED
    for measure in MEASURES.values():
        assert len(measure.explains) > 20, measure.name
    for room in load().rooms.values():
        for rule in room.rules.values():
            assert rule.measure in MEASURES, rule.id


def test_the_calendar_has_the_orders_count_of_holidays() -> None:
    with (HERE / "cn/calendar.csv").open(encoding="utf-8") as stream:
        holidays = [r["date"] for r in csv.DictReader(stream) if r["kind"] == "holiday"]
    assert sum(d.startswith("2025") for d in holidays) == 13
    assert sum(d.startswith("2019") for d in holidays) == 11
