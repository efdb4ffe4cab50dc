"""An agenda: proposed from the curriculum, kept in order, its times reckoned from what each session lasts.

In a day sessions follow each other; one that is `alongside` begins with the one before it, in another room. Nothing here
writes: operations.py does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tripartite.site.languages import LANGUAGES_SPOKEN, data_language
from tripartite.site.places import country_name
from tripartite.site.seminars.curriculum import curriculum, session_title
from tripartite.site.seminars.models import Participant, Seminar, Session
from tripartite.training.schema import Module

Kind = Session.Kind
MORNING = time(9)
NOON = 12 * 60
MIDNIGHT = 24 * 60
LUNCH, PAUSE, STRETCH = (
    60,
    15,
    105,
)  # minutes; a pause is due where work would go on for longer than a stretch
DAY_MINUTES = 8 * 60
LONG_DAY = 9 * 60
# What every seminar is about; the other modules follow in the order of the curriculum.
MAIN = (
    "standards",
    "wages",
    "working-time",
    "safety",
    "equality",
    "due-diligence",
    "declaration",
    "national-law",
)
OPENING = ((Kind.OPENING, 30), (Kind.TEST, 30))
MINUTES_OF: dict[str, int] = {
    Kind.BREAK: PAUSE,
    Kind.OPENING: 30,
    Kind.TEST: 30,
    Kind.FEEDBACK: 15,
    Kind.CLOSING: 15,
}
ENDING = ((Kind.TEST, 30), (Kind.DISCUSSION, 30), (Kind.FEEDBACK, 15), (Kind.CLOSING, 15))


@dataclass
class Planned:
    """A session that is proposed."""

    day: int
    starts: time
    minutes: int
    kind: str
    module: str = ""


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def modules_for(country: str) -> list[Module]:
    """Modules that are taught in a country, in the order of the curriculum."""
    found = [m for m in curriculum().modules.values() if not m.countries or country in m.countries]
    return sorted(found, key=lambda m: m.order)


# --- A proposal -----------------------------------------------------------------------------------------


def proposed(country: str, days: int, begins: time = MORNING) -> list[Planned]:
    """An agenda of so many days: the main topics first, as many others as there is time for, tests at both ends."""
    pools = _filled(modules_for(country), days)
    out: list[Planned] = []
    for day, pool in enumerate(pools, 1):
        parts = [(k, m, "") for k, m in OPENING] if day == 1 else []
        parts += [(Kind.MODULE, m.minutes, m.id) for m in sorted(pool, key=lambda m: m.order)]
        parts += [(k, m, "") for k, m in ENDING] if day == days else []
        out += _with_breaks(day, minutes_of(begins), parts)
    return out


def _filled(modules: Sequence[Module], days: int) -> list[list[Module]]:
    """Modules by day: each goes into the first day that has room for it, and which go at all is decided by importance."""
    left = [DAY_MINUTES - LUNCH - 2 * PAUSE] * days
    left[0] -= sum(m for _k, m in OPENING)
    left[-1] -= sum(m for _k, m in ENDING)
    taken: list[list[Module]] = [[] for _day in left]
    rank = {name: n for n, name in enumerate(MAIN)}
    chosen: list[Module] = []
    for module in sorted(modules, key=lambda m: (rank.get(m.id, len(MAIN)), m.order)):
        if _fits(sorted([*chosen, module], key=lambda m: m.order), left):
            chosen.append(module)
    room = list(left)
    for module in sorted(chosen, key=lambda m: m.order):
        day = next(d for d, minutes in enumerate(room) if minutes >= module.minutes)
        taken[day].append(module)
        room[day] -= module.minutes
    return taken


def _fits(modules: Sequence[Module], left: Sequence[int]) -> bool:
    room = list(left)
    for module in modules:
        day = next((d for d, minutes in enumerate(room) if minutes >= module.minutes), None)
        if day is None:
            return False
        room[day] -= module.minutes
    return True


def _with_breaks(day: int, at: int, parts: Sequence[tuple[str, int, str]]) -> list[Planned]:
    """The parts of a day one after the other, with lunch about noon and a pause where work would go on too long."""
    out: list[Planned] = []
    worked, eaten = 0, False

    def put(kind: str, minutes: int, module: str = "") -> None:
        nonlocal at
        out.append(Planned(day, clock(at), minutes, kind, module))
        at += minutes

    for kind, minutes, module in parts:
        if not eaten and worked and at + minutes // 2 > NOON:
            put(Kind.BREAK, LUNCH)
            worked, eaten = 0, True
        elif worked and worked + minutes > STRETCH and kind in (Kind.MODULE, Kind.TEST):
            put(Kind.BREAK, PAUSE)
            worked = 0
        put(kind, minutes, module)
        worked += minutes
    return out


# --- Times ----------------------------------------------------------------------------------------------


def timed(sessions: Iterable[Session], begins: time) -> int:
    """Set when each session of a day begins, in the order given; returns the minute at which the day ends."""
    at = end = minutes_of(begins)
    for n, session in enumerate(sessions):
        if not (session.alongside and n):
            at = end
        session.starts = clock(min(at, MIDNIGHT - 1))
        end = max(end, at + session.minutes)
    return end


def by_day(seminar: Seminar) -> dict[int, list[Session]]:
    """Sessions in their order under each day, empty days too."""
    days: dict[int, list[Session]] = {n: [] for n in range(1, seminar.days + 1)}
    for session in seminar.sessions.select_related("room").prefetch_related("trainers"):
        session.seminar = seminar
        days.setdefault(session.day, []).append(session)
    # Of those that begin together the one that others stand alongside leads.
    return {
        day: sorted(found, key=lambda s: (s.starts, s.alongside, s.number)) for day, found in days.items()
    }


def ends(session: Session) -> int:
    """The minute of the day at which a session ends."""
    return minutes_of(session.starts) + session.minutes


# --- What to look at again ------------------------------------------------------------------------------


def warnings(seminar: Seminar, days: dict[int, list[Session]]) -> list[str]:
    """What an organiser should look at again before people come."""
    out: list[str] = []
    for day, sessions in days.items():
        out += _of_day(day, sessions)
    everything = [s for sessions in days.values() for s in sessions]
    tests = sum(s.kind == Kind.TEST for s in everything)
    if tests == 0:
        out.append(_("No session for the tests: what people learned will not be known."))
    elif tests == 1:
        out.append(
            _("Only one session for a test: what people learned shows in a test before and one after.")
        )
    out += _of_languages(seminar, everything)
    return out


def _of_day(day: int, sessions: Sequence[Session]) -> list[str]:
    if not sessions:
        return [_("Day %(day)s is empty.") % {"day": day}]
    out = []
    lasts = max(map(ends, sessions)) - min(minutes_of(s.starts) for s in sessions)
    if lasts > LONG_DAY:
        out.append(
            _("Day %(day)s lasts %(hours)s hours and %(minutes)s minutes; people cannot listen for so long.")
            % {"day": day, "hours": lasts // 60, "minutes": lasts % 60}
        )
    for one, other in ((a, b) for n, a in enumerate(sessions) for b in sessions[n + 1 :] if _overlap(a, b)):
        said = {"one": session_title(one), "other": session_title(other), "day": day}
        if one.room_id and one.room_id == other.room_id:
            out.append(_("Day %(day)s: “%(one)s” and “%(other)s” are in one room at the same time.") % said)
        out += [
            _("Day %(day)s: %(name)s leads “%(one)s” and “%(other)s” at the same time.")
            % {**said, "name": t.name}
            for t in set(one.trainers.all()) & set(other.trainers.all())
        ]
    return out


def _overlap(a: Session, b: Session) -> bool:
    return minutes_of(a.starts) < ends(b) and minutes_of(b.starts) < ends(a)


def _of_languages(seminar: Seminar, sessions: Sequence[Session]) -> list[str]:
    names = dict(LANGUAGES_SPOKEN)
    spoken = {
        *seminar.languages,
        *seminar.participants.filter(state=Participant.State.ACCEPTED).values_list("language", flat=True),
    }
    out = [
        _("“%(session)s” is held in %(language)s, which is no language of the participants.")
        % {"session": session_title(s), "language": names.get(s.language, s.language)}
        for s in sessions
        if s.language and s.language not in spoken
    ]
    for code in seminar.languages:
        missing = [
            s.module
            for s in sessions
            if s.module in curriculum().modules
            and data_language(code) not in curriculum().modules[s.module].texts
        ]
        if missing:
            out.append(
                ngettext(
                    "%(n)s module has no lesson in %(language)s yet: its lesson and handout are in English.",
                    "%(n)s modules have no lesson in %(language)s yet: their lessons and handouts are in English.",
                    len(missing),
                )
                % {"n": len(missing), "language": names.get(code, code)}
            )
    wrong = [s for s in sessions if s.module in curriculum().modules and _not_for(seminar, s)]
    out += [
        _("“%(session)s” is not taught in %(country)s.")
        % {"session": session_title(s), "country": country_name(seminar.country)}
        for s in wrong
    ]
    return out


def _not_for(seminar: Seminar, session: Session) -> bool:
    countries = curriculum().modules[session.module].countries
    return bool(countries) and seminar.country not in countries
