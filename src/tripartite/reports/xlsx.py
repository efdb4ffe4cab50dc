"""Findings as a workbook: a sheet per topic, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tripartite.check.store import back_pay
from tripartite.reports import figures, ranking
from tripartite.reports.html import facility, place
from tripartite.reports.wording import MINOR_DIGITS, Words, words
from tripartite.reports.workbook import (
    HOURS,
    MONEY,
    MOST_ROWS,
    SHARE,
    WHOLE,
    WRAPPED,
    Cell,
    Heading,
    Number,
    Workbook,
)

if TYPE_CHECKING:
    import duckdb

Rows = Iterator[tuple[Cell, ...]]
# More rows than this help nobody in a spreadsheet and take minutes; findings.parquet holds all.
MOST_FINDINGS = 2_000_000
UNIT_SHOWN = {"minute": "h:mm", "bp": "%"}


def write(
    path: Path,
    summary: dict[str, Any],
    con: duckdb.DuckDBPyConnection,
    lang: str = "en",
    most_findings: int = MOST_FINDINGS,
) -> None:
    """Write findings.xlsx from the summary and the tables `findings` and, where there, `rejects` of `con`."""
    w = words(lang)
    counts = dict(con.execute("SELECT topic, count(*) FROM findings GROUP BY 1").fetchall())
    with Workbook(path) as book:
        _summary(book, summary, w, {t: n for t, n in counts.items() if n > most_findings}, most_findings)
        _rules(book, summary, w)
        _people(book, summary, w, con, most_findings)
        for topic in (t for t in w.entries["topics"] if t in counts):
            _topic(book, summary, w, con, topic, most_findings)
        _cannot_tell(book, summary, w)
        _files(book, summary, w)
        _rejects(book, w, con)


def _sheet(book: Workbook, w: Words, key: str, columns: list[Heading], rows: Rows) -> None:
    book.sheet(w.of("sheets", key), columns, rows)


def _amount(value: int | None, currency: str) -> Cell:
    if value is None:
        return None
    digits = MINOR_DIGITS.get(currency, 2)
    return Number(value / 10**digits, MONEY) if digits else Number(value, WHOLE)


def _measured(value: int | None, unit: str, currency: str) -> Cell:
    """A value of a measure as a number with its format: hours as h:mm, shares as per cent."""
    if value is None:
        return None
    if unit == "minute":
        return Number(value / 1440, HOURS)
    if unit == "bp":
        return Number(value / 10_000, SHARE)
    return _amount(value, currency) if unit == "money" else value


def _summary(book: Workbook, s: dict[str, Any], w: Words, cut: dict[str, int], most: int) -> None:
    span = w.fill("span", **{"from": s["period"]["from"] or "–", "to": s["period"]["to"] or "–"})
    rows: list[tuple[Cell, ...]] = [
        (w["facility"], facility(s, w)),
        (w["place"], place(s, w)),
        (w["period"], span),
        (w["standards"], w.listed(w.of("standard_names", k) for k in s["standards"])),
        (w["made"], w.fill("made_by", when=s["made"], version=s["tripartite"])),
        (w["people"], s["workers"]),
        (w["affected"], s["people_affected"]),
    ]
    for currency, owed in s["back_pay"].items():
        rows.append((f"{w['back_pay']} ({currency})", _amount(owed["total"], currency)))
        rows += [
            (f"  {w.of('entitlements', k)}", _amount(v, currency)) for k, v in owed["by_entitlement"].items()
        ]
    if ranking.is_least(s):
        rows.append((None, w["back_pay_lower"]))
    rows += [(None, w.fill("first_of_many", sheet=w.of("topics", t), n=most, m=n)) for t, n in cut.items()]
    rows += [(None, w.say(a["text"])) for a in s["assumptions"]]
    rows.append((None, w["notice"]))
    _sheet(book, w, "summary", [Heading(w["title"], 34), Heading("", 80, WRAPPED)], iter(rows))


def _rules(book: Workbook, s: dict[str, Any], w: Words) -> None:
    columns = [
        Heading(w["title_column"], 46, WRAPPED), Heading(w["law"], 44, WRAPPED), Heading(w.of("columns", "rule_code"), 30),
        Heading(w.of("columns", "people_not_met"), 11), Heading(w.of("columns", "people_checked"), 11),
        Heading(w.of("columns", "not_met_times"), 11), Heading(w.of("columns", "met_times"), 11),
        Heading(w.of("columns", "unknown_times"), 11), Heading(w["coverage"], 10), Heading(w["owed"], 16),
        Heading(w.of("columns", "currency"), 9), Heading(w.of("columns", "advice"), 80, WRAPPED),
    ]  # fmt: skip
    broken = ranking.broken(s)
    rest = [r for r in ranking.judged(s) if r not in broken]
    _sheet(book, w, "rules", columns, (_rule(r, w) for r in [*broken, *rest]))


def _rule(r: dict[str, Any], w: Words) -> tuple[Cell, ...]:
    currency, owed = next(iter(r["owed"].items()), (None, None))
    return (
        w.say(r["title"]), law(r, w), r["rule"], r["people"]["not_met"], r["people"]["checked"], r["not_met"], r["met"],
        r["cannot_tell"], Number(r["coverage"], SHARE), _amount(owed, currency or ""), currency, w.say(r["advice"]),
    )  # fmt: skip


def law(r: dict[str, Any], w: Words) -> str:
    return w.say(r["instrument_title"]) + w.fill("article", n=r["article"])


def _people(book: Workbook, s: dict[str, Any], w: Words, con: duckdb.DuckDBPyConnection, most: int) -> None:
    """Everyone affected, those with most owed first."""
    back_pay(con)  # lays down what is owed to each, so that no sum counts twice
    found = con.execute(f"""
        SELECT f.worker, f.facility, count(*), count(DISTINCT f.rule), any_value(o.owed)
        FROM findings f LEFT JOIN (SELECT facility, worker, sum(owed)::BIGINT AS owed FROM owed GROUP BY ALL) o
          ON o.worker = f.worker AND o.facility IS NOT DISTINCT FROM f.facility
        WHERE f.worker IS NOT NULL GROUP BY 1, 2 ORDER BY coalesce(any_value(o.owed), 0) DESC, 3 DESC, 1 LIMIT {most}""")
    columns = [
        Heading(w["worker"], 16), Heading(w["facility"], 20), Heading(w["findings"], 11),
        Heading(w.of("columns", "rules_broken"), 11), Heading(f"{w['owed']} ({s['currency']})", 16),
    ]  # fmt: skip
    rows = ((*r[:4], _amount(r[4], s["currency"])) for r in _stream(found))
    _sheet(book, w, "people", columns, rows)


def _stream(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := found.fetchmany(5000):
        yield from rows


def _topic(
    book: Workbook, s: dict[str, Any], w: Words, con: duckdb.DuckDBPyConnection, topic: str, most: int
) -> None:
    """A topic's findings, rule by rule, the worst of each first; more than a sheet holds go on in the next."""
    rules = {r["rule"]: (w.say(r["title"]), law(r, w)) for r in s["rules"]}
    found = con.execute(
        'SELECT id, rule, facility, worker, start, "end", observed, "limit", unit, owed, currency, certainty, unknown_days '
        f"FROM findings WHERE topic = ? ORDER BY id LIMIT {most}",
        [topic],
    )
    columns = [
        Heading(w["id"], 11), Heading(w["title_column"], 44), Heading(w["law"], 44), Heading(w["facility"], 16),
        Heading(w["worker"], 12), Heading(w["start"], 11), Heading(w["end"], 11), Heading(w["observed"], 12),
        Heading(w["limit"], 12), Heading(w["unit"], 8), Heading(w["owed"], 14), Heading(w.of("columns", "currency"), 9),
        Heading(w["certainty_word"], 11), Heading(w["unknown_days"], 12), Heading(w.of("columns", "rule_code"), 30),
    ]  # fmt: skip
    book.sheet(w.of("topics", topic), columns, (_finding(r, rules, w, s["currency"]) for r in _stream(found)))


