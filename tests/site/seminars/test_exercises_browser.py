"""A group exercise in a browser: the trainer draws groups, a member hands in on a telephone, the group reads the reply."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.cast import make_cast
from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.seminars.cast import participant, trainer
from tests.site.seminars.test_exercises import with_exercise
from tripartite.site.seminars.models import HandIn, Seminar


@pytest.fixture
def seminar(transactional_db: None) -> Seminar:
    made = with_exercise(make_cast())
    for n, (name, side, sex) in enumerate(
        (
            ("李娜", "worker", "woman"), ("Wang Wei", "employer", "man"), ("Somchai", "government", "man"),
            ("Nguyễn Thị Mai", "worker", "woman"), ("Chen Jie", "employer", "woman"), ("Sato", "worker", "man"),
        ),
        1,
    ):  # fmt: skip
        participant(made, n, name, side=side, sex=sex)
    return made


def test_a_trainer_runs_it_on_a_desktop(desktop_page: Any, seminar: Seminar):
    page, leads = desktop_page, trainer(seminar)
    page.goto(f"/en/t/{leads.token}/")
    page.get_by_role("link", name="Group exercises").click()
    page.get_by_label("People in a group, at most").fill("3")
    page.get_by_role("button", name="Draw the groups").click()
    page.get_by_role("heading", name="Group 2").first.wait_for()
    assert set(seminar.participants.values_list("group", flat=True)) == {1, 2}
    no_accessibility_faults(page)
    page.get_by_label("Participant", exact=True).select_option("1")
    goal = "2" if seminar.participants.get(number=1).group == 1 else "1"
    page.get_by_label("To the group").select_option(goal)
    with page.expect_navigation():
        page.get_by_role("button", name="Put in this group").click()
    assert str(seminar.participants.get(number=1).group) == goal
    page.get_by_role("button", name="Draw the groups again").click()
    assert str(seminar.participants.get(number=1).group) == goal, "not without the tick"
    screenshot(page, "exercise-en-groups")


def test_a_group_works_on_a_telephone(phone_page: Any, seminar: Seminar, tmp_path: Any):
    page, someone = phone_page, seminar.participants.get(number=1)
    seminar.participants.update(group=1)
    page.goto(f"/zh-hans/p/{someone.token}/")
    no_accessibility_faults(page)
    page.get_by_role("link", name="Find what is wrong").click()
    no_accessibility_faults(page)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="下载工作簿").click()
    assert download.value.suggested_filename.startswith("factory-cn-")
    found = tmp_path / "发现.pdf"
    found.write_bytes(b"%PDF-1.7 found")
    page.get_by_label("您的小组发现了什么").fill("王先生的加班费少付了。")
    page.get_by_label("或上传文件").set_input_files(found)
    page.get_by_role("button", name="代表小组提交").click()
    page.get_by_text("已代表您的小组提交。").wait_for()
    handed = HandIn.objects.get()
    assert handed.file_name == "发现.pdf"
    leads = trainer(seminar)
    page.goto(f"/zh-hans/t/{leads.token}/exercise/")
    no_accessibility_faults(page)
    page.get_by_label("您的回复（该小组可见）").fill("对。还有谁？")
    with page.expect_navigation():
        page.get_by_role("button", name="发送回复").click()
    screenshot(page, "exercise-zh-trainer")
    page.goto(f"/zh-hans/p/{someone.token}/exercise/5/")
    page.get_by_text("对。还有谁？").wait_for()
    no_accessibility_faults(page)
    screenshot(page, "exercise-zh-member")
    page.get_by_role("link", name="阅读任务").click()
    page.get_by_text("第1组").wait_for()
    screenshot(page, "exercise-zh-task")
