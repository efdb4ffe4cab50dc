"""The pages of checks in a real browser, at phone and desktop width, in English and Chinese."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.cast import Cast
from tests.site.checks.conftest import looked, ran, work
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tripartite.site.checks import operations
from tripartite.site.checks.models import Check
from tripartite.site.people.models import Grant

HERE = "o/lotus-garments/f/dongguan/"


def looks_right(page: Any, name: str) -> None:
    no_accessibility_faults(page)
    screenshot(page, name)


@pytest.mark.parametrize(("width", "language"), [("desktop", "en"), ("phone", "zh-hans")])
def test_an_officer_uploads_checks_and_reads(
    request: Any, transactional_db, cast: Cast, factory_files, width, language
):
    page = signed_in(request.getfixturevalue(f"{width}_page"), "bob")
    page.goto(f"/{language}/{HERE}")
    looks_right(page, f"{language}-facility-empty")
    page.click("main form button")
    page.wait_for_url("**/checks/1/files/")
    looks_right(page, f"{language}-files-empty")
    page.set_input_files("input[type=file]", [str(p) for p in factory_files.iterdir()])
    page.wait_for_selector("table", timeout=20000)
    looks_right(page, f"{language}-files")
    page.click("form[action$='/look/'] button")
    page.wait_for_selector("progress")
    looks_right(page, f"{language}-waiting")
    work(Check.objects.get())
    page.wait_for_url("**/mapping/")
    looks_right(page, f"{language}-mapping")
    page.click("main form .buttons button")
    page.wait_for_url("**/options/")
    page.fill("[name=breaks]", "12:00-13:00")
    looks_right(page, f"{language}-options")
    page.click("main form .buttons button")
    page.wait_for_selector("progress")
    work(Check.objects.get())
    page.wait_for_selector("#first")
    looks_right(page, f"{language}-result")
    page.click("#first ~ .buttons a")
    page.wait_for_url("**/findings/")
    looks_right(page, f"{language}-findings")
    page.select_option("[name=topic]", "working-time")
    page.click("main form .buttons button")
    page.wait_for_url("**topic=working-time**")
    page.click("tbody td a[href*='/worker/']")
    page.wait_for_selector(".calendar")
    looks_right(page, f"{language}-worker")
    page.click(".reasons a")
    page.wait_for_url("**/findings/F*/")
    looks_right(page, f"{language}-finding")
    page.goto(f"/{language}/{HERE}checks/1/rules/cn/overtime-in-a-month/")
    looks_right(page, f"{language}-rule")
    page.goto(f"/{language}/{HERE}checks/1/records/")
    looks_right(page, f"{language}-records")


def test_other_pages_and_languages(browser_page: Any, cast: Cast, factory_files, tmp_path):
    ran(cast, *factory_files.iterdir())
    second = ran(cast, *factory_files.iterdir(), rest_days="sun")
    operations.publish(cast.alice, second)
    operations.answer(cast.bob, second, "The night shift ends in May.")
    (tmp_path / "scan.csv").write_bytes(b"%PDF-1.7")
    looked(cast, tmp_path / "scan.csv")
    page = signed_in(browser_page, "alice")
    for language in ("en", "th", "my"):
        for name, address in (
            ("facility", ""),
            ("result", "checks/2/"),
            ("compare", "checks/2/since/1/"),
            ("unreadable", "checks/3/mapping/"),
        ):
            assert page.goto(f"/{language}/{HERE}{address}").status == 200
            looks_right(page, f"{language}-{name}-2")


def test_figures_through_a_grant(browser_page: Any, cast: Cast, factory_files):
    check = ran(cast, *factory_files.iterdir())
    operations.publish(cast.alice, check)
    cast.grant(scope=Grant.Scope.FIGURES)
    page = signed_in(browser_page, "dana")
    page.click(".cards a[href*='/f/dongguan/']")
    page.wait_for_url("**/f/dongguan/")
    page.click(".cards a")
    page.wait_for_selector("#first")
    looks_right(page, "en-result-figures")


def test_a_failed_check_and_a_dark_page(phone_page: Any, cast: Cast, tmp_path):
    (tmp_path / "empty.csv").write_text("工号,日期,上班,下班\n", encoding="utf-8")
    ran(cast, tmp_path / "empty.csv")
    page = signed_in(phone_page, "alice")
    page.goto(f"/en/{HERE}checks/1/")
    looks_right(page, "en-failed")
    page.click("button[value=dark]")
    looks_right(page, "en-failed-dark")


def test_an_upload_goes_on_after_the_line_broke(desktop_page: Any, cast: Cast, tmp_path):
    """The second part is lost on its way twice; the file still arrives whole."""
    data = bytes(range(256)) * 20_000  # 5 MB: three parts
    (tmp_path / "log.dat").write_bytes(data)
    lost = {"n": 0}

    def lose(route: Any) -> None:
        if (
            route.request.method == "POST"
            and route.request.headers.get("upload-offset") == "2097152"
            and lost["n"] < 2
        ):
            lost["n"] += 1
            route.abort()
        else:
            route.continue_()

    page = signed_in(desktop_page, "bob")
    page.route("**/files/parts/**", lose)
    page.goto(f"/en/{HERE}")
    page.click("main form button")
    page.wait_for_url("**/files/")
    page.set_input_files("input[type=file]", str(tmp_path / "log.dat"))
    page.wait_for_selector("table", timeout=20000)
    assert lost["n"] == 2
    upload = Check.objects.get().uploads.get()
    assert upload.is_complete
    assert len(upload.parts) == 3
    assert b"".join(operations.content(upload)) == data


def test_an_interrupted_upload_goes_on_in_a_new_page(desktop_page: Any, cast: Cast, tmp_path):
    data = bytes(range(256)) * 20_000
    (tmp_path / "log.dat").write_bytes(data)
    page = signed_in(desktop_page, "bob")
    page.route(
        "**/files/parts/**",
        lambda r: r.abort() if r.request.headers.get("upload-offset") == "2097152" else r.continue_(),
    )
    page.goto(f"/en/{HERE}")
    page.click("main form button")
    page.wait_for_url("**/files/")
    page.set_input_files("input[type=file]", str(tmp_path / "log.dat"))
    page.wait_for_selector("text=Trying again")
    page.unroute("**/files/parts/**")
    page.reload()
    assert "it goes on where it stopped" in page.inner_text("main")
    offsets: list[str] = []
    page.on(
        "request",
        lambda r: (
            offsets.append(r.headers["upload-offset"])
            if r.method == "POST" and "upload-offset" in r.headers
            else None
        ),
    )
    page.set_input_files("input[type=file]", str(tmp_path / "log.dat"))
    page.wait_for_selector("form[action$='/look/']", timeout=20000)
    assert offsets[0] == "2097152", "the first part was not sent again"
    assert b"".join(operations.content(Check.objects.get().uploads.get())) == data
