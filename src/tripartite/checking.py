"""The main path, once: read, check, store, summarise, screen, write. Command line, site and notebooks call it:

>>> checked = check(CheckRequest([Path("records")], "CN", region="CN-GD"))
>>> write(Path("result"), checked)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from tripartite import VERSION
from tripartite.beside import Beside

if TYPE_CHECKING:
    import duckdb

    from tripartite.check.plan import Plan
    from tripartite.check.run import Outcome
    from tripartite.records.mapping import Mapping, SheetMapping
    from tripartite.records.read import FacilityDefaults
    from tripartite.standards.load import Standards

REST_WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STAGES = ("read", "check", "summarise", "write")
Progress = Callable[[str, int, int], None]


class CheckRequest(Struct, frozen=True):
    """What is to be checked against what. Texts are as the command line's options of the same names have them.

    files: files and folders, or one folder of canonical Parquet tables. standards: names or folders; none: the
    country's law and the ILO's. jobs: processes, for a dataset of several shards.
    """

    files: Sequence[Path]
    country: str
    region: str | None = None
    wage_class: str | None = None
    sector: str | None = None
    standards: Sequence[str] = ()
    facility: str = "facility"
    breaks: str | None = None
    planned: str | None = None
    rest_days: str | None = None
    scheduled_hours: str | None = None
    hours_system: str | None = None
    hours_period: str | None = None
    hours_approved: str | None = None
    agreement_from: str | None = None
    month_hours: str | None = None
    holidays: str | Path | None = None
    mapping: Path | Mapping | None = None
    date_order: str = ""
    month: str = ""
    answers: Path | None = None
    anonymise: bool = False
    jobs: int = 1

    @property
    def dataset(self) -> Path | None:
        """The folder of canonical tables, where that is what was given."""
        return self.files[0] if len(self.files) == 1 and (self.files[0] / "days").is_dir() else None


class Checked(Struct):
    """A check's results: the tables in `con` (findings, and of files the records), the summary, and what went wrong
    with single files.
    """

    con: duckdb.DuckDBPyConnection
    plan: Plan
    summary: dict[str, Any]
    findings: int
    trouble: list[str]
    mappings: list[SheetMapping]
    of_files: bool


def check(request: CheckRequest, progress: Progress | None = None) -> Checked:
    """Hold the records of a request against its standards. Raises RecordsError, StandardsError.

    `progress` is told the stage, how much of it is done, and of how much.
    """
    tell = progress or (lambda *_: None)
    begun = None if request.dataset else _begin_reading(request, ahead=progress is None)
    standards, plan = standards_and_plan(request)
    con, outcome, trouble, mappings, signs = _judged(request, plan, tell, begun)
    tell("summarise", 0, 1)
    from tripartite.check.store import store_findings

    findings = store_findings(con, outcome, plan)
    summary = _summary(con, outcome, plan, standards, request)
    if signs:
        summary["integrity"] = signs.result()
    if request.anonymise:
        from tripartite.check.anonymise import anonymise

        anonymise(con, summary)
    tell("summarise", 1, 1)
    return Checked(con, plan, summary, findings, trouble, mappings, of_files=request.dataset is None)


def write(
    out: Path, checked: Checked, *, lang: str = "en", skip: Sequence[str] = (), pdf: bool = False
) -> None:
    """Write results and reports to the folder `out`, whole or not at all. Raises ResultsError."""
    from tripartite.reports import html, xlsx
    from tripartite.reports.folder import whole_or_nothing, write_summary

    with (
        whole_or_nothing(out) as work,
        Beside(lambda: _write_tables(work, checked, checked.con.cursor(), skip)) as tables,
    ):
        write_summary(work / "summary.json", checked.summary)
        (work / "report.html").write_text(html.render(checked.summary, lang, checked.con), encoding="utf-8")
        if pdf:
            from tripartite.reports import pdf as printed

            printed.write(work / "report.pdf", checked.summary, checked.con, lang)
        if "xlsx" not in skip:
            xlsx.write(work / "findings.xlsx", checked.summary, checked.con, lang)
        tables.result()


def write_data(folder: Path, checked: Checked) -> None:
    """What every report can be made of again: findings, summary, and of files the records and rejects."""
    from tripartite.reports.folder import write_summary

    _write_tables(folder, checked, checked.con, skip=("json",))
    write_summary(folder / "summary.json", checked.summary)


def _write_tables(
    folder: Path, checked: Checked, con: duckdb.DuckDBPyConnection, skip: Sequence[str]
) -> None:
    """Findings and, of files, the records and rejects: what the database writes by itself."""
    from tripartite.reports.folder import write_findings_json, write_findings_parquet

    write_findings_parquet(folder / "findings.parquet", con)
    if "json" not in skip:
        write_findings_json(folder / "findings.json", con)
    if checked.of_files:
        _write_records(folder, con)


def _write_records(folder: Path, con: duckdb.DuckDBPyConnection) -> None:
    from tripartite.records.read import write_rejects
    from tripartite.records.tables import TABLES

    write_rejects(con, folder / "rejects.csv")
    kept = folder / "records"
    kept.mkdir()
    for table in (*TABLES, "notes"):
        target = str(kept / f"{table}.parquet").replace("'", "''")
        con.execute(f"COPY \"{table}\" TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def _summary(
    con: duckdb.DuckDBPyConnection, outcome: Outcome, plan: Plan, standards: Standards, request: CheckRequest
) -> dict[str, Any]:
    from tripartite.check.summary import summarise

    summary = summarise(con, outcome, plan, standards, region=request.region, version=VERSION)
    summary["facility"] = request.facility
    if request.answers:
        from tripartite.check.answers import read_answers
        from tripartite.check.assessment import assess, questions_for, summary_of
        from tripartite.standards.load import load

        asked = questions_for(load(), plan.country)
        summary["answers"] = summary_of(assess(asked, read_answers(request.answers, asked)))
    return summary


# --- The standards ----------------------------------------------------------------------------------


def standards_and_plan(request: CheckRequest) -> tuple[Standards, Plan]:
    """What the request is held against. Raises StandardsError, RecordsError."""
    from tripartite.check.plan import make_plan
    from tripartite.standards.fields import StandardsError
    from tripartite.standards.load import load, room_names

    country, region = request.country.upper(), request.region
    announced = announced_holidays(request.holidays)
    names = request.standards or [country.lower(), "ilo"]
    # The standards that come with the program go before folders of the same name.
    folders = [n for n in names if n not in room_names() and Path(n).is_dir()]
    own = [n for n in names if n not in folders]
    if country.lower() not in own:
        own.insert(0, country.lower())
    standards = load(own, [Path(n) for n in folders])
    plan = make_plan(standards, country, holidays=announced)
    regions = sorted({w.region for w in plan.wages})
    if region and regions and region not in regions and region.split("-")[0] not in regions:
        from tripartite.standards.fields import close

        raise StandardsError(f"Region `{region}` is not known in {country}{close(region, regions)}")
    wage_class, classes = request.wage_class, plan.classes_of(region or country)
    if wage_class and classes and wage_class not in classes:
        from tripartite.standards.fields import close

        raise StandardsError(
            f"Wage class `{wage_class}` is not known in {region or country}{close(wage_class, classes)}"
        )
    return standards, _counted_from(plan, request.agreement_from)


def announced_holidays(given: str | Path | None) -> list[date]:
    """Dates joined by commas, or the lines of a text file; what follows a date on its line is a name.

    Raises RecordsError.
    """
    from tripartite.records.errors import RecordsError
    from tripartite.records.values import a_date

    if not given:
        return []
    try:
        rows = (
            given.read_text(encoding="utf-8-sig").splitlines()
            if isinstance(given, Path)
            else given.split(",")
        )
    except UnicodeDecodeError as error:
        raise RecordsError(f"--holidays {given}: cannot be read as UTF-8 text") from error
    out = []
    for row in (r.strip() for r in rows if r.strip()):
        day = a_date(row.split(maxsplit=1)[0].rstrip(",;"), "dmy")
        if day is None:
            raise RecordsError(f"--holidays: `{row}` is no date; write 2025-04-13 or 13/04/2568")
        out.append(day)
    return out


def _counted_from(plan: Plan, text: str | None) -> Plan:
    """The plan with limits counted from a day of the year, such as 04-01. Raises RecordsError."""
    from tripartite.records.errors import RecordsError

    if text is None:
        return plan
    try:
        start = date.fromisoformat(f"2024-{text}")
    except ValueError as error:
        raise RecordsError(f"--agreement-from `{text}`: write month and day as 04-01") from error
    return replace(plan, calendar=structs.replace(plan.calendar, year_from=(start.month, start.day)))


# --- The records, held against them -----------------------------------------------------------------


def _begin_reading(request: CheckRequest, *, ahead: bool) -> dict[str, Any]:
    """How the files are to be read; `ahead` begins it while the rest of the program loads. Raises RecordsError."""
    from tripartite.currencies import COUNTRY_CURRENCY
    from tripartite.records.database import begin_database
    from tripartite.records.read import begin_reading

    how: dict[str, Any] = {
        "mapping": _mapping(request),
        "facility": facility_defaults(request, COUNTRY_CURRENCY.get(request.country.upper(), "")),
        "date_order_": request.date_order,
        "month": request.month,
    }
    if ahead:
        begin_reading(request.files, **how)
        begin_database()
    return how


def _judged(
    request: CheckRequest, plan: Plan, tell: Progress, how: dict[str, Any] | None
) -> tuple[
    duckdb.DuckDBPyConnection, Outcome, list[str], list[SheetMapping], Beside[list[dict[str, Any]]] | None
]:
    def part(done: int, total: int) -> None:
        tell("check", done, total)

    if folder := request.dataset:
        import duckdb

        from tripartite.check.columns import DatasetSource
        from tripartite.check.run import check as hold
        from tripartite.engines.in_process import in_process
        from tripartite.engines.pool import pool

        engine = pool(request.jobs, part) if request.jobs > 1 else in_process(part)
        # The database starts threads, and a pool forks only from a process that has none: it comes after.
        outcome = hold(DatasetSource(folder), plan, engine)
        return duckdb.connect(), outcome, [], [], None
    from tripartite.check.columns import ConnectionSource
    from tripartite.check.run import check as hold
    from tripartite.engines.in_process import in_process
    from tripartite.records.read import read

    records = read(
        request.files,
        breaks=_breaks(request),
        planned=_planned(request),
        progress=_file_progress(request, tell),
        **(how or {}),
    )
    tell("check", 0, 1)
    # The screen looks at the records alone: it runs while they are judged, and the findings laid down and summed.
    cursor = records.con.cursor()
    signs = Beside(lambda: _screened(cursor, plan))
    outcome = hold(ConnectionSource(records.con), plan, in_process(part))
    return records.con, outcome, records.trouble, records.mappings, signs


def _screened(con: duckdb.DuckDBPyConnection, plan: Plan) -> list[dict[str, Any]]:
    from tripartite.check.screen import integrity

    return integrity(con, plan)


def _file_progress(request: CheckRequest, tell: Progress) -> Callable[[str], None]:
    from tripartite.records.read import expand

    done, total = -1, len(expand(request.files))

    def begun(_: str) -> None:
        nonlocal done
        done += 1
        tell("read", done, total)

    return begun


def _mapping(request: CheckRequest) -> Mapping | None:
    from tripartite.records.mapping import Mapping

    return Mapping.load(request.mapping) if isinstance(request.mapping, Path) else request.mapping


def _breaks(request: CheckRequest) -> Any:
    from tripartite.records.breaks import Break

    return Break.parse(request.breaks) if request.breaks else None


def _planned(request: CheckRequest) -> Any:
    from tripartite.records.planned import PlannedShifts

    return PlannedShifts.parse(request.planned) if request.planned else None


def facility_defaults(request: CheckRequest, currency: str) -> FacilityDefaults:
    """What a request says of the facility, checked. Raises RecordsError."""
    from tripartite.records.errors import RecordsError
    from tripartite.records.read import FacilityDefaults

    days = request.rest_days
    if days and not all(d.strip().rstrip("*") in REST_WORDS for d in days.split(",")):
        raise RecordsError(f"--rest-days `{days}`: name days as {', '.join(REST_WORDS)}, joined by commas")
    since, until = _span_of_dates("--hours-approved", request.hours_approved)
    return FacilityDefaults(
        facility=request.facility, country=request.country.upper(), region=request.region, wage_class=request.wage_class,
        hours_system=request.hours_system, hours_period=request.hours_period, rest_days=days, currency=currency,
        hours_approved_from=since, hours_approved_to=until, sector=request.sector,
        month_minutes=_month_minutes(request.month_hours), scheduled_minutes=_scheduled_minutes(request.scheduled_hours),
    )  # fmt: skip


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
    if text is None:
        return None
    from tripartite.check.payslip import minutes_of
    from tripartite.records.errors import RecordsError

    minutes = minutes_of(text, "scheduled")
    if not 60 <= minutes <= 12 * 60:
        raise RecordsError(f"--scheduled-hours `{text}`: give the hours of one day, such as 7:30 or 7.5")
    return minutes
