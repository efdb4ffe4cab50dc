"""Name badges as PDF: A4 sheets of ten with marks to cut along, each in the language of whoever wears it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from tripartite.reports.folder import ResultsError
from tripartite.reports.pdf import carried
from tripartite.reports.printable import fit

TEMPLATE = Path(__file__).with_name("badges.typ")
# What is copied from a badge, or drawn, stays letter for letter.
WHOLE = ("lang", "side_key", "code", "picture")


@dataclass(frozen=True)
class Badge:
    """What stands on one. code: number and signature; picture: the same as SVG, for cameras; side_key gives the colour."""

    lang: str
    seminar: str
    name: str
    employer: str
    side: str
    side_key: str
    code: str
    picture: str


def render(
    badges: Sequence[Badge], document: str, lang: str, made: datetime, *, form: Literal["pdf", "png"] = "pdf"
) -> bytes | list[bytes]:
    """The sheets: one PDF, or pictures of its pages. Raises ResultsError where the parts for it are not installed."""
    fonts, letters = carried()
    import typst

    told = {
        "lang": lang,
        "document": fit(document, letters),
        "badges": [
            {k: v if k in WHOLE else fit(v, letters) for k, v in asdict(badge).items()} for badge in badges
        ],
    }
    source = TEMPLATE.read_bytes()
    drawn = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True).compile(
        input=source,
        format=form,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=int(made.timestamp()),
    )
    if not drawn:
        raise ResultsError("The badges came out empty; please report this")
    return drawn
