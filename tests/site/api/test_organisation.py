"""Facilities, people, invitations, keys and the log by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.site.api.conftest import shows
from tests.site.api.test_api import is_told
from tests.site.cast import Cast
from tripartite.site.people.models import AuditEntry, Facility, Invitation, Membership
from tripartite.site.sharing.models import SigningKey

V1 = "/api/v1"
ORGANISATION = f"{V1}/organisation"
DONGGUAN = f"{V1}/facilities/lotus-garments/dongguan"
JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def alice(cast: Cast) -> Client:
    return shows(cast.alice, cast.factory)


@pytest.fixture
def bob(cast: Cast) -> Client:
    return shows(cast.bob, cast.factory)


# --- Facilities ---------------------------------------------------------------------------------------


def test_a_facility_is_made_and_changed(cast: Cast, bob: Client):
    given = {"name": "Hà Nội", "country": "JP", "region": "JP-13", "sector": ""}
    made = bob.post(f"{V1}/facilities", given, **JSON)
    assert made.status_code == 201, made.content
    assert (made.json()["name"], made.json()["by"]) == ("Hà Nội", "role")
    here = f"{V1}/facilities/lotus-garments/{made.json()['facility']}"
    assert bob.get(here).json()["region"] == "JP-13"
    changed = bob.patch(here, {"name": "Plant 2", "region": "JP-27"}, **JSON).json()
    assert (changed["name"], changed["region"]) == ("Plant 2", "JP-27")
    assert changed["facility"] == made.json()["facility"], "its address stays"
    entry = AuditEntry.objects.filter(verb="facility.changed").get()
    assert sorted(entry.details["fields"]) == ["name", "region"]
    bob.patch(here, {"name": "Plant 2"}, **JSON)
    assert AuditEntry.objects.filter(verb="facility.changed").count() == 1, "nothing was changed"


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ({"country": "XX"}, "invalid", "country"),
        ({"region": "JP-13"}, "invalid", "region"),
        ({"wage_class": "99"}, "refused", "`99`"),
        ({"sector": "moon mining"}, "refused", "`moon mining`"),
        ({"name": ""}, "invalid", "name"),
        ({"name": "a\0b"}, "invalid", "name"),
    ],
)
def test_a_facility_that_the_law_does_not_know(cast: Cast, bob: Client, said, code, word):
    refused = bob.post(f"{V1}/facilities", {"name": "Plant 2", "country": "CN"} | said, **JSON)
    is_told(refused, 422, code)
    assert word in str(refused.json())
    assert Facility.objects.count() == 1


def test_a_facility_stays_in_its_country(cast: Cast, bob: Client):
    is_told(bob.patch(DONGGUAN, {"region": "JP-13"}, **JSON), 422, "invalid")
    bob.patch(DONGGUAN, {"country": "VN"}, **JSON)
    assert Facility.objects.get().country == "CN"
    is_told(shows(cast.rosa, cast.factory).patch(DONGGUAN, {"name": "x"}, **JSON), 403, "not-allowed")


def test_how_a_facility_is_seen_is_told(cast: Cast):
    cast.grant()
    (seen,) = shows(cast.dana, cast.buyer).get(f"{V1}/facilities").json()["facilities"]
    assert (seen["organisation"], seen["by"]) == ("lotus-garments", "figures")


# --- People -------------------------------------------------------------------------------------------


def test_whose_token_this_is(cast: Cast):
    told = shows(cast.rosa, cast.factory, "organisation:read").get(ORGANISATION).json()
    assert (told["slug"], told["role"], told["scopes"]) == ("lotus-garments", "reader", ["organisation:read"])


def test_roles_are_changed_by_administrators(cast: Cast, alice: Client, bob: Client):
    members = {m["name"]: m for m in bob.get(f"{ORGANISATION}/members").json()["members"]}
    assert set(members) == {"Alice", "Bob", "Rosa"}
    rosa = f"{ORGANISATION}/members/{members['Rosa']['member']}"
    is_told(bob.patch(rosa, {"role": "administrator"}, **JSON), 403, "not-allowed")
    assert alice.patch(rosa, {"role": "officer"}, **JSON).json()["role"] == "officer"
    is_told(alice.patch(rosa, {"role": "owner"}, **JSON), 422, "invalid")
    own = f"{ORGANISATION}/members/{members['Alice']['member']}"
    is_told(alice.patch(own, {"role": "reader"}, **JSON), 422, "refused")
    is_told(alice.delete(own), 422, "refused")
    dana = Membership.objects.get(user=cast.dana)
    is_told(alice.delete(f"{ORGANISATION}/members/{dana.pk}"), 404, "not-found")


def test_who_is_removed_loses_their_tokens(cast: Cast, alice: Client, bob: Client):
    member = Membership.objects.get(user=cast.bob).pk
    assert alice.delete(f"{ORGANISATION}/members/{member}").json() == {"removed": member}
    is_told(bob.get(ORGANISATION), 401, "no-token")


def test_an_invitation_is_made_taken_and_withdrawn(cast: Cast, alice: Client, bob: Client):
    made = alice.post(f"{ORGANISATION}/invitations", {"to": "Mei", "role": "officer"}, **JSON)
    assert made.status_code == 201, made.content
    address = made.json()["address"]
    assert address.startswith("http://testserver/")
    assert resolve(address.removeprefix("http://testserver")).url_name == "accept"
    is_told(bob.get(f"{ORGANISATION}/invitations"), 403, "not-allowed")
    is_told(bob.post(f"{ORGANISATION}/invitations", {"to": "Mei"}, **JSON), 403, "not-allowed")
    assert [i["to"] for i in alice.get(f"{ORGANISATION}/invitations").json()["invitations"]] == ["Mei"]
    charlie = Client()
    charlie.force_login(cast.charlie)
    charlie.post(address.removeprefix("http://testserver"))
    assert Membership.objects.get(user=cast.charlie).role == "officer"
    assert alice.get(f"{ORGANISATION}/invitations").json() == {"invitations": []}
    other = alice.post(f"{ORGANISATION}/invitations", {"to": "Lin"}, **JSON).json()["invitation"]
    assert alice.delete(f"{ORGANISATION}/invitations/{other}").json() == {"withdrawn": other}
    assert not Invitation.objects.filter(to="Lin").exists()


# --- Log and keys -------------------------------------------------------------------------------------


def test_the_log_is_read_and_says_if_it_is_whole(cast: Cast, bob: Client):
    bob.post(f"{V1}/facilities", {"name": "Plant 2", "country": "CN"}, **JSON)
    log = bob.get(f"{ORGANISATION}/log?limit=1&lang=zh").json()
    assert log["whole"]
    assert log["total"] > 1
    (entry,) = log["entries"]
    assert (entry["who"], entry["verb"], entry["thing"]) == ("Bob", "facility.made", "Plant 2")
    assert entry["told"] != "added the facility", "in the language that was asked for"
    assert bob.get(f"{ORGANISATION}/log?offset={log['total']}").json()["entries"] == []
    AuditEntry.objects.filter(verb="facility.made").update(thing="Plant 3")
    assert not bob.get(f"{ORGANISATION}/log").json()["whole"]


def test_the_log_of_others_is_their_own(cast: Cast, bob: Client):
    bob.post(f"{V1}/facilities", {"name": "Plant 2", "country": "CN"}, **JSON)
    log = shows(cast.dana, cast.buyer).get(f"{ORGANISATION}/log").json()
    assert {e["verb"] for e in log["entries"]} == {"token.made"}


def test_keys_are_read_and_renewed(cast: Cast, alice: Client, bob: Client):
    assert bob.get(f"{V1}/sharing/keys").json() == {"keys": []}
    is_told(bob.post(f"{V1}/sharing/keys/renew"), 403, "not-allowed")
    first = alice.post(f"{V1}/sharing/keys/renew").json()["key"]
    second = alice.post(f"{V1}/sharing/keys/renew").json()["key"]
    told = {k["key"]: k["retired_at"] for k in bob.get(f"{V1}/sharing/keys").json()["keys"]}
    assert told[first]
    assert told[second] is None
    assert SigningKey.objects.count() == 2
