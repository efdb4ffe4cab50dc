"""What participants undertake and tell: sealed, asked after 1, 3 and 6 months, and never counted as more than said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.site.cast import Cast
from tests.site.seminars.cast import beijing, participant
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import commitments
from tripartite.site.seminars.models import Commitment, FollowUp, Letter


@pytest.fixture
def seminar(cast: Cast):
    """Its last day was 40 days ago: the first follow-up is due, the others are not."""
    return beijing(cast, first_day=timezone.localdate() - timedelta(days=42), days=3)


def undertakes(someone, text="Go through overtime with five suppliers"):
    until = timezone.localdate() + timedelta(days=60)
    return commitments.undertake(someone, topic="working-time", text=text, until=until, suppliers=5)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 12, 16), 1, date(2027, 1, 16)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_after(day, months, due):
    assert commitments.months_after(day, months) == due


def test_a_commitment_is_sealed_and_asked_after_three_times(seminar):
    made = undertakes(participant(seminar), text="With Golden Thread Ltd.")
    assert b"Golden" not in bytes(Commitment.objects.get(pk=made.pk).sealed_text)
    assert list(made.follow_ups.values_list("months", flat=True)) == [1, 3, 6]
    assert Letter.objects.filter(kind="follow-up").count() == 3


def test_two_commitments_are_asked_after_in_one_letter(seminar):
    someone = participant(seminar)
    undertakes(someone)
    undertakes(someone, "Something else")
    assert Letter.objects.filter(participant=someone, kind="follow-up").count() == 3


def test_what_is_not_due_is_not_told(seminar):
    made = undertakes(participant(seminar))
    later = made.follow_ups.get(months=3)
    with pytest.raises(RefusedError):
        commitments.tell(later, told="done", text="", suppliers=None, workers=None)


def test_not_answered_is_not_known(seminar):
    first, second = (undertakes(participant(seminar, n)) for n in (1, 2))
    commitments.tell(first.follow_ups.get(months=1), told="begun", text="", suppliers=3, workers=None)
    (one,) = commitments.standings(seminar)
    assert (one.months, one.asked, one.answered) == (1, 2, 1)
    assert one.told == {"": 1, "not-begun": 0, "begun": 1, "done": 0, "dropped": 0}
    assert (one.suppliers, one.workers) == (3, 0)
    assert [p.number for p in commitments.waiting(seminar)] == [second.participant.number]


def test_one_that_was_asked_after_is_not_taken_back(seminar):
    made = undertakes(participant(seminar))
    with pytest.raises(RefusedError):
        commitments.drop(made)
    FollowUp.objects.filter(commitment=made, months=1).update(due=timezone.localdate() + timedelta(days=1))
    commitments.drop(Commitment.objects.get(pk=made.pk))
    assert not Commitment.objects.exists()
    assert not Letter.objects.filter(kind="follow-up").exists(), "nobody is asked after what was taken back"


def test_who_waits_for_a_place_undertakes_nothing(seminar):
    with pytest.raises(RefusedError):
        undertakes(participant(seminar, state="waiting"))


def test_the_pages(seminar, cast: Cast):
    someone = participant(seminar)
    own = f"/en/p/{someone.token}/commitments/"
    form = {"topic": "wages", "text": "Pay overtime", "until": "2020-01-01", "suppliers": "2"}
    refused = Client().post(own, form)
    assert refused.status_code == 422
    assert "still to come" in refused.content.decode()
    form["until"] = str(timezone.localdate())
    assert Client().post(own, form).status_code == 302
    made = Commitment.objects.get()
    first, _, last = made.follow_ups.all()
    assert Client().get(f"{own}told/{last.pk}/").status_code == 404
    told = {"told": "done", "text": "Two of them paid", "suppliers": "2", "workers": "-1"}
    assert Client().post(f"{own}told/{first.pk}/", told).status_code == 422
    assert Client().post(f"{own}told/{first.pk}/", {**told, "workers": "812"}).status_code == 302
    assert "Two of them paid" in Client().get(own).content.decode()
    stranger = participant(seminar, 2, "Wang Fang")
    assert Client().get(f"/en/p/{stranger.token}/commitments/told/{first.pk}/").status_code == 404
    client = Client()
    client.force_login(cast.rosa)
    seen = client.get("/en/o/lotus-garments/seminars/beijing/afterwards/").content.decode()
    assert "Pay overtime" in seen
    assert "812" in seen
