"""Organisers' pages in a real browser: at phone and desktop width, with axe-core."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.cast import make_cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, trainer
from tripartite.site.seminars import agenda
from tripartite.site.seminars.models import Seminar

HOME = "/o/lotus-garments/seminars/"


def order(seminar: Seminar, day: int = 1) -> list[int]:
    return [s.number for s in agenda.by_day(seminar)[day]]


def test_a_seminar_is_set_up_in_a_minute(browser_page):
    make_cast()
    page = signed_in(browser_page, "alice")
    page.goto(f"/en{HOME}")
    page.click("text=New seminar")
    no_accessibility_faults(page)
    page.fill("[name=title]", "Decent work in Beijing")
    page.fill("[name=first_day]", (timezone.localdate() + timedelta(days=30)).isoformat())
    page.fill("[name=place]", "Beijing")
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/agenda/")
    no_accessibility_faults(page)
    screenshot(page, "agenda-en")
    assert Seminar.objects.get().sessions.count() > 12
    for language in ("zh-hans", "th", "my"):
        page.goto(f"/{language}{HOME}decent-work-in-beijing/agenda/")
        no_accessibility_faults(page)
        screenshot(page, f"agenda-{language}")
    page.goto(f"/my{HOME}new/")
    screenshot(page, "new-seminar-my")
    page.goto(f"/en{HOME}decent-work-in-beijing/trainers/")
    no_accessibility_faults(page)
    screenshot(page, "trainers-en")


def test_modules_and_sessions_are_dragged(desktop_page):
    seminar = beijing(make_cast())
    trainer(seminar)
    page = signed_in(desktop_page, "alice")
    page.set_viewport_size(
        {"width": 1280, "height": 2000}
    )  # a page that scrolls while something is dragged is drawn anew
    page.goto(f"/en{HOME}beijing/agenda/")
    page.drag_and_drop("[data-number='4']", "[data-number='1']", target_position={"x": 20, "y": 2})
    page.wait_for_selector("#agenda[data-version='2']")
    assert order(seminar) == [4, 1, 2, 3]
    page.drag_and_drop("[data-number='2']", "ol[data-day='2']")
    page.wait_for_selector("#agenda[data-version='3']")
    assert order(seminar, 2) == [2]
    page.drag_and_drop("[data-module='safety']", "ol[data-day='3']")
    page.wait_for_selector("#agenda[data-version='4']")
    assert seminar.sessions.get(day=3).module == "safety"
    page.focus("[data-number='1'] button[name=up]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#agenda[data-version='5']")
    assert order(seminar) == [1, 4, 3]
    page.wait_for_selector("[data-number='1'] button[name=up]:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#agenda[data-version='6']")
    page.wait_for_selector("[data-number='1'] button[name=down]:focus")
    assert order(seminar) == [4, 1, 3], "keyboard alone, and the focus stays with the session"


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_elses_change_is_told(desktop_page, width):
    seminar = beijing(make_cast())
    page = signed_in(desktop_page, "alice")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/en{HOME}beijing/agenda/")
    Seminar.objects.filter(pk=seminar.pk).update(version=7)
    page.click("[data-number='4'] button[name=up]")
    page.wait_for_selector("text=Somebody else changed the seminar")
    assert order(seminar) == [1, 2, 3, 4]
