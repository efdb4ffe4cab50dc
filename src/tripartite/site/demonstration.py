"""Made-up organisations of all three sides, with checks of sample files, a plan and grants: so that each page shows what it is for.

All of it hangs on organisations marked `demonstration` and on people of DOMAIN, an address that nobody can have; so it
can be removed without touching anything else.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tripartite.reports.ranking import broken
from tripartite.sample.countries import HABITS, NO_REST, make_country_factory
from tripartite.sample.factory import make_factory
from tripartite.sample.myanmar import make_myanmar_factory
from tripartite.sample.thailand import HOLIDAYS, REGION, WAGE_CLASS, make_thai_factory
from tripartite.site import vault
from tripartite.site.checks import operations as checks
from tripartite.site.checks.models import Check
from tripartite.site.checks.opened import open_check, read_named
from tripartite.site.checks.tasks import work_on
from tripartite.site.people import audit
from tripartite.site.people import operations as people
from tripartite.site.people.access import standing_on
from tripartite.site.people.models import Facility, Grant, Membership, Organisation, User
from tripartite.site.plans import back_pay
from tripartite.site.plans import operations as plans
from tripartite.site.seminars import demonstration as seminars
from tripartite.site.seminars.models import Followed, Seminar

DOMAIN = "demonstration.invalid"
WAIT = 120.0  # seconds for a check that a worker of the running site took before us
Tell = Callable[[str], None]
Side, Kind, Role = Organisation.Side, Organisation.Kind, Membership.Role


class NotEmptyError(Exception):
    """The site is in use: made-up organisations among real ones would mislead."""


@dataclass(frozen=True)
class Place:
    """A facility with the files of its checks, the earliest first."""

    country: str
    organisation: str
    name: str
    region: str
    make: Callable[[Path], object]
    options: Mapping[str, str]
    wage_class: str = ""
    sector: str = ""
    # Folders below the sample's own, one a check; none: its files are one check.
    parts: Callable[[Path], list[Path]] = field(default=lambda folder: [folder])


USUAL = {"breaks": "12:00-13:00", "planned": "08:00-17:00", "date_order": "dmy", "rest_days": "sun"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OTHERS = (
    ("ministry", "Example Ministry of Labour", Side.GOVERNMENT, Kind.MINISTRY, "VN"),
    ("inspectorate", "Example Labour Inspectorate", Side.GOVERNMENT, Kind.INSPECTORATE, "CN"),
    ("federation", "Example Federation of Garment Employers", Side.EMPLOYER, Kind.FEDERATION, "TH"),
    ("union", "Example Garment Workers’ Union", Side.WORKER, Kind.UNION, "MM"),
    ("union-2", "Example Union of Factory Workers", Side.WORKER, Kind.UNION, "PH"),
    ("buyer", "Example Stores", Side.EMPLOYER, Kind.BUYER, "JP"),
)


def _habits(country: str) -> dict[str, str]:
    h = HABITS[country]
    return {**USUAL, "rest_days": ",".join(WEEKDAYS[d] for d in h.rest_days)}


def _two_checks(folder: Path) -> list[Path]:
    """July and August as they were; September with the lowest wage mended, and without the worker who had no rest."""
    h = HABITS["VN"]
    low, right = f";{h.low_wage};".encode(), f";{h.wage};".encode()
    earlier, later = folder / "earlier", folder / "later"
    for part, months in ((earlier, ("07", "08")), (later, ("09",))):
        part.mkdir()
        for path in sorted(folder.glob("*.csv")):
            head, *rows = path.read_bytes().splitlines(keepends=True)
            kept = [r for r in rows if _of(path.name, r, months)]
            if part == later:
                kept = [r.replace(low, right) for r in kept if not r.startswith(f"{NO_REST};".encode())]
            (part / path.name).write_bytes(head + b"".join(kept))
    return [earlier, later]


def _of(name: str, row: bytes, months: tuple[str, ...]) -> bool:
    if name == "workers.csv":
        return True
    mark = "/{}/2025;" if name == "attendance.csv" else ";2025-{};"
    return any(mark.format(m).encode() in row for m in months)


PLACES = (
    Place("VN", "Example Textiles", "Saigon mill", HABITS["VN"].region, lambda f: make_country_factory(f, "VN"), _habits("VN"),
          HABITS["VN"].wage_class, parts=_two_checks),
    Place("TH", "Example Apparel", "Samut Prakan works", REGION, make_thai_factory,
          {**USUAL, "holidays": ",".join(d.isoformat() for d in HOLIDAYS)}, WAGE_CLASS),
    Place("MM", "Example Sewing", "Hlaing Tharyar factory", "MM-06", make_myanmar_factory, USUAL, sector="factory"),
    Place("PH", "Example Electronics", "Cavite plant", HABITS["PH"].region, lambda f: make_country_factory(f, "PH"),
          _habits("PH"), HABITS["PH"].wage_class),
    Place("JP", "Example Parts", "Nagoya works", HABITS["JP"].region, lambda f: make_country_factory(f, "JP"), _habits("JP"),
          HABITS["JP"].wage_class),
    Place("CN", "Example Garments", "Dongguan plant", "CN-GD", lambda f: make_factory(f, workers=150),
          {"breaks": "12:00-13:00"}, "2"),
)  # fmt: skip


# --- Making ------------------------------------------------------------------------------------------


def is_whole() -> bool:
    """Whether a demonstration is there with every check done; one that was broken off is not."""
    done = Check.objects.filter(facility=OuterRef("pk"), state=Check.State.DONE)
    made = Facility.objects.filter(organisation__demonstration=True)
    grants = Grant.objects.filter(facility__organisation__demonstration=True).count()
    return made.filter(Exists(done)).count() == len(PLACES) and grants >= 2


def make(password: str, tell: Tell, places: tuple[Place, ...] = PLACES) -> list[str]:
    """Fill an empty site; gives the names to sign in with. Raises NotEmptyError."""
    if Organisation.objects.filter(demonstration=False).exists():
        raise NotEmptyError("this site has organisations of its own: a demonstration would stand among them")
    remove()
    guests = {name: _organisation(name, password, *about) for name, *about in OTHERS}
    facilities = []
    for place in places:
        tell(f"{place.organisation}, {place.name} ({place.country})")
        facilities.append(_place(place, password))
    first, last = facilities[0], facilities[-1]
    _wages(first)
    _plan(last)
    _grant(last, guests["buyer"], Grant.Scope.FIGURES, "yearly review of suppliers")
    _grant(last, guests["inspectorate"], Grant.Scope.WHOLE, "inspection of working time and wages")
    _grant(first, guests["ministry"], Grant.Scope.FIGURES, "report on the sector")
    tell("Seminars in Bangkok and Hà Nội")
    federation, ministry = guests["federation"], guests["ministry"]
    held = seminars.make(_founder(federation), federation, _founder(ministry), ministry)
    _follow(held, facilities, federation)
    return sorted(made_people().values_list("username", flat=True))


def _organisation(name: str, password: str, title: str, side: str, kind: str, country: str) -> Organisation:
    founder = _person(name, password, f"{title.removeprefix('Example ')} administrator")
    organisation = Organisation(name=title, side=side, kind=kind, country=country, demonstration=True)
    return people.make_organisation(founder, organisation)


def _person(name: str, password: str, first_name: str) -> User:
    return User.objects.create_user(f"demo-{name}", f"{name}@{DOMAIN}", password, first_name=first_name[:150])


def _place(place: Place, password: str) -> Facility:
    name = place.country.lower()
    organisation = _organisation(
        name, password, place.organisation, Side.EMPLOYER, Kind.ENTERPRISE, place.country
    )
    officer = _person(f"{name}-officer", password, "Officer")
    Membership.objects.create(organisation=organisation, user=officer, role=Role.OFFICER)
    facility = people.make_facility(
        officer,
        Facility(
            organisation=organisation, name=place.name, country=place.country, region=place.region,
            wage_class=place.wage_class, sector=place.sector,
        ),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        place.make(Path(folder))
        for part in place.parts(Path(folder)):
            check = _check(officer, facility, part, dict(place.options))
            if check.number == 1:
                plans.take_over(officer, check, _gravest(check, 6))
    return facility


def _check(officer: User, facility: Facility, folder: Path, options: dict[str, str]) -> Check:
    """A check of a folder's files by the way that every check takes."""
    check = checks.begin(officer, facility, options)
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        checks.add_file(officer, check, path.name, path.stat().st_size, [path.read_bytes()])
    checks.look(officer, check)
    _work(check)
    files = json.loads(read_named(check, "sheets.json"))
    sheets = [s for f in files for s in f["sheets"] if "fingerprint" in s]
    checks.save_mapping(officer, check, sheets)
    checks.start(officer, check, options)
    _work(check)
    if not check.is_done:
        raise RuntimeError(f"the check of {facility} ended as {check.state}: {check.trouble}")
    checks.publish(_administrator(facility), check)
    return check


