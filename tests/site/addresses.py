"""Every address of the site, with arguments that the cast provides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Arguments of addresses by their name. An app whose addresses need more adds to it in its own tests' conftest.
ARGUMENTS: dict[str, Any] = {
    "org": "lotus-garments",
    "facility": "dongguan",
    "token": "no-such-token",
    "country": "cn",
    "topic": "wages",
    "key": "cn/labour-law/41",
    "grant": 1,
    "language": "en",
    "name": "standards.jsonld",
    "asked": 1,
    "log": 1,
    "member": 1,
    "invitation": 1,
    "check": 1,
    "number": 1,
    "upload": 1,
    "client": "a1b2",
    "finding": "F0000001",
    "rule": "cn/overtime-in-a-day",
    "earlier": 2,
    "form": "xlsx",
    "action": 1,
    "schedule": 1,
    "payment": 1,
    "evidence": 1,
    "seminar": "beijing",
    "code": "NOSUCH",
    "part": "handout",
    "trainer": 1,
    "room": 1,
    "when": "before",
    "question": "wa-1",
    "participant": 1,
    "place": 0,
    "watch": "no-such-key",
    "group": 1,
    "hand_in": 1,
    "module": "wages",
}
# Views of libraries, which guard themselves.
LIBRARIES = ("allauth.", "django.")


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All patterns below a resolver."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


def own_patterns() -> list[URLPattern]:
    return [p for p in patterns() if not (p.callback.__module__ or "").startswith(LIBRARIES)]
