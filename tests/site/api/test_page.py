"""The page about the API: it tells each operation, in seven languages, without a script; and so does that of tokens."""

from __future__ import annotations

import re
import shlex

import pytest
from django.test import Client

from tests.site.cast import Cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tripartite.site.api.described import operations
from tripartite.site.api.models import Token
from tripartite.site.api.views import GROUPS
from tripartite.site.languages import LANGUAGES_SPOKEN


@pytest.mark.parametrize("code", [code for code, _ in LANGUAGES_SPOKEN])
def test_every_operation_and_scope_is_told_in_each_language(db, code):
    answer = Client().get(f"/{code}/api/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for o in operations():
        assert f"<code>{o.method.upper()} {o.template}</code>" in page
    for scope in Token.Scope.values:
        assert f"<code>{scope}</code>" in page
    assert len(answer.content) < 200_000
    assert "<script" not in page
    assert "429" in page
    assert f'href="/{code}/api/"' in Client().get(f"/{code}/").content.decode(), "the footer leads there"


def test_every_group_has_a_name():
    assert {o.tag for o in operations()} == set(GROUPS)


@pytest.mark.parametrize("o", operations(), ids=lambda o: o.id.removeprefix("tripartite_site_api_"))
def test_each_example_is_one_request_of_its_operation(o):
    words = shlex.split(o.example)
    assert words[0] == "curl"
    assert words[-1] == f"$SITE{o.address}"
    assert re.fullmatch(r"/api/v1/[^{}]+", o.address), "each part of the address is filled in"
    assert ("Authorization: Bearer $TOKEN" in words) == bool(o.scope)
    assert len(o.told) > 20


def test_who_is_signed_in_is_led_to_their_tokens(cast: Cast):
    client = Client()
    client.force_login(cast.bob)
    assert "/en/o/lotus-garments/tokens/" in client.get("/en/api/").content.decode()
    assert "/en/o/lotus-garments/tokens/" in client.get("/en/o/lotus-garments/").content.decode()
    assert "/en/api/" in client.get("/en/o/lotus-garments/tokens/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans", "th", "my"])
def test_it_is_accessible_and_light(browser_page, language):
    sizes: list[int] = []
    browser_page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
    browser_page.goto(f"/{language}/api/", wait_until="networkidle")
    assert 0 < sum(sizes) < 200_000
    no_accessibility_faults(browser_page)
    screenshot(browser_page, f"programs-{language}")


def test_it_prints_without_what_is_for_screens(desktop_page):
    desktop_page.goto("/en/api/")
    desktop_page.emulate_media(media="print")
    assert not desktop_page.is_visible(".top")
    assert not desktop_page.is_visible(".foot")
    assert desktop_page.is_visible("text=DELETE /api/v1/organisation/members/{member}")


@pytest.mark.parametrize("language", ["en", "my"])
def test_a_token_is_made_in_a_browser(browser_page, cast: Cast, language):
    page = signed_in(browser_page, "bob")
    page.goto(f"/{language}/o/lotus-garments/tokens/")
    no_accessibility_faults(page)
    page.fill("[name=name]", "ERP")
    page.check("[value='plans:read']")
    page.click("main form button")
    text = page.inner_text(".panel code")
    no_accessibility_faults(page)
    screenshot(page, f"tokens-{language}")
    program = Client(headers={"authorization": f"Bearer {text}"})
    assert program.get("/api/v1/facilities/lotus-garments/dongguan/plan").status_code == 200
