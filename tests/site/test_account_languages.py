"""Every page, refusal and mail of the account, in each language: no sentence of a library stays English."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from tests.site.cast import PASSWORD, Cast, person
from tripartite.site.languages import LANGUAGES_SPOKEN

OTHERS = [code for code, _ in LANGUAGES_SPOKEN[1:]]
# Said to programmers, or names that are no sentences.
NOT_FOR_PEOPLE = {"", ":", ":?.!", "Accounts", "MFA", "User Sessions", "user", "session key", "tripartite"}


@pytest.fixture
def untranslated(monkeypatch) -> set[str]:
    """What was asked for and is in no catalogue of the page's language."""
    found: set[str] = set()

    def watch(name: str, key) -> None:
        real = getattr(trans_real, name)

        def asked(*args):
            code = translation.get_language()
            if code and code != "en":
                key_asked = key(*args)
                catalog = trans_real.translation(code)._catalog
                if catalog.get(key_asked) is None and catalog.get((key_asked, 0)) is None:
                    found.add(str(args[1] if name.startswith(("pg", "npg")) else args[0]))
            return real(*args)

        monkeypatch.setattr(translation._trans, name, asked, raising=False)

    def plain(message, *_):
        return str(message).replace("\r\n", "\n").replace("\r", "\n")

    watch("gettext", plain)
    watch("ngettext", plain)
    watch("pgettext", lambda context, message, *_: f"{context}\x04{message}")
    watch("npgettext", lambda context, message, *_: f"{context}\x04{message}")
    return found


def reauthenticated(client: Client, code: str) -> None:
    client.post(f"/{code}/account/reauthenticate/", {"password": PASSWORD})


def strangers_pages(code: str) -> None:
    cache.clear()
    client = Client()
    at = f"/{code}/account/"
    for address in ("login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/",
                    "password/reset/key/x-y/", "confirm-email/nothing/", "password/reset/key/done/", "logout/"):  # fmt: skip
        assert client.get(at + address, follow=True).status_code in (200, 404), address
    client.post(at + "login/", {})
    client.post(at + "login/", {"login": "nobody", "password": "wrong"})
    client.post(at + "login/", {"login": "no@example.org", "password": "wrong"})
    for username, password, again in (("", "", ""), ("ab", "short", "other"), ("a b", "password", "password"),
                                      ("alice", "12345678", "12345678"), ("a@b", "margaret12345", "margaret12345")):  # fmt: skip
        given = {"username": username, "email": "no-mail", "password1": password, "password2": again}
        assert client.post(at + "signup/", given).status_code == 200
    client.post(
        at + "signup/",
        {
            "username": "margaret12345",
            "email": "",
            "password1": "margaret12345",
            "password2": "margaret12345",
        },
    )
    client.post(at + "password/reset/", {"email": "broken"})
    client.post(at + "password/reset/", {"email": "alice@example.org"})
    client.post(at + "password/reset/", {"email": "unknown@example.org"})
    client.post(
        at + "signup/",
        {"username": "again", "email": "alice@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    link = re.search(r"/account/password/reset/key/\S+/", mail.outbox[0].body)
    assert link
    form = client.get(f"/{code}{link[0]}", follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "x", "password2": "y"})
    for _ in range(11):
        answer = client.post(at + "login/", {"login": "alice", "password": "wrong"})
    assert answer.status_code == 429


def members_pages(code: str) -> None:
    cache.clear()
    client = Client()
    at = f"/{code}/account/"
    someone = person(f"Someone-{code}")
    client.post(at + "login/", {"login": someone.username, "password": PASSWORD})
    reauthenticated(client, code)
    for address in ("email/", "password/change/", "password/set/", "logout/", "reauthenticate/", "2fa/", "2fa/totp/activate/",
                    "2fa/webauthn/", "2fa/webauthn/add/", "sessions/", "password/reset/", "login/", "signup/"):  # fmt: skip
        assert client.get(at + address, follow=True).status_code == 200, address
    for address in ("me/", "me/delete/"):
        assert client.get(f"/{code}/{address}", follow=True).status_code == 200, address
    client.post(at + "password/change/", {"oldpassword": "wrong", "password1": "x", "password2": "y"})
    for given in (
        {"email": "broken"},
        {"email": f"{someone.username}@example.org"},
        {"email": f"new-{code}@example.org"},
    ):
        client.post(at + "email/", {"action_add": "", **given})
    client.post(at + "email/", {"action_send": "", "email": f"new-{code}@example.org"})
    client.post(at + "email/", {"action_primary": "", "email": f"new-{code}@example.org"})
    client.post(at + "email/", {"action_remove": "", "email": f"{someone.username}@example.org"})
    client.post(at + "2fa/totp/activate/", {"code": "1"})
    client.post(at + "2fa/webauthn/add/", {})
    client.post(at + "sessions/", {})
    client.get(at + "email/", follow=True)
    link = next(
        (m[0] for message in mail.outbox if (m := re.search(r"/account/confirm-email/\S+/", message.body))),
        None,
    )
    if link:
        client.get(f"/{code}{link}")
        client.post(f"/{code}{link}", follow=True)
    client.post(at + "logout/", follow=True)


def second_step(code: str) -> None:
    """An account with an authenticator app, recovery codes and a key."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    cache.clear()
    user = person(f"Guarded-{code}")
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client = Client()
    at = f"/{code}/account/"
    client.post(at + "login/", {"login": user.username, "password": PASSWORD})
    assert client.get(at + "2fa/authenticate/").status_code == 200
    client.post(at + "2fa/authenticate/", {"code": "000000"})
    unused = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).get_unused_codes()
    client.post(at + "2fa/authenticate/", {"code": unused[0]})
    for address in (
        "2fa/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/generate/",
        "2fa/totp/deactivate/",
        "2fa/reauthenticate/",
    ):
        assert client.get(at + address, follow=True).status_code == 200, address
    client.post(at + "2fa/recovery-codes/generate/", {}, follow=True)
    client.post(at + "2fa/totp/deactivate/", {}, follow=True)


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("pages", [strangers_pages, members_pages, second_step])
def test_no_sentence_waits(cast: Cast, untranslated, pages, code):
    pages(code)
    assert untranslated - NOT_FOR_PEOPLE == set()
