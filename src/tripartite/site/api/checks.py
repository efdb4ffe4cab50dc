"""A check before it is done: its files, how they are read, what they are held against, how far it is."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from tripartite.records.mapping import KINDS
from tripartite.site.api.gate import (
    ERRORS,
    Language,
    Text,
    accepted,
    actor,
    on,
    require_kind,
    scoped,
    speaking,
)
from tripartite.site.checks import operations
from tripartite.site.checks.file_names import file_name
from tripartite.site.checks.forms import OptionsForm, choices_of, initial_of
from tripartite.site.checks.meanings import corrected, known_meanings
from tripartite.site.checks.models import Check, Upload
from tripartite.site.checks.opened import check_for
from tripartite.site.checks.progress import per_cent
from tripartite.site.checks.reaper import requeue_abandoned
from tripartite.site.checks.shapes import Shape, looked_at, undecided
from tripartite.site.people.access import Action, Standing
from tripartite.site.people.operations import RefusedError

router = Router(tags=["checks"])
READ, WRITE = scoped("checks:read"), scoped("checks:write")
HERE = "/{slug:org}/{slug:facility}/checks"
ONE = HERE + "/{int:number}"
MOST = 200
NUMBER = 2**31 - 1
TROUBLES = {
    "internal": "Something went wrong in the program. Nothing of the files was lost; it can be started again.",
    "worker-died": "The check ended three times before it was done. The files may be too large for the machine: check a shorter period.",
}


class FileOut(Schema):
    id: str
    name: str
    size: int
    received: int = Field(description="Bytes that have come; go on there")


class CheckOut(Schema):
    """Where a check stands; its figures are told by its summary, as far as one may see them."""

    number: int
    state: Literal["draft", "queued", "running", "done", "failed"]
    job: Literal["look", "check"] = Field(
        description="What a worker does or did last: look at the files, or check them"
    )
    next: str = Field(description="What is to be done next: files, look, mapping, start, wait, or nothing")
    stage: str
    per_cent: int
    trouble: str = Field(description="Why it failed, and what to do")
    since: date | None = Field(alias="from")
    until: date | None = Field(alias="to")
    published_at: Any
    records_deleted_at: Any
    answer: str = Field(description="What the factory says to the result")
    files: list[FileOut]


class Checks(Schema):
    total: int
    checks: list[CheckOut]


def told(check: Check, standing: Standing) -> dict[str, Any]:
    """A check in an answer. Files and troubles are the facility's own; they may name people."""
    own = bool(standing.role)
    files = [{"id": u.client_id, "name": u.name, "size": u.size, "received": u.received} for u in check.uploads.all()]  # fmt: skip
    return {
        "number": check.number,
        "state": check.state,
        "job": check.job,
        "next": _next(check) if standing.may(Action.WORK) else "",
        "stage": check.stage,
        "per_cent": per_cent(check),
        "trouble": TROUBLES.get(check.trouble, check.trouble) if own else "",
        "from": check.period_from,
        "to": check.period_to,
        "published_at": check.published_at,
        "records_deleted_at": check.records_deleted_at,
        "answer": check.answer,
        "files": files if own else [],
    }


def _next(check: Check) -> str:
    if check.is_underway:
        return "wait"
    if check.is_done:
        return ""
    uploads = list(check.uploads.all())
    if not uploads or not all(u.is_complete for u in uploads):
        return "files"
    if "sheets.json" not in check.sealed:
        return "look"
    return "start" if "mapping.json" in check.sealed else "mapping"


def numbered(
    request: HttpRequest, org: str, facility: str, number: int, action: Action
) -> tuple[Check, Standing]:
    """A check that the token's person may do this with."""
    where, standing = on(request, org, facility, action)
    return check_for(standing, where, min(number, NUMBER)), standing


def _draft(request: HttpRequest, org: str, facility: str, number: int) -> tuple[Check, Standing]:
    """A check that waits for what is said of it. What has been started is left as it is. Raises RefusedError."""
    found, standing = numbered(request, org, facility, number, Action.WORK)
    if found.is_done or found.is_underway:
        raise RefusedError("This check has been started. Wait for it, or begin a new one.")
    return found, standing


# --- Checks and their files ---------------------------------------------------------------------------


