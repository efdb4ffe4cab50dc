"""tripartite questions: list a country's questions, make a form for phones, hold the answers against the standards."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.check.answers import SAID
from tripartite.reports.wording import Words, languages, pad, share, width, words, wrap

if TYPE_CHECKING:
    from tripartite.standards.load import Standards
    from tripartite.standards.schema import Question

ALL_LANGUAGES = "all"


def add_questions_parser(commands: Any) -> None:
    """Add the command `questions` to the command line."""
    p = commands.add_parser("questions", help="self-assessment: list questions, make a form, assess answers")
    what = p.add_subparsers(required=True, metavar="WHAT")
    sub = what.add_parser("list", help="a country's questions by topic")
    sub.set_defaults(what="list")
    form = what.add_parser("form", help="an XLSForm for ODK Collect or KoboToolbox")
    form.add_argument("--out", type=Path, required=True, help="the workbook to write, such as form.xlsx")
    form.set_defaults(what="form")
    score = what.add_parser("assess", help="answers as CSV, held against the standards")
    score.add_argument("answers", type=Path)
    score.add_argument("--json", action="store_true")
    score.set_defaults(what="assess")
    for parser in (sub, form, score):
        parser.add_argument("--country", default="CN")
        parser.set_defaults(run=run_questions)
    for parser in (sub, score):
        parser.add_argument("--lang", choices=languages(), default="en", help="language of the answer")
    form.add_argument(
        "--lang",
        choices=[*languages(), ALL_LANGUAGES],
        default="en",
        help="language of the form, beside English; `all` for a form in every language",
    )


def run_questions(args: argparse.Namespace) -> int:
    """Answer one request. Exit code 1 where an answer does not meet its standard."""
    from tripartite.check.answers import read_answers
    from tripartite.check.assessment import assess, questions_for, summary_of
    from tripartite.standards.load import load

    standards = load()
    questions = questions_for(standards, args.country)
    if args.what == "form":
        return _form(args, questions, standards)
    w = words(args.lang)
    if args.what == "list":
        _say(listing(questions, w))
        return 0
    found = summary_of(assess(questions, read_answers(args.answers, questions)))
    _say(json.dumps(found, ensure_ascii=False, indent=1) if args.json else render(found, args.lang))
    return 1 if found["not_met"] else 0


def _form(args: argparse.Namespace, questions: list[Question], standards: Standards) -> int:
    from tripartite.reports.wording import LAW_LANGUAGE
    from tripartite.reports.xlsform import LANGUAGES, write_xlsform

    own = LAW_LANGUAGE.get(args.country.upper(), "en")
    langs = [own, *(g for g in LANGUAGES if g != own)] if args.lang == ALL_LANGUAGES else [args.lang]
    rooms = (standards.rooms.get(key) for key in ("core", args.country.lower()))
    checked = max((r.about.checked for r in rooms if r and r.about), default=None)
    n = write_xlsform(args.out, questions, args.country, langs, checked)
    _say(f"{args.out}: {words(langs[0]).fill('questions_n', n=n)}")
    return 0


def listing(questions: list[Question], w: Words, columns: int = 100) -> str:
    """A country's questions by topic."""
    out, topic = [], ""
    for q in questions:
        if q.topic != topic:
            topic = q.topic
            out += ["", w.of("topics", topic)]
        first, *more = wrap(w.say(q.text), columns - 2)
        out += ["  " + first, *("  " + line for line in more), f"    {q.id}"]
    return "\n".join([*out, "", w.fill("questions_n", n=len(questions))]).lstrip("\n")


def render(found: dict[str, Any], lang: str = "en", columns: int = 100) -> str:
    """An assessment as text: by topic, then what is not met."""
    w = words(lang)
    names = ("", w["met"], w["not_met"], w["untold"], w["points_won"])
    rows = [
        (
            w.of("topics", topic),
            *(f"{c[k]:,}" for k in ("met", "not_met", "cannot_tell")),
            share(c["points"] / c["of"]) if c["of"] else "–",
        )
        for topic, c in found["topics"].items()
    ]
    widths = [max(width(r[i]) for r in (names, *rows)) for i in range(len(names))]
    out = [w.fill("visits_n", n=found["visits"]), ""]
    for row in (names, *rows):
        cells = (pad(c, x, right=i > 0) for i, (c, x) in enumerate(zip(row, widths, strict=True)))
        out.append("  ".join(cells).rstrip())
    for n in found["not_met"]:
        answer = SAID.get(n["answer"].lower(), {}).get(w.lang, n["answer"])
        first, *more = wrap(f"{w.say(n['text'])} {w['answer']}: {answer}", columns - 2)
        out += ["", "- " + first, *("  " + line for line in more)]
        if n["evidence"]:
            out += ["  " + line for line in wrap(f"{w['evidence']}: {w.say(n['evidence'])}", columns - 2)]
        out.append(f"  {', '.join(n['provisions'])}")
    return "\n".join([*out, "", w["notice"]])


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the command's answer
