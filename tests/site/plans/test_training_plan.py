"""A facility's training plan: out of its check and its actions, for each who may see it as much as they may see."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast, make_cast
from tests.site.checks.conftest import ran
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.plans.conftest import RULE, month
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people.access import standing_on
from tripartite.site.people.models import Grant
from tripartite.site.plans import operations
from tripartite.site.plans.learning import Taught, training_plan
from tripartite.site.plans.models import Action
from tripartite.site.seminars.models import Attendance, Followed, Seminar

FACILITY = "/en/o/lotus-garments/f/dongguan/"
PAGE = f"{FACILITY}training/"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def planned(cast: Cast, folder: Path, cause: str = "") -> Action:
    check = month(cast, folder, date(2025, 3, 1), "21:00")
    (action,) = operations.take_over(cast.bob, check, [RULE])
    Action.objects.update(cause=cause)
    return action


def modules(cast: Cast, user=None) -> dict[str, list[str]]:
    user = user or cast.bob
    plan = training_plan(cast.facility, standing_on(user, cast.facility))
    return {t.module.id: [f.rule for f in t.findings] for t in plan.taught}


def test_without_a_check_nothing_is_claimed(cast: Cast):
    page = as_(cast.bob).get(PAGE).text
    assert "No check is done yet" in page
    assert "no rule broken" not in page


def test_findings_name_their_module_and_a_cause_adds_its_own(players: Cast, tmp_path: Path):
    planned(players, tmp_path, cause="orders")
    found = modules(players)
    assert RULE in found["working-time"]
    assert found["due-diligence"] == [RULE]
    page = as_(players.bob).get(PAGE).text
    assert "Learning alone may not mend this cause." in page
    assert "Orders of buyers" in page
    assert "8 of 8" in page
    assert "HR and payroll · Line supervisors · Workers’ representatives" in page
    assert "What the check could not tell" in page, "nobody wrote wages down"


def test_each_finding_and_action_says_where_it_is_taught(players: Cast, tmp_path: Path):
    planned(players, tmp_path, cause="orders")
    bob = as_(players.bob)
    for address in (
        "checks/1/findings/F0000001/",
        f"checks/1/rules/{RULE}/",
        "plan/from/1/",
        "plan/actions/1/",
    ):
        page = bob.get(FACILITY + address)
        assert page.status_code == 200, address
        assert "Taught in:" in page.text, address
    assert "Due diligence in six steps" in bob.get(f"{FACILITY}plan/actions/1/").text


def test_an_open_action_stays_where_a_later_check_no_longer_tells(players: Cast, tmp_path: Path):
    planned(players, tmp_path)
    month(players, tmp_path, date(2025, 5, 1), "17:00", days=7)
    assert RULE in modules(players)["working-time"]
    Action.objects.update(state="aside")
    assert "working-time" not in modules(players)


def test_announced_seminars_that_teach_it(players: Cast, tmp_path: Path):
    planned(players, tmp_path)
    first = timezone.localdate() + timedelta(days=20)
    seminar = beijing(players, first_day=first)
    assert f"/en/s/{seminar.code}/" in as_(players.bob).get(PAGE).text
    for other in (
        {"country": "VN"},
        {"country": "CN", "state": "draft"},
        {"state": "open", "first_day": date(2020, 1, 1)},
    ):
        Seminar.objects.update(**other)
        assert f"/en/s/{seminar.code}/" not in as_(players.bob).get(PAGE).text, other


def taught(cast: Cast, module: str, user=None) -> Taught:
    plan = training_plan(cast.facility, standing_on(user or cast.bob, cast.facility))
    return next(t for t in plan.taught if t.module.id == module)


def test_by_when_is_the_first_day_that_an_action_is_due(players: Cast, tmp_path: Path):
    planned(players, tmp_path)
    assert taught(players, "working-time").due is None
    assert "No open action on it has a day." in as_(players.bob).get(PAGE).text
    today = timezone.localdate()
    Action.objects.update(due=today + timedelta(days=9))
    assert (taught(players, "working-time").due, taught(players, "working-time").late) == (
        today + timedelta(days=9), False,
    )  # fmt: skip
    Action.objects.update(due=today - timedelta(days=1))
    assert taught(players, "working-time").late
    Action.objects.update(state="closed", closed_at=timezone.now())
    assert taught(players, "working-time").due is None, "what is closed waits for nobody"


def test_which_session_is_to_come_and_which_was_held(players: Cast, tmp_path: Path):
    planned(players, tmp_path)
    today = timezone.localdate()
    seminar = beijing(players, first_day=today + timedelta(days=20))
    (session,) = taught(players, "working-time").to_come
    assert (session.number, session.on) == (4, seminar.first_day)
    assert "12:00" in as_(players.bob).get(PAGE).text
    Seminar.objects.update(first_day=today - timedelta(days=5))
    for number in (1, 2):
        one = participant(seminar, number)
        Attendance.objects.create(session=session, participant=one, how="badge", at=timezone.now())
    found = taught(players, "working-time")
    assert (found.to_come, [(h.session, h.people) for h in found.held]) == ([], [(session, 2)])
    assert "2 people were there" in as_(players.bob).get(PAGE).text
    Seminar.objects.update(first_day=date(2025, 3, 10))
    assert taught(players, "working-time").held == [], "before the check's last day it mended nothing of it"
    Seminar.objects.update(first_day=today - timedelta(days=5), state="cancelled")
    assert taught(players, "working-time").held == []


def test_of_anothers_seminar_that_follows_the_facility_no_number_is_told(players: Cast, tmp_path: Path):
    action = planned(players, tmp_path)
    seminar = beijing(players, first_day=timezone.localdate() - timedelta(days=5))
    Seminar.objects.update(organisation=players.inspectorate)
    assert taught(players, "working-time").held == []
    Followed.objects.create(seminar=seminar, facility=players.facility)
    assert [h.people for h in taught(players, "working-time").held] == [None]
    assert "its organiser knows who was there" in as_(players.bob).get(PAGE).text
    action.found_by.published_at = timezone.now()
    action.found_by.save()
    players.grant()
    assert taught(players, "working-time", players.dana).held == [], (
        "the facility's own people alone are told"
    )


def test_who_looks_through_a_grant_sees_what_was_published_and_granted(players: Cast, tmp_path: Path):
    action = planned(players, tmp_path, cause="orders")
    grant = players.grant()
    dana = as_(players.dana)
    assert "No check has been published yet" in dana.get(PAGE).text
    assert modules(players, players.dana) == {}
    action.found_by.published_at = timezone.now()
    action.found_by.save()
    assert RULE in modules(players, players.dana)["working-time"]
    Grant.objects.filter(pk=grant.pk).update(scope="topics", topics=["wages"])
    assert RULE not in str(modules(players, players.dana))
    Grant.objects.filter(pk=grant.pk).update(revoked_at=timezone.now())
    assert dana.get(PAGE).status_code == 404
    assert dana.get(f"{PAGE}plan.xlsx").status_code == 404


def test_figures_only_see_no_count_of_few(players: Cast, tmp_path: Path):
    check = month(players, tmp_path, date(2025, 3, 1), "21:00", long=3)
    check.published_at = timezone.now()
    check.save()
    operations.take_over(players.bob, check, [RULE])
    players.grant()
    page = as_(players.dana).get(PAGE).text
    assert "fewer than 5 people" in page
    assert "3 of 8" not in page
    assert "3 of 8" in as_(players.rosa).get(PAGE).text


def test_it_is_a_workbook_too(players: Cast, tmp_path: Path):
    planned(players, tmp_path, cause="orders")
    answer = as_(players.rosa).get(f"{PAGE}plan.xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        text = b"".join(book.read(n) for n in book.namelist()).decode()
    assert "Working time" in text
    assert "Orders of buyers" in text
    assert "Could not be told for everybody" in text
    assert "Held since the check" in text


@pytest.mark.parametrize("language", ["en", "zh-hans", "my"])
def test_in_a_browser(browser_page, factory_files, language):
    cast = make_cast()
    check = ran(cast, *factory_files.iterdir())
    operations.take_over(cast.bob, check, [RULE])
    Action.objects.update(cause="orders")
    page = signed_in(browser_page, "bob")
    page.goto(f"/{language}/o/lotus-garments/f/dongguan/plan/")
    page.click("a[href$='/training/']")
    page.wait_for_selector("section.panel h2")
    no_accessibility_faults(page)
    screenshot(page, f"training-plan-{language}")
    page.goto(f"/{language}/o/lotus-garments/f/dongguan/checks/1/rules/{RULE}/")
    no_accessibility_faults(page)
    page.goto(f"/{language}/o/lotus-garments/f/dongguan/plan/from/1/")
    no_accessibility_faults(page)
    screenshot(page, f"from-check-{language}")
