"""Visitors at once on `tripartite serve`, on this machine alone, for a bounded time.

    .venv/bin/python bench/load.py --visitors 200 --seconds 20

Each visitor holds a connection of its own, asks for a page of the library or the calculator, reads it whole, rests a
moment, and asks for the next. Server and visitors share the machine's cores. Prints the figures as JSON and ends the
server it started.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

from tripartite.site.languages import LANGUAGES_SPOKEN

LANGUAGES = [code for code, _ in LANGUAGES_SPOKEN]
PATIENCE = 30.0
# What workers type; an address with a space is sent as a form.
CALCULATIONS = [
    "wages/cn/ month=2026-05&basis=monthly&region=CN-GD&wage_class=1&wage=5220&ordinary_overtime=10&paid_basic=5220&paid_overtime=300",
    "wages/mm/ month=2026-05&basis=monthly&sector=factory&wage=240000&ordinary_overtime=20&rest=8&paid_basic=240000&paid_overtime=0",
    "wages/th/ month=2026-05&basis=daily&region=TH-74&wage=400&ordinary_overtime=30&rest_normal=8&paid_gross=12000",
    "wages/vn/ month=2026-05&basis=monthly&wage_class=II&wage=6500000&ordinary_overtime=40&paid_basic=6500000&paid_overtime=1500000",
    "wages/ph/ month=2026-05&basis=daily&region=PH-00&wage=695&ordinary_overtime=12&holiday_normal=8&ordinary_normal_night=20",
    "wages/jp/ month=2026-05&basis=hourly&region=JP-13&wage=1300&ordinary_overtime=15&ordinary_normal_night=10&paid_gross=250000",
] * 12


def pages() -> list[str]:
    """Addresses below a language. Many provisions and searches, so that not all come from memory."""
    from tripartite.standards.load import load

    provisions = [p for room in load().rooms.values() for p in room.provisions]
    words = ("overtime", "加班", "ล่วงเวลา", "wage", "minimum+wage", "rest", "C87", "nursing", "holiday")
    return [
        *(f"law/provisions/{p}/" for p in provisions[::12]), *(f"law/search/?q={w}" for w in words),
        *(f"law/countries/{c}/" for c in ("cn", "jp", "mm", "ph", "th", "vn")),
        *(f"law/countries/{c}/{t}/" for c in ("cn", "th", "vn") for t in ("wages", "working-time")),
        # Every fifth visit or so is to the calculator: its form, and an answer.
        *("wages/", "hours/") * 4, *(f"wages/{c}/" for c in ("cn", "jp", "mm", "ph", "th", "vn")) , *CALCULATIONS,
        "law/compare/?topic=wages&c=CN&c=VN", "law/holds/?place=CN-GD", "law/holds/?place=JP-13", "law/", "", "law/ratifications/",
    ]  # fmt: skip


class Tally:
    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.wrong: Counter[str] = Counter()


async def visitor(
    port: int, addresses: list[str], until: float, rest: float, tally: Tally, number: int
) -> None:
    chance = random.Random(number)  # noqa: S311 - which page is asked for
    await asyncio.sleep(chance.random() * rest)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        address = f"/{chance.choice(LANGUAGES)}/{chance.choice(addresses)}"
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(_ask(reader, writer, address), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            tally.wrong[type(error).__name__] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        tally.seconds.append(time.perf_counter() - began)
        if status != 200:
            tally.wrong[f"{status}"] += 1
        await asyncio.sleep(chance.uniform(0.5, 1.5) * rest)
    writer.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> int:
    from urllib.parse import quote

    page, _, typed = address.partition(" ")
    head = f"{'POST' if typed else 'GET'} {quote(page, safe='/?=&+%')} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
    if typed:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(typed)}\r\n"
    writer.write(f"{head}\r\n{typed}".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    if fields.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(fields.get("content-length", "0")))
    return int(lines[0].split()[1])


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def serve(port: int, folder: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TRIPARTITE_LOG_LEVEL": "ERROR"}
    command = [
        str(Path(sys.executable).with_name("tripartite")),
        "serve",
        "--port",
        str(port),
        "--data",
        folder,
    ]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2):
                return server
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    server.terminate()
    raise SystemExit("the server ended or did not come up in 90 seconds")


async def run(port: int, visitors: int, seconds: float, rest: float, addresses: list[str]) -> Tally:
    tally, until = Tally(), time.perf_counter() + seconds
    await asyncio.gather(*(visitor(port, addresses, until, rest, tally, n) for n in range(visitors)))
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument(
        "--rest", type=float, default=1.0, help="seconds between a visitor's pages, on average"
    )
    parser.add_argument("--warm", type=float, default=0, help="seconds of the same before, not counted")
    given = parser.parse_args()
    addresses, port = pages(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(port, folder)
        try:
            if given.warm:
                asyncio.run(run(port, given.visitors, given.warm, given.rest, addresses))
            tally = asyncio.run(run(port, given.visitors, given.seconds, given.rest, addresses))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    parts = statistics.quantiles(tally.seconds, n=100)
    told = {
        "visitors": given.visitors, "seconds": given.seconds, "rest_s": given.rest, "warm_s": given.warm,
        "addresses": len(addresses) * len(LANGUAGES), "answers": len(tally.seconds),
        "a_second": round(len(tally.seconds) / given.seconds, 1), "wrong": dict(tally.wrong),
        "median_ms": round(parts[49] * 1000, 1), "p95_ms": round(parts[94] * 1000, 1), "p99_ms": round(parts[98] * 1000, 1),
        "most_ms": round(max(tally.seconds) * 1000, 1), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip
    print(json.dumps(told, indent=1))
    if tally.wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
