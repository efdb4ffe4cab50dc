"""Lists of participants: taken in from CSV or XLSX with headers in any of the seven languages, and taken out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from tripartite.records.errors import RecordsError
from tripartite.records.sheets import open_sheets
from tripartite.reports.workbook import Cell, Heading, Workbook, inert
from tripartite.site.checks.workroom import workroom
from tripartite.site.languages import LANGUAGES_SPOKEN
from tripartite.site.people import audit
from tripartite.site.people.access import Action, Standing, on_seminar
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.places import babel_locale
from tripartite.site.seminars import participation
from tripartite.site.seminars.models import Seminar
from tripartite.site.seminars.registration_forms import NAMES, RegistrationForm
from tripartite.site.seminars.views import about

MOST_BYTES = 2_000_000
MOST_ROWS = 2000
COLUMNS = ("name", "side", "employer", "position", "sex", "country", "language", "email", "phone", "needs")
CHOSEN = ("side", "sex", "country", "language")
# Further words that lists in use have above their columns.
ALSO = {
    "full name": "name", "姓名": "name", "氏名": "name", "họ và tên": "name", "họ tên": "name", "ชื่อ-สกุล": "name",
    "ชื่อ": "name", "အမည်": "name", "pangalan": "name", "organisation": "employer", "organization": "employer",
    "company": "employer", "employer": "employer", "单位": "employer", "工作单位": "employer", "会社": "employer",
    "勤務先": "employer", "công ty": "employer", "บริษัท": "employer", "ကုမ္ပဏီ": "employer", "kompanya": "employer",
    "职务": "position", "job title": "position", "title": "position", "gender": "sex", "性别": "sex", "性別": "sex",
    "giới tính": "sex", "เพศ": "sex", "email": "email", "e-mail": "email", "邮箱": "email", "电子邮件": "email",
    "mobile": "phone", "phone": "phone", "手机": "phone", "电话": "phone", "電話": "phone", "điện thoại": "phone",
    "โทรศัพท์": "phone", "ဖုန်း": "phone", "telepono": "phone", "side": "side", "group": "side",
    "f": "woman", "female": "woman", "m": "man", "male": "man",
}  # fmt: skip


@on_seminar(Action.WORK)
def take_in(request: HttpRequest, seminar: Seminar, standing: Standing) -> HttpResponse:
    """A list that others kept: each row that is whole is registered, each other is told by its line."""
    context: dict[str, Any] = {**about(seminar, standing), "columns": headings()}
    file = request.FILES.get("file")
    if request.method == "POST":
        if file is None:
            messages.error(request, _("Choose a file."))
        else:
            context |= taken_in(cast("User", request.user), seminar, file)
    return render(request, "seminars/import.html", context)


def taken_in(actor: User, seminar: Seminar, file: UploadedFile[Any]) -> dict[str, Any]:
    """Register a list's people; gives how many, and what was wrong by line."""
    if (file.size or 0) > MOST_BYTES:
        return {"problems": [(0, _("The file is larger than 2 MB."))], "added": 0}
    try:
        rows = _rows(file)
    except RecordsError as error:
        return {"problems": [(0, str(error))], "added": 0}
    problems: list[tuple[int, str]] = []
    added = 0
    columns, rest = _header(rows)
    if "name" not in columns:
        return {"problems": [(1, _("No column for names was found. Write these words above the columns: %(words)s") % {"words": ", ".join(headings())})], "added": 0}  # fmt: skip
    if len(rest) > MOST_ROWS:
        return {"problems": [(0, _("The list has more than %(n)s lines.") % {"n": MOST_ROWS})], "added": 0}
    words = _words()
    for line, cells in rest:
        wrong = _take(actor, seminar, dict(zip(columns, cells, strict=False)), words)
        if wrong:
            problems.append((line, wrong))
        else:
            added += 1
    return {"problems": problems, "added": added}


def _rows(file: UploadedFile[Any]) -> list[tuple[int, list[str]]]:
    """The lines of the first sheet that are not empty, with their numbers. Raises RecordsError."""
    with workroom() as room:
        path = room / ("list" + Path(file.name or "").suffix.lower()[:6])
        path.write_bytes(file.read())
        sheet = next(iter(open_sheets(path)))
        lines = [(sheet.first_row + n, [_text(c) for c in row]) for n, row in enumerate(sheet.rows)]
    return [(n, cells) for n, cells in lines if any(cells)]


