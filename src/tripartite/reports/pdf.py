"""The report as PDF: A4, tagged (PDF/UA-1), in any of the seven languages, drawn by Typst.

What the page says goes to the template as JSON; no markup is ever built from it.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tripartite.reports.folder import ResultsError
from tripartite.reports.pdf_content import content
from tripartite.reports.printable import Letters, printable
from tripartite.reports.wording import words

if TYPE_CHECKING:
    import duckdb
    import typst

TEMPLATE = Path(__file__).with_name("report.typ")
# In the order in which they are searched for a letter: the small ones first.
SCRIPTS = ("Sans", "SansThai", "SansMyanmar")


def ready() -> None:
    """Raise ResultsError where the parts for PDF are not installed, before long work is begun."""
    carried()


def write(
    path: Path,
    summary: dict[str, Any],
    con: duckdb.DuckDBPyConnection | None = None,
    lang: str = "en",
    *,
    people: bool = False,
) -> None:
    """Write the report as PDF. Raises ResultsError where the parts for it are not installed."""
    path.write_bytes(render(summary, lang, con, people=people))


def render(
    summary: dict[str, Any],
    lang: str = "en",
    con: duckdb.DuckDBPyConnection | None = None,
    *,
    people: bool = False,
) -> bytes:
    """The report as the bytes of a PDF: the same bytes for the same results.

    Without `con` (tables findings, rejects, notes) it holds what the summary says. Workers' numbers are left out
    unless `people`, because a report is handed on. Raises ResultsError where the parts for it are not installed.
    """
    pages = _draw(summary, lang, con, people=people, form="pdf")
    return pages if isinstance(pages, bytes) else b"".join(pages)


def pictures(
    summary: dict[str, Any],
    lang: str = "en",
    con: duckdb.DuckDBPyConnection | None = None,
    *,
    people: bool = False,
) -> list[bytes]:
    """The same pages as PNG, one a page."""
    pages = _draw(summary, lang, con, people=people, form="png")
    return [pages] if isinstance(pages, bytes) else pages


def _draw(
    summary: dict[str, Any],
    lang: str,
    con: duckdb.DuckDBPyConnection | None,
    *,
    people: bool,
    form: Literal["pdf", "png"],
) -> bytes | list[bytes]:
    made = datetime.fromisoformat(summary["made"])
    return draw(content(summary, words(lang), con, people=people), made, form=form)


def draw(told: dict[str, Any], made: datetime, *, form: Literal["pdf", "png"] = "pdf") -> bytes | list[bytes]:
    """A document in the shapes of pdf_content.py, of whatever it tells. Raises ResultsError."""
    fonts, letters = carried()
    import typst

    source = TEMPLATE.read_bytes()
    drawn = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True).compile(
        input=source,
        format=form,
        sys_inputs={"report": json.dumps(printable(told, letters), ensure_ascii=False)},
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=int(made.timestamp()),
    )
    if not drawn:
        raise ResultsError("The PDF came out empty; please report this")
    return drawn


@lru_cache(maxsize=1)
def carried() -> tuple[typst.Fonts, Letters]:
    """The fonts that come with the extra `pdf`, and the letters in them."""
    try:
        import fontTools.ttLib  # noqa: F401 - asked for here, so that what is missing is told at once
        import manimgx_fonts
        import manimgx_fonts_cjk
        import typst
    except ImportError as error:
        raise ResultsError(
            f"A report as PDF needs parts that are not installed ({error.name}). Install them: pip install 'tripartite[pdf]'"
        ) from error
    folders = [Path(str(package.__file__)).parent for package in (manimgx_fonts, manimgx_fonts_cjk)]
    files = [path for folder in folders for path in sorted(folder.glob("*.tt[fc]"))]
    first = [folders[0] / f"Noto{script}[wght].ttf" for script in SCRIPTS]
    cjk = [path for path in files if path.parent == folders[1]]
    order = [*first, *cjk, *(path for path in files if path not in first and path not in cjk)]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in folders]
    )
    return fonts, Letters(order)
