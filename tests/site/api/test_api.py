"""The API: what a token lets do and what not, one shape of errors, limits."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.site.api.conftest import send, shows
from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, one_day, players, ran  # noqa: F401
from tripartite.site.api import gate
from tripartite.site.api.described import operations
from tripartite.site.api.models import Token
from tripartite.site.api.operations import make_token, usual_end
from tripartite.site.checks.operations import publish
from tripartite.site.people.models import Grant, Membership

V1 = "/api/v1"
HERE = f"{V1}/facilities/lotus-garments/dongguan/checks"
SHARED = f"{V1}/sharing/facilities/lotus-garments/dongguan"
WITH_TOKEN = [o for o in operations() if o.scope]


def is_told(answer, status: int, code: str) -> None:
    assert answer.status_code == status, answer.content
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    assert isinstance(error["details"], list)


# --- without a token ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "library/search?q=overtime",
        "library/search?q=加班&lang=zh",
        "library/provisions/cn/labour-law/41",
        "library/rules/cn/overtime-in-a-day",
        "library/holds/CN-GD?day=2025-10-01",
        "library/compare/wages?columns=cn,vn",
        "library/ratifications",
    ],
)
def test_the_library_is_open(address):
    answer = Client().get(f"{V1}/{address}")
    assert answer.status_code == 200, answer.content
    assert answer.json()


def test_pay_is_what_the_command_line_says():
    from tripartite.check.payslip import due

    case = {
        "country": "CN",
        "region": "CN-GD",
        "month": "2025-10",
        "wage": "5000",
        "hours": {"ordinary_overtime": "10 h"},
    }
    answer = Client().post(f"{V1}/library/pay", case, content_type="application/json")
    assert answer.json() == json.loads(json.dumps(due(case), default=str))


def test_errors_have_one_shape():
    nobody = Client()
    is_told(nobody.get(f"{V1}/library/provisions/cn/none"), 404, "not-held")
    is_told(nobody.get(f"{V1}/library/holds/CN"), 422, "invalid")
    is_told(nobody.get(f"{V1}/nowhere"), 404, "not-found")
    is_told(nobody.delete(f"{V1}/library/search"), 405, "method-not-allowed")
    is_told(nobody.post(f"{V1}/library/pay", b"{", content_type="application/json"), 400, "bad-request")
    is_told(
        nobody.post(f"{V1}/library/pay", {"month": "soon"}, content_type="application/json"), 422, "invalid"
    )
    is_told(nobody.get(HERE), 401, "no-token")


def test_a_body_too_large_is_told_so():
    body = b'"' + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"'
    is_told(Client().post(f"{V1}/library/pay", body, content_type="application/json"), 413, "too-large")


def test_too_many_requests_wait(monkeypatch):
    monkeypatch.setattr(gate, "A_MINUTE_WITHOUT", 3)
    nobody = Client()
    answers = [nobody.get(f"{V1}/library/holds/CN?day=2025-10-01") for _ in range(6)]
    late = answers[-1]
    is_told(late, 429, "too-many-requests")
    assert 0 < int(late["Retry-After"]) <= 60


# --- tokens -------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_token_is_kept(cast: Cast):
    token, text = make_token(cast.alice, cast.factory, "ERP", ["checks:read"], usual_end())
    assert text not in str(Token.objects.values_list().get())
    assert text.startswith(token.prefix)


@pytest.mark.parametrize("how", ["wrong", "revoked", "ended", "left", "inactive"])
def test_what_does_not_hold_opens_nothing(cast: Cast, how):
    client = shows(cast.bob, cast.factory)
    assert client.get(HERE).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    if how == "wrong":
        client = Client(headers={"authorization": "Bearer tri_wrong"})
    elif how == "revoked":
        Token.objects.update(revoked_at=timezone.now())
    elif how == "ended":
        Token.objects.update(until=yesterday)
    elif how == "left":
        Membership.objects.filter(user=cast.bob).delete()
    else:
        cast.bob.is_active = False
        cast.bob.save()
    is_told(client.get(HERE), 401, "no-token")


@pytest.mark.parametrize("scope", Token.Scope.values)
def test_each_scope_against_each_operation(cast: Cast, scope):
    assert len(WITH_TOKEN) > 40
    for o in WITH_TOKEN:
        # Each with a token of its own: some of what is walked takes rights or checks away.
        answer = send(shows(cast.alice, cast.factory, scope), o)
        assert answer.status_code < 500, o.id
        refused = answer.status_code == 403 and answer.json()["error"]["code"] == "out-of-scope"
        assert refused == (o.scope != scope), f"{scope}: {o.id} wants {o.scope}"


def test_every_operation_but_the_open_ones_wants_a_scope():
    without = {o.template.removeprefix(V1) for o in operations() if not o.scope}
    assert all(
        path.startswith(("/library/", "/certificates/")) or path == "/sharing/bundles/verify"
        for path in without
    )
    assert {o.scope for o in WITH_TOKEN} == set(Token.Scope.values)


@pytest.mark.parametrize("o", WITH_TOKEN, ids=lambda o: o.id.removeprefix("tripartite_site_api_"))
def test_a_stranger_and_a_session_open_nothing(cast: Cast, o):
    signed_in = Client()
    signed_in.force_login(cast.alice)
    is_told(send(signed_in, o), 401, "no-token")
    if "{org}" in o.template:
        is_told(send(shows(cast.dana, cast.buyer), o), 404, "not-found")


@pytest.mark.parametrize("o", WITH_TOKEN, ids=lambda o: o.id.removeprefix("tripartite_site_api_"))
def test_a_view_of_figures_changes_nothing(cast: Cast, o):
    """Who was granted a view may look at most, whatever the scopes of the token."""
    cast.grant()
    if "{org}" in o.template:
        answer = send(shows(cast.dana, cast.buyer), o)
        assert answer.status_code in ((200, 404) if o.method == "get" else (403,)) or (
            o.method == "get" and answer.status_code == 403
        ), answer.content


def test_a_token_does_no_more_than_its_persons_role(cast: Cast):
    rosa, bob = shows(cast.rosa, cast.factory), shows(cast.bob, cast.factory)
    is_told(rosa.post(HERE), 403, "not-allowed")
    assert bob.post(HERE).status_code == 201
    assert bob.get(f"{SHARED}/grants").json()["grants"] == [], "who looked is no secret of administrators"
    given = {"to": "Northern Stores", "purpose": "yearly review"}
    is_told(bob.post(f"{SHARED}/grants", given, content_type="application/json"), 403, "not-allowed")


def test_an_administrator_without_a_second_step_looks_and_changes_nothing(cast: Cast, settings):
    alice = shows(cast.alice, cast.factory)
    settings.SECOND_STEP = "administrators"
    assert alice.get(HERE).status_code == 200
    is_told(alice.post(HERE), 403, "second-step")


def test_a_token_acts_in_its_organisation_alone(cast: Cast):
    """Dana also works at the factory; her token for the buyer does not show the factory."""
    Membership.objects.create(organisation=cast.factory, user=cast.dana, role=Membership.Role.ADMINISTRATOR)
    assert shows(cast.dana, cast.factory).get(HERE).status_code == 200
    is_told(shows(cast.dana, cast.buyer).get(HERE), 404, "not-found")
    assert shows(cast.dana, cast.buyer).get(f"{V1}/facilities").json() == {"facilities": []}


# --- what can be done ---------------------------------------------------------------------------------


def test_a_view_is_granted_and_taken_back(cast: Cast):
    alice, dana = shows(cast.alice, cast.factory), shows(cast.dana, cast.buyer)
    given = {"to": "Northern Stores", "purpose": "yearly review", "scope": "topics", "topics": ["wages"]}
    made = alice.post(f"{SHARED}/grants", given, content_type="application/json")
    assert made.status_code == 201, made.content
    assert dana.get(HERE).status_code == 200
    assert [g["purpose"] for g in dana.get(f"{V1}/sharing/granted").json()["grants"]] == ["yearly review"]
    looks = alice.get(f"{SHARED}/grants").json()["looks"]
    assert [(x["who"], x["organisation"]) for x in looks] == [("Dana", "Northern Stores")]
    assert alice.post(f"{SHARED}/grants/{made.json()['id']}/revoke").json()["holds"] is False
    is_told(dana.get(HERE), 404, "not-found")
    late = {**given, "until": "2999-01-01"}
    is_told(alice.post(f"{SHARED}/grants", late, content_type="application/json"), 422, "refused")


def test_a_file_comes_in_parts(cast: Cast):
    bob = shows(cast.bob, cast.factory)
    number = bob.post(HERE).json()["number"]
    file = f"{HERE}/{number}/files/a1?name=days.csv&size=6"
    send = {"content_type": "application/octet-stream"}
    assert bob.put(file, b"abc", **send).json() == {"received": 3}
    is_told(bob.put(f"{file}&offset=5", b"f", **send), 409, "wrong-offset")
    assert bob.put(f"{file}&offset=3", b"def", **send).json() == {"received": 6}
    assert bob.put(f"{file}&offset=6", b"", **send).json() == {"received": 6}
    assert bob.get(f"{HERE}/{number}").json()["files"][0]["received"] == 6
    assert bob.post(f"{HERE}/{number}/look").status_code == 202
    is_told(bob.delete(f"{HERE}/{number}/files/a1"), 422, "refused")


def test_results_down_to_a_finding_and_what_grants_keep_back(players: Cast, factory_files):  # noqa: F811
    check = ran(players, *factory_files.iterdir())
    publish(players.alice, check)
    rosa, dana = shows(players.rosa, players.factory), shows(players.dana, players.buyer)
    here = f"{HERE}/{check.number}"
    summary = rosa.get(f"{here}/summary").json()
    assert summary["people_affected"] == check.figures["people"]
    page = rosa.get(f"{here}/findings?topic=wages&limit=3").json()
    assert len(page["findings"]) == 3 < page["total"]
    assert {f["topic"] for f in page["findings"]} == {"wages"}
    assert rosa.get(f"{here}/download/parquet").content[:4] == b"PAR1"
    is_told(dana.get(f"{here}/summary"), 404, "not-found")

    players.grant(scope=Grant.Scope.FIGURES)
    assert dana.get(f"{here}/summary").json()["people"] == []
    is_told(dana.get(f"{here}/findings"), 404, "not-found")
    is_told(dana.get(f"{here}/download/json"), 404, "not-found")
    players.grant(scope=Grant.Scope.TOPICS, topics=["wages"])
    shown = dana.get(f"{here}/findings?limit=200").json()["findings"]
    assert {f["topic"] for f in shown} == {"wages"}
    is_told(dana.get(f"{here}/download/json"), 404, "not-found")

    alice = shows(players.alice, players.factory)
    signed = alice.post(f"{SHARED}/checks/{check.number}/bundle")
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = (
        Client()
        .post(f"{V1}/sharing/bundles/verify", {"file": SimpleUploadedFile("b.zip", signed.content)})
        .json()
    )
    assert told["signed_here_by"] == "Lotus Garments"
    broken = SimpleUploadedFile("b.zip", signed.content[:-1])
    is_told(Client().post(f"{V1}/sharing/bundles/verify", {"file": broken}), 422, "no-whole-bundle")


# --- the page -----------------------------------------------------------------------------------------


def test_a_token_is_made_shown_once_and_taken_back(cast: Cast):
    client = Client()
    client.force_login(cast.bob)
    page = "/en/o/lotus-garments/tokens/"
    given = {"name": "ERP", "scopes": ["checks:read"], "until": usual_end().isoformat()}
    made = client.post(page, given)
    text = made.context["made"]
    assert text in made.content.decode()
    assert text not in client.get(page).content.decode()
    program = Client(headers={"authorization": f"Bearer {text}"})
    assert program.get(HERE).status_code == 200
    token = Token.objects.get()
    assert token.used_at
    other = Client()
    other.force_login(cast.rosa)
    assert other.post(f"{page}{token.pk}/revoke/").status_code == 404, "another's token"
    client.post(f"{page}{token.pk}/revoke/")
    assert program.get(HERE).status_code == 401
    assert list(cast.factory.audit.values_list("verb", flat=True)[:2]) == ["token.revoked", "token.made"]
    assert client.post(page, {**given, "until": "2999-01-01"}).status_code == 422
