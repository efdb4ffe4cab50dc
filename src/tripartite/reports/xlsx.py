"""Findings as a workbook: a sheet per topic, and what stands around them.

All text is written as text: a cell beginning with = + - or @ is never a formula.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.reports.wording import MINOR_DIGITS, say, words

if TYPE_CHECKING:
    import duckdb

MOST_ROWS = 1_048_575
COLUMNS = (
    ("id", 11), ("rule", 30), ("facility", 14), ("worker", 12), ("start", 11), ("end", 11), ("observed", 14),
    ("limit", 12), ("unit", 8), ("owed", 12), ("currency", 8), ("certainty", 11), ("unknown_days", 12), ("law", 44),
)  # fmt: skip


def write(path: Path, summary: dict[str, Any], con: duckdb.DuckDBPyConnection, lang: str = "en") -> None:
    """Write findings.xlsx from the table `findings` of `con` and the summary."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        style = {
            "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F0"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "share": book.add_format({"num_format": "0 %"}),
        }
        _summary_sheet(book, summary, style, lang)
        _people_sheet(book, summary, style)
        for (topic,) in con.execute("SELECT DISTINCT topic FROM findings ORDER BY 1").fetchall():
            _topic_sheets(book, summary, con, topic, style, lang)
        _unknown_sheet(book, summary, style, lang)
        _table_sheet(book, style, "Files", summary["files"], ("file", "sheet", "kind", "rows_read", "rows_used", "rows_rejected"))
        _rejects_sheet(book, con, style)


def _put(sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
    if value is None:
        return
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value)[:32_000], form)


def _header(sheet: Any, names: list[str], style: dict[str, Any], widths: list[int]) -> None:
    for i, (name, wide) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(i, i, wide)
        sheet.write_string(0, i, name, style["head"])
    sheet.freeze_panes(1, 0)


def _summary_sheet(book: Any, summary: dict[str, Any], style: dict[str, Any], lang: str) -> None:
    sheet = book.add_worksheet("Summary")
    names = ["rule", "title", "law", "article", "people not met", "times not met", "met", "cannot tell", "told", "owed", "currency", "what to do"]
    _header(sheet, names, style, [34, 46, 40, 10, 14, 14, 10, 12, 8, 14, 9, 80])
    ordered = sorted(summary["rules"], key=lambda r: (-r["people"]["not_met"], -r["not_met"], r["rule"]))
    for i, r in enumerate(ordered, start=1):
        owed = next(iter(r["owed"].items()), (None, None))
        cells = [
            r["rule"], say(r["title"], lang), say(r["instrument_title"], lang), r["article"], r["people"]["not_met"],
            r["not_met"], r["met"], r["cannot_tell"],
        ]  # fmt: skip
        for c, value in enumerate(cells):
            _put(sheet, i, c, value)
        _put(sheet, i, 8, r["coverage"], style["share"])
        if owed[0]:
            _put(sheet, i, 9, owed[1] / 10 ** MINOR_DIGITS.get(owed[0], 2), style["money"])
            _put(sheet, i, 10, owed[0])
        _put(sheet, i, 11, say(r["advice"], lang))


def _people_sheet(book: Any, summary: dict[str, Any], style: dict[str, Any]) -> None:
    sheet = book.add_worksheet("People")
    _header(sheet, ["worker", "facility", "findings", "rules", "owed"], style, [14, 16, 10, 8, 14])
    digits = MINOR_DIGITS.get(summary["currency"], 2)
    for i, person in enumerate(summary["people"], start=1):
        for c, key in enumerate(("worker", "facility", "findings", "rules")):
            _put(sheet, i, c, person[key])
        _put(sheet, i, 4, person["owed"] / 10**digits, style["money"])


def _topic_sheets(book: Any, summary: dict[str, Any], con: duckdb.DuckDBPyConnection, topic: str, style: dict[str, Any], lang: str) -> None:
    """A topic's findings; more than a sheet holds go on in the next."""
    laws = {r["rule"]: f"{say(r['instrument_title'], lang)} {r['article']}" for r in summary["rules"]}
    name = words(lang)["topics"].get(topic, topic)[:24]
    names = ", ".join(f'"{c}"' for c, _ in COLUMNS[:-1])
    found = con.execute(f"SELECT {names} FROM findings WHERE topic = ? ORDER BY id", [topic])
    part, line, sheet = 0, MOST_ROWS + 1, None
    while rows := found.fetchmany(5000):
        for row in rows:
            if line > MOST_ROWS:
                part += 1
                sheet = book.add_worksheet(name if part == 1 else f"{name} {part}")
                _header(sheet, [c for c, _ in COLUMNS], style, [w for _, w in COLUMNS])
                line = 1
            _finding(sheet, line, row, laws, style)
            line += 1


def _finding(sheet: Any, line: int, row: tuple[Any, ...], laws: dict[str, str], style: dict[str, Any]) -> None:
    cells = dict(zip([c for c, _ in COLUMNS], row, strict=False))
    digits = MINOR_DIGITS.get(cells["currency"] or "", 2)
    shown_unit = {"minute": "h", "bp": "%", "money": cells["currency"]}.get(cells["unit"], cells["unit"])
    scale = {"minute": 60, "bp": 100, "money": 10**digits}.get(cells["unit"], 1)
    for c, (name, _) in enumerate(COLUMNS[:-1]):
        value = cells[name]
        if name in ("observed", "limit"):
            _put(sheet, line, c, round(value / scale, 2))
        elif name == "owed" and value is not None:
            _put(sheet, line, c, value / 10**digits, style["money"])
        else:
            _put(sheet, line, c, shown_unit if name == "unit" else value)
    _put(sheet, line, len(COLUMNS) - 1, laws[cells["rule"]])


def _unknown_sheet(book: Any, summary: dict[str, Any], style: dict[str, Any], lang: str) -> None:
    sheet = book.add_worksheet("Cannot tell")
    _header(sheet, ["rule", "title", "reason", "times", "record that would settle it"], style, [34, 46, 50, 10, 80])
    reasons, i = words(lang)["reasons"], 1
    for r in summary["rules"]:
        for code, n in r["cannot_tell_because"].items():
            for c, value in enumerate((r["rule"], say(r["title"], lang), reasons.get(code, code), n, say(r["settled_by"], lang))):
                _put(sheet, i, c, value)
            i += 1


def _table_sheet(book: Any, style: dict[str, Any], name: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    sheet = book.add_worksheet(name)
    _header(sheet, list(columns), style, [24] * len(columns))
    for i, row in enumerate(rows[:MOST_ROWS], start=1):
        for c, key in enumerate(columns):
            _put(sheet, i, c, row[key])


def _rejects_sheet(book: Any, con: duckdb.DuckDBPyConnection, style: dict[str, Any]) -> None:
    there = con.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'rejects'").fetchone()
    if not there:
        return
    names = ("file", "sheet", "row", "code", "reason", "value")
    rows = con.execute(f'SELECT {", ".join(chr(34) + n + chr(34) for n in names)} FROM rejects LIMIT {MOST_ROWS}').fetchall()
    _table_sheet(book, style, "Rejects", [dict(zip(names, r, strict=True)) for r in rows], names)
