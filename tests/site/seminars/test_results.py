"""Checks before and after a seminar: counts beside each other, as much as each may see, and no cause claimed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast, make_cast
from tests.site.checks.conftest import players  # noqa: F401 - fixture
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.plans.conftest import RULE, month
from tests.site.seminars.cast import beijing
from tripartite.site.checks.models import Check
from tripartite.site.people.models import AuditEntry, Facility, Grant, Organisation, User
from tripartite.site.seminars import report
from tripartite.site.seminars.models import Followed, Seminar, Session
from tripartite.site.seminars.results import Compared, Count, Result, can_follow, results

TAUGHT_ON = date(2025, 4, 15)
PAGE = "/en/o/lotus-garments/seminars/beijing/results/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def followed(cast: Cast, by: Organisation | None = None) -> Seminar:
    seminar = beijing(cast, first_day=TAUGHT_ON)
    if by:
        seminar.organisation = by
        seminar.save()
    Followed.objects.create(seminar=seminar, facility=cast.facility)
    return seminar


def only(seminar: Seminar, user: User) -> Result:
    (found,) = results(seminar, user)
    return found


def overtime(result: Result) -> Compared:
    (found,) = [c for _, rows in result.topics for c in rows if c.rule == RULE]
    return found


def before_and_after(cast: Cast, folder: Path, *, after: int = 6) -> None:
    month(cast, folder, date(2025, 3, 1), "21:00", workers=20)
    month(cast, folder, date(2025, 5, 1), "21:00", workers=20, long=after)


def test_counts_before_and_after(players: Cast, tmp_path: Path):  # noqa: F811
    seminar = followed(players)
    before_and_after(players, tmp_path)
    result = only(seminar, players.rosa)
    rule = overtime(result)
    assert (rule.before, rule.after) == (Count(20, 20), Count(6, 20))
    assert rule.share == "lower"
    differs = (result.other_standards, result.other_program, result.other_workers, result.other_length)
    assert not any(differs)
    page = as_(players.rosa).get(PAGE).text
    assert "not met for 20 of 20" in page
    assert "not met for 6 of 20" in page
    assert "The seminar need not be the cause" in page
    assert "significan" not in page


def test_only_what_the_seminar_teaches(players: Cast, tmp_path: Path):  # noqa: F811
    seminar = followed(players)
    before_and_after(players, tmp_path)
    Session.objects.exclude(module="").exclude(module="wages").delete()
    found = {c.topic for _, rows in only(seminar, players.rosa).topics for c in rows}
    assert found == {"wages"}
    Session.objects.update(module="")
    assert only(seminar, players.rosa).topics == ()
    assert "Neither check judged a rule that this seminar teaches." in as_(players.rosa).get(PAGE).text


def test_where_one_of_both_is_missing_nothing_is_said(players: Cast, tmp_path: Path):  # noqa: F811
    seminar = followed(players)
    assert "neither a check of a time before" in as_(players.rosa).get(PAGE).text
    month(players, tmp_path, date(2025, 3, 1), "21:00")
    month(players, tmp_path, date(2025, 4, 10), "21:00")
    result = only(seminar, players.rosa)
    assert result.after is None, "a check that begins before the last day is none of after"
    assert result.topics == ()
    page = as_(players.rosa).get(PAGE).text
    assert "Not known yet." in page
    assert "There is no check of a time after the seminar." in page
    assert "not met for" not in page
    Seminar.objects.update(first_day=date(2025, 2, 1))
    assert "There is no check of a time before the seminar." in as_(players.rosa).get(PAGE).text


def test_the_last_before_and_the_latest_after(players: Cast, tmp_path: Path):  # noqa: F811
    seminar = followed(players)
    month(players, tmp_path, date(2025, 3, 1), "21:00")
    month(players, tmp_path, date(2025, 1, 1), "17:00")
    month(players, tmp_path, date(2025, 6, 1), "17:00", days=14)
    month(players, tmp_path, date(2025, 5, 1), "21:00", workers=9)
    result = only(seminar, players.rosa)
    assert result.before is not None
    assert result.after is not None
    assert (result.before.number, result.after.number) == (1, 3)
    assert result.other_length


def test_what_else_differs_is_said(players: Cast, tmp_path: Path, monkeypatch):  # noqa: F811
    followed(players)
    month(players, tmp_path, date(2025, 3, 1), "21:00", workers=20)
    month(players, tmp_path, date(2025, 5, 1), "21:00", workers=12)
    page = as_(players.rosa).get(PAGE).text
    assert "People in the records: 20 → 12" in page
    assert "different versions" not in page
    from tripartite.site.seminars import results as module

    opened = module.open_check

    def in_other_versions(check, standing):
        seen = opened(check, standing)
        seen.summary = {
            **seen.summary,
            "fingerprints": {"cn": str(check.number)},
            "tripartite": str(check.number),
        }
        return seen

    monkeypatch.setattr(module, "open_check", in_other_versions)
    page = as_(players.rosa).get(PAGE).text
    assert "The standards were read in different versions" in page
    assert "The program was of another version." in page


@pytest.mark.parametrize("scope", ["figures", "topics", "whole"])
def test_outsiders_see_what_is_published_and_no_small_group(players: Cast, tmp_path: Path, scope):  # noqa: F811
    seminar = followed(players, by=players.buyer)
    before_and_after(players, tmp_path, after=3)
    assert not only(seminar, players.dana).seen, "no grant"
    players.grant(scope=scope, topics=["working-time"] if scope == "topics" else [])
    assert only(seminar, players.dana).before is None, "nothing is published"
    Check.objects.update(published_at=timezone.now())
    rule = overtime(only(seminar, players.dana))
    assert rule.before == Count(20, 20)
    assert rule.after.known == "few"
    assert rule.share == ""
    page = as_(players.dana).get("/en/o/northern-stores/seminars/beijing/results/").text
    assert "fewer than five people: not shown" in page
    assert "for 3 of 20" not in page
    look = AuditEntry.objects.filter(organisation=players.factory, verb="grant.looked").first()
    assert look is not None
    assert look.details["page"] == "seminar_results"
    Grant.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert (
        "not shown to your organisation today"
        in as_(players.dana).get("/en/o/northern-stores/seminars/beijing/results/").text
    )


def report_of(client: Client, org: str = "lotus-garments") -> tuple[str, list[dict[str, object]], str]:
    """The organiser's report as page, as rows of the workbook's fourth sheet, and as the PDF's text."""
    page = client.get(f"/en/o/{org}/seminars/beijing/report/").text
    book = openpyxl.load_workbook(BytesIO(client.get(f"/en/o/{org}/seminars/beijing/report.xlsx").content))
    assert book.sheetnames == ["Reaction", "Learning", "Behaviour", "Results"]
    head, *rows = book["Results"].iter_rows(values_only=True)
    drawn = pypdf.PdfReader(BytesIO(client.get(f"/en/o/{org}/seminars/beijing/report/report.pdf").content))
    text = " ".join("\n".join(p.extract_text() for p in drawn.pages).split())
    return page, [dict(zip(head, row, strict=True)) for row in rows], text


