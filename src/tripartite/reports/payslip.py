"""What one worker is due, as text that the worker can read: each line with its hours, rate, sum and law."""

from __future__ import annotations

from typing import Any

from tripartite.currencies import CURRENCIES
from tripartite.reports.wording import Words, money, pad, width, words, wrap

GROUP = "payslip"


def render(result: dict[str, Any], lang: str = "en", columns: int = 100) -> str:
    """The result of check.payslip.due as text for a terminal so many columns wide."""
    w = words(lang)
    currency = result["currency"]
    base = f"{result['hourly_base'] / CURRENCIES[currency]:,.4f} {currency}"
    out = [w.fill("hourly_base", GROUP, x=base)]
    out += _table([*_lines(result, w), *_sums(result, w)], columns)
    out += _minimum(result["minimum_wage"], w, currency)
    below = [
        (_say(w, key), "", money(result[held], currency), "")
        for key, held in (
            ("wage_below_minimum", "wage_below_minimum"),
            ("below_minimum", "minimum_wage_short"),
        )
        if result[held]
    ]
    if below:
        out += _table(below, columns)
    return "\n".join([*out, *wrap(w["notice"], columns)])


def _say(w: Words, key: str) -> str:
    return w.of(GROUP, key)


def _lines(result: dict[str, Any], w: Words) -> list[tuple[str, str, str, str]]:
    return [
        (
            line_name(line["label"], w),
            f"{w.quantity(line['minutes'], 'minute')} × {line['rate_bp'] / 100:g} %",
            money(line["amount"], result["currency"]),
            w.cite(line["instrument_title"], line["article"]),
        )
        for line in result["lines"]
    ]


def line_name(label: dict[str, str], w: Words) -> str:
    """What a line is called: as the room says it in this language, else put together from known parts, else English."""
    if w.lang in label:
        return label[w.lang]
    names = w.entries["pay_lines"]
    parts = label["en"].split(", ")
    return w.listed(names[p] for p in parts) if all(p in names for p in parts) else label["en"]


def _sums(result: dict[str, Any], w: Words) -> list[tuple[str, str, str, str]]:
    rows = [("due_least" if result["at_least"] else "due", result["premium_due"])]
    rows += [(k, result[v]) for k, v in (("leave_due", "leave_due"), ("paid", "premium_paid"), ("short", "premium_short")) if result[v]]  # fmt: skip
    return [(_say(w, key), "", money(amount, result["currency"]), "") for key, amount in rows]


def _table(rows: list[tuple[str, str, str, str]], columns: int) -> list[str]:
    """Rows of a name, hours and rate, a sum and the law, which goes below where the terminal is too narrow."""
    widths = [max(width(r[i]) for r in rows) for i in range(3)]
    widths[0] = min(widths[0], max(24, columns - sum(widths[1:]) - 6))
    out = []
    for name, hours, amount, law in rows:
        first, *more = wrap(name, widths[0])
        line = f"  {pad(first, widths[0])}  {pad(hours, widths[1], right=True)}  {pad(amount, widths[2], right=True)}"
        fits = width(line) + 2 + width(law) <= columns
        out.append(f"{line}  {law}".rstrip() if fits else line)
        out += ["  " + m for m in more]
        out += [] if fits else ["    " + part for part in wrap(law, columns - 4)]
    return out


def _minimum(level: dict[str, Any], w: Words, currency: str) -> list[str]:
    least, most, per = (level[k] for k in ("least", "most", "per"))
    if least is None:
        return []
    said = w.fill(per, GROUP, x=money(least, currency))
    if level["changed"] and most is not None:
        said = w.fill("minimum_changed", GROUP, least=said, most=money(most, currency))
    elif least != most:
        said = w.fill("minimum_least", GROUP, x=said)
    return [w.fill("minimum", GROUP, x=said)]
