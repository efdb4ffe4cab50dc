"""From findings to a payment in a real browser, at phone and desktop width."""

from __future__ import annotations

from datetime import date

import pytest

from tests.site.cast import make_cast
from tests.site.checks.conftest import ran
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.plans.conftest import RULE
from tripartite.site.people.models import Facility
from tripartite.site.plans.models import Action, Payment

PLAN = "o/lotus-garments/f/dongguan/plan/"


@pytest.mark.parametrize("language", ["en", "my"])
def test_a_plan_is_made_and_wages_are_paid(browser_page, factory_files, language):
    cast = make_cast()
    ran(cast, *factory_files.iterdir())
    page = signed_in(browser_page, "bob")
    page.goto(f"/{language}/{PLAN}")
    no_accessibility_faults(page)
    page.click(f"a[href$='/{PLAN}from/1/']")
    no_accessibility_faults(page)
    page.check(f"input[value='{RULE}']")
    page.click("main form button")
    page.wait_for_url(f"**/{PLAN}")
    page.click(f"a[href$='/{PLAN}actions/1/']")
    page.click("main summary")
    page.select_option("[name=cause]", "orders")
    page.select_option("[name=who]", label="Rosa")
    page.fill("[name=due]", date(2025, 6, 1).isoformat())
    page.click("details form button")
    page.wait_for_selector("strong.bad")
    page.fill("#text", "We talk to the buyer on Monday.")
    page.click("form:has(#text) button")
    page.wait_for_selector("text=We talk to the buyer")
    no_accessibility_faults(page)
    screenshot(page, f"plan-action-{language}")
    action = Action.objects.get()
    assert (action.cause, action.who, action.is_overdue) == ("orders", cast.rosa, True)

    page.goto(f"/{language}/{PLAN}")
    screenshot(page, f"plan-{language}")
    page.click("form[action*='back-pay/from'] button")
    page.wait_for_url(f"**/{PLAN}back-pay/1/")
    no_accessibility_faults(page)
    page.check("input[name=line] >> nth=0")
    page.fill("[name=reference]", "B-77")
    page.click("button[form=pay]")
    page.wait_for_selector("text=B-77")
    no_accessibility_faults(page)
    screenshot(page, f"plan-back-pay-{language}")
    assert Payment.objects.count() == 1
    assert Facility.objects.get().schedules.count() == 1
