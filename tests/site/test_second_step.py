"""A second step is demanded of administrators where the site says so, before they change anything."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.site.api.conftest import shows
from tests.site.cast import Cast
from tripartite.site.people.models import Grant, Invitation

FACTORY = "/en/o/lotus-garments/"
PLANT = f"{FACTORY}f/dongguan/"


@pytest.fixture(autouse=True)
def demanded(settings) -> None:
    settings.SECOND_STEP = "administrators"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def give_second_step(user, kind=Authenticator.Type.TOTP) -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


def test_an_administrator_without_one_is_sent_to_set_it_up(cast: Cast):
    client = as_(cast.alice)
    for address in (f"{FACTORY}settings/", f"{FACTORY}facilities/new/", f"{FACTORY}delete/"):
        assert client.get(address)["Location"] == "/en/account/2fa/", address
    assert client.post(f"{FACTORY}people/invite/", {"to": "Wei", "role": "reader"}).status_code == 302
    assert not Invitation.objects.exists()
    assert client.post(f"{PLANT}checks/new/")["Location"] == "/en/account/2fa/"
    assert not cast.facility.checks.exists()
    page = client.get("/en/account/2fa/").content.decode()
    assert "Administrators of this site need a second step" in page


def test_looking_needs_none(cast: Cast):
    client = as_(cast.alice)
    for address in (FACTORY, PLANT, f"{PLANT}sharing/", f"{FACTORY}people/", f"{FACTORY}log/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_with_one_they_act(cast: Cast, kind):
    give_second_step(cast.alice, kind)
    assert (
        as_(cast.alice).post(f"{FACTORY}people/invite/", {"to": "Wei", "role": "reader"}).status_code == 302
    )
    assert Invitation.objects.get().to == "Wei"


def test_recovery_codes_alone_are_none(cast: Cast):
    give_second_step(cast.alice, Authenticator.Type.RECOVERY_CODES)
    assert as_(cast.alice).get(f"{FACTORY}settings/").status_code == 302


def test_once_taken_away_it_is_demanded_again(cast: Cast):
    give_second_step(cast.alice)
    client = as_(cast.alice)
    assert client.get(f"{FACTORY}settings/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get(f"{FACTORY}settings/").status_code == 302


def test_others_need_none(cast: Cast):
    assert as_(cast.bob).post(f"{PLANT}checks/new/")["Location"] == f"{PLANT}checks/1/files/"


def test_a_token_is_no_way_around(cast: Cast):
    client = shows(cast.alice, cast.factory)
    given = {"to": "Northern Stores", "purpose": "review"}
    answer = client.post(
        "/api/v1/sharing/facilities/lotus-garments/dongguan/grants", given, content_type="application/json"
    )
    assert answer.status_code == 403
    assert not Grant.objects.exists()


def test_a_demonstration_and_ones_own_machine_need_none(cast: Cast, settings):
    cast.factory.demonstration = True
    cast.factory.save()
    assert as_(cast.alice).get(f"{FACTORY}settings/").status_code == 200
    cast.factory.demonstration = False
    cast.factory.save()
    settings.SECOND_STEP = "off"
    assert as_(cast.alice).get(f"{FACTORY}settings/").status_code == 200


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "administrators"),
        ({"TRIPARTITE_HTTPS": "0"}, "off"),
        ({"TRIPARTITE_SECOND_STEP": "off"}, "off"),
        ({"TRIPARTITE_HTTPS": "0", "TRIPARTITE_SECOND_STEP": "administrators"}, "administrators"),
        ({"TRIPARTITE_SECOND_STEP": "sometimes"}, "write administrators or off"),
    ],
)
def test_it_is_demanded_where_others_are_served(given, told, tmp_path):
    read = "from tripartite.site import settings; print(settings.SECOND_STEP)"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("TRIPARTITE_")}
    environment = {**kept, "TRIPARTITE_DATA": str(tmp_path), **given}
    done = subprocess.run(
        [sys.executable, "-c", read], env=environment, capture_output=True, text=True, check=False
    )
    assert told in (done.stdout or done.stderr)
