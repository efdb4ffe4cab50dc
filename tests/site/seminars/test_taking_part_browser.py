"""Pages of people who take part and of organisers in a real browser, with axe-core."""

from __future__ import annotations

from django.utils import timezone

from tests.site.cast import make_cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, participant, trainer

HOME = "/en/o/lotus-garments/seminars/"


def test_pages_of_people_who_take_part(phone_page):
    seminar = beijing(
        make_cast(), title="Decent work in Beijing", place="Beijing", first_day=timezone.localdate()
    )
    one = participant(seminar, 1, "ဒေါ်ခင်မြ")
    lead = trainer(seminar)
    page = phone_page
    addresses = {
        "announced": f"s/{seminar.code}/", "poster": f"s/{seminar.code}/poster/", "register": f"s/{seminar.code}/register/",
        "here": f"s/{seminar.code}/here/", "own": f"p/{one.token}/", "trainer": f"t/{lead.token}/",
        "scan": f"t/{lead.token}/2/scan/", "screen": f"t/{lead.token}/2/screen/",
    }  # fmt: skip
    for language in ("en", "my"):
        for name, address in addresses.items():
            page.goto(f"/{language}/{address}")
            no_accessibility_faults(page)
            screenshot(page, f"{name}-{language}")


def test_organisers_pages_at_both_widths(browser_page):
    seminar = beijing(make_cast())
    for n, name in enumerate(("Li Na", "王芳", "สมหญิง ใจดี", "ဒေါ်ခင်မြ"), 1):
        participant(seminar, n, name, sex="woman")
    page = signed_in(browser_page, "alice")
    parts = (
        "", "registrations/", "registrations/add/", "registrations/1/", "registrations/import/", "badges/", "attendance/",
        "attendance/paper/", "attendance/2/",
    )  # fmt: skip
    for part in parts:
        page.goto(f"{HOME}beijing/{part}")
        no_accessibility_faults(page)
        screenshot(page, "org-" + (part.strip("/").replace("/", "-") or "seminar"))
