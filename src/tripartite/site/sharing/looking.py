"""Looks through grants, as the log of a facility's organisation holds them."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from tripartite.site.people.models import AuditEntry, Facility, Grant

# What the pages are called that others may look at.
PAGES = {
    "facility": _("The facility’s checks"),
    "check": _("The result of a check"),
    "check_rule": _("One rule of a check"),
    "check_findings": _("Findings of a check"),
    "check_finding": _("Findings of a check"),
    "check_worker": _("A worker’s month"),
    "check_records": _("What was read from the files"),
    "compare_checks": _("Two checks side by side"),
    "download_check": _("Download"),
    "plan": _("Put it right"),
    "plan_action": _("Put it right"),
    "evidence": _("Evidence"),
    "back_pay": _("Wages owed"),
}


def looks(facility: Facility, grant: Grant | None = None) -> QuerySet[AuditEntry]:
    """Every look at a facility, or those by one grant, the latest first."""
    found = facility.organisation.audit.filter(verb="grant.looked", details__facility=facility.slug)
    return found.filter(details__grant=grant.pk) if grant else found


def counts(facility: Facility) -> dict[int, int]:
    """How often each grant of a facility was looked through."""
    by_grant = looks(facility).order_by().values_list("details__grant").annotate(Count("pk"))
    return {pk: n for pk, n in by_grant if pk is not None}


def at_what(entry: AuditEntry) -> str:
    page = entry.details.get("page", "")
    return str(PAGES.get(page) or (_("Through a program") if page.startswith("api-") else ""))
