"""A module as pages that stand alone: lesson, slides, handout, and questions to check oneself, which report to a platform."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from tripartite.kept import kept
from tripartite.plain_yaml import load_plain
from tripartite.reports.carried_fonts import font_faces
from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.training.asking import Asked
from tripartite.training.lesson import Lesson, markdown, slides_of
from tripartite.training.printed import CSS
from tripartite.training.schema import Texts
from tripartite.training.values import Seminar

HERE = Path(__file__).parent
SCRIPTS = ("platform.js", "check.js")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MASTERY = 70
STYLE = """
fieldset { border: 1px solid #767676; margin: 1.25rem 0; padding: .75rem 1rem; } legend { font-weight: 600; padding: 0 .4rem; }
fieldset label { display: flex; gap: .6rem; padding: .35rem 0; align-items: baseline; } fieldset input[type=text] { font: inherit; width: 10rem; }
.verdict { font-weight: 600; } .good { color: #14602b; } .bad { color: #9c1f1f; }
button { font: inherit; padding: .6rem 1.2rem; } nav a { margin-right: 1rem; } .given { white-space: pre-line; }
"""


@dataclass(frozen=True)
class Material:
    """What goes into a package: a lesson, and questions that were made ready to be asked of the seminar."""

    module: str
    lesson: Lesson
    questions: tuple[Asked, ...]
    seminar: Seminar
    mastery: int = MASTERY


@lru_cache(maxsize=1)
def _words() -> dict[str, Texts]:
    path = HERE / "words.yaml"
    return kept("words-of-packages", [path], lambda: load_plain(path.read_text(encoding="utf-8")))


def say(key: str, seminar: Seminar) -> str:
    """A word of the package in the seminar's language."""
    texts = _words()[key]
    return texts.get(seminar.lang, texts["en"])


def scripts() -> dict[str, bytes]:
    """The scripts by file name."""
    return {name: (HERE / name).read_bytes() for name in SCRIPTS}


def whole_page(m: Material) -> str:
    """All of a module on one page with its questions, as a package with one page has it. Works from a file too."""
    s, parts = m.seminar, m.lesson.parts
    sections = [
        ("lesson", markdown(parts["lesson"])),
        ("slides", slides_of(parts["slides"])),
        ("handout", markdown(parts["handout"])),
    ]
    nav = "".join(
        f'<a href="#{key}">{escape(say(key, s))}</a>' for key in ("lesson", "slides", "handout", "check")
    )
    body = [
        f"<h1>{escape(m.lesson.title)}</h1><nav>{nav}</nav><ul>",
        *(f"<li>{escape(o)}</li>" for o in m.lesson.objectives),
        "</ul>",
        *(f'<section id="{key}"><h2>{escape(say(key, s))}</h2>{html}</section>' for key, html in sections),
        _check(m),
    ]
    tail = "".join(f'<script src="{name}"></script>' for name in SCRIPTS)
    return _page(m, m.lesson.title, "\n".join(body), tail)


def part_page(m: Material, part: str) -> str:
    """One part of a module as a page of its own."""
    text = m.lesson.parts[part]
    title = f"{m.lesson.title} · {say(part, m.seminar)}"
    return _page(
        m, title, f"<h1>{escape(title)}</h1>{slides_of(text) if part == 'slides' else markdown(text)}", ""
    )


def _page(m: Material, title: str, body: str, tail: str) -> str:
    s = m.seminar
    foot = f"{s.words.of('countries', s.country)} · {s.day.isoformat()}"
    return (
        f'<!doctype html>\n<html lang="{HTML_LANGUAGE.get(s.lang, s.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{font_faces(title + body + foot)}{CSS}{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n<footer>{escape(foot)}</footer>\n{tail}\n</body>\n</html>\n"
    )


# --- questions ----------------------------------------------------------------------------------------------


def _check(m: Material) -> str:
    s = m.seminar
    fields = [_field(q, n, m) for n, q in enumerate(m.questions, 1)]
    words = {k: say(k, s) for k in ("right", "wrong", "result", "sent", "alone", "failed")}
    told = {"questions": [key for _, key in fields], "mastery": m.mastery, "words": words}
    # A closing tag within the key would end its script: JSON may write it otherwise.
    key = json.dumps(told, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<section><h2 id="check-title">{escape(say("check", s))}</h2><form id="check" aria-labelledby="check-title">'
        f'{"".join(html for html, _ in fields)}<button type="submit">{escape(say("send", s))}</button></form>'
        '<div id="outcome" role="status" tabindex="-1" hidden><p id="result"></p><p id="told"></p></div>'
        f'<script type="application/json" id="key">{key}</script></section>'
    )


def _field(q: Asked, n: int, m: Material) -> tuple[str, dict[str, Any]]:
    """A question's field, and its key: of a choice the places that are right, of a number it and its tolerance, of
    an order the number of each step as shown.
    """
    ident, s = f"q-{q.id}", m.seminar
    hint, kind = "", "choice"
    want: list[float]
    if q.number is not None:
        hint, want, kind = say("number", s).format(unit=q.unit), [q.number, q.tolerance], "numeric"
        inside = f'<label>{escape(hint)} <input type="text" inputmode="decimal" autocomplete="off"></label>'
        hint = ""
    elif q.kind == "order":
        hint, kind = say("order", s), "order"
        shown = shuffled(q)
        want = [number for number, _ in shown]
        options = "".join(f"<option>{i}</option>" for i in ("", *range(1, len(shown) + 1)))
        inside = "".join(
            f"<label><select>{options}</select><span>{escape(text)}</span></label>" for _, text in shown
        )
    else:
        hint = say("several", s) if q.kind == "multiple" else ""
        want = [i for i, a in enumerate(q.answers) if a.right]
        box = "checkbox" if q.kind == "multiple" else "radio"
        inside = "".join(
            f'<label><input type="{box}" name="{ident}" value="{i}"><span>{escape(a.text)}</span></label>'
            for i, a in enumerate(q.answers)
        )
    html = (
        f'<fieldset id="{ident}"><legend>{n}</legend><p class="given">{escape(q.text)}</p>{f"<p>{escape(hint)}</p>" if hint else ""}{inside}'
        f'<p class="verdict" aria-live="polite"></p><p class="why" hidden>{escape(q.explained)}</p></fieldset>'
    )
    return html, {"id": ident, "kind": kind, "want": want}


def shuffled(q: Asked) -> Sequence[tuple[int, str]]:
    """The steps of an order question as they are shown, each with its right number; never in the right order."""
    steps = [(i, a.text) for i, a in enumerate(q.answers, 1)]
    rng = random.Random(q.id)  # noqa: S311 - the same page from the same question
    while [i for i, _ in steps] == list(range(1, len(steps) + 1)):
        rng.shuffle(steps)
    return steps
