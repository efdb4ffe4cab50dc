"""What a program meets that does it wrongly, or would do harm: each line of the chapter on the API that had no test."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.site.api.conftest import send, shows
from tests.site.api.test_api import V1, is_told
from tests.site.cast import Cast
from tests.site.test_logs import lines  # noqa: F401 - fixture
from tripartite.site.api.described import operations
from tripartite.site.api.models import Token
from tripartite.site.api.operations import make_token, usual_end
from tripartite.site.people.models import Facility, Grant, Membership

JSON: dict[str, Any] = {"content_type": "application/json"}
TAKES_JSON = [o for o in operations() if o.sends == "json"]
ids = [o.id.removeprefix("tripartite_site_api_") for o in TAKES_JSON]


@pytest.mark.parametrize("o", TAKES_JSON, ids=ids)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_of_another_kind_is_refused(cast: Cast, o, kind):
    client = shows(cast.alice, cast.factory) if o.scope else Client()
    answer = client.generic(o.method.upper(), o.address, json.dumps(o.body), kind)
    is_told(answer, 415, "wrong-content-type")
    assert answer.json()["error"]["details"] == [{"takes": "application/json"}]


def test_a_part_of_a_file_comes_as_bytes(cast: Cast):
    bob = shows(cast.bob, cast.factory)
    here = f"{V1}/facilities/lotus-garments/dongguan/checks"
    file = f"{here}/{bob.post(here).json()['number']}/files/a1?name=days.csv&size=6"
    is_told(bob.put(file, b"abcdef", content_type="text/csv"), 415, "wrong-content-type")
    assert bob.put(file, b"abcdef", content_type="application/octet-stream").json() == {"received": 6}


@pytest.mark.parametrize("o", operations(), ids=lambda o: o.id.removeprefix("tripartite_site_api_"))
def test_what_is_answered_is_kept_and_read_by_nobody_else(cast: Cast, o):
    answer = send(shows(cast.alice, cast.factory), o)
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_a_token_stands_in_no_address(cast: Cast):
    _, text = make_token(cast.alice, cast.factory, "ERP", list(Token.Scope.values), usual_end())
    for name in ("token", "access_token", "api_key", "key", "authorization"):
        is_told(Client().get(f"{V1}/facilities?{name}={text}"), 401, "no-token")
    is_told(Client(headers={"authorization": f"Basic {text}"}).get(f"{V1}/facilities"), 401, "no-token")
    is_told(Client(headers={"x-api-key": text}).get(f"{V1}/facilities"), 401, "no-token")


def test_a_token_cannot_be_guessed(cast: Cast):
    token, text = make_token(cast.alice, cast.factory, "ERP", ["checks:read"], usual_end())
    assert len(text.removeprefix("tri_")) >= 43, "256 bits"
    assert token.digest == hashlib.sha256(text.encode()).hexdigest()
    for near in (text[:-1], text + "a", text.upper(), token.prefix, token.digest, ""):
        is_told(Client(headers={"authorization": f"Bearer {near}"}).get(f"{V1}/facilities"), 401, "no-token")


def test_a_method_that_is_not_there_is_refused_with_those_that_are(cast: Cast):
    alice = shows(cast.alice, cast.factory)
    answer = alice.delete(f"{V1}/facilities/lotus-garments/dongguan")
    is_told(answer, 405, "method-not-allowed")
    assert set(answer["Allow"].split(", ")) == {"GET", "PATCH"}
    is_told(alice.generic("TRACE", f"{V1}/facilities"), 405, "method-not-allowed")
    assert Facility.objects.exists()


def test_what_was_not_asked_for_is_not_set(cast: Cast):
    """Fields that an operation does not take change nothing, whatever they are called."""
    bob = shows(cast.bob, cast.factory)
    given = {"name": "Plant 2", "country": "CN", "organisation": cast.buyer.pk, "slug": "mine", "id": 1}
    made = bob.post(f"{V1}/facilities", given, **JSON).json()
    assert (made["organisation"], made["facility"]) == ("lotus-garments", "plant-2")
    alice = shows(cast.alice, cast.factory)
    shared = {"to": "Northern Stores", "purpose": "review", "facility": "x", "revoked_at": "2020-01-01"}
    alice.post(f"{V1}/sharing/facilities/lotus-garments/dongguan/grants", shared, **JSON)
    assert Grant.objects.get().facility == cast.facility
    assert Grant.objects.get().holds


def test_a_list_has_an_end(cast: Cast):
    alice = shows(cast.alice, cast.factory)
    checks = "facilities/lotus-garments/dongguan/checks"
    for address in (checks, "organisation/log", "library/search?q=wage"):
        join = "&" if "?" in address else "?"
        for wrong in ("limit=100000", "limit=-1", "offset=-1", "limit=many"):
            is_told(alice.get(f"{V1}/{address}{join}{wrong}"), 422, "invalid")


def test_what_breaks_is_told_without_its_inside(cast: Cast, monkeypatch):
    from tripartite.site.api import organisation

    def broken(*_: object) -> None:
        raise RuntimeError("worker 1001 in /srv/tripartite")

    monkeypatch.setattr(organisation, "in_own", broken)
    client = shows(cast.alice, cast.factory)
    client.raise_request_exception = False
    answer = client.get(f"{V1}/organisation")
    is_told(answer, 500, "broke")
    assert "1001" not in answer.content.decode()
    assert "/srv" not in answer.content.decode()


def test_logs_hold_no_token_and_no_worker(cast: Cast, lines: io.StringIO):  # noqa: F811
    _, text = make_token(cast.alice, cast.factory, "ERP", ["checks:read"], usual_end())
    client = Client(headers={"authorization": f"Bearer {text}"})
    client.get(f"{V1}/facilities/lotus-garments/dongguan/checks/1/month?worker=G0007")
    client.get(f"{V1}/facilities/lotus-garments/dongguan/checks/1/findings?worker=G0007")
    written = lines.getvalue()
    assert "worker_month" in written
    for secret in (text, text[4:20], "G0007", "lotus", "alice", "Bearer"):
        assert secret not in written


def test_no_token_makes_a_token_or_ends_what_is_not_its_own(cast: Cast):
    addresses = {(o.method, o.template) for o in operations()}
    assert not [a for _, a in addresses if "token" in a or "password" in a or "account" in a]
    assert ("delete", f"{V1}/organisation") not in addresses
    alice = shows(cast.alice, cast.factory)
    for kind in ("post", "delete", "patch", "put"):
        answer = getattr(alice, kind)(f"{V1}/organisation", {}, **JSON)
        is_told(answer, 405, "method-not-allowed")
    assert Membership.objects.filter(organisation=cast.factory).count() == 3
