"""Views granted and taken back, each look logged; bundles signed here verify anywhere; strangers see nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, players, ran  # noqa: F401 - fixtures
from tripartite.reports import bundle
from tripartite.site.checks import operations as checking
from tripartite.site.people.models import CODE_LENGTH, CODE_SIGNS, AuditEntry, Grant, Organisation
from tripartite.site.people.operations import RefusedError
from tripartite.site.sharing import operations
from tripartite.site.sharing.models import SigningKey
from tripartite.site.sharing.views import LOOKS_ON_A_PAGE

PLANT = "/en/o/lotus-garments/f/dongguan/"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def given(**about) -> dict:
    end = timezone.localdate() + timedelta(days=30)
    return {
        "organisation": "Northern Stores",
        "scope": "figures",
        "purpose": "yearly review",
        "until": end.isoformat(),
        **about,
    }


def test_a_view_is_granted_and_both_sides_know(cast: Cast):
    assert as_(cast.alice).post(f"{PLANT}sharing/grant/", given()).status_code == 302
    grant = Grant.objects.get()
    assert (grant.to, grant.scope, grant.made_by) == (cast.buyer, "figures", cast.alice)
    for organisation in (cast.factory, cast.buyer):
        assert AuditEntry.objects.filter(organisation=organisation, verb="grant.made").exists()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"organisation": "Northern"}, "exactly this name or code"),
        ({"organisation": "lotus-garments"}, "sees everything already"),
        ({"until": "2020-01-01"}, "from today on"),
        ({"until": "2099-01-01"}, "two years"),
        ({"scope": "topics"}, "at least one topic"),
        ({"purpose": ""}, "required"),
        ({"scope": "everything"}, "valid choice"),
    ],
)
def test_refusals_say_why(cast: Cast, about, said):
    answer = as_(cast.alice).post(f"{PLANT}sharing/grant/", given(**about))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Grant.objects.exists()


@pytest.mark.parametrize("who", ["bob", "rosa"])
def test_only_administrators_share(cast: Cast, who):
    assert as_(getattr(cast, who)).post(f"{PLANT}sharing/grant/", given()).status_code == 403


@pytest.mark.parametrize("who", ["charlie", "dana"])
def test_strangers_are_told_nothing(cast: Cast, who):
    assert as_(getattr(cast, who)).get(f"{PLANT}sharing/").status_code == 404


def test_who_is_granted_a_view_cannot_share_it_on(cast: Cast):
    cast.grant(scope=Grant.Scope.WHOLE)
    assert (
        as_(cast.dana).post(f"{PLANT}sharing/grant/", given(organisation="Labour Inspectorate")).status_code
        == 403
    )


# --- Who may be named, and how ------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["{0}", " {1} ", "{2}"])
def test_an_organisation_is_named_by_its_code(cast: Cast, written):
    code = cast.buyer.code
    named = written.format(code, cast.buyer.told_code.lower(), f"{code[:2]} {code[2:]}")
    assert as_(cast.alice).post(f"{PLANT}sharing/grant/", given(organisation=named)).status_code == 302
    assert Grant.objects.get().to == cast.buyer


def test_codes_are_shown_to_members_alone_and_differ(cast: Cast):
    own = as_(cast.rosa).get("/en/o/lotus-garments/").content.decode()
    assert cast.factory.told_code in own
    assert as_(cast.dana).get("/en/o/lotus-garments/").status_code == 404
    codes = {o.code for o in (cast.factory, cast.buyer, cast.inspectorate)}
    assert len(codes) == 3
    assert all(len(c) == CODE_LENGTH and set(c) <= set(CODE_SIGNS) for c in codes)


def test_nobody_is_meant_by_a_name_that_two_bear(cast: Cast):
    """Whoever takes another's name or short name gets nothing by it; the code still tells them apart."""
    Organisation.objects.create(name="northern-stores", slug="someone-else", side="employer", kind="buyer")
    assert operations.receiving("northern-stores") is None
    assert operations.receiving(cast.buyer.code) == cast.buyer


