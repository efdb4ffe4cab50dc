"""The library in a real browser."""

from __future__ import annotations

import pytest

from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.library.test_library import PAGES


@pytest.mark.parametrize(
    ("width", "language"),
    [
        ("desktop", "en"),
        ("desktop", "my"),
        ("phone", "en"),
        ("phone", "zh-hans"),
        ("phone", "th"),
        ("phone", "my"),
    ],
)
def test_pages(request, width, language):
    page = request.getfixturevalue(f"{width}_page")
    for address in PAGES:
        assert page.goto(f"/{language}/{address}").status == 200
        no_accessibility_faults(page)
        screenshot(page, f"library-{language}-{address.split('?')[0].replace('/', '-')}")


def test_a_visitor_compares_overtime_law_in_thai(phone_page):
    phone_page.goto("/th/")
    phone_page.click("main a[href='/th/law/']")
    phone_page.fill("[name=q]", "ล่วงเวลา")
    phone_page.press("[name=q]", "Enter")
    phone_page.wait_for_selector(".results a")
    phone_page.click(".crumbs a[href='/th/law/compare/']")
    for country in ("TH", "CN", "VN"):
        phone_page.check(f"input[name=c][value={country}]")
    phone_page.select_option("[name=topic]", "working-time")
    phone_page.click("main form .button")
    phone_page.wait_for_url("**/compare/?*topic=working-time*")
    shown = phone_page.inner_text("table.compare")
    assert "36 ชั่วโมง" in shown
    phone_page.click("table.compare td a")
    phone_page.wait_for_url("**/th/law/**")
