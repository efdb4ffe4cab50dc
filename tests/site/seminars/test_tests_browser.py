"""The test on a telephone: one question a screen, by touch alone; a dead line, server or browser loses no answer."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.site.cast import make_cast
from tests.site.checks.test_restarted import Server
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, participant
from tests.site.seminars.test_tests import LOTS, key_of
from tripartite.site.seminars import testing
from tripartite.site.seminars.models import Answer, When

ALL = ["en", "zh-hans", "th", "my"]


@pytest.fixture
def sitting(transactional_db: None) -> Any:
    """Somebody whose test is open."""
    seminar = beijing(make_cast(), questions=12, languages=ALL, secret=LOTS)
    someone = participant(seminar)
    testing.open_test(None, seminar, When.BEFORE)
    return someone


def answer(page: Any, question: dict[str, Any]) -> None:
    """Answer the question on the screen rightly, as a thumb would."""
    here = page.locator(".screen.current")
    key = question["key"]
    if question["kind"] == "numeric":
        here.locator("input").fill(key_of(question))
    elif question["kind"] == "order":
        for rank, step in enumerate(key, 1):
            here.locator(f"li[data-step='{step}'] select").select_option(str(rank))
    else:
        for n in key:
            here.locator("label").nth(n).click()
    page.locator(".state:not(:empty)").wait_for()


def all_sent(page: Any) -> None:
    page.locator("form[data-waiting='0']").wait_for()


def saved(page: Any) -> None:
    page.get_by_text("Saved.", exact=True).wait_for()


def test_taken_by_touch_from_the_own_page_to_the_result(browser_page, sitting):
    page = browser_page
    page.goto(f"/en/p/{sitting.token}/")
    no_accessibility_faults(page)
    page.get_by_role("link", name="Take the test now").click()
    attempt = sitting.attempts.get()
    for n, question in enumerate(attempt.paper.questions):
        if n in (0, 5):
            no_accessibility_faults(page)
            screenshot(page, f"test-en-{n}")
        answer(page, question)
        if n + 1 < len(attempt.paper.questions):
            page.get_by_role("button", name="Next", exact=True).click()
    all_sent(page)
    page.on("dialog", lambda d: pytest.fail(d.message))
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_text("you answered 12 of 12").wait_for()
    assert testing.score(attempt) == (12, 12)
    testing.close_test(None, sitting.seminar, When.BEFORE)
    page.reload()
    page.get_by_text("12 of 12 questions right").wait_for()
    no_accessibility_faults(page)
    screenshot(page, "test-en-result")


def test_a_line_that_never_answers_counts_as_gone(phone_page, sitting):
    """The first sending is swallowed and the next goes through; the test can be finished all the same."""
    phone_page.add_init_script(
        "const whole = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = (ms) => whole(ms / 20);"
    )
    swallowed: list[Any] = []
    phone_page.route(
        "**/answers/**", lambda route: route.continue_() if swallowed else swallowed.append(route)
    )
    phone_page.goto(f"/en/p/{sitting.token}/test/before/")
    question = next(q for q in sitting.attempts.get().paper.questions if q["kind"] == "single")
    phone_page.locator(f"[data-question='{question['id']}'] input").nth(question["key"][0]).dispatch_event(
        "click"
    )
    all_sent(phone_page)
    assert len(swallowed) == 1
    assert Answer.objects.get().right


@pytest.mark.parametrize("language", ALL)
def test_each_language_at_each_width(browser_page, sitting, language):
    page = browser_page
    page.goto(f"/{language}/p/{sitting.token}/test/before/")
    attempt = sitting.attempts.get()
    kinds: set[str] = set()
    for n, question in enumerate(attempt.paper.questions, 1):
        if question["kind"] not in kinds:
            kinds.add(question["kind"])
            page.evaluate(f"location.hash = '#q{n}'")
            page.reload()
            no_accessibility_faults(page)
            screenshot(page, f"test-{language}-{question['kind']}")
    assert len(kinds) >= 3


def test_steps_are_put_in_order_by_buttons(phone_page, sitting):
    phone_page.goto(f"/en/p/{sitting.token}/test/before/")
    attempt = sitting.attempts.get()
    n, question = next((n, q) for n, q in enumerate(attempt.paper.questions, 1) if q["kind"] == "order")
    phone_page.evaluate(f"location.hash = '#q{n}'")
    phone_page.reload()
    here = phone_page.locator(".screen.current")
    for rank, step in enumerate(question["key"]):
        item = here.locator(f"li[data-step='{step}']")
        while item.evaluate("e => [...e.parentElement.children].indexOf(e)") > rank:
            item.get_by_role("button", name="Up").click()
    here.locator("li").first.get_by_role("button", name="Down").click()
    here.locator("li").nth(1).get_by_role("button", name="Up").click()
    all_sent(phone_page)
    assert Answer.objects.get().right


# --- The plug is pulled -------------------------------------------------------------------------------


@pytest.fixture
def server(sitting: Any, tmp_path: Path) -> Iterator[Server]:
    if connection.vendor != "sqlite":
        pytest.skip("this server needs the path of the database")
    served = Server(tmp_path, "")
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, env=served.environment, check=True, timeout=120)
    yield served
    served.kill()


def test_a_killed_server_and_a_closed_browser_lose_no_answer(chromium, sitting, server, tmp_path):
    server.start()
    home = f"http://127.0.0.1:{server.port}/en/p/{sitting.token}/test/before/"

    def telephone() -> Any:
        """The same telephone's browser, started anew with what it kept."""
        return chromium.browser_type.launch_persistent_context(
            str(tmp_path / "telephone"), executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"], viewport={"width": 360, "height": 740},
        )  # fmt: skip

    context = telephone()
    page = context.new_page()
    page.goto(home)
    questions = sitting.attempts.get().paper.questions
    answer(page, questions[0])
    saved(page)
    server.kill()
    for question in questions[1:3]:
        page.get_by_role("button", name="Next", exact=True).click()
        answer(page, question)
        page.get_by_text("No line: kept on this phone").wait_for()
    context.close()
    assert list(testing.given_to(sitting.attempts.get())) == [questions[0]["id"]]

    server.start()
    context = telephone()
    page = context.new_page()
    page.goto(home)
    all_sent(page)
    context.close()
    assert Answer.objects.filter(right=True).count() == 3


# --- The organiser ------------------------------------------------------------------------------------


def test_the_organisers_page_paper_and_typing_in(browser_page, sitting):
    page = signed_in(browser_page, "bob")
    page.goto("/en/o/lotus-garments/seminars/beijing/")
    no_accessibility_faults(page)
    page.get_by_role("link", name="Tests before and after").click()
    no_accessibility_faults(page)
    screenshot(page, "tests-en")
    page.get_by_role("link", name="Type in from paper").first.click()
    no_accessibility_faults(page)
    page.go_back()
    page.get_by_role("link", name="to print").first.click()
    no_accessibility_faults(page)
    screenshot(page, "paper-en")
