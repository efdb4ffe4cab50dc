"""tripartite check | pay | law | map | explain | compare."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tripartite import VERSION

FINE, FOUND, WRONG, INTERRUPTED = 0, 1, 2, 130
HOURS_SYSTEMS = ("standard", "comprehensive", "flexible", "compressed", "exempt")
PAY_HOURS = {
    "overtime": "overtime on ordinary days, such as 10 or 10:30",
    "overtime-night": "overtime on ordinary days at night",
    "night": "normal hours at night",
    "extra": "hours beyond the facility's own and within the law's, on ordinary days",
    "excess": "hours above what the period of averaged hours allows",
    "rest": "work on the rest day by law",
    "rest-night": "the same at night",
    "holiday": "work on public holidays",
    "normal": "normal hours, of piece workers",
}

LANGUAGES = ("en", "zh", "ja", "vi", "th", "my", "fil")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line. Exit codes: 0 all met or cannot tell, 1 something is not met, 2 it could not be done."""
    # No matrix is ever multiplied here: numpy need not start threads for that.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Loading the program makes many things and throws none away: looking for rubbish every 700 is a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    words = sys.argv[1:] if argv is None else argv
    args = _parser(words[0] if words else "").parse_args(argv)
    try:
        result: int = args.run(args)
    except _expected() as error:
        print(f"tripartite: {error}", file=sys.stderr)  # noqa: T201
        return WRONG
    except KeyboardInterrupt:
        print("tripartite: stopped; nothing half-written was left.", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        return FINE
    return result


def _expected() -> tuple[type[Exception], ...]:
    """Errors whose text tells what to do. Asked for when one is raised: to import them takes as long as to parse a command."""
    from tripartite.records.errors import RecordsError
    from tripartite.reports.folder import ResultsError
    from tripartite.standards.fields import StandardsError

    return RecordsError, StandardsError, ResultsError


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - this is the command line's voice


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1, default=str)


