"""A module's texts with the country's values of the day, and the pages that are printed of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tripartite.reports.wording import HTML_LANGUAGE
from tripartite.standards.fields import StandardsError
from tripartite.training.examples import example
from tripartite.training.printed import page
from tripartite.training.schema import Module
from tripartite.training.values import ElsewhereError, NotHeldError, Seminar

NOT_READ = {
    "en": "(not yet read in a source)",
    "zh": "（尚未在原始资料中核对）",
}
READING = {
    "en": "To read", "zh": "阅读资料", "ja": "参考資料", "vi": "Tài liệu đọc", "th": "เอกสารอ่านเพิ่มเติม", "my": "ဖတ်ရှုရန်",
    "fil": "Babasahin",
}  # fmt: skip
# An example that the engine works out: {example:overtime-pay}, with a kind of pay case.
_EXAMPLE = re.compile(r"\{example:([a-z-]+)\}")
# A heading all of whose lines were left out: nothing but blank lines before the next one or the end.
_BARE_HEADING = re.compile(r"^#{2,3} .*\n?\s*(?=^#{2,3} |\Z)", re.MULTILINE)
_INLINE = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Lesson:
    """A module as it is taught.

    notes: what was left out, and what is in English for want of a translation. lang: the language of its parts; title
    and objectives are in the seminar's. left_out: whether a line is missing because the country has nothing for it.
    """

    title: str
    objectives: tuple[str, ...]
    parts: dict[str, str]
    reading: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    lang: str = "en"
    left_out: bool = False


def lesson_of(module: Module, seminar: Seminar) -> Lesson:
    """The module's texts filled for the seminar."""
    if module.countries and seminar.country not in module.countries:
        raise StandardsError(
            f"The module `{module.id}` is for {', '.join(module.countries)}; not for {seminar.country}"
        )
    notes: list[str] = []
    lang = seminar.lang if seminar.lang in module.texts else "en"
    if lang != seminar.lang:
        notes.append(f"no lesson in `{seminar.lang}` yet; this is the English one")
    before = len(notes)
    parts = {name: _filled(text, seminar, notes) for name, text in module.texts[lang].items()}
    return Lesson(
        seminar.say(module.title), tuple(seminar.say(o.text) for o in module.objectives.values()),
        parts, tuple(_readings(module, seminar)), tuple(notes), lang, len(notes) > before,
    )  # fmt: skip


def _filled(text: str, seminar: Seminar, notes: list[str]) -> str:
    """Line by line: a line that asks for what the country does not have is left out and told."""
    out = []
    for line in text.splitlines():
        seminar.unverified.clear()
        seminar.unread.clear()
        try:
            filled = seminar.fill(_EXAMPLE.sub(lambda m: example(m[1], seminar), line))
        except ElsewhereError:
            continue
        except NotHeldError as reason:
            notes.append(f"left out: {reason}")
            continue
        mark = NOT_READ.get(seminar.lang, NOT_READ["en"])
        out.append(f"{filled} {mark}" if seminar.unverified or seminar.unread else filled)
    return _BARE_HEADING.sub("", "\n".join(out)).strip()


def _readings(module: Module, seminar: Seminar) -> list[tuple[str, str]]:
    found = []
    for name in module.reading:
        try:
            p = seminar.provision(name)
        except NotHeldError:
            continue
        found.append((p.id, seminar.words.cite(seminar.standards.instrument(p).title, p.article)))
    return found


# --- pages ----------------------------------------------------------------------------------------


def page_of(lesson: Lesson, seminar: Seminar, parts: Sequence[str], notice: str = "") -> str:
    """A page to print of the parts asked for; slides are one to a sheet. notice: said under the title."""
    body = [f"<h1>{escape(lesson.title)}</h1>"]
    if notice:
        body.append(f"<p><em>{escape(notice)}</em></p>")
    if "slides" not in parts or len(parts) > 1:
        body += ["<ul>", *(f"<li>{escape(o)}</li>" for o in lesson.objectives), "</ul>"]
    spoken = f' lang="{HTML_LANGUAGE.get(lesson.lang, lesson.lang)}"' if lesson.lang != seminar.lang else ""
    for part in parts:
        text = lesson.parts[part]
        body.append(
            f"<div{spoken}>{slides_of(text)}</div>"
            if part == "slides"
            else f"<section{spoken}>{markdown(text)}</section>"
        )
    body += [
        f"<section><h2>{READING[seminar.lang]}</h2><ul>",
        *(f"<li>{escape(text)} <code>{escape(key)}</code></li>" for key, text in lesson.reading),
        "</ul></section>",
    ]
    return page(lesson.title, "\n".join(body), seminar)


def slides_of(text: str) -> str:
    """A section for each slide."""
    slides = [s for s in re.split(r"^(?=## )", text, flags=re.MULTILINE) if s.strip()]
    return "\n".join(f'<section class="slide">{markdown(s)}</section>' for s in slides)


def markdown(text: str) -> str:
    """The little of Markdown that lessons use: headings, lists, bold, paragraphs."""
    out: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        out += _block(block.splitlines())
    return "\n".join(out)


def _block(lines: list[str]) -> list[str]:
    out: list[str] = []
    run: list[str] = []
    tag = ""

    def close() -> None:
        if run:
            out.append(
                f"<p>{' '.join(run)}</p>"
                if tag == "p"
                else f"<{tag}>{''.join(f'<li>{r}</li>' for r in run)}</{tag}>"
            )
            run.clear()

    for line in lines:
        match = re.match(r"(#{2,3}) |(- )|(\d+\. )", line)
        kind = "p" if match is None else "h" if match[1] else "ul" if match[2] else "ol"
        if kind != tag:
            close()
        tag = kind
        content = _INLINE.sub(r"<strong>\1</strong>", escape(line[match.end() :] if match else line))
        if match and match[1]:
            out.append(f"<h{len(match[1])}>{content}</h{len(match[1])}>")
        else:
            run.append(content)
    close()
    return out
