"""tripartite law: list, show, search, compare, and what holds in a place on a day."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any


def add_law_parser(commands: Any) -> None:
    """Add the command `law` to the command line."""
    p = commands.add_parser("law", help="look up standards: list, show, search, compare, in-force")
    what = p.add_subparsers(required=True, metavar="WHAT")
    for name, positional, text in (
        ("list", [("room", "?")], "rules of a room by topic, or the rooms"),
        ("show", [("id", None)], "a provision or a rule with its history and sources"),
        ("search", [("words", "+")], "provisions and rules by words in any language"),
        ("compare", [("first", None), ("second", None)], "two rooms side by side by measure"),
        ("in-force", [("place", None), ("day", "?")], "what holds in a place such as CN-GD on a day"),
    ):
        sub = what.add_parser(name, help=text)
        for argument, count in positional:
            sub.add_argument(argument, nargs=count)
        sub.add_argument("--json", action="store_true")
        sub.add_argument("--lang", default="en")
        sub.set_defaults(run=run_law, what=name)


def run_law(args: argparse.Namespace) -> int:
    """Answer one look-up. Exit code 1 where nothing was found."""
    from tripartite.standards import law
    from tripartite.standards.fields import StandardsError
    from tripartite.standards.load import load

    standards = load()
    if args.what == "list":
        answer = law.listing(standards, args.room)
    elif args.what == "show":
        answer = law.show(standards, args.id)
    elif args.what == "search":
        answer = law.search(standards, " ".join(args.words))
    elif args.what == "compare":
        answer = law.compare(standards, args.first, args.second)
    else:
        try:
            day = date.fromisoformat(args.day) if args.day else date.today()  # noqa: DTZ011 - the reader's own day
        except ValueError as error:
            raise StandardsError(f"`{args.day}` is not a date; write it as 2025-10-01") from error
        answer = law.in_force_at(standards, args.place, day)
    text = (
        json.dumps(answer, ensure_ascii=False, indent=1, default=str)
        if args.json
        else law.render(answer, args.lang)
    )
    print(text)  # noqa: T201 - the command's answer
    return 0 if answer["entries"] else 1
