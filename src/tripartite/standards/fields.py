"""Reading YAML by shape: every scalar is text until its field says what it is, every error has a line.

YAML's own guesses are not used: unquoted 22:00, 4.10, 0710 and NO stay what they look like.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from tripartite.plain_yaml import loader, yaml

MOST_SHOWN = 30


class StandardsError(Exception):
    """Mistakes in data files. The text has a line for each: file, line, what is wrong, what is allowed."""


class Problem(Struct, frozen=True):
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class Problems(Struct):
    """Mistakes found so far; all of a room's are told at once."""

    found: list[Problem]

    def add(self, file: str, line: int, text: str) -> None:
        self.found.append(Problem(file, line, text))

    def refuse(self) -> None:
        if self.found:
            shown = [str(p) for p in self.found[:MOST_SHOWN]]
            if len(self.found) > MOST_SHOWN:
                shown.append(f"... and {len(self.found) - MOST_SHOWN} mistakes more")
            raise StandardsError("\n".join(shown))


class At(Struct, frozen=True):
    """A place in a file, and where to tell of mistakes."""

    file: str
    problems: Problems

    def wrong(self, node: yaml.Node, text: str) -> None:
        self.problems.add(self.file, node.start_mark.line + 1, text)


Convert = Callable[[At, "yaml.Node"], Any]


class Field(Struct, frozen=True):
    """One key of a mapping: how its value is read, and what it is to a JSON Schema."""

    convert: Convert
    schema: dict[str, Any]
    required: bool = False
    default: Any = None


class Shape(Struct, frozen=True):
    """A mapping with named fields."""

    name: str
    fields: dict[str, Field]

    def read(self, at: At, node: yaml.Node) -> dict[str, Any] | None:
        """The mapping's values by field and `line`; None if it is no mapping. Mistakes go to `at`."""
        if not isinstance(node, yaml.MappingNode):
            at.wrong(node, f"expected {self.name} as `key: value` lines, found {_seen(node)}")
            return None
        out: dict[str, Any] = {name: f.default for name, f in self.fields.items()}
        given = set()
        for key, value in node.value:
            name = str(key.value)
            if name not in self.fields:
                at.wrong(key, f"{self.name} has no key `{name}`{close(name, self.fields)}")
                continue
            if name in given:
                at.wrong(key, f"`{name}` stands twice in one {self.name}; keep one")
            given.add(name)
            out[name] = self.fields[name].convert(at, value)
        for name, field in self.fields.items():
            if field.required and name not in given:
                at.wrong(node, f"{self.name} lacks `{name}`, which every {self.name} needs")
        out["line"] = node.start_mark.line + 1
        return out

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {n: f.schema for n, f in self.fields.items()},
            "required": [n for n, f in self.fields.items() if f.required],
        }


def close(word: str, allowed: Sequence[str] | dict[str, Any]) -> str:
    """What is allowed, with the nearest first."""
    names = list(allowed)
    near = difflib.get_close_matches(word, names, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else "."
    shown = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    return f"{hint} Allowed: {shown}"


def _seen(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return f"`{node.value}`" if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _scalar(at: At, node: yaml.Node, wanted: str) -> str | None:
    if isinstance(node, yaml.ScalarNode) and node.value != "":
        return str(node.value)
    at.wrong(node, f"expected {wanted}, found {_seen(node)}")
    return None


def text(wanted: str = "text") -> Convert:
    return lambda at, node: _scalar(at, node, wanted)


def a_date(at: At, node: yaml.Node) -> date | None:
    value = _scalar(at, node, "a date such as 1995-01-01")
    if value is None or value == "null":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        at.wrong(node, f"`{value}` is not a date; write year-month-day, such as 1995-01-01")
        return None


def yes_no(at: At, node: yaml.Node) -> bool | None:
    value = _scalar(at, node, "yes or no")
    if value in ("yes", "no"):
        return value == "yes"
    if value is not None:
        at.wrong(node, f"`{value}` is neither yes nor no")
    return None


def one_of(words: Sequence[str]) -> Convert:
    def convert(at: At, node: yaml.Node) -> str | None:
        value = _scalar(at, node, "one of " + ", ".join(words))
        if value is not None and value not in words:
            at.wrong(node, f"`{value}` is not known here{close(value, words)}")
            return None
        return value

    return convert


def matching(pattern: str, wanted: str) -> Convert:
    # Compiled at first use: rooms that are kept need none of the patterns.
    def convert(at: At, node: yaml.Node) -> str | None:
        value = _scalar(at, node, wanted)
        if value is not None and not re.fullmatch(pattern, value):
            at.wrong(node, f"`{value}` is not {wanted}")
            return None
        return value

    return convert


def listed(item: Convert) -> Convert:
    """A list of values; one value alone is a list of one."""

    def convert(at: At, node: yaml.Node) -> tuple[Any, ...]:
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return tuple(v for v in (item(at, n) for n in nodes) if v is not None)

    return convert


def words(at: At, node: yaml.Node) -> dict[str, str]:
    """Text by language: {en: ..., zh: ...}. English is needed: all others are checked against it."""
    if not isinstance(node, yaml.MappingNode):
        at.wrong(node, f"expected text by language, such as {{en: ..., zh: ...}}, found {_seen(node)}")
        return {}
    out = {str(k.value): str(v.value) for k, v in node.value if isinstance(v, yaml.ScalarNode)}
    for language in out:
        if not re.fullmatch(r"[a-z]{2,3}", language):
            at.wrong(node, f"`{language}` is not a language code such as en, zh, vi")
    if "en" not in out:
        at.wrong(node, "the English text (`en`) is missing")
    return out


def shaped(shape: Shape) -> Convert:
    return shape.read


def anything(at: At, node: yaml.Node) -> Any:
    """Plain structure with every scalar as text."""
    if isinstance(node, yaml.MappingNode):
        return {str(k.value): anything(at, v) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [anything(at, n) for n in node.value]
    return node.value


def compose(path: Path, problems: Problems, name: str = "") -> yaml.Node | None:
    """A file's root node; None with a problem told, under `name` or the file's own, if it is not YAML."""
    name = name or path.name
    try:
        with path.open(encoding="utf-8") as stream:
            node: yaml.Node | None = yaml.compose(stream, loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(name, line, f"this is not YAML: {error.problem}")
        return None
    except UnicodeDecodeError:
        problems.add(name, 1, "the file is not UTF-8; save it as UTF-8")
        return None
    return node


def nodes_under(node: yaml.Node, key: str) -> list[yaml.Node]:
    """The nodes of a list under a key of a mapping; one value alone is a list of one."""
    if not isinstance(node, yaml.MappingNode):
        return []
    for k, v in node.value:
        if k.value == key:
            return list(v.value) if isinstance(v, yaml.SequenceNode) else [v]
    return []
