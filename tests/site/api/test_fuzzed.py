"""Every operation against what its description allows and what it does not: never a 5xx, always as described."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase

from tests.site.api.conftest import PDF, shows
from tests.site.cast import Cast
from tests.site.checks.conftest import factory_files, ran  # noqa: F401
from tests.site.plans.conftest import RULE, listed
from tests.site.seminars.cast import beijing
from tripartite.site.api import gate
from tripartite.site.people import operations as people_operations
from tripartite.site.people.models import Membership
from tripartite.site.plans import back_pay, evidence
from tripartite.site.plans import operations as plan_operations


@pytest.fixture
def one_connection():
    """A request ends by closing old connections; here it shares the test's own, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(db, one_connection, monkeypatch):
    import schemathesis

    from tripartite.site.wsgi import application

    monkeypatch.setattr(gate, "A_MINUTE_WITHOUT", 10**6)
    monkeypatch.setattr(gate, "A_MINUTE_WITH", 10**6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json",
            lambda env, start: application(
                {**env, "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "identity"}, start
            ),
        )


@pytest.fixture
def parts(cast: Cast, factory_files: Path) -> dict[str, Any]:  # noqa: F811
    """Parts of addresses that lead to something: a check that is done, its plan, wages owed and partly paid."""
    check = ran(cast, *factory_files.iterdir())
    (action,) = plan_operations.take_over(cast.bob, check, [RULE])
    file = evidence.add(cast.bob, action, SimpleUploadedFile("a.pdf", PDF))
    schedule = listed(cast, check)
    (payment,) = back_pay.pay(cast.bob, schedule, [1], date(2026, 1, 31), amount=1)
    invitation = people_operations.invite(cast.alice, cast.factory, "Mei", "reader")
    return {
        "org": "lotus-garments",
        "facility": "dongguan",
        "number": check.number,
        "earlier": check.number,
        "finding": "F0000001",
        "action": action.number,
        "schedule": schedule.number,
        "evidence": file.pk,
        "payment": payment.pk,
        "invitation": invitation.pk,
        "seminar": beijing(cast).slug,
        "session": 2,
        "code": "no-such-code",
        "member": Membership.objects.get(user=cast.rosa).pk,
    }


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.filterwarnings("ignore")
def test_no_request_breaks_it(cast: Cast, described, parts, mode):
    token = shows(cast.alice, cast.factory).defaults["HTTP_AUTHORIZATION"]
    walked, succeeded = 0, set()
    # What takes away goes last: until then there is something to ask for.
    for operation in sorted((found.ok() for found in described.get_all_operations()), key=_takes_away):
        try:
            answered = _ask(operation, mode, parts if mode == "POSITIVE" else {}, token)
        except hypothesis.errors.Unsatisfiable:
            continue  # nothing about it can be said wrongly
        walked += 1
        if min(answered) < 300:
            succeeded.add(operation.label)
    assert walked > 40
    assert mode == "NEGATIVE" or len(succeeded) > 30, sorted(succeeded)


def _takes_away(operation: Any) -> bool:
    return bool(operation.method.upper() == "DELETE")


def _ask(operation: Any, mode: str, parts: dict[str, Any], token: str) -> set[int]:
    """Many requests of an operation, each held against the description; gives the statuses that came."""
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    answered = set()

    @hypothesis.settings(
        max_examples=10, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=GenerationMode[mode]))
    def ask(case: Any) -> None:
        for name in case.path_parameters or {}:
            if name in parts:
                case.path_parameters[name] = parts[name]
        answer = case.call_and_validate(headers={"Authorization": token}, checks=checks)
        answered.add(answer.status_code)

    ask()
    return answered
