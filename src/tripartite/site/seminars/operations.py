"""Changes of a seminar and its agenda, each in one function that says who did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError, free_slug
from tripartite.site.seminars import agenda
from tripartite.site.seminars.models import Programme, Room, Seminar, Series, Session, Trainer

# Short names that addresses of the organisation's seminars have already.
RESERVED = {"new"}


class StaleError(RefusedError):
    """Somebody else changed the seminar after it was read."""


@transaction.atomic
def make_seminar(actor: User, seminar: Seminar) -> Seminar:
    """Save a new seminar of its organisation."""
    # Two seminars of one title at once would take the same short name.
    Organisation.objects.select_for_update().get(pk=seminar.organisation_id)
    taken = set(Seminar.objects.filter(organisation=seminar.organisation).values_list("slug", flat=True))
    seminar.slug = free_slug(seminar.title, taken | RESERVED, "seminar")
    seminar.made_by = actor
    _main_language_is_one(seminar)
    seminar.save()
    audit.record(seminar.organisation, actor, "seminar.made", seminar)
    return seminar


@transaction.atomic
def plan(actor: User, seminar: Seminar, programme: str = "", series: str = "") -> Seminar:
    """Save a new seminar with the agenda that the curriculum proposes."""
    seminar.series = series_named(seminar.organisation, programme, series)
    make_seminar(actor, seminar)
    _propose(seminar)
    return seminar


def series_named(organisation: Organisation, programme: str, series: str) -> Series | None:
    """The series of that name in the programme of that name, made where there is none yet."""
    if not programme:
        return None
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    found = Programme.objects.filter(organisation=organisation, name=programme).first()
    if found is None:
        taken = set(organisation.programmes.values_list("slug", flat=True))
        slug = free_slug(programme, taken, "programme")
        found = Programme.objects.create(organisation=organisation, name=programme, slug=slug)
    return Series.objects.get_or_create(programme=found, name=series or programme)[0]


@transaction.atomic
def change_seminar(
    actor: User, seminar: Seminar, version: int, programme: str = "", series: str = ""
) -> Seminar:
    """Save what somebody changed of a seminar that they read in `version`. Raises StaleError, RefusedError."""
    now = locked(seminar, version)
    beyond = now.sessions.filter(day__gt=seminar.days).count()
    if beyond:
        raise RefusedError(
            _("%(n)s sessions lie after the last day. Move or remove them first.") % {"n": beyond}
        )
    seminar.series = series_named(seminar.organisation, programme, series)
    _main_language_is_one(seminar)
    seminar.version = now.version + 1
    # What other forms change is left as it is.
    seminar.slug, seminar.code, seminar.secret, seminar.state = now.slug, now.code, now.secret, now.state
    seminar.save()
    audit.record(seminar.organisation, actor, "seminar.changed", seminar)
    return seminar


@transaction.atomic
def set_state(actor: User, seminar: Seminar, state: str) -> Seminar:
    """Announce a seminar, take the announcement back, or cancel it."""
    now = Seminar.objects.select_for_update().get(pk=seminar.pk)
    if state not in Seminar.State.values:
        raise RefusedError(_("A seminar cannot be that."))
    if now.state != state:
        now.state = state
        now.version += 1
        now.save(update_fields=["state", "version"])
        audit.record(now.organisation, actor, "seminar.changed", now, state=state)
    return now


def locked(seminar: Seminar, version: int) -> Seminar:
    """The seminar as it is kept, for a change of what was read in `version`. Raises StaleError."""
    now = Seminar.objects.select_for_update().select_related("organisation").get(pk=seminar.pk)
    if now.version != version:
        raise StaleError(
            _(
                "Somebody else changed the seminar while you were working. Look at what it says now, then change it again."
            )
        )
    return now


def _main_language_is_one(seminar: Seminar) -> None:
    if seminar.language not in seminar.languages:
        seminar.languages = [seminar.language, *seminar.languages]


# --- Agenda ---------------------------------------------------------------------------------------------


@transaction.atomic
def propose_agenda(actor: User, seminar: Seminar, version: int) -> None:
    """Fill an empty agenda from the curriculum."""
    now = locked(seminar, version)
    if now.sessions.exists():
        raise RefusedError(_("The agenda is not empty. Remove its sessions first."))
    _propose(now)
    _changed(actor, now, what="proposed")


def _propose(seminar: Seminar) -> None:
    for number, p in enumerate(agenda.proposed(seminar.country, seminar.days), 1):
        Session.objects.create(
            seminar=seminar, number=number, day=p.day, starts=p.starts, minutes=p.minutes, kind=p.kind,
            module=p.module, counted=p.kind != Session.Kind.BREAK,
        )  # fmt: skip


@transaction.atomic
def arrange(actor: User, seminar: Seminar, version: int, order: Mapping[int, Sequence[int]]) -> None:
    """Put all sessions, named by number, into days and into order. Raises StaleError, RefusedError."""
    now = locked(seminar, version)
    days = agenda.by_day(now)
    by_number = {s.number: s for sessions in days.values() for s in sessions}
    named = [n for numbers in order.values() for n in numbers]
    if sorted(named) != sorted(by_number) or not set(order) <= set(range(1, now.days + 1)):
        raise RefusedError(_("This order does not name each session once. Load the page again."))
    _save_order(now, days, {day: [by_number[n] for n in numbers] for day, numbers in order.items()})
    _changed(actor, now, what="arranged")


@transaction.atomic
def begin_day(actor: User, seminar: Seminar, version: int, day: int, at: time) -> None:
    """Let a day begin at another time; its sessions follow."""
    now = locked(seminar, version)
    _save_times(agenda.by_day(now).get(day, []), at)
    _changed(actor, now, what="times")


@transaction.atomic
def save_session(
    actor: User, seminar: Seminar, version: int, session: Session, trainers: Sequence[Trainer] | None = None
) -> Session:
    """Save a session, new or changed; what follows it in its day begins later or earlier."""
    now = locked(seminar, version)
    if not 1 <= session.day <= now.days:
        raise RefusedError(_("The seminar has no day %(day)s.") % {"day": session.day})
    session.seminar = now
    session.counted = session.counted and session.kind != Session.Kind.BREAK
    before = agenda.by_day(now)
    old_day = next((d for d, all_ in before.items() if any(s.pk == session.pk for s in all_)), session.day)
    if session.pk is None:
        last = now.sessions.order_by("-number").first()
        session.number = last.number + 1 if last else 1
        session.starts = agenda.MORNING
    after = {d: [s for s in all_ if s.pk != session.pk] for d, all_ in before.items()}
    place = len(after[session.day])
    if session.pk and old_day == session.day:
        place = [s.pk for s in before[old_day]].index(session.pk)
    after[session.day].insert(place, session)
    session.save()
    if trainers is not None:
        session.trainers.set(trainers)
    _save_order(now, before, {d: after[d] for d in {old_day, session.day}})
    _changed(actor, now, what="session")
    return session


@transaction.atomic
def remove_session(actor: User, seminar: Seminar, version: int, number: int) -> None:
    """Take a session out of the agenda. One that people attended or worked in stays."""
    now = locked(seminar, version)
    session = now.sessions.filter(number=number).first()
    if session is None:
        return
    if session.attendances.exists() or session.quizzes.exists() or session.hand_ins.exists():
        raise RefusedError(_("People attended this session or answered in it: it stays."))
    before = agenda.by_day(now)
    session.delete()
    kept = [s for s in before[session.day] if s.number != number]
    _save_order(now, before, {session.day: kept})
    _changed(actor, now, what="session removed")


def _save_order(
    seminar: Seminar, before: Mapping[int, Sequence[Session]], after: Mapping[int, Sequence[Session]]
) -> None:
    """Save days as they are ordered now; each begins when it began before."""
    begins = {day: min((s.starts for s in before.get(day, [])), default=agenda.MORNING) for day in after}
    for day, sessions in after.items():
        for session in sessions:
            session.day = day
        _save_times(sessions, begins[day])


def _save_times(sessions: Sequence[Session], begins: time) -> None:
    if agenda.timed(sessions, begins) > agenda.MIDNIGHT:
        raise RefusedError(_("The day would go on past midnight. Make a session shorter or move one."))
    Session.objects.bulk_update(sessions, ["day", "starts"])


def _changed(actor: User, seminar: Seminar, what: str) -> None:
    seminar.version += 1
    seminar.save(update_fields=["version"])
    audit.record(seminar.organisation, actor, "seminar.changed", seminar, what=what)


# --- Trainers and rooms ---------------------------------------------------------------------------------


@transaction.atomic
def add_trainer(actor: User, trainer: Trainer) -> None:
    trainer.save()
    audit.record(trainer.seminar.organisation, actor, "seminar.changed", trainer.seminar, what="trainer")


@transaction.atomic
def remove_trainer(actor: User, trainer: Trainer) -> None:
    """A trainer who left: their link opens nothing any more."""
    trainer.delete()
    audit.record(
        trainer.seminar.organisation, actor, "seminar.changed", trainer.seminar, what="trainer removed"
    )


@transaction.atomic
def add_room(actor: User, room: Room) -> None:
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as error:
        raise RefusedError(_("There is a room of this name.")) from error
    audit.record(room.seminar.organisation, actor, "seminar.changed", room.seminar, what="room")


@transaction.atomic
def remove_room(actor: User, room: Room) -> None:
    room.delete()
    audit.record(room.seminar.organisation, actor, "seminar.changed", room.seminar, what="room removed")
