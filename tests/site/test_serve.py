"""The site started for real: ready, ended, started again, and what is refused."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tripartite.site.serve_safely import UnsafeError, refuse_unsafe_settings

COMMAND = [sys.executable, "-c", "import sys; from tripartite.cli import main; sys.exit(main())"]
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused
FOR_OTHERS = {
    "TRIPARTITE_BEHIND_PROXY": "1",
    "TRIPARTITE_HOSTS": "work.example.org",
    "TRIPARTITE_EMAIL_HOST": "mail.example.org",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("TRIPARTITE_", "DJANGO_"))}


@contextmanager
def served(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The site, once it says that it is served; never left running."""
    command = [*COMMAND, "serve", "--port", str(port), "--data", str(data)]
    log = (data.parent / "log").open("w+")
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment(), text=True)
    try:
        until = time.monotonic() + 90
        while "is served at" not in Path(log.name).read_text():
            assert process.poll() is None, Path(log.name).read_text()
            assert time.monotonic() < until, Path(log.name).read_text()
            time.sleep(0.2)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(70)
            except subprocess.TimeoutExpired:
                process.kill()
        log.close()


def children(process: subprocess.Popen[str]) -> dict[str, int]:
    """The web server and the worker by what their command lines hold."""
    found = {}
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        command = Path(f"/proc/{pid}/cmdline").read_text()
        found["web" if "granian" in command else "worker" if "db_worker" in command else command] = int(pid)
    return found


def gone(pid: int, within: float = 20) -> bool:
    until = time.monotonic() + within
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1]:
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def chores_done(data: Path, number: int, within: float = 30) -> bool:
    """Whether the worker does by itself what comes round."""
    until = time.monotonic() + within
    with sqlite3.connect(data / "tripartite.sqlite3") as database:
        while database.execute("SELECT count(*) FROM daily_turn WHERE done != ''").fetchone() != (number,):
            if time.monotonic() > until:
                return False
            time.sleep(0.2)
    return True


def answer(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as got:
        return int(got.status)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_it_starts_ends_by_ctrl_c_and_starts_again(tmp_path):
    port, data = free_port(), tmp_path / "data"
    for _ in range(2):
        with served(data, port) as process:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as got:
                assert got.status == 200
                assert not re.search(r"\d", got.headers["server"] or ""), (
                    "the server's version is told to nobody"
                )
            assert answer(port, "/en/") == 200
            run = children(process)
            assert set(run) == {"web", "worker"}
            assert chores_done(data, 3), (tmp_path / "log").read_text()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert all(gone(pid) for pid in run.values())
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    assert (data / "master-key").stat().st_mode & 0o077 == 0
    assert data.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("killed", ["web", "both by their parent"])
def test_what_is_killed_takes_the_others_along(tmp_path, killed):
    port = free_port()
    with served(tmp_path / "data", port) as process:
        run = children(process)
        answering = [
            int(pid) for pid in Path(f"/proc/{run['web']}/task/{run['web']}/children").read_text().split()
        ]
        assert answering, "the web server answers by processes of its own"
        os.kill(process.pid if killed.startswith("both") else run[killed], signal.SIGKILL)
        assert process.wait(30) != 0
        assert all(gone(pid) for pid in [*run.values(), *answering])


def test_a_taken_port_is_told_at_once(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*COMMAND, "serve", "--port", str(port), "--data", str(tmp_path)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, env=environment(), check=False
        )
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Choose another" in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_to_others_needs_safe_settings():
    command = [*COMMAND, "serve", "--host", EVERYWHERE, "--port", str(free_port())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment(), check=False)
    assert done.returncode == 2
    for name in ("TRIPARTITE_BEHIND_PROXY=1", "TRIPARTITE_HOSTS", "TRIPARTITE_EMAIL_HOST"):
        assert name in done.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"TRIPARTITE_HTTPS": "0"}, "TRIPARTITE_HTTPS is off"),
        ({"TRIPARTITE_BEHIND_PROXY": "0"}, "Nobody ends TLS"),
        ({"TRIPARTITE_HOSTS": ""}, "TRIPARTITE_HOSTS"),
        ({"TRIPARTITE_HOSTS": "*"}, "without wildcards"),
        ({"TRIPARTITE_EMAIL_HOST": ""}, "written to the log"),
        ({"TRIPARTITE_SECRET_KEY": "secret"}, "TRIPARTITE_SECRET_KEY is shorter"),
        ({"TRIPARTITE_MASTER_KEY": "secret"}, "TRIPARTITE_MASTER_KEY is shorter"),
    ],
)
def test_each_unsafe_setting_is_named(change, told):
    refuse_unsafe_settings(EVERYWHERE, FOR_OTHERS)
    with pytest.raises(UnsafeError, match=told):
        refuse_unsafe_settings(EVERYWHERE, FOR_OTHERS | change)


def test_this_machine_alone_needs_nothing():
    for host in ("127.0.0.1", "localhost", "::1"):
        refuse_unsafe_settings(host, {})
    with pytest.raises(UnsafeError, match="TRIPARTITE_HOSTS"):
        refuse_unsafe_settings("127.0.0.1", {"TRIPARTITE_BEHIND_PROXY": "1"})
