"""The real server killed in the middle of an upload and of a check: both go on."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check

HERE = "/en/o/lotus-garments/f/dongguan/checks/1/"


class Server:
    """The site as it is served, on a port of its own."""

    def __init__(self, folder: Path, session: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tripartite.site.settings", "TRIPARTITE_HTTPS": "0",
            "TRIPARTITE_DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "TRIPARTITE_MASTER_KEY": settings.MASTER_KEY, "TRIPARTITE_SECRET_KEY": settings.SECRET_KEY,
        }  # fmt: skip
        token = secrets.token_hex(16)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        from tripartite.site.serve import _web

        self.process = subprocess.Popen(
            _web("127.0.0.1", self.port), env=self.environment, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.ask("/health")
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the server did not listen")

    def kill(self) -> None:
        """Ends the server and what it started, as a power cut would."""
        if self.process is None or self.process.poll() is not None:
            return
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        self.process.kill()
        self.process.wait(timeout=20)
        for pid in children.stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), 9)

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> Any:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data, {**self.headers, **named}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own server
            return answer.read().decode()


@pytest.fixture
def server(players: Cast, tmp_path: Path) -> Iterator[Server]:
    if connection.vendor != "sqlite":
        pytest.skip(
            "the death of workers on PostgreSQL is tested in test_killed.py; this needs the path of the database"
        )
    client = Client()
    client.force_login(players.bob)
    served = Server(tmp_path, client.cookies["sessionid"].value)
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, env=served.environment, check=True, timeout=120)
    yield served
    served.kill()


def test_an_upload_and_a_check_outlive_the_server(players: Cast, server: Server):
    check = operations.begin(players.bob, players.facility, {})
    data = os.urandom(3_000_000)
    part = f"{HERE}files/parts/a1/"
    about = {
        "Content_Type": "application/octet-stream",
        "Upload_Length": str(len(data)),
        "Upload_Name": "log.dat",
    }
    server.start()
    server.ask(part, data[:2_000_000], Upload_Offset="0", **about)
    server.kill()
    with pytest.raises(OSError, match=r"refused|reset"):
        server.ask(part)
    server.start()
    assert json.loads(server.ask(part)) == {"received": 2_000_000}
    assert json.loads(server.ask(part, data[2_000_000:], Upload_Offset="2000000", **about)) == {
        "received": 3_000_000
    }
    assert b"".join(operations.content(check.uploads.get())) == data

    operations.look(players.bob, check)
    Check.objects.filter(pk=check.pk).update(
        state=Check.State.RUNNING, stage="read", done=1, total=2, heartbeat=timezone.now()
    )
    assert 'value="50"' in server.ask(HERE)
    server.kill()
    Check.objects.filter(pk=check.pk).update(done=2, heartbeat=timezone.now())
    server.start()
    assert 'value="100"' in server.ask(HERE)
