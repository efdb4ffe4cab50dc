"""What goes with each session: organisers and trainers reach all of it, in the language of the session, marked where it is English."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.test import Client

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.seminars.models import Seminar, Session

MATERIALS = "/en/o/lotus-garments/seminars/beijing/materials/"
PARTS = ("facilitator", "lesson", "slides", "handout", "exercise", "case")


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    return beijing(cast, languages=["en", "zh-hans", "my"])


@pytest.fixture
def rosa(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.rosa)
    return client


def test_a_reader_of_the_organisation_reaches_every_part(seminar, rosa):
    assert 'href="/en/o/lotus-garments/seminars/beijing/materials/"' in rosa.get(
        "/en/o/lotus-garments/seminars/beijing/"
    ).content.decode()  # fmt: skip
    listed = rosa.get(MATERIALS).content.decode()
    for part in PARTS:
        address = f"{MATERIALS}2/{part}/?in=en"
        assert address in listed
        assert "<h1>" in rosa.get(address).content.decode()


def test_it_is_in_the_language_of_the_session(seminar, rosa):
    seminar.sessions.filter(number=2).update(language="zh-hans")
    listed = rosa.get(MATERIALS).content.decode()
    assert f"{MATERIALS}2/facilitator/?in=zh-hans" in listed
    assert f"{MATERIALS}4/facilitator/?in=en" in listed
    page = rosa.get(f"{MATERIALS}2/facilitator/?in=zh-hans").content.decode()
    assert '<html lang="zh-Hans"' in page or '<html lang="zh' in page
    assert "English" not in page


def test_what_is_not_translated_is_marked_in_the_list_and_on_the_page(seminar, rosa):
    listed = rosa.get(f"{MATERIALS}?in=my").content.decode()
    assert listed.count("not translated yet: in English") == 2
    assert "not translated yet" not in rosa.get(MATERIALS).content.decode()
    page = rosa.get(f"{MATERIALS}2/handout/?in=my").content.decode()
    assert '<html lang="my"' in page
    assert '<section lang="en">' in page
    assert "အင်္ဂလိပ်" in page, "said in the language that was asked for"


def test_the_style_of_a_printed_page_is_let_in_whatever_its_script(seminar, rosa):
    """A page with Burmese brings the letters' font within its style."""
    for language in ("en", "zh-hans", "my", "th"):
        answered = rosa.get(f"{MATERIALS}2/handout/?in={language}")
        (style,) = re.findall("<style>(.*?)</style>", answered.content.decode(), re.DOTALL)
        hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = answered.headers["Content-Security-Policy"]
        assert f"'sha256-{hashed}'" in policy, language
        assert "font-src 'self' data:" in policy


def test_strangers_and_participants_get_no_notes(seminar, cast):
    client = Client()
    client.force_login(cast.charlie)
    assert client.get(MATERIALS).status_code == 404
    assert client.get(f"{MATERIALS}2/facilitator/").status_code == 404
    token = participant(seminar).token
    assert Client().get(f"/en/p/{token}/materials/2/facilitator/").status_code == 404
    assert Client().get(f"/en/p/{token}/materials/2/handout/").status_code == 200


def test_a_trainer_has_the_same_list_by_their_own_link(seminar):
    address = f"/en/t/{trainer(seminar).token}/"
    assert f'href="{address}materials/"' in Client().get(address).content.decode()
    listed = Client().get(f"{address}materials/").content.decode()
    assert f"{address}materials/2/facilitator/?in=en" in listed
    assert Client().get(f"{address}materials/2/facilitator/?in=zh-hans").status_code == 200


def test_an_exercise_leads_to_its_groups(seminar, rosa):
    Session.objects.create(seminar=seminar, number=5, day=1, starts="14:00", kind=Session.Kind.EXERCISE)
    assert "/seminars/beijing/exercise/" in rosa.get(MATERIALS).content.decode()
