"""What must hold of any records, along the whole path: for time added, records lost, rows moved, layers laid."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.standards.case_runner import fill
from tripartite.check import blocks
from tripartite.check.cases import _overlap
from tripartite.check.columns import ConnectionSource
from tripartite.check.plan import Plan, make_plan
from tripartite.check.run import Outcome, check
from tripartite.check.store import back_pay, store_findings
from tripartite.engines.in_process import in_process
from tripartite.standards.load import load

Rows = dict[str, list[dict[str, Any]]]
FIRST = date(2025, 7, 1)
DAYS = 31
COUNTRIES = {
    "CN": ("CN-GD", "2", 522_000, "CNY"), "JP": ("JP-13", None, 260_000, "JPY"),
    "PH": ("PH-00", "non-agriculture", 2_080_000, "PHP"), "VN": ("VN-HN", "I", 6_240_000, "VND"),
}  # fmt: skip
PLANS = {c: make_plan(load([c.lower(), "ilo"]), c) for c in COUNTRIES}
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

shift = st.tuples(st.integers(12, 30), st.integers(1, 26))  # begins and lasts so many half hours
days = st.lists(st.one_of(st.none(), shift), min_size=DAYS, max_size=DAYS)


def day_row(worker: str, n: int, begins: int, lasts: int) -> dict[str, Any]:
    start, end = begins * 30, (begins + lasts) * 30
    return {
        "worker": worker, "date": FIRST + timedelta(days=n), "start": start, "end": end, "minutes": end - start,
        "night_minutes": _overlap(start, end), "complete": True,
    }  # fmt: skip


@st.composite
def records(draw: st.DrawFn, country: str, people: int = 1) -> Rows:
    """A month of one or more people in one facility, each with a slip; some things are not recorded."""
    region, wage_class, wage, currency = COUNTRIES[country]
    rows: Rows = {
        "facilities": [{"facility": "F", "country": country, "region": region, "wage_class": wage_class}],
        "workers": [], "wages": [], "days": [], "pay": [], "conditions": [],
    }  # fmt: skip
    for i in range(people):
        who = f"W{i}"
        born = draw(st.sampled_from([date(1990, 1, 1), date(2008, 7, 10), date(2011, 1, 1), None]))
        rows["workers"].append({
            "worker": who, "facility": "F", "sex": draw(st.sampled_from(["f", "m"])), "birth_date": born,
            "hired_on": date(2024, 1, 1), "contract_on": date(2024, 1, 1), "employment": "regular",
        })  # fmt: skip
        rows["wages"].append({"worker": who, "basis": "monthly", "amount": wage, "currency": currency})
        if draw(st.booleans()):
            rows["conditions"].append(
                {"worker": who, "kind": "pregnant", "from": FIRST, "to": date(2025, 9, 1)}
            )
        worked = draw(days)
        # All are there on the first and the last day, so that the records cover the same for each.
        worked[0], worked[-1] = worked[0] or (16, 16), worked[-1] or (16, 16)
        rows["days"] += [day_row(who, n, *d) for n, d in enumerate(worked) if d]
        slip = {"basic": wage, "overtime": draw(st.sampled_from([0, wage // 10])), "deduction_damage": 0}
        rows["pay"] += [
            {"worker": who, "start": FIRST, "end": FIRST + timedelta(days=DAYS - 1), "component": c,
             "amount": a, "currency": currency, "paid_on": date(2025, 8, 10)}
            for c, a in slip.items()
        ]  # fmt: skip
    return rows


def held(rows: Rows, plan: Plan) -> tuple[Outcome, dict[tuple[Any, ...], tuple[Any, ...]]]:
    """The check's outcome, and its findings by rule, worker and period."""
    con = fill(rows)
    outcome = check(ConnectionSource(con), plan, in_process())
    store_findings(con, outcome, plan)
    found = con.execute('SELECT rule, worker, start, "end", observed, "limit", owed, certainty FROM findings')
    return outcome, {row[:4]: row[4:] for row in found.fetchall()}


def due(rows: Rows, plan: Plan) -> dict[str, int]:
    """What is owed for premium pay by rule where nothing was paid for it."""
    unpaid = deepcopy(rows)
    for row in unpaid["pay"]:
        row["amount"] = 0 if row["component"] == "overtime" else row["amount"]
    return {k[0]: v[2] for k, v in held(unpaid, plan)[1].items() if k[0].endswith("/overtime-pay")}


@pytest.mark.parametrize("country", COUNTRIES)
@FEW
@given(data=st.data())
def test_time_added_never_lowers_what_is_due(country: str, data: st.DataObject) -> None:
    rows = data.draw(records(country))
    before = due(rows, PLANS[country])
    day = data.draw(st.sampled_from(rows["days"]))
    day["end"] += 30
    day["minutes"] += 30
    day["night_minutes"] = _overlap(day["start"], day["end"])
    after = due(rows, PLANS[country])
    assert all(after.get(rule, 0) >= owed for rule, owed in before.items())


