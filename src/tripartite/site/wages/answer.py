"""The engine's result as a page tells it. The figures are those of check.payslip.due; nothing is reckoned again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tripartite.check.payslip import due
from tripartite.currencies import CURRENCIES
from tripartite.reports.payslip import line_name
from tripartite.reports.wording import Words, words
from tripartite.site.places import babel_locale
from tripartite.site.templatetags.told import money

TOTALS = {"gross", "net"}
NOT_READ = "not read"
Result = dict[str, Any]
Text = str | Promise


@dataclass
class Line:
    """One line of what is due: hours, rate and hourly base make the sum."""

    name: str
    hours: str
    rate: str
    base: str
    amount: str
    law: str
    provision: str


@dataclass
class Answer:
    """A month's answer. `verdict`: short, likely short, met, cannot tell, or not compared."""

    verdict: str
    headline: str
    lines: list[Line]
    sums: list[tuple[str, str, str]]
    minimum: list[tuple[str, str]]
    unsure: list[str]


def answer(case: dict[str, Any], lang: str) -> Answer:
    """What one worker is due and how it compares. Raises RecordsError, as the engine does."""
    result = due(case)
    w = words(lang)
    currency = result["currency"]
    verdict = _verdict(case, result)
    return Answer(
        verdict,
        _headline(verdict, result, currency),
        [_line(line, case, result, w) for line in result["lines"]],
        _sums(case, result, w),
        _minimum(result, w),
        _unsure(case, result),
    )


def compared(case: dict[str, Any]) -> bool:
    """Whether the worker said what was paid, so that there is something to compare."""
    return bool(case.get("paid"))


def _verdict(case: dict[str, Any], result: Result) -> str:
    if result["wage_below_minimum"] and result["wage_below_minimum_told"]:
        return "short"
    if not compared(case) or not result["premium_known"]:
        return "not-compared" if result["premium_known"] else "cannot-tell"
    told_short = (result["premium_short"] and _sure_short(case)) or (
        result["minimum_wage_short"] and _sure_minimum(result)
    )
    if told_short:
        return "short"
    if result["short"]:
        return "likely-short"
    if result["premium_told"] and (result["minimum_wage_told"] or _agreed_reaches(result)):
        return "met"
    return "cannot-tell"


def _sure_short(case: dict[str, Any]) -> bool:
    """A shortfall is a least, so it is sure where the slip's parts are known; a total may hold other pay."""
    return bool(set(case.get("paid", {})) - TOTALS)


def _sure_minimum(result: Result) -> bool:
    return bool(result["minimum_wage_told"])


def _agreed_reaches(result: Result) -> bool:
    """The agreed wage surely reaches the minimum, in the unit in which it is agreed."""
    return bool(result["wage_below_minimum_told"]) and not result["wage_below_minimum"]


# What is said first, by verdict.
HEADLINES: dict[str, Text] = {
    "short": gettext_lazy("You got at least %(sum)s too little."),
    "below": gettext_lazy("Your agreed wage is below the minimum wage by %(sum)s."),
    "likely-short": gettext_lazy("It seems that %(sum)s is missing, but it is not certain."),
    "met": gettext_lazy("What you got covers what the law asks for these hours."),
    "not-compared": gettext_lazy("Besides your wage you are due %(sum)s."),
    "cannot-tell": gettext_lazy("It cannot be told from this whether you were paid right."),
}


def _headline(verdict: str, result: Result, currency: str) -> str:
    held = {"not-compared": "premium_due"}.get(verdict, "short")
    if verdict == "short" and not result["short"]:
        verdict, held = "below", "wage_below_minimum"
    return str(HEADLINES[verdict]) % {"sum": money(result[held], currency)}


