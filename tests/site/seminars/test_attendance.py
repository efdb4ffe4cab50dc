"""Who was there: by badge, by the code on the screen, by the list on paper."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant, trainer
from tripartite.site.people.models import AuditEntry
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import codes, presence
from tripartite.site.seminars.models import Attendance, Participant, Seminar

HOME = "/en/o/lotus-garments/seminars/beijing/attendance/"


@pytest.fixture
def seminar(cast: Cast) -> Seminar:
    cache.clear()
    return beijing(cast, first_day=timezone.localdate(), time_zone="Asia/Bangkok")


@pytest.fixture
def alice(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.alice)
    return client


def scanned(client: Client, address: str, *seen: tuple[str, datetime]):
    body = json.dumps([{"badge": badge, "at": at.isoformat()} for badge, at in seen])
    return client.post(address, body, content_type="application/json")


def there(number: int) -> set[int]:
    found = Attendance.objects.filter(session__number=number)
    return set(found.values_list("participant__number", flat=True))


# --- Badges -------------------------------------------------------------------------------------------


def test_a_badge_names_one_participant_of_one_seminar(cast, seminar):
    one, other = participant(seminar, 1), participant(seminar, 2, "Sato Ken")
    code = presence.badge_code(one)
    assert presence.by_badge(seminar, code.lower()) == one
    assert one.token not in code
    assert presence.by_badge(seminar, f"2-{code.partition('-')[2]}") is None
    assert presence.by_badge(seminar, "1") is None
    assert presence.by_badge(seminar, "2", trusted=True) == other
    elsewhere = beijing(cast, title="Elsewhere")
    participant(elsewhere, 1)
    assert presence.by_badge(elsewhere, code, trusted=True) is None
    for wrong in ("", "-", "x", "²-ABCDE", "1-", "99999999999999999999-ABCDE", "3-ABCDE"):
        assert presence.by_badge(seminar, wrong) is None


def test_badges_are_scanned_without_a_line_and_sent_later(seminar):
    lead, one = trainer(seminar), participant(seminar, 1)
    participant(seminar, 2, "Sato Ken", state="waiting")
    when = timezone.now() - timedelta(hours=2)
    address = f"/en/t/{lead.token}/2/scan/"
    seen = (presence.badge_code(one), when), ("2", when), ("77", when)
    answered = scanned(Client(), address, *seen).json()["said"]
    assert [s["there"] for s in answered] == [True, False, False]
    assert "on the waiting list" in answered[1]["told"]
    noted = Attendance.objects.get()
    assert (noted.at, noted.how) == (when, "badge")
    again = scanned(Client(), address, (presence.badge_code(one), timezone.now())).json()["said"]
    assert again[0]["told"].endswith("noted already")
    assert Attendance.objects.get().at == when


def test_a_clock_that_is_years_off_says_nothing(seminar, alice):
    participant(seminar, 1)
    scanned(alice, f"{HOME}2/scan/", ("1", datetime(1970, 1, 1, tzinfo=UTC)))
    assert Attendance.objects.get().at > timezone.now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    "body", ["[", "{}", '[{"badge": "1"}]', '[{"badge": "1", "at": "noon"}]', "[3]", "null"]
)
def test_what_cannot_be_read_is_told(seminar, alice, body):
    participant(seminar, 1)
    answered = alice.post(f"{HOME}2/scan/", body, content_type="application/json")
    assert answered.status_code == 400
    assert not Attendance.objects.exists()


def test_without_scripts_a_number_is_typed(seminar, alice):
    participant(seminar, 1)
    answered = alice.post(f"{HOME}2/scan/", {"badge": "1"}, follow=True)
    assert "1 Li Na" in answered.content.decode()
    assert there(2) == {1}
    assert (
        "Nobody is counted at a break."
        in alice.post(f"{HOME}3/scan/", {"badge": "1"}, follow=True).content.decode()
    )


def test_badges_show_name_side_and_employer(seminar, alice):
    one = participant(seminar, 1, "ဒေါ်ခင်မြ")
    page = alice.get("/my/o/lotus-garments/seminars/beijing/badges/").content.decode()
    assert "ဒေါ်ခင်မြ" in page
    assert "Union of Garment Workers" in page
    assert presence.badge_code(one) in page
    assert one.token not in page


def test_badges_come_as_sheets_in_each_ones_language(seminar, alice):
    first, late = participant(seminar, 1), participant(seminar, 12, "กิตติ", language="th")
    participant(seminar, 2, "Sato Ken", state="waiting")
    address = "/en/o/lotus-garments/seminars/beijing/badges/badges.pdf"
    answered = alice.get(address)
    assert answered.headers["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(answered.content)).pages[0].extract_text()
    assert presence.badge_code(first) in text
    assert set("ลูกจ้าง") <= set(text), "marks come out of a PDF in another order"
    assert "Sato" not in text
    only = PdfReader(BytesIO(alice.get(f"{address}?from=2").content)).pages[0].extract_text()
    assert presence.badge_code(late) in only
    assert presence.badge_code(first) not in only
    assert alice.get(f"{address}?from=13").headers["Location"].endswith("/badges/"), (
        "nobody: told on the page"
    )


def test_a_short_text_is_drawn_as_a_code_that_telephones_read():
    """A Micro QR code, which most cameras do not know, has 17 dots and less on a side; the smallest whole one has 21."""
    drawn = codes.picture("2-ABCDE")
    assert 'viewBox="0 0 29 29"' in drawn, drawn[:80]


# --- The code on the screen ---------------------------------------------------------------------------


def test_the_code_changes_each_half_minute_and_is_taken_for_a_minute(seminar):
    session = seminar.sessions.get(number=2)
    session.seminar = seminar
    now = timezone.now()
    code = presence.screen_code(session, now)
    assert presence.session_on_screen(seminar, f"{code[:3]} {code[3:]}", now) == session
    assert presence.session_on_screen(seminar, code, now + timedelta(seconds=60)) == session
    assert presence.session_on_screen(seminar, code, now + timedelta(seconds=95)) is None
    assert presence.session_on_screen(seminar, code, now + timedelta(days=1)) is None
    assert presence.screen_code(session, now + timedelta(seconds=30)) != code


def test_checked_in_on_ones_own_page(seminar, alice):
    one = participant(seminar, 1)
    page = alice.get(f"{HOME}2/screen/").content.decode()
    session = seminar.sessions.get(number=2)
    session.seminar = seminar
    code = presence.screen_code(session, timezone.now())
    assert f"{code[:3]} {code[3:]}" in page or presence.seconds_left(timezone.now()) > 28
    answered = Client().post(f"/en/p/{one.token}/here/", {"code": code}, follow=True)
    assert "You are noted as present: Wages" in answered.content.decode()
    assert Attendance.objects.get().how == "code"


def test_checked_in_with_the_badge(seminar):
    one = participant(seminar, 1)
    session = seminar.sessions.get(number=2)
    session.seminar = seminar
    code = presence.screen_code(session, timezone.now())
    address = f"/en/s/{seminar.code}/here/"
    assert Client().get(address).status_code == 200
    Client().post(address, {"badge": "1", "code": code})
    assert not Attendance.objects.exists(), "a number alone is no badge"
    Client().post(address, {"badge": presence.badge_code(one), "code": code})
    assert there(2) == {1}


def test_codes_cannot_be_guessed_for_long(seminar):
    one = participant(seminar, 1)
    for _try in range(presence.TRIES):
        with pytest.raises(RefusedError, match="not the code"):
            presence.check_in(one, "")
    session = seminar.sessions.get(number=2)
    session.seminar = seminar
    with pytest.raises(RefusedError, match="Too many tries"):
        presence.check_in(one, presence.screen_code(session, timezone.now()))


# --- Paper --------------------------------------------------------------------------------------------


def test_ticked_from_paper_and_corrected(seminar, alice):
    for n in (1, 2, 3):
        participant(seminar, n, f"P{n}")
    assert "P2" in alice.get(f"{HOME}paper/").content.decode()
    alice.post(f"{HOME}2/", {"there": ["1", "2", "9"]})
    assert there(2) == {1, 2}
    Participant.objects.filter(number=1).update(state="withdrawn")
    alice.post(f"{HOME}2/", {"there": ["3"]})
    assert there(2) == {1, 3}, "who withdrew later was there all the same"
    entry = AuditEntry.objects.filter(verb="attendance.corrected").first()
    assert (entry.details["added"], entry.details["removed"]) == ([3], [2])
    assert "1 / 2" in alice.get(HOME).content.decode() or "2 / 2" in alice.get(HOME).content.decode()
