"""A check on the site as the request that the main path takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tripartite.checking import CheckRequest
from tripartite.site import vault
from tripartite.site.checks.looking import mapping_from
from tripartite.site.checks.models import Check


def request_of(check: Check, files: Sequence[Path] = ()) -> CheckRequest:
    """What the check asks: its options, its facility, and how its files are read."""
    facility = check.facility
    options = {k: v for k, v in check.options.items() if v and k in CheckRequest.__struct_fields__}
    where = {
        "region": facility.region or None,
        "wage_class": facility.wage_class or None,
        "sector": facility.sector or None,
    }
    sealed = check.sealed.get("mapping.json")
    mapping = mapping_from(json.loads(vault.read(facility.organisation, sealed))) if sealed else None
    return CheckRequest(
        list(files), facility.country, facility=facility.name, mapping=mapping, **{**where, **options}
    )
