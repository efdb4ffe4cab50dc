"""When a session ends by itself: some hours after it was last used, and two weeks after it began."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

# Use is written down once in so many seconds, not with each request.
WRITTEN_EACH = 300
BEGAN, USED = "began", "used"
# Pages that ask by themselves, while nobody may be there.
BY_THEMSELVES = ("check_progress",)


class SessionsEnd:
    """Signs out whose session was not used for long, or began long ago; before the view, so that it sees a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        # Who has no session is not asked for one: public pages read nothing from the database.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return
        now = int(time.time())
        if self._is_over(request, now):
            logout(request)
            messages.info(request, _("You were signed out, as you had been away for long. Sign in to go on."))
        elif request.resolver_match is None or request.resolver_match.view_name not in BY_THEMSELVES:
            self._note(request, now)

    def _is_over(self, request: HttpRequest, now: int) -> bool:
        used, began = request.session.get(USED, now), request.session.get(BEGAN, now)
        return bool(now - used > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE)

    def _note(self, request: HttpRequest, now: int) -> None:
        request.session.setdefault(BEGAN, now)
        if now - request.session.get(USED, 0) >= min(WRITTEN_EACH, settings.SESSION_IDLE_SECONDS / 4):
            request.session[USED] = now