def test_the_report_hides_few_even_from_the_facilitys_own(players: Cast, tmp_path: Path):  # noqa: F811
    """It is handed on: what its own people may see on the site does not travel in it."""
    followed(players)
    before_and_after(players, tmp_path, after=3)
    assert "not met for 3 of 20" in as_(players.rosa).get(PAGE).text
    page, rows, text = report_of(as_(players.rosa))
    for told in (page, text):
        assert "not met for 20 of 20" in told
        assert "not met for 3 of 20" not in told
        assert "fewer than five people: not shown" in told
    assert 3 not in [r["After: not met"] for r in rows]
    assert {r["Share"] for r in rows if r["Before: not met"] == 20} == {"cannot tell"}


def test_the_report_has_in_all_three_forms_what_is_shared_and_no_more(players: Cast, tmp_path: Path):  # noqa: F811
    followed(players, by=players.buyer)
    before_and_after(players, tmp_path)
    Check.objects.update(published_at=timezone.now())
    for told in map(str, report_of(as_(players.dana), "northern-stores")):
        assert "Its results are not shown to your organisation today." in told
        assert not re.search(r"not met for \d", told)
    players.grant(scope="figures", topics=[])
    page, rows, text = report_of(as_(players.dana), "northern-stores")
    for told in (page, text):
        assert "not met for 20 of 20" in told
        assert "not met for 6 of 20" in told
        assert "does not prove that the seminar was the cause" in told
    found = [r for r in rows if r["Before: not met"] == 20 and r["After: not met"] == 6]
    assert {(r["Before: checked"], r["After: checked"], r["Share"]) for r in found} == {(20, 20, "lower")}
    assert found[0]["Before: first day"] == datetime(2025, 3, 3)  # noqa: DTZ001 - a cell's day
    assert "need not be the cause" in str(rows[-1]["Facility"])
    assert AuditEntry.objects.filter(organisation=players.factory, verb="grant.looked").exists()
    Check.objects.filter(number=2).delete()
    for told in map(str, report_of(as_(players.dana), "northern-stores")):
        assert "There is no check of a time after the seminar." in told
        assert not re.search(r"not met for \d", told)


