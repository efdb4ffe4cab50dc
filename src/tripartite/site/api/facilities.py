"""Facilities: those of the token's organisation, and those that others let it see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from tripartite.site.api.gate import ERRORS, Text, accepted, actor, in_own, on, scoped
from tripartite.site.checks.forms import choices_of
from tripartite.site.people import operations
from tripartite.site.people.access import Action, Standing
from tripartite.site.people.forms import FacilityForm
from tripartite.site.people.models import Facility
from tripartite.site.people.operations import RefusedError

router = Router(tags=["facilities"])
READ, WRITE = scoped("checks:read"), scoped("organisation:write")
HERE = "/{slug:org}/{slug:facility}"
# What only the law of some countries knows.
OF_THE_LAW = {"wage_class": "minimum-wage class", "sector": "sector"}


class FacilityOut(Schema):
    organisation: str = Field(description="Short name; with `facility` it stands in addresses")
    facility: str
    name: str
    country: str
    region: str
    wage_class: str
    sector: str
    by: str = Field(description="How the token sees it: role, or the scope of the grant")


class FacilityIn(Schema):
    name: Text = Field(min_length=1, max_length=200, examples=["Plant 2"])
    country: str = Field(max_length=2, examples=["CN"])
    region: str = Field("", max_length=8, examples=["CN-GD"])
    wage_class: Text = Field("", max_length=40, examples=["2"])
    sector: Text = Field("", max_length=60, examples=[""])


class FacilityChange(Schema):
    """What is left out stays. The country stays always: make another facility."""

    name: Text | None = Field(None, min_length=1, max_length=200, examples=["Plant 2, Dongguan"])
    region: str | None = Field(None, max_length=8)
    wage_class: Text | None = Field(None, max_length=40)
    sector: Text | None = Field(None, max_length=60)


def _told(f: Facility, standing: Standing) -> dict[str, Any]:
    return {
        "organisation": f.organisation.slug,
        "facility": f.slug,
        "name": f.name,
        "country": f.country,
        "region": f.region,
        "wage_class": f.wage_class,
        "sector": f.sector,
        "by": "role" if standing.role else standing.scope,
    }


class Facilities(Schema):
    facilities: list[FacilityOut]


@router.get("", response={200: Facilities, **ERRORS}, **READ)
def facilities(request: HttpRequest) -> Any:
    """Facilities of the token's organisation, and those that others let it see."""
    from tripartite.site.people.access import standing_on

    organisation, _ = in_own(request, Action.SEE)
    granted = Q(grants__to=organisation, grants__revoked_at=None, grants__until__gte=timezone.localdate())
    found = Facility.objects.filter(Q(organisation=organisation) | granted).distinct()
    rows = found.select_related("organisation")
    return {"facilities": [_told(f, standing_on(actor(request), f, within=organisation)) for f in rows]}


@router.post("", response={201: FacilityOut, **ERRORS}, **WRITE)
def make_facility(request: HttpRequest, given: FacilityIn) -> Any:
    """A new facility of the token's organisation."""
    organisation, standing = in_own(request, Action.WORK)
    form = FacilityForm(given.dict())
    accepted(form)
    facility: Facility = form.save(commit=False)
    facility.organisation = organisation
    _refuse_unknown(facility)
    return Status(201, _told(operations.make_facility(actor(request), facility), standing))


@router.get(HERE, response={200: FacilityOut, **ERRORS}, **READ)
def read_facility(request: HttpRequest, org: str, facility: str) -> Any:
    """What the law needs to know of a facility."""
    return _told(*on(request, org, facility, Action.SEE))


@router.patch(HERE, response={200: FacilityOut, **ERRORS}, **WRITE)
def change_facility(request: HttpRequest, org: str, facility: str, given: FacilityChange) -> Any:
    """Change what is said of a facility. Earlier checks stay as they were."""
    found, standing = on(request, org, facility, Action.WORK)
    said = {k: v for k, v in given.dict(exclude_unset=True).items() if v is not None}
    now = {k: getattr(found, k) for k in FacilityForm.Meta.fields}
    form = FacilityForm({**now, **said}, instance=found)
    accepted(form)
    _refuse_unknown(found)
    operations.change_facility(actor(request), found, [k for k in said if said[k] != now[k]])
    return _told(found, standing)


def _refuse_unknown(facility: Facility) -> None:
    """A class or sector that the country's law does not know would fail each check, so it is refused here."""
    choices = choices_of(facility, "en")
    for name, called in OF_THE_LAW.items():
        given, known = getattr(facility, name), [key for key, _ in choices[name] if key]
        if given and given not in known:
            allowed = f"Allowed: {', '.join(known)}." if known else "Its law has none: leave it out."
            raise RefusedError(f"`{given}` is no {called} of {facility.country}. {allowed}")
