"""A result as files to take away: reports in the reader's language, and the data that they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tripartite.site.checks.opened import Seen, read_named
from tripartite.site.checks.workroom import workroom


@dataclass(frozen=True)
class Form:
    """A kind of file: its name, what it is, and how it is written for a language."""

    name: str
    content_type: str
    write: Callable[[Seen, str], bytes]


def written(seen: Seen, form: str, lang: str) -> bytes:
    """The content of a download."""
    return FORMS[form].write(seen, lang)


def _xlsx(seen: Seen, lang: str) -> bytes:
    from tripartite.reports import xlsx

    return _by_path(lambda path: xlsx.write(path, seen.summary, seen.tables(), lang))


def _html(seen: Seen, lang: str) -> bytes:
    from tripartite.reports import html

    return html.render(seen.summary, lang, seen.tables()).encode("utf-8", errors="backslashreplace")


def _pdf(seen: Seen, lang: str) -> bytes:
    from tripartite.reports import pdf

    return pdf.render(seen.summary, lang, seen.tables())


def _json(seen: Seen, lang: str) -> bytes:
    rows = seen.tables().execute("SELECT to_json(f) FROM findings f ORDER BY id").fetchall()
    return ("[" + ",\n".join(r[0] for r in rows) + "]\n").encode()


def _kept(name: str) -> Callable[[Seen, str], bytes]:
    return lambda seen, _lang: read_named(seen.check, name)


def _by_path(write: Callable[[Path], object]) -> bytes:
    with workroom() as room:
        path = room / "report"
        write(path)
        return path.read_bytes()


FORMS = {
    "xlsx": Form("findings.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "html": Form("report.html", "text/html; charset=utf-8", _html),
    "pdf": Form("report.pdf", "application/pdf", _pdf),
    "json": Form("findings.json", "application/json", _json),
    "parquet": Form("findings.parquet", "application/vnd.apache.parquet", _kept("findings.parquet")),
    "summary": Form("summary.json", "application/json", _kept("summary.json")),
    "rejects": Form("rejects.csv", "text/csv; charset=utf-8", _kept("rejects.csv")),
}