@pytest.mark.parametrize("country", COUNTRIES)
@FEW
@given(data=st.data())
def test_a_lost_record_accuses_nobody(country: str, data: st.DataObject) -> None:
    """Whatever is found without the record was found with it, and no less: sums are lower bounds."""
    plan = PLANS[country]
    rows = data.draw(records(country))
    before, found = held(rows, plan)
    lost = data.draw(
        st.sampled_from(["hours", "end", "birth", "sex", "employment", "wage", "slip", "region"])
    )
    day = data.draw(st.sampled_from(rows["days"]))
    if lost == "hours":
        day.update(start=None, end=None, minutes=0, night_minutes=None, complete=False)
    elif lost == "end":
        day.update(end=None, minutes=day["minutes"] // 2, night_minutes=0, complete=False)
    elif lost in ("birth", "sex", "employment"):
        rows["workers"][0][{"birth": "birth_date"}.get(lost, lost)] = None
    elif lost == "region":
        rows["facilities"][0].update(region=None, wage_class=None)
    else:
        rows["wages" if lost == "wage" else "pay"] = []
    after, left = held(rows, plan)
    at_most = {r.id: r.at_most for r in plan.rules}
    for key, (observed, limit, *_) in left.items():
        assert key in found, (lost, key, observed, limit)
        if at_most[key[0]]:
            assert observed <= found[key][0], (lost, key)
    for rule, one, two in zip(plan.rules, before.tallies, after.tallies, strict=True):
        assert two.not_met <= one.not_met, (lost, rule.id)


@pytest.mark.parametrize("country", COUNTRIES)
@FEW
@given(data=st.data())
def test_the_order_of_rows_and_the_size_of_blocks_change_nothing(country: str, data: st.DataObject) -> None:
    plan = PLANS[country]
    rows = data.draw(records(country, people=3))
    outcome, found = held(rows, plan)
    shuffled = deepcopy(rows)
    for table in shuffled.values():
        random.Random(data.draw(st.integers(0, 999))).shuffle(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_WORKERS", 1)
        again, same = held(shuffled, plan)
    assert same == found
    assert again.tallies_plain() == outcome.tallies_plain()


@pytest.mark.parametrize("country", ["CN", "VN"])
@FEW
@given(data=st.data())
def test_each_worker_alone_gives_the_same_findings(country: str, data: st.DataObject) -> None:
    """Rules of a facility look at all its people; all others look at one worker."""
    plan = PLANS[country]
    rows = data.draw(records(country, people=3))
    alone: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for worker in ("W0", "W1", "W2"):
        mine = {t: [r for r in part if r.get("worker", worker) == worker] for t, part in rows.items()}
        alone |= {k: v for k, v in held(mine, plan)[1].items() if k[1] is not None}
    assert alone == {k: v for k, v in held(rows, plan)[1].items() if k[1] is not None}


AGREEMENT = {
    "sources": "- {id: text, title: Agreement, kind: official, read: 2025-01-01}",
    "instruments": "- {id: agreement, kind: agreement, title: {en: Agreement}, source: text}",
    "provisions": "- {id: house/1, instrument: agreement, article: 1, asks: {en: Overtime}, source: text}",
    "rules": "- {id: house/overtime-pay, provision: house/1, topic: wages, title: {en: Overtime pay}, "
    "measure: overtime_pay_short, per: month, entitlement: overtime-pay, "
    "at_most: [{from: 2020-01-01, value: 0 CNY, source: text}]}",
}


@FEW
@given(data=st.data(), overtime=st.integers(100, 200), rest=st.integers(100, 300))
def test_the_more_favourable_layer_wins(
    data: st.DataObject, overtime: int, rest: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An agreement beside the law: of two claims to the same money the larger is owed, and only once."""
    folder = tmp_path_factory.mktemp("layer") / "house"
    folder.mkdir()
    _write_agreement(folder, overtime, rest)
    plan = make_plan(load(["cn"], [folder]), "CN", only=["cn/overtime-pay", "house/overtime-pay"])
    _, found = held(data.draw(records("CN")), plan)
    claims = [owed for (rule, *_), (_, _, owed, _) in found.items() if rule.endswith("/overtime-pay")]
    con = fill_nothing()
    total = back_pay(con).get("CNY", {"total": 0})["total"]
    assert total == max(claims, default=0)
    if overtime >= 150 and rest >= 200:
        assert total == found.get(_key(found, "house"), (0, 0, 0, ""))[2]


def _key(found: dict[tuple[Any, ...], Any], room: str) -> tuple[Any, ...]:
    return next((k for k in found if k[0].startswith(room)), ())


def fill_nothing() -> Any:
    """The connection as the last check left it, with its table of findings."""
    from tests.standards.case_runner import connection

    return connection()


def _write_agreement(folder: Path, overtime: int, rest: int) -> None:
    for name, text in AGREEMENT.items():
        (folder / f"{name}.yaml").write_text(text + "\n", encoding="utf-8")
    shared = "from: 2020-01-01, provision: house/1, source: text"
    (folder / "premiums.yaml").write_text(
        "normal_hours:\n"
        f"  - {{hours_system: standard, per: day, value: 8 h, {shared}}}\n"
        f"  - {{hours_system: standard, per: week, value: 40 h, {shared}}}\n"
        "hourly_base:\n"
        f"  - {{basis: monthly, hours: 174 h, {shared}}}\n"
        "base_floor: minimum-wage\n"
        "cells:\n"
        f"  - {{day: ordinary, hours: overtime, rate: {overtime} %, {shared}, label: {{en: overtime}}}}\n"
        f"  - {{day: rest, rate: {rest} %, {shared}, label: {{en: rest}}}}\n",
        encoding="utf-8",
    )
