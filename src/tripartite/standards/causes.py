"""Why rules are not met: a short list in seven languages that plans and training share, kept in causes.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("causes.yaml")


@cache
def causes() -> dict[str, dict[str, str]]:
    """The causes in the order in which they are offered: id, and its name by language."""
    # Every scalar stays text: `no-means` must not become a truth value in one language.
    entries = yaml.load(PATH.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return {entry["id"]: entry["name"] for entry in entries}