def _work(check: Check) -> None:
    """What the worker does, at once; where a running worker was quicker, wait for it."""
    work_on.func(check.pk)
    until = time.monotonic() + WAIT
    check.refresh_from_db()
    while check.is_underway and time.monotonic() < until:
        time.sleep(0.5)
        check.refresh_from_db()
    _forget_tasks([check.pk])


def _gravest(check: Check, n: int) -> list[str]:
    summary = json.loads(read_named(check, "summary.json"))
    return [r["rule"] for r in broken(summary)][:n]


def _administrator(facility: Facility) -> User:
    return _founder(facility.organisation)


def _founder(organisation: Organisation) -> User:
    return User.objects.get(memberships__organisation=organisation, memberships__role=Role.ADMINISTRATOR)


def _wages(facility: Facility, share: float = 0.4) -> None:
    """A list of wages owed of the first check, part of it paid."""
    actor = _administrator(facility)
    seen = open_check(facility.checks.get(number=1), standing_on(actor, facility))
    if not seen.summary["back_pay"]:
        return
    schedule = back_pay.make(actor, seen)[0]
    numbers = list(schedule.dues.values_list("number", flat=True))
    paid = numbers[: max(1, int(len(numbers) * share))]
    back_pay.pay(actor, schedule, paid, timezone.localdate(), reference="with the next wages")