def number(value: Fraction | float, digits: int = 2) -> str:
    pattern = "#,##0." + "#" * digits
    return str(format_decimal(float(value), pattern, locale=babel_locale()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(line: dict[str, Any], case: dict[str, Any], result: Result, w: Words) -> Line:
    """Of piece work the sum is reckoned over all hours together, so its lines have no sum of their own."""
    piece = case.get("basis") == "piece"
    base = result["hourly_base"] / CURRENCIES[result["currency"]]
    return Line(
        _capital(line_name(line["label"], w)),
        w.quantity(line["minutes"], "minute"),
        f"{line['rate_bp'] / 100:g} %",
        "" if piece else number(base, 4),
        "" if piece else money(line["amount"], result["currency"]),
        _cited(line, w),
        line["provision"],
    )


def _cited(line: dict[str, Any], w: Words) -> str:
    """The law of a line with its article; where no article was read, the law alone."""
    if line["article"] == NOT_READ:
        return w.say(line["instrument_title"])
    return w.cite(line["instrument_title"], line["article"])


def _sums(case: dict[str, Any], result: Result, w: Words) -> list[tuple[str, str, str]]:
    """What is due, was paid and is missing: name, sum, and a word for how it is shown."""
    currency = result["currency"]

    def row(key: str, held: str, tone: str = "") -> tuple[str, str, str]:
        return _capital(w.of("payslip", key)), money(result[held], currency), tone

    rows = [row("due_least" if result["at_least"] else "due", "premium_due")]
    if compared(case):
        if "gross" not in case["paid"]:
            rows.append(row("paid", "premium_paid"))
        if result["premium_short"]:
            rows.append(row("short", "premium_short", "bad" if _sure_short(case) else "unsure"))
    return rows


def _minimum(result: Result, w: Words) -> list[tuple[str, str]]:
    """The minimum wage that applies, and how far below it the agreed wage or the pay is."""
    level, currency = result["minimum_wage"], result["currency"]
    rows = []
    if level["least"] is not None:
        said = w.fill(level["per"], "payslip", x=money(level["least"], currency))
        if level["changed"] and level["most"] is not None:
            said = w.fill("minimum_changed", "payslip", least=said, most=money(level["most"], currency))
        elif level["least"] != level["most"]:
            said = w.fill("minimum_least", "payslip", x=said)
        rows.append((said, ""))
    rows += [
        (f"{_capital(w.of('payslip', key))}: {money(result[held], currency)}", "bad")
        for key, held in (
            ("wage_below_minimum", "wage_below_minimum"),
            ("below_minimum", "minimum_wage_short"),
        )
        if result[held]
    ]
    return rows


def why(code: str) -> str:
    """A reason code of the engine in words for the worker."""
    return {
        "overtime-pay-not-itemised": _("The total does not say what was paid for overtime: other pay may be in it, or deductions left out."),
        "divisor-unknown": _("The law lets the employer divide a wage by fewer hours than was reckoned here, which would make an hour worth more. What is due is a least."),
        "wage-unknown": _("The agreed wage is not known."),
        "hours-incomplete": _("The hours of some days are not known."),
        "plan-unknown": _("Under this system the planned hours decide, and they are not known here."),
        "minimum-wage-unknown": _("No minimum wage is held for this place and month."),
        "minimum-wage-class-or-level-unsure": _("The class of the minimum wage, or its newest level, is not sure: the lowest possible one was taken."),
        "month-worked-in-part": _("Of a month with days missed, less than the whole minimum wage may be due."),
        "pay-not-itemised": _("Whether the minimum wage was reached cannot be told from the total, or from hours without their days. With hours day by day more can be told."),
        "trainee-rate-possible": _("Trainees and workers on probation may be paid less than the minimum wage. Tick that you have worked there for more than six months, if so."),
    }.get(code, "")  # fmt: skip


def _unsure(case: dict[str, Any], result: Result) -> list[str]:
    codes = []
    if result["at_least"]:
        codes.append("divisor-unknown")
    if compared(case):
        codes += [result["premium_why"], result["minimum_wage_why"]]
    level = result["minimum_wage"]
    if level["least"] is None:
        codes.append("minimum-wage-unknown")
    elif level["least"] != level["most"] and not level["changed"]:
        codes.append("minimum-wage-class-or-level-unsure")
    told = [why(c) for c in dict.fromkeys(codes) if c]
    if not compared(case):
        told.append(_("You did not write what you got, so nothing was compared."))
    told += _of_this_case(case, result)
    return [t for t in dict.fromkeys(told) if t]


def _of_this_case(case: dict[str, Any], result: Result) -> list[str]:
    told = []
    if case.get("basis") == "piece":
        told.append(
            _(
                "Piece earnings are spread evenly over all hours of the month. The pieces are paid once already, so only the part above 100 % is due on top."
            )
        )
    basic = (case.get("paid") or {}).get("basic")
    if basic and case.get("basis", "monthly") == "monthly" and Fraction(basic) < Fraction(case["wage"]):
        told.append(
            _(
                "The ordinary wage that you got is less than the agreed one. Whether that is right depends on days missed and deductions, which are not reckoned here."
            )
        )
    if case["country"] == "TH" and case.get("shifts") and not case.get("holidays"):
        told.append(
            _(
                "You marked no holidays. In Thailand the employer announces at least thirteen a year; without them only Labour Day counts as one."
            )
        )
    if not result["lines"]:
        told.append(_("There were no hours for which the law asks more than the wage."))
    return told
