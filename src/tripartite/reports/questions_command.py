"""tripartite questions: list a country's questions, make a form for phones, hold the answers against the standards."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


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
        parser.add_argument("--lang", default="en")
        parser.set_defaults(run=run_questions)


def run_questions(args: argparse.Namespace) -> int:
    """Answer one request. Exit code 1 where an answer does not meet its standard."""
    from tripartite.check.assessment import assess, questions_for, read_answers, summary_of
    from tripartite.standards.load import load

    questions = questions_for(load(), args.country)
    if args.what == "list":
        topic = ""
        for q in questions:
            if q.topic != topic:
                topic = q.topic
                _say(f"\n{topic}")
            _say(f"  {q.id}: {q.text.get(args.lang) or q.text['en']}")
        _say(f"\n{len(questions)} questions")
        return 0
    if args.what == "form":
        from tripartite.reports.xlsform import LANGUAGES, write_xlsform
        from tripartite.standards.fields import StandardsError

        if args.lang not in LANGUAGES:
            raise StandardsError(f"Language `{args.lang}` is not one of {', '.join(LANGUAGES)}")
        _say(f"{args.out}: {write_xlsform(args.out, questions, args.country, args.lang)} questions")
        return 0
    found = summary_of(assess(questions, read_answers(args.answers)))
    _say(json.dumps(found, ensure_ascii=False, indent=1) if args.json else render(found, args.lang))
    return 1 if found["not_met"] else 0


def render(found: dict[str, Any], lang: str) -> str:
    """An assessment as text: by topic, then what is not met."""
    out = [f"{found['visits']} visits", ""]
    for topic, c in found["topics"].items():
        share = f"{100 * c['points'] // c['of']} %" if c["of"] else "nothing told"
        out.append(
            f"{topic:<20}{c['met']:>4} met {c['not_met']:>4} not met {c['cannot_tell']:>4} cannot tell   {share}"
        )
    out.append("")
    for n in found["not_met"]:
        out.append(f"- {n['text'].get(lang) or n['text']['en']}  ({n['answer']})")
        out.append(f"    {', '.join(n['provisions'])}")
    return "\n".join(out).rstrip()


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the command's answer
