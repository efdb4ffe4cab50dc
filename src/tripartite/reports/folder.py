"""A check's results as a folder: written beside the target and moved into place when whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

FORM = "tripartite summary"
OURS = {
    "summary.json", "findings.parquet", "findings.json", "findings.xlsx", "report.html", "report.pdf", "rejects.csv",
    "mapping.yaml", "records",
}  # fmt: skip
# Stands in a target that cannot be renamed (a mounted folder) while it is being filled.
UNFINISHED = ".tripartite-unfinished"


class ResultsError(Exception):
    """A results folder that cannot be written or read; the text says which and what to do."""


def write_all(
    out: Path,
    summary: dict[str, Any],
    con: duckdb.DuckDBPyConnection,
    *,
    lang: str = "en",
    further: Callable[[Path], object] | None = None,
) -> None:
    """Write all results of a check to the folder `out`, whole or not at all.

    `con` holds the table `findings` and, of a check of files, `rejects` and `notes`. `further` writes what
    else belongs there into the folder it is given. Raises ResultsError where `out` holds something else.
    """
    from tripartite.reports import html, xlsx

    with whole_or_nothing(out) as work:
        write_data(work, summary, con)
        html.write(work / "report.html", summary, con, lang)
        xlsx.write(work / "findings.xlsx", summary, con, lang)
        if further:
            further(work)


def refuse_foreign(out: Path) -> None:
    """Refuse a target that is no folder, or a folder with something else than an earlier result in it."""
    if out.exists() and not out.is_dir():
        raise ResultsError(f"{out} is a file; name a folder for the results")
    if out.is_dir() and any(out.iterdir()) and not (is_results(out) or (out / UNFINISHED).exists()):
        raise ResultsError(
            f"{out} holds files that are not the results of a check, and is left as it is. Name another folder, or an empty one."
        )


def is_results(folder: Path) -> bool:
    """Whether the folder holds the results of a check."""
    try:
        form = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["form"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return isinstance(form, str) and form.startswith(FORM)


def read_summary(folder: Path) -> dict[str, Any]:
    """summary.json of a results folder. Raises ResultsError for another folder."""
    if not is_results(folder):
        raise ResultsError(
            f"{folder} is not a results folder of tripartite check: it has no summary.json of ours"
        )
    content: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return content


def open_results(folder: Path) -> tuple[dict[str, Any], duckdb.DuckDBPyConnection]:
    """A results folder's summary and a connection with its findings, to write a report again."""
    import duckdb

    summary = read_summary(folder)
    con = duckdb.connect()
    con.execute(f"CREATE VIEW findings AS SELECT * FROM read_parquet({_quoted(folder / 'findings.parquet')})")
    return summary, con


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """A working folder that becomes `out` when the block ends well, and vanishes when it does not.

    An earlier result in `out` is replaced; what somebody else put beside it is kept.
    """
    refuse_foreign(out)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    work = out.parent / f"{_prefix(out)}{os.getpid()}"
    work.mkdir()
    try:
        yield work
        _put_in_place(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prefix(out: Path) -> str:
    return f".{out.name}.tripartite-"


def _sweep(out: Path) -> None:
    """Remove the working folders of runs that were killed."""
    for left in out.parent.glob(f"{_prefix(out)}*"):
        pid = left.name.removeprefix(_prefix(out)).partition("-")[0]
        if pid.isdigit() and not _is_running(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return pid != os.getpid()  # asking Windows about a process may end it
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put_in_place(work: Path, out: Path) -> None:
    if not out.exists():
        work.rename(out)
        return
    old = work.with_name(f"{work.name}-old")
    try:
        out.rename(old)
    except OSError:  # a mounted folder, or one whose parent may not be written to
        _fill(work, out)
        return
    try:
        for entry in old.iterdir():
            if entry.name not in OURS and entry.name != UNFINISHED and not (work / entry.name).exists():
                entry.rename(work / entry.name)
        work.rename(out)
    except BaseException:
        if not out.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _fill(work: Path, out: Path) -> None:
    """Move the results into a folder that must stay where it is; summary.json comes last and says they are whole."""
    (out / UNFINISHED).touch()
    (out / "summary.json").unlink(missing_ok=True)
    for name in sorted(OURS):
        target = out / name
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    for entry in sorted(work.iterdir(), key=lambda p: p.name == "summary.json"):
        shutil.move(entry, out / entry.name)
    with suppress(FileNotFoundError):
        (out / UNFINISHED).unlink()


def write_data(folder: Path, summary: dict[str, Any], con: duckdb.DuckDBPyConnection) -> None:
    """findings.parquet, findings.json and summary.json."""
    write_findings_parquet(folder / "findings.parquet", con)
    write_findings_json(folder / "findings.json", con)
    write_summary(folder / "summary.json", summary)


def write_findings_parquet(path: Path, con: duckdb.DuckDBPyConnection) -> None:
    _copy(con, path, "FORMAT parquet, COMPRESSION zstd")


def write_findings_json(path: Path, con: duckdb.DuckDBPyConnection) -> None:
    """All findings as one JSON array, a finding a line, in the order of the table."""
    _copy(con, path, "FORMAT json, ARRAY true")


def _copy(con: duckdb.DuckDBPyConnection, path: Path, form: str) -> None:
    """Write the findings in the order of the table, a stretch at a time.

    Several threads hold back what others have not written yet (1.1 GB for two million findings, and not
    faster); sorting would need all at once.
    """
    threads = con.execute("SELECT current_setting('threads')").fetchall()[0][0]
    con.execute("SET threads = 1")
    try:
        con.execute(f"COPY findings TO {_quoted(path)} ({form})")
    finally:
        con.execute(f"SET threads = {threads}")


def write_summary(path: Path, summary: dict[str, Any]) -> None:
    """Write the summary as JSON, a line for each of its parts."""
    # With `indent` the encoder leaves its fast path, and takes five times as long.
    parts = (f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False, default=str)}" for k, v in summary.items())
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", errors="backslashreplace")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
