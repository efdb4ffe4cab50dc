"""What stands before every operation: the token, how many requests a minute, how large; and one shape for errors."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Annotated, Any, Literal, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import Field, Schema
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic import AfterValidator

from tripartite.site.api.models import Token
from tripartite.site.api.operations import token_of
from tripartite.site.languages import site_language
from tripartite.site.people.access import Action, Standing, log_look, require, standing_in, standing_on
from tripartite.site.people.models import Facility, Organisation, User

WINDOW = 60
A_MINUTE_WITHOUT, A_MINUTE_WITH = 120, 600
# A body that holds a file: evidence of ten megabytes, a bundle of sixteen, and what a form says around it.
MOST_WITH_FILE = 17 * 1024 * 1024
Language = Literal["en", "zh", "ja", "vi", "th", "my", "fil"]


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("A NUL character cannot be kept.")
    return text


# Text that any database keeps.
Text = Annotated[str, AfterValidator(_without_nul)]


class Told(Schema):
    code: str
    message: str
    details: list[dict[str, Any]] = Field(default_factory=list)


class Failed(Schema):
    """Every answer that is no success."""

    error: Told


ERRORS: Any = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429), Failed)


def refused(
    status: int, code: str, message: str, details: list[dict[str, Any]] | None = None
) -> JsonResponse:
    return JsonResponse(
        {"error": {"code": code, "message": message, "details": details or []}}, status=status
    )


class OutOfScopeError(Exception):
    """A token that was not made for this operation."""


class ContentTypeError(Exception):
    """A body that does not say to be what the operation takes; the text names that."""


def require_kind(request: HttpRequest, kind: str) -> None:
    """Refuse a body of another kind: what is read as something else than it was sent as, misleads."""
    if request.content_type != kind:
        raise ContentTypeError(kind)


class JsonOnly(Parser):
    """Bodies of JSON, where they say so."""

    def parse_body(self, request: HttpRequest) -> Any:
        require_kind(request, "application/json")
        return super().parse_body(request)


class FormError(Exception):
    """What a page's form refuses; `form` says what and where."""

    def __init__(self, form: BaseForm) -> None:
        super().__init__()
        self.form = form


def accepted(form: BaseForm) -> dict[str, Any]:
    """What a form of the pages makes of what was sent, so that both keep one set of rules. Raises FormError."""
    if not form.is_valid():
        raise FormError(form)
    return form.cleaned_data


class Scoped(HttpBearer):
    """An operation that needs a token with a scope. The operation then acts as the token's person."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 - the gate has read it
        found: Token | None = getattr(request, "api_token", None)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise OutOfScopeError(self.scope)
        request.user = found.user
        return found


def scoped(scope: str) -> dict[str, Any]:
    """What an operation says of itself to want a scope; its description tells it, too."""
    return {"auth": Scoped(scope), "openapi_extra": {"x-scope": scope}}


def a_file(scope: str, *kinds: str) -> dict[str, Any]:
    """As above, for an operation whose answer is a file of one of these kinds."""
    of_bytes = {"type": "string", "format": "binary"}
    content = {kind: {"schema": {} if kind == "application/json" else of_bytes} for kind in kinds}
    told = {"x-scope": scope, "responses": {200: {"description": "The file", "content": content}}}
    return {"auth": Scoped(scope), "openapi_extra": told, "response": ERRORS}


def guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    """An operation behind the gate."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = _token(request)
        request.api_token = token  # type: ignore[attr-defined]
        wait = _must_wait(request, token)
        if wait:
            answer = refused(429, "too-many-requests", f"Too many requests. Go on in {wait} seconds.")
            answer["Retry-After"] = str(wait)
            return answer
        most = _most(request)
        if _length(request) > most:
            return refused(413, "too-large", f"The body is larger than {most} bytes. Send a file in parts.")
        answered: HttpResponse = view(request, *args, **kwargs)
        if answered.status_code == 405:
            told = refused(405, "method-not-allowed", f"{request.method} cannot be done here.")
            told["Allow"] = answered.get("Allow", "")
            return told
        answered["Cache-Control"] = "no-store"
        return answered

    gate.access = "api"  # type: ignore[attr-defined]
    gate.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is looked at
    return gate


def _token(request: HttpRequest) -> Token | None:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return token_of(text.strip()) if kind.lower() == "bearer" else None


def _must_wait(request: HttpRequest, token: Token | None) -> int:
    """Seconds to wait where a token, or an address without one, has asked too often this minute."""
    now = int(time.time())
    who = f"token:{token.pk}" if token else f"ip:{get_adapter().get_client_ip(request)}"
    key = f"api:{who}:{now // WINDOW}"
    most = A_MINUTE_WITH if token else A_MINUTE_WITHOUT
    if cache.add(key, 1, WINDOW * 2):
        return 0
    try:
        n = cache.incr(key)
    except ValueError:  # it was cleared between the two
        return 0
    return WINDOW - now % WINDOW if n > most else 0


def _most(request: HttpRequest) -> int:
    """How many bytes a body may have; that of a form with a file is written to disk as it comes."""
    with_file = request.content_type == "multipart/form-data"
    return MOST_WITH_FILE if with_file else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def actor(request: HttpRequest) -> User:
    """The person whom the token acts for."""
    return cast("User", request.auth.user)  # type: ignore[attr-defined]


def speaking(lang: Language) -> AbstractContextManager[None]:
    """Sentences of the site in a language that was asked for."""
    return translation.override(site_language(lang))


def in_own(request: HttpRequest, action: Action) -> tuple[Organisation, Standing]:
    """The token's organisation, where its person may do this."""
    token: Token = request.auth  # type: ignore[attr-defined]
    standing = standing_in(token.user, token.organisation)
    require(standing, action)
    return token.organisation, standing


def on(request: HttpRequest, org: str, facility: str, action: Action) -> tuple[Facility, Standing]:
    """A facility that the token's organisation owns or was granted; a look by a grant is logged."""
    from django.shortcuts import get_object_or_404

    token: Token = request.auth  # type: ignore[attr-defined]
    found = get_object_or_404(
        Facility.objects.select_related("organisation"), organisation__slug=org, slug=facility
    )
    standing = standing_on(token.user, found, within=token.organisation)
    require(standing, action)
    if standing.grant:
        log_look(request, standing.grant)
    return found, standing