def test_nobody_finds_out_by_trying_who_is_here(cast: Cast, monkeypatch):
    cache.clear()
    monkeypatch.setattr(operations, "MOST_MISSES", 3)
    client = as_(cast.alice)
    for n in range(3):
        answer = client.post(f"{PLANT}sharing/grant/", given(organisation=f"Nobody {n}"))
        assert "exactly this name or code" in answer.content.decode()
    answer = client.post(f"{PLANT}sharing/grant/", given())
    assert answer.status_code == 422
    assert "try again in an hour" in answer.content.decode()
    assert not Grant.objects.exists()


# --- Looks, and what is received ----------------------------------------------------------------------


def test_each_look_is_listed_by_its_grant_all_of_them(cast: Cast):
    figures, whole = cast.grant(), cast.grant(cast.inspectorate, scope=Grant.Scope.WHOLE)
    dana, ines = as_(cast.dana), as_(cast.ines)
    for _ in range(LOOKS_ON_A_PAGE + 3):
        dana.get(PLANT)
    ines.get(f"{PLANT}plan/")
    for who in (cast.alice, cast.bob, cast.rosa):
        client = as_(who)
        page = client.get(f"{PLANT}sharing/").content.decode()
        assert f">{LOOKS_ON_A_PAGE + 3}<" in page
        first = client.get(f"{PLANT}sharing/{figures.pk}/looks/")
        last = client.get(f"{PLANT}sharing/{figures.pk}/looks/?page=2")
        assert first.content.decode().count('<td data-label="When">') == LOOKS_ON_A_PAGE
        assert last.content.decode().count('<td data-label="When">') == 3
        other = client.get(f"{PLANT}sharing/{whole.pk}/looks/").content.decode()
        assert "Put it right" in other
        assert "Dana" not in other
        both = client.get(f"{PLANT}sharing/looks/?page=2").content.decode()
        assert both.count('<td data-label="When">') == 4


def test_looks_are_for_the_facilitys_own_people(cast: Cast):
    grant = cast.grant(scope=Grant.Scope.WHOLE)
    for address in ("sharing/", "sharing/looks/", f"sharing/{grant.pk}/looks/"):
        assert as_(cast.dana).get(PLANT + address).status_code == 403
        assert as_(cast.charlie).get(PLANT + address).status_code == 404
    assert not AuditEntry.objects.filter(verb="grant.looked").exists(), "what was refused is no look"


def test_a_reader_sees_what_is_shown_and_cannot_change_it(cast: Cast):
    cast.grant()
    page = as_(cast.rosa).get(f"{PLANT}sharing/").content.decode()
    assert "Northern Stores" in page
    assert "Take back" not in page
    assert 'name="organisation"' not in page


def test_another_facilitys_grant_has_no_looks_here(cast: Cast):
    grant = cast.grant()
    Grant.objects.filter(pk=grant.pk).update(facility=_other_plant(cast))
    assert as_(cast.alice).get(f"{PLANT}sharing/{grant.pk}/looks/").status_code == 404


def test_what_was_received_stands_on_one_page(cast: Cast):
    cast.grant(purpose="review of suppliers", scope=Grant.Scope.TOPICS, topics=["wages"])
    cast.grant(purpose="first visit", revoked_at=timezone.now())
    page = as_(cast.dana).get("/en/o/northern-stores/received/").content.decode()
    now, before = page.split("Shown before")
    assert f'href="{PLANT}"' in now
    assert "review of suppliers" in now
    assert "Some topics" in now
    assert "first visit" not in now
    assert "first visit" in before
    assert f'href="{PLANT}"' not in before
    assert as_(cast.rosa).get("/en/o/northern-stores/received/").status_code == 404
    assert "Nothing is shown" in as_(cast.rosa).get("/en/o/lotus-garments/received/").content.decode()


def test_taken_back_it_ends_at_once_and_twice_is_no_harm(cast: Cast):
    grant = cast.grant()
    for _ in range(2):
        assert as_(cast.alice).post(f"{PLANT}sharing/{grant.pk}/revoke/").status_code == 302
    grant.refresh_from_db()
    assert not grant.holds
    assert AuditEntry.objects.filter(organisation=cast.factory, verb="grant.revoked").count() == 1


def test_another_facilitys_grant_cannot_be_taken_back(cast: Cast):
    grant = cast.grant()
    Grant.objects.filter(pk=grant.pk).update(facility=_other_plant(cast))
    assert as_(cast.alice).post(f"{PLANT}sharing/{grant.pk}/revoke/").status_code == 404


