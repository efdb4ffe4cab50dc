"""What a column may mean, by the names that people know."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.records.mapping import KINDS, ColumnMeaning, SheetMapping, kind_of
from tripartite.records.tables import COMPONENTS
from tripartite.reports.wording import Words

FIELD_NAMES: dict[str, Any] = {
    "worker": _("worker’s number"),
    "facility": _("facility"),
    "date": _("date"),
    "moment": _("date with time of a press"),
    "time": _("time of a press"),
    "state": _("in or out, as the terminal writes it"),
    "terminal": _("terminal"),
    "in": _("start of work"),
    "out": _("end of work"),
    "in2": _("second start of work"),
    "out2": _("second end of work"),
    "hours": _("hours worked"),
    "day_kind": _("kind of day"),
    "leave": _("kind of leave"),
    "from": _("first day"),
    "to": _("last day"),
    "sex": _("sex"),
    "birth_date": _("date of birth"),
    "hired_on": _("date of hiring"),
    "left_on": _("date of leaving"),
    "employment": _("kind of employment"),
    "job": _("job"),
    "contract_on": _("date of the contract"),
    "service_since": _("in service since"),
    "probation_until": _("probation until"),
    "probation_wage": _("wage in probation"),
    "basis": _("basis of the wage"),
    "wage": _("contract wage"),
    "month": _("month"),
    "start": _("first day of the pay period"),
    "end": _("last day of the pay period"),
    "paid_on": _("date of payment"),
    "component": _("pay item"),
    "amount": _("amount"),
    "currency": _("currency"),
    "condition": _("pregnancy, nursing or the like"),
    "event": _("drill, training or injury"),
    "people": _("number of people"),
    "duration": _("how long it took"),
    "hours_system": _("hours system"),
}
IGNORED = pgettext_lazy("meaning of a column", "not used")


def meaning_groups(w: Words) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """All meanings for a select: not used, fields, pay items, days of the month."""
    days = [(f"day.{n}", str(n)) for n in range(1, 32)]
    return [
        ("", [("ignore", IGNORED)]),
        (_("Who and when"), list(FIELD_NAMES.items())),
        (_("Pay items"), [(f"pay.{c}", w.of("components", c)) for c in COMPONENTS]),
        (_("Days of the month"), days),
    ]


def kinds(w: Words) -> list[tuple[str, str]]:
    return [(k, w.of("kinds", k)) for k in KINDS]


def known_meanings() -> set[str]:
    """All that a column may be taken for."""
    return {"ignore", *FIELD_NAMES, *(f"pay.{c}" for c in COMPONENTS), *(f"day.{n}" for n in range(1, 32))}


def corrected(sheet: dict[str, Any], posted: Any, at: str) -> dict[str, Any]:
    """A sheet's mapping as a person corrected it: fields of the form named by the sheet's place `at`.

    Where the kind was left to the program it follows from the columns. What is no known meaning changes nothing.
    """
    known, columns = known_meanings(), []
    for i, c in enumerate(sheet["columns"]):
        means = posted.get(f"{at}-{i}", c["means"])
        columns.append({"header": c["header"], "means": means if means in known else c["means"]})
    kind = posted.get(f"{at}-kind", sheet["kind"])
    options = {k: v for k, v in sheet["options"].items() if k not in ("date_order", "month")}
    if posted.get(f"{at}-order") in ("dmy", "mdy"):
        options["date_order"] = posted[f"{at}-order"]
    if kind not in KINDS:
        kind = kind_of(_as_mapping(sheet, columns))
    return {**{k: sheet[k] for k in ("file", "sheet", "header_row", "header_rows", "fingerprint")}, "columns": columns,
            "kind": kind, "options": options}  # fmt: skip


def _as_mapping(sheet: dict[str, Any], columns: list[dict[str, Any]]) -> SheetMapping:
    meanings = [ColumnMeaning(c["header"], c["means"], 1.0, "as chosen") for c in columns]
    return SheetMapping(
        sheet["file"], sheet["sheet"], "ignore", sheet["header_row"], sheet["header_rows"], meanings
    )


def lacking(sheet: dict[str, Any]) -> Any:
    """What a sheet lacks to be read as its kind, said to the person; empty where nothing does."""
    have = {c["means"] for c in sheet["columns"]}
    kind = sheet["kind"]
    if kind not in ("ignore", "events") and "worker" not in have:
        return _("No column holds the worker’s number: without it no row can be used.")
    if kind in ("days", "punches") and not have & {"date", "moment"}:
        return _("No column holds the date: without it no row can be used.")
    if kind == "pay_long" and not {"component", "amount"} <= have:
        return _("Columns for the pay item and its amount are missing.")
    return ""
