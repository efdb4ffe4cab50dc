"""The training plan as a workbook in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tripartite.reports.workbook import WRAPPED, Cell, Heading, Workbook
from tripartite.site.plans.learning import Held, TrainingPlan


def sheet(plan: TrainingPlan) -> bytes:
    """One row for each finding under its module. No cell is ever a formula."""
    into = BytesIO()
    names = (
        (_("Module"), 36), (_("Minutes"), 10), (_("Finding"), 44), (_("Touched"), 20), (_("Cause"), 36),
        (_("Who should learn it"), 40), (_("By when"), 14), (_("Sessions to come"), 40), (_("Held since the check"), 40),
    )  # fmt: skip
    with Workbook(into) as book:
        book.sheet(_("Training plan"), [Heading(n, width, WRAPPED) for n, width in names], _rows(plan))
        if plan.untold:
            columns = [Heading(_("Could not be told for everybody"), 60, WRAPPED)]
            book.sheet(_("Cannot tell"), columns, ((title,) for title in plan.untold))
    return into.getvalue()


def _rows(plan: TrainingPlan) -> Iterator[tuple[Cell, ...]]:
    for t in plan.taught:
        to_come = "; ".join(f"{s.seminar.title} ({s.on}, {s.starts:%H:%M})" for s in t.to_come)
        held = "; ".join(_told(h) for h in t.held)
        for f in t.findings:
            causes, learners = "; ".join(f.causes), "; ".join(t.learners)
            due = t.due.isoformat() if t.due else ""
            yield t.title, t.module.minutes, f.title, f.touched, causes, learners, due, to_come, held


def _told(held: Held) -> str:
    """A session that was held, with how many were there where that is known."""
    where = f"{held.session.seminar.title} ({held.session.on})"
    return where if held.people is None else f"{where}: {there(held.people)}"


def there(people: int) -> str:
    return ngettext("%(n)s person was there", "%(n)s people were there", people) % {"n": people}
