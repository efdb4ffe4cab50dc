"""What comes of a seminar, in a browser: certificates, commitments, passing on; at phone and desktop width."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.cast import make_cast
from tests.site.conftest import no_accessibility_faults, screenshot, signed_in
from tests.site.seminars.cast import beijing, participant
from tripartite.site.seminars import certificates, commitments
from tripartite.site.seminars.models import Attendance, Seminar


@pytest.fixture
def seminar(transactional_db):
    cast = make_cast()
    seminar = beijing(
        cast,
        first_day=timezone.localdate() - timedelta(days=42),
        title="Beijing",
        score_percent=None,
        needs_feedback=False,
    )
    for number, name in enumerate(("李娜", "မမလှ", "สมหญิง ใจดี"), 1):
        someone = participant(
            seminar, number, name, language=("zh-hans", "my", "th")[number - 1], country="VN"
        )
        for session in seminar.sessions.filter(counted=True)[: 4 - number]:
            Attendance.objects.create(session=session, participant=someone, how="badge", at=timezone.now())
    return seminar


def test_the_organiser_issues_certificates_that_anybody_verifies(browser_page, seminar):
    page = signed_in(browser_page, "alice")
    page.goto("/en/o/lotus-garments/seminars/beijing/certificates/")
    no_accessibility_faults(page)
    page.get_by_role("button", name="Issue 1 certificate").click()
    page.get_by_role("link", name="issued on").click()
    assert page.get_by_text("Genuine: signed, unchanged, and not withdrawn").is_visible()
    no_accessibility_faults(page)
    screenshot(page, "certificate-en")
    page.goto(page.url.replace("/en/", "/my/"))
    no_accessibility_faults(page)
    screenshot(page, "certificate-my")
    page.goto("/zh-hans/o/lotus-garments/seminars/beijing/certificates/")
    screenshot(page, "certificates-zh")
    no_accessibility_faults(page)


def test_a_participant_undertakes_tells_and_passes_it_on(browser_page, seminar):
    someone = seminar.participants.get(number=1)
    page = browser_page
    own = f"/zh-hans/p/{someone.token}/"
    page.goto(f"{own}commitments/")
    page.select_option("[name=topic]", "working-time")
    page.fill("[name=text]", "与五家供应商逐月核查加班")
    page.fill("[name=until]", str(timezone.localdate() + timedelta(days=90)))
    page.fill("[name=suppliers]", "5")
    page.click("main form.panel:last-of-type button")
    page.get_by_role("link", name="说明进展").click()
    no_accessibility_faults(page)
    screenshot(page, "follow-up-zh")
    page.check("input[value=begun]")
    page.fill("[name=suppliers]", "2")
    page.click("main button")
    page.wait_for_url("**/commitments/")
    no_accessibility_faults(page)
    screenshot(page, "commitments-zh")
    (one,) = commitments.standings(seminar)
    assert (one.told["begun"], one.suppliers) == (1, 2)
    page.goto(f"{own}pass-on/")
    no_accessibility_faults(page)
    screenshot(page, "pass-on-zh")
    signed_in(page, "dana")
    page.goto(f"/vi/p/{someone.token}/pass-on/")
    no_accessibility_faults(page)
    page.fill("[name=title]", "Hội thảo ở Hà Nội")
    page.click("main form.panel:first-of-type button")
    page.wait_for_url("**/o/northern-stores/seminars/**")
    copy = Seminar.objects.get(organisation__slug="northern-stores")
    assert (copy.country, copy.language) == ("VN", "vi")


@pytest.mark.parametrize("language", ["en", "th", "my"])
def test_the_pages_of_the_organiser(browser_page, seminar, language):
    someone = seminar.participants.get(number=1)
    until = timezone.localdate() + timedelta(days=30)
    commitments.undertake(someone, topic="wages", text="Pay overtime by the month", until=until, suppliers=4)
    certificates.issue(seminar.made_by, seminar, "http://localhost")
    page = signed_in(browser_page, "rosa")
    for name in ("afterwards", "tree", "certificates"):
        page.goto(f"/{language}/o/lotus-garments/seminars/beijing/{name}/")
        no_accessibility_faults(page)
        screenshot(page, f"{name}-{language}")
    page.goto(f"/{language}/p/{someone.token}/certificate/")
    no_accessibility_faults(page)
    screenshot(page, f"own-certificate-{language}")
