"""A worker's days as the latest check of a facility holds them."""

from __future__ import annotations

from datetime import date

from tripartite.site.people.models import Facility


def of_worker(facility: Facility, worker: str) -> dict[date, int | None] | None:
    """Minutes by day, None where the records do not know them; None instead of days where no check holds records."""
    return None
