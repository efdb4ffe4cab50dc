"""What every answer carries, what is refused, and what settings become where the site is served to others."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.site.addresses import ARGUMENTS, patterns
from tests.site.cast import PASSWORD, Cast
from tests.site.site_apart import Apart

LIBRARY_ARGUMENTS = {"pk": 1, "key": "no-such-key", "uidb36": "1"}
SERVED_TO_OTHERS = {
    "TRIPARTITE_HTTPS": "1",
    "TRIPARTITE_BEHIND_PROXY": "1",
    "TRIPARTITE_HOSTS": "work.example.org",
}
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)


def addresses() -> list[str]:
    found = set()
    given = {**ARGUMENTS, **LIBRARY_ARGUMENTS}
    for pattern in patterns(get_resolver()):
        if not pattern.name:
            continue
        try:
            found.add(
                reverse(pattern.name, kwargs={k: given.get(k, "x") for k in pattern.pattern.converters})
            )
        except NoReverseMatch:
            continue  # of the API, whose names have a space of their own, and of arguments of another form
    return sorted(found)


def assert_safe(address: str, answer) -> None:
    policy = answer.headers.get("Content-Security-Policy", "")
    assert "default-src 'self'" in policy, address
    for allowed in ("unsafe-inline", "unsafe-eval", "*", "http:"):
        assert allowed not in policy, f"{address}: {policy}"
    assert "frame-ancestors 'none'" in policy, address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert answer.headers["X-Frame-Options"] == "DENY", address
    assert answer.headers["Referrer-Policy"] == "same-origin", address
    if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
        html = answer.content.decode()
        inline = [
            body for attributes, body in SCRIPT.findall(html) if body.strip() and "json" not in attributes
        ]
        assert not inline, f"{address} holds a script of its own: {inline[0][:80]}"
        assert not re.search(r"<[^>]*\son\w+\s*=", html), f"{address} holds a handler"
        assert not re.search(r"<[^>]*\sstyle\s*=|<style\b", html), f"{address} holds a style of its own"


def test_every_answer_carries_its_safety(cast: Cast):
    inside, outside = Client(raise_request_exception=False), Client()
    inside.force_login(cast.alice)
    found = addresses()
    assert len(found) > 60
    for address in found:
        for client in (outside, inside):
            if address.endswith("/logout/"):
                continue
            assert_safe(address, client.get(address))
    assert_safe("404", outside.get("/en/nothing/here/"))


def test_cookies_are_for_the_server_alone(cast: Cast):
    client = Client()
    client.get("/en/account/login/")
    client.post("/en/account/login/", {"login": "alice", "password": PASSWORD})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name


def test_a_host_that_is_not_ours_is_refused(client: Client):
    assert client.get("/en/", headers={"host": "evil.example.org"}).status_code == 400
    assert client.get("/en/", headers={"x-forwarded-host": "evil.example.org"}).status_code == 200
    page = client.get("/en/", headers={"x-forwarded-host": "evil.example.org"}).content.decode()
    assert "evil.example.org" not in page


def test_a_form_of_megabytes_is_refused(db, client: Client):
    answer = client.post("/en/account/login/", {"login": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 400


def test_a_forged_request_is_refused(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice)
    for address in (
        "/en/o/lotus-garments/people/invite/",
        "/en/organisations/new/",
        "/en/me/delete/",
        "/en/theme/",
    ):
        assert client.post(address, {"to": "x", "role": "reader"}).status_code == 403, address


def test_passwords_are_kept_by_a_slow_hash(tmp_path):
    first = Apart(tmp_path, "unused").run(
        "from django.conf import settings; print(settings.PASSWORD_HASHERS[0])"
    )
    assert first.rpartition(".")[2] in (
        "PBKDF2PasswordHasher",
        "ScryptPasswordHasher",
        "Argon2PasswordHasher",
    )


@pytest.fixture
def served_to_others(tmp_path, monkeypatch) -> Apart:
    site = Apart(tmp_path, "unused")
    real = site.environment
    monkeypatch.setattr(site, "environment", lambda: real() | SERVED_TO_OTHERS)
    return site


ASK = """
import json
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
secure = {"HTTP_HOST": "work.example.org", "HTTP_X_FORWARDED_PROTO": "https"}
client = Client(**secure)
page = client.get("/en/account/login/")
plain = Client(HTTP_HOST="work.example.org").get("/en/account/login/")
foreign = Client(enforce_csrf_checks=True, **secure)
token = foreign.get("/en/account/login/").cookies["csrftoken"].value
forged = foreign.post("/en/account/login/", {"login": "a", "password": "b", "csrfmiddlewaretoken": token}, HTTP_ORIGIN="https://evil.example.org")
print(json.dumps({"headers": dict(page.headers), "cookie": dict(page.cookies["csrftoken"]), "plain": [plain.status_code, plain.headers.get("Location")],
    "forged": forged.status_code, "health": Client(HTTP_HOST="work.example.org").get("/health").status_code}))
"""


@pytest.mark.skipif(
    "postgres" in str(settings.DATABASES["default"]["ENGINE"]), reason="asks of settings, not of the database"
)
def test_served_to_others_all_goes_by_tls(served_to_others):
    told = json.loads(served_to_others.run(ASK).splitlines()[-1])
    assert told["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert told["cookie"]["secure"]
    assert told["plain"] == [301, "https://work.example.org/en/account/login/"]
    assert told["forged"] == 403
    assert told["health"] == 200


def test_nobody_says_who_they_are_without_a_proxy(served_to_others, tmp_path):
    code = """
from django.conf import settings
from django.test import RequestFactory
from allauth.core.internal.httpkit import get_client_ip
request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 5.6.7.8", HTTP_X_FORWARDED_PROTO="https")
print(get_client_ip(request), request.is_secure())
"""
    assert Apart(tmp_path, "unused").run(code) == "10.0.0.1 False"
    assert served_to_others.run(code) == "5.6.7.8 True"


def test_files_may_lie_in_another_storage(tmp_path, monkeypatch):
    site = Apart(tmp_path, "unused")
    real = site.environment
    other = {"TRIPARTITE_FILES_BACKEND": "django.core.files.storage.InMemoryStorage",
             "TRIPARTITE_FILES_OPTIONS": '{"base_url": "/kept/"}'}  # fmt: skip
    monkeypatch.setattr(site, "environment", lambda: real() | other)
    code = "from django.core.files.storage import default_storage as s; print(type(s._wrapped if hasattr(s, '_wrapped') else s).__name__, s.base_url)"
    assert (
        site.run("from django.core.files.storage import default_storage as s; s.exists('a');" + code)
        == "InMemoryStorage /kept/"
    )