def _finding(
    row: tuple[Any, ...], rules: dict[str, tuple[str, str]], w: Words, money: str
) -> tuple[Cell, ...]:
    key, rule, facility_, worker, start, end, observed, limit, unit, owed, currency, certainty, unknown = row
    shown = UNIT_SHOWN.get(unit) or (currency if unit == "money" else w.of("unit_names", unit))
    return (
        key, *rules[rule], facility_, worker, start, end, _measured(observed, unit, currency or money),
        _measured(limit, unit, currency or money), shown, _amount(owed, currency or money), currency,
        w.of("certainty_names", certainty), unknown, rule,
    )  # fmt: skip


def _cannot_tell(book: Workbook, s: dict[str, Any], w: Words) -> None:
    columns = [
        Heading(w["title_column"], 46, WRAPPED), Heading(w.of("columns", "reason"), 46, WRAPPED), Heading(w["times"], 11),
        Heading(w["record"], 80, WRAPPED), Heading(w.of("columns", "rule_code"), 30),
    ]  # fmt: skip
    rows: Rows = (
        (w.say(r["title"]), w.of("reasons", code), n, w.say(r["settled_by"]), r["rule"])
        for r in ranking.untold(s)
        for code, n in r["cannot_tell_because"].items()
    )
    _sheet(book, w, "cannot_tell", columns, rows)


def _files(book: Workbook, s: dict[str, Any], w: Words) -> None:
    columns = [
        Heading(w["file"], 40), Heading(w["sheet"], 20), Heading(w["kind"], 26), Heading(w["rows"], 12),
        Heading(w["used"], 12), Heading(w["rejected"], 12),
    ]  # fmt: skip
    rows: Rows = (
        (
            f["file"],
            f["sheet"],
            w.of("kinds", f["kind"] or ""),
            f["rows_read"],
            f["rows_used"],
            f["rows_rejected"],
        )
        for f in s["files"]
    )
    _sheet(book, w, "files", columns, rows)


def _rejects(book: Workbook, w: Words, con: duckdb.DuckDBPyConnection) -> None:
    if not figures.has(con, "rejects"):
        return
    found = con.execute(
        f'SELECT file, sheet, "row", reason, value FROM rejects ORDER BY ALL LIMIT {MOST_ROWS - 1}'
    )
    columns = [
        Heading(w["file"], 40), Heading(w["sheet"], 20), Heading(w.of("columns", "row"), 10),
        Heading(w.of("columns", "reason"), 60, WRAPPED), Heading(w.of("columns", "value"), 40),
    ]  # fmt: skip
    _sheet(book, w, "rejects", columns, _stream(found))
