"""What Moodle makes of a question bank: the rules of its imports, written out from its code (question/format/, 4.x).

GIFT: question/format/gift/format.php (readquestion). Aiken: question/format/aiken/format.php (readquestions). Moodle XML:
question/format/xml/format.php (import_multichoice, import_numerical, import_match). What all must keep: question/format.php
(importprocess) and save_question_options of each kind of question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import fromstring

# Signs that were escaped stand as these while the others are read as signs.
HIDDEN = {sign: f"&&{n};" for sign, n in zip(":#={}~n", (58, 35, 61, 123, 125, 126, 10), strict=True)}
WEIGHT = re.compile(r"%(-*[0-9]{1,2}\.?[0-9]*)%")
FORMS = {"moodle", "html", "plain", "markdown"}
# question_bank::fraction_options_full: other shares are refused.
SHARES = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0)  # fmt: skip


@dataclass
class Question:
    """One question as Moodle keeps it. answers: text and share in per cent; pairs: of a matching; single: one is right."""

    kind: str
    name: str
    text: str
    form: str
    why: str = ""
    single: bool = True
    answers: list[tuple[str, float]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[tuple[float, float]] = field(default_factory=list)
    category: str = ""


def kept(q: Question) -> Question:
    """The question, if Moodle's import and its kinds of questions let it through."""
    assert q.name, "a question has a name"
    assert len(q.name) <= 255
    assert q.text
    for _, share in q.answers:
        assert any(abs(abs(share) - s) < 0.001 for s in SHARES), f"{share} is no share that Moodle knows"
    if q.kind == "multichoice":
        assert len([t for t, _ in q.answers if t]) >= 2
        if q.single:
            assert max(s for _, s in q.answers) == 100
        else:
            assert round(sum(s for _, s in q.answers if s > 0) / 100, 2) == 1
    elif q.kind == "match":
        assert len([a for a, _ in q.pairs if a]) >= 2
        assert len({b for _, b in q.pairs}) >= 3
    else:
        assert q.kind == "numerical"
        assert q.numbers
    return q


# --- GIFT -----------------------------------------------------------------------------------------------


def read_gift(text: str) -> list[Question]:
    out: list[Question] = []
    category = ""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [" " if line.strip().startswith("//") else line.strip() for line in block.split("\n")]
        body = "\n".join(lines).strip().replace("\\\\", "&&092;")
        for sign, hidden in HIDDEN.items():
            body = body.replace(f"\\{sign}", hidden)
        body = body.replace("&&092;", "\\")
        if body.startswith("$CATEGORY:"):
            category = body[10:].strip()
        elif body:
            out.append(_gift_question(body, category))
    return out


def _gift_question(body: str, category: str) -> Question:
    assert body.startswith("::")
    name, _, body = body[2:].partition("::")
    begin, end = body.index("{"), body.index("}")
    asked, answers = body[:begin] + body[end + 1 :], body[begin + 1 : end].strip()
    if "####" in answers:
        answers, _, why = answers.rpartition("####")
    text, form = _formed(asked.strip(), "moodle")
    q = Question("", _back(name), text, form, _formed(why, form)[0], category=category)
    answers = answers.strip()
    if answers.startswith("#"):
        q.kind = "numerical"
        for part in filter(None, (p.strip() for p in answers[1:].split("="))):
            number, _, tolerance = part.partition(":")
            q.numbers.append((float(number), float(tolerance or 0)))
    elif "~" in answers:
        q.kind, q.single = "multichoice", "=" in answers
        for part in answers.replace("=", "~=").split("~")[1:]:
            q.answers.append(_weighed(part.strip(), form))
    elif "=" in answers and "->" in answers:
        q.kind = "match"
        for part in answers.split("=")[1:]:
            left, _, right = part.strip().partition("->")
            q.pairs.append((_formed(left.strip(), form)[0], _back(right)))
    return kept(q)


def _weighed(answer: str, form: str) -> tuple[str, float]:
    share = 0.0
    if answer.startswith("="):
        share, answer = 100.0, answer[1:]
    elif weight := WEIGHT.match(answer):
        share, answer = float(weight[1]), answer[weight.end() :]
    return _formed(answer.split("#")[0].strip(), form)[0], share


def _formed(text: str, form: str) -> tuple[str, str]:
    if text.startswith("[") and (name := text[1 : text.find("]")]) in FORMS:
        form, text = name, text[len(name) + 2 :]
    return _back(text), form


def _back(text: str) -> str:
    for sign, hidden in HIDDEN.items():
        text = text.replace(hidden, "\n" if sign == "n" else sign)
    return text.strip()


# --- Aiken ----------------------------------------------------------------------------------------------


def read_aiken(text: str) -> list[Question]:
    """Texts are kept as HTML; here they are compared with what they were."""
    out: list[Question] = []
    q: Question | None = None
    for line in map(str.strip, text.split("\n")):
        if len(line.encode()) < 2:
            continue
        if re.match(r"[A-Z][).][ \t]", line):
            assert q is not None, "an answer before any question"
            q.answers.append((escape(line[2:].strip(), quote=False), 0.0))
        elif line.startswith("ANSWER:"):
            assert q is not None
            right = ord(line[7:].strip()[0]) - ord("A")
            q.answers[right] = (q.answers[right][0], 100.0)
            out.append(kept(q))
            q = None
        else:
            assert q is None, "a question of several lines: the last alone would be kept"
            q = Question("multichoice", line[:80], escape(line, quote=False), "html")
    assert q is None
    return out


# --- Moodle XML -----------------------------------------------------------------------------------------


def read_xml(text: str) -> list[Question]:
    out: list[Question] = []
    category = ""
    for node in fromstring(text.encode()):  # noqa: S314 - what was written here a moment ago
        assert node.tag == "question"
        kind = node.get("type")
        if kind == "category":
            category = node.findtext("category/text", "").strip()
            continue
        text_, form = _xml_text(node.find("questiontext"), "html")
        q = Question(
            {"matching": "match"}.get(kind or "", kind or ""), node.findtext("name/text", "").strip(), text_, form,
            _xml_text(node.find("generalfeedback"), form)[0], category=category,
        )  # fmt: skip
        assert float(node.findtext("defaultgrade", "1")) == 1
        q.single = node.findtext("single", "true").strip() not in ("false", "")
        for answer in node.findall("answer"):
            written, _ = _xml_text(answer, form)
            q.answers.append((written, float(answer.get("fraction", "0"))))
            if kind == "numerical":
                q.numbers.append((float(written), float(answer.findtext("tolerance", "0"))))
        for sub in node.findall("subquestion"):
            q.pairs.append((_xml_text(sub, form)[0], sub.findtext("answer/text", "").strip()))
        out.append(kept(q))
    return out


def _xml_text(node, form: str) -> tuple[str, str]:
    form = node.get("format", form)
    assert form in ("html", "plain_text", "moodle_auto_format", "markdown")
    return node.findtext("text", "").strip(), form
