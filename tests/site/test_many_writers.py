"""Fifty people write at once: nothing fails, nothing is lost, and the log stays one unbroken chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.site.cast import make_cast, person
from tripartite.site.people import audit
from tripartite.site.people.models import AuditEntry, Facility, Membership, User

PEOPLE, EACH = 50, 4


@pytest.mark.django_db(transaction=True)
def test_fifty_writers():
    cast = make_cast()
    people = [person(f"Writer{n}") for n in range(PEOPLE)]
    Membership.objects.bulk_create(
        Membership(organisation=cast.factory, user=user, role=Membership.Role.OFFICER) for user in people
    )
    before = AuditEntry.objects.filter(organisation=cast.factory).count()
    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = [code for codes in pool.map(_write, people) for code in codes]
    assert answers == [302] * (PEOPLE * EACH)
    written = Facility.objects.filter(organisation=cast.factory, name__startswith="Plant of")
    assert written.count() == PEOPLE * EACH
    assert written.values("slug").distinct().count() == PEOPLE * EACH
    assert AuditEntry.objects.filter(organisation=cast.factory).count() == before + PEOPLE * EACH
    assert audit.first_broken(cast.factory) is None


def _write(user: User) -> list[int]:
    """One person adds facilities of the same name, so that short names collide."""
    try:
        client = Client()
        client.force_login(user)
        form = {"name": "Plant of many", "country": "CN", "region": "CN-GD"}
        return [client.post("/en/o/lotus-garments/facilities/new/", form).status_code for _ in range(EACH)]
    finally:
        connection.close()