def _other_plant(cast: Cast):
    from tripartite.site.people.models import Facility

    return Facility.objects.create(organisation=cast.factory, name="Second", slug="second", country="CN")


# --- Bundles ------------------------------------------------------------------------------------------


@pytest.fixture
def checked(players: Cast, factory_files: Path):  # noqa: F811
    return players, ran(players, *sorted(factory_files.iterdir()))


def test_a_bundle_signed_here_verifies_and_names_nobody(checked):
    cast, check = checked
    client = as_(cast.alice)
    answer = client.post(f"{PLANT}checks/{check.number}/bundle/")
    assert answer["Content-Type"] == "application/zip"
    found = bundle.verify(answer.content)
    key = SigningKey.objects.get()
    assert (found.signer, found.key) == ("Lotus Garments", key.public)
    from tripartite.site.checks.opened import open_check
    from tripartite.site.people.access import standing_on

    seen = open_check(check, standing_on(cast.alice, cast.facility))
    workers = [r[0] for r in seen.tables().execute("SELECT DISTINCT worker FROM workers").fetchall()]
    assert workers
    assert not [
        w for w in workers if re.search(rf'"{re.escape(w)}"', answer.content.decode("utf-8", "replace"))
    ]

    verified = Client().post("/en/verify/", {"bundle": BytesIO(answer.content)})
    told = verified.content.decode()
    assert "Whole" in told
    assert key.public in told
    assert "no organisation of this site" not in told
    assert "Set-Cookie" not in verified.headers or "sessionid" not in verified.headers["Set-Cookie"]


def test_a_renewed_key_signs_and_the_old_bundle_still_verifies(checked):
    cast, check = checked
    client = as_(cast.alice)
    old = client.post(f"{PLANT}checks/{check.number}/bundle/").content
    assert client.post("/en/o/lotus-garments/keys/renew/").status_code == 302
    new = client.post(f"{PLANT}checks/{check.number}/bundle/").content
    assert bundle.verify(old).key != bundle.verify(new).key
    assert "key retired on" in Client().post("/en/verify/", {"bundle": BytesIO(old)}).content.decode()
    retired = SigningKey.objects.get(public=bundle.verify(old).key)
    assert not retired.sealed
    assert SigningKey.objects.filter(retired_at=None).count() == 1


def test_without_records_no_bundle(checked):
    cast, check = checked
    check.records_deleted_at = timezone.now()
    check.save()
    answer = as_(cast.alice).post(f"{PLANT}checks/{check.number}/bundle/")
    assert answer.status_code == 302


@pytest.mark.parametrize("who", ["bob", "dana", "charlie"])
def test_nobody_else_signs(checked, who):
    cast, check = checked
    cast.grant(scope=Grant.Scope.WHOLE)
    checking.publish(cast.alice, check)
    assert as_(getattr(cast, who)).post(f"{PLANT}checks/{check.number}/bundle/").status_code in (403, 404)


def test_a_changed_bundle_is_not_whole(db):
    answer = Client().post("/en/verify/", {"bundle": SimpleUploadedFile("b.zip", b"PK\x03\x04 not a bundle")})
    assert answer.status_code == 422
    assert "Not whole" in answer.content.decode()


def test_no_file_and_too_large_a_file_are_told(db, monkeypatch):
    from tripartite.site.sharing import views

    assert "Choose the file first" in Client().post("/en/verify/").content.decode()
    monkeypatch.setattr(views, "LARGEST_BUNDLE", 10)
    large = Client().post("/en/verify/", {"bundle": BytesIO(b"x" * 11)})
    assert large.status_code == 413


def test_two_needing_a_key_at_once_get_one(cast: Cast):
    first = operations.key_in_use(cast.alice, cast.factory)
    assert operations.key_in_use(cast.alice, cast.factory) == first


def test_a_view_to_oneself_is_refused(cast: Cast):
    mine = Grant(facility=cast.facility, to=cast.factory, purpose="x", until=timezone.localdate())
    with pytest.raises(RefusedError, match="sees everything"):
        operations.grant(cast.alice, mine)
