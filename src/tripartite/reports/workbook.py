"""A plain XLSX file, written row by row: text, numbers, dates, a frozen header, column widths.

Written here because a check of one factory lasts half a second, of which importing a general
spreadsheet library would take a third; and because no cell may ever become a formula.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from types import TracebackType
from typing import IO, Self

MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
NAME_LETTERS = 31
BATCH = 2000
EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar, for dates from March 1900

# Cell formats, in the order of STYLES below.
GENERAL, HEAD, WHOLE, MONEY, HOURS, SHARE, DAY, WRAPPED = range(8)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EBE8"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><bottom style="thin"><color rgb="FF54615F"/></bottom></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="8"><xf/>'
    '<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    + "".join(f'<xf numFmtId="{n}" applyNumberFormat="1"/>' for n in (3, 4, 164, 10, 165))
    + '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)  # fmt: skip

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


@dataclass(frozen=True)
class Number:
    """A number with its cell format."""

    value: float
    style: int = GENERAL


@dataclass(frozen=True)
class Heading:
    """A column: its name, its width in letters, the format of its texts."""

    name: str
    width: int
    style: int = GENERAL


Cell = str | int | date | Number | None


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula, not even after the sheet was saved as CSV.

    An apostrophe is put before a text that begins as a formula could, numbers excepted.
    """
    if text.startswith(RUNS_AS_FORMULA) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


@dataclass
class Workbook:
    """An XLSX file being written; use as a context manager. Nothing but the current rows is in memory."""

    path: Path | IO[bytes]
    names: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        # Level 3 packs nearly as well as 6 in half the time.
        self._zip = zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write_frame()
        self._zip.close()

    def sheet(
        self, name: str, columns: Sequence[Heading], rows: Iterable[Sequence[Cell]], most: int = MOST_ROWS
    ) -> int:
        """Write a sheet; what it cannot hold goes on in `name 2`, `name 3`. Gives the number of rows."""
        total, part = 0, 1
        left: Iterator[Sequence[Cell]] = iter(rows)
        while True:
            self._name(name if part == 1 else f"{name} {part}")
            written = self._part(columns, left, most)
            total += written
            if written < most - 1:
                return total
            following = next(left, None)
            if following is None:
                return total
            left = _chain(following, left)
            part += 1

    def _name(self, name: str) -> None:
        """Note the next sheet's name: one that Excel allows and that no other sheet has."""
        plain = NOT_IN_NAMES.sub(" ", name).strip() or "Sheet"
        title, n = plain[:NAME_LETTERS], 1
        while title.casefold() in {t.casefold() for t in self.names}:
            n += 1
            tail = f" ({n})"
            title = plain[: NAME_LETTERS - len(tail)] + tail
        self.names.append(title)

    def _part(self, columns: Sequence[Heading], rows: Iterable[Sequence[Cell]], most: int) -> int:
        letters = [_letters(i) for i in range(len(columns))]
        styles = [c.style for c in columns]
        line = 1
        with self._zip.open(f"xl/worksheets/sheet{len(self.names)}.xml", "w") as out:
            head = _row(1, letters, [c.name for c in columns], [HEAD] * len(columns))
            out.write((_sheet_head(columns) + head).encode())
            batch: list[str] = []
            for row in rows:
                line += 1
                batch.append(_row(line, letters, row, styles))
                if len(batch) == BATCH:
                    out.write("".join(batch).encode())
                    batch.clear()
                if line == most:
                    break
            out.write("".join(batch).encode())
            area = f"A1:{letters[-1]}{line}"
            out.write(f'</sheetData><autoFilter ref="{area}"/></worksheet>'.encode())
        return line - 1

    def _write_frame(self) -> None:
        numbers = range(1, len(self.names) + 1)
        sheets = "".join(
            f'<sheet name="{escape(n)}" sheetId="{i}" r:id="rId{i}"/>'
            for i, n in zip(numbers, self.names, strict=True)
        )
        related = "".join(
            f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in numbers
        )
        styles = (
            f'<Relationship Id="rId{len(self.names) + 1}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>'
            for i in numbers
        )
        for name, text in (
            ("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{related}{styles}</Relationships>'),
            ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
             f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
            ("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
             'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
             f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
             f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{types}</Types>'),
        ):  # fmt: skip
            self._zip.writestr(name, DECLARATION + text)
        self._zip.writestr("xl/styles.xml", STYLES)


def _chain(first: Sequence[Cell], rest: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield first
    yield from rest


def _letters(column: int) -> str:
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def _sheet_head(columns: Sequence[Heading]) -> str:
    cols = "".join(
        f'<col min="{i}" max="{i}" width="{c.width}" customWidth="1"/>'
        for i, c in enumerate(columns, start=1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{cols}</cols><sheetData>'
    )


def _row(line: int, letters: Sequence[str], cells: Sequence[Cell], styles: Sequence[int]) -> str:
    out = [f'<row r="{line}">']
    for letter, value, style in zip(letters, cells, styles, strict=True):
        # What a cell holds repeats from row to row, where it stands does not.
        if value is not None and (held := _held(value, style)):
            out.append(f'<c r="{letter}{line}" {held}')
    out.append("</row>")
    return "".join(out)


def _held(value: Cell, style: int) -> str:
    """The rest of a cell's element after its place; empty for an empty text."""
    if isinstance(value, str):
        return _held_text(value, style)
    if isinstance(value, Number):
        return f's="{value.style}"><v>{value.value!r}</v></c>'
    if isinstance(value, int):
        return f's="{WHOLE}"><v>{value}</v></c>'
    return f's="{DAY}"><v>{(value - EPOCH).days}</v></c>' if value else ""


@lru_cache(maxsize=1024)  # titles, laws and units repeat on every row
def _held_text(value: str, style: int) -> str:
    text = _text(value)
    return f's="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else ""


def _text(value: str) -> str:
    if value.isalnum() and len(value) <= MOST_LETTERS:
        return value  # numbers of findings and workers, most of what does not repeat, need no care
    plain = inert(NOT_XML.sub("\ufffd", value))[:MOST_LETTERS]
    return escape(LOOKS_ESCAPED.sub(r"_x005F_\1", plain), quote=False)
