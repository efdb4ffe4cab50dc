"""What scripts of a worker's pages say, in the page's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tripartite.currencies import CURRENCIES
from tripartite.reports.wording import words
from tripartite.site.places import babel_locale
from tripartite.site.wages.answer import HEADLINES
from tripartite.site.wages.names import month_name, months_back


def of_hours() -> dict[str, Any]:
    """Sentences of My hours. Words in braces are filled in by the script.

    Names of months and weekdays too, as browsers do not know them in all seven languages.
    """
    return {
        "months": {month: month_name(month) for month in months_back()},
        "weekdays": [babel_locale().days["stand-alone"]["abbreviated"][i] for i in range(7)],
        "since": _("Working since {time}, {day}"),
        "not_working": _("Not at work"),
        "length": _("{h} h {m} min"),
        "edit": _("Change"),
        "unreadable": _("The log on this phone cannot be read. It is left as it is; save the phone’s data before you delete it."),
        "full": _("The phone has no room left for the log."),
        "already_open": _("A stretch is running already."),
        "not_open": _("No stretch is running."),
        "overlaps": _("There is work noted at this time already."),
        "time_missing": _("Write the day, the start and the end."),
        "end_before_start": _("The end must be after the start."),
        "too_long": _("A stretch is longer than a day. Write each day apart."),
        "not_a_log": _("This file is no saved log."),
        "left_out": _("{n} stretches of the file run into others and were left out."),
        "too_many": _("A day of this month has more than two stretches, more than the form takes. Join them by hand, with the break taken off."),
        "statement": _("{date}: I hand my log of hours over to {organisation}, for this purpose: {purpose}."),
        "fill_in": _("Fill in all three."),
        "nothing_noted": _("Nothing is noted in this month."),
        "forget_sure": _("Delete the whole log from this phone? It cannot be brought back."),
    }  # fmt: skip


def of_pay(currency: str, lang: str) -> dict[str, Any]:
    """Sentences of the form where there is no line: those of the answer, and how many decimals its money has."""
    w = words(lang)
    slip = {
        key: w.of("payslip", key)
        for key in ("due", "due_least", "paid", "short", "below_minimum", "wage_below_minimum")
    }
    headlines = {f"headline-{verdict}": str(text) % {"sum": "{sum}"} for verdict, text in HEADLINES.items()}
    return {
        **{key: text[:1].upper() + text[1:] for key, text in slip.items()},
        **headlines,
        "digits": len(str(CURRENCIES[currency])) - 1,
        "length": _("{h} h {m} min"),
        "hours": w.fill("hour", "units", n="{h}"),
        "reckoned_here": _("Reckoned on this phone without a line, by the law as it was kept on {day}. With a line you also see the minimum wage, what is not certain, and whom to turn to."),
        "look_at": _("Look at “{field}” again: it is missing or cannot be read."),
        "needs_line": _("There is no line, and this cannot be reckoned on the phone alone. What you wrote is kept in this tab: send it again when the line is back."),
    }  # fmt: skip
