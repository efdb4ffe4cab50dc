"""Feedback: once of each, in their language, with nothing that leads back to a person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.site.cast import Cast
from tests.site.conftest import no_accessibility_faults, screenshot
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import feedback
from tripartite.site.seminars.models import Feedback, Participant


@pytest.fixture
def seminar(cast: Cast):
    # A page asked for in another language leaves it to the tests that follow.
    translation.activate("en")
    held = beijing(cast, first_day=timezone.localdate())
    trainer(held)
    return held


def test_given_on_the_telephone_and_kept_apart_from_the_person(seminar):
    someone = participant(seminar, side="employer")
    address = f"/my/p/{someone.token}/feedback/"
    said = {
        "overall": "5",
        "session-2": "4",
        "trainer-1": "9",
        "text-helped": "The cases of Li Na",
        "text-strange": "x",
    }
    page = Client().post(address, said, follow=True)
    assert page.status_code == 200
    kept = Feedback.objects.get()
    assert kept.ratings == {"overall": 5, "session-2": 4}, "what is no mark is left out"
    assert kept.side == "employer"
    assert b"Li Na" not in bytes(kept.sealed_texts)
    assert feedback.written(seminar) == {"helped": ["The cases of Li Na"]}
    someone.refresh_from_db()
    assert (someone.feedback_at.minute, someone.feedback_at.second, someone.feedback_at.microsecond) == (
        0,
        0,
        0,
    )
    assert not {f.name for f in Feedback._meta.get_fields()} & {"participant", "user", "at", "token"}


def test_it_is_given_once(seminar):
    someone = participant(seminar)
    feedback.give(someone, {"overall": 3}, {})
    with pytest.raises(RefusedError, match="already"):
        feedback.give(someone, {"overall": 5}, {})
    Client().post(f"/en/p/{someone.token}/feedback/", {"overall": "5"})
    assert Feedback.objects.get().ratings == {"overall": 3}


def test_nothing_said_is_told_and_not_counted(seminar):
    someone = participant(seminar)
    page = Client().post(f"/en/p/{someone.token}/feedback/", {"overall": "", "text-helped": "  "})
    assert "Rate at least one thing" in page.content.decode()
    someone.refresh_from_db()
    assert someone.feedback_at is None


def test_a_refused_one_keeps_what_was_written_in_the_form(seminar):
    someone = participant(seminar, state=Participant.State.WAITING)
    page = Client().post(f"/en/p/{someone.token}/feedback/", {"overall": "4", "text-helped": "Much"})
    assert "Much</textarea>" in page.content.decode()
    assert not Feedback.objects.exists()


def test_before_the_first_day_nothing_is_asked(cast):
    someone = participant(beijing(cast))
    assert (
        '<form method="post" novalidate'
        not in Client().get(f"/en/p/{someone.token}/feedback/").content.decode()
    )
    with pytest.raises(RefusedError, match="first day"):
        feedback.give(someone, {"overall": 5}, {})


@pytest.mark.parametrize("language", ["en", "my"])
def test_the_page_in_a_browser(browser_page, cast, language):
    held = beijing(cast, first_day=timezone.localdate())
    trainer(held)
    someone = participant(held)
    browser_page.goto(f"/{language}/p/{someone.token}/feedback/")
    no_accessibility_faults(browser_page)
    screenshot(browser_page, f"feedback-{language}")
    browser_page.locator("label:has([name=overall][value='4'])").click()
    browser_page.locator("form .button").last.click()
    browser_page.locator(".lead").wait_for()
    assert Feedback.objects.get().ratings == {"overall": 4}
