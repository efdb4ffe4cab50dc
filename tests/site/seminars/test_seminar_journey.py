"""A seminar in Beijing for sixty people, from its making to who was there, in a real browser."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.cast import make_cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars import presence
from tripartite.site.seminars.models import Attendance, Participant, Seminar

HOME = "/en/o/lotus-garments/seminars/"


def listed(n: int) -> bytes:
    """A union's list of so many people, some of them without e-mail."""
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow(["姓名", "Side", "单位", "性别", "电子邮件"])
    for i in range(n):
        side = ("government", "employer", "worker")[i % 3]
        write.writerow(
            [f"学员{i}", side, "北京", "女" if i % 2 else "男", f"p{i}@example.org" if i % 4 else ""]
        )
    return text.getvalue().encode()


def register_on_phone(page, code: str, name: str, language: str, email: str = "") -> str:
    page.goto(f"/{language}/s/{code}/")
    page.click(f"a[href$='/s/{code}/register/']")
    page.fill("[name=name]", name)
    page.select_option("[name=side]", "worker")
    page.fill("[name=email]", email)
    page.check("[name=consent]")
    page.click("form:has([name=name]) button")
    page.wait_for_url("**/p/**")
    return page.url


@pytest.mark.django_db(transaction=True)
def test_three_days_in_beijing(desktop_page, chromium, live_server):
    make_cast()
    desktop_page.set_default_timeout(30_000)
    page = signed_in(desktop_page, "alice")
    page.goto(f"{HOME}new/")
    page.fill("[name=title]", "Beijing")
    page.fill("[name=first_day]", (timezone.localdate() + timedelta(days=14)).isoformat())
    page.fill("[name=place]", "Beijing")
    page.check("[name=languages][value=zh-hans]")
    page.click("main button:has-text('Save')")
    page.wait_for_url("**/agenda/")
    page.goto(f"{HOME}beijing/")
    page.click("text=Announce")
    seminar = Seminar.objects.get()
    phone = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}).new_page()
    phone.set_default_timeout(30_000)
    for name, language, email in (
        ("Li Na", "en", "na@example.org"),
        ("王芳", "zh-hans", ""),
        ("ဒေါ်ခင်မြ", "my", "khin@example.org"),
    ):
        register_on_phone(phone, seminar.code, name, language, email)
    page.goto(f"{HOME}beijing/registrations/import/")
    page.set_input_files("[name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": listed(37)})
    page.click("main form button")
    page.wait_for_selector("text=37 people added.")
    page.goto(f"{HOME}beijing/registrations/?state=asked")
    for box in page.query_selector_all("[name=number]"):
        box.check()
    page.click("button:has-text('Accept')")
    page.wait_for_selector("text=3 registrations changed.")
    no_accessibility_faults(page)
    screenshot(page, "registrations-en")
    assert Participant.objects.filter(state=Participant.State.ACCEPTED).count() == 40
    number = seminar.sessions.filter(module="wages").get().number
    page.goto(f"{HOME}beijing/attendance/{number}/scan/")
    for n in range(1, 41):
        page.fill("#badge", presence.badge_code(Participant.objects.get(number=n)) if n < 30 else str(n))
        page.press("#badge", "Enter")
    page.wait_for_selector("#noted li:nth-child(40)")
    assert Attendance.objects.filter(session__number=number, how="badge").count() == 40
    page.goto(f"{HOME}beijing/attendance/")
    no_accessibility_faults(page)
    screenshot(page, "attendance-en")


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
    for language in ("en", "zh-hans", "th", "my"):
        for name, address in addresses.items():
            page.goto(f"/{language}/{address}")
            if language in ("en", "my"):
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
    for language in ("my", "th"):
        page.goto(f"/{language}/o/lotus-garments/seminars/beijing/badges/")
        screenshot(page, f"org-badges-{language}")