def _columns() -> int:
    """How wide the terminal is; 100 where there is none, so that what is piped does not depend on it."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def _parser(asked: str = "") -> argparse.ArgumentParser:
    """The parser of all commands; of `check` alone where that is asked, as the others' modules take longer to
    import than it takes to parse.
    """
    parser = argparse.ArgumentParser(
        prog="tripartite",
        description="Hold a factory's own records against labour law: every worker, every day.",
    )
    parser.add_argument("--version", action="version", version=f"tripartite {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _check_parser(commands)
    if asked == "check":
        return parser
    _pay_parser(commands)
    _small_parsers(commands)
    from tripartite.mcp_command import add_mcp_parser
    from tripartite.reports.bundle_command import add_bundle_parsers
    from tripartite.reports.questions_command import add_questions_parser
    from tripartite.reports.report_command import add_report_parser
    from tripartite.serve_command import add_serve_parser
    from tripartite.standards.law_command import add_law_parser
    from tripartite.training.training_command import add_training_parser

    add_law_parser(commands)
    add_questions_parser(commands)
    add_report_parser(commands)
    add_bundle_parsers(commands)
    add_training_parser(commands)
    add_serve_parser(commands)
    add_mcp_parser(commands)
    return parser


def _check_parser(commands: Any) -> None:
    p = commands.add_parser("check", help="check files or a dataset against standards")
    p.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILES",
        help="files, folders, or one folder of canonical Parquet tables",
    )
    p.add_argument("--country", required=True, help="CN, JP, MM, PH, TH or VN")
    p.add_argument("--region", help="ISO 3166-2 code, such as CN-GD")
    p.add_argument("--wage-class", help="the district's minimum-wage class, such as 2")
    p.add_argument(
        "--standard", action="append", default=[], help="cn, ilo, ... or a folder; may be given several times"
    )
    p.add_argument("--out", type=Path, required=True, help="folder for the results")
    p.add_argument("--mapping", type=Path, help="saved column mapping")
    p.add_argument(
        "--shift",
        dest="planned",
        help="planned shifts, such as 08:00-17:00 or '08:00-17:00, 20:00-05:00': waiting before them is no work; "
        "none: all time between presses is",
    )
    p.add_argument(
        "--break",
        dest="breaks",
        help='unpaid break that nobody punches: "60", "60 after 6h" or "12:00-13:00"',
    )
    p.add_argument("--answers", type=Path, help="answers to the questions (CSV of ODK or KoboToolbox)")
    p.add_argument(
        "--rest-days",
        help="weekly rest days of the facility, such as sun or sat,sun; a star marks the rest day by law: sat,sun*",
    )
    p.add_argument(
        "--scheduled-hours",
        help="the facility's own working hours of a day, such as 7:30, where they are shorter",
    )
    p.add_argument(
        "--holidays",
        help="holidays the employer announced where the law lets it choose: dates joined by commas, or a text file of them",
    )
    p.add_argument("--hours-system", choices=HOURS_SYSTEMS)
    p.add_argument(
        "--sector", help="the facility's sector where the law tells sectors apart, such as hazardous"
    )
    p.add_argument(
        "--month-hours",
        help="hours that a monthly wage is divided by, such as 160, or the days that are paid a year, such as 313 d, "
        "where the law leaves that open",
    )
    p.add_argument(
        "--hours-period",
        choices=("week", "month", "quarter", "year"),
        help="the period over which hours are averaged, with comprehensive or flexible hours",
    )
    p.add_argument(
        "--agreement-from",
        help="month and day from which the overtime agreement counts its year and months, such as 04-01",
    )
    p.add_argument(
        "--hours-approved",
        help="when the labour authority approved special hours for, such as 2025-01-01..2025-12-31",
    )
    p.add_argument("--facility", default="facility", help="the facility's name in the results")
    p.add_argument("--date-order", choices=("dmy", "mdy"), default="", help="how 03/04/2025 is meant")
    p.add_argument("--month", default="", help="month of a sheet that does not name it, such as 2025-03")
    p.add_argument("--anonymise", action="store_true", help="replace worker numbers in all results")
    p.add_argument("--jobs", type=int, default=1, help="processes, for a dataset of several shards")
    _add_lang(p)
    p.add_argument(
        "--skip",
        action="append",
        default=[],
        choices=("xlsx", "json"),
        help="leave out findings.xlsx or findings.json: they grow with the findings, and a country has millions",
    )
    p.add_argument("--pdf", action="store_true", help="write report.pdf as well, without workers' numbers")
    p.add_argument("--quiet", action="store_true", help="print nothing but errors")
    p.set_defaults(run=run_check)


def _add_lang(p: argparse.ArgumentParser) -> None:
    p.add_argument("--lang", choices=LANGUAGES, default="en", help="language of what is written and printed")


def _pay_parser(commands: Any) -> None:
    p = commands.add_parser("pay", help="what one worker is due, line by line")
    p.add_argument("case", nargs="?", help="YAML or JSON file; - for standard input")
    for name in ("country", "region", "wage-class", "month", "wage", "basis", "hours-system", "hours-period"):
        p.add_argument(f"--{name}")
    for name in ("sector", "workers", "employment", "month-hours", "scheduled-hours"):
        p.add_argument(f"--{name}")
    for name, text in PAY_HOURS.items():
        p.add_argument(f"--{name}", help=text)
    for name in ("paid-overtime", "paid-basic"):
        p.add_argument(f"--{name}")
    p.add_argument("--json", action="store_true", help="print JSON")
    _add_lang(p)
    p.set_defaults(run=run_pay)


def _small_parsers(commands: Any) -> None:
    p = commands.add_parser("map", help="show how columns would be read, and save that for correction")
    p.add_argument("files", nargs="+", type=Path)
    p.add_argument("--save", type=Path, help="write the mapping as YAML")
    p.set_defaults(run=run_map)
    p = commands.add_parser("explain", help="a finding's rows, values, formula and law")
    p.add_argument("results", type=Path)
    p.add_argument("finding")
    p.add_argument("--json", action="store_true")
    _add_lang(p)
    p.set_defaults(run=run_explain)
    p = commands.add_parser("compare", help="what changed between two checks")
    p.add_argument("old", type=Path)
    p.add_argument("new", type=Path)
    p.add_argument("--json", action="store_true")
    _add_lang(p)
    p.set_defaults(run=run_compare)


# --- check ----------------------------------------------------------------------------------------


def run_check(args: argparse.Namespace) -> int:
    """Read, check, write all results, print the summary."""
    from tripartite.checking import CheckRequest, check, write
    from tripartite.reports.folder import refuse_foreign

    refuse_foreign(args.out)
    if args.pdf:
        from tripartite.reports import pdf

        pdf.ready()
    asked = {k: v for k, v in vars(args).items() if k in CheckRequest.__struct_fields__}
    if args.holidays and Path(args.holidays).is_file():
        asked["holidays"] = Path(args.holidays)
    request = CheckRequest(**asked, standards=args.standard)
    checked = check(request, _progress(args) if request.dataset else None)
    for trouble in checked.trouble:
        print(f"tripartite: {trouble}", file=sys.stderr)  # noqa: T201
    write(args.out, checked, lang=args.lang, skip=args.skip, pdf=args.pdf)
    if not args.quiet:
        from tripartite.reports.terminal import render

        absent = [f"findings.{s}" for s in args.skip] + ([] if checked.of_files else ["records"])
        _say(
            render(
                checked.summary,
                args.out,
                colour=sys.stdout.isatty(),
                lang=args.lang,
                columns=_columns(),
                absent=absent,
            )
        )
    return FOUND if checked.findings else FINE


def _progress(args: argparse.Namespace) -> Any:
    if args.quiet or not sys.stderr.isatty():
        return None

    from tripartite.reports.wording import words

    w = words(args.lang)

    def show(stage: str, done: int, total: int) -> None:
        if stage == "check" and done:
            text = f"\r  {w.fill('parts_done', done=done, total=total)}"
            print(text, end="" if done < total else "\n", file=sys.stderr, flush=True)  # noqa: T201

    return show


# --- the smaller commands ---------------------------------------------------------------------------


def run_map(args: argparse.Namespace) -> int:
    """Show the proposed mapping, and save it if asked."""
    from tripartite.records.mapping import Mapping, propose, render
    from tripartite.records.read import expand

    proposed = [m for path in expand(args.files) for m in propose(path)]
    _say(render(proposed))
    if args.save:
        Mapping(proposed).save(args.save)
        _say(f"\nSaved as {args.save}. Correct it, then: tripartite check ... --mapping {args.save}")
    return FINE


def run_pay(args: argparse.Namespace) -> int:
    """Compute one worker's due."""
    from tripartite.check.payslip import case_from, due
    from tripartite.reports.payslip import render

    result = due(case_from(args.case, vars(args)))
    _say(_json(result) if args.json else render(result, args.lang, _columns()))
    return FOUND if result.get("short", 0) else FINE


def run_explain(args: argparse.Namespace) -> int:
    """Explain a finding from a results folder."""
    from tripartite.reports.explanation import explained, render

    told = explained(args.results, args.finding)
    _say(_json(told) if args.json else render(told, args.lang, _columns()))
    return FINE


def run_compare(args: argparse.Namespace) -> int:
    """Compare two results folders."""
    from tripartite.reports.compare import compare, render

    result = compare(args.old, args.new)
    _say(_json(result) if args.json else render(result, args.lang, _columns()))
    return FOUND if result["new"] else FINE


if __name__ == "__main__":
    sys.exit(main())
