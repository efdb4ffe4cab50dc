"""tripartite check | pay | law | map | explain | compare."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from tripartite.check.run import Outcome

VERSION = "0.1.0"
FINE, FOUND, WRONG, INTERRUPTED = 0, 1, 2, 130
REST_WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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
    args = _parser().parse_args(argv)
    from tripartite.records.errors import RecordsError
    from tripartite.reports.folder import ResultsError
    from tripartite.standards.fields import StandardsError

    try:
        result: int = args.run(args)
    except (RecordsError, StandardsError, ResultsError) as error:
        print(f"tripartite: {error}", file=sys.stderr)  # noqa: T201
        return WRONG
    except KeyboardInterrupt:
        print("tripartite: stopped; nothing half-written was left.", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    except BrokenPipeError:
        return FINE
    return result


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - this is the command line's voice


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1, default=str)


def _columns() -> int:
    """How wide the terminal is; 100 where there is none, so that what is piped does not depend on it."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tripartite",
        description="Hold a factory's own records against labour law: every worker, every day.",
    )
    parser.add_argument("--version", action="version", version=f"tripartite {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _check_parser(commands)
    _pay_parser(commands)
    _small_parsers(commands)
    from tripartite.reports.questions_command import add_questions_parser
    from tripartite.reports.report_command import add_report_parser
    from tripartite.serve_command import add_serve_parser
    from tripartite.standards.law_command import add_law_parser

    add_law_parser(commands)
    add_questions_parser(commands)
    add_report_parser(commands)
    add_serve_parser(commands)
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
    from tripartite.reports.folder import refuse_foreign, whole_or_nothing

    refuse_foreign(args.out)
    if args.pdf:
        from tripartite.reports import pdf

        pdf.ready()
    folder = args.files[0] if len(args.files) == 1 and (args.files[0] / "days").is_dir() else None
    if not folder:
        from tripartite.records.sheets import begin_workbooks

        begin_workbooks(args.files)
    country = args.country.upper()
    standards, plan = _plan(country, args.standard, args.region, _announced(args.holidays))
    plan = _counted_from(plan, args.agreement_from)
    con, outcome = _check_dataset(args, folder, plan) if folder else _check_files(args, country, plan)
    from tripartite.check.store import store_findings
    from tripartite.check.summary import summarise

    n = store_findings(con, outcome, plan)
    summary = summarise(con, outcome, plan, standards, region=args.region, version=VERSION)
    summary["facility"] = args.facility
    if not folder:
        from tripartite.check.screen import integrity

        summary["integrity"] = integrity(con, plan)
    if args.answers:
        from tripartite.check.answers import read_answers
        from tripartite.check.assessment import assess, questions_for, summary_of
        from tripartite.standards.load import load

        asked = questions_for(load(), country)
        summary["answers"] = summary_of(assess(asked, read_answers(args.answers, asked)))
    if args.anonymise:
        from tripartite.check.anonymise import anonymise

        anonymise(con, summary)
    with whole_or_nothing(args.out) as work:
        _write(work, summary, con, args, keep_records=folder is None)
    if not args.quiet:
        from tripartite.reports.terminal import render

        absent = [f"findings.{s}" for s in args.skip] + (["records"] if folder else [])
        _say(
            render(
                summary,
                args.out,
                colour=sys.stdout.isatty(),
                lang=args.lang,
                columns=_columns(),
                absent=absent,
            )
        )
    return FOUND if n else FINE


def _announced(given: str | None) -> list[date]:
    """Dates joined by commas, or the lines of a text file; what follows a date on its line is a name.

    Raises RecordsError.
    """
    from tripartite.records.errors import RecordsError
    from tripartite.records.values import a_date

    if not given:
        return []
    path = Path(given)
    try:
        rows = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else given.split(",")
    except UnicodeDecodeError as error:
        raise RecordsError(f"--holidays {given}: cannot be read as UTF-8 text") from error
    out = []
    for row in (r.strip() for r in rows if r.strip()):
        day = a_date(row.split(maxsplit=1)[0].rstrip(",;"), "dmy")
        if day is None:
            raise RecordsError(f"--holidays: `{row}` is no date; write 2025-04-13 or 13/04/2568")
        out.append(day)
    return out


def _plan(country: str, named: list[str], region: str | None, holidays: list[date]) -> Any:
    from tripartite.check.plan import make_plan
    from tripartite.standards.fields import StandardsError
    from tripartite.standards.load import load, room_names

    names = named or [country.lower(), "ilo"]
    # The standards that come with the program go before folders of the same name.
    folders = [n for n in names if n not in room_names() and Path(n).is_dir()]
    own = [n for n in names if n not in folders]
    if country.lower() not in own:
        own.insert(0, country.lower())
    standards = load(own, [Path(n) for n in folders])
    plan = make_plan(standards, country, holidays=holidays)
    regions = sorted({w.region for w in plan.wages})
    if region and regions and region not in regions and region.split("-")[0] not in regions:
        from tripartite.standards.fields import close

        raise StandardsError(f"Region `{region}` is not known in {country}{close(region, regions)}")
    return standards, plan


def _progress(args: argparse.Namespace) -> Any:
    if args.quiet or not sys.stderr.isatty():
        return None

    from tripartite.reports.wording import words

    w = words(args.lang)

    def show(done: int, total: int) -> None:
        text = f"\r  {w.fill('parts_done', done=done, total=total)}"
        print(text, end="" if done < total else "\n", file=sys.stderr, flush=True)  # noqa: T201

    return show


def _check_dataset(
    args: argparse.Namespace, folder: Path, plan: Any
) -> tuple[duckdb.DuckDBPyConnection, Outcome]:
    import duckdb

    from tripartite.check.columns import DatasetSource
    from tripartite.check.run import check
    from tripartite.engines.in_process import in_process
    from tripartite.engines.pool import pool

    engine = pool(args.jobs, _progress(args)) if args.jobs > 1 else in_process(_progress(args))
    outcome = check(DatasetSource(folder), plan, engine)
    return duckdb.connect(), outcome


def _check_files(
    args: argparse.Namespace, country: str, plan: Any
) -> tuple[duckdb.DuckDBPyConnection, Outcome]:
    from tripartite.check.columns import ConnectionSource
    from tripartite.check.run import check
    from tripartite.engines.in_process import in_process
    from tripartite.records.breaks import Break
    from tripartite.records.errors import RecordsError
    from tripartite.records.mapping import Mapping
    from tripartite.records.planned import PlannedShifts
    from tripartite.records.read import FacilityDefaults, read

    if args.rest_days and not all(d.strip().rstrip("*") in REST_WORDS for d in args.rest_days.split(",")):
        raise RecordsError(
            f"--rest-days `{args.rest_days}`: name days as {', '.join(REST_WORDS)}, joined by commas"
        )
    since, until = _span_of_dates("--hours-approved", args.hours_approved)
    defaults = FacilityDefaults(
        facility=args.facility, country=country, region=args.region, wage_class=args.wage_class,
        hours_system=args.hours_system, hours_period=args.hours_period, rest_days=args.rest_days, currency=plan.currency,
        hours_approved_from=since, hours_approved_to=until, sector=args.sector, month_minutes=_month_minutes(args.month_hours),
        scheduled_minutes=_scheduled_minutes(args.scheduled_hours),
    )  # fmt: skip
    records = read(
        args.files,
        mapping=Mapping.load(args.mapping) if args.mapping else None,
        facility=defaults,
        breaks=Break.parse(args.breaks) if args.breaks else None,
        planned=PlannedShifts.parse(args.planned) if args.planned else None,
        date_order_=args.date_order,
        month=args.month,
    )
    for trouble in records.trouble:
        print(f"tripartite: {trouble}", file=sys.stderr)  # noqa: T201
    return records.con, check(ConnectionSource(records.con), plan, in_process())


def _span_of_dates(option: str, text: str | None) -> tuple[date | None, date | None]:
    """`2025-01-01..2025-12-31`, or `2025-01-01..` without an end. Raises RecordsError."""
    from tripartite.records.errors import RecordsError

    if text is None:
        return None, None
    first, dots, last = text.partition("..")
    refusal = f"{option} `{text}`: write the first and last day as 2025-01-01..2025-12-31"
    try:
        since, until = date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError as error:
        raise RecordsError(refusal) from error
    if not dots or (until and until < since):
        raise RecordsError(refusal)
    return since, until


def _month_minutes(text: str | None) -> int | None:
    """Hours a month in minutes. Raises RecordsError."""
    from tripartite.records.errors import RecordsError

    if text is None:
        return None
    from tripartite.check.payslip import month_minutes_of

    try:
        minutes = month_minutes_of(text)
    except RecordsError:
        minutes = 0
    if not 60 * 60 <= minutes <= 300 * 60:
        raise RecordsError(
            f"--month-hours `{text}`: give the hours of an average month, such as 160 or 173.8, "
            "or the days that are paid a year, such as 313 d"
        )
    return minutes


def _scheduled_minutes(text: str | None) -> int | None:
    """Hours of a day in minutes. Raises RecordsError."""
    from tripartite.check.payslip import minutes_of
    from tripartite.records.errors import RecordsError

    if text is None:
        return None
    minutes = minutes_of(text, "scheduled")
    if not 60 <= minutes <= 12 * 60:
        raise RecordsError(f"--scheduled-hours `{text}`: give the hours of one day, such as 7:30 or 7.5")
    return minutes


def _counted_from(plan: Any, text: str | None) -> Any:
    """The plan with limits counted from a day of the year, such as 04-01. Raises RecordsError."""
    from dataclasses import replace

    from tripartite.records.errors import RecordsError

    if text is None:
        return plan
    try:
        start = date.fromisoformat(f"2024-{text}")
    except ValueError as error:
        raise RecordsError(f"--agreement-from `{text}`: write month and day as 04-01") from error
    return replace(plan, calendar=replace(plan.calendar, year_from=(start.month, start.day)))


def _write(
    work: Path,
    summary: dict[str, Any],
    con: duckdb.DuckDBPyConnection,
    args: argparse.Namespace,
    *,
    keep_records: bool,
) -> None:
    from tripartite.reports import html, xlsx
    from tripartite.reports.folder import write_findings_json, write_findings_parquet, write_summary

    write_findings_parquet(work / "findings.parquet", con)
    write_summary(work / "summary.json", summary)
    (work / "report.html").write_text(html.render(summary, args.lang, con), encoding="utf-8")
    if args.pdf:
        from tripartite.reports import pdf

        pdf.write(work / "report.pdf", summary, con, args.lang)
    if "json" not in args.skip:
        write_findings_json(work / "findings.json", con)
    if "xlsx" not in args.skip:
        xlsx.write(work / "findings.xlsx", summary, con, args.lang)
    if keep_records:
        from tripartite.records.read import write_rejects
        from tripartite.records.tables import TABLES

        write_rejects(con, work / "rejects.csv")
        kept = work / "records"
        kept.mkdir()
        for table in (*TABLES, "notes"):
            target = str(kept / f"{table}.parquet").replace("'", "''")
            con.execute(f"COPY \"{table}\" TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


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
    import duckdb

    from tripartite.check.explain import explain
    from tripartite.records.tables import TABLES
    from tripartite.reports.explanation import render
    from tripartite.reports.folder import ResultsError, is_results
    from tripartite.standards.load import load

    if not is_results(args.results) or not (args.results / "records").is_dir():
        raise ResultsError(f"{args.results} is not the results folder of a check of files")
    con = duckdb.connect()
    for name, path in (("findings", "findings.parquet"), *((t, f"records/{t}.parquet") for t in TABLES)):
        target = str(args.results / path).replace("'", "''")
        con.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{target}')")
    names = json.loads((args.results / "summary.json").read_text(encoding="utf-8"))["standards"]
    from tripartite.check.plan import LOADED  # noqa: F401 - registers the measures

    told = explain(con, load(names), args.finding)
    if told is None:
        raise ResultsError(
            f"There is no finding {args.finding} in {args.results}; see findings.xlsx or findings.parquet for their numbers"
        )
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
