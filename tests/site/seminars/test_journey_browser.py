"""One seminar from its setting up to what came of it: three days in Beijing, and twelve suppliers in Viet Nam.

The organiser sits at a desk, participants hold telephones. What a person does in a page is done in the page at least
once; the other participants go through the same pages without a browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import expect

from tests.site.cast import PASSWORD, make_cast
from tests.site.conftest import WIDTHS, launched, no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.camera import Camera
from tests.site.seminars.test_tests import key_of, wrong_to
from tripartite.cli import main
from tripartite.site.seminars.models import Attempt, Participant, Seminar
from tripartite.site.seminars.templatetags.learning import mean, share

HOME = "/en/o/lotus-garments/seminars/"
BEIJING = ZoneInfo("Asia/Shanghai")
# All of it is past, so that what was signed holds today.
PREPARED, FIRST = date(2026, 9, 4), date(2026, 9, 14)
LAST = FIRST + timedelta(days=2)
PEOPLE, QUESTIONS, SUPPLIERS = 40, 10, 12
SIDES = ("worker", "government", "employer")
# One fails the test afterwards, one gives no feedback, two come on the first day alone.
FAILS, SILENT, LEAVE = 37, 38, (39, 40)


def right_before(n: int) -> int:
    return 2 + n % 4


def right_after(n: int) -> int:
    return 3 if n == FAILS else 6 + n % 5


def mark(n: int) -> int:
    """What they think of the seminar as a whole."""
    return 3 + n % 3


class Clock:
    """The site's own clock: the story lasts six weeks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.real, self.shift = timezone.now, timedelta()
        monkeypatch.setattr(timezone, "now", lambda: self.real() + self.shift)

    def to(self, day: date, hour: int = 9) -> None:
        self.shift = datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING) - self.real()


@dataclass
class Story:
    """What the people of the story hold in their hands."""

    desk: Any
    browser: Any
    server: str
    camera: Camera
    clock: Clock
    folder: Any
    http: Client = field(default_factory=Client)
    telephones: dict[int, Any] = field(default_factory=dict)
    # Participants' own addresses, without a language, by number.
    own: dict[int, str] = field(default_factory=dict)
    trainer: str = ""

    @property
    def seminar(self) -> Seminar:
        return Seminar.objects.get(organisation__slug="lotus-garments")

    def telephone(self) -> Any:
        width, height = WIDTHS["phone"]
        context = self.browser.new_context(
            base_url=self.server, viewport={"width": width, "height": height}, permissions=["camera"]
        )
        context.set_default_timeout(30_000)
        return context.new_page()


@pytest.fixture(scope="module")
def camera(tmp_path_factory: Any) -> Camera:
    return Camera(tmp_path_factory.mktemp("camera") / "film.y4m")


@pytest.fixture(scope="module")
def chromium(camera: Camera) -> Iterator[Any]:
    with launched(*camera.arguments) as browser:
        yield browser


def test_three_days_in_beijing_and_twelve_suppliers_in_viet_nam(
    desktop_page, chromium, live_server, camera, monkeypatch, tmp_path, capsys
):
    make_cast()
    # Many steps on a machine that may be busy: a wait that is short of what one takes would fail all.
    desktop_page.set_default_timeout(30_000)
    story = Story(desktop_page, chromium, live_server.url, camera, Clock(monkeypatch), tmp_path)
    set_up(story)
    forty_register(story)
    the_organiser_accepts(story)
    the_first_morning(story)
    the_test_before(story)
    all_days_are_scanned(story)
    the_test_after(story)
    feedback_is_given(story)
    certificates_are_issued(story)
    one_is_verified(story, capsys)
    the_report_is_read(story)
    passed_on(story)
    twelve_suppliers(story)
    the_tree(story)


# --- Before -------------------------------------------------------------------------------------------


def set_up(story: Story) -> None:
    story.clock.to(PREPARED)
    page = signed_in(story.desk, "alice")
    page.goto(HOME)
    page.get_by_role("link", name="New seminar").click()
    page.get_by_label("Title").fill("Decent work in Beijing")
    page.get_by_label("First day").fill(FIRST.isoformat())
    page.get_by_label("Place", exact=False).first.fill("Beijing")
    page.get_by_label("中文", exact=False).check()
    page.get_by_text("Programme, registration, certificate").click()
    page.get_by_label("Questions of a test").fill(str(QUESTIONS))
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/agenda/")
    page.get_by_role("link", name="Decent work in Beijing").click()
    page.get_by_role("link", name="Trainers and rooms").click()
    page.get_by_label("Name").first.fill("唐伟")
    page.get_by_role("button", name="Add").first.click()
    story.trainer = page.locator(".address a").get_attribute("href").removeprefix("/en")
    page.get_by_role("link", name="Decent work in Beijing").click()
    page.get_by_role("button", name="Announce").click()
    page.get_by_text("Give this address to those you invite:").wait_for()
    screenshot(page, "journey-announced")
    assert (story.seminar.days, story.seminar.capacity) == (3, 60)
    assert story.seminar.sessions.filter(kind="test").count() == 2


