"""The demonstration's seminars: held by the paths that every seminar takes, so that each page has something to show."""

from __future__ import annotations

from collections import Counter

from django.test import Client

from tests.site.cast import Cast
from tripartite.site.seminars import demonstration
from tripartite.site.seminars.models import Attempt


def test_each_page_of_the_organiser_has_something_to_show(cast: Cast):
    seminar = demonstration.make(cast.alice, cast.factory, cast.ines, cast.inspectorate)
    assert seminar.participants.count() == 24
    assert Counter(Attempt.objects.values_list("when", flat=True)) == {"before": 24, "after": 21}
    issued = [p.certificates.exists() for p in seminar.participants.all()]
    assert sum(issued) > 10
    assert not issued[0], "who went home after the first day"
    assert seminar.passed_on.get().participants.count() == 7
    client = Client()
    client.force_login(cast.rosa)
    for page in ("", "report/", "certificates/", "afterwards/", "tree/", "tests/"):
        assert client.get(f"/en/o/{cast.factory.slug}/seminars/{seminar.slug}/{page}").status_code == 200
