"""Accounts: telephone numbers as names, languages, too many attempts, sessions, leaving."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.site.cast import PASSWORD, Cast
from tripartite.site.people.accounts import in_language, plain_username
from tripartite.site.people.models import AuditEntry, User


@pytest.fixture(autouse=True)
def no_attempts_before(db: None) -> None:
    cache.clear()


def sign_up(client: Client, username: str, email: str = "", code: str = "en"):
    given = {"username": username, "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post(f"/{code}/account/signup/", given)


def sign_in(client: Client, login: str, password: str = PASSWORD, code: str = "en", **extra):
    return client.post(f"/{code}/account/login/", {"login": login, "password": password, **extra})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+86 138-0013-8000", "+8613800138000"),
        ("0086 138 0013 8000", "+8613800138000"),
        ("（０９）７８９．０１２．３４５", "09789012345"),
        ("၀၉ ၇၈၉ ၀၁၂ ၃၄၅", "09789012345"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "0812345678"),
        ("12345", "12345"),
        ("mei.lin-2", "mei.lin-2"),
        ("  mei  ", "mei"),
        ("line 7", "line 7"),
    ],
)
def test_a_name_is_kept_plain(written, kept):
    assert plain_username(written) == kept
    assert plain_username(kept) == kept


def test_a_telephone_number_signs_up_and_in_however_it_is_written():
    assert sign_up(Client(), "+86 138 0013 8000").status_code == 302
    assert User.objects.get().username == "+8613800138000"
    client = Client()
    assert sign_in(client, "0086-138-0013-8000").status_code == 302
    assert client.get("/en/organisations/").status_code == 200


def test_the_same_number_written_otherwise_is_taken():
    sign_up(Client(), "+86 138 0013 8000")
    answer = sign_up(Client(), "+86-138-0013-8000")
    assert "already exists" in answer.content.decode()
    assert User.objects.count() == 1


def test_an_address_of_somebody_else_is_no_user_name(cast: Cast):
    answer = sign_up(Client(), "alice@example.org")
    assert "holds no @" in answer.content.decode()
    assert not User.objects.filter(username__contains="@").exists()


def test_without_an_address_no_mail_is_sent_and_one_is_in():
    client = Client()
    sign_up(client, "mei")
    assert not mail.outbox
    assert client.get("/en/organisations/").status_code == 200


def test_an_address_that_has_an_account_is_not_told(cast: Cast):
    EmailAddress.objects.create(user=cast.alice, email="alice@example.org", verified=True, primary=True)
    taken, fresh = Client(), Client()
    answers = [sign_up(taken, "mei", "alice@example.org"), sign_up(fresh, "lin", "lin@example.org")]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/en/organisations/")] * 2
    assert not EmailAddress.objects.filter(user__username="mei", verified=True).exists()
    assert sign_in(Client(), "alice@example.org")["Location"] == "/en/organisations/"
    told = [m.subject for m in mail.outbox]
    assert told[0] == told[1]


def test_passwords_are_asked_of_the_common_the_short_and_the_similar():
    client = Client()
    for bad in ("short", "password1234", "mei-lin-wang-1"):
        given = {"username": "mei-lin-wang", "email": "", "password1": bad, "password2": bad}
        assert client.post("/en/account/signup/", given).status_code == 200, bad
    assert not User.objects.exists()


def test_a_language_is_kept_from_sign_up_and_used_on_sign_in():
    sign_up(Client(), "somchai", code="th")
    assert User.objects.get().language == "th"
    client = Client()
    assert sign_in(client, "somchai", code="en")["Location"] == "/th/organisations/"
    elsewhere = Client()
    asked = sign_in(elsewhere, "somchai", code="en", next="/en/organisations/new/?from=home")
    assert asked["Location"] == "/th/organisations/new/?from=home"


def test_a_language_is_changed_in_the_profile(client: Client, cast: Cast):
    client.force_login(cast.alice)
    answer = client.post("/en/me/", {"first_name": "Alice W.", "language": "my"})
    assert answer["Location"] == "/my/me/"
    cast.alice.refresh_from_db()
    assert (cast.alice.told_name, cast.alice.language) == ("Alice W.", "my")
    assert client.post("/en/me/", {"first_name": "", "language": "xx"}).status_code == 200


def test_an_address_elsewhere_stays_as_it_is():
    assert in_language("https://example.org/en/me/", "th") == "https://example.org/en/me/"
    assert in_language("/health", "th") == "/health"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_sign_in(cast: Cast, away):
    assert sign_in(Client(), "alice", next=away)["Location"] == "/en/organisations/"
    out = Client()
    out.force_login(cast.alice)
    assert out.post("/en/account/logout/", {"next": away})["Location"].startswith("/")
    assert not out.post("/en/account/logout/", {"next": away})["Location"].startswith(("//", "/\\"))
    assert (
        Client().post(
            "/en/theme/", {"theme": "dark", "next": away}, headers={"Sec-Fetch-Site": "same-origin"}
        )["Location"]
        == "/"
    )


def test_failed_sign_ins_of_one_name_are_stopped(cast: Cast):
    for _ in range(5):
        assert sign_in(Client(REMOTE_ADDR="10.0.0.1"), "alice", "wrong").status_code == 200
    stopped = sign_in(Client(REMOTE_ADDR="10.0.0.2"), "alice", PASSWORD, code="th")
    assert stopped.status_code == 429
    assert "ลองหลายครั้งเกินไป" in stopped.content.decode()
    assert sign_in(Client(REMOTE_ADDR="10.0.0.2"), "bob").status_code == 302


def test_writing_a_number_otherwise_gives_no_further_attempts():
    sign_up(Client(), "+86 138 0013 8000")
    for written in (
        "+8613800138000",
        "+86 13800138000",
        "0086 13800138000",
        "+86-138-0013-8000",
        "+86 138.0013.8000",
    ):
        assert sign_in(Client(), written, "wrong").status_code == 200
    assert sign_in(Client(), "+86 138 00138000").status_code == 429


def test_failed_sign_ins_of_one_address_are_stopped(cast: Cast):
    answers = [sign_in(Client(REMOTE_ADDR="10.0.0.3"), f"name{n}", "wrong").status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_attempts_are_counted_over_all_processes():
    """Five failures here, then the right password in another process."""
    sign_up(Client(), "mei")
    for _ in range(5):
        sign_in(Client(), "mei", "wrong")
    database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"], "TEST": {}}
    code = (
        "import json, sys, django\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default'].update(json.loads(sys.argv[1]))\n"
        "django.setup()\n"
        "from django.test import Client\n"
        f"answer = Client().post('/en/account/login/', {{'login': 'mei', 'password': {PASSWORD!r}}})\n"
        "print(answer.status_code)\n"
    )
    told = json.dumps(
        {k: database[k] for k in ("ENGINE", "NAME", "HOST", "PORT", "USER", "PASSWORD")}, default=str
    )
    done = subprocess.run(
        [sys.executable, "-c", code, told], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "429", done.stderr


def test_a_session_gets_a_new_key_on_sign_in(cast: Cast):
    client = Client()
    client.get("/en/account/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client, "alice")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key


def test_sign_in_needs_the_token_of_its_form(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "alice").status_code == 403
    assert client.post("/en/account/logout/").status_code == 403


def test_other_sessions_are_shown_and_ended(cast: Cast):
    here, there = Client(HTTP_USER_AGENT="Here"), Client(HTTP_USER_AGENT="There")
    for client in (here, there):
        sign_in(client, "alice")
    page = here.get("/en/account/sessions/").content.decode()
    assert "Here" in page
    assert "There" in page
    here.post("/en/account/sessions/")
    assert there.get("/en/organisations/").status_code == 302
    assert here.get("/en/organisations/").status_code == 200


def test_a_new_password_ends_other_sessions_and_is_told_by_mail(cast: Cast):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "alice@example.org")
    new = "another long password"
    here.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert there.get("/en/organisations/").status_code == 302
    assert here.get("/en/organisations/").status_code == 200
    assert mail.outbox[-1].to == ["alice@example.org"]
    assert "password has been changed" in mail.outbox[-1].body


def test_mail_is_written_in_the_language_of_its_reader(cast: Cast):
    User.objects.filter(pk=cast.alice.pk).update(language="vi")
    Client().post("/en/account/password/reset/", {"email": "alice@example.org"})
    assert mail.outbox[-1].subject == "tripartite: Thư đặt lại mật khẩu"
    assert "Xin chào" in mail.outbox[-1].body


def test_leaving_asks_for_the_password_again(cast: Cast, client: Client):
    client.force_login(cast.bob)
    assert client.get("/en/me/delete/")["Location"].startswith("/en/account/reauthenticate/")
    assert User.objects.filter(username="bob").exists()


def test_leaving_deletes_the_person_and_keeps_the_log(cast: Cast):
    client = Client()
    sign_in(client, "bob")
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/en/me/delete/", follow=True)
    assert "Your account has been deleted." in answer.content.decode()
    assert not User.objects.filter(username="bob").exists()
    assert client.get("/en/organisations/").status_code == 302
    entry = AuditEntry.objects.get(verb="member.removed")
    assert (entry.actor, entry.actor_name) == (None, "Bob")


def test_the_last_administrator_does_not_leave_an_organisation_alone(cast: Cast):
    client = Client()
    sign_in(client, "alice")
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/en/me/delete/", follow=True)
    assert "Lotus Garments needs an administrator" in answer.content.decode()
    assert User.objects.filter(username="alice").exists()
    assert cast.factory.memberships.filter(user=cast.alice).exists()
