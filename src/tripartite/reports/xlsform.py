"""The questions as an XLSForm, for ODK Collect and KoboToolbox on a phone without network."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tripartite.check.answers import NO, NOT_APPLICABLE, SAID, UNKNOWN, YES, field_name
from tripartite.reports.wording import words
from tripartite.reports.workbook import Cell, Heading, Workbook
from tripartite.standards.schema import TOPICS, Question

LANGUAGES = {
    "en": "English", "zh": "中文", "ja": "日本語", "vi": "Tiếng Việt", "th": "ไทย", "my": "မြန်မာ", "fil": "Filipino",
}  # fmt: skip
TYPES = {"yes-no": "select_one yn", "number": "integer", "percent": "decimal", "date": "date", "text": "text"}
CONSTRAINTS = {"percent": ". >= 0 and . <= 100", "number": ". >= 0"}
HEAD = {
    "facility": {"en": "Facility", "zh": "工厂", "ja": "事業所", "vi": "Cơ sở", "th": "สถานประกอบกิจการ", "my": "လုပ်ငန်းခွင်", "fil": "Pasilidad"},
    "visited_on": {"en": "Date of the visit", "zh": "访问日期", "ja": "訪問日", "vi": "Ngày khảo sát", "th": "วันที่เข้าตรวจ", "my": "လာရောက်သည့်နေ့", "fil": "Petsa ng pagbisita"},
}  # fmt: skip

Row = tuple[Cell, ...]


def write_xlsform(
    path: Path,
    questions: list[Question],
    country: str,
    langs: str | Sequence[str],
    checked: date | None = None,
) -> int:
    """Write the form in `langs`, the first as default, and in English; gives the number of questions.

    `checked` is the day on which the law was last checked. The form's version is that day and a check sum of
    its words, so that servers take a form whose words have changed for a new version of it.
    """
    asked = [langs] if isinstance(langs, str) else list(langs)
    named = list(dict.fromkeys([*asked, "en"]))
    survey, choices = list(_survey(questions, named)), list(_choices(questions, named))
    settings = {
        "form_title": f"tripartite {country.upper()}",
        "form_id": f"tripartite_{country.lower()}",
        "version": _version(survey, choices, checked),
        "default_language": _language(named[0]),
        "instance_name": "concat(${facility}, ' ', ${visited_on})",
    }
    with Workbook(path) as book:
        book.sheet(
            "survey",
            _headings(["type", "name"], named, ["relevant", "required", "constraint"]),
            iter(survey),
        )
        book.sheet("choices", _headings(["list_name", "name"], named, [], hints=False), iter(choices))
        book.sheet("settings", [Heading(n, 24) for n in settings], iter([tuple(settings.values())]))
    return len(questions)


def _version(survey: list[Row], choices: list[Row], checked: date | None) -> str:
    day = f"{checked:%Y%m%d}" if checked else "0"
    return f"{day}-{zlib.crc32(repr((survey, choices)).encode()):08x}"


def _language(lang: str) -> str:
    return f"{LANGUAGES[lang]} ({lang})"


def _headings(first: list[str], langs: list[str], last: list[str], *, hints: bool = True) -> list[Heading]:
    names = [*first, *(f"label::{_language(g)}" for g in langs)]
    names += [f"hint::{_language(g)}" for g in langs] if hints else []
    return [Heading(n, 30) for n in [*names, *last]]


def _survey(questions: list[Question], langs: list[str]) -> Iterator[Row]:
    blank = ("",) * len(langs)
    for name, kind in (("facility", "text"), ("visited_on", "date")):
        yield (kind, name, *(HEAD[name][g] for g in langs), *blank, "", "yes", "")
    for topic in TOPICS:
        here = [q for q in questions if q.topic == topic]
        if not here:
            continue
        group = f"topic_{topic.replace('-', '_')}"
        yield ("begin_group", group, *(words(g).entries["topics"][topic] for g in langs), *blank, "", "", "")
        for q in here:
            kind = f"select_one {field_name(q.id)}_list" if q.kind == "choice" else TYPES[q.kind]
            labels = (_text(q.text, g) for g in langs)
            hints = (_hint(q, g) for g in langs)
            yield (kind, field_name(q.id), *labels, *hints, _relevant(q), "", CONSTRAINTS.get(q.kind, ""))
        yield ("end_group", group, *blank, *blank, "", "", "")


def _text(texts: dict[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")


def _hint(q: Question, lang: str) -> str:
    """What helps to answer, then what to look at."""
    return "\n".join(text for text in (_text(q.help, lang), _text(q.evidence, lang)) if text)


def _relevant(q: Question) -> str:
    if not q.only_if:
        return ""
    answer = NO if q.only_if.startswith("no:") else YES
    return f"${{{field_name(q.only_if.removeprefix('no:'))}}} = '{answer}'"


def _choices(questions: list[Question], langs: list[str]) -> Iterator[Row]:
    for value, said in SAID.items():
        yield ("yn", value, *(said[g] for g in langs))
    for q in questions:
        for value, text, _ in q.choices if q.kind == "choice" else ():
            yield (f"{field_name(q.id)}_list", value, *(_text(text, g) for g in langs))
        if q.kind == "choice":
            for value in (NOT_APPLICABLE, UNKNOWN):
                yield (f"{field_name(q.id)}_list", value, *(SAID[value][g] for g in langs))
