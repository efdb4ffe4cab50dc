"""Files opened as sheets of cells, whatever they are: attlog text, CSV, workbooks, Parquet.

What a file is, is told from its bytes and not from its name. Nothing is guessed silently: a file that
cannot be read as a table is refused with what it is and what to do.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from tripartite.records.apart import Apart, WorkFailedError, apart
from tripartite.records.errors import RecordsError
from tripartite.records.vocabulary import fold, vocabulary

Cell = Any
SheetOfBook = tuple[str, list[list[Cell]], str, bool]  # name, rows, why it cannot be read, whether hidden
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MAX_COLUMNS = 2000
MAX_UNPACKED = 2 * 1024**3
MAX_RATIO = 300
# Strict decodings, tried in order on text that is not Unicode; the first whose letters look right wins.
HEADER_LINES = 8  # a title and a few blank rows may stand above the header
ENCODINGS = ("gb18030", "cp932", "cp874", "big5", "cp1258", "euc-jp")
ATTLOG = re.compile(r"^\s*\S{1,24}[\t ]+[0-9]{4}-{1,2}[0-9-]{1,5}-{1,2}?[0-9-]+[ T][^\t]*(\t|$)")
SIGNATURES = (
    (b"%PDF", "a PDF document", "Ask the payroll program for an export as XLSX or CSV."),
    (b"\x89PNG", "a picture", "A picture of a table holds no data; export the table itself."),
    (b"\xff\xd8\xff", "a picture", "A picture of a table holds no data; export the table itself."),
    (b"MZ", "a program", "Programs are never run or read; export the data as XLSX or CSV."),
    (b"\x7fELF", "a program", "Programs are never run or read; export the data as XLSX or CSV."),
    (b"Rar!", "a RAR archive", "Unpack it and give the files inside."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it and give the files inside."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and give the file inside."),
    (b"SQLite format 3", "a database", "Export its tables as CSV."),
)


class Sheet(Struct, frozen=True):
    """One table of cells. `rows[i]` is row `first_row + i` as the file's own program counts.

    kind: `attlog` for a terminal's log, else `table`. trouble: why the sheet cannot be read, if it cannot.
    """

    file: str
    name: str | None
    rows: list[list[Cell]]
    kind: str = "table"
    first_row: int = 1
    trouble: str = ""
    hidden: bool = False


def open_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file. Raises RecordsError where it holds no table."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        size = path.stat().st_size
    except OSError as error:
        raise RecordsError(
            f"{path.name}: cannot be opened ({error.strerror}). Check the path and who may read it."
        ) from error
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise RecordsError(
            f"{path.name}: the file is empty ({size} bytes). Export it again from the program it came from."
        )
    for signature, what, remedy in SIGNATURES:
        if head.startswith(signature):
            raise RecordsError(f"{path.name}: this is {what}, not a table. {remedy}")
    if head.startswith(b"PAR1"):
        yield from _parquet(path)
    elif head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        yield from _workbook(path, head)
    else:
        yield from _text(path)


# Workbooks whose reading was begun ahead of their turn, by what they were then.
_BEGUN: dict[tuple[str, int, int], Apart[list[SheetOfBook]]] = {}
AHEAD = 2  # one a processor of a small machine, and as many files in memory


def begin_workbooks(paths: Sequence[Path]) -> None:
    """Begin to read the first workbooks among files in processes of their own, while this one loads the rest
    of the program. Nothing is told of them before they are opened in their turn.
    """
    files = (f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p]))
    for path in islice((f for f in files if f.suffix.lower() in WORKBOOKS and f.is_file()), AHEAD):
        with suppress(OSError, RecordsError):
            with path.open("rb") as stream:
                if stream.read(2) == b"PK":
                    _refuse_bomb(path)
            _BEGUN[_identity(path)] = Apart(partial(_sheets_of, path))


def _identity(path: Path) -> tuple[str, int, int]:
    """The file as it is now: one that was written anew since is read anew."""
    stat = path.stat()
    return str(path.resolve()), stat.st_mtime_ns, stat.st_size


# --- workbooks ----------------------------------------------------------------------------------


def _workbook(path: Path, head: bytes) -> Iterator[Sheet]:
    """Sheets of a workbook, opened in a process of its own: what breaks its reader breaks nothing else."""
    if head.startswith(b"PK"):
        _refuse_bomb(path)
    try:
        begun = _BEGUN.pop(_identity(path), None)
        sheets = begun.result() if begun else apart(lambda: _sheets_of(path))
    except WorkFailedError as error:
        raise RecordsError(
            f"{path.name}: the workbook cannot be opened: {error.reason}. A single cell far below or to the right of "
            "the table does this: delete the rows and columns beyond it and save anew, or export it as CSV."
        ) from error
    filled = [s for s in sheets if s[2] or any(any(c != "" for c in row) for row in s[1])]
    if not filled:
        raise RecordsError(
            f"{path.name}: no sheet of the workbook holds a cell. Open it in a spreadsheet program, see what it shows, "
            "and save it anew."
        )
    for name, rows, trouble, hidden in filled:
        yield Sheet(path.name, name, rows, trouble=trouble, hidden=hidden)


def _sheets_of(path: Path) -> list[SheetOfBook]:
    """Name, rows and what is wrong of each sheet. Raises RecordsError where the workbook is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
    except PasswordError as error:
        raise RecordsError(_locked(path)) from error
    except (CalamineError, OSError, ValueError) as error:
        data = path.read_bytes()
        if "EncryptedPackage".encode("utf-16-le") in data or b"EncryptedPackage" in data:
            raise RecordsError(_locked(path)) from error
        raise RecordsError(
            f"{path.name}: the workbook is damaged or cut short ({_first_line(error)}). Open it in a spreadsheet program and save it anew."
        ) from error
    hidden = {m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible}
    return [(name, *_rows_of(book, path, name), name in hidden) for name in names]


