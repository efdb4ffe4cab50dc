"""The examples of docs/api.md and of the page, run against a live server with a worker."""

from __future__ import annotations

import json
import re
import shlex
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.site.api.conftest import shows
from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, players  # noqa: F401
from tests.site.seminars.cast import beijing
from tripartite.site.api.models import Token
from tripartite.site.api.operations import make_token, usual_end
from tripartite.site.api.rest import TOLD, api
from tripartite.site.checks.models import Check
from tripartite.site.checks.tasks import work_on
from tripartite.site.plans.models import Action, Payment
from tripartite.site.seminars.models import Seminar

TEXT = (Path(__file__).parents[3] / "docs/api.md").read_text()
FENCED = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for name, text in FENCED if name == kind]


@pytest.fixture
def token(players: Cast) -> str:  # noqa: F811
    return make_token(players.bob, players.factory, "docs", Token.Scope.values, usual_end())[1]


@pytest.fixture
def seminar(players: Cast) -> Seminar:  # noqa: F811
    """The one that the page's examples name."""
    return beijing(players, needs_approval=False)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A worker that takes up what waits, as that of the site does, until the test ends."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.2):
            for check in Check.objects.filter(state=Check.State.QUEUED):
                work_on.func(check.pk)
        connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join(30)


def curl(line: str, site: str, token: str) -> Any:
    """What a line with curl asks for; answers that are no success raise."""
    words = shlex.split(line.replace("$SITE", site).replace("$TOKEN", token))
    assert words[0] == "curl", line
    method, headers, data, address = "GET", {}, None, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-d":
            data, method = next(rest).encode(), "POST"
        else:
            assert not word.startswith("-"), f"teach this test what {word} is"
            address = word
    with urllib.request.urlopen(urllib.request.Request(address, data, headers, method=method)) as answer:  # noqa: S310
        return json.load(answer)


def test_lines_for_a_shell_are_answered(live_server, players: Cast, seminar, token):  # noqa: F811
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        assert curl(line, live_server.url, token), line


@pytest.mark.usefixtures("worker")
def test_programs_do_what_they_say(live_server, players: Cast, factory_files: Path, seminar, token, capsys):  # noqa: F811
    names: dict[str, Any] = {"SITE": live_server.url, "TOKEN": token, "FOLDER": str(factory_files)}
    programs = blocks("python")
    assert len(programs) == 3
    for program in programs:
        exec(compile(program, "docs/api.md", "exec"), names)  # noqa: S102 - our own page
    told = capsys.readouterr().out
    check = Check.objects.get()
    assert check.is_done
    assert told.startswith(f"{check.figures['people']} people, ")
    assert Action.objects.get().state == Action.State.UNDERWAY
    assert Payment.objects.get().amount == 1
    assert [p.person.name for p in seminar.participants.order_by("number")] == ["Li Na", "Sato Ken"]
    assert seminar.sessions.get(number=2).attendances.count() == 2


def test_data_that_is_shown_is_as_described(players: Cast):  # noqa: F811
    shapes = [json.loads(text) for text in blocks("json")]
    mapping, error = shapes
    from tripartite.site.api.checks import MappingIn

    assert MappingIn.model_validate(mapping).sheets[0].columns[0].means == "worker"
    refused = shows(players.bob, players.factory, "plans:read").post(
        "/api/v1/facilities/lotus-garments/dongguan/plan/back-pay",
        {"check": 1},
        content_type="application/json",
    )
    assert refused.json() == error


def test_the_scopes_of_the_page_are_those_there_are():
    assert set(re.findall(r"`(\w+:(?:read|write))`", TEXT)) == set(Token.Scope.values)


def test_each_kind_of_error_is_described():
    statuses = {400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429}
    for item in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values():
        for operation in item.values():
            assert statuses <= {int(status) for status in operation["responses"]}
    assert len(TOLD) > 10
