"""Calendar files (RFC 5545): a seminar's days, or one session, in the time zone of its place."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tripartite.site.seminars import agenda
from tripartite.site.seminars.curriculum import session_title
from tripartite.site.seminars.models import Seminar, Session

CANCELLED = Seminar.State.CANCELLED


def of_seminar(seminar: Seminar) -> bytes:
    """An event for each day, from its first session to its last, with what happens in it."""
    calendar = _calendar()
    for number, sessions in agenda.by_day(seminar).items():
        if not sessions:
            continue
        on = seminar.first_day + timedelta(days=number - 1)
        first, last = min(agenda.minutes_of(s.starts) for s in sessions), max(map(agenda.ends, sessions))
        told = [f"{s.starts:%H:%M} {session_title(s)}" for s in sessions]
        day = _("Day %(day)s") % {"day": number}
        title = f"{seminar.title} – {day}"
        calendar.add_component(
            _event(seminar, f"day-{number}", title, on, first, last, "\n".join(told), seminar.online)
        )
    return _written(calendar, seminar)


def of_session(session: Session) -> bytes:
    """One session."""
    seminar, calendar = session.seminar, _calendar()
    link = session.room.link if session.room and session.room.link else seminar.online
    title = f"{session_title(session)} – {seminar.title}"
    starts = agenda.minutes_of(session.starts)
    calendar.add_component(
        _event(
            seminar, f"session-{session.number}", title, session.on, starts, agenda.ends(session), "", link
        )
    )
    return _written(calendar, seminar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//tripartite//seminars//EN")
    calendar.add("version", "2.0")
    return calendar


def _written(calendar: Calendar, seminar: Seminar) -> bytes:
    # The zone as it is in the seminar's years: of a longer list of changes some readers take the first alone, and are an hour
    # out in summer.
    calendar.add_missing_timezones(date(seminar.first_day.year, 1, 1), date(seminar.last_day.year + 1, 1, 1))
    return bytes(calendar.to_ical())


def _event(
    seminar: Seminar, name: str, title: str, on: date, first: int, last: int, told: str, link: str
) -> Event:
    event = Event()
    # The same event has the same name and a growing number, so that a calendar moves what it has and doubles nothing.
    event.add("uid", f"{seminar.code.lower()}-{name}@tripartite")
    event.add("sequence", seminar.version)
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    event.add("dtstart", _at(seminar, on, first))
    event.add("dtend", _at(seminar, on, last))
    event.add("status", "CANCELLED" if seminar.state == CANCELLED else "CONFIRMED")
    if seminar.place:
        event.add("location", seminar.place)
    if told:
        event.add("description", told)
    if link:
        event.add("url", link)
    return event


def _at(seminar: Seminar, on: date, minutes: int) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(seminar.time_zone)) + timedelta(
        minutes=minutes
    )