def forty_register(story: Story) -> None:
    register_on_telephone(story, 1, "李娜", email="lina@example.org")
    register_on_telephone(story, 2, "王芳", position="车间主任")
    for n in range(3, PEOPLE + 1):
        said = {
            "name": f"学员{n}", "side": SIDES[n % 3], "sex": "woman" if n % 2 else "man", "language": "zh-hans",
            "country": "CN", "phone": f"1380013{n:04}", "consent": "on",
        }  # fmt: skip
        answered = story.http.post(f"/zh-hans/s/{story.seminar.code}/register/", said)
        assert answered.status_code == 302, answered.content.decode()
        story.own[n] = answered.url.removeprefix("/zh-hans")
    assert Participant.objects.count() == PEOPLE


def register_on_telephone(story: Story, n: int, name: str, **about: str) -> None:
    """On a telephone, in Chinese, as the poster's code leads there."""
    phone = story.telephone()
    phone.goto(f"/zh-hans/s/{story.seminar.code}/")
    phone.get_by_role("link", name="报名").first.click()
    phone.fill("[name=name]", name)
    phone.select_option("[name=side]", SIDES[n % 3])
    phone.select_option("[name=sex]", "woman")
    for field_name, value in about.items():
        phone.fill(f"[name={field_name}]", value)
    phone.check("[name=consent]")
    screenshot(phone, f"journey-register-{n}")
    phone.get_by_role("button", name="报名").click()
    phone.wait_for_url("**/p/**")
    phone.get_by_text(name).first.wait_for()
    story.telephones[n], story.own[n] = phone, phone.url.removeprefix(f"{story.server}/zh-hans")


def the_organiser_accepts(story: Story) -> None:
    page = story.desk
    page.get_by_role("link", name="Registrations").click()
    page.get_by_role("button", name=f"Accept all {PEOPLE}").click()
    page.get_by_text(f"{PEOPLE} registrations changed.").wait_for()
    page.get_by_text("20 of 60 places are free.").wait_for()
    # Who has no e-mail address is told by word of mouth.
    page.get_by_role("link", name="Decent work in Beijing").click()
    page.get_by_role("link", name="To tell in person").click()
    page.get_by_text("王芳").first.wait_for()


# --- Three days -----------------------------------------------------------------------------------------


