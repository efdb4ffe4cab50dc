"""tripartite report: write a check's report again, as PDF or in another language."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.reports.folder import ResultsError, open_results
from tripartite.standards.law_command import LANGUAGES

if TYPE_CHECKING:
    import duckdb


def add_report_parser(commands: Any) -> None:
    """Add the command `report` to the command line."""
    p = commands.add_parser("report", help="a check's report as PDF, page or workbook, in any language")
    p.add_argument("results", type=Path, help="a results folder of tripartite check")
    p.add_argument("--pdf", type=Path, metavar="FILE", help="write the report as PDF")
    p.add_argument("--html", type=Path, metavar="FILE", help="write the report as a page")
    p.add_argument("--xlsx", type=Path, metavar="FILE", help="write the findings as a workbook")
    p.add_argument(
        "--people",
        action="store_true",
        help="name workers by their numbers in the PDF, which leaves them out otherwise",
    )
    p.add_argument("--lang", choices=LANGUAGES, default="en", help="language of what is written")
    p.set_defaults(run=run_report)


def run_report(args: argparse.Namespace) -> int:
    """Write what was asked for. Raises ResultsError."""
    if not (args.pdf or args.html or args.xlsx):
        raise ResultsError("Say what to write: --pdf FILE, --html FILE or --xlsx FILE")
    summary, con = open_results(args.results)
    _view_rows_not_used(con, args.results)
    if args.pdf:
        from tripartite.reports import pdf

        _write(args.pdf, pdf.render(summary, args.lang, con, people=args.people))
    if args.html:
        from tripartite.reports import html

        _write(args.html, html.render(summary, args.lang, con).encode("utf-8", errors="backslashreplace"))
    if args.xlsx:
        from tripartite.reports import xlsx

        xlsx.write(args.xlsx, summary, con, args.lang)
        _told(args.xlsx)
    return 0


def _view_rows_not_used(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """What was said of input rows lies beside the findings, where files and not a dataset were checked."""
    for table, path, reader in (
        ("rejects", folder / "rejects.csv", "read_csv({}, header = true, all_varchar = true)"),
        ("notes", folder / "records" / "notes.parquet", "read_parquet({})"),
    ):
        if path.is_file():
            quoted = "'" + str(path).replace("'", "''") + "'"
            con.execute(f"CREATE VIEW {table}_as_text AS SELECT * FROM {reader.format(quoted)}")
            con.execute(
                f'CREATE VIEW {table} AS SELECT * REPLACE (try_cast("row" AS BIGINT) AS "row") FROM {table}_as_text'
            )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ResultsError(f"{path} cannot be written: {error.strerror}") from error
    _told(path)


def _told(path: Path) -> None:
    print(path)  # noqa: T201 - the command's answer