def test_rules_are_counted_once_for_each_facility(cast: Cast):
    lower, same, untold = (
        Compared("r", "wages", "R", Count(5, 10), after)
        for after in (Count(1, 10), Count(5, 10), Count(known="few"))
    )
    topics = (("Wages", (lower, same, untold)), ("Working time", (lower,)))
    found = [Result(cast.facility, seen=True, topics=topics) for _ in range(2)]
    assert [(t.topic, *t.counts) for t in report.tallies(found)] == [
        ("Wages", 2, 2, 0, 2),
        ("Working time", 2, 0, 0, 0),
    ]


def test_the_report_without_a_facility_says_so(players: Cast):  # noqa: F811
    beijing(players, first_day=TAUGHT_ON)
    page, rows, text = report_of(as_(players.rosa))
    for told in (page, text, str(rows)):
        assert "No facility is followed yet." in told


def test_a_rule_that_could_not_be_told_is_not_no_change():
    told, untold = Count(5, 10), Count(known="untold")
    assert Compared("r", "wages", "R", told, untold).share == ""
    assert Compared("r", "wages", "R", told, Count(known="few")).share == ""
    assert Compared("r", "wages", "R", told, Count(10, 20)).share == "same"
    assert Compared("r", "wages", "R", told, Count(6, 11)).share == "higher"
    assert Compared("r", "wages", "R", told, Count(1, 20, cannot_tell=5)).share == "lower"
    assert Compared("r", "wages", "R", told, Count(1, 20, cannot_tell=19)).share == ""
    assert Compared("r", "wages", "R", Count(0, 20, cannot_tell=1), Count(0, 20)).share == ""
    assert Compared("r", "wages", "R", Count(2, 20), Count(0, 20, cannot_tell_few=True)).share == ""


def test_who_may_follow_what(players: Cast):  # noqa: F811
    seminar = beijing(players, first_day=TAUGHT_ON)
    elsewhere = Facility.objects.create(
        organisation=players.buyer, name="Store", slug="store", country="CN", region="", wage_class=""
    )
    Facility.objects.create(
        organisation=players.factory, name="Hanoi", slug="hanoi", country="VN", region="", wage_class=""
    )
    assert can_follow(seminar, players.bob) == [players.facility]
    bob = as_(players.bob)
    assert (
        "Choose a facility from the list."
        in bob.post(f"{PAGE}follow/", {"facility": elsewhere.pk}, follow=True).text
    )
    assert not Followed.objects.exists()
    for _ in range(2):
        bob.post(f"{PAGE}follow/", {"facility": players.facility.pk})
    assert Followed.objects.get().by == players.bob
    assert AuditEntry.objects.filter(verb="seminar.followed").count() == 1
    assert (
        as_(players.rosa).post(f"{PAGE}follow/", {"facility": players.facility.pk, "stop": 1}).status_code
        == 403
    )
    bob.post(f"{PAGE}follow/", {"facility": players.facility.pk, "stop": 1})
    assert not Followed.objects.exists()
    assert AuditEntry.objects.filter(verb="seminar.unfollowed").count() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans", "my"])
def test_in_a_browser(browser_page, tmp_path, language):
    cast = make_cast()
    beijing(cast, first_day=TAUGHT_ON)
    before_and_after(cast, tmp_path)
    page = signed_in(browser_page, "bob")
    page.goto(f"/{language}/o/lotus-garments/seminars/beijing/")
    page.click("a[href$='/results/']")
    page.click("main form.panel button")
    page.wait_for_selector("section.panel table")
    no_accessibility_faults(page)
    screenshot(page, f"results-{language}")
