"""Questions in further languages: questions.<language>.yaml beside a module's questions.yaml, by the question's id.

A text of placeholders alone is the same in every language and may be left out; all else of a question is translated
whole, so that nobody is asked in one language and answered in another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tripartite.plain_yaml import yaml
from tripartite.standards.fields import At, Problems, close, compose
from tripartite.training.schema import ANY_LANGUAGE, TRANSLATION, Question, Texts

LANGUAGES = ("zh", "ja", "vi", "th", "my", "fil")
SINGLE = ("given", "asks", "why")
LISTS = ("right", "wrong", "order")
_IN_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def with_translations(
    folder: Path, questions: tuple[Question, ...], problems: Problems
) -> tuple[Question, ...]:
    """The questions of a module, with the texts of each questions.<language>.yaml of its folder."""
    for path in sorted(folder.glob("questions.*.yaml")):
        at = At(f"{folder.name}/{path.name}", problems)
        language = path.name.split(".")[1]
        if language in LANGUAGES:
            questions = _in_language(at, path, language, questions)
        else:
            problems.add(
                at.file, 1, f"`{language}` is no language to translate to{close(language, LANGUAGES)}"
            )
    return questions


def _in_language(at: At, path: Path, language: str, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    node = compose(path, at.problems, at.file)
    if node is None:
        at.problems.add(at.file, 1, "nothing could be read here; a translation has a line for each question")
        return questions
    if not isinstance(node, yaml.MappingNode):
        at.wrong(node, "expected the texts under the id of each question, such as `wa-1:`")
        return questions
    found = {q.id: q for q in questions}
    seen = set()
    for key, texts in node.value:
        name = str(key.value)
        if name not in found:
            at.wrong(key, f"the module has no question `{name}`{close(name, found)}")
        elif name in seen:
            at.wrong(key, f"question `{name}` stands twice in this file; keep one")
        elif row := TRANSLATION.read(at, texts):
            found[name] = _translated(at, key, found[name], row, language)
        seen.add(name)
    # Of an id that stands twice both are kept, so that it is told.
    return tuple(found[q.id] for q in questions)


def _translated(at: At, key: yaml.Node, question: Question, row: dict[str, Any], language: str) -> Question:
    changed: dict[str, Any] = {}
    for part in (*SINGLE, *LISTS):
        original = getattr(question, part) or ()
        texts = (original,) if part in SINGLE and original else tuple(original)
        said = row[part] or ()
        if complaint := _unlike(question.id, part, texts, said, language):
            at.wrong(key, complaint)
            continue
        said = said or tuple(_of_all(t) for t in texts)
        whole = tuple(
            t if ANY_LANGUAGE in t else {**t, language: s} for t, s in zip(texts, said, strict=True)
        )
        changed[part] = (whole[0] if whole else {}) if part in SINGLE else whole
    return replace(question, **changed)


def _unlike(name: str, part: str, texts: tuple[Texts, ...], said: tuple[str, ...], language: str) -> str:
    """In what the translation of a part does not fit its English; empty if it does."""
    where = f"`{part}` of question `{name}`"
    if any(language in t for t in texts):
        return f"{where} has `{language}` in questions.yaml already; keep one of the two"
    if not said:
        worded = any(c.isalpha() for t in texts for c in _IN_BRACES.sub("", _of_all(t)))
        return f"{where} is missing; a question is translated whole" if worded else ""
    if len(said) != len(texts):
        return (
            f"{where} has {len(said)} texts, in English {len(texts)}; write one for each, in the same order"
        )
    for t, s in zip(texts, said, strict=True):
        if ANY_LANGUAGE in t and s != t[ANY_LANGUAGE]:
            return f"{where}: `{t[ANY_LANGUAGE]}` is the same in every language; leave `{part}` out"
        here, there = (sorted(_IN_BRACES.findall(x)) for x in (s, _of_all(t)))
        if here != there:
            return f"{where}: the placeholders are {_named(here)}, in English {_named(there)}; keep those of the English"
    return ""


def _of_all(texts: Texts) -> str:
    return texts.get(ANY_LANGUAGE) or texts.get("en", "")


def _named(placeholders: list[str]) -> str:
    return ", ".join(placeholders) or "none"
