"""What a table's columns mean: proposed from headers and values, shown, corrected, saved, applied again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from tripartite.plain_yaml import load_plain, yaml
from tripartite.records.errors import RecordsError
from tripartite.records.sheets import Sheet, open_sheets
from tripartite.records.tables import COMPONENTS
from tripartite.records.values import LAST_COMMON_YEAR, a_date, a_moment, ambiguous_date, plain
from tripartite.records.vocabulary import fold, vocabulary

KINDS = (
    "punches",
    "days",
    "days_wide",
    "pay_wide",
    "pay_long",
    "workers",
    "leave",
    "conditions",
    "events",
    "ignore",
)
FIELDS = (
    "worker", "facility", "date", "moment", "time", "state", "terminal", "in", "out", "in2", "out2", "hours",
    "day_kind", "leave", "from", "to", "sex", "birth_date", "hired_on", "left_on", "employment", "job",
    "contract_on", "service_since", "probation_until", "probation_wage", "basis", "wage", "month", "start",
    "end", "paid_on", "component", "amount", "currency", "condition", "event", "people", "duration",
    "hours_system",
)  # fmt: skip
# Known columns that no table holds, by name: personal data that a check does not need, and sums.
PASSED_OVER = ("name", "department", "signature", "bank", "workdays", "overtime_hours")
HEADER_SEARCH_ROWS = 25
FEWEST_DAY_COLUMNS = 10


class ColumnMeaning(Struct):
    """One column: `means` is a field, `pay.<component>`, `day.<n>` or `ignore`."""

    header: str
    means: str
    confidence: float
    reason: str


class SheetMapping(Struct):
    """How one sheet is read. header_row counts from 0 in the sheet's rows; header_rows is 1 or 2."""

    file: str
    sheet: str | None
    kind: str
    header_row: int
    header_rows: int
    columns: list[ColumnMeaning]
    options: dict[str, str] = field(default_factory=dict)

    def positions(self) -> dict[str, int]:
        """The first column of each meaning."""
        return {c.means: i for i, c in reversed(list(enumerate(self.columns)))}

    def index(self, means: str) -> int | None:
        return self.positions().get(means)

    @property
    def fingerprint(self) -> str:
        """Same headers in the same order, same fingerprint: the mapping is applied again."""
        text = "|".join(fold(c.header) for c in self.columns)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Mapping(Struct):
    """Mappings of several sheets, as saved in a small YAML file."""

    sheets: list[SheetMapping] = field(default_factory=list)

    def matching(self, proposed: SheetMapping) -> SheetMapping | None:
        return next((m for m in self.sheets if m.fingerprint == proposed.fingerprint), None)

    def save(self, path: Path) -> None:
        """Write the mapping as YAML; sheets of one shape once."""
        seen: dict[str, dict[str, Any]] = {}
        for m in self.sheets:
            seen.setdefault(
                m.fingerprint,
                {
                    "file": m.file,
                    **({"sheet": m.sheet} if m.sheet else {}),
                    "kind": m.kind,
                    "columns": [{c.header: c.means} for c in m.columns],
                    **({"options": m.options} if m.options else {}),
                },
            )
        text = yaml.safe_dump(list(seen.values()), allow_unicode=True, sort_keys=False)
        path.write_text(
            "# Which column means what. Correct the right-hand side; `ignore` leaves a column out.\n" + text,
            encoding="utf-8",
        )

    @classmethod
    def load(cls, path: Path) -> Mapping:
        """Read a saved mapping. Raises RecordsError with the line of what is wrong."""
        try:
            content = load_plain(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise RecordsError(f"{path}: cannot be opened ({error.strerror})") from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RecordsError(f"{path.name}:{line}: this is not YAML: {error.problem}") from error
        if not isinstance(content, list):
            raise RecordsError(
                f"{path.name}: expected a list of sheets, as `tripartite map --save` writes it"
            )
        return cls([_sheet_from(path.name, i, entry) for i, entry in enumerate(content)])


def _sheet_from(name: str, number: int, entry: Any) -> SheetMapping:
    where = f"{name}, entry {number + 1}"
    if not isinstance(entry, dict) or not isinstance(entry.get("columns"), list):
        raise RecordsError(f"{where}: expected file, kind and columns")
    kind = entry.get("kind")
    if kind not in KINDS:
        raise RecordsError(f"{where}: kind `{kind}` is not known. Allowed: {', '.join(KINDS)}")
    columns = []
    for column in entry["columns"]:
        header, means = next(iter(column.items()))
        if not _known_meaning(means):
            raise RecordsError(
                f"{where}: column `{header}` cannot mean `{means}`. Allowed: {', '.join(FIELDS)}, ignore, "
                "pay.<item> such as pay.basic, day.<n> such as day.1"
            )
        columns.append(ColumnMeaning(header, means, 1.0, "as saved"))
    return SheetMapping(
        entry.get("file", ""), entry.get("sheet"), kind, -1, 1, columns, dict(entry.get("options") or {})
    )


def _known_meaning(means: str) -> bool:
    return (
        means in FIELDS
        or means == "ignore"
        or (means.startswith("pay.") and means[4:] in COMPONENTS)
        or re.fullmatch(r"day\.([1-9]|[12]\d|3[01])", means) is not None
    )


# --- proposing ----------------------------------------------------------------------------------


def propose(path: Path) -> list[SheetMapping]:
    """Propose how each sheet of a file is read. Raises RecordsError for a file with no table."""
    return [
        propose_sheet(sheet) for sheet in open_sheets(path) if sheet.kind == "table" and not sheet.trouble
    ]


def propose_sheet(sheet: Sheet) -> SheetMapping:
    """The likeliest header row, what its columns mean and what kind of table that makes."""
    best: SheetMapping | None = None
    best_score = 0.0
    for i, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
        if sum(1 for c in row if plain(c)) < 2:
            continue
        for depth in (1, 2):
            if i + depth > len(sheet.rows):
                continue
            headers = _headers(sheet.rows[i : i + depth])
            columns = [_meaning(h) for h in headers]
            _doubt_lone_days(columns)
            known = [c for c in columns if c.means != "ignore" or c.confidence > 0]
            # Two header rows must tell more than one; ties go to the row further up.
            score = sum(c.confidence for c in known) - 0.6 * (depth - 1)
            if score > best_score + 1e-9:
                best, best_score = SheetMapping(sheet.file, sheet.name, "ignore", i, depth, columns), score
    if best is None:
        best = _unknown_header(sheet)
    _settle_twins(best)
    _learn_from_values(best, sheet)
    best.kind = kind_of(best)
    return best


def _headers(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Header cells; with two rows, a merged cell above reaches over the empty ones to its right."""
    width = max(len(r) for r in rows)
    if len(rows) == 1:
        return [plain(c) for c in rows[0]] + [""] * (width - len(rows[0]))
    above, last = [], ""
    for c in list(rows[0]) + [""] * (width - len(rows[0])):
        last = plain(c) or last
        above.append(last)
    below = [plain(c) for c in rows[1]] + [""] * (width - len(rows[1]))
    return [b or a if not (a and b) else f"{a} {b}" for a, b in zip(above, below, strict=True)]


def _meaning(header: str) -> ColumnMeaning:
    return replace(_proposed(header))


@lru_cache(maxsize=4096)
def _proposed(header: str) -> ColumnMeaning:
    words = vocabulary()
    if not header:
        return ColumnMeaning(header, "ignore", 0.0, "no header")
    day = re.fullmatch(
        r"(\d{1,2})(?:日|号|號)?(?:\s*(?:\(.*\)|[一二三四五六日]|mon|tue|wed|thu|fri|sat|sun))?",
        header.lower(),
    )
    if day and 1 <= int(day[1]) <= 31:
        return ColumnMeaning(header, f"day.{int(day[1])}", 0.5, "a day of the month")
    for part, certainty in ((header, 0.95), (header.rsplit(" ", maxsplit=1)[-1], 0.85)):
        column = words.find("columns", part)
        if column:
            passed = column in PASSED_OVER
            return ColumnMeaning(
                header,
                "ignore" if passed else column,
                certainty,
                "known and not needed" if passed else "header word",
            )
        component = words.find("components", part)
        if component:
            return ColumnMeaning(header, f"pay.{component}", certainty, "pay item")
    component = words.find_inside("components", header)
    column = words.find_inside("columns", header)
    if component and re.search(r"[费费資资薪津贴补扣款奖]|pay|allow|bonus|deduct", header.lower()):
        return ColumnMeaning(header, f"pay.{component}", 0.6, "pay item inside the header")
    if column:
        passed = column in PASSED_OVER
        return ColumnMeaning(header, "ignore" if passed else column, 0.55, "header word inside")
    return ColumnMeaning(header, "ignore", 0.0, "not known")


def _doubt_lone_days(columns: list[ColumnMeaning]) -> None:
    """A 3 among other cells is a value; only many days of a month in one row are a header."""
    days = [c for c in columns if c.means.startswith("day.")]
    if len(days) < FEWEST_DAY_COLUMNS:
        for c in days:
            c.means, c.confidence, c.reason = "ignore", 0.0, "not known"


def _unknown_header(sheet: Sheet) -> SheetMapping:
    """A sheet in which no header word is known: its first row of several cells is shown for mapping."""
    for i, row in enumerate(sheet.rows[:HEADER_SEARCH_ROWS]):
        headers = _headers([row])
        if sum(1 for h in headers if h) >= 2:
            return SheetMapping(sheet.file, sheet.name, "ignore", i, 1, [_meaning(h) for h in headers])
    return SheetMapping(sheet.file, sheet.name, "ignore", 0, 1, [])


def _settle_twins(m: SheetMapping) -> None:
    """Two columns of one meaning: a second in or out is the second pair, else the surer one stays."""
    taken: dict[str, ColumnMeaning] = {}
    for c in m.columns:
        if c.means == "ignore" or c.means.startswith("pay."):
            continue
        if c.means in taken:
            if c.means in ("in", "out") and f"{c.means}2" not in taken:
                c.means += "2"
            elif c.confidence > taken[c.means].confidence:
                taken[c.means].means, taken[c.means].reason = "ignore", f"{c.header} fits better"
            else:
                c.means, c.reason = "ignore", f"{taken[c.means].header} fits better"
                continue
        taken[c.means] = c


def _learn_from_values(m: SheetMapping, sheet: Sheet) -> None:
    """Columns whose header says nothing, or says `time`, told from what stands in them."""
    sample = sheet.rows[m.header_row + m.header_rows : m.header_row + m.header_rows + 200]
    for i, c in enumerate(m.columns):
        cells = [r[i] for r in sample if i < len(r) and plain(r[i])]
        if not cells:
            continue
        moments = sum(a_moment(v) is not None for v in cells)
        if (
            c.means in ("time", "date", "in")
            and moments * 10 >= len(cells) * 9
            and m.index("moment") is None
            and c.means != "in"
        ):
            c.means, c.reason = "moment", "dates with times stand in it"
        elif c.means == "ignore" and c.confidence == 0:
            _learn_column(m, c, cells)


def _learn_column(m: SheetMapping, c: ColumnMeaning, cells: list[Any]) -> None:
    near = len(cells) * 9
    if m.index("moment") is None and sum(a_moment(v) is not None for v in cells) * 10 >= near:
        c.means, c.confidence, c.reason = "moment", 0.5, "dates with times stand in it"
    elif (
        m.index("date") is None
        and m.index("moment") is None
        and sum(a_date(v) is not None for v in cells) * 10 >= near
    ):
        c.means, c.confidence, c.reason = "date", 0.4, "dates stand in it"


def kind_of(m: SheetMapping) -> str:
    """What kind of table a sheet is, by what its columns mean."""
    have = {c.means for c in m.columns}
    pay = {h for h in have if h.startswith("pay.")}
    days = {h for h in have if h.startswith("day.")}
    if "worker" not in have:
        return "events" if "event" in have and "date" in have else "ignore"
    if len(days) >= FEWEST_DAY_COLUMNS:
        return "days_wide"
    if "event" in have:
        return "events"
    if {"component", "amount"} <= have:
        return "pay_long"
    if len(pay) >= 2 or have & {"pay.gross", "pay.net"} or (pay and "month" in have):
        return "pay_wide"
    if "condition" in have and "from" in have:
        return "conditions"
    if "leave" in have and "from" in have:
        return "leave"
    if have & {"hired_on", "birth_date", "sex", "contract_on", "wage", "employment"}:
        return "workers"
    if "moment" in have or ("date" in have and "time" in have):
        return "punches"
    if "date" in have and have & {"in", "hours", "out", "leave"}:
        return "days"
    return "ignore"


def date_order(m: SheetMapping, sheet: Sheet) -> str:
    """Dmy or mdy for a sheet whose dates need it, '' where none does. Decided by the unambiguous rows.

    Raises RecordsError where no row can tell.
    """
    if "date_order" in m.options:
        return m.options["date_order"]
    fields = {
        "date",
        "moment",
        "from",
        "to",
        "birth_date",
        "hired_on",
        "left_on",
        "contract_on",
        "paid_on",
        "start",
        "end",
    }
    columns = [i for i, c in enumerate(m.columns) if c.means in fields]
    doubtful = ""
    for row in sheet.rows[m.header_row + m.header_rows :]:
        for i in columns:
            if i >= len(row) or not isinstance(row[i], str):
                continue
            if ambiguous_date(row[i]):
                doubtful = doubtful or row[i]
            elif (
                found := re.match(r"^\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})", row[i])
            ) and found[1] != found[2]:
                return "dmy" if int(found[1]) > 12 or int(found[3]) > LAST_COMMON_YEAR else "mdy"
    if doubtful:
        raise RecordsError(
            f"{sheet.file}: dates such as {doubtful.strip()} may be day-month or month-day and no row tells which. "
            "Say it: --date-order dmy or --date-order mdy."
        )
    return ""


def render(mappings: Sequence[SheetMapping]) -> str:
    """The proposal as text: each column, what it is taken for, how surely and why."""
    out = []
    for m in mappings:
        out.append(
            f"{m.file}{' / ' + m.sheet if m.sheet else ''}: {m.kind}, header in row {m.header_row + 1}"
        )
        for c in m.columns:
            if c.header:
                sure = f"{c.confidence:.0%}" if c.means != "ignore" else ""
                out.append(f"    {c.header}  ->  {c.means}  {sure}  {c.reason}".rstrip())
    return "\n".join(out)