def the_first_morning(story: Story) -> None:
    """Of the first session: one badge before the camera, one check-in by the code on the screen, one name from paper."""
    story.clock.to(FIRST)
    page = story.desk
    page.goto(f"{HOME}decent-work-in-beijing/attendance/")
    page.get_by_role("link", name="Badges to print").click()
    story.camera.show(page, ".badges li:has-text('李娜') .qr")
    door = story.telephone()
    door.goto(f"/zh-hans{story.trainer}")
    door.get_by_role("link", name="扫描胸牌").first.click()
    door.get_by_role("button", name="开始扫描").click()
    door.locator("#last.ok", has_text="1 李娜").wait_for()
    screenshot(door, "journey-scanned")
    door.context.close()

    page.goto(f"{HOME}decent-work-in-beijing/attendance/")
    page.get_by_role("link", name="Code on the screen").first.click()
    code = page.locator("#shown").inner_text()
    phone = story.telephones[2]
    phone.goto(f"/zh-hans{story.own[2]}")
    phone.fill("#code", code)
    phone.get_by_role("button", name="我已到场").click()
    phone.locator(".messages .success").wait_for()

    page.goto(f"{HOME}decent-work-in-beijing/attendance/")
    page.get_by_role("link", name="Who was there").first.click()
    page.get_by_label("3 学员3", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("1 added, 0 taken out.").wait_for()
    page.get_by_text(f"3 / {PEOPLE}").first.wait_for()


def all_days_are_scanned(story: Story) -> None:
    for session in story.seminar.sessions.exclude(kind="break").order_by("day", "starts"):
        day = FIRST + timedelta(days=session.day - 1)
        story.clock.to(day, session.starts.hour)
        there = [n for n in range(1, PEOPLE + 1) if session.day == 1 or n not in LEAVE]
        seen = [{"badge": str(n), "at": timezone.now().isoformat()} for n in there]
        answered = story.http.post(
            f"/en{story.trainer}{session.number}/scan/", json.dumps(seen), content_type="application/json"
        )
        assert all(s["there"] for s in answered.json()["said"])


# --- Tests, with the plug pulled ----------------------------------------------------------------------


def the_test_before(story: Story) -> None:
    open_or_close(story, "before", "open")
    taken_on_telephone(story, 1, "before", right_before(1))
    for n in range(2, PEOPLE + 1):
        taken(story, n, "before", right_before(n))
    open_or_close(story, "before", "close")


def the_test_after(story: Story) -> None:
    story.clock.to(LAST, 15)
    open_or_close(story, "after", "open")
    taken_on_telephone(story, 2, "after", right_after(2))
    for n in range(1, PEOPLE + 1):
        if n != 2:
            taken(story, n, "after", right_after(n))
    open_or_close(story, "after", "close")


def open_or_close(story: Story, when: str, do: str) -> None:
    """The organiser opens or closes a test."""
    page = story.desk
    page.goto(f"{HOME}decent-work-in-beijing/tests/")
    page.locator(f"form[action$='/tests/{when}/'] button[value={do}]").click()
    page.locator(
        f"form[action$='/tests/{when}/'] button[value={'close' if do == 'open' else 'open'}]"
    ).wait_for()


def attempt_of(n: int, when: str) -> Attempt:
    return Attempt.objects.select_related("paper").get(
        participant__number=n, participant__seminar__organisation__slug="lotus-garments", when=when
    )


def given_by(question: dict[str, Any], place: int, right: int) -> Any:
    """An answer: the first so many are right, the others wrong."""
    return key_of(question) if place < right else wrong_to(question)


def taken_on_telephone(story: Story, n: int, when: str, right: int) -> None:
    """By touch; after three answers the line is gone, three later the telephone goes out."""
    phone = story.telephones[n]
    phone.goto(f"/zh-hans{story.own[n]}")
    phone.get_by_role("link", name="现在参加测验").click()
    phone.locator("form.test.scripted").wait_for()
    questions = attempt_of(n, when).paper.questions
    assert len(questions) == QUESTIONS
    for place, question in enumerate(questions[:6]):
        if place == 3:
            phone.locator("form[data-waiting='0']").wait_for()
            phone.context.set_offline(True)
        answer(phone, question, given_by(question, place, right))
        phone.locator("[data-move='1']").click()
    phone.locator(".state.waiting").wait_for()
    assert attempt_of(n, when).answers.count() == 3
    phone.close()
    phone.context.set_offline(False)
    phone = story.telephones[n] = phone.context.new_page()
    phone.goto(f"/zh-hans{story.own[n]}")
    phone.get_by_role("link", name="现在参加测验").click()
    phone.locator("form[data-waiting='0']").wait_for()
    assert attempt_of(n, when).answers.count() == 6
    for place, question in enumerate(questions[6:], 6):
        phone.locator(f".screen.current [data-question='{question['id']}']").wait_for()
        answer(phone, question, given_by(question, place, right))
        if place + 1 < QUESTIONS:
            phone.locator("[data-move='1']").click()
    phone.locator("form[data-waiting='0']").wait_for()
    assert phone.locator("[data-move='1']").is_hidden(), "nothing follows the last question"
    screenshot(phone, f"journey-test-{when}")
    phone.on("dialog", lambda d: pytest.fail(d.message))
    phone.locator("[name=finish]").click()
    phone.wait_for_url(re.compile("/result/"))
    assert attempt_of(n, when).answers.filter(right=True).count() == right


def answer(page: Any, question: dict[str, Any], given: Any) -> None:
    here = page.locator(".screen.current")
    if question["kind"] == "numeric":
        here.locator("input").fill(given)
        here.locator("input").blur()
    elif question["kind"] == "order":
        for rank, step in enumerate(given, 1):
            here.locator(f"li[data-step='{step}'] select").select_option(str(rank))
    else:
        for place in given:
            here.locator("label").nth(place).click()


def taken(story: Story, n: int, when: str, right: int) -> None:
    """The same test as one form, as a telephone without scripts sends it."""
    address = f"/zh-hans{story.own[n]}test/{when}/"
    assert story.http.get(address).status_code == 200
    said: dict[str, Any] = {"finish": "yes"}
    for place, question in enumerate(attempt_of(n, when).paper.questions):
        given = given_by(question, place, right)
        name = f"q-{question['id']}"
        if question["kind"] == "order":
            said |= {f"{name}-{step}": str(rank) for rank, step in enumerate(given, 1)}
        else:
            said[name] = given
    assert story.http.post(address, said).url.endswith("/result/")


# --- What comes of it -----------------------------------------------------------------------------------


def feedback_is_given(story: Story) -> None:
    phone = story.telephones[1]
    phone.goto(f"/zh-hans{story.own[1]}")
    phone.locator("a[href$='/feedback/']").click()
    phone.check(f"[name=overall][value='{mark(1)}']")
    phone.fill("[name=text-helped]", "工资计算的练习")
    screenshot(phone, "journey-feedback")
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("谢谢").first.wait_for()
    for n in range(2, PEOPLE + 1):
        if n != SILENT:
            answered = story.http.post(f"/zh-hans{story.own[n]}feedback/", {"overall": mark(n)})
            assert answered.status_code == 302


def certificates_are_issued(story: Story) -> None:
    page = story.desk
    page.goto(f"{HOME}decent-work-in-beijing/")
    page.get_by_role("link", name="Certificates").click()
    earned = PEOPLE - len({FAILS, SILENT, *LEAVE})
    page.get_by_role("button", name=f"Issue {earned} certificates").click()
    page.get_by_text(f"{earned} certificates issued.").wait_for()
    for n in (FAILS, SILENT, *LEAVE):
        page.locator("tr", has_text=f"{n} · 学员{n}").get_by_text("not completed").wait_for()
    screenshot(page, "journey-certificates")


def one_is_verified(story: Story, capsys: Any) -> None:
    """Fetched by whom it is of, on the telephone; verified at its address, and on a machine without a network."""
    phone = story.telephones[2]
    phone.goto(f"/zh-hans{story.own[2]}")
    phone.get_by_role("link", name="我的证书").click()
    sheet = phone.context.request.get(phone.get_by_role("link", name="PDF").get_attribute("href"))
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.body().startswith(b"%PDF-")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Open Badges 3.0").click()
    kept = story.folder / "certificate.json"
    download.value.save_as(kept)
    phone.get_by_role("link", name="供他人核验的网页").click()
    phone.get_by_role("heading", name="王芳").wait_for()
    phone.locator(".ok strong").wait_for()
    screenshot(phone, "journey-certificate")
    key = phone.locator("dd code").inner_text()
    capsys.readouterr()
    assert main(["verify", str(kept), "--trust", key]) == 0
    assert "王芳" in capsys.readouterr().out
    kept.write_text(kept.read_text(encoding="utf-8").replace("王芳", "王方"), encoding="utf-8")
    assert main(["verify", str(kept), "--trust", key]) != 0


def the_report_is_read(story: Story) -> None:
    """Its figures are those that were put in."""
    page = story.desk
    page.goto(f"{HOME}decent-work-in-beijing/")
    page.locator("a[href$='/report/']").click()
    page.get_by_text(f"Feedback of {PEOPLE - 1} of {PEOPLE} participants.").wait_for()
    marks = [mark(n) for n in range(1, PEOPLE + 1) if n != SILENT]
    rated = page.locator(".bars li", has_text="The seminar as a whole").inner_text()
    assert f"{mean(sum(marks) / len(marks))} / 5" in rated
    for value, name in ((3, "fair"), (4, "good"), (5, "very good")):
        assert f"{name} {marks.count(value)}" in rated
    page.get_by_text("工资计算的练习").wait_for()
    translation.activate("en")
    everybody = range(1, PEOPLE + 1)
    told = {"All": everybody}
    for place, side in enumerate(("Worker", "Government", "Employer")):
        told[side] = [n for n in everybody if n % 3 == place]
    table = page.locator("table").first
    for name, people in told.items():
        before = sum(map(right_before, people)) / QUESTIONS / len(people)
        after = sum(map(right_after, people)) / QUESTIONS / len(people)
        row = " ".join(
            table.locator("tbody tr", has_text=re.compile(f"^{name}", re.IGNORECASE)).inner_text().split()
        )
        figures = [str(len(people)), share(before), share(after), share((after - before) / (1 - before))]
        assert re.search(r"\s".join(map(re.escape, figures)), row), (row, figures)
    no_accessibility_faults(page)
    screenshot(page, "journey-report")


# --- Passed on ------------------------------------------------------------------------------------------


def passed_on(story: Story) -> None:
    """By a participant who has neither account nor organisation yet; then by three clicks."""
    phone = story.telephones[1]
    phone.goto(f"/zh-hans{story.own[1]}pass-on/")
    phone.locator("main form.panel button").first.click()
    phone.locator("main a[href*='signup']").first.click()
    phone.fill("[name=username]", "lina")
    for name in ("password1", "password2"):
        phone.fill(f"[name={name}]", PASSWORD)
    phone.locator("main form:has([name=password1]) button").click()
    phone.wait_for_url("**/pass-on/**")
    phone.locator("main a[href*='/organisations/new/']").click()
    phone.fill("[name=name]", "Lotus Sourcing")
    phone.select_option("[name=side]", "employer")
    phone.select_option("[name=kind]", "buyer")
    phone.get_by_role("button", name="保存").click()
    phone.wait_for_url("**/pass-on/")

    phone.goto(f"/zh-hans{story.own[1]}")
    phone.get_by_role("link", name="传递下去").click()  # 1
    phone.select_option("[name=country]", "VN")
    phone.locator("main form.panel [name=language]").first.select_option("vi")
    screenshot(phone, "journey-pass-on")
    phone.locator("main form.panel button").first.click()  # 2
    phone.locator("form[action$='/state/'] button[value=open]").click()  # 3
    phone.locator("form[action$='/state/'] button[value=draft]").wait_for()
    screenshot(phone, "journey-passed-on")
    made = Seminar.objects.get(organisation__slug="lotus-sourcing")
    assert (made.country, made.language, made.days) == ("VN", "vi", 3)
    assert (
        made.sessions.filter(module="national-law").exists()
        == story.seminar.sessions.filter(module="national-law").exists()
    )


def twelve_suppliers(story: Story) -> None:
    """Invited by the seminar's address, registered on their telephones, accepted, and there on the first day."""
    made = Seminar.objects.get(organisation__slug="lotus-sourcing")
    phone = story.telephone()
    phone.goto(f"/vi/s/{made.code}/")
    phone.locator(f"a[href$='/s/{made.code}/register/']").first.click()
    phone.fill("[name=name]", "Nguyễn Thị Mai")
    phone.select_option("[name=side]", "employer")
    phone.fill("[name=employer]", "May Sông Hồng")
    phone.check("[name=consent]")
    phone.locator("form:has([name=name]) button").click()
    phone.wait_for_url("**/p/**")
    screenshot(phone, "journey-supplier")
    for n in range(2, SUPPLIERS + 1):
        said = {
            "name": f"Nhà cung cấp {n}",
            "side": "employer",
            "employer": f"Công ty {n}",
            "language": "vi",
            "consent": "on",
        }
        assert story.http.post(f"/vi/s/{made.code}/register/", said).status_code == 302
    owner = story.telephones[1]
    owner.goto(f"/zh-hans/o/lotus-sourcing/seminars/{made.slug}/registrations/")
    owner.get_by_role("button", name=str(SUPPLIERS)).click()
    owner.locator(".messages .success").wait_for()
    # Four weeks later she has to sign in again.
    story.clock.to(made.first_day)
    owner.goto("/zh-hans/organisations/")
    signed_in(owner, "lina")
    first = made.sessions.exclude(kind="break").order_by("day", "starts").first()
    owner.goto(f"/zh-hans/o/lotus-sourcing/seminars/{made.slug}/attendance/{first.number}/scan/")
    for n in range(1, SUPPLIERS + 1):
        owner.fill("#badge", str(n))
        owner.press("#badge", "Enter")
    expect(owner.locator("#noted li:not(.unsure)")).to_have_count(SUPPLIERS, timeout=30_000)


def the_tree(story: Story) -> None:
    page = signed_in(story.desk, "alice")
    page.goto(f"{HOME}decent-work-in-beijing/")
    page.get_by_role("link", name="What came of it").click()
    text = unescape(page.locator("main").inner_text())
    assert re.search(rf"{PEOPLE + SUPPLIERS}\s+people reached", text), text
    assert re.search(rf"China\s+{PEOPLE}\b", text), text
    assert re.search(rf"Vietnam\s+{SUPPLIERS}\b", text), text
    workers, officials, employers = (sum(n % 3 == place for n in range(1, PEOPLE + 1)) for place in range(3))
    for name, n in (("worker", workers), ("government", officials), ("employer", employers + SUPPLIERS)):
        assert re.search(rf"{name}\w*\s+{n}\b", text, re.IGNORECASE), (name, n, text)
    assert page.locator(".tree li").count() == 2
    assert "Lotus Sourcing" in page.locator(".tree ul").inner_text()
    no_accessibility_faults(page)
    screenshot(page, "journey-tree")
