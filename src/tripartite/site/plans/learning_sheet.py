"""The training plan as a workbook in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _

from tripartite.reports.workbook import WRAPPED, Cell, Heading, Workbook
from tripartite.site.plans.learning import TrainingPlan


def sheet(plan: TrainingPlan) -> bytes:
    """One row for each finding under its module. No cell is ever a formula."""
    into = BytesIO()
    names = (
        (_("Module"), 36), (_("Minutes"), 10), (_("Finding"), 44), (_("Touched"), 20), (_("Cause"), 36),
        (_("Who should learn it"), 40), (_("Announced seminars"), 40),
    )  # fmt: skip
    with Workbook(into) as book:
        book.sheet(_("Training plan"), [Heading(n, width, WRAPPED) for n, width in names], _rows(plan))
        if plan.untold:
            columns = [Heading(_("Could not be told for everybody"), 60, WRAPPED)]
            book.sheet(_("Cannot tell"), columns, ((title,) for title in plan.untold))
    return into.getvalue()


def _rows(plan: TrainingPlan) -> Iterator[tuple[Cell, ...]]:
    for t in plan.taught:
        seminars = "; ".join(f"{s.title} ({s.first_day} – {s.last_day})" for s in t.seminars)
        for f in t.findings:
            causes, learners = "; ".join(f.causes), "; ".join(t.learners)
            yield t.title, t.module.minutes, f.title, f.touched, causes, learners, seminars
