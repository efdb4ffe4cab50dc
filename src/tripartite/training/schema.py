"""The forms of the curriculum's files: module.yaml, questions.yaml, questions.<language>.yaml and values.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.plain_yaml import yaml
from tripartite.standards.fields import At, Field, Shape, listed, matching, one_of, shaped, text, words

KINDS = ("single", "multiple", "numeric", "order", "scenario")
COUNTRIES = tuple(COUNTRY_CURRENCY)
ANY_LANGUAGE = "any"  # of a text that is the same in all, such as a value alone
Texts = dict[str, str]


@dataclass(frozen=True)
class Objective:
    """What a participant can do afterwards."""

    id: str
    text: Texts


@dataclass(frozen=True)
class Question:
    """One question as written: its texts still hold placeholders.

    provision: the whole id of a provision, or `duty:` and a duty, which is then the country's own provision.
    value: a name of values.yaml or a rule's id, of a numeric question. case: a kind of pay case, of another.
    level: 1 recall, 2 understand, 3 apply. countries: those it is for; none: all.
    """

    id: str
    module: str
    objective: str
    provision: str
    kind: str
    level: int
    countries: tuple[str, ...]
    given: Texts
    asks: Texts
    right: tuple[Texts, ...]
    wrong: tuple[Texts, ...]
    order: tuple[Texts, ...]
    value: str
    case: str
    why: Texts
    line: int


@dataclass(frozen=True)
class Module:
    """One module.

    texts: the sections of lesson.<language>.md by language, then by section.
    words: groups of synonyms by which a text is known to speak of it.
    """

    id: str
    title: Texts
    topic: str
    order: int
    minutes: int
    countries: tuple[str, ...]
    objectives: dict[str, Objective]
    reading: tuple[str, ...]
    texts: dict[str, dict[str, str]]
    questions: tuple[Question, ...]
    words: tuple[str, ...] = ()


def said(at: At, node: yaml.Node) -> Texts:
    """Text by language, or one text for all languages."""
    if isinstance(node, yaml.ScalarNode) and node.value:
        return {ANY_LANGUAGE: str(node.value)}
    return words(at, node)


def _one_said(at: At, node: yaml.Node) -> tuple[str, ...] | None:
    """One text, as a list of one like the parts of a question that have several."""
    found = text()(at, node)
    return (found,) if found else None


def a_count(at: At, node: yaml.Node) -> int | None:
    """A whole number above nought."""
    value = matching(r"[1-9]\d{0,3}", "a whole number such as 90")(at, node)
    return int(value) if value else None


_TEXTS: dict[str, Any] = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {"type": "object", "required": ["en"], "additionalProperties": {"type": "string"}},
    ]
}
_LIST = {"anyOf": [_TEXTS, {"type": "array", "items": _TEXTS}]}
_ID = matching(r"[a-z0-9-]+", "an id of small letters, digits and hyphens")
_ID_SCHEMA = {"type": "string", "pattern": "^[a-z0-9-]+$"}
_COUNTRY_LIST = {"type": "array", "items": {"enum": list(COUNTRIES)}}
_TEXT = {"type": "string", "minLength": 1}

OBJECTIVE = Shape(
    "objective",
    {"id": Field(_ID, _ID_SCHEMA, required=True), "text": Field(words, _TEXTS, required=True)},
)
MODULE = Shape(
    "module",
    {
        "title": Field(words, _TEXTS, required=True),
        "topic": Field(text("a topic"), _TEXT, required=True),
        "order": Field(a_count, {"type": "string", "pattern": "^[0-9]+$"}, required=True),
        "minutes": Field(a_count, {"type": "string", "pattern": "^[0-9]+$"}, required=True),
        "countries": Field(listed(one_of(COUNTRIES)), _COUNTRY_LIST, default=()),
        "objectives": Field(
            listed(shaped(OBJECTIVE)), {"type": "array", "items": OBJECTIVE.schema()}, required=True
        ),
        "reading": Field(
            listed(text("a provision, a rule or a duty")), {"type": "array", "items": _TEXT}, required=True
        ),
        "words": Field(listed(text("a group of synonyms")), {"type": "array", "items": _TEXT}, default=()),
    },
)
QUESTION = Shape(
    "question",
    {
        "id": Field(_ID, _ID_SCHEMA, required=True),
        "objective": Field(_ID, _ID_SCHEMA, required=True),
        "provision": Field(text("a provision, or duty: and a duty"), _TEXT, required=True),
        "kind": Field(one_of(KINDS), {"enum": list(KINDS)}, required=True),
        "level": Field(one_of(("1", "2", "3")), {"enum": ["1", "2", "3"]}, required=True),
        "countries": Field(listed(one_of(COUNTRIES)), _COUNTRY_LIST, default=()),
        "given": Field(said, _TEXTS, default={}),
        "asks": Field(said, _TEXTS, required=True),
        "right": Field(listed(said), _LIST, default=()),
        "wrong": Field(listed(said), _LIST, default=()),
        "order": Field(listed(said), _LIST, default=()),
        "value": Field(text("the name of a value"), _TEXT, default=""),
        "case": Field(text("a kind of pay case"), _TEXT, default=""),
        "why": Field(said, _TEXTS, required=True),
    },
)
_SAID = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
TRANSLATION = Shape(
    "translation",
    {
        "given": Field(_one_said, _TEXT),
        "asks": Field(_one_said, _TEXT),
        "right": Field(listed(text()), _SAID),
        "wrong": Field(listed(text()), _SAID),
        "order": Field(listed(text()), _SAID),
        "why": Field(_one_said, _TEXT),
    },
)


def json_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas of the curriculum's files by name."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        "training-module": {**head, "title": "A module of the curriculum", **MODULE.schema()},
        "training-questions": {
            **head,
            "title": "Questions of a module",
            "type": "array",
            "items": QUESTION.schema(),
        },
        "training-translation": {
            **head,
            "title": "Questions of a module in a further language, by the id of each",
            "type": "object",
            "propertyNames": _ID_SCHEMA,
            "additionalProperties": TRANSLATION.schema(),
        },
        "training-values": {
            **head,
            "title": "Names of values, with the rule that holds each in a country",
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "propertyNames": {"enum": list(COUNTRIES)},
                "additionalProperties": _TEXT,
            },
        },
    }
