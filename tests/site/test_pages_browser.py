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


def test_each_kind_of_visitor_finds_their_way_in_by_one_link(phone_page):
    """The worker's two tools stand first, before the first screen of a phone ends."""
    phone_page.goto("/en/")
    tools = phone_page.locator(".doors a")
    assert [a.get_attribute("href") for a in tools.all()] == ["/en/wages/", "/en/hours/"]
    box = tools.last.bounding_box()
    assert box["y"] + box["height"] < 740
    for who, address in (
        ("Factory", "/en/organisations/"), ("Buyer", "/en/verify/"), ("Ministry and inspectorate", "/en/law/holds/"),
        ("Trade union", "/en/hours/paper/"), ("Trainer and participant", "/en/seminars/"),
    ):  # fmt: skip
        section = phone_page.locator(".ways li", has=phone_page.locator("h3", has_text=who))
        assert address in [a.get_attribute("href") for a in section.locator("a").all()], who
    phone_page.fill("[name=q]", "overtime")
    phone_page.press("[name=q]", "Enter")
    phone_page.wait_for_url("**/law/search/?q=overtime")
    assert phone_page.locator(".results a").count() > 3
