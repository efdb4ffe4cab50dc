"""Telephones that answer a live quiz at once, on `tripartite serve` on this machine alone, for a bounded time.

    .venv/bin/python bench/quiz_load.py --phones 200 --questions 5

Each telephone holds a connection of its own and asks every second and a half what is on, as the page's script does. When a
question is put, all answer within the same half second. At the end every answer must lie in the database, the first of
each telephone and once. Server and telephones share the machine's cores. Prints the figures as JSON, keeps them in
bench/results/quiz.json with --keep, and ends the server it started.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from load import free_port, serve

RESULTS = Path(__file__).parent / "results" / "quiz.json"
PATIENCE = 30.0
EVERY = 1.5  # seconds between two looks of a telephone, as in quiz.js
BURST = 0.5  # seconds within which all answer
PREPARE = """
import os, sys, django; os.environ["DJANGO_SETTINGS_MODULE"] = "tripartite.site.settings"; django.setup()
from datetime import date, time
from tripartite.site.people.models import Organisation
from tripartite.site.seminars import quizzes
from tripartite.site.seminars.models import Participant, Person, Seminar, Session
phones = int(sys.argv[1])
held = Organisation.objects.create(name="Bench", slug="bench", side="partner", kind="other")
today = date.today()
seminar = Seminar.objects.create(organisation=held, slug="bench", title="Bench", country="CN", language="en", languages=["en"],
                                 first_day=today, time_zone="Asia/Shanghai", register_until=today, state="open", capacity=phones)
session = Session.objects.create(seminar=seminar, number=1, day=1, starts=time(9), module="wages")
person = Participant(seminar=seminar)
person.tell(Person("Somebody"))
people = Participant.objects.bulk_create(
    Participant(seminar=seminar, number=n, sealed_person=person.sealed_person, language="en", state="accepted",
                side=("government", "employer", "worker")[n % 3]) for n in range(1, phones + 1))
quiz = quizzes.make(session)
print("|".join([str(quiz.pk), str(len(quiz.questions)), *(p.token for p in people)]))
"""
STEP = """
import os, sys, django; os.environ["DJANGO_SETTINGS_MODULE"] = "tripartite.site.settings"; django.setup()
from tripartite.site.seminars import quizzes
from tripartite.site.seminars.models import Quiz
for line in sys.stdin:
    quiz = Quiz.objects.get(pk=int(line))
    quiz = quizzes.go_on(quiz, quiz.place, quiz.state)
    print(quiz.number, quiz.place, quiz.state, flush=True)
