"""The page that scans badges, with a camera that sees them: what it sees, what it refuses, and a line that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.site.cast import Cast, make_cast
from tests.site.conftest import WIDTHS, launched, no_accessibility_faults, screenshot
from tests.site.seminars.camera import Camera
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars import presence
from tripartite.site.seminars.models import Attendance, Seminar, Trainer


@pytest.fixture(scope="module")
def camera(tmp_path_factory: Any) -> Camera:
    return Camera(tmp_path_factory.mktemp("camera") / "film.y4m")


@pytest.fixture(scope="module")
def chromium(camera: Camera) -> Iterator[Any]:
    with launched(*camera.arguments) as browser:
        yield browser


@pytest.fixture
def players(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def lead(players: Cast) -> Trainer:
    """Who scans by their own link; participants 1 and 2 are expected today."""
    seminar = beijing(players, first_day=timezone.localdate())
    participant(seminar, 1)
    participant(seminar, 2, "王芳")
    return trainer(seminar)


@pytest.fixture
def telephone(chromium: Any, live_server: Any, lead: Trainer) -> Iterator[Any]:
    """A telephone whose owner allowed the camera."""
    width, height = WIDTHS["phone"]
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": width, "height": height}, permissions=["camera"]
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def scan_page(page: Any, lead: Trainer, language: str = "en", session: int = 2) -> None:
    page.goto(f"/{language}/t/{lead.token}/{session}/scan/")
    page.locator("#scan[data-kept]").wait_for()


def begin(page: Any) -> None:
    page.locator("#begin").click()
    page.locator("#camera").wait_for()


def badge(seminar: Seminar, number: int) -> str:
    return presence.badge_code(seminar.participants.select_related("seminar").get(number=number))


def test_a_badge_before_the_camera_is_noted_once(telephone, chromium, camera, lead):
    page = telephone
    camera.show_code(chromium, badge(lead.seminar, 2))
    scan_page(page, lead)
    begin(page)
    page.locator("#last.ok", has_text="2 王芳").wait_for()
    assert page.locator("#begin").is_hidden()
    no_accessibility_faults(page)
    screenshot(page, "scan-seen-en")
    # Held there for longer than a badge is looked at anew: one look.
    page.wait_for_timeout(5000)
    assert page.locator("#noted li").count() == 1
    assert Attendance.objects.get().participant.number == 2
    # Shown again later, it is told as noted already.
    page.reload()
    begin(page)
    page.get_by_text("2 王芳: noted already").first.wait_for()
    assert Attendance.objects.count() == 1


def test_codes_that_are_no_badge_of_this_seminar(telephone, chromium, camera, lead, players):
    page, own = telephone, lead.seminar.participants.get(number=1)
    sent = []
    page.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    scan_page(page, lead)
    # A participant's own page would be opened by its code: it does not leave the telephone.
    camera.show_code(chromium, f"http://localhost/en/p/{own.token}/")
    begin(page)
    page.get_by_text("This code is not of a badge.").first.wait_for()
    assert sent == []
    other = beijing(players, title="Elsewhere")
    camera.show_code(chromium, presence.badge_code(participant(other, 1)))
    page.reload()
    begin(page)
    page.get_by_text("No badge of this seminar").first.wait_for()
    assert not Attendance.objects.exists()


# --- Without a camera ---------------------------------------------------------------------------------


def test_a_camera_that_is_refused(chromium, live_server, lead):
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    scan_page(page, lead, "my")
    page.locator("#begin").click()
    page.get_by_text("ကင်မရာကို ခွင့်မပြုထားပါ။").wait_for()
    no_accessibility_faults(page)
    screenshot(page, "scan-refused-my")
    page.fill("#badge", "1")
    page.press("#badge", "Enter")
    page.locator("#last.ok").wait_for()
    context.close()
    assert Attendance.objects.get().participant.number == 1


def test_a_telephone_without_a_camera(telephone, lead):
    page = telephone
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))"
    )
    scan_page(page, lead, "zh-hans")
    page.locator("#begin").click()
    page.get_by_text("这里无法使用相机。请输入胸牌上的编号。").wait_for()
    page.locator("#begin").wait_for()


# --- Without a line -----------------------------------------------------------------------------------


def test_scanned_without_a_line_and_sent_when_it_is_back(telephone, chromium, camera, lead):
    page = telephone
    camera.show_code(chromium, badge(lead.seminar, 2))
    scan_page(page, lead)
    page.context.set_offline(True)
    begin(page)
    page.get_by_text("kept on this telephone: 1").wait_for()
    page.fill("#badge", "1")
    page.press("#badge", "Enter")
    page.get_by_text("kept on this telephone: 2").wait_for()
    no_accessibility_faults(page)
    screenshot(page, "scan-waiting-en")
    assert not Attendance.objects.exists()
    page.context.set_offline(False)
    page.locator("#noted").get_by_text("1 Li Na").wait_for()
    assert set(Attendance.objects.values_list("participant__number", flat=True)) == {1, 2}
    assert page.locator("#noted .unsure").count() == 0
    assert page.evaluate(f"localStorage.getItem('scan-{lead.seminar.code}-2')") == "[]"


def test_the_page_opens_again_without_a_line(telephone, chromium, camera, lead):
    page = telephone
    scan_page(page, lead)
    page.context.set_offline(True)
    page.fill("#badge", badge(lead.seminar, 1))
    page.press("#badge", "Enter")
    page.get_by_text("kept on this telephone: 1").wait_for()
    address = page.url
    page.close()
    again = page.context.new_page()
    again.goto(address)
    again.get_by_text("kept on this telephone: 1").wait_for()
    # The reader of codes was kept with the page.
    camera.show_code(chromium, badge(lead.seminar, 2))
    begin(again)
    again.get_by_text("kept on this telephone: 2").wait_for()
    screenshot(again, "scan-reopened-en")
    again.context.set_offline(False)
    again.locator("#noted").get_by_text("2 王芳").wait_for()
    assert Attendance.objects.count() == 2
    # Other pages are not kept, and a link that was taken back opens nothing any more.
    Trainer.objects.all().delete()
    assert again.goto(address).status == 404
    again.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_FAILED"):
        again.goto(address)


def test_a_kept_page_of_an_earlier_session_sends_with_the_key_of_this_one(telephone, lead):
    page = telephone
    scan_page(page, lead)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.fill("#badge", "2")
    page.press("#badge", "Enter")
    page.locator("#last.ok").wait_for()
    assert Attendance.objects.get().participant.number == 2
    Trainer.objects.all().delete()
    page.fill("#badge", "1")
    page.press("#badge", "Enter")
    page.get_by_text("The site did not take it (answer 404)").wait_for()
    page.get_by_text("kept on this telephone: 1").wait_for()
