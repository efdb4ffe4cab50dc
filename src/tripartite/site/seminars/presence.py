"""Who was there: by the badge, by a code on the screen, or by a list on paper; noted once, however often it is said."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.models import Attendance, Participant, Seminar, Session
from tripartite.site.seminars.models.organised import LETTERS

How = Attendance.How
SIGNED = 5  # letters of a badge's signature: a guess in 28 million
CODE_SECONDS = 30
# A code is taken for a minute after it left the screen: people type slowly, and lines are slow.
LATER = 2
TRIES, TRIES_SECONDS = 10, 600


def _mac(seminar: Seminar, about: str) -> int:
    digest = hmac.new(seminar.secret.encode(), about.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


# --- Badges ---------------------------------------------------------------------------------------------


def badge_code(participant: Participant) -> str:
    """What stands on a badge: the number with a signature. It lets nobody into the participant's own page,
    as a badge is seen and photographed by everybody.
    """
    value, letters = _mac(participant.seminar, f"badge {participant.number}"), ""
    for _place in range(SIGNED):
        value, n = divmod(value, len(LETTERS))
        letters += LETTERS[n]
    return f"{participant.number}-{letters}"


def by_badge(seminar: Seminar, code: str, *, trusted: bool = False) -> Participant | None:
    """Whose badge it is. Trainers and organisers, who are trusted, may type the number alone."""
    number, _dash, signature = code.strip().upper().rpartition(" ")[2].partition("-")
    if not (number.isascii() and number.isdecimal()) or len(number) > 6:
        return None
    found = seminar.participants.filter(number=int(number), erased_at=None).first()
    if found is None:
        return None
    found.seminar = seminar
    if signature or not trusted:
        right = badge_code(found).partition("-")[2]
        return found if hmac.compare_digest(signature.encode(), right.encode()) else None
    return found


# --- A code on the screen -------------------------------------------------------------------------------


def screen_code(session: Session, now: datetime, before: int = 0) -> str:
    """Six digits that change each half minute; `before`: those shown so many half minutes ago."""
    step = int(now.timestamp()) // CODE_SECONDS - before
    return f"{_mac(session.seminar, f'screen {session.number} {step}') % 1_000_000:06}"


def seconds_left(now: datetime) -> int:
    return CODE_SECONDS - int(now.timestamp()) % CODE_SECONDS


def session_on_screen(seminar: Seminar, code: str, now: datetime) -> Session | None:
    """The session of today whose screen shows the code, or did a minute ago."""
    typed = "".join(str(int(c)) for c in code if c.isdecimal())
    day = (now.astimezone(ZoneInfo(seminar.time_zone)).date() - seminar.first_day).days + 1
    for session in seminar.sessions.filter(day=day).exclude(kind=Session.Kind.BREAK):
        session.seminar = seminar
        if any(hmac.compare_digest(typed, screen_code(session, now, n)) for n in range(LATER + 1)):
            return session
    return None


def check_in(participant: Participant, code: str) -> Session:
    """Note that somebody is here, who read the code on the screen. Raises RefusedError."""
    _count_try(participant)
    now = timezone.now()
    session = session_on_screen(participant.seminar, code, now)
    if session is None:
        raise RefusedError(
            _("This is not the code on the screen now. Look again: it changes each half minute.")
        )
    note(session, participant, How.CODE, now)
    return session


def _count_try(participant: Participant) -> None:
    key = f"check-in-{participant.pk}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, TRIES_SECONDS)
    if tries > TRIES:
        raise RefusedError(_("Too many tries. Wait ten minutes, or show your badge."))


# --- Noting ---------------------------------------------------------------------------------------------


def note(session: Session, participant: Participant, how: str, at: datetime) -> bool:
    """Note once that somebody was there; gives whether it is news. Raises RefusedError."""
    if session.kind == Session.Kind.BREAK:
        raise RefusedError(_("Nobody is counted at a break."))
    if participant.state != Participant.State.ACCEPTED:
        raise RefusedError(
            _("Not accepted for this seminar: %(state)s.") % {"state": participant.get_state_display()}
        )
    now = timezone.now()
    # A telephone's clock may be wrong; one that is days off says nothing.
    if not now - timedelta(days=3) <= at <= now + timedelta(minutes=5):
        at = now
    _noted, made = Attendance.objects.get_or_create(
        session=session, participant=participant, defaults={"how": how, "at": at}
    )
    return made


@transaction.atomic
def correct(actor: User, session: Session, numbers: Collection[int]) -> tuple[int, int]:
    """Set who was at a session, as a list on paper says; gives how many were added and taken out."""
    if session.kind == Session.Kind.BREAK:
        raise RefusedError(_("Nobody is counted at a break."))
    Seminar.objects.select_for_update().get(pk=session.seminar_id)
    there = {a.participant.number: a for a in session.attendances.select_related("participant")}
    accepted = {p.number: p for p in session.seminar.participants.filter(state=Participant.State.ACCEPTED)}
    added = sorted(n for n in set(numbers) - set(there) if n in accepted)
    # Who withdrew since is not on the list that was ticked: that they were there stays.
    gone = sorted(n for n in set(there) - set(numbers) if n in accepted)
    now = timezone.now()
    Attendance.objects.bulk_create(
        Attendance(session=session, participant=accepted[n], how=How.PAPER, at=now) for n in added
    )
    Attendance.objects.filter(pk__in=[there[n].pk for n in gone]).delete()
    if added or gone:
        audit.record(
            session.seminar.organisation, actor, "attendance.corrected", session.seminar,
            session=session.number, added=added, removed=gone,
        )  # fmt: skip
    return len(added), len(gone)
