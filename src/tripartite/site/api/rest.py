"""The API put together: its parts, and how each error is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tripartite.records.errors import RecordsError
from tripartite.reports.bundle import BundleError
from tripartite.reports.credential import CredentialError
from tripartite.reports.data_integrity import OtherProofError, ProofError
from tripartite.site.api import (
    back_pay,
    checks,
    facilities,
    library,
    organisation,
    participants,
    plans,
    results,
    seminars,
    sharing,
)
from tripartite.site.api.described import with_examples
from tripartite.site.api.gate import ContentTypeError, FormError, JsonOnly, OutOfScopeError, refused
from tripartite.site.api.plans import ChangedMeanwhileError, NoVersionError
from tripartite.site.checks.operations import OffsetError
from tripartite.site.people.access import SecondStepError
from tripartite.site.people.operations import RefusedError
from tripartite.site.plans.back_pay import OtherPaymentError
from tripartite.site.plans.operations import StaleError
from tripartite.site.seminars.participation import KnownError
from tripartite.standards.fields import StandardsError


class Described(NinjaAPI):
    """The API, whose description holds an example for each part of an address."""

    def get_openapi_schema(self, **about: Any) -> Any:
        return with_examples(super().get_openapi_schema(**about))


api = Described(
    title="tripartite",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    parser=JsonOnly(),
    description="Labour standards of six Asian countries, checks of records against them, what is done about findings and what is shared of them.",
)
api.add_router("/library", library.router)
for part in (facilities, checks, results, plans, back_pay):
    api.add_router("/facilities", part.router)
api.add_router("/organisation", organisation.router)
api.add_router("/sharing", sharing.router)
for part in (seminars, participants):
    api.add_router("/seminars", part.router)
api.add_router("/certificates", seminars.open_router)

Teller = Callable[[HttpRequest, Any], HttpResponse]


def _told(status: int, code: str, fixed: str = "") -> Teller:
    return lambda _request, error: refused(status, code, fixed or str(error))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    details = [{"at": [str(p) for p in e["loc"]], "message": e["msg"]} for e in error.errors]
    return refused(422, "invalid", "Some of what was sent is not as the description says.", details)


def _offset(request: HttpRequest, error: OffsetError) -> HttpResponse:
    said = f"The file stands at {error.received} bytes. Go on there."
    return refused(409, "wrong-offset", said, [{"received": error.received}])


def _scope(request: HttpRequest, error: OutOfScopeError) -> HttpResponse:
    return refused(403, "out-of-scope", f"This token was not made for `{error}`.", [{"scope": str(error)}])


def _form(request: HttpRequest, error: FormError) -> HttpResponse:
    details = [
        {"at": ["body"] if name == "__all__" else ["body", name], "message": str(said)}
        for name, each in error.form.errors.items()
        for said in each
    ]
    return refused(422, "invalid", "Some of what was sent cannot be.", details)


SINCE = "Somebody changed this action after you read it. Read it again, and say what still holds."


def _changed(request: HttpRequest, error: ChangedMeanwhileError) -> HttpResponse:
    return refused(412, "changed-meanwhile", SINCE, [{"version": error.version}])


def _known(request: HttpRequest, error: KnownError) -> HttpResponse:
    return refused(409, "registered-already", str(error), [{"number": error.number}])


def _kind(request: HttpRequest, error: ContentTypeError) -> HttpResponse:
    said = f"Send the body as Content-Type: {error}."
    return refused(415, "wrong-content-type", said, [{"takes": str(error)}])


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    # What a parser raises comes wrapped.
    if isinstance(error.__cause__, ContentTypeError):
        return _kind(request, error.__cause__)
    return refused(error.status_code, "bad-request", error.message)


TOLD: dict[type[Exception], Teller] = {
    ValidationError: _invalid,
    HttpError: _http,
    AuthenticationError: _told(401, "no-token", "Send a token that holds: Authorization: Bearer TOKEN."),
    OutOfScopeError: _scope,
    SecondStepError: _told(
        403,
        "second-step",
        "Administrators of this site need a second step when they sign in. The token's person adds one on the site.",
    ),
    PermissionDenied: _told(403, "not-allowed", "The role of the token's person does not allow this."),
    Http404: _told(404, "not-found", "There is nothing here."),
    OffsetError: _offset,
    FormError: _form,
    ContentTypeError: _kind,
    NoVersionError: _told(
        428, "no-version", "Say which version you read: its ETag as If-Match, or `version`."
    ),
    ChangedMeanwhileError: _changed,
    StaleError: _told(409, "changed-meanwhile", SINCE),
    RequestDataTooBig: _told(413, "too-large", "The body is too large. Send a file in parts."),
    KnownError: _known,
    OtherPaymentError: _told(
        409,
        "key-used",
        "Another payment was noted under this Idempotency-Key. Give each payment a key of its own.",
    ),
    RefusedError: _told(422, "refused"),
    CredentialError: _told(422, "no-certificate"),
    ProofError: _told(422, "no-whole-certificate"),
    OtherProofError: _told(422, "cannot-tell"),
    BundleError: _told(422, "no-whole-bundle"),
    RecordsError: _told(422, "invalid"),
    StandardsError: _told(404, "not-held"),
}
for kind, teller in TOLD.items():
    api.add_exception_handler(kind, teller)
