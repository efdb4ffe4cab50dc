"""A worker's journeys in Chromium, at the width of a cheap phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import WIDTHS, no_accessibility_faults, screenshot
from tripartite.records.own_log import read_own_log

PHONE = {"width": WIDTHS["phone"][0], "height": WIDTHS["phone"][1]}


def main_text(page: Any) -> str:
    return re.sub(r"\s+", " ", page.inner_text("main"))


@pytest.mark.parametrize("language", ["en", "my", "th"])
def test_each_page_is_accessible_and_fits(browser_page: Any, language: str) -> None:
    for address in (
        "wages/",
        "wages/ph/",
        "wages/th/",
        "hours/",
        "hours/paper/",
        "hand-over/",
        "hand-over/withdraw/",
    ):
        assert browser_page.goto(f"/{language}/{address}").status == 200
        no_accessibility_faults(browser_page)
        screenshot(browser_page, f"wages-{language}-{address.strip('/').replace('/', '-')}")


def test_a_worker_in_burmese_computes_a_month(phone_page: Any) -> None:
    page = phone_page
    page.goto("/my/")
    page.click(".doors a[href='/my/wages/']")
    page.click("a[href='/my/wages/mm/']")
    page.select_option("[name=sector]", "factory")
    page.select_option("[name=month]", "2026-10")
    page.fill("[name=wage]", "၂၄၀,၀၀၀")
    page.fill("[name=ordinary_overtime]", "၂၀")
    page.fill("[name=rest]", "၈")
    page.fill("[name=paid_basic]", "၂၄၀၀၀၀")
    page.click(".buttons button[value=answer]")
    # Pay for overtime was left out: the page asks for it and keeps the rest.
    assert page.input_value("[name=wage]") == "၂၄၀,၀၀၀"
    no_accessibility_faults(page)
    screenshot(page, "wages-my-mistake")
    page.fill("[name=paid_overtime]", "၄၀၀၀၀")
    page.click(".buttons button[value=answer]")
    page.wait_for_selector("#answer")
    told = main_text(page)
    # 240,000 by 190 h 40 min, twice, for 28 hours: 70,489.51, of which 40,000 were paid.
    assert "70,489.51" in told
    assert "30,489.51" in told
    no_accessibility_faults(page)
    screenshot(page, "wages-my-answer")
    with page.expect_download() as saved:
        page.click("#hand-on button:not(:has-text('Print')) >> nth=0")
    assert Path(saved.value.path()).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    page.click("button[value=change]")
    page.wait_for_selector("form.pay")
    assert page.input_value("[name=paid_overtime]") == "၄၀၀၀၀"


def test_a_worker_in_chinese_gives_hours_day_by_day(phone_page: Any) -> None:
    page = phone_page
    page.goto("/zh-hans/wages/cn/")
    page.select_option("[name=region]", "CN-GD")
    page.select_option("[name=wage_class]", "1")
    page.select_option("[name=month]", "2026-10")
    page.fill("[name=wage]", "5,220")
    page.click("button[value=days]")
    page.wait_for_selector("[name=in-01]")
    assert page.input_value("[name=wage]") == "5,220"
    page.select_option("[name=break]", "60")
    for day, start, end in (("01", "08:00", "17:00"), ("08", "08:00", "19:00"), ("11", "08:00", "17:00")):
        page.fill(f"[name=in-{day}]", start)
        page.fill(f"[name=out-{day}]", end)
    page.fill("[name=paid_basic]", "5220")
    page.fill("[name=paid_overtime]", "500")
    no_accessibility_faults(page)
    screenshot(page, "wages-zh-days")
    page.click(".buttons button[value=answer]")
    page.wait_for_selector("#answer")
    told = main_text(page)
    # 30 an hour: National Day 8 h at 300 %, 2 h at 150 %, a Sunday 8 h at 200 %.
    for amount in ("720.00", "90.00", "480.00", "1,290.00", "790.00"):
        assert amount in told, amount
    no_accessibility_faults(page)
    screenshot(page, "wages-zh-answer")


def test_without_javascript_all_of_it_works(chromium: Any, live_server: Any, transactional_db: None) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/wages/")
    page.click("a[href='/en/wages/th/']")
    page.select_option("[name=region]", "TH-74")
    page.select_option("[name=month]", "2026-10")
    page.check("[name=basis][value=daily]")
    page.fill("[name=wage]", "372")
    page.fill("[name=ordinary_overtime]", "10")
    page.click("button[value=days]")
    assert page.locator("[type=time]").count() == 4 * 31
    page.click("button[value=totals]")
    assert page.input_value("[name=wage]") == "372"
    page.fill("[name=ordinary_overtime]", "10")
    page.click(".buttons button[value=answer]")
    assert "THB697.50" in main_text(page)  # 372 by 8, ten hours at 150 %
    assert "PDF" in main_text(page)
    page.goto("/en/hours/")
    assert "needs JavaScript" in main_text(page)
    page.click("main a[href='/en/hours/paper/']")
    assert page.locator(".paper-log tbody tr").count() == 31
    context.close()


@pytest.mark.parametrize(
    ("language", "country"), [("my", "th"), ("th", "th"), ("en", "ph"), ("zh-hans", "cn")]
)
def test_the_first_load_is_light(phone_page: Any, language: str, country: str) -> None:
    sizes: dict[str, int] = {}
    phone_page.on("requestfinished", lambda r: sizes.update({r.url: r.sizes()["responseBodySize"]}))
    phone_page.goto(f"/{language}/wages/{country}/", wait_until="load")
    phone_page.evaluate("document.fonts.ready")
    assert 0 < sum(sizes.values()) < 100_000, sizes


def test_hours_are_kept_on_the_phone_and_go_into_the_calculator(phone_page: Any) -> None:
    page = phone_page
    page.goto("/en/hours/")
    page.click("#start")
    assert page.is_visible("#stop")
    page.reload()
    assert page.is_visible("#stop"), "a running stretch outlives the page"
    page.click("#stop")
    for start, end in (("08:00", "12:00"), ("13:00", "19:00")):
        page.click("#add")
        page.fill("#edit-date", "2026-10-08")
        page.fill("#edit-start", start)
        page.fill("#edit-end", end)
        page.click("#edit-form .button >> nth=0")
    page.select_option("#month", "2026-10")
    assert "10 h 00 min" in page.inner_text("#total-row")
    page.click("#add")
    no_accessibility_faults(page)
    page.fill("#edit-date", "2026-10-08")
    page.fill("#edit-start", "18:00")
    page.fill("#edit-end", "20:00")
    page.click("#edit-form .button >> nth=0")
    assert "already" in page.inner_text("#edit .error")
    page.click("#cancel")
    no_accessibility_faults(page)
    screenshot(page, "hours-en")
    page.click("details summary:has-text('Files')")
    page.fill("#worker", "Ma Hla")
    with page.expect_download() as saved:
        page.click("#export-csv")
    spans = read_own_log(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert [s.minutes for s in spans] == [240, 360]
    with page.expect_download() as saved:
        page.click("#export-json")
    kept = Path(saved.value.path())
    page.on("dialog", lambda d: d.accept())
    page.click("#forget")
    assert page.locator(".entry").count() == 0
    page.set_input_files("#import", kept)
    page.select_option("#month", "2026-10")
    assert page.locator(".entry").count() == 2
    page.click("#use")
    page.click("a[href='/en/wages/cn/']")
    page.wait_for_selector("[name=in-08]")
    assert page.input_value("[name=month]") == "2026-10"
    assert [page.input_value(f"[name={n}-08]") for n in ("in", "out", "in2", "out2")] == [
        "08:00",
        "12:00",
        "13:00",
        "19:00",
    ]
    page.select_option("[name=region]", "CN-GD")
    page.fill("[name=wage]", "5220")
    page.click(".buttons button[value=answer]")
    assert "CN¥90.00" in main_text(page)


def test_a_log_that_cannot_be_read_is_not_written_over(phone_page: Any) -> None:
    page = phone_page
    page.goto("/en/hours/")
    page.evaluate("localStorage.setItem('tripartite.hours', '{\"version\": 7}')")
    page.reload()
    assert "cannot be read" in page.inner_text("#trouble")
    assert page.is_disabled("#start")
    assert page.evaluate("localStorage.getItem('tripartite.hours')") == '{"version": 7}'


def until_kept(page: Any, *addresses: str) -> None:
    """Wait until the service worker has all of these, and the style sheets of the page."""
    kept = """async (addresses) => {
      const all = [...addresses, ...[...document.querySelectorAll("link[rel=stylesheet]")].map((e) => e.href)];
      const found = await Promise.all(all.map((a) => caches.match(a)));
      return Boolean(navigator.serviceWorker.controller) && found.every(Boolean);
    }"""
    for _ in range(80):
        if page.evaluate(kept, list(addresses)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(
        page.evaluate("async () => (await (await caches.open('worker-1')).keys()).map((r) => r.url)")
    )


def test_pages_open_without_a_line_once_visited(
    chromium: Any, live_server: Any, transactional_db: None
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.goto("/my/wages/mm/")
    until_kept(page, "/my/wages/", "/my/hours/", "/my/wages/mm/", "/my/wages/mm/law.json")
    page.reload()
    context.set_offline(True)
    for address in ("/my/wages/", "/my/hours/", "/my/wages/mm/"):
        page.goto(address)
        assert page.inner_text("h1")
        assert page.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex", (
            "styled without a line"
        )
    page.goto("/my/wages/mm/")
    page.select_option("[name=sector]", "factory")
    page.select_option("[name=month]", "2026-10")
    page.fill("[name=wage]", "၂၄၀,၀၀၀")
    page.click(".buttons button[value=answer]")
    page.wait_for_selector("#offline-answer:not([hidden])")
    page.fill("[name=ordinary_overtime]", "၂၀")
    page.fill("[name=paid_basic]", "240000")
    page.click(".buttons button[value=answer]")
    # The field that is missing is shown.
    page.wait_for_function("() => document.activeElement.name === 'paid_overtime'")
    page.fill("[name=paid_overtime]", "40000")
    page.click(".buttons button[value=answer]")
    page.wait_for_selector("#offline-answer .verdict")
    told = page.inner_text("#offline-answer")
    # As the engine has it: 50,349.65 due, 10,349.65 missing.
    assert "50,349.65" in told
    assert "10,349.65" in told
    no_accessibility_faults(page)
    screenshot(page, "wages-my-offline")
    page.click("button[value=days]")
    assert "10,349.65" not in page.inner_text("#offline-answer"), "day by day needs the line"
    assert page.input_value("[name=wage]") == "၂၄၀,၀၀၀"
    page.goto("/my/hours/")
    page.click("#start")
    assert page.is_visible("#stop")
    assert page.evaluate("JSON.parse(localStorage.getItem('tripartite.hours')).open.start")
    context.close()


def test_a_log_is_handed_over_and_taken_back(phone_page: Any, cast: Any) -> None:
    from tests.site.wages.test_hand_over import asked_by
    from tripartite.site.wages.models import HandOver

    asked = asked_by(cast)
    page = phone_page
    page.goto("/my/hours/")
    span = {"start": "2026-10-08T08:00", "end": "2026-10-08T19:00", "note": ""}
    page.evaluate(
        "log => localStorage.setItem('tripartite.hours', JSON.stringify(log))",
        {"version": 1, "spans": [span], "open": None},
    )
    page.click("a[href='/my/hand-over/']")
    page.fill("#code", asked.told_code)
    page.click("form:has(#code) button")
    page.wait_for_selector("#hand")
    assert "Labour Inspectorate" in main_text(page)
    no_accessibility_faults(page)
    assert page.inner_text("#month") == "2026 အောက်တိုဘာ"
    screenshot(page, "hand-over-my")
    page.fill("#name", "ဒေါ်လှ")
    page.check("[name=agreed]")
    page.click("#hand button")
    receipt = page.inner_text("#receipt")
    no_accessibility_faults(page)
    made = HandOver.objects.get()
    assert (made.days, made.first_day.isoformat()) == (1, "2026-10-08")
    page.click("main a[href='/my/hand-over/withdraw/']")
    page.fill("#receipt", receipt)
    page.click("main form button")
    page.wait_for_selector("main [role=status]")
    made.refresh_from_db()
    assert not made.is_held


def test_a_log_becomes_a_file_with_its_statement(phone_page: Any) -> None:
    page = phone_page
    page.goto("/en/hand-over/")
    span = {"start": "2026-10-08T08:00", "end": "2026-10-08T19:00", "note": ""}
    page.evaluate(
        "log => localStorage.setItem('tripartite.hours', JSON.stringify(log))",
        {"version": 1, "spans": [span], "open": None},
    )
    page.reload()
    page.click("#file-form button")
    assert "Fill in all three" in page.inner_text("#nothing")
    for field, text in (("name", '1001, "Hla"'), ("to", "the union"), ("purpose", "wage claims")):
        page.fill(f"#{field}", text)
    with page.expect_download() as saved:
        page.click("#file-form button")
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    assert "I hand my log of hours over to the union, for this purpose: wage claims." in text
    assert [s.minutes for s in read_own_log(text)] == [660]


def test_pages_of_the_receiving_side(desktop_page: Any, cast: Any) -> None:
    from tests.site.conftest import signed_in
    from tests.site.wages.test_hand_over import LOG, asked_by
    from tripartite.site.wages import operations

    made, _ = operations.hand_over(asked_by(cast), LOG, "1001", "agreed", "en")
    signed_in(desktop_page, "ines")
    for address in ("logs/", "logs/ask/", f"logs/{made.pk}/"):
        assert desktop_page.goto(f"/en/o/labour-inspectorate/{address}").status == 200
        no_accessibility_faults(desktop_page)
        screenshot(desktop_page, f"receiving-{address.replace('/', '-')}")
