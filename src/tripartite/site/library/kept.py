"""Pages that are the same for every anonymous visitor: made once a day, kept in memory, and told apart by their ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from tripartite.site.page import THEMES

View = Callable[..., HttpResponse]
MOST_BYTES = 48_000_000
FRESH = timedelta(minutes=10)
STARTED = timezone.now()


@dataclass(frozen=True)
class Kept:
    """A page as it is sent, plain and compressed."""

    plain: bytes
    packed: bytes
    etag: str
    content_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> Kept:
        content = response.content
        # Weak, as it names the page and not whether it was compressed on the way.
        etag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
        return cls(content, gzip.compress(content, 6, mtime=0), etag, response["Content-Type"])

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


class Pages:
    """The pages asked for last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._pages: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._lock, self._most, self._bytes = Lock(), most, 0

    def get(self, key: tuple[Any, ...]) -> Kept | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[Any, ...], page: Kept) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes += page.size - (before.size if before else 0)
            self._pages[key] = page
            while self._bytes > self._most and len(self._pages) > 1:
                self._bytes -= self._pages.popitem(last=False)[1].size

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


PAGES = Pages(MOST_BYTES)


def is_anonymous(request: HttpRequest) -> bool:
    """Whether a visitor carries nothing by which a page could differ for them but the colours."""
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & set(request.COOKIES)


def kept(view: View) -> View:
    """Keep a public page for all anonymous visitors until midnight; who is signed in always gets it made anew.

    A process reads the standards once, so a new version of the data comes with a new process and an empty memory.
    """

    @wraps(view)
    def answer(request: HttpRequest, **rest: Any) -> HttpResponse:
        if not is_anonymous(request) or request.method not in ("GET", "HEAD"):
            response = view(request, **rest)
            response.headers.setdefault("Cache-Control", "private, no-cache")
            return response
        theme, today = request.COOKIES.get("theme", ""), timezone.localdate()
        key = (request.build_absolute_uri(), get_language(), theme if theme in THEMES else "", today)
        page = PAGES.get(key)
        if page is None:
            made = view(request, **rest)
            if made.status_code != 200 or made.streaming:
                return made
            page = Kept.of(made)
            PAGES.put(key, page)
        return send(request, page)

    return answer


def send(request: HttpRequest, page: Kept) -> HttpResponse:
    """A kept page with what a cache needs to know; nothing but that where the visitor has it already."""
    now = timezone.localtime()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.packed if packed else page.plain, content_type=page.content_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    left = min(FRESH, midnight + timedelta(days=1) - now)
    changed = max(STARTED, midnight)
    response["ETag"] = page.etag
    response["Last-Modified"] = http_date(changed.timestamp())
    response["Cache-Control"] = f"public, max-age={max(0, int(left.total_seconds()))}"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    found = get_conditional_response(request, page.etag, int(changed.timestamp()), response)
    return found if isinstance(found, HttpResponse) else response
