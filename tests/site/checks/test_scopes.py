"""What others see of a check: nothing, figures, topics, or all; and never more."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.site.cast import Cast
from tests.site.checks.conftest import ran
from tests.site.checks.test_journey import HERE, text_of
from tripartite.site.checks import operations
from tripartite.site.checks.opened import open_check
from tripartite.site.people.access import standing_on
from tripartite.site.people.models import Grant

PAGES = ["", "findings/", "findings/F0000001/", "rules/cn/overtime-in-a-day/", "records/", "since/2/"]


@pytest.fixture
def published(players: Cast, factory_files):
    check = ran(players, *factory_files.iterdir())
    ran(players, *factory_files.iterdir())
    for each in players.facility.checks.all():
        operations.publish(players.alice, each)
    check.refresh_from_db()
    return check


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def workers_of(check, cast: Cast) -> set[str]:
    con = open_check(check, standing_on(cast.alice, cast.facility)).con
    assert con is not None
    return {r[0] for r in con.execute("SELECT DISTINCT worker FROM days").fetchall()}


def test_a_stranger_is_told_that_nothing_is_here(players: Cast, published):
    for address in PAGES:
        assert as_(players.charlie).get(f"{HERE}checks/1/{address}").status_code == 404
        assert as_(players.dana).get(f"{HERE}checks/1/{address}").status_code == 404


def test_a_grant_shows_nothing_that_was_not_published(players: Cast, one_day):
    ran(players, one_day)
    players.grant(scope=Grant.Scope.WHOLE)
    dana = as_(players.dana)
    assert dana.get(HERE).status_code == 200
    assert "checks/1/" not in text_of(dana.get(HERE))
    for address in ("", "progress/", "findings/"):
        assert dana.get(f"{HERE}checks/1/{address}").status_code == 404


def test_figures_name_nobody(players: Cast, published):
    players.grant(scope=Grant.Scope.FIGURES)
    dana = as_(players.dana)
    everyone = workers_of(published, players)
    seen = 0
    for address in ["", "rules/cn/overtime-in-a-day/", "rules/cn/minimum-age/", "since/2/"]:
        answer = dana.get(f"{HERE}checks/1/{address}")
        assert answer.status_code == 200, address
        page = text_of(answer)
        seen += 1
        assert (
            not set(re.findall(r"(?<![\d,.])\d{4}(?![\d,.:-])", re.sub(r"<[^>]*>", " ", page))) & everyone
        ), address
        assert "worker=" not in page
        assert not re.search(r"F\d{7}", page)
    assert seen == 4
    page = text_of(dana.get(f"{HERE}checks/1/rules/cn/minimum-age/"))
    assert "fewer than 5 people" in page, "one child works there: that is told, and no more"
    worker = next(iter(everyone))
    for address in (
        "findings/",
        "findings/F0000001/",
        f"worker/?worker={worker}",
        "records/",
        "download/xlsx/",
        "download/summary/",
    ):
        assert dana.get(f"{HERE}checks/1/{address}").status_code == 404, address


def test_topics_show_those_and_no_other(players: Cast, published):
    players.grant(scope=Grant.Scope.TOPICS, topics=["wages"])
    dana = as_(players.dana)
    page = text_of(dana.get(f"{HERE}checks/1/"))
    assert "minimum wage" in page.lower()
    assert "rules/cn/overtime-in-a-day/" not in page
    assert "rules/cn/minimum-age/" not in page
    assert dana.get(f"{HERE}checks/1/rules/cn/overtime-in-a-day/").status_code == 404
    whole = standing_on(players.alice, players.facility)
    con = open_check(published, whole).con
    assert con is not None
    other = con.execute("SELECT id FROM findings WHERE topic = 'working-time' ORDER BY id LIMIT 1").fetchone()
    mine = con.execute(
        "SELECT id, worker, count(*) OVER () FROM findings WHERE topic = 'wages' ORDER BY id LIMIT 1"
    ).fetchone()
    assert other
    assert mine
    assert dana.get(f"{HERE}checks/1/findings/{other[0]}/").status_code == 404
    assert dana.get(f"{HERE}checks/1/findings/{mine[0]}/").status_code == 200
    assert f"Findings: {mine[2]}<" in text_of(dana.get(f"{HERE}checks/1/findings/"))
    assert "Findings: 0<" in text_of(dana.get(f"{HERE}checks/1/findings/?topic=working-time"))
    page = text_of(dana.get(f"{HERE}checks/1/worker/?worker={mine[1]}"))
    assert "Hours are shown to those to whom working time was granted" in page
    assert 'class="times"' not in page
    assert dana.get(f"{HERE}checks/1/download/xlsx/").status_code == 404
    assert dana.get(f"{HERE}checks/1/since/2/").status_code == 200
    sums = open_check(published, standing_on(players.dana, players.facility)).summary
    assert all(r["topic"] == "wages" for r in sums["rules"])
    assert sums["integrity"] == []


def test_the_whole_is_shown_whole_and_nothing_can_be_done(players: Cast, published):
    grant = players.grant(scope=Grant.Scope.WHOLE)
    dana = as_(players.dana)
    for address in PAGES:
        assert dana.get(f"{HERE}checks/1/{address}").status_code == 200, address
    assert dana.get(f"{HERE}checks/1/download/xlsx/").status_code == 200
    for address in ("files/", "mapping/", "options/"):
        assert dana.get(f"{HERE}checks/1/{address}").status_code == 403
    for address in ("publish/", "answer/", "delete/", "look/"):
        assert dana.post(f"{HERE}checks/1/{address}").status_code == 403
    looks = players.factory.audit.filter(verb="grant.looked")
    assert looks.count() >= len(PAGES)
    assert looks.first().actor_organisation == "Northern Stores"
    from django.utils import timezone

    Grant.objects.filter(pk=grant.pk).update(revoked_at=timezone.now())
    assert dana.get(f"{HERE}checks/1/").status_code == 404


def test_a_reader_reads(players: Cast, published):
    rosa = as_(players.rosa)
    assert rosa.get(f"{HERE}checks/1/").status_code == 200
    assert rosa.get(f"{HERE}checks/1/findings/").status_code == 200
    assert rosa.post(f"{HERE}checks/new/").status_code == 403


def test_no_worker_is_written_into_the_log(players: Cast, published, capsys):
    import logging

    from tripartite.site.logs import JsonLines

    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLines().format(record))

    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("tripartite.site").setLevel(logging.DEBUG)
    try:
        bob = as_(players.bob)
        worker = sorted(workers_of(published, players))[7]
        bob.get(f"{HERE}checks/1/worker/?worker={worker}")
        bob.get(f"{HERE}checks/1/findings/?worker={worker}")
        bob.get(f"{HERE}checks/1/worker/?worker=no-{worker}")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        logging.getLogger("tripartite.site").setLevel(logging.NOTSET)
    ours = [line for line in lines if "check_worker" in line or "check_findings" in line]
    assert len(ours) >= 3
    assert not [line for line in ours if worker in line]