@router.get(HERE, response={200: Checks, **ERRORS}, by_alias=True, **READ)
def checks(
    request: HttpRequest,
    org: str,
    facility: str,
    offset: int = Query(0, ge=0, le=10_000),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """A facility's checks, newest first; through a grant those that were published."""
    where, standing = on(request, org, facility, Action.SEE)
    seen = where.checks.all() if standing.role else where.checks.exclude(published_at=None)
    rows = seen.prefetch_related("uploads")[offset : offset + limit]
    return {"total": seen.count(), "checks": [told(c, standing) for c in rows]}


@router.post(HERE, response={201: CheckOut, **ERRORS}, by_alias=True, **WRITE)
def begin(request: HttpRequest, org: str, facility: str) -> Any:
    """A new check that waits for files."""
    where, standing = on(request, org, facility, Action.WORK)
    return Status(201, told(operations.begin(actor(request), where), standing))


@router.get(ONE, response={200: CheckOut, **ERRORS}, by_alias=True, **READ)
def progress(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Where a check stands and what comes next. Ask every second or two while `next` is `wait`."""
    requeue_abandoned()
    return told(*numbered(request, org, facility, number, Action.SEE))


class Deleted(Schema):
    number: int
    figures_stay: bool = Field(description="It was published: its figures stay, its records are gone")


@router.delete(ONE, response={200: Deleted, **ERRORS}, **WRITE)
def delete(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Delete a check with its files and results, at once and for ever; for administrators."""
    found, _ = numbered(request, org, facility, number, Action.ADMINISTER)
    if found.is_underway:
        raise RefusedError("This check is under way. Wait until it has ended, then delete it.")
    published = found.published_at is not None
    operations.delete(actor(request), found)
    return {"number": number, "figures_stay": published}


class Part(Schema):
    received: int


BYTES = "application/octet-stream"
AS_BYTES = {
    "requestBody": {
        "required": True,
        "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.put(
    ONE + "/files/{slug:file}",
    response={200: Part, **ERRORS},
    **{**WRITE, "openapi_extra": {**WRITE["openapi_extra"], **AS_BYTES}},
)
def part(
    request: HttpRequest,
    org: str,
    facility: str,
    number: int,
    file: str,
    name: str = Query(min_length=1, max_length=200, examples=["days.csv"]),
    size: int = Query(ge=1, le=2**53, examples=[60]),
    offset: int = Query(0, ge=0, le=2**53),
) -> Any:
    """A part of a file, its bytes as the body, two megabytes at most. 409 says where to go on; the same id goes on with the same file."""
    found, _ = numbered(request, org, facility, number, Action.WORK)
    if request.body:
        require_kind(request, BYTES)
    upload = operations.open_upload(actor(request), found, file[:64], file_name(name), size)
    if offset == upload.received == upload.size:
        return {"received": upload.received}
    return {"received": operations.add_part(upload, offset, request.body).received}


@router.delete(ONE + "/files/{slug:file}", response={200: CheckOut, **ERRORS}, by_alias=True, **WRITE)
def remove_file(request: HttpRequest, org: str, facility: str, number: int, file: str) -> Any:
    """Remove a file from a check that has not been started."""
    found, standing = numbered(request, org, facility, number, Action.WORK)
    operations.remove_upload(actor(request), get_object_or_404(Upload, of=found, client_id=file))
    found.refresh_from_db()
    return told(found, standing)


# --- How the files are read ---------------------------------------------------------------------------


@router.post(ONE + "/look", response={202: CheckOut, **ERRORS}, by_alias=True, **WRITE)
def look(request: HttpRequest, org: str, facility: str, number: int) -> Any:
    """Have a worker look at the files. When `next` is `mapping`, read how they would be read."""
    found, standing = _draft(request, org, facility, number)
    operations.look(actor(request), found)
    found.refresh_from_db()
    return Status(202, told(found, standing))


class ColumnOut(Schema):
    column: int = Field(description="Counts from 0")
    header: str
    means: str = Field(description="A field, pay.<item>, day.<n> or ignore")
    unsure: bool
    cells: list[str] = Field(description="Its first cells")


class SheetOut(Schema):
    """A shape of sheet: sheets of the same columns are read alike, and `also` names the others."""

    fingerprint: str
    file: str
    sheet: str | None
    also: list[list[str | None]]
    kind: str
    columns: list[ColumnOut]
    rows: int
    date_order: str | None
    doubtful_dates: bool = Field(description="Nobody can tell if 03/04 is in March or April: say date_order")
    as_saved: bool = Field(description="Read as somebody corrected such a sheet before")
    needs_care: bool
    lacks: str = Field(description="Why its rows cannot be used")


class Unread(Schema):
    file: str
    sheet: str | None
    trouble: str


class TerminalLog(Schema):
    file: str
    rows: int


class MappingOut(Schema):
    confirmed: bool
    sheets: list[SheetOut]
    logs: list[TerminalLog] = Field(description="Terminals' own logs, which are read as they are")
    unread: list[Unread]
    meanings: list[str]
    kinds: list[str]


class ColumnIn(Schema):
    column: int = Field(ge=0, le=10_000, examples=[0])
    means: str = Field(max_length=60, examples=["worker"])


class SheetIn(Schema):
    fingerprint: str = Field(max_length=64, examples=["5f2b1c0d9e8a7f64"])
    kind: Literal[KINDS] | None = Field(None, examples=["days"])  # type: ignore[valid-type]
    date_order: Literal["dmy", "mdy"] | None = Field(None, examples=["dmy"])
    columns: list[ColumnIn] = Field(default_factory=list, max_length=1000)


class MappingIn(Schema):
    """Corrections by sheet. What is left out is confirmed as it was proposed."""

    sheets: list[SheetIn] = Field(default_factory=list, max_length=1000)


@router.get(ONE + "/mapping", response={200: MappingOut, **ERRORS}, **READ)
def mapping(request: HttpRequest, org: str, facility: str, number: int, lang: Language = "en") -> Any:
    """How each sheet would be read, on its first rows. 404 until the files have been looked at."""
    found, _ = numbered(request, org, facility, number, Action.WORK)
    with speaking(lang):
        return _mapping(found)


@router.put(ONE + "/mapping", response={200: MappingOut, **ERRORS}, **WRITE)
def confirm_mapping(request: HttpRequest, org: str, facility: str, number: int, given: MappingIn) -> Any:
    """Confirm how the sheets are read, with corrections; both are kept for the facility's next files."""
    found, _ = _draft(request, org, facility, number)
    _, shapes = looked_at(found)
    by_shape = {s["fingerprint"]: s for s in shapes}
    for sheet in given.sheets:
        _refuse_wrong(sheet, by_shape)
    asked = {s.fingerprint: s for s in given.sheets}
    chosen = [corrected(s, _as_form(s, asked.get(s["fingerprint"])), s["at"]) for s in shapes]
    waiting = undecided(shapes, chosen)
    if waiting:
        raise RefusedError(f"{waiting['file']}: say whether the day or the month comes first, as date_order.")
    operations.save_mapping(actor(request), found, chosen)
    found.refresh_from_db()
    return _mapping(found)


def _refuse_wrong(sheet: SheetIn, shapes: dict[str, Shape]) -> None:
    shape = shapes.get(sheet.fingerprint)
    if shape is None:
        raise RefusedError(
            f"No sheet here has the fingerprint `{sheet.fingerprint}`. Read the mapping again: the files changed."
        )
    for c in sheet.columns:
        if c.column >= len(shape["columns"]):
            raise RefusedError(f"{shape['file']}: there is no column {c.column}; the last is {len(shape['columns']) - 1}.")  # fmt: skip
        if c.means not in known_meanings():
            raise RefusedError(
                f"`{c.means}` is no meaning of a column. The mapping lists them as `meanings`."
            )


def _as_form(shape: Shape, sheet: SheetIn | None) -> dict[str, str]:
    """A correction as the page's form would send it; where only columns are told, the kind follows from them."""
    at, order = shape["at"], shape["options"].get("date_order", "")
    if sheet is None:
        return {f"{at}-order": order}
    kind = sheet.kind or ("" if sheet.columns else shape["kind"])
    columns = {f"{at}-{c.column}": c.means for c in sheet.columns}
    return {**columns, f"{at}-kind": kind, f"{at}-order": sheet.date_order or order}


def _mapping(check: Check) -> dict[str, Any]:
    seen, shapes = looked_at(check)
    sheets = [s for f in seen for s in f["sheets"]]
    files = [{"file": f["file"], "sheet": None, "trouble": f["trouble"]} for f in seen if f["trouble"]]
    broken = [{"file": s["file"], "sheet": s["sheet"], "trouble": s["trouble"]} for s in sheets if s["trouble"]]  # fmt: skip
    return {
        "confirmed": "mapping.json" in check.sealed,
        "sheets": [_sheet(s) for s in shapes],
        "logs": [{"file": s["file"], "rows": s["n_rows"]} for s in sheets if s["kind"] == "attlog"],
        "unread": [*files, *broken],
        "meanings": sorted(known_meanings()),
        "kinds": list(KINDS),
    }


def _sheet(s: Shape) -> dict[str, Any]:
    columns = [
        {"column": i, "header": c["header"], "means": c["means"], "unsure": c["unsure"], "cells": c["cells"]}
        for i, c in enumerate(s["columns"])
    ]
    return {
        **{k: s[k] for k in ("fingerprint", "file", "sheet", "kind", "doubtful_dates", "needs_care")},
        "also": [list(twin) for twin in s["twins"]],
        "columns": columns,
        "rows": s["n_rows"],
        "date_order": s["options"].get("date_order"),
        "as_saved": s["as_saved"],
        "lacks": str(s["lacks"]),
    }


# --- What they are held against -----------------------------------------------------------------------


class OptionsIn(Schema):
    """What the records do not say of the facility. What is left out is assumed by the check, which says what it assumed."""

    standards: list[Text] = Field(default_factory=list, max_length=50, examples=[["ilo"]], description="Besides the country's law")  # fmt: skip
    region: Text = Field("", max_length=8)
    wage_class: Text = Field("", max_length=40)
    sector: Text = Field("", max_length=60)
    breaks: Text = Field("", max_length=80, examples=["12:00-13:00"])
    planned: Text = Field("", max_length=200)
    rest_days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(default_factory=list, max_length=7)  # fmt: skip
    rest_day_by_law: Text = Field("", max_length=3, description="Which of them is the rest day by law")
    hours_system: Text = Field("", max_length=40)
    hours_period: Text = Field("", max_length=40)
    hours_approved_from: date | None = None
    hours_approved_to: date | None = None
    scheduled_hours: Text = Field("", max_length=5)
    month_hours: Text = Field("", max_length=10)
    agreement_from: Text = Field("", max_length=5)
    holidays: Text = Field("", max_length=2000)
    month: Text = Field("", max_length=7)


@router.get(ONE + "/options", response={200: dict[str, Any], **ERRORS}, **READ)
def options(request: HttpRequest, org: str, facility: str, number: int, lang: Language = "en") -> Any:
    """What a check can be told when it is started: what the last one was told, and what can be chosen."""
    found, _ = numbered(request, org, facility, number, Action.WORK)
    given = initial_of(found.options, found.facility)
    choices = choices_of(found.facility, lang)
    return {
        "given": {k: v for k, v in given.items() if k in OptionsIn.model_fields and v},
        "choices": {name: [{"value": k, "name": str(n)} for k, n in some if k] for name, some in choices.items()},
    }  # fmt: skip


@router.post(ONE + "/start", response={202: CheckOut, **ERRORS}, by_alias=True, **WRITE)
def start(request: HttpRequest, org: str, facility: str, number: int, given: OptionsIn) -> Any:
    """Start the check, once its mapping is confirmed. Region, class and sector of the facility hold where none is told."""
    found, standing = _draft(request, org, facility, number)
    place = {k: getattr(found.facility, k) for k in ("region", "wage_class", "sector")}
    told_here = {k: v for k, v in given.dict(exclude_unset=True).items() if v}
    form = OptionsForm(found.facility, "en", {**place, **told_here})
    _refuse_dropped(form, told_here)
    accepted(form)
    operations.start(actor(request), found, form.options())
    found.refresh_from_db()
    return Status(202, told(found, standing))


def _refuse_dropped(form: OptionsForm, given: dict[str, Any]) -> None:
    """What the law of this country does not know is refused, not passed over."""
    for name in given:
        if name not in form.fields:
            raise RefusedError(f"The law of {form.facility.country} knows no {name}: leave it out.")
