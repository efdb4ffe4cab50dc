"""Seats in a quiz: who answers on a telephone that came by the seminar's short address, told by the badge.

A badge is seen and photographed by everybody, so it opens the quiz and nothing else. A telephone may hold the seats of a few
people, as neighbours share one; which of them answers now is the first.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars import presence
from tripartite.site.seminars.models import Participant, Seminar

SEATS = 4
KEPT_SECONDS = 12 * 3600
SALT = "seminars.seats"
# Wrong tries within ten minutes. A whole room may stand behind one address; of one badge there are 28 million codes.
WRONG_OF_BADGE, WRONG_OF_ADDRESS, WRONG_SECONDS = 20, 300, 600


def by_what_was_typed(request: HttpRequest, seminar: Seminar, typed: str) -> Participant:
    """Whose badge it is that somebody typed. Raises RefusedError, which says what to do."""
    number, letters = _as_on_a_badge(typed)
    if not number or not number.isdecimal():
        raise RefusedError(
            _("Type all that stands under the code on your badge: the number and the five letters behind it.")
        )
    kept = [f"seat-{seminar.pk}-{number[:6]}", f"seat-{seminar.pk}-{_address(request)}"]
    for key, most in zip(kept, (WRONG_OF_BADGE, WRONG_OF_ADDRESS), strict=True):
        if cache.get(key, 0) >= most:
            raise RefusedError(_("Too many wrong tries. Wait ten minutes, or ask the trainer."))
    found = presence.by_badge(seminar, f"{number}-{letters}")
    if found is None:
        for key in kept:
            cache.set(key, cache.get(key, 0) + 1, WRONG_SECONDS)
        raise RefusedError(
            _(
                "This is on no badge of this seminar. Look at your badge again: among the five behind the number there is no letter I, L or O, and no figure 0 or 1. Without a badge ask who welcomes people."
            )
        )
    if found.state != Participant.State.ACCEPTED:
        raise RefusedError(
            _("Not accepted for this seminar: %(state)s.") % {"state": found.get_state_display()}
        )
    return found


def _as_on_a_badge(typed: str) -> tuple[str, str]:
    """The number and the letters, without dash or spaces, in small letters, in the figures of any language."""
    said = unicodedata.normalize("NFKC", typed[:40]).upper()
    plain = "".join(str(unicodedata.digit(c, c)) for c in said if c.isalnum())
    return plain[: -presence.SIGNED], plain[-presence.SIGNED :]


def _address(request: HttpRequest) -> str:
    """Where somebody asks from, so that tries can be counted and nothing of it is kept readable."""
    return hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:16]


# --- What a telephone keeps -----------------------------------------------------------------------------


def seated(request: HttpRequest, seminar: Seminar) -> list[Participant]:
    """Those who answer on this telephone, the one who does now first."""
    said = request.get_signed_cookie(_cookie(seminar), default="", salt=SALT, max_age=KEPT_SECONDS)
    numbers = [int(n) for n in str(said).split(".") if n][:SEATS]
    found = {
        p.number: p
        for p in seminar.participants.filter(
            number__in=numbers, erased_at=None, state=Participant.State.ACCEPTED
        )
    }
    for one in found.values():
        one.seminar = seminar
    return [found[n] for n in numbers if n in found]


def keep(response: HttpResponse, seminar: Seminar, numbers: Sequence[int]) -> HttpResponse:
    """Let the telephone hold these seats, or none."""
    name = _cookie(seminar)
    if not numbers:
        response.delete_cookie(name, samesite="Lax")
        return response
    response.set_signed_cookie(
        name, ".".join(map(str, numbers[:SEATS])), salt=SALT, max_age=KEPT_SECONDS, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _cookie(seminar: Seminar) -> str:
    return f"quiz-{seminar.pk}"
