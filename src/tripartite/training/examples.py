"""Generated months told in words: before a question, and worked through in a lesson."""

from __future__ import annotations

from tripartite.currencies import COUNTRY_CURRENCY
from tripartite.training.case_texts import CASE_TEXTS, UNSPACED
from tripartite.training.pay_cases import PayCase, make_case, worked
from tripartite.training.values import Seminar

SEED = "lesson"  # everybody who reads a lesson of one country and day reads the same example


def told(pay: PayCase, s: Seminar) -> str:
    """The case in words, without its answer."""
    phrases, case = CASE_TEXTS[s.lang], pay.case
    hours = s.words.listed(
        phrases[k].format(n=s.words.quantity(int(h.split()[0]) * 60, "minute"))
        for k, h in case["hours"].items()
    )
    # The wage is written in whole units: digits in groups, as every amount of a report.
    amount, currency = case["wage"].split()
    parts = [
        phrases[case["basis"]].format(
            where=s.where, wage=f"{int(amount):,} {currency}",
            month=_month(case["month"], s.lang), hours=hours,
        )
    ]  # fmt: skip
    if case.get("month_hours"):
        parts.append(phrases["divisor"].format(n=case["month_hours"]))
    if case.get("paid"):
        amount, currency = case["paid"]["overtime"].split()
        parts.append(phrases["paid"].format(paid=f"{int(amount):,} {currency}"))
    return _run_on(parts, s.lang)


def example(kind: str, s: Seminar) -> str:
    """A case with its working and its sum, as the engine reckons it. Raises NotHeldError."""
    pay = make_case(kind, s.country, s.day, SEED)
    phrases, currency = CASE_TEXTS[s.lang], COUNTRY_CURRENCY[s.country]
    total = s.words.quantity(pay.result["premium_due"], "money", currency)
    stop = "。" if s.lang in UNSPACED else "."
    return _run_on([told(pay, s), worked(pay, s.words) + stop, phrases["together"].format(n=total)], s.lang)


def _month(month: str, lang: str) -> str:
    year, number = month.split("-")
    return f"{year}年{int(number)}月" if lang in UNSPACED else month


def _run_on(parts: list[str], lang: str) -> str:
    return ("" if lang in UNSPACED else " ").join(parts)
