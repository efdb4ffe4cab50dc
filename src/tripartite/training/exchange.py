"""Questions for the programs that trainers use: Moodle's GIFT and XML, and Aiken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tripartite.training.asking import Asked

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ONE_OF = ("single", "scenario")


def gift(asked: Sequence[Asked]) -> str:
    """GIFT, with a category for each module. An order becomes a matching of steps to their numbers."""
    out, module = [], ""
    for q in asked:
        if q.module != module:
            module = q.module
            out.append(f"$CATEGORY: $course$/tripartite/{module}")
        out.append(
            f"::{_escaped(q.id)}::[plain]{_escaped(_shown(q))} {{\n{_gift_answers(q)}\n####{_gift(q.explained)}\n}}"
        )
    return "\n\n".join(out) + "\n"


def _gift(text: str) -> str:
    """A text of an answer or an explanation. What would begin like a form (`[html]`) or a share (`%50%`) is given its
    form, behind which neither is looked for.
    """
    return ("[plain]" if text.strip().startswith(("[", "%")) else "") + _escaped(text)


def _escaped(text: str) -> str:
    r"""A text with what GIFT reads as signs escaped: \ ~ = # { } : and line breaks, which may not be empty lines."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", text.strip()).replace("\n", "\\n")


def _gift_answers(q: Asked) -> str:
    if q.number is not None:
        return f"#{q.number:.12g}:{q.tolerance:.12g}"
    if q.kind == "order":
        # An arrow within a step would end it, and has no escape.
        return "\n".join(f"={_gift(a.text.replace('->', '→'))} -> {n}" for n, a in enumerate(q.answers, 1))
    if q.kind in ONE_OF:
        return "\n".join(f"{'=' if a.right else '~'}{_gift(a.text)}" for a in q.answers)
    return "\n".join(f"~%{share}%{_gift(a.text)}" for a, share in zip(q.answers, _shares(q), strict=True))


def _shares(q: Asked) -> list[str]:
    """What each answer of a multiple question adds, in per cent as Moodle writes them; all that is wrong takes away all."""
    right = sum(a.right for a in q.answers)
    gain, loss = (f"{100 / n:.5f}".rstrip("0").rstrip(".") for n in (right, max(len(q.answers) - right, 1)))
    return [gain if a.right else f"-{loss}" for a in q.answers]


def _shown(q: Asked) -> str:
    return f"{q.text} ({q.unit})" if q.unit else q.text


def aiken(asked: Sequence[Asked]) -> tuple[str, list[str]]:
    """Aiken, which knows one right answer among several; and the ids of the questions that it cannot hold."""
    fit = [q for q in asked if _fits_aiken(q)]
    parts = []
    for q in fit:
        lines = [" ".join(_shown(q).split())]
        lines += [
            f"{letter}. {' '.join(a.text.split())}" for letter, a in zip(LETTERS, q.answers, strict=False)
        ]
        lines.append(f"ANSWER: {next(x for x, a in zip(LETTERS, q.answers, strict=False) if a.right)}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n", [q.id for q in asked if not _fits_aiken(q)]


def _fits_aiken(q: Asked) -> bool:
    """Whether one answer is right, a letter is left for each, and the question is not read as an answer, or as nothing."""
    text = _shown(q).strip()
    lost = len(text.encode()) < 2 or re.match(r"[A-Z][.)]\s|ANSWER:", text)
    return q.kind in ONE_OF and len(q.answers) <= len(LETTERS) and not lost


def moodle_xml(asked: Sequence[Asked]) -> str:
    """Moodle XML. An order becomes a matching of steps to their numbers."""
    quiz = Element("quiz")
    module = ""
    for q in asked:
        if q.module != module:
            module = q.module
            category = SubElement(SubElement(quiz, "question", type="category"), "category")
            SubElement(category, "text").text = f"$course$/tripartite/{module}"
        _moodle_question(quiz, q)
    indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="unicode") + "\n"


def _moodle_question(quiz: Element, q: Asked) -> None:
    kind = "numerical" if q.number is not None else "matching" if q.kind == "order" else "multichoice"
    node = SubElement(quiz, "question", type=kind)
    _texted(node, "name", q.id)
    _texted(node, "questiontext", _shown(q), format="plain_text")
    _texted(node, "generalfeedback", q.explained, format="plain_text")
    SubElement(node, "defaultgrade").text = "1"
    if q.number is not None:
        answer = _texted(node, "answer", f"{q.number:.12g}", fraction="100")
        SubElement(answer, "tolerance").text = f"{q.tolerance:.12g}"
    elif q.kind == "order":
        SubElement(node, "shuffleanswers").text = "true"
        for n, a in enumerate(q.answers, 1):
            sub = _texted(node, "subquestion", a.text, format="plain_text")
            _texted(sub, "answer", str(n))
    else:
        SubElement(node, "single").text = "true" if q.kind in ONE_OF else "false"
        SubElement(node, "shuffleanswers").text = "true"
        SubElement(node, "answernumbering").text = "abc"
        shares = ["100" if a.right else "0" for a in q.answers] if q.kind in ONE_OF else _shares(q)
        for a, share in zip(q.answers, shares, strict=True):
            _texted(node, "answer", a.text, fraction=share, format="plain_text")


def _texted(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    node = SubElement(parent, tag, attributes)
    SubElement(node, "text").text = text
    return node
