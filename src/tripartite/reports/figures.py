"""What reports draw from the table of findings: spread, certainty, examples. Queries only, so size is no matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

BINS = 8
EXAMPLES = 3
CERTAINTIES = ("certain", "at least", "assumed")
# Widths a reader can reckon with, by unit; money and the rest take 1, 2 or 5 times a power of ten.
MINUTE_WIDTHS = (5, 10, 15, 30, 60, 120, 180, 300, 600, 1200, 3000, 6000, 12000)


@dataclass(frozen=True)
class Spread:
    """How far a rule's findings lie beyond the limit, in the unit's own numbers.

    counts: findings in bins of `width` from `first`; the last bin holds all that lies further where
    `open_ended`. median, most: of the distance beyond the limit.
    """

    first: int
    width: int
    counts: tuple[int, ...]
    open_ended: bool
    median: int
    most: int


@dataclass
class Breach:
    """What the findings of one rule show."""

    n: int
    spread: Spread | None = None
    certainties: dict[str, int] = field(default_factory=dict)
    examples: list[dict[str, Any]] = field(default_factory=list)


def breaches(con: duckdb.DuckDBPyConnection) -> dict[str, Breach]:
    """By rule: the spread of its findings, how certain they are, and its worst few."""
    out: dict[str, Breach] = {}
    units: dict[str, str] = {}
    measured: dict[str, tuple[int, int, int, int]] = {}
    for rule, unit, n, least, most, high, median, *sure in con.execute("""
        SELECT rule, any_value(unit), count(*), min(d), max(d), quantile_disc(d, 0.95), quantile_disc(d, 0.5),
          count(*) FILTER (certainty = 'certain'), count(*) FILTER (certainty = 'at least'),
          count(*) FILTER (certainty = 'assumed')
        FROM (SELECT rule, unit, certainty, abs(observed - "limit") AS d FROM findings) GROUP BY rule""").fetchall():
        out[rule] = Breach(n, certainties={k: v for k, v in zip(CERTAINTIES, sure, strict=True) if v})
        units[rule] = unit
        measured[rule] = (least, most, high, median)
    _add_spreads(con, out, units, measured)
    _add_examples(con, out)
    return out


def _add_spreads(
    con: duckdb.DuckDBPyConnection,
    out: dict[str, Breach],
    units: dict[str, str],
    measured: dict[str, tuple[int, int, int, int]],
) -> None:
    widths = {r: _width(units[r], high) for r, (least, most, high, _) in measured.items() if most > least}
    if not widths:
        return
    # Whole days and counts begin at one: nothing lies between the limit and the first day beyond it.
    firsts = {r: 1 if units[r] in ("day", "count", "year", "month") else 0 for r in widths}
    rows = ", ".join(f"('{r}', {firsts[r]}, {widths[r]})" for r in widths)
    counts = {r: [0] * BINS for r in widths}
    for rule, bin_, n in con.execute(f"""
        SELECT f.rule, least(greatest(abs(f.observed - f."limit") - w.first, 0) // w.width, {BINS - 1}), count(*)
        FROM findings f JOIN (VALUES {rows}) w(rule, first, width) ON w.rule = f.rule GROUP BY 1, 2""").fetchall():
        counts[rule][int(bin_)] = n
    for rule, wide in widths.items():
        _, most, _, median = measured[rule]
        filled = counts[rule]
        while filled and not filled[-1]:
            filled.pop()
        open_ended = len(filled) == BINS and most >= firsts[rule] + BINS * wide
        out[rule].spread = Spread(firsts[rule], wide, tuple(filled), open_ended, median, most)


def _width(unit: str, high: int) -> int:
    """The smallest round width with which the bins reach as far as nearly all findings."""
    need = max(1, -(-high // (BINS - 1)))
    return next(w for w in _round_widths(unit) if w >= need)


def _round_widths(unit: str) -> Iterator[int]:
    if unit == "minute":
        yield from MINUTE_WIDTHS
    power = 100 if unit in ("money", "bp") else 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _add_examples(con: duckdb.DuckDBPyConnection, out: dict[str, Breach]) -> None:
    names = ("id", "facility", "worker", "start", "end", "observed", "limit", "certainty", "unknown_days")
    # Numbers of findings run from the worst of each rule.
    query = f"""
        WITH first AS (SELECT unnest(min(id, {EXAMPLES})) AS id FROM findings GROUP BY rule)
        SELECT f.rule, {", ".join(f'f."{n}"' for n in names)} FROM findings f JOIN first USING (id) ORDER BY f.id"""
    for rule, *values in con.execute(query).fetchall():
        out[rule].examples.append(dict(zip(names, values, strict=True)))


def rules_of_people(
    con: duckdb.DuckDBPyConnection, people: list[dict[str, Any]]
) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Which rules were broken for each of these people, by (facility, worker), the most frequent first."""
    workers = [p["worker"] for p in people]
    out: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for facility, worker, rule, n in con.execute(
        "SELECT facility, worker, rule, count(*) FROM findings WHERE list_contains(?, worker) GROUP BY ALL ORDER BY 4 DESC, 3",
        [workers],
    ).fetchall():
        out.setdefault((facility, worker), []).append((rule, n))
    return out


def facilities_most_affected(con: duckdb.DuckDBPyConnection, n: int = 20) -> list[tuple[str, int, int]]:
    """(facility, people affected, findings), most people first."""
    return con.execute(
        "SELECT facility, count(DISTINCT worker) AS people, count(*) FROM findings GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT ?",
        [n],
    ).fetchall()


def has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether there is such a table or view. Asking for it costs a tenth of asking the catalogue."""
    import duckdb

    try:
        con.execute(f'SELECT 1 FROM "{table}" LIMIT 0')
    except duckdb.CatalogException:
        return False
    return True


NAMED = "'column_ignored', 'cell_not_understood', 'hours_not_told'"
MOST_NAMED = 12


def said_of_rows(
    con: duckdb.DuckDBPyConnection, table: str
) -> list[tuple[str, str | None, str, int, int | None]]:
    """What was said of input rows, `table` being rejects or notes: (file, sheet, text, times, first row).

    Headers and marks that were not understood are named; other values may tell who somebody is.
    """
    if not has(con, table):
        return []
    text = "reason" if table == "rejects" else "message"
    return con.execute(f"""
        SELECT file, any_value(sheet),
               any_value({text} ORDER BY "row") || CASE WHEN code IN ({NAMED}) AND count(value) > 0
               THEN ': ' || array_to_string(list_sort(list(DISTINCT value))[:{MOST_NAMED}], ', ')
                    || CASE WHEN count(DISTINCT value) > {MOST_NAMED} THEN ', …' ELSE '' END ELSE '' END,
               count(*), min("row")
        FROM {table} GROUP BY file, code ORDER BY 4 DESC, 1 LIMIT 40
    """).fetchall()
