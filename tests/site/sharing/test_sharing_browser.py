"""A buyer is granted a view and loses it; an inspector verifies a bundle: in a real browser."""

from __future__ import annotations

from pathlib import Path

from tests.site.checks.conftest import factory_files, players, ran  # noqa: F401 - fixtures
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tripartite.site.checks import operations as checking

PLANT = "/en/o/lotus-garments/f/dongguan/"


def test_a_buyer_is_granted_a_view_and_loses_it(desktop_page, chromium, live_server, players, factory_files):  # noqa: F811
    check = ran(players, *sorted(factory_files.iterdir()))
    checking.publish(players.alice, check)
    page = signed_in(desktop_page, "alice")
    page.goto(f"{PLANT}sharing/")
    no_accessibility_faults(page)
    page.fill("[name=organisation]", "Northern Stores")
    page.check("[name=scope][value=figures]")
    page.fill("[name=purpose]", "yearly review")
    page.click("form.panel .button")
    page.wait_for_selector("text=Northern Stores")
    screenshot(page, "sharing")

    context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    buyer = signed_in(context.new_page(), "dana")
    buyer.goto("/en/o/northern-stores/received/")
    no_accessibility_faults(buyer)
    buyer.click("text=Dongguan plant")
    buyer.wait_for_url("**/f/dongguan/")
    assert buyer.goto(f"{PLANT}checks/{check.number}/").status == 200

    page.reload()
    page.click("text=Who looked")
    page.wait_for_url("**/looks/")
    no_accessibility_faults(page)
    assert "Dana" in page.inner_text("main")
    page.goto(f"{PLANT}sharing/")
    page.click("text=Take back")
    page.wait_for_selector("text=taken back on")
    assert buyer.goto(f"{PLANT}checks/{check.number}/").status == 404
    context.close()


def test_an_inspector_verifies_a_bundle(browser_page, players, factory_files: Path, tmp_path: Path):  # noqa: F811
    from tripartite.site.people.access import standing_on
    from tripartite.site.sharing.operations import sign_bundle

    check = ran(players, *sorted(factory_files.iterdir()))
    file = tmp_path / "bundle.tripartite.zip"
    file.write_bytes(sign_bundle(players.alice, check, standing_on(players.alice, players.facility)))
    browser_page.goto("/en/verify/")
    no_accessibility_faults(browser_page)
    browser_page.set_input_files("[name=bundle]", str(file))
    browser_page.click("form.panel .button")
    browser_page.wait_for_selector("text=Whole")
    no_accessibility_faults(browser_page)
    assert "Lotus Garments" in browser_page.inner_text("section[role=status]")
    screenshot(browser_page, "verified")
