"""tripartite law: list, show, search, compare, and what holds in a place on a day."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tripartite.standards.load import Standards

LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")
FORMATS = ("json", "csv", "jsonld", "datapackage")


def add_law_parser(commands: Any) -> None:
    """Add the command `law` to the command line."""
    p = commands.add_parser("law", help="look up standards: list, show, search, compare, in-force")
    what = p.add_subparsers(required=True, metavar="WHAT")
    for name, positional, text in (
        ("list", [("room", "?")], "rules of a room by topic, or the rooms"),
        ("show", [("id", None)], "a provision or a rule with its history and sources"),
        ("search", [("words", "+")], "provisions and rules by words in any language"),
        ("compare", [("named", "+")], "rooms side by side, or one measure across them: overtime_in_month"),
        ("changes", [("first", None), ("last", None), ("room", "?")], "what changed between two days"),
        ("unverified", [("room", "?")], "what was not read in a source"),
        ("overdue", [("room", "?")], "what should be reviewed"),
        ("counterparts", [("id", None)], "what other laws, conventions and codes ask for the same duty"),
        ("duties", [], "the duties by which provisions of all rooms are related"),
        ("ratifications", [("asked", "?")], "which country has ratified what: all, or of c87, or of VN"),
        ("contacts", [("country", None)], "whom a worker can turn to, until when and how: TH"),
        ("in-force", [("place", None), ("day", "?")], "what holds in a place such as CN-GD on a day"),
    ):
        sub = what.add_parser(name, help=text)
        for argument, count in positional:
            sub.add_argument(argument, nargs=count)
        sub.add_argument("--json", action="store_true")
        sub.add_argument("--lang", choices=LANGUAGES, default="en", help="of show, search and contacts")
        sub.add_argument("--on", help="the day, such as 2026-01-01; today without it")
        sub.set_defaults(run=run_law, what=name)
    sub = what.add_parser("export", help="the whole body as JSON, CSV, JSON-LD and a data package")
    sub.add_argument("--out", type=Path, required=True)
    sub.add_argument("--format", action="append", choices=FORMATS, help="one or more; all without it")
    sub.set_defaults(run=run_export)


def run_export(args: argparse.Namespace) -> int:
    """Write the whole body of standards."""
    from tripartite.standards.export import export
    from tripartite.standards.load import load

    for path in export(load(), args.out, args.format or FORMATS):
        print(path)  # noqa: T201 - the command's answer
    return 0


def run_law(args: argparse.Namespace) -> int:
    """Answer one look-up. Exit code 1 where nothing was found."""
    from tripartite.standards import compare, counterparts, law
    from tripartite.standards.load import load
    from tripartite.standards.search.answer import search
    from tripartite.standards.views.remedy import contacts

    standards = load()
    today = date.today()  # noqa: DTZ011 - the reader's own day
    day = _day(args.on, today)
    if args.what == "list":
        answer = law.listing(standards, args.room)
    elif args.what == "show":
        answer = _show(standards, args, day)
    elif args.what == "search":
        answer = search(standards, " ".join(args.words), args.lang)
    elif args.what == "compare":
        answer = compare.compare(standards, args.named, day)
    elif args.what == "changes":
        answer = compare.changes(standards, _day(args.first, today), _day(args.last, today), args.room)
    elif args.what == "unverified":
        answer = compare.unverified(standards, args.room)
    elif args.what == "overdue":
        answer = compare.overdue(standards, day, args.room)
    elif args.what == "counterparts":
        answer = counterparts.counterparts(standards, args.id)
    elif args.what == "duties":
        answer = counterparts.duties(standards)
    elif args.what == "contacts":
        answer = contacts(standards, args.country, args.lang)
    elif args.what == "ratifications":
        answer = counterparts.ratifications(standards, args.asked)
    else:
        answer = law.in_force_at(standards, args.place, _day(args.day, day))
    # Where there is a view of the answer as plain data, that is what other programs get.
    data = answer.get("view", answer)
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str) if args.json else law.render(answer)
    print(text)  # noqa: T201 - the command's answer
    return 0 if answer["entries"] else 1


def _show(standards: Standards, args: argparse.Namespace, day: date) -> dict[str, Any]:
    """In English with all languages beside each other; in a chosen language, and for programs, as a view."""
    from tripartite.standards import law
    from tripartite.standards.views.shown import is_instrument, shown

    if args.lang == "en" and not args.json and not is_instrument(standards, args.id):
        return law.show(standards, args.id)
    return shown(standards, args.id, args.lang, day)


def _day(text: str | None, otherwise: date) -> date:
    """A date as written on the command line. Raises StandardsError."""
    from tripartite.standards.fields import StandardsError

    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise StandardsError(f"`{text}` is not a date; write it as 2025-10-01") from error
