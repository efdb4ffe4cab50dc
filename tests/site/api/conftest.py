"""Tokens of the cast, and a client that shows one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tripartite.site.api.described import Operation
from tripartite.site.api.models import Token
from tripartite.site.api.operations import make_token, usual_end
from tripartite.site.people.models import Organisation, User

PDF = b"%PDF-1.7 a real enough file"


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def shows(user: User, organisation: Organisation, *scopes: str, **about: Any) -> Client:
    """A client with a token of this person in this organisation; all scopes if none is named."""
    _, text = make_token(
        user, organisation, "tests", list(scopes or Token.Scope.values), about.get("until", usual_end())
    )
    return Client(headers={"authorization": f"Bearer {text}"})


def send(client: Client, o: Operation) -> Any:
    """The example of an operation, as it is described."""
    if o.sends == "file":
        return client.post(o.address, {"file": SimpleUploadedFile("evidence.pdf", PDF)})
    if o.sends == "bytes":
        return client.generic(o.method.upper(), o.address, b"1", "application/octet-stream")
    body = json.dumps(o.body) if o.sends == "json" else ""
    return client.generic(o.method.upper(), o.address, body, "application/json")