def _text(cell: object) -> str:
    # Workbooks hold telephone numbers that were typed as numbers as 13800138000.0.
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _header(rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """What each column holds, and the lines below the header. The header is among the first lines."""
    known = _headers()
    for n, (_line, cells) in enumerate(rows[:10]):
        columns = [known.get(c.casefold(), "") for c in cells]
        if "name" in columns:
            return columns, rows[n + 1 :]
    return [], rows


def _take(actor: User, seminar: Seminar, row: dict[str, str], words: dict[str, dict[str, str]]) -> str:
    """Register one line; gives what is wrong with it, or nothing."""
    given: dict[str, str] = {"language": seminar.language, **{k: v for k, v in row.items() if k and v}}
    for name in CHOSEN:
        if name in given:
            said = given[name].casefold()
            given[name] = words[name].get(said, ALSO.get(said, given[name]))
    # An apostrophe that keeps a spreadsheet from reckoning is none of the text's.
    given = {k: v[1:] if v.startswith("'") and inert(v[1:]) == v else v for k, v in given.items()}
    form = RegistrationForm(given)
    if not form.is_valid():
        labels = {name: str(field.label) for name, field in form.fields.items()}
        return "; ".join(f"{labels[k]}: {' '.join(map(str, v))}" for k, v in form.errors.items())
    try:
        participation.register(seminar, form.person, form.told, by=actor)
    except RefusedError as refusal:
        return str(refusal)
    return ""


def headings() -> list[str]:
    """What stands above the columns, in the reader's language."""
    fields = RegistrationForm().fields
    return [str(fields[name].label) for name in COLUMNS]


def _headers() -> dict[str, str]:
    """Columns by what may stand above them, in each language."""
    out = {k: v for k, v in ALSO.items() if v in COLUMNS} | {name: name for name in COLUMNS}
    for code, _name in LANGUAGES_SPOKEN:
        with translation.override(code):
            out |= {heading.casefold(): name for heading, name in zip(headings(), COLUMNS, strict=True)}
    return out


def _words() -> dict[str, dict[str, str]]:
    """The values of columns that are chosen by what they are called in each language."""
    out: dict[str, dict[str, str]] = {name: {} for name in CHOSEN}
    for code, _name in LANGUAGES_SPOKEN:
        with translation.override(code):
            for name in CHOSEN:
                field: Any = RegistrationForm().fields[name]
                out[name] |= {str(label).casefold(): value for value, label in field.choices if value}
                out[name] |= {value.casefold(): value for value, _label in field.choices if value}
            said = babel_locale().languages
            out["language"] |= {said[c[:3].strip("-")].casefold(): c for c, _n in LANGUAGES_SPOKEN}
    return out


# --- Taken out ------------------------------------------------------------------------------------------


@require_GET
@on_seminar(Action.WORK)
def take_out(request: HttpRequest, seminar: Seminar, standing: Standing, form: str) -> HttpResponse:
    """The list as CSV or XLSX; no cell is ever a formula. Who took it out is written down."""
    if form not in ("csv", "xlsx"):
        raise Http404
    rows = list(_told(seminar))
    names = [pgettext("participant", "Number"), *headings(), _("State")]
    into = io.BytesIO()
    if form == "xlsx":
        with Workbook(into) as book:
            book.sheet(_("Participants"), [Heading(n, 20) for n in names], rows)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([names, *([inert(str(c)) for c in row] for row in rows)])
        into.write(
            text.getvalue().encode("utf-8-sig")
        )  # with its mark, so that spreadsheets read the scripts
        kind = "text/csv; charset=utf-8"
    audit.record(seminar.organisation, cast("User", request.user), "participants.listed", seminar, form=form)
    response = HttpResponse(into.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{seminar.slug}-participants.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _told(seminar: Seminar) -> Iterator[list[Cell]]:
    found = seminar.participants.filter(erased_at=None).select_related("seminar__organisation")
    for participant, person in participation.people_of(found):
        about = {name: getattr(person, name) for name in NAMES}
        about |= {
            "side": participant.get_side_display(),
            "sex": participant.get_sex_display() if participant.sex else "",
            "country": participant.country,
            "language": dict(LANGUAGES_SPOKEN).get(participant.language, ""),
        }
        yield [participant.number, *(str(about[c]) for c in COLUMNS), participant.get_state_display()]