def _plan(facility: Facility) -> None:
    """Actions of all states that people give, one of them late; and wages owed, part of them paid."""
    actor = _administrator(facility)
    officer = User.objects.get(
        memberships__organisation=facility.organisation, memberships__role=Role.OFFICER
    )
    today = timezone.localdate()
    for action, (cause, days, state) in zip(
        facility.actions.order_by("number"),
        (
            ("not-known", -10, "underway"),
            ("pay-system", 14, "open"),
            ("orders", -3, "done"),
            ("planning", 30, "underway"),
        ),
        strict=False,
    ):
        due = today + timedelta(days=days)
        plans.change(
            actor, action, action.version, what=action.what, cause=cause, who=officer, due=due, state=state
        )
        plans.comment(officer, action, "We talk about it in the committee of workers and managers on Monday.")
    _wages(facility)


def _grant(facility: Facility, to: Organisation, scope: str, purpose: str) -> None:
    actor = _administrator(facility)
    until = timezone.localdate() + timedelta(days=180)
    grant = Grant.objects.create(
        facility=facility, to=to, scope=scope, purpose=purpose, until=until, made_by=actor
    )
    audit.record(facility.organisation, actor, "grant.made", grant, purpose=purpose)


def _follow(seminar: Seminar, facilities: list[Facility], organiser: Organisation) -> None:
    """A facility of the seminar's country lets the organiser see its checks, and the seminar follows it."""
    for facility in (f for f in facilities if f.country == seminar.country):
        _grant(facility, organiser, Grant.Scope.FIGURES, "what came of the seminar")
        Followed.objects.create(seminar=seminar, facility=facility, by=_founder(organiser))


# --- Removing ----------------------------------------------------------------------------------------


def made_people() -> QuerySet[User]:
    """People of the demonstration: nobody else can have such an address."""
    return User.objects.filter(username__startswith="demo-", email__endswith=f"@{DOMAIN}")


def remove() -> tuple[int, int]:
    """Remove the demonstration with its sealed files; gives the numbers of organisations and of files."""
    organisations = list(Organisation.objects.filter(demonstration=True))
    _forget_tasks(Check.objects.filter(facility__organisation__in=organisations).values_list("pk", flat=True))
    keys = {str(k) for k in made_people().values_list("usersession__session_key", flat=True) if k}
    with transaction.atomic():
        Session.objects.filter(session_key__in=keys).delete()
        Organisation.objects.filter(pk__in=[o.pk for o in organisations]).delete()
        made_people().delete()
    # `delete` of a query leaves the primary keys of the objects that were read before.
    return len(organisations), sum(vault.destroy_all(o) for o in organisations)


def _forget_tasks(checks_: object) -> None:
    """Tasks of checks hold nothing but their number; without the check they are nothing."""
    wanted = set(checks_)  # type: ignore[call-overload]
    of_checks = DBTaskResult.objects.filter(task_path=work_on.module_path)
    gone = [t.pk for t in of_checks if t.args_kwargs["args"][0] in wanted]
    DBTaskResult.objects.filter(pk__in=gone).delete()
