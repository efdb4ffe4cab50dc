"""Who was granted figures walks all that the site has of a facility, and meets no worker."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.site.addresses import own_patterns
from tests.site.api.conftest import shows
from tests.site.cast import Cast
from tests.site.checks.conftest import players, ran  # noqa: F401 - fixture
from tests.site.plans.conftest import listed
from tripartite.sample import factory
from tripartite.site.api.rest import api
from tripartite.site.checks import operations as checking
from tripartite.site.checks.downloads import FORMS
from tripartite.site.checks.opened import open_check
from tripartite.site.people.access import standing_on
from tripartite.site.people.models import Grant
from tripartite.site.plans import back_pay, evidence
from tripartite.site.plans import operations as plans
from tripartite.site.plans.models import Payment

# Numbers of workers that no figure is mistaken for.
APART = 73_410_000
# Pages that are about one worker, finding or record.
NAMING = ("check_worker", "check_finding", "check_findings", "check_records", "download_check", "evidence")
HREF = re.compile(r"""(?:href|src|action)="([^"#?]+)(?:\?([^"#]*))?""")


@pytest.fixture(scope="module")
def files(tmp_path_factory: Any) -> list[Path]:
    folder = tmp_path_factory.mktemp("apart")
    make = factory.make_people

    def numbered_apart(rng: Any, workers: int) -> Any:
        people = make(rng, workers)
        for p in people:
            p.number += APART
        return people

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factory, "make_people", numbered_apart)
        factory.make_factory(folder, workers=150)
    return sorted(folder.iterdir())


@pytest.fixture
def shown(players: Cast, files: list[Path]) -> dict[str, list[Any]]:  # noqa: F811
    """Two published checks, a plan with discussion and evidence, wages owed and paid; all that an address may name."""
    cast = players
    check = ran(cast, *files)
    ran(cast, *files)
    for each in cast.facility.checks.all():
        checking.publish(cast.alice, each)
    seen = open_check(check, standing_on(cast.alice, cast.facility))
    con = seen.tables()
    workers = [r[0] for r in con.execute("SELECT DISTINCT worker FROM days ORDER BY 1").fetchall()]
    assert len(workers) >= 150
    rules = [r["rule"] for r in seen.summary["rules"]]
    action = plans.take_over(cast.bob, check, rules)[0]
    plans.comment(cast.bob, action, f"We spoke with {workers[0]}.")
    evidence.add(cast.bob, action, SimpleUploadedFile("talk.pdf", f"%PDF-1.4 {workers[0]}".encode()))
    owed = listed(cast, check)
    numbers = list(owed.dues.values_list("number", flat=True))
    back_pay.pay(cast.bob, owed, numbers[:2], timezone.localdate(), reference=f"slip {workers[0]}")
    grant = cast.grant(scope=Grant.Scope.FIGURES)
    findings = [r[0] for r in con.execute("SELECT id FROM findings ORDER BY id LIMIT 3").fetchall()]
    return {
        "org": ["lotus-garments"],
        "facility": ["dongguan"],
        "check": [1, 2],
        "number": [1, 2],
        "earlier": [1, 2],
        "rule": rules,
        "finding": findings,
        "form": [*FORMS],
        "action": list(cast.facility.actions.values_list("number", flat=True)),
        "schedule": [owed.number],
        "evidence": list(cast.facility.evidence.values_list("pk", flat=True)),
        "payment": list(Payment.objects.values_list("pk", flat=True)),
        "grant": [grant.pk],
        "upload": [1],
        "client": ["a1b2"],
        "file": ["a1"],
        "log": [1],
        "worker": workers,
    }


def all_of(answer: Any) -> str:
    """Everything that an answer holds as text, what is packed within it too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(n) for n in packed.namelist())
    return content.decode("utf-8", "replace")


def named(text: str) -> list[str]:
    """Numbers of workers, which their names hold too; numbers of findings; rows of records."""
    return re.findall(r"7341\d{4}|员工\d+|F\d{7}", text)


def filled(template: list[str], shown: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Each way to fill in the names of an address."""
    ways: list[dict[str, Any]] = [{}]
    for name in template:
        ways = [{**way, name: value} for way in ways for value in shown[name]]
    return ways


def test_every_address_of_the_facility_names_nobody(players: Cast, shown):  # noqa: F811
    client = Client()
    client.force_login(players.dana)
    opened = 0
    for pattern in own_patterns():
        arguments = list(pattern.pattern.converters)
        if "facility" not in arguments or pattern.callback.access.startswith("api"):
            continue
        for way in filled(arguments, shown):
            address = reverse(pattern.name, kwargs=way)
            for full in (address, f"{address}?worker={shown['worker'][0]}&page=1"):
                answer = client.get(full)
                assert answer.status_code in (200, 302, 403, 404, 405), full
                # A page knows its own address, with what the visitor wrote there; and it tells nothing beyond.
                assert not set(named(all_of(answer))) - set(named(full)), full
                opened += answer.status_code == 200
                assert answer.status_code != 200 or pattern.name not in NAMING, full
    assert opened > 2 * len(shown["rule"]), "the walk saw pages"


def test_whatever_can_be_reached_by_links_names_nobody(players: Cast, shown):  # noqa: F811
    client = Client()
    client.force_login(players.dana)
    waiting = ["/en/organisations/", "/en/o/northern-stores/received/"]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in (200, 302, 405), f"{address} is linked and answers {answer.status_code}"
        text = all_of(answer)
        assert not named(text), address
        links = [
            path + (f"?{query}" if query else "") for path, query in HREF.findall(text.replace("&amp;", "&"))
        ]
        waiting += [x for x in links if x.startswith(("/en/o/", "/en/organisations/", "/en/me/"))]
    here = "/en/o/lotus-garments/f/dongguan/"
    assert {here, f"{here}checks/1/", f"{here}checks/2/", f"{here}plan/"} <= seen
    assert sum(a.startswith(here) for a in seen) > 10


def test_no_answer_to_a_program_names_anybody(players: Cast, shown):  # noqa: F811
    cache.clear()
    client = shows(players.dana, players.buyer)
    told = 0
    for path, item in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        if "{facility}" not in path or "get" not in item:
            continue
        for way in filled(re.findall(r"{(\w+)}", path), shown):
            for query in ("", f"?worker={shown['worker'][0]}"):
                answer = client.get(path.format(**way) + query)
                assert answer.status_code in (200, 403, 404, 422), path
                assert not named(all_of(answer)), f"{path} {way}"
                told += answer.status_code == 200
    assert told >= 4, "progress and summaries are told"


def test_their_own_people_do_meet_workers_on_the_same_walk(players: Cast, shown):  # noqa: F811
    """What the walk looks for is there to be found."""
    client = Client()
    client.force_login(players.rosa)
    here = "/en/o/lotus-garments/f/dongguan/checks/1"
    worker = shown["worker"][0]
    for address in (f"{here}/findings/", f"{here}/worker/?worker={worker}", f"{here}/download/xlsx/"):
        assert named(all_of(client.get(address))), address
