"""Every page in a real browser: accessible, no wider than the screen, no blocked script, light enough."""

from __future__ import annotations

import pytest

from tests.site.cast import Cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in

LANGUAGES = ["en", "zh-hans", "th", "my"]
PUBLIC = ["", "account/login/", "account/signup/", "account/password/reset/"]
MEMBERS = ["organisations/", "organisations/new/", "o/lotus-garments/", "o/lotus-garments/people/", "o/lotus-garments/log/",
           "o/lotus-garments/settings/", "o/lotus-garments/facilities/new/", "account/2fa/", "account/email/"]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(browser_page, language):
    for address in PUBLIC:
        answer = browser_page.goto(f"/{language}/{address}")
        assert answer.status == 200
        no_accessibility_faults(browser_page)
        screenshot(browser_page, f"{language}-{address.replace('/', '-') or 'home'}")


@pytest.mark.parametrize("language", ["en", "my"])
def test_pages_of_members(browser_page, cast: Cast, language):
    signed_in(browser_page, "alice")
    for address in MEMBERS:
        answer = browser_page.goto(f"/{language}/{address}")
        assert answer.status == 200, address
        no_accessibility_faults(browser_page)
        screenshot(browser_page, f"{language}-{address.replace('/', '-')}")


def test_dark_is_kept_and_accessible(phone_page):
    phone_page.goto("/en/")
    phone_page.click("button[value=dark]")
    assert phone_page.evaluate("document.documentElement.dataset.theme") == "dark"
    no_accessibility_faults(phone_page)


def test_the_language_switch_keeps_the_page(phone_page):
    phone_page.goto("/en/account/signup/?next=/en/organisations/")
    phone_page.click(".menu summary")
    phone_page.click(".menu a[lang=th]")
    phone_page.wait_for_url("**/th/account/signup/?next=/en/organisations/")
    assert phone_page.evaluate("document.documentElement.lang") == "th"


def test_first_load_is_light(phone_page):
    sizes: list[int] = []
    phone_page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"]))
    phone_page.goto("/my/", wait_until="networkidle")
    assert 0 < sum(sizes) < 100_000
