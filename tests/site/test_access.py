"""Every address as every role: what a view declares is what it does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.site.addresses import ARGUMENTS, own_patterns
from tests.site.cast import Cast
from tests.site.seminars.cast import beijing
from tripartite.site.people.access import MAY, Action, standing_on
from tripartite.site.people.models import Grant, Membership

PATTERNS = own_patterns()
ROLE = {
    "alice": Membership.Role.ADMINISTRATOR,
    "bob": Membership.Role.OFFICER,
    "rosa": Membership.Role.READER,
}


def address(pattern) -> str:
    converters = pattern.pattern.converters
    missing = set(converters) - set(ARGUMENTS)
    assert not missing, f"say in tests/site/addresses.py what {missing} of {pattern.name} may be"
    try:
        return reverse(pattern.name, kwargs={k: ARGUMENTS[k] for k in converters})
    except NoReverseMatch:
        return reverse(f"api-1.0.0:{pattern.name}", kwargs={k: ARGUMENTS[k] for k in converters})


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
def test_each_view_declares_who_may(pattern):
    assert getattr(pattern.callback, "access", None), f"{pattern.name} wears no decorator of people/access.py"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.name)
@pytest.mark.parametrize("who", ["nobody", "charlie", "rosa", "bob", "alice"])
def test_each_address_as_each_role(pattern, who, cast: Cast):
    rule = pattern.callback.access
    if rule.startswith("api"):
        pytest.skip("tokens and scopes are walked in test_api.py")
    if rule.startswith("seminar"):
        beijing(cast)
    client = Client()
    if who != "nobody":
        client.force_login(getattr(cast, who))
    refused = {client.get(address(pattern)).status_code, client.post(address(pattern)).status_code}
    assert not any(s >= 500 for s in refused)
    if rule.startswith("public"):
        assert not refused & {302, 401, 403} or 405 in refused or pattern.name == "theme"
    elif who == "nobody":
        assert refused <= {302, 405}, "a stranger is sent to the sign-in"
    elif rule != "signed in":
        may = who in ROLE and Action(rule.rpartition(" ")[2]) in MAY[ROLE[who]]
        wanted = {404, 405} if who == "charlie" else {403, 405}
        assert may or refused <= wanted, f"{who} got {refused}"
        if may:
            assert 403 not in refused


def test_a_grant_lets_look_and_nothing_more(cast: Cast):
    cast.grant()
    standing = standing_on(cast.dana, cast.facility)
    assert standing.may(Action.SEE)
    assert not standing.may(Action.WORK)
    assert not standing.sees_workers


def test_a_grant_ends_by_its_day_and_by_revocation(cast: Cast):
    from datetime import timedelta

    from django.utils import timezone

    grant = cast.grant()
    Grant.objects.filter(pk=grant.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert not standing_on(cast.dana, cast.facility).may(Action.SEE)
    Grant.objects.filter(pk=grant.pk).update(until=timezone.localdate(), revoked_at=timezone.now())
    assert not standing_on(cast.dana, cast.facility).may(Action.SEE)


def test_of_two_grants_the_wider_counts(cast: Cast):
    cast.grant()
    cast.grant(scope=Grant.Scope.TOPICS, topics=["wages"])
    standing = standing_on(cast.dana, cast.facility)
    assert standing.sees_topic("wages")
    assert not standing.sees_topic("working-time")
