"""tripartite serve: prepare the database and files, then run the web server and the worker side by side."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tripartite.records.errors import RecordsError
from tripartite.site.serve_safely import is_this_machine, refuse_unsafe_settings

THREADS = 4  # of a web process; more threads answered SQLite's writers later, not sooner
MOST_PROCESSES = 4  # by default; each takes some 250 MB
READY_WITHIN = 60  # seconds
END_WITHIN = 60  # seconds; the worker finishes the task it is at


class ServeError(RecordsError):
    """The site cannot be served; the text says why and what to do."""


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
    if is_this_machine(host) and not os.environ.get("TRIPARTITE_BEHIND_PROXY"):
        os.environ.setdefault("TRIPARTITE_HTTPS", "0")
    refuse_unsafe_settings(host)
    _refuse_taken(host, port)
    prepare(demonstration=demonstration)
    children = [_start(_web(host, port))]
    if with_worker:
        children.append(_start(_worker()))
    stop = _told_to_stop()
    if _wait_until_ready(host, port, children, stop):
        print(f"tripartite is served at http://{_in_address(host)}:{port}/ – end it with Ctrl-C.", flush=True)  # noqa: T201
    return _watch(children, stop)


def prepare(*, demonstration: bool = False) -> None:
    """Bring database, catalogues and static files up to date; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripartite.site.settings")
    import django

    from tripartite.site.languages import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.core.management import call_command, get_commands

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if demonstration and "demonstration" in get_commands():
        call_command("demonstration", verbosity=1)
    elif demonstration:
        print("This version has no demonstration programme; the site starts empty.", flush=True)  # noqa: T201


def _refuse_taken(host: str, port: int) -> None:
    """Say at once that the port is taken, before half a minute of preparation."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServeError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Is the site being served already? "
                f"Choose another: tripartite serve --port {port + 1 if port < 65535 else 8000}"
            ) from error


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(_web_processes()),
        "--blocking-threads", str(THREADS), "--log-level", "warning", "tripartite.site.wsgi:application",
    ]  # fmt: skip


def _web_processes() -> int:
    """One for each processor: a page is made by one process alone. bench/README.md has the figures."""
    given = os.environ.get("TRIPARTITE_WEB_PROCESSES", "")
    if not given:
        return min(MOST_PROCESSES, os.cpu_count() or 1)
    if not given.isdecimal() or int(given) < 1:
        raise ServeError(f"TRIPARTITE_WEB_PROCESSES is {given!r}; it is a number of processes, 1 or more.")
    return int(given)


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "db_worker", "--interval", "1"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # In a group of its own, as Ctrl-C would else reach the worker twice, and the second time ends it in mid-task.
    return subprocess.Popen(command, process_group=0, preexec_fn=_end_with_parent)  # noqa: S603, PLW1509 - one thread yet


def _end_with_parent() -> None:
    """On Linux a child is told to end when whoever started it was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class _Stop:
    asked = False


def _told_to_stop() -> _Stop:
    stop = _Stop()

    def ask(*_: object) -> None:
        stop.asked = True

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask)
    return stop


def _all_run(children: list[subprocess.Popen[bytes]]) -> bool:
    return all(c.poll() is None for c in children)


def _wait_until_ready(host: str, port: int, children: list[subprocess.Popen[bytes]], stop: _Stop) -> bool:
    address = f"http://{_in_address(host)}:{port}/health"
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and _all_run(children) and not stop.asked:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return True
        except urllib.error.HTTPError:
            return True  # it answers, though not well; the health check says so to whoever asks
        except OSError:
            time.sleep(0.2)
    return False


def _in_address(host: str) -> str:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{reached}]" if ":" in reached else reached


def _watch(children: list[subprocess.Popen[bytes]], stop: _Stop) -> int:
    """Wait until a signal comes or one child ends, then end the others and give the worst exit code."""
    while not stop.asked and _all_run(children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [_ended(c) for c in children]
    return 0 if stop.asked else max(1, *map(abs, codes))


def _ended(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(timeout=END_WITHIN)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
    finally:
        _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """End what a child that was killed had started: it would go on answering, and hold the port."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
