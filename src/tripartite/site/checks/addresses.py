"""A check in addresses, and what every page of one knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from tripartite.site.checks.models import Check
from tripartite.site.people.access import Action, Standing


def place(check: Check) -> dict[str, Any]:
    """The arguments that name a check in an address."""
    return {"org": check.facility.organisation.slug, "facility": check.facility.slug, "check": check.number}


def go_to(name: str, check: Check) -> HttpResponseRedirect:
    """On to one of a check's pages."""
    return HttpResponseRedirect(reverse(name, kwargs=place(check)))


def about(check: Check, standing: Standing) -> dict[str, Any]:
    """Template context of a check's pages."""
    facility = check.facility
    return {
        "check": check,
        "place": place(check),
        "facility": facility,
        "organisation": facility.organisation,
        "standing": standing,
        "may_work": standing.may(Action.WORK),
        "may_share": standing.may(Action.SHARE),
        "may_administer": standing.may(Action.ADMINISTER),
    }
