"""A participant's and a trainer's own link: whoever holds it is let in, nobody else, and nothing keeps the page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars.curriculum import session_title


@pytest.fixture
def seminar(cast: Cast):
    return beijing(cast)


def test_the_link_opens_and_is_kept_nowhere(seminar):
    for address in (f"/en/p/{participant(seminar).token}/", f"/en/t/{trainer(seminar).token}/"):
        answered = Client().get(address)
        assert answered.status_code == 200
        assert answered.headers["Cache-Control"] == "private, no-store"
        assert answered.headers["X-Robots-Tag"] == "noindex"
        assert "Beijing" in answered.content.decode()


def test_a_wrong_link_opens_nothing(seminar):
    someone = participant(seminar)
    assert Client().get(f"/en/p/{someone.token[:-1]}/").status_code == 404
    assert Client().get(f"/en/t/{someone.token}/").status_code == 404


def test_the_name_of_a_participant_lies_sealed(seminar):
    someone = participant(seminar, name="Li Na")
    someone.refresh_from_db()
    assert b"Li Na" not in bytes(someone.sealed_person)
    assert someone.person.name == "Li Na"


def test_a_session_is_called_by_its_module_in_each_language(seminar):
    session = seminar.sessions.get(number=2)
    assert session_title(session, "zh-hans") != session_title(session, "en") != "module"
    with translation.override("th"):
        assert session_title(session) not in (session_title(session, "en"), session_title(session, "zh-hans"))
    session.title = "Wages in Beijing"
    assert session_title(session, "th") == "Wages in Beijing"
