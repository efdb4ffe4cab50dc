"""The pages for operators and on safety are held against the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATING = (ROOT / "docs/operating.md").read_text()
SECURITY = (ROOT / "docs/security.md").read_text()
SITE = ROOT / "src/tripartite/site"
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)))


def test_every_setting_is_described():
    read = {n for p in SITE.rglob("*.py") for n in re.findall(r"\"(TRIPARTITE_[A-Z_]+)\"", p.read_text())}
    table = OPERATING[OPERATING.index("## Settings") : OPERATING.index("## systemd")]
    described = set(re.findall(r"`(TRIPARTITE_[A-Z_]+)`", table))
    assert read == described


def test_every_command_that_is_named_is_there():
    from django.core.management import get_commands

    named = set(re.findall(r"tripartite site (\w+)", OPERATING))
    assert named >= {"backup", "restore", "delete_old", "db_worker"}
    assert named <= set(get_commands())


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda part: str(part).rpartition("/")[2])
def test_each_test_that_is_named_is_there(path, name):
    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_line_has_a_state_and_says_by_what():
    rows = [
        line
        for line in SECURITY.splitlines()
        if line.startswith("| ") and not line.startswith(("| |", "| ---"))
    ]
    assert len(rows) > 50
    for row in rows:
        _, _, state, by, _ = (cell.strip() for cell in row.split("|"))
        assert state in ("tested", "reason", "not met"), row
        assert by, row
        assert ("::" in by) == (state == "tested"), row
