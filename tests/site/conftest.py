"""Fixtures of the site: its people, and a real browser on a live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.site.cast import Cast, make_cast

# Playwright's own event loop runs in the test's thread; the calls to the database there are the test's own.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
WIDTHS = {"phone": (360, 740), "desktop": (1280, 900)}


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A page leaves its language on in the process; each test begins in English, whatever ran before it."""
    translation.activate("en")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@contextmanager
def launched(*more: str) -> Iterator[Any]:
    """A real Chromium, with more arguments if a test needs some."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("TRIPARTITE_BROWSER") or next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
    )
    assert path, "no Chromium was found: run tools/find_browser.sh"
    args = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", "--disable-extensions"]  # fmt: skip
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*args, *more])
        yield browser
        browser.close()


# Started anew for each file: Playwright has one event loop in a process, and other files of tests have their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(params=list(WIDTHS))
def browser_page(request: Any, chromium: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:
    """A page at phone and at desktop width. Errors of the page's scripts and blocked resources fail the test."""
    yield from _page(chromium, live_server, *WIDTHS[request.param])


@pytest.fixture
def desktop_page(chromium: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:
    yield from _page(chromium, live_server, *WIDTHS["desktop"])


@pytest.fixture
def phone_page(chromium: Any, live_server: Any, transactional_db: None) -> Iterator[Any]:
    yield from _page(chromium, live_server, *WIDTHS["phone"])


def _page(chromium: Any, live_server: Any, width: int, height: int) -> Iterator[Any]:
    context = chromium.new_context(base_url=live_server.url, viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(20000)
    trouble: list[str] = []
    page.on("pageerror", lambda e: trouble.append(str(e)))
    page.on(
        "console", lambda m: trouble.append(m.text) if m.type == "error" and "Refused" in m.text else None
    )
    yield page
    context.close()
    assert not trouble, trouble


def signed_in(page: Any, username: str) -> Any:
    """Sign in as one of the cast, by the form that people use."""
    from tests.site.cast import PASSWORD

    page.goto("/en/account/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/organisations/")
    return page


def no_accessibility_faults(page: Any) -> None:
    """axe-core finds nothing at WCAG 2.2 AA, and the page does not scroll sideways."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()  # a page that a click led to may have no document yet
    page.evaluate("document.fonts.ready")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px too wide"


def screenshot(page: Any, name: str) -> None:
    """Keep a picture where TRIPARTITE_PICTURES names a folder."""
    folder = os.environ.get("TRIPARTITE_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)
