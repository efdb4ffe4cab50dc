"""Logs as lines of JSON. No personal data: no names, no addresses of people, no query strings."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("tripartite.site")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what the caller put in `extra={"fields": ...}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = what_broke(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def what_broke(error: BaseException) -> list[str]:
    """The kinds of an error and of what caused it, and where. Its words stay out: they hold people's names and numbers."""
    told = []
    at: BaseException | None = error
    while at is not None:
        frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(at.__traceback__)]
        told.append(f"{type(at).__module__}.{type(at).__qualname__} at " + " < ".join(reversed(frames[-12:])))
        at = at.__cause__ or at.__context__
    return told


@receiver(got_request_exception)
def log_what_broke(request: HttpRequest | None = None, **_: object) -> None:
    """A request that nothing answered: Django's own log of it is off, as it writes the full address."""
    match = request.resolver_match if request else None
    log.error("broke", exc_info=True, extra={"fields": {"page": match.view_name if match else "none"}})  # noqa: LOG014 - the signal is sent within the handler


class RequestLog:
    """Logs each request by the name of its page, so that no identifier in an address is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "fields": {
                    "method": request.method,
                    "page": match.view_name or match.route if match else "none",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                }
            },
        )
        return response
