"""A certificate as PDF: one tagged A4 page across, in any of the seven languages, with a code that leads to its address."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from tripartite.reports.folder import ResultsError
from tripartite.reports.pdf import carried
from tripartite.reports.printable import printable

TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True)
class Sheet:
    """What stands on it, all in its language (a code of the data, such as zh). Lines may be empty.

    code: the picture of `address` as SVG, for telephones.
    """

    lang: str
    heading: str
    name: str
    took_part: str
    title: str
    days: str
    results: tuple[str, ...]
    issuer: str
    issued: str
    verify: str
    address: str
    code: str
    code_said: str


def render(sheet: Sheet, made: datetime) -> bytes:
    """The bytes of the PDF; the same for the same sheet. Raises ResultsError where the parts for it are not installed."""
    fonts, letters = carried()
    import typst

    # What is copied from the sheet stays as it is, without marks that let it break.
    whole = {"code": sheet.code, "lang": sheet.lang, "address": sheet.address}
    told = printable(asdict(sheet), letters) | whole
    source = TEMPLATE.read_bytes()
    drawn = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True).compile(
        input=source,
        format="pdf",
        sys_inputs={"sheet": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
    )
    if not isinstance(drawn, bytes) or not drawn:
        raise ResultsError("The certificate came out empty; please report this")
    return drawn
