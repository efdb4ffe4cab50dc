"""Worker and server really killed in the middle: nothing is lost, nothing is left half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.checks.conftest import looked
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check
from tripartite.site.checks.reaper import OLD
from tripartite.site.checks.workroom import PREFIX

PATIENCE = 90


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real workers on the test's database; ends those that still live."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        # As the tests' own, whose host may be the folder of a socket; only the database is another.
        url = urlsplit(os.environ["TRIPARTITE_DATABASE_URL"])._replace(path=f"/{database['NAME']}").geturl()
    (tmp_path / "tmp").mkdir()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tripartite.site.settings", "TRIPARTITE_DATABASE_URL": url, "TMPDIR": str(tmp_path / "tmp"),
        "TRIPARTITE_MASTER_KEY": settings.MASTER_KEY, "TRIPARTITE_SECRET_KEY": settings.SECRET_KEY,
    }  # fmt: skip
    begun: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "django", "db_worker", "--interval", "0.2", "--no-startup-delay"]
        begun.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return begun[-1]

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=20)


def wait_for(check: Check, is_so: Callable[[Check], Any]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        check.refresh_from_db()
        if is_so(check):
            return
        time.sleep(0.02)
    pytest.fail(f"state {check.state}, stage {check.stage}, trouble {check.trouble}")


def test_a_check_survives_the_death_of_its_worker(players: Cast, factory_files, start_worker, tmp_path):
    import json

    from tripartite.site.checks.opened import read_named

    check = looked(players, *factory_files.iterdir())
    sheets = [
        s for f in json.loads(read_named(check, "sheets.json")) for s in f["sheets"] if "fingerprint" in s
    ]
    operations.save_mapping(players.bob, check, sheets)
    operations.start(players.bob, check, {"breaks": "12:00-13:00"})
    first = start_worker()
    wait_for(check, lambda c: c.state == Check.State.RUNNING and c.stage == "read")
    os.kill(first.pid, signal.SIGKILL)
    first.wait(timeout=20)
    check.refresh_from_db()
    assert check.state == Check.State.RUNNING, "it was killed in the middle"
    assert "summary.json" not in check.sealed
    assert list((tmp_path / "tmp").glob(f"{PREFIX}*")), "its files lie in the clear until somebody sweeps"
    # Half a minute of silence, without the waiting.
    Check.objects.filter(pk=check.pk).update(heartbeat=timezone.now() - 2 * OLD)
    second = start_worker()
    wait_for(check, lambda c: c.state == Check.State.DONE)
    assert check.figures["workers"] == 150
    assert check.tries == 2
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=30) == 0
    assert not list((tmp_path / "tmp").glob(f"{PREFIX}*")), "what the killed one left was swept"


def test_progress_survives_a_restarted_server(players: Cast, factory_files):
    """The page's address says how far the check is, whichever process answers: nothing is kept in a server's memory."""
    from django.test import Client

    check = looked(players, factory_files / "员工花名册.xlsx")
    operations.look(players.bob, check)
    Check.objects.filter(pk=check.pk).update(
        state=Check.State.RUNNING, stage="read", done=3, total=4, heartbeat=timezone.now()
    )
    for _ in range(2):
        client = Client()
        client.force_login(players.bob)
        page = client.get("/en/o/lotus-garments/f/dongguan/checks/1/").content.decode()
        assert 'value="75"' in page
        assert 'http-equiv="refresh"' in page
        part = client.get("/en/o/lotus-garments/f/dongguan/checks/1/progress/")
        assert "HX-Refresh" not in part
    Check.objects.filter(pk=check.pk).update(state=Check.State.DRAFT)
    assert client.get("/en/o/lotus-garments/f/dongguan/checks/1/progress/")["HX-Refresh"] == "true"


def test_two_people_check_at_once(players: Cast, factory_files, start_worker):
    """Two checks of two organisations side by side, with two workers."""
    from tripartite.site.people.models import Facility

    other = Facility.objects.create(
        organisation=players.inspectorate, name="Seen on site", slug="seen", country="CN", region="CN-GD"
    )
    checks = []
    for user, facility in ((players.bob, players.facility), (players.ines, other)):
        check = operations.begin(user, facility, {})
        for path in factory_files.iterdir():
            operations.add_file(user, check, path.name, path.stat().st_size, [path.read_bytes()])
        operations.look(user, check)
        checks.append(check)
    start_worker()
    start_worker()
    for check in checks:
        wait_for(check, lambda c: c.state == Check.State.DRAFT and "sheets.json" in c.sealed)
        assert check.tries == 1
