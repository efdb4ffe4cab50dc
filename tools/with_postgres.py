"""Run a command with a PostgreSQL server of its own, started before it and gone after it.

.venv/bin/python tools/with_postgres.py .venv/bin/python -m pytest tests/site

The command finds the server in TRIPARTITE_DATABASE_URL. It listens on a socket in a temporary folder, nowhere else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)  # noqa: T201
        return 2
    programs = _programs()
    if programs is None:
        print(  # noqa: T201
            "No PostgreSQL server was found (initdb and pg_ctl, on PATH or in /usr/lib/postgresql). "
            "Install one: apt-get install postgresql, or brew install postgresql.",
            file=sys.stderr,
        )
        return 3
    with _server(programs) as url:
        print(f"with PostgreSQL of {programs}", flush=True)  # noqa: T201
        run = subprocess.Popen(command, env=os.environ | {"TRIPARTITE_DATABASE_URL": url})  # noqa: S603 - what the caller asks
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _: run.send_signal(number))
        return run.wait()


def _programs() -> Path | None:
    """The folder of the newest server's programs; what is on PATH first."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name), reverse=True)
    return versions[0].parent if versions else None


@contextmanager
def _server(programs: Path) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="tripartite-postgres-"))
    user = _other_user() if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    # The socket's folder must be entered by whoever runs the command.
    folder.chmod(0o755)
    data = folder / "data"
    try:
        _run(user, [programs / "initdb", "-D", data, "-A", "trust", "-U", "tripartite", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])  # fmt: skip
        _run(
            user,
            [
                programs / "pg_ctl",
                "-D",
                data,
                "-w",
                "-l",
                folder / "log",
                "-o",
                f"{SETTINGS} -k {folder}",
                "start",
            ],
        )
        try:
            yield f"postgres://tripartite@/postgres?host={folder}"
        finally:
            _run(user, [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> str:
    """PostgreSQL does not run as root."""
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    sys.exit("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def _run(user: str | None, words: list[object]) -> None:
    done = subprocess.run(  # noqa: S603 - the server's own programs
        [str(w) for w in words],
        user=user,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
    )
    if done.returncode:
        sys.exit(f"{words[0]} failed: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