def _rows_of(book: Any, path: Path, name: str) -> tuple[list[list[Cell]], str]:
    try:
        # Merged title cells and leading blank rows keep their place: rows count from the sheet's top.
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        _refuse_width(f"{path.name}, sheet {name}", rows[0] if rows else [])
    except RecordsError as error:
        return [], str(error)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 - the library panics on some broken sheets, outside Exception
        return [], (
            f"{path.name}, sheet {name}: cannot be read ({_first_line(error)}). "
            "Open it in a spreadsheet program and save it anew."
        )
    return rows, ""


def _locked(path: Path) -> str:
    return f"{path.name}: the workbook is protected by a password. Save a copy without one and give that."


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def _refuse_bomb(path: Path) -> None:
    """Refuse an archive that unpacks to far more than a workbook ever does, before unpacking it."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile as error:
        raise RecordsError(
            f"{path.name}: the workbook is damaged or cut short. Open it in a spreadsheet program and save it anew, or copy it again."
        ) from error
    unpacked = sum(i.file_size for i in infos)
    packed = max(sum(i.compress_size for i in infos), 1)
    if unpacked > MAX_UNPACKED or (unpacked > 64 * 1024**2 and unpacked / packed > MAX_RATIO):
        raise RecordsError(
            f"{path.name}: unpacks to {unpacked // 1024**2} MB from {packed // 1024} kB, far more than a real workbook. "
            "Not opened. If it is real, export it as CSV."
        )
    names = {i.filename for i in infos}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise RecordsError(
            f"{path.name}: this is a ZIP archive, not a workbook. Unpack it and give the files inside."
        )


def _refuse_width(name: str, row: list[Cell]) -> None:
    if len(row) > MAX_COLUMNS:
        raise RecordsError(
            f"{name}: {len(row)} columns in row 1; tables with more than {MAX_COLUMNS} columns are not read. "
            "Check the separator, or export one row per worker and day."
        )


# --- Parquet ------------------------------------------------------------------------------------


def _parquet(path: Path) -> Iterator[Sheet]:
    import duckdb

    try:
        found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)])
        header = [d[0] for d in found.description or ()]
        _refuse_width(path.name, header)
        rows: list[list[Cell]] = [header, *(list(r) for r in found.fetchall())]
    except duckdb.Error as error:
        raise RecordsError(
            f"{path.name}: the Parquet file is damaged or cut short ({_first_line(error)}). Write it again."
        ) from error
    yield Sheet(path.name, None, [[("" if c is None else c) for c in r] for r in rows])


# --- text ---------------------------------------------------------------------------------------


def _text(path: Path) -> Iterator[Sheet]:
    text = decode(path.read_bytes(), path.name)
    lines = text.splitlines()
    sample = [line for line in lines[:50] if line.strip()]
    if sample and sum(bool(ATTLOG.match(line)) for line in sample) * 2 > len(sample) and "," not in sample[0]:
        yield Sheet(path.name, None, [[line] for line in lines], kind="attlog")
        return
    rows = _csv(text, path.name)
    if max((len(r) for r in rows), default=0) < 2:
        raise RecordsError(
            f"{path.name}: no table was found: the lines do not split into columns. "
            "Export it as CSV with commas, semicolons or tabs between the columns."
        )
    yield Sheet(path.name, None, rows)


def decode(data: bytes, name: str) -> str:
    """Bytes as text. Raises RecordsError if no encoding fits."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(data, "utf-16", name)
    nuls = data.count(b"\x00")
    if nuls * 4 > len(data):
        return _strictly(data, "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", name)
    if nuls:
        data = data.replace(b"\x00", b" ")  # terminals pad with NULs; a blank keeps the columns
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last letter is still UTF-8.
        if error.start >= len(data) - 3:
            return data[: error.start].decode("utf-8")
    return _guess(data, name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RecordsError(
            f"{name}: looks like {encoding} but byte {error.start} does not fit. Save it as UTF-8."
        ) from error


def _guess(data: bytes, name: str) -> str:
    best, best_score = None, 0.0
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _likeness(text, encoding) + _known_headers(text)
        if score > best_score:
            best, best_score = text, score
    if best is not None and best_score >= 0.5:
        return best
    from charset_normalizer import from_bytes

    match = from_bytes(data[:200_000]).best()
    if match is None:
        raise RecordsError(
            f"{name}: the encoding of the text is not known. Save it as UTF-8 and give it again."
        )
    try:
        return data.decode(match.encoding)
    except UnicodeDecodeError as error:
        raise RecordsError(
            f"{name}: the encoding of the text is not known. Save it as UTF-8 and give it again."
        ) from error


def _known_headers(text: str) -> float:
    """The largest share of a line's cells that are known headers, among the first lines: names and
    dates below say little of an encoding, a header that makes sense says nearly all.
    """
    known = vocabulary().lists["columns"]
    shares = []
    for line in text.splitlines()[:HEADER_LINES]:
        cells = [c for c in re.split(r"[,;\t|]", line) if c.strip(' "')]
        hits = sum(fold(c.strip(' "')) in known for c in cells)
        shares.append(hits / len(cells) if hits > 1 else 0.0)
    return max(shares, default=0.0)


# The commonest letters of records in each encoding's languages; a wrong decoding gives rare ones.
_COMMON = {
    "gb18030": "工号姓名日期部门基本资时间上班下加考勤年月编员合计序性别男女入职休假出生身份证备注实发应金额额津贴补缺卡迟到早退岗位生产车间病事产节",
    "big5": "工號姓名日期部門基本薪資時間上班下加考勤年月編員合計序性別男女入職休假備註金額",
    "cp932": "社員番号氏名日付部署基本給時間出勤退勤残業年月日計性別男女のをにはがーン課手当控除支給休暇",
    "euc-jp": "社員番号氏名日付部署基本給時間出勤退勤残業年月日計性別男女のをにはがーン",
}


def _likeness(text: str, encoding: str) -> float:
    strange = [c for c in text if ord(c) > 127]
    if not strange:
        return 1.0
    if encoding == "cp874":  # Windows' own superset of TIS-620
        return sum("\u0e00" <= c <= "\u0e7f" for c in strange) / len(strange)
    if encoding == "cp1258":
        viet = "àáâãèéêìíòóôõùúýăđơư\u0300\u0301\u0303\u0309\u0323"
        return sum(c.lower() in viet for c in strange) / len(strange)
    common = sum(c in _COMMON[encoding] for c in strange) / len(strange)
    plain = sum(
        "\u4e00" <= c <= "\u9fff" or "\u3040" <= c <= "\u30ff" or c in "，。（）：、￥　" for c in strange
    )
    return 0.4 * plain / len(strange) + common


def _csv(text: str, name: str) -> list[list[Cell]]:
    separator = _separator(text)
    csv.field_size_limit(1 << 24)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            if len(row) > MAX_COLUMNS:
                _refuse_width(name, row)
            rows.append(list(row))
    except csv.Error as error:
        raise RecordsError(
            f"{name}: row {len(rows) + 1} cannot be split into columns ({error}). Check its quotation marks."
        ) from error
    return rows


def _separator(text: str) -> str:
    """The separator that splits the first lines into the most columns, most evenly."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best, best_score = ",", 0.0
    for candidate in ",;\t|":
        counts = [line.count(candidate) for line in lines]
        most = max(counts, default=0)
        if not most:
            continue
        score = most * sum(c == most for c in counts) / len(counts)
        if score > best_score:
            best, best_score = candidate, score
    return best
