"""Why rules are not met: a short list in seven languages that plans and training share, kept in causes.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tripartite.plain_yaml import load_plain

PATH = Path(__file__).with_name("causes.yaml")
LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")


@cache
def causes() -> dict[str, dict[str, str]]:
    """The causes in the order in which they are offered: id, and its name by language."""
    return {entry["id"]: entry["name"] for entry in load_plain(PATH.read_text(encoding="utf-8"))}


def causes_schema() -> dict[str, Any]:
    """The JSON Schema of causes.yaml: each cause has its name in all seven languages."""
    text = {"type": "string", "minLength": 1}
    name = {
        "type": "object",
        "additionalProperties": False,
        "required": list(LANGUAGES),
        "properties": dict.fromkeys(LANGUAGES, text),
    }
    cause = {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "name"],
        "properties": {"id": {"type": "string", "pattern": "^[a-z-]+$"}, "name": name},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tripartite standards: causes.yaml",
        "type": "array",
        "items": cause,
    }
