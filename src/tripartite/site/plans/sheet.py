"""The sheet to pay from, as a workbook in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _

from tripartite.currencies import CURRENCIES
from tripartite.reports.workbook import DAY, MONEY, WHOLE, Cell, Heading, Number, Workbook
from tripartite.site.plans import back_pay
from tripartite.site.plans.models import Schedule


def sheet(schedule: Schedule) -> bytes:
    """One row a worker with what is owed, and room to note what was paid. No cell is ever a formula."""
    into = BytesIO()
    style = MONEY if CURRENCIES[schedule.currency] > 1 else WHOLE
    names = (
        (_("Line"), 8), (_("Worker"), 16), (_("Facility"), 20), (_("From"), 12), (_("To"), 12), (_("Certain"), 16),
        (_("At least, beyond that"), 16), (_("Owed"), 16), (_("Paid"), 16), (_("Left to pay"), 16), (_("Currency"), 10),
    )  # fmt: skip
    room = (
        (_("Paid on"), 14),
        (_("Amount paid"), 16),
        (_("Reference"), 24),
        (_("Signature of the worker"), 30),
    )
    columns = [Heading(name, width, DAY if name == _("Paid on") else 0) for name, width in (*names, *room)]
    with Workbook(into) as book:
        book.sheet(_("Wages owed"), columns, _rows(schedule, style))
    return into.getvalue()


def _rows(schedule: Schedule, style: int) -> Iterator[tuple[Cell, ...]]:
    unit = CURRENCIES[schedule.currency]
    for line in back_pay.lines(schedule):
        due = line.due
        amounts = (due.certain, due.at_least, due.total, line.paid, line.left)
        told = [Number(a / unit if unit > 1 else a, style) for a in amounts]
        yield (
            due.number,
            line.worker,
            line.facility,
            due.period_from,
            due.period_to,
            *told,
            schedule.currency,
            *(None,) * 4,
        )
