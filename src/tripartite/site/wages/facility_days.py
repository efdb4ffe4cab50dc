"""A worker's days as the latest check of a facility holds them, as far as somebody may see them."""

from __future__ import annotations

from datetime import date

from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import open_check
from tripartite.site.people.access import Standing
from tripartite.site.people.models import Facility

Days = dict[date, int | None]


def latest_check(facility: Facility, standing: Standing) -> Check | None:
    """The newest check whose records are held; others than the facility's own people see those published."""
    found = Check.objects.filter(facility=facility, state=Check.State.DONE, records_deleted_at=None)
    if not standing.role:
        found = found.exclude(published_at=None)
    return found.select_related("facility__organisation").order_by("-number").first()


def of_worker(facility: Facility, standing: Standing, worker: str) -> Days | None:
    """Minutes by day, None where the records do not know them; None instead of days where there is no check to see."""
    check = latest_check(facility, standing)
    if check is None or not standing.sees_workers:
        return None
    seen = open_check(check, standing)
    if not seen.sees_hours:
        return None
    rows = (
        seen.tables()
        .execute("SELECT date, minutes, complete FROM days WHERE worker = ?", [worker])
        .fetchall()
    )
    return {day: (minutes or 0) if complete else None for day, minutes, complete in rows}
