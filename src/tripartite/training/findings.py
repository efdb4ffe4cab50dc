"""From findings to learning: which modules teach what a finding or its cause is about, and who should learn it.

Kept in curriculum/findings.yaml. A rule's own line comes before that of its topic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.plain_yaml import yaml
from tripartite.standards.causes import causes
from tripartite.standards.fields import (
    At,
    Field,
    Problems,
    Shape,
    close,
    compose,
    listed,
    matching,
    nodes_under,
    one_of,
    text,
    words,
    yes_no,
)
from tripartite.standards.schema import TOPICS

if TYPE_CHECKING:
    from tripartite.training.load import Curriculum
    from tripartite.training.schema import Module

NAME = "findings.yaml"


@dataclass(frozen=True)
class ForCause:
    """What helps with a cause. own: the finding's own module does; mends: learning alone can mend it."""

    modules: tuple[str, ...]
    own: bool
    mends: bool


@dataclass(frozen=True)
class Teaching:
    """The whole of findings.yaml: ids of modules by topic, rule and cause; groups of people by topic, with names."""

    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    learners: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    causes: dict[str, ForCause] = field(default_factory=dict)


def for_finding(curriculum: Curriculum, rule: str, topic: str, country: str) -> list[Module]:
    """The modules that teach what a finding of a rule is about, the main one first; none where none is held."""
    teaching = curriculum.teaching
    return _held(curriculum, teaching.rules.get(rule, teaching.topics.get(topic, ())), country)


def for_cause(curriculum: Curriculum, cause: str, rule: str, topic: str, country: str) -> list[Module]:
    """The modules that help with the cause of a finding; none for a cause that is not known."""
    found = curriculum.teaching.causes.get(cause)
    if found is None:
        return []
    helping = _held(curriculum, found.modules, country)
    own = for_finding(curriculum, rule, topic, country) if found.own else []
    return own + [m for m in helping if m not in own]


def topics_of(curriculum: Curriculum, modules: Collection[str]) -> list[str]:
    """The topics that some modules teach, in the order of the file."""
    return [t for t, taught in curriculum.teaching.topics.items() if set(taught) & set(modules)]


def _held(curriculum: Curriculum, names: Iterable[str], country: str) -> list[Module]:
    modules = (curriculum.modules[n] for n in names)
    return [m for m in modules if not m.countries or country in m.countries]


# --- The form of the file -------------------------------------------------------------------------------

_TEXT = {"type": "string", "minLength": 1}
_LIST = {"type": "array", "items": _TEXT, "minItems": 1}
_NAMES = {"type": "object", "required": ["en"], "additionalProperties": _TEXT}
_YES = {"enum": ["yes", "no"]}
_ID = matching(r"[a-z0-9-]+", "an id of small letters, digits and hyphens")
_MODULES = Field(listed(text("a module")), _LIST, required=True)

GROUP = Shape(
    "group",
    {"id": Field(_ID, _TEXT, required=True), "name": Field(words, _NAMES, required=True)},
)
TOPIC = Shape(
    "topic",
    {
        "topic": Field(one_of(TOPICS), {"enum": list(TOPICS)}, required=True),
        "modules": _MODULES,
        "for": Field(listed(text("a group")), _LIST, required=True),
    },
)
RULE = Shape("rule", {"rule": Field(text("a rule"), _TEXT, required=True), "modules": _MODULES})
CAUSE = Shape(
    "cause",
    {
        "cause": Field(text("a cause"), _TEXT, required=True),
        "modules": Field(listed(text("a module")), _LIST, default=()),
        "own": Field(yes_no, _YES, required=True),
        "mends": Field(yes_no, _YES, required=True),
    },
)
PARTS = {"groups": GROUP, "topics": TOPIC, "rules": RULE, "causes": CAUSE}


def findings_schema() -> dict[str, Any]:
    """The JSON Schema of findings.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What findings and causes are taught in",
        "type": "object",
        "additionalProperties": False,
        "required": list(PARTS),
        "properties": {name: {"type": "array", "items": s.schema()} for name, s in PARTS.items()},
    }


# --- Reading it -----------------------------------------------------------------------------------------


def read_teaching(folder: Path, modules: Collection[str], problems: Problems) -> Teaching:
    """findings.yaml of a curriculum with these modules; mistakes are told with file and line."""
    at = At(NAME, problems)
    if not (folder / NAME).exists():
        problems.add(NAME, 1, "the file is missing; it says which module teaches what findings are about")
        return Teaching()
    node = compose(folder / NAME, problems)
    if not isinstance(node, yaml.MappingNode):
        problems.add(NAME, 1, f"expected the parts {', '.join(PARTS)}")
        return Teaching()
    for key, _ in node.value:
        if key.value not in PARTS:
            at.wrong(key, f"`{key.value}` is no part of it{close(key.value, PARTS)}")
    rows = {part: _rows(at, node, part) for part in PARTS}
    groups = {r["id"]: r["name"] for _, r in rows["groups"]}
    for part, key in (("topics", "topic"), ("rules", "rule"), ("causes", "cause")):
        _known(at, rows[part], "modules", "module", modules)
        _once(at, rows[part], key)
    _known(at, rows["topics"], "for", "group", groups)
    _complete(at, node, rows["topics"], "topic", TOPICS)
    _complete(at, node, rows["causes"], "cause", list(causes()))
    return Teaching(
        groups,
        {r["topic"]: r["modules"] for _, r in rows["topics"]},
        {r["topic"]: r["for"] for _, r in rows["topics"]},
        {r["rule"]: r["modules"] for _, r in rows["rules"]},
        {r["cause"]: ForCause(r["modules"], r["own"], r["mends"]) for _, r in rows["causes"]},
    )


Rows = list[tuple["yaml.Node", dict[str, Any]]]


def _rows(at: At, node: yaml.Node, part: str) -> Rows:
    return [(n, row) for n in nodes_under(node, part) if (row := PARTS[part].read(at, n))]


def _known(at: At, rows: Rows, key: str, what: str, allowed: Collection[str]) -> None:
    for node, row in rows:
        for name in row[key] or ():
            if name not in allowed:
                at.wrong(node, f"there is no {what} `{name}`{close(name, list(allowed))}")


def _once(at: At, rows: Rows, key: str) -> None:
    seen: set[str] = set()
    for node, row in rows:
        if row[key] in seen:
            at.wrong(node, f"{key} `{row[key]}` stands here twice; keep one line")
        seen.add(row[key])


def _complete(at: At, whole: yaml.Node, rows: Rows, key: str, allowed: Collection[str]) -> None:
    given = {row[key] for _, row in rows}
    for node, row in rows:
        if row[key] not in allowed and row[key] is not None:
            at.wrong(node, f"there is no {key} `{row[key]}`{close(row[key], list(allowed))}")
    for missing in (k for k in allowed if k not in given):
        at.wrong(whole, f"{key} `{missing}` is missing; say which modules teach it")
