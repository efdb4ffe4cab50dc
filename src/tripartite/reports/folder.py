"""A check's results as a folder: written beside the target and moved into place when whole."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


class ResultsError(Exception):
    """A results folder that cannot be written or read; the text says which and what to do."""


def refuse_foreign(out: Path) -> None:
    """Only an earlier result of ours may be replaced."""
    if out.exists() and not out.is_dir():
        raise ResultsError(f"{out} is a file; name a folder for the results")
    if out.is_dir() and any(out.iterdir()) and not is_results(out):
        raise ResultsError(
            f"{out} holds files that are no results of a check. Name another folder, or an empty one."
        )


def is_results(folder: Path) -> bool:
    try:
        return str(json.loads((folder / "summary.json").read_text(encoding="utf-8"))["form"]).startswith(
            "tripartite summary"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


@contextmanager
def whole_or_nothing(out: Path) -> Iterator[Path]:
    """A temporary folder that becomes `out` when the block ends well, and vanishes when it does not."""
    refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield work
        old = None
        if out.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
            os.replace(out, old / "results")
        work.chmod(0o755)
        os.replace(work, out)
        if old:
            shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def write_data(folder: Path, summary: dict[str, Any], con: duckdb.DuckDBPyConnection) -> None:
    """findings.parquet, findings.json and summary.json."""
    parquet = str(folder / "findings.parquet").replace("'", "''")
    con.execute(f"COPY findings TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)")
    write_findings_json(folder / "findings.json", con)
    (folder / "summary.json").write_text(
        json.dumps(summary, ensure_ascii=False, indent=1, default=str), encoding="utf-8"
    )


def write_findings_json(path: Path, con: duckdb.DuckDBPyConnection) -> None:
    """All findings as one JSON array, a finding a line, written in batches."""
    found = con.execute("SELECT * FROM findings ORDER BY id")
    names = [d[0] for d in found.description or ()]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("[")
        first = True
        while rows := found.fetchmany(10_000):
            for row in rows:
                stream.write(
                    ("\n" if first else ",\n")
                    + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str)
                )
                first = False
        stream.write("\n]\n")
