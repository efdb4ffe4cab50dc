"""Logs as lines of JSON. No personal data: no names, no addresses of people, no query strings."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

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
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


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
