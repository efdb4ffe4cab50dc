"""tripartite serve: prepare the database and files, then run the web server and the worker side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

THREADS = 4  # one process of four threads answered SQLite's writers fastest and without an error


def manage(words: list[str]) -> int:
    """Pass a command on to Django: `tripartite site migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripartite.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tripartite site", *words])
    return 0


def serve(host: str, port: int, data: Path | None, *, demonstration: bool, with_worker: bool) -> int:
    """Serve until interrupted; ends with both processes ended."""
    if data:
        os.environ["TRIPARTITE_DATA"] = str(data)
    if host in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("TRIPARTITE_HTTPS", "0")
    prepare(demonstration=demonstration)
    children = [subprocess.Popen(_web(host, port))]  # noqa: S603 - our own command
    if with_worker:
        children.append(subprocess.Popen(_worker()))  # noqa: S603
    print(f"tripartite is served at http://{host}:{port}/ – end it with Ctrl-C.", flush=True)  # noqa: T201
    return _watch(children)


def prepare(*, demonstration: bool = False) -> None:
    """Bring database, catalogues and static files up to date; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripartite.site.settings")
    import django

    from tripartite.site.languages import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if demonstration:
        call_command("demonstration", verbosity=1)


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
        "--blocking-threads", str(THREADS), "--log-level", "warning", "tripartite.site.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--interval", "1"]


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until a signal comes or one child ends, then end the others and give the worst exit code."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    while not stopping and all(c.poll() is None for c in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [c.wait(timeout=60) for c in children]
    return 0 if stopping else max(map(abs, codes))
