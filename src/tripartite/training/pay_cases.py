"""Generated months of one worker, whose pay the engine computes: numeric questions never have arithmetic of their own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tripartite.check.payslip import due
from tripartite.currencies import COUNTRY_CURRENCY, CURRENCIES
from tripartite.reports.payslip import line_name
from tripartite.reports.wording import Words
from tripartite.training.case_texts import UNSPACED
from tripartite.training.values import NotHeldError

# Sensible wages of a factory worker, and what the pay of an hour is divided by where the law leaves that open.
# amounts: lowest, highest and step, of the basis.
WAGES: dict[str, dict[str, Any]] = {
    "CN": {"region": "CN-BJ", "wage_class": "1", "basis": "monthly", "amounts": (4200, 7200, 100)},
    "JP": {"region": "JP-13", "basis": "hourly", "amounts": (1350, 1900, 50)},
    "MM": {"region": "MM", "sector": "factory", "basis": "monthly", "amounts": (286000, 429000, 14300)},
    "PH": {"region": "PH-00", "wage_class": "non-agriculture", "basis": "daily", "amounts": (720, 960, 16)},
    "TH": {"region": "TH-10", "basis": "monthly", "amounts": (13200, 19200, 240)},
    "VN": {"region": "VN-HN", "wage_class": "I", "basis": "monthly", "month_hours": "208", "amounts": (6240000, 10400000, 208000)},
}  # fmt: skip
# What is asked of the engine's result, and the hours that the case has.
CASES: dict[str, tuple[str, dict[str, tuple[int, int]]]] = {
    "overtime-pay": ("premium_due", {"ordinary_overtime": (4, 20)}),
    "rest-day-pay": ("premium_due", {"rest": (8, 8)}),
    "holiday-pay": ("premium_due", {"holiday": (8, 8)}),
    "mixed-pay": ("premium_due", {"ordinary_overtime": (4, 16), "rest": (8, 8)}),
    "overtime-short": ("premium_short", {"ordinary_overtime": (6, 20)}),
    "hourly-rate": ("hourly_base", {"ordinary_overtime": (1, 1)}),
}


@dataclass(frozen=True)
class PayCase:
    """A case as the engine reads it, its result, and the answer in the currency's major unit."""

    case: dict[str, Any]
    result: dict[str, Any]
    answer: float
    tolerance: float


def make_case(kind: str, country: str, day: date, seed: str) -> PayCase:
    """A case of the last whole month before the day. Raises NotHeldError where the engine cannot tell its pay."""
    rng = random.Random(f"{seed} {kind} {country}")  # noqa: S311 - the same question from the same seed
    asked, hours = CASES[kind]
    how = {k: v for k, v in WAGES[country].items() if k != "amounts"}
    low, high, step = WAGES[country]["amounts"]
    currency = COUNTRY_CURRENCY[country]
    case: dict[str, Any] = {
        "country": country, **how, "month": f"{day.replace(day=1) - timedelta(days=1):%Y-%m}",
        "wage": f"{rng.randrange(low, high + 1, step)} {currency}",
        "hours": {k: f"{rng.randint(*span)} h" for k, span in hours.items()},
    }  # fmt: skip
    result = due(case)
    scale = CURRENCIES[currency]
    if asked == "premium_short":
        part = result["premium_due"] * rng.choice((6, 7, 8)) // 10 // scale
        case["paid"] = {"overtime": f"{part} {currency}"}
        result = due(case)
    if not result["premium_known"] or result["at_least"] or not result[asked]:
        raise NotHeldError(f"{kind}: what is due in {country} in {case['month']} cannot be told")
    if asked == "premium_short" and not result["premium_told"]:
        raise NotHeldError(f"{kind}: what is short in {country} in {case['month']} cannot be told")
    answer = round(result[asked] / scale, 2)
    # Whoever rounds the pay of an hour before multiplying is as right as who rounds at the end.
    return PayCase(case, result, answer, max(round(answer * 0.005, 2), 1 / scale))


def worked(pay: PayCase, w: Words) -> str:
    """The engine's own lines as an explanation: hours, rate, amount and law."""
    currency = pay.result["currency"]
    colon, stop, opened, closed = "：；（）" if w.lang in UNSPACED else (": ", "; ", " (", ")")
    return stop.join(
        f"{line_name(line['label'], w)}{colon}{w.quantity(line['minutes'], 'minute')} × {line['rate_bp'] / 100:g} % = "
        f"{w.quantity(line['amount'], 'money', currency)}"
        f"{opened}{w.cite(line['instrument_title'], line['article'])}{closed}"
        for line in pay.result["lines"]
    )
