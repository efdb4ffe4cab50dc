"""The same six rules and the pay due as OpenFisca variables over the same Parquet files.

    VENV/bin/python bench/openfisca_rules.py DATASET OUT

Runs in an environment of its own with openfisca-core, numpy and pyarrow (bench/README.md). Workers are the
persons; each day is a vector over all of them. Stored integers are 32 bits there, so sums of money are
built in 64 bits inside the formulas. Rules speak of the year 2025.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, period
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

import law

YEAR = 2025
DAYS = [date(YEAR, 1, 1) + timedelta(days=i) for i in range(365)]
KINDS = law.kinds(YEAR)
PLACES = sorted({(r, c) for r, c, *_ in law.minimum_wages()})
EPOCH = date(1970, 1, 1)

Worker = Entity("worker", "workers", "A worker", "")


def _day_names(of: Any) -> list[str]:
    start, stop = of.start.date, of.stop.date
    return [
        str(start + timedelta(days=i))
        for i in range((stop - start).days + 1)
        if (start + timedelta(days=i)).year == YEAR
    ]


class minutes(Variable):  # noqa: N801 - OpenFisca names variables so
    value_type, entity, definition_period, label = int, Worker, DateUnit.DAY, "Working time"


class present(Variable):  # noqa: N801
    value_type, entity, definition_period, label = bool, Worker, DateUnit.DAY, "At work, hours known or not"


class place(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.ETERNITY,
        "Region and class, by number",
    )


class first_wage(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.ETERNITY, "Contract wage"


class risen_wage(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.ETERNITY,
        "Contract wage after a rise",
    )


class rise_day(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.ETERNITY, "Day of the rise"


class basic_pay(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.MONTH,
        "Basic pay, less what comes on top",
    )


class overtime_paid(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.MONTH, "Overtime pay on the slip"


class premium_minutes(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.DAY,
        "Overtime, rest-day and holiday minutes",
    )

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        worked = w("minutes", p)
        return np.maximum(worked - law.NORMAL, 0) if KINDS[p.start.date] == law.ORDINARY else worked


class day_breach(Variable):  # noqa: N801
    value_type, entity, definition_period, label = bool, Worker, DateUnit.DAY, "R1"

    def formula(w: Any, p: Any, parameters: Any) -> Any:  # noqa: N805
        if KINDS[p.start.date] != law.ORDINARY:
            return np.zeros(w.count, bool)
        return w("premium_minutes", p) > parameters(p).caps.day


class month_overtime(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.MONTH, "Overtime of a month"

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        return sum(w("premium_minutes", d) for d in _day_names(p))


class month_breach(Variable):  # noqa: N801
    value_type, entity, definition_period, label = bool, Worker, DateUnit.MONTH, "R2"

    def formula(w: Any, p: Any, parameters: Any) -> Any:  # noqa: N805
        return w("month_overtime", p) > parameters(p).caps.month


class days_in_a_row(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.DAY,
        "Days worked in a row up to this one",
    )

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        here = w("present", p)
        before = w("days_in_a_row", p.offset(-1)) if p.start.date > DAYS[0] else 0
        return (before + 1) * here


class run_breach(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        bool,
        Worker,
        DateUnit.DAY,
        "R3, on the last day of the run",
    )

    def formula(w: Any, p: Any, parameters: Any) -> Any:  # noqa: N805
        length = w("days_in_a_row", p)
        follows = w("present", p.offset(1)) if p.start.date < DAYS[-1] else np.zeros(w.count, bool)
        return (length > parameters(p).caps.run) & ~follows


class week_hours(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.WEEK, "Working time of a week"

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        return sum(w("minutes", d) for d in _day_names(p))


class week_breach(Variable):  # noqa: N801
    value_type, entity, definition_period, label = bool, Worker, DateUnit.WEEK, "R4"

    def formula(w: Any, p: Any, parameters: Any) -> Any:  # noqa: N805
        return w("week_hours", p) > parameters(p).caps.week


class minimum_wage(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.MONTH, "Minimum wage of the place"

    def formula(w: Any, p: Any, parameters: Any) -> Any:  # noqa: N805
        levels = parameters(p.first_day).minimum
        table = np.array([levels[f"p{i}"] for i in range(len(PLACES))])
        return table[w("place", p)]


class minimum_short(Variable):  # noqa: N801
    value_type, entity, definition_period, label = (
        int,
        Worker,
        DateUnit.MONTH,
        "R5: fen below the minimum wage",
    )

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        return np.maximum(w("minimum_wage", p) - w("basic_pay", p), 0)


class overtime_due(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.MONTH, "Overtime pay due, in fen"

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        floor = w("minimum_wage", p)
        first, risen, rise = (w(v, p) for v in ("first_wage", "risen_wage", "rise_day"))
        total = np.zeros(w.count, np.int64)
        for name in _day_names(p):
            day = date.fromisoformat(name)
            wage = np.maximum(np.where((day - EPOCH).days < rise, first, risen), floor).astype(np.int64)
            total += w("premium_minutes", name) * (wage * law.RATES[KINDS[day]])
        return (2 * total + law.DIVISOR) // (2 * law.DIVISOR)


class overtime_short(Variable):  # noqa: N801
    value_type, entity, definition_period, label = int, Worker, DateUnit.MONTH, "R6: overtime pay short"

    def formula(w: Any, p: Any) -> Any:  # noqa: N805
        return np.maximum(w("overtime_due", p) - w("overtime_paid", p), 0)


VARIABLES = (
    minutes, present, place, first_wage, risen_wage, rise_day, basic_pay, overtime_paid, premium_minutes, day_breach,
    month_overtime, month_breach, days_in_a_row, run_breach, week_hours, week_breach, minimum_wage, minimum_short,
    overtime_due, overtime_short,
)  # fmt: skip


def system() -> TaxBenefitSystem:
    """The rules and their dated parameters."""
    found = TaxBenefitSystem([Worker])
    found.add_variables(*VARIABLES)
    caps = {"day": law.DAY_CAP, "month": law.MONTH_CAP, "run": law.RUN_CAP, "week": law.WEEK_CAP}
    minimum = {f"p{i}": {"values": {"1900-01-01": {"value": 0}}} for i in range(len(PLACES))}
    for region, wage_class, start, _, fen, verified in law.minimum_wages():
        values = minimum[f"p{PLACES.index((region, wage_class))}"]["values"]
        values[start.isoformat()] = {"value": fen if verified else 0}
    data = {
        "caps": {k: {"values": {"1900-01-01": {"value": v}}} for k, v in caps.items()},
        "minimum": minimum,
    }
    found.parameters = ParameterNode("", data=data)
    return found


def _read(folder: Path, table: str, columns: list[str]) -> pa.Table:
    parts = []
    for path in sorted((folder / table).glob("*.parquet")):
        there = set(pq.read_schema(path).names)
        parts.append(pq.read_table(path, columns=[c for c in columns if c in there]))
    return pa.concat_tables(parts, promote_options="permissive")


def _plain(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().to_numpy(zero_copy_only=False)


def _dates(column: pa.ChunkedArray, missing: int) -> np.ndarray:
    return _plain(pc.fill_null(column.cast(pa.int32()), missing))


def fill(simulation: Any, folder: Path, ids: np.ndarray) -> None:
    """Give the simulation its inputs, a vector over all workers for each day and month."""
    _fill_days(simulation, folder, ids)
    _fill_people(simulation, folder, ids)
    _fill_pay(simulation, folder, ids)


def _fill_days(simulation: Any, folder: Path, ids: np.ndarray) -> None:
    table = _read(folder, "days", ["worker", "date", "minutes", "leave", "complete"])
    at = np.searchsorted(ids, _plain(table["worker"]))
    day = _plain(table["date"].cast(pa.int32())) - (DAYS[0] - EPOCH).days
    spent = np.zeros((365, len(ids)), np.int32)
    spent[day, at] = _plain(table["minutes"])
    here = np.zeros((365, len(ids)), bool)
    on_leave = _plain(table["leave"].is_valid()) if "leave" in table.column_names else np.zeros(len(at), bool)
    here[day, at] = ((_plain(table["minutes"]) > 0) | ~_plain(table["complete"])) & ~on_leave
    for i, d in enumerate(DAYS):
        simulation.set_input("minutes", str(d), spent[i])
        simulation.set_input("present", str(d), here[i])


def _fill_people(simulation: Any, folder: Path, ids: np.ndarray) -> None:
    facilities = _read(folder, "facilities", ["facility", "region", "wage_class"]).to_pylist()
    number = {f["facility"]: PLACES.index((f["region"], f["wage_class"])) for f in facilities}
    workers = _read(folder, "workers", ["worker", "facility"])
    of_worker = np.zeros(len(ids), np.int32)
    of_worker[np.searchsorted(ids, _plain(workers["worker"]))] = [
        number[f] for f in workers["facility"].to_pylist()
    ]
    simulation.set_input("place", "ETERNITY", of_worker)
    wages = _read(folder, "wages", ["worker", "from", "amount"])
    at, amount = np.searchsorted(ids, _plain(wages["worker"])), _plain(wages["amount"])
    start = _dates(wages["from"], 0) if "from" in wages.column_names else np.zeros(len(at), np.int32)
    first, risen, rise = (
        np.zeros(len(ids), np.int32),
        np.zeros(len(ids), np.int32),
        np.full(len(ids), 10**6, np.int32),
    )
    first[at[start == 0]] = amount[start == 0]
    risen[at[start > 0]], rise[at[start > 0]] = amount[start > 0], start[start > 0]
    for name, values in (("first_wage", first), ("risen_wage", risen), ("rise_day", rise)):
        simulation.set_input(name, "ETERNITY", values)


def _fill_pay(simulation: Any, folder: Path, ids: np.ndarray) -> None:
    pay = _read(folder, "pay", ["worker", "start", "component", "amount"])
    at = np.searchsorted(ids, _plain(pay["worker"]))
    month = (
        _plain(pay["start"].cast(pa.int32())).astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    )
    amount = _plain(pay["amount"])
    component = pay["component"].combine_chunks()
    component = component if pa.types.is_dictionary(component.type) else component.dictionary_encode()
    words, code = component.dictionary.to_pylist(), component.indices.to_numpy(zero_copy_only=False)
    paid = {c: np.zeros((12, len(ids)), np.int64) for c in ("basic", "overtime", "social_insurance")}
    for name, grid in paid.items():
        if name in words:
            of = code == words.index(name)
            grid[month[of], at[of]] = amount[of]
    on_top = np.isin(
        simulation.calculate("place", "ETERNITY"), [i for i, p in enumerate(PLACES) if p[0] in law.ON_TOP]
    )
    for m in range(12):
        simulation.set_input(
            "basic_pay", f"{YEAR}-{m + 1:02d}", paid["basic"][m] - paid["social_insurance"][m] * on_top
        )
        simulation.set_input("overtime_paid", f"{YEAR}-{m + 1:02d}", paid["overtime"][m])


def find(simulation: Any, ids: np.ndarray) -> dict[str, tuple[list[np.ndarray], list[np.ndarray]]]:
    """Findings by rule: workers and observed values, period after period."""
    days = [str(d) for d in DAYS]
    months = [f"{YEAR}-{m:02d}" for m in range(1, 13)]
    monday = DAYS[0] - timedelta(days=DAYS[0].weekday())
    weeks = [str(period(f"{monday + timedelta(days=7 * i):%G-W%V}")) for i in range(53)]
    plan = {
        "R1": (days, "day_breach", "premium_minutes"), "R2": (months, "month_breach", "month_overtime"),
        "R3": (days, "run_breach", "days_in_a_row"), "R4": (weeks, "week_breach", "week_hours"),
        "R5": (months, "minimum_short", "minimum_short"), "R6": (months, "overtime_short", "overtime_short"),
    }  # fmt: skip
    out = {}
    for rule, (when, verdict, observed) in plan.items():
        who, values = [], []
        for p in when:
            bad = np.flatnonzero(simulation.calculate(verdict, p))
            if len(bad):
                who.append(ids[bad])
                values.append(simulation.calculate(observed, p)[bad])
        out[rule] = (who, values)
    return out


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    ids = np.sort(_plain(_read(folder, "workers", ["worker"])["worker"]))
    simulation = SimulationBuilder().build_default_simulation(system(), count=len(ids))
    fill(simulation, folder, ids)
    counts = {}
    for rule, (who, values) in find(simulation, ids).items():
        worker = np.concatenate(who) if who else np.zeros(0, np.int64)
        observed = np.concatenate(values).astype(np.int64) if values else np.zeros(0, np.int64)
        pq.write_table(pa.table({"worker": worker, "observed": observed}), out / f"{rule}.parquet")
        counts[rule] = {"findings": len(worker), "sum": int(observed.sum())}
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
