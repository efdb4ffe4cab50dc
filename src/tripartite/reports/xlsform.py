"""The questions as an XLSForm, for ODK Collect and KoboToolbox on a phone without network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tripartite.check.assessment import NO, NOT_APPLICABLE, UNKNOWN, YES, field_name
from tripartite.reports.wording import words
from tripartite.reports.workbook import Cell, Heading, Workbook
from tripartite.standards.schema import TOPICS, Question

LANGUAGES = {
    "en": "English", "zh": "中文", "ja": "日本語", "vi": "Tiếng Việt", "th": "ไทย", "my": "မြန်မာ", "fil": "Filipino",
}  # fmt: skip
TYPES = {"yes-no": "select_one yn", "number": "integer", "percent": "decimal", "date": "date", "text": "text"}
SAID = {
    YES: {"en": "Yes", "zh": "是", "ja": "はい", "vi": "Có", "th": "ใช่", "my": "ဟုတ်", "fil": "Oo"},
    NO: {"en": "No", "zh": "否", "ja": "いいえ", "vi": "Không", "th": "ไม่", "my": "မဟုတ်", "fil": "Hindi"},
    NOT_APPLICABLE: {
        "en": "Does not apply", "zh": "不适用", "ja": "該当しない", "vi": "Không áp dụng", "th": "ไม่เกี่ยวข้อง",
        "my": "မသက်ဆိုင်", "fil": "Hindi angkop",
    },
    UNKNOWN: {
        "en": "Not known", "zh": "不清楚", "ja": "不明", "vi": "Không rõ", "th": "ไม่ทราบ", "my": "မသိ", "fil": "Hindi alam",
    },
}  # fmt: skip
HEAD = {
    "facility": {"en": "Facility", "zh": "工厂", "ja": "事業所", "vi": "Cơ sở", "th": "สถานประกอบกิจการ", "my": "လုပ်ငန်းခွင်", "fil": "Pasilidad"},
    "visited_on": {"en": "Date of the visit", "zh": "访问日期", "ja": "訪問日", "vi": "Ngày khảo sát", "th": "วันที่เข้าตรวจ", "my": "လာရောက်သည့်နေ့", "fil": "Petsa ng pagbisita"},
}  # fmt: skip


def write_xlsform(path: Path, questions: list[Question], country: str, lang: str) -> int:
    """Write the form in English and `lang`; gives the number of questions."""
    langs = list(dict.fromkeys([lang, "en"]))
    with Workbook(path) as book:
        book.sheet(
            "survey", _headings(["type", "name"], langs, ["relevant", "required"]), _survey(questions, langs)
        )
        book.sheet(
            "choices", _headings(["list_name", "name"], langs, [], hints=False), _choices(questions, langs)
        )
        settings = ["form_title", "form_id", "default_language"]
        title = f"tripartite {country.upper()}"
        book.sheet(
            "settings", [Heading(n, 24) for n in settings],
            iter([(title, f"tripartite_{country.lower()}", _column("", lang)[2:])]),
        )  # fmt: skip
    return len(questions)


def _column(name: str, lang: str) -> str:
    return f"{name}::{LANGUAGES[lang]} ({lang})"


def _headings(first: list[str], langs: list[str], last: list[str], *, hints: bool = True) -> list[Heading]:
    names = [*first, *(_column("label", g) for g in langs)]
    names += [_column("hint", g) for g in langs] if hints else []
    return [Heading(n, 30) for n in [*names, *last]]


def _survey(questions: list[Question], langs: list[str]) -> Iterator[tuple[Cell, ...]]:
    blank = ("",) * len(langs)
    for name, kind in (("facility", "text"), ("visited_on", "date")):
        yield (kind, name, *(HEAD[name][g] for g in langs), *blank, "", "yes")
    for topic in TOPICS:
        here = [q for q in questions if q.topic == topic]
        if not here:
            continue
        group = f"topic_{topic.replace('-', '_')}"
        yield ("begin_group", group, *(words(g).entries["topics"][topic] for g in langs), *blank, "", "")
        for q in here:
            kind = f"select_one {field_name(q.id)}_list" if q.kind == "choice" else TYPES[q.kind]
            labels = (_text(q.text, g) for g in langs)
            hints = (_text(q.evidence, g) for g in langs)
            yield (kind, field_name(q.id), *labels, *hints, _relevant(q), "")
        yield ("end_group", group, *blank, *blank, "", "")


def _text(texts: dict[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")


def _relevant(q: Question) -> str:
    if not q.only_if:
        return ""
    answer = NO if q.only_if.startswith("no:") else YES
    return f"${{{field_name(q.only_if.removeprefix('no:'))}}} = '{answer}'"


def _choices(questions: list[Question], langs: list[str]) -> Iterator[tuple[Cell, ...]]:
    for value, said in SAID.items():
        yield ("yn", value, *(said[g] for g in langs))
    for q in questions:
        for value, text, _ in q.choices if q.kind == "choice" else ():
            yield (f"{field_name(q.id)}_list", value, *(_text(text, g) for g in langs))
        if q.kind == "choice":
            for value in (NOT_APPLICABLE, UNKNOWN):
                yield (f"{field_name(q.id)}_list", value, *(SAID[value][g] for g in langs))
