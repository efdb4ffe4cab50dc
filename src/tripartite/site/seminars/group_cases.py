"""A group's case: made by the engine when it is first asked for, sealed, and the same from then on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, time
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tripartite.site import vault
from tripartite.site.languages import LANGUAGES_SPOKEN, data_language
from tripartite.site.places import standards
from tripartite.site.seminars.curriculum import teaching
from tripartite.site.seminars.models import GroupCase, Seminar
from tripartite.training.factory.case import Case, make_case
from tripartite.training.factory.told import key_page, task_page

PAGES = {"task": task_page, "key": key_page}


def case_of(seminar: Seminar, group: int) -> GroupCase:
    """The group's case, made if there is none. Raises NotHeldError where the country's month holds none."""
    return seminar.cases.filter(group=group).first() or keep(seminar, made(seminar, group))


def made(seminar: Seminar, group: int) -> Case:
    """The case that a group of this seminar would get today. Raises NotHeldError."""
    # Records are of a month that is over: before the seminar, or before today where it is still to come.
    on = min(seminar.first_day, timezone.localdate())
    return make_case(seminar.country, on, seminar.secret, group, standards())


def keep(seminar: Seminar, case: Case) -> GroupCase:
    """Seal a case. Of two that were made at once the first stays."""
    organisation = seminar.organisation
    pages = json.dumps(_pages(seminar, case)).encode()
    sealed = [vault.seal(organisation, case.workbook), vault.seal(organisation, pages)]
    try:
        with transaction.atomic():
            return GroupCase.objects.create(
                seminar=seminar, group=case.group, file_name=case.file_name, sealed_workbook=sealed[0],
                sealed_pages=sealed[1],
            )  # fmt: skip
    except IntegrityError:
        _destroy(sealed)
        return seminar.cases.get(group=case.group)
    except BaseException:
        _destroy(sealed)
        raise


def _destroy(names: list[str]) -> None:
    for name in names:
        vault.destroy(name)


def _pages(seminar: Seminar, case: Case) -> dict[str, dict[str, str]]:
    taught = teaching(seminar, "en")
    languages = [data_language(code) for code, _name in LANGUAGES_SPOKEN]
    return {
        part: {lang: made(case, replace(taught, lang=lang)) for lang in languages}
        for part, made in PAGES.items()
    }


def workbook(case: GroupCase) -> bytes:
    return vault.read(case.seminar.organisation, case.sealed_workbook)


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook as a telephone shows it: every cell as its text."""

    name: str
    caption: str
    head: list[str]
    rows: list[list[str]]


def sheets(case: GroupCase) -> list[Sheet]:
    """The workbook to read where no program opens it; what lies above the row of headings is the caption."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(case)))
    return [_sheet(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]


def _sheet(name: str, rows: list[list[Any]]) -> Sheet:
    texts = [[_text(cell) for cell in row] for row in rows]
    head = next((n for n, row in enumerate(texts) if sum(map(bool, row)) > 1), 0)
    caption = " ".join(cell for row in texts[:head] for cell in row if cell)
    return Sheet(name, caption, texts[head] if texts else [], texts[head + 1 :])


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def page(case: GroupCase, part: str, language: str) -> str:
    """The task or the key, as it was when the case was made."""
    pages = json.loads(vault.read(case.seminar.organisation, case.sealed_pages))
    return str(pages[part][data_language(language)])
