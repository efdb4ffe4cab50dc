"""Logs say what happened, and nothing of people: no names, addresses, query strings, or bodies."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client

from tests.site.cast import PASSWORD, Cast
from tripartite.site import health as health_check
from tripartite.site.logs import JsonLines

PERSONAL = (
    "alice",
    "Alice",
    "example.org",
    "Lotus",
    "lotus-garments",
    "a%20secret",
    "a secret",
    PASSWORD,
    "10.9.8.7",
    "Firefox",
)


@pytest.fixture
def lines() -> io.StringIO:
    """All that is logged at INFO and above, as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, site = logging.getLogger(), logging.getLogger("tripartite.site")
    before = root.level, site.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    site.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    site.setLevel(before[1])


def test_requests_are_logged_without_what_is_personal(cast: Cast, lines, monkeypatch):
    cache.clear()
    client = Client(REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="Firefox", raise_request_exception=False)
    client.post("/en/account/login/", {"login": "alice@example.org", "password": "wrong"})
    client.post(
        "/en/account/login/?next=/en/o/lotus-garments/%3Fq=a%20secret",
        {"login": "alice", "password": PASSWORD},
    )
    for address in (
        "/en/o/lotus-garments/?q=a%20secret",
        "/en/alice@example.org/",
        "/en/o/lotus-garments/people/1/",
        "/en/join/a%20secret/",
    ):
        client.get(address)
    client.post("/en/account/password/reset/", {"email": "alice@example.org"})
    client.get("/en/", headers={"host": "evil.example.org"})

    def broken(*_):
        raise RuntimeError("alice broke it")

    monkeypatch.setattr("tripartite.site.people.audit.first_broken", broken)
    assert client.get("/en/o/lotus-garments/log/?q=a%20secret").status_code == 500
    written = lines.getvalue()
    told = [json.loads(line) for line in written.splitlines()]
    requests = [line for line in told if line["message"] == "request"]
    assert {line["page"] for line in requests} >= {"account_login", "organisation", "accept", "none"}
    assert all({"at", "level", "method", "status", "ms"} <= set(line) for line in requests)
    [error] = [line for line in told if line["level"] == "error"]
    assert error["page"] == "audit_log"
    assert error["error"][0].startswith("builtins.RuntimeError at")
    assert "test_logs.py" in error["error"][0]
    assert "people/views.py" in error["error"][0]
    assert not [word for word in PERSONAL if word in written]


def test_health_tells_whether_the_database_answers(db, client, monkeypatch):
    assert client.get("/health").json() == {"ok": True}

    def no_cursor(*_):
        raise DatabaseError("gone")

    with monkeypatch.context() as gone:
        gone.setattr(health_check.connection, "cursor", no_cursor)
        answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["ok"] is False


def test_the_database_is_the_one_that_was_asked_for(db):
    import os

    url = os.environ.get("TRIPARTITE_DATABASE_URL", "sqlite:")
    assert connection.vendor == ("postgresql" if url.startswith("postgres") else "sqlite")
