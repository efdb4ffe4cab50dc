"""A case's records as rows of the canonical tables, where a check begins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct, field

from tripartite.check.cases import FOREVER, PERSON_FIELDS, Day, a_day, a_span, a_wage, dates_of
from tripartite.records.tables import COMPONENTS


class Tables(Struct):
    """Rows of the canonical tables, by table."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)


def tables_of(given: dict[str, Any], country: str, minor_units: int, currency: str) -> Tables:
    """A case's records as rows of the canonical tables. Amounts are written in major units."""
    out = Tables()
    approved = a_span(given["hours_approved"]) if given.get("hours_approved") else (None, None)
    month = given.get("month_hours")
    out.add(
        "facilities", facility="F", country=country, region=given.get("region"), wage_class=given.get("wage_class"),
        sector=given.get("sector"), rest_days=given.get("rest_days"), hours_approved_from=approved[0],
        hours_approved_to=approved[1], month_minutes=int(month) * 60 if month else None,
    )  # fmt: skip
    people = [("W1", given)] if set(given) & set(PERSON_FIELDS) else []
    for person in given.get("people", ()):
        people += [(f"W{len(people) + 1 + n}", person) for n in range(int(person.get("count") or 1))]
    for worker, person in people:
        _add_person(out, worker, person, minor_units, currency)
    for event in given.get("events", ()):
        out.add(
            "events", facility="F", date=event["date"], kind=event["kind"],
            worker="W1" if event["of_worker"] == "yes" else None,
            people=int(event["people"]) if event["people"] else None,
            minutes=int(event["minutes"]) if event["minutes"] else None,
        )  # fmt: skip
    return out


def _add_person(out: Tables, worker: str, person: dict[str, Any], minor_units: int, currency: str) -> None:
    said = person.get
    out.add(
        "workers", worker=worker, facility="F", sex=said("sex"), birth_date=said("born"), hired_on=said("hired"),
        left_on=said("left"), employment=said("employment"), job=said("job"), hours_system=said("hours_system"),
        hours_period=said("hours_period"), contract_on=said("contract"), service_since=said("service_since"),
    )  # fmt: skip
    for span, written in (said("wage") or {}).items():
        basis, amount, unit = a_wage(written)
        first, last = a_span(span) if span else (None, None)
        out.add(
            "wages", worker=worker, basis=basis, currency=unit or None,
            amount=int(amount * minor_units) if amount is not None else None,
            **{"from": first, "to": None if last == FOREVER else last},
        )  # fmt: skip
    laid: dict[date, Day | None] = {}
    for span, written in (said("days") or {}).items():
        laid |= dict.fromkeys(dates_of(span), a_day(written))
    for day, d in laid.items():
        if d is not None:
            out.add(
                "days", worker=worker, date=day, start=d.start, end=d.end, minutes=d.minutes,
                night_minutes=d.night, kind=d.kind, leave=d.leave, complete=d.complete,
            )  # fmt: skip
    for slip in said("pay") or ():
        start, end = a_span(slip["for"])
        for component in COMPONENTS:
            if slip[component] is not None:
                out.add(
                    "pay", worker=worker, start=start, end=end, paid_on=slip["paid"], component=component,
                    amount=int(Decimal(slip[component]) * minor_units), currency=slip["currency"] or currency,
                )  # fmt: skip
    for kind, span in said("conditions") or ():
        first, last = a_span(span)
        out.add(
            "conditions", worker=worker, kind=kind, **{"from": first, "to": None if last == FOREVER else last}
        )
