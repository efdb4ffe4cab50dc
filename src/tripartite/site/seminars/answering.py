"""What people answer: read from forms and telephones, held against a question's key, and told again."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.papers import Question, told
from tripartite.site.templatetags.told import number as in_local_digits
from tripartite.site.wages.typed import UnreadableError, amount

Given = list[int] | str


def read(question: Question, said: Any) -> Given:
    """What was answered, made sure of: positions, or a number as text. Raises RefusedError.

    An answer that was taken back is an empty list, or an empty text.
    """
    if question["kind"] == "numeric":
        return _number(said)
    places = range(len(next(iter(question["texts"].values()))["answers"]))
    if not isinstance(said, list) or any(type(p) is not int or p not in places for p in said):
        raise RefusedError(_("This is no answer to this question. Load the page again."))
    if len(set(said)) < len(said):
        raise RefusedError(_("Two steps have the same number. Give each step its own."))
    if question["kind"] == "order":
        if said and len(said) != len(places):
            raise RefusedError(_("Give each step a number."))
        return said
    if question["kind"] != "multiple" and len(said) > 1:
        raise RefusedError(_("Choose one answer."))
    return sorted(said)


def _number(said: Any) -> str:
    text = str(said).strip()[:60]
    if not text:
        return ""
    try:
        # A unit typed behind the figure is no fault.
        return amount(re.sub(r"[^\d.,٫٬]+$", "", text))
    except UnreadableError as error:
        raise RefusedError(_("“%(text)s” is no number. Write it in figures.") % {"text": text}) from error


def from_form(question: Question, post: QueryDict) -> Given | None:
    """What a page's form says to a question; None where it says nothing of it. Raises RefusedError."""
    name = f"q-{question['id']}"
    if question["kind"] == "order":
        return _steps(question, post, name)
    if question["kind"] == "numeric":
        return read(question, post[name]) if post.get(name, "").strip() else None
    chosen = [int(v) for v in post.getlist(name) if v.isdecimal()]
    return read(question, chosen) if chosen else None


def _steps(question: Question, post: QueryDict, name: str) -> Given | None:
    count = len(question["key"])
    ranks = [post.get(f"{name}-{n}", "") for n in range(count)]
    if not any(ranks):
        return None
    if not all(r.isdecimal() and 1 <= int(r) <= count for r in ranks):
        raise RefusedError(_("Give each step a number."))
    if len(set(ranks)) < count:
        raise RefusedError(_("Two steps have the same number. Give each step its own."))
    return read(question, sorted(range(count), key=lambda n: int(ranks[n])))


def is_right(question: Question, given: Given) -> bool:
    """Whether an answer is the key's, whole: half of a multiple question is not right."""
    key = question["key"]
    if isinstance(key, dict):
        return bool(given) and abs(float(str(given)) - key["number"]) <= key["tolerance"] + 1e-9
    if question["kind"] == "order":
        return bool(given == key)
    return bool(given) and set(given) == set(key)


def shown(question: Question, given: Given | None, *, place: int = 0) -> dict[str, Any]:
    """A question as a page puts it, with what was answered."""
    texts = told(question, get_language())
    chosen = given if isinstance(given, list) else []
    answers = [
        {"n": n, "text": text, "chosen": n in chosen, "rank": chosen.index(n) + 1 if n in chosen else ""}
        for n, text in enumerate(texts["answers"])
    ]
    return {
        "id": question["id"], "place": place, "kind": question["kind"], "text": texts["text"], "unit": texts["unit"],
        "answers": answers, "number": given if isinstance(given, str) else "", "ranks": range(1, len(answers) + 1),
        "answered": bool(given), "fallen_back": texts["fallen_back"],
    }  # fmt: skip


def explained(question: Question, given: Given | None, *, place: int = 0) -> dict[str, Any]:
    """A question with its right answer and why, beside what was answered."""
    texts = told(question, get_language())
    return {
        **shown(question, given, place=place),
        "right": bool(given) and is_right(question, given or []),
        "given_told": worded(question, given),
        "key_told": worded(question, _key(question)),
        "why": texts["why"], "law": texts["law"], "provision": question["provision"], "doubtful": question["doubtful"],
    }  # fmt: skip


def _key(question: Question) -> Given:
    key = question["key"]
    return f"{key['number']:.12g}" if isinstance(key, dict) else key


def worded(question: Question, given: Given | None) -> list[str]:
    """An answer in words, a line each; of an order in the order given."""
    texts = told(question, get_language())
    if not given:
        return []
    if isinstance(given, str):
        return [f"{in_local_digits(float(given))} {texts['unit']}".strip()]
    lines = [texts["answers"][p] for p in given]
    return [f"{n}. {line}" for n, line in enumerate(lines, 1)] if question["kind"] == "order" else lines