"""
COUNT = """
import os, sys, django; os.environ["DJANGO_SETTINGS_MODULE"] = "tripartite.site.settings"; django.setup()
from tripartite.site.seminars.models import QuizAnswer
print(QuizAnswer.objects.count(), QuizAnswer.objects.values("place", "participant").distinct().count())
"""


class Tally:
    def __init__(self) -> None:
        self.answering: list[float] = []
        self.looking: list[float] = []
        self.wrong: Counter[str] = Counter()


class Phone:
    """One telephone on a connection of its own, which it opens again where it broke."""

    def __init__(self, port: int, token: str, number: int, tally: Tally) -> None:
        self.port, self.token, self.tally = port, token, tally
        self.chance = random.Random(number)  # noqa: S311 - when it looks and answers
        self.tag, self.line = "", asyncio.Lock()
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: str = "", head: str = "") -> tuple[int, dict[str, str]]:
        async with self.line:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            assert self.reader is not None  # noqa: S101 - opened with the writer
            try:
                self.writer.write(
                    f"{method} /en/p/{self.token}/quiz/{path} HTTP/1.1\r\nHost: localhost\r\n{head}"
                    f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
                )
                raw = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), PATIENCE)).decode("latin-1")
                lines = raw.split("\r\n")
                fields = dict(x.lower().split(": ", 1) for x in lines[1:] if ": " in x)
                status = int(lines[0].split()[1])
                if status != 304:
                    await self.reader.readexactly(int(fields.get("content-length", "0")))
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                self.writer.close()
                self.writer = None
                raise
            return status, fields

    async def look(self, until: asyncio.Event) -> None:
        while not until.is_set():
            await asyncio.sleep(EVERY * self.chance.uniform(0.75, 1.25))
            began = time.perf_counter()
            try:
                known = f"If-None-Match: {self.tag}\r\n" if self.tag else ""
                status, fields = await self.ask("GET", "state/", head=known)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                self.tally.wrong[f"look: {type(error).__name__}"] += 1
                continue
            self.tally.looking.append(time.perf_counter() - began)
            self.tag = fields.get("etag", self.tag)
            if status not in (200, 304):
                self.tally.wrong[f"look: {status}"] += 1

    async def answer(self, quiz: int, place: int) -> None:
        await asyncio.sleep(self.chance.random() * BURST)
        began = time.perf_counter()
        for _attempt in range(5):
            try:
                status, _fields = await self.ask("POST", f"{quiz}/{place}/", '{"given": [0]}')
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                # As the script does: sent again until the server has it.
                self.tally.wrong[f"answer: {type(error).__name__}"] += 1
                continue
            if status == 200:
                break
            self.tally.wrong[f"answer: {status}"] += 1
            await asyncio.sleep(EVERY)
        self.tally.answering.append(time.perf_counter() - began)


async def room(port: int, prepared: list[str], questions: int, folder: str) -> Tally:
    quiz, _most, *tokens = prepared
    tally, over = Tally(), asyncio.Event()
    phones = [Phone(port, token, n, tally) for n, token in enumerate(tokens)]
    looks = [asyncio.create_task(p.look(over)) for p in phones]
    trainer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STEP, env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert trainer.stdin is not None  # noqa: S101 - piped above
    assert trainer.stdout is not None  # noqa: S101 - piped above
    while True:
        trainer.stdin.write(f"{quiz}\n".encode())
        number, place, state = (await trainer.stdout.readline()).decode().split()
        if state == "ended" or (state == "showing" and int(place) + 1 == questions):
            break
        if state == "asking":
            await asyncio.gather(*(p.answer(int(number), int(place)) for p in phones))
        await asyncio.sleep(1)
    over.set()
    await asyncio.gather(*looks)
    trainer.stdin.close()
    await trainer.wait()
    return tally


def _environment(folder: str) -> dict[str, str]:
    return {**os.environ, "TRIPARTITE_DATA": folder, "TRIPARTITE_HTTPS": "0"}


def within(folder: str, code: str, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=_environment(folder), capture_output=True, text=True, check=True, timeout=120
    ).stdout.strip()  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="write bench/results/quiz.json")
    given = parser.parse_args()
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = serve(port, folder)
        try:
            prepared = within(folder, PREPARE, str(given.phones)).split("|")
            questions = min(given.questions, int(prepared[1]))
            tally = asyncio.run(asyncio.wait_for(room(port, prepared, questions, folder), 300))
            rows, distinct = map(int, within(folder, COUNT).split())
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    answering, looking = (statistics.quantiles(x, n=100) for x in (tally.answering, tally.looking))
    told = {
        "phones": given.phones, "questions": questions, "burst_s": BURST, "answers_given": given.phones * questions,
        "answers_kept": rows, "kept_once": rows == distinct, "wrong": dict(tally.wrong), "looks": len(tally.looking),
        "answer_median_ms": round(answering[49] * 1000, 1), "answer_p95_ms": round(answering[94] * 1000, 1),
        "answer_most_ms": round(max(tally.answering) * 1000, 1),
        "look_median_ms": round(looking[49] * 1000, 1), "look_p95_ms": round(looking[94] * 1000, 1),
        "database": "SQLite", "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip
    print(json.dumps(told, indent=1))
    if given.keep:
        RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if rows != given.phones * questions or rows != distinct:
        raise SystemExit("answers were lost")


if __name__ == "__main__":
    main()
