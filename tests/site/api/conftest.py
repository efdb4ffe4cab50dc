"""Tokens of the cast, and a client that shows one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tripartite.site.api.models import Token
from tripartite.site.api.operations import make_token, usual_end
from tripartite.site.people.models import Organisation, User


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def shows(user: User, organisation: Organisation, *scopes: str, **about: Any) -> Client:
    """A client with a token of this person in this organisation; all scopes if none is named."""
    _, text = make_token(
        user, organisation, "tests", list(scopes or Token.Scope.values), about.get("until", usual_end())
    )
    return Client(headers={"authorization": f"Bearer {text}"})
