"""The telephone without a line answers as the engine does: hundreds of made-up months of each country, to the last digit."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from django.utils import translation

from tripartite.check.payslip import due
from tripartite.site.places import COUNTRIES, standards
from tripartite.site.wages.answer import _verdict
from tripartite.site.wages.asked import COUNTRIES as ASKED
from tripartite.site.wages.asked import hours_of
from tripartite.site.wages.forms import PayForm
from tripartite.site.wages.names import month_choices
from tripartite.site.wages.twin import twin
from tripartite.standards.schema import Room

MANY = 300
FIGURES = (
    "premium_due",
    "premium_paid",
    "premium_short",
    "minimum_wage_short",
    "wage_below_minimum",
    "short",
)
FLAGS = ("at_least", "premium_told", "minimum_wage_told", "wage_below_minimum_told")
WAGES = {
    "CNY": (1500, 9000),
    "JPY": (900, 300_000),
    "MMK": (4000, 400_000),
    "PHP": (50, 20_000),
    "THB": (300, 20_000),
    "VND": (3_000_000, 12_000_000),
}
ROUND = {"monthly": 1, "daily": 26, "hourly": 208}


def _room(country: str) -> Room:
    return standards().rooms[country.lower()]


def _made_up(country: str, rng: random.Random) -> dict[str, str]:
    """What somebody might type, near the limits and far from them."""
    room = _room(country)
    basis = rng.choice(list(ROUND))
    regions = list(room.region_names.regions)  # type: ignore[union-attr]
    region = rng.choice(regions)
    month = rng.choice([m for m, _ in month_choices(country)])
    low, high = WAGES[due({"country": country, "month": month, "wage": "1"})["currency"]]
    wage = rng.randint(low, high) // ROUND[basis] if rng.random() < 0.7 else rng.randint(low, high)
    typed = {"by": "totals", "month": month, "basis": basis, "wage": _money(max(wage, 1), rng)}
    if len(regions) > 1:
        typed["region"] = region
    classes = sorted({w.wage_class for w in room.wages if w.region == region and w.wage_class})
    if classes and rng.random() < 0.5:
        typed["wage_class"] = rng.choice(classes)
    sectors = [s for s, _ in ASKED[country].sectors]
    if sectors and rng.random() < 0.6:
        typed["sector"] = rng.choice(sectors)
    for hours in rng.sample(hours_of(country), k=rng.randint(0, min(5, len(hours_of(country))))):
        typed[hours.key] = rng.choice(
            [
                str(rng.randint(1, 120)),
                f"{rng.randint(0, 70)}:{rng.randint(0, 59):02d}",
                f"{rng.randint(0, 20)}.5",
            ]
        )
    if ASKED[country].trainees and rng.random() < 0.5:
        typed["long_there"] = "on"
    _pay(typed, wage * rng.choice([1, 20, 26, 208]), rng)
    return typed


def _money(value: int, rng: random.Random) -> str:
    return rng.choice(
        [str(value), f"{value:,}", f"{value:,}".replace(",", "."), f"{value}.{rng.randint(0, 99):02d}"]
    )


def _pay(typed: dict[str, str], wage: int, rng: random.Random) -> None:
    kind = rng.choice(["none", "parts", "parts", "basic", "gross", "overtime"])
    if kind in ("parts", "basic"):
        typed["paid_basic"] = _money(int(wage * rng.choice([0.0001, 0.02, 0.3, 0.9, 1, 1.2])) + 1, rng)
    if kind in ("parts", "overtime"):
        typed["paid_overtime"] = rng.choice(["0", _money(rng.randint(1, max(wage, 2)), rng)])
    if kind == "gross":
        typed["paid_gross"] = _money(int(wage * rng.choice([0.0001, 0.5, 1, 1.5])) + 1, rng)


def _by_engine(country: str, typed: dict[str, str]) -> dict[str, Any] | None:
    """What the page answers with a line; None where it refuses the form."""
    with translation.override("en"):
        form = PayForm(country, "en", typed)  # type: ignore[arg-type]
        if not form.is_valid():
            return None
        case = form.case()
    result = due(case)
    lines = [[line["minutes"], line["rate_bp"], line["amount"]] for line in result["lines"]]
    level = result["minimum_wage"]
    return {
        **{k: result[k] for k in (*FIGURES, *FLAGS)},
        "lines": lines,
        "minimum": [-1 if level[k] is None else level[k] for k in ("least", "most")] + [level["changed"]],
        "verdict": _verdict(case, result),
    }


RUN = """async ([law, cases, digits, address]) => {
  const { due, verdict } = await import(address);
  return cases.map((typed) => {
    try {
      const r = due(law, typed, digits);
      const paid = ["basic", "overtime", "gross"].filter((p) => typed["paid_" + p]);
      const out = { lines: r.lines.map((l) => [l.minutes, l.rate_bp, Number(l.amount)]), verdict: verdict(r, paid) };
      for (const k of FIGURES) out[k] = Number(r[k]);
      for (const k of FLAGS) out[k] = Boolean(r[k]);
      out.minimum = [r.minimum_wage.least, r.minimum_wage.most, Boolean(r.minimum_wage.changed)];
      return out;
    } catch (error) {
      return { error: error.message };
    }
  });
}""".replace("FIGURES", json.dumps(FIGURES)).replace("FLAGS", json.dumps(FLAGS))


@pytest.mark.parametrize("country", COUNTRIES)
def test_without_a_line_the_figures_are_the_engines(phone_page: Any, country: str) -> None:
    rng = random.Random(f"months of {country}")
    cases = [_made_up(country, rng) for _ in range(MANY * 2)]
    told = [(typed, found) for typed in cases if (found := _by_engine(country, typed)) is not None][:MANY]
    assert len(told) > MANY * 0.7
    months = tuple(m for m, _ in month_choices(country))
    law = twin(country, "en", months)
    phone_page.goto("/en/hours/paper/")
    digits = {"JPY": 0, "VND": 0}.get(law["currency"], 2)
    here = phone_page.evaluate(RUN, [law, [typed for typed, _ in told], digits, "/static/wages/calculate.js"])
    differ = [(typed, found, mine) for (typed, found), mine in zip(told, here, strict=True) if found != mine]
    assert not differ, f"{len(differ)} of {len(told)}: {differ[0]}"
    verdicts = {found["verdict"] for _, found in told}
    assert {"short", "not-compared"} <= verdicts


@pytest.mark.parametrize(
    ("country", "change"),
    [
        ("CN", {"by": "days"}), ("CN", {"basis": "piece"}), ("CN", {"hours_system": "comprehensive"}), ("CN", {"period_excess": "3"}),
        ("PH", {"workers": "5"}), ("PH", {"month_hours": "313 d"}), ("CN", {"month": "2001-01"}), ("CN", {"region": "CN-XX"}),
    ],
)  # fmt: skip
def test_what_the_file_cannot_do_is_refused(phone_page: Any, country: str, change: dict[str, str]) -> None:
    months = tuple(m for m, _ in month_choices(country))
    region = next(iter(_room(country).region_names.regions))  # type: ignore[union-attr]
    typed = {
        "by": "totals",
        "month": months[2],
        "basis": "monthly",
        "region": region,
        "wage": "5000",
        "ordinary_overtime": "3",
        **change,
    }
    phone_page.goto("/en/hours/paper/")
    here = phone_page.evaluate(RUN, [twin(country, "en", months), [typed], 2, "/static/wages/calculate.js"])
    assert here == [{"error": "needs_line"}]


def test_typed_texts_are_read_alike(phone_page: Any) -> None:
    from tripartite.site.wages import typed

    texts = ["၂၄၀,၀၀၀", "၂၄ဝဝဝဝ", "๑๒,๓๔๕.๕๐", "１２３４", "1.234,50", "5220元", "645 php", "a lot", "1,23,456", "0.500", "", "10:30", "10h30", "10,5",
             "10小时30分", "20 နာရီ", "10 ชั่วโมง", "90 min", "0.33", "10:75", "-5"]  # fmt: skip

    def by(read: Any, text: str) -> Any:
        try:
            return read(text)
        except typed.UnreadableError:
            return None

    phone_page.goto("/en/hours/paper/")
    here = phone_page.evaluate(
        """async (texts) => {
          const { amount, minutes } = await import("/static/wages/typed.js");
          const by = (read, text) => { try { return read(text); } catch { return null; } };
          return texts.map((t) => [by(amount, t), by(minutes, t)]);
        }""",
        texts,
    )
    assert here == [[by(typed.amount, t), by(typed.minutes, t)] for t in texts]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"wage": "a lot"}, "wage"), ({"wage": ""}, "wage"), ({"region": ""}, "region"), ({"ordinary_overtime": "many"}, "ordinary_overtime"),
     ({"wage_class": "shenzhen", "region": "CN-BJ"}, "wage_class"), ({"paid_basic": "5000"}, "paid_overtime"),
     ({"paid_overtime": "1", "paid_gross": "2"}, "paid_gross")],
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_named(phone_page: Any, change: dict[str, str], field: str) -> None:
    months = tuple(m for m, _ in month_choices("CN"))
    typed = {
        "by": "totals",
        "month": months[2],
        "basis": "monthly",
        "region": "CN-GD",
        "wage": "5000",
        "ordinary_overtime": "3",
        **change,
    }
    phone_page.goto("/en/hours/paper/")
    run = RUN.replace("error: error.message", "error: error.field")
    here = phone_page.evaluate(run, [twin("CN", "en", months), [typed], 2, "/static/wages/calculate.js"])
    assert here == [{"error": field}]
