"""Answers as ODK Central and KoboToolbox export them, read back by the names of the questions.

Both give CSV, one row per visit. ODK Central puts the group before a name (`topic_wages-core_...`);
KoboToolbox parts by `;`, puts groups before a name with `/`, and may give the labels of a language instead
of names and values. All of these are read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tripartite.records.errors import RecordsError
from tripartite.standards.schema import Question

YES, NO, NOT_APPLICABLE, UNKNOWN = "yes", "no", "na", "unknown"
SAID = {
    YES: {"en": "Yes", "zh": "是", "ja": "はい", "vi": "Có", "th": "ใช่", "my": "ဟုတ်ပါသည်", "fil": "Oo"},
    NO: {"en": "No", "zh": "否", "ja": "いいえ", "vi": "Không", "th": "ไม่ใช่", "my": "မဟုတ်ပါ", "fil": "Hindi"},
    NOT_APPLICABLE: {
        "en": "Does not apply", "zh": "不适用", "ja": "該当しない", "vi": "Không áp dụng", "th": "ไม่เกี่ยวข้อง",
        "my": "မသက်ဆိုင်ပါ", "fil": "Hindi angkop",
    },
    UNKNOWN: {
        "en": "Not known", "zh": "不清楚", "ja": "分からない", "vi": "Không rõ", "th": "ไม่ทราบ", "my": "မသိပါ",
        "fil": "Hindi alam",
    },
}  # fmt: skip
SEPARATORS = ",;\t"


def field_name(question: str) -> str:
    """A question's name in a form: its id in letters that XML names allow."""
    return re.sub(r"[^a-z0-9_]", "_", question.lower())


def read_answers(path: Path, questions: Iterable[Question] = ()) -> list[dict[str, str]]:
    """Rows of an answers file by field name; groups before a name are dropped.

    With `questions` a column may also bear a question's text in one of its languages, and an answer its
    label. Raises RecordsError.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsError(f"{path}: the answers cannot be read as UTF-8 text ({error})") from error
    rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text)))
    if len(rows) < 2:
        raise RecordsError(f"{path}: there is no answer below the header")
    names = _Names(questions)
    header = [names.of(column) for column in rows[0]]
    return [
        {name: names.value(name, cell.strip()) for name, cell in zip(header, row, strict=False) if name}
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _separator(text: str) -> str:
    """What parts the columns: that which makes most of the header. Labels may hold any of them, but in quotes."""

    def columns(separator: str) -> int:
        return len(next(csv.reader(io.StringIO(text), delimiter=separator), []))

    return max(SEPARATORS, key=columns)


class _Names:
    """The questions of a form by the text of each language, and their answers by label."""

    def __init__(self, questions: Iterable[Question]) -> None:
        asked = list(questions)
        self.fields = {field_name(q.id) for q in asked}
        self.by_label = {_plain(text): field_name(q.id) for q in asked for text in q.text.values()}
        self.said = {_plain(label): value for value, labels in SAID.items() for label in labels.values()}
        self.choices = {
            field_name(q.id): {_plain(t): value for value, texts, _ in q.choices for t in texts.values()}
            for q in asked
            if q.kind == "choice"
        }
        self.words = {field_name(q.id) for q in asked if q.kind in ("yes-no", "choice")}

    def of(self, column: str) -> str:
        """The field that a column is of; the last part of its name where it is of no question."""
        name = re.split(r"[/:-]", column.strip())[-1].lower()
        if name in self.fields:
            return name
        return next((f for tail in _tails(column) if (f := self.by_label.get(_plain(tail)))), name)

    def value(self, name: str, cell: str) -> str:
        if name not in self.words:
            return cell
        plain = _plain(cell)
        return self.choices.get(name, {}).get(plain) or self.said.get(plain) or cell


def _tails(column: str) -> Sequence[str]:
    """A column's label with fewer and fewer groups before it; a label may hold a `/` of its own."""
    parts = column.split("/")
    return ["/".join(parts[i:]) for i in range(len(parts))]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
