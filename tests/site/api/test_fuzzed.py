"""Every operation against what its description allows and what it does not: never a 5xx, always as described."""

from __future__ import annotations

import warnings

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase

from tests.site.api.conftest import shows
from tests.site.cast import Cast
from tripartite.site.api import gate
from tripartite.site.checks.models import Check


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


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.filterwarnings("ignore")
def test_no_request_breaks_it(cast: Cast, described, mode):
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    Check.objects.create(facility=cast.facility, number=1, made_by=cast.alice)
    token = shows(cast.alice, cast.factory).defaults["HTTP_AUTHORIZATION"]
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    walked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=15, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @hypothesis.given(case=operation.as_strategy(generation_mode=GenerationMode[mode]))
        def ask(case) -> None:
            for parameter in ("org", "facility", "number"):
                if mode == "POSITIVE" and parameter in (case.path_parameters or {}):
                    case.path_parameters[parameter] = {
                        "org": "lotus-garments",
                        "facility": "dongguan",
                        "number": 1,
                    }[parameter]
            case.call_and_validate(headers={"Authorization": token}, checks=checks)

        try:
            ask()
        except hypothesis.errors.Unsatisfiable:
            continue  # nothing about it can be said wrongly
        walked += 1
    assert walked > 10
