"""What scripts of a worker's pages say, in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def of_hours() -> dict[str, str]:
    """Sentences of My hours. Words in braces are filled in by the script."""
    return {
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


def of_pay() -> dict[str, str]:
    """Sentences of the form where there is no line."""
    return {
        "needs_line": _(
            "There is no line. What you wrote is kept in this tab: send it again when the line is back."
        ),
    }
