"""Trainers and rooms that are booked twice at one hour: here, and in another seminar of the organisation or of the programme.

Trainers are written anew in each seminar, so they are known by their names alone; two people may bear one, and what is said
is a warning. Of a seminar that the reader may not see nothing is told but that there is one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from tripartite.site.people.access import Action, standing_in
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Room, Seminar, Session

MOST_DAYS = 10  # of a seminar


def elsewhere(user: Any, seminar: Seminar, sessions: Iterable[Session]) -> list[str]:
    """What to look at again, once for each day, trainer or room, and other seminar."""
    told: dict[tuple[int, str, int], str] = {}
    others = [(o, _sessions(o), _may_see(user, o)) for o in _at_the_time(seminar)]
    for session in sessions:
        if session.kind == Session.Kind.BREAK:
            continue
        for other, theirs, seen in others:
            for there in theirs:
                if _meet(session, there):
                    for who, line in _shared(session, there, seen=seen):
                        told.setdefault((session.day, who, other.pk), line)
    return list(told.values())


def _at_the_time(seminar: Seminar) -> list[Seminar]:
    """Seminars of the organisation or the programme on the same days, wherever on earth: a day more at both ends."""
    day = timedelta(days=1)
    of = Q(organisation=seminar.organisation_id)
    if seminar.series:
        of |= Q(series__programme=seminar.series.programme_id)
    near = (
        Seminar.objects.filter(
            of,
            first_day__lte=seminar.last_day + day,
            first_day__gte=seminar.first_day - timedelta(days=MOST_DAYS) - day,
        )
        .exclude(pk=seminar.pk)
        .exclude(state=Seminar.State.CANCELLED)
        .select_related("organisation")
        .prefetch_related("sessions__trainers", "sessions__room")
        .order_by("first_day", "pk")
    )
    return [s for s in near if s.last_day + day >= seminar.first_day]


def _sessions(seminar: Seminar) -> list[Session]:
    found = [s for s in seminar.sessions.all() if s.kind != Session.Kind.BREAK]
    for session in found:
        session.seminar = seminar
    return found


def _may_see(user: Any, seminar: Seminar) -> bool:
    return standing_in(user, seminar.organisation).may(Action.SEE)


def _meet(one: Session, other: Session) -> bool:
    """Whether they go on at the same moment, whatever their clocks say."""
    begins, begins_there = _begins(one), _begins(other)
    return begins < begins_there + timedelta(minutes=other.minutes) and begins_there < begins + timedelta(
        minutes=one.minutes
    )


def _begins(session: Session) -> datetime:
    return datetime.combine(session.on, session.starts, ZoneInfo(session.seminar.time_zone))


def _shared(session: Session, there: Session, *, seen: bool) -> list[tuple[str, str]]:
    """Trainers and the room of both, each with what is said of it."""
    said = {
        "day": session.day, "one": session_title(session),
        "other": session_title(there) if seen else "", "seminar": there.seminar.title if seen else "",
    }  # fmt: skip
    names = {_plain(t.name) for t in there.trainers.all()}
    out = []
    for trainer in session.trainers.all():
        if _plain(trainer.name) in names:
            line = (
                _("Day %(day)s: %(name)s leads “%(one)s”, and “%(other)s” in the seminar “%(seminar)s” at the same time.")
                if seen
                else _("Day %(day)s: %(name)s leads “%(one)s”, and is needed in another seminar of the programme at the same time.")
            )  # fmt: skip
            out.append((f"trainer {_plain(trainer.name)}", line % {**said, "name": trainer.name}))
    if session.room and there.room and _is_one(session.room, session.seminar, there.room, there.seminar):
        line = (
            _("Day %(day)s: %(room)s holds “%(one)s”, and “%(other)s” of the seminar “%(seminar)s” at the same time.")
            if seen
            else _("Day %(day)s: %(room)s holds “%(one)s”, and is taken by another seminar of the programme at the same time.")
        )  # fmt: skip
        out.append((f"room {_plain(session.room.name)}", line % {**said, "room": session.room.name}))
    return out


def _is_one(room: Room, seminar: Seminar, other: Room, elsewhere: Seminar) -> bool:
    """A room of one name in one place, or one link: “Room 1” is in every house."""
    if room.link and room.link == other.link:
        return True
    here, there = _plain(seminar.place), _plain(elsewhere.place)
    return bool(here) and here == there and _plain(room.name) == _plain(other.name)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
