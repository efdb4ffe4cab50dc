"""From a factory's files to the result on the site: a real server, a real worker, a real upload, on this machine.

.venv/bin/python bench/check_on_site.py [--workers 600] [--results bench/results/check-on-site.json]

Six hundred workers and twelve months are 11 MB: two logs of terminals, a payroll of twelve sheets, a roster, leave, trainings.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

PART = 2 * 1024 * 1024
PORT = 8934
HERE = f"http://127.0.0.1:{PORT}/en/o/bench/f/plant/"


class Visitor:
    """Somebody signed in, who sends forms and parts of files."""

    def __init__(self, session: str) -> None:
        self.token = secrets.token_hex(16)
        self.cookies = f"sessionid={session}; csrftoken={self.token}"

    def ask(self, address: str, data: bytes | None = None, **headers: str) -> tuple[str, str]:
        """The address one ends at, and what stands there."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        request = urllib.request.Request(  # noqa: S310 - our own server
            address, data, {"Cookie": self.cookies, "X-CSRFToken": self.token, **named}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.url, answer.read().decode()

    def send(self, address: str, **fields: str) -> tuple[str, str]:
        return self.ask(address, urllib.parse.urlencode(fields).encode())

    def upload(self, check: str, path: Path, number: int) -> None:
        data = path.read_bytes()
        for a in range(0, len(data), PART):
            self.ask(
                f"{check}files/parts/f{number}/",
                data[a : a + PART],
                Content_Type="application/octet-stream",
                Upload_Offset=str(a),
                Upload_Length=str(len(data)),
                Upload_Name=urllib.parse.quote(path.name),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=600)
    parser.add_argument("--results", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "tripartite.sample",
                "factory",
                str(files),
                "--workers",
                str(args.workers),
            ],
            check=True,
        )
        size = sum(p.stat().st_size for p in files.iterdir())
        sample = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = sample.ru_utime + sample.ru_stime
        os.environ |= {
            "TRIPARTITE_DATA": f"{folder}/data",
            "TRIPARTITE_HTTPS": "0",
            "TRIPARTITE_LOG_LEVEL": "ERROR",
        }
        session = prepare()
        server = subprocess.Popen(
            [sys.executable, "-m", "tripartite.cli", "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL
        )
        try:
            wait_for(
                lambda: urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2).status == 200, 60
            )
            runs = [measure(Visitor(session), sorted(files.iterdir())) for _ in range(3)]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "workers": args.workers,
        "bytes": size,
        # Waiting for other programs of the machine is in the seconds of the clock, not in these.
        "processor seconds of server and worker a run": round(
            (used.ru_utime + used.ru_stime - made) / len(runs), 1
        ),
        "load average": [round(x, 1) for x in os.getloadavg()],
        "runs": runs,
    }
    print(json.dumps(told, indent=1))
    if args.results:
        args.results.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def prepare() -> str:
    """A database with a facility and somebody who works there; gives their session."""
    from tripartite.site.serve import prepare as bring_up_to_date

    bring_up_to_date()
    from django.test import Client

    from tripartite.site.people.models import Facility, Membership, Organisation, User

    organisation = Organisation.objects.create(
        name="Bench", slug="bench", side="employer", kind="enterprise", country="CN"
    )
    user = User.objects.create_user("bench")
    Membership.objects.create(organisation=organisation, user=user, role="administrator")
    Facility.objects.create(
        organisation=organisation, name="Plant", slug="plant", country="CN", region="CN-GD", wage_class="2"
    )
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def measure(visitor: Visitor, files: list[Path]) -> dict[str, float]:
    """Seconds of each step, as somebody meets them who chooses without thinking."""
    check = visitor.send(f"{HERE}checks/new/")[0].removesuffix("files/")
    began = time.perf_counter()
    for number, path in enumerate(files):
        visitor.upload(check, path, number)
    uploaded = time.perf_counter()
    visitor.send(f"{check}look/")
    wait_for(lambda: visitor.ask(check)[0].endswith("/mapping/"), 60)
    looked = time.perf_counter()
    visitor.send(f"{check}mapping/")
    visitor.send(f"{check}options/", region="CN-GD", wage_class="2", standards="ilo", breaks="12:00-13:00")
    page = ""

    def shown() -> bool:
        nonlocal page
        page = visitor.ask(check)[1]
        return 'id="first"' in page

    wait_for(shown, 120)
    done = time.perf_counter()
    if not re.search(r'<b class="bad">\d+</b>', page):
        raise SystemExit("the result says that nobody is affected: the sample was not read as it should be")
    again = time.perf_counter()
    visitor.ask(check)
    return {
        "upload": round(uploaded - began, 2),
        "look": round(looked - uploaded, 2),
        "check": round(done - looked, 2),
        "upload to result": round(done - began, 2),
        "result page again": round(time.perf_counter() - again, 3),
    }


def wait_for(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except OSError:
            pass  # not listening yet, or slow to answer
        time.sleep(0.3)
    raise TimeoutError("the site did not get there in time")


if __name__ == "__main__":
    main()
