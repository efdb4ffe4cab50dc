"""Changes of who takes part, each in one function: registering, deciding, the waiting list, withdrawing, erasing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site import vault
from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.people.operations import RefusedError
from tripartite.site.seminars.handing_in import erase_by
from tripartite.site.seminars.models import Certificate, FollowUp, Letter, Participant, Person, Seminar
from tripartite.site.seminars.models.attending import opened_person

State = Participant.State
# Those who hold a place, or may yet get one.
STANDING = (State.ASKED, State.ACCEPTED, State.WAITING)
# A seminar takes so many registrations for each place: more would be a flood, and nobody of them would come in.
TIMES_ITS_PLACES = 5
# Follow-ups are asked for until six months after the last day.
LAST_FOLLOW_UP = timedelta(days=183)


class KnownError(RefusedError):
    """The person is registered already, under `number`."""

    def __init__(self, said: str, number: int) -> None:
        super().__init__(said)
        self.number = number


@dataclass(frozen=True)
class Told:
    """What a registration says beside the person's details, which lie sealed."""

    side: str
    language: str
    sex: str = ""
    country: str = ""


def people_of(participants: Iterable[Participant]) -> list[tuple[Participant, Person]]:
    """Participants of one seminar with what is known of them; the key is fetched once for all."""
    found = list(participants)
    if not found:
        return []
    texts = vault.open_texts(found[0].seminar.organisation, [p.sealed_person for p in found])
    return [(p, opened_person(text)) for p, text in zip(found, texts, strict=True)]


def places_free(seminar: Seminar) -> int:
    return max(seminar.capacity - seminar.participants.filter(state=State.ACCEPTED).count(), 0)


def erased_on(seminar: Seminar) -> date:
    """The day on which participants' details are erased."""
    return seminar.last_day + LAST_FOLLOW_UP + timedelta(days=seminar.organisation.keep_days)


@transaction.atomic
def register(seminar: Seminar, person: Person, told: Told, by: User | None = None) -> Participant:
    """Register somebody: by themselves, or by an organiser, who may do so at any time. Raises RefusedError."""
    now = Seminar.objects.select_for_update().select_related("organisation").get(pk=seminar.pk)
    if by is None and not now.takes_registrations:
        raise RefusedError(_("Registration is closed."))
    standing = list(now.participants.filter(state__in=STANDING))
    if len(standing) >= now.capacity * TIMES_ITS_PLACES:
        raise RefusedError(_("There are more registrations than this seminar can take. Ask its organiser."))
    for one in standing:
        one.seminar = now
    known = next((one for one, theirs in people_of(standing) if _same(person, theirs)), None)
    if known is not None:
        raise KnownError(
            _(
                "Somebody with this e-mail address, telephone number, or name and employer is registered already. If it is you, use your own link; if you have lost it, ask the organiser."
            ),
            known.number,
        )
    last = now.participants.order_by("-number").first()
    made = Participant(
        seminar=now, number=last.number + 1 if last else 1, side=told.side, sex=told.sex, country=told.country,
        language=told.language,
    )  # fmt: skip
    made.tell(person)
    if by is not None or not now.needs_approval:
        made.state = State.ACCEPTED if places_free(now) else State.WAITING
        made.decided_at = timezone.now()
    made.save()
    _write(made)
    if by is not None:
        audit.record(now.organisation, by, "participant.added", made)
    return made


def _same(one: Person, other: Person) -> bool:
    """Whether two registrations are of one person, as far as one can tell."""
    email, phone = (
        _alike(_plain(one.email), _plain(other.email)),
        _alike(_digits(one.phone), _digits(other.phone)),
    )
    if email:
        return True
    if _plain(one.name) != _plain(other.name):
        return False
    # Names are shared by many: what tells two people apart decides, and a telephone may be of a workplace.
    return bool(phone) or (phone is None and email is None and _plain(one.employer) == _plain(other.employer))


def _alike(one: str, other: str) -> bool | None:
    """Whether two details are the same; None where one of them is not known."""
    return one == other if one and other else None


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit())[-9:]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@transaction.atomic
def decide(actor: User, seminar: Seminar, numbers: Collection[int], state: str) -> list[Participant]:
    """Accept, put on the waiting list, or refuse; beyond the last place who is accepted waits. Gives those changed."""
    if state not in (State.ACCEPTED, State.WAITING, State.REFUSED):
        raise RefusedError(_("A registration cannot be that."))
    now = Seminar.objects.select_for_update().select_related("organisation").get(pk=seminar.pk)
    changed = []
    free = places_free(now)
    for one in now.participants.filter(number__in=numbers).exclude(state=State.WITHDRAWN):
        to = state
        if state == State.ACCEPTED and one.state != State.ACCEPTED:
            to, free = (State.ACCEPTED, free - 1) if free else (State.WAITING, 0)
        if one.state != to:
            _become(one, to)
            changed.append(one)
    if changed:
        audit.record(
            now.organisation,
            actor,
            "participant.decided",
            now,
            state=state,
            numbers=[p.number for p in changed],
        )
    if state != State.ACCEPTED:
        _fill_up(now, besides={p.pk for p in changed})
    return changed


def _become(one: Participant, state: str) -> None:
    one.state, one.decided_at = state, timezone.now()
    one.save(update_fields=["state", "decided_at"])
    # What was to be told and was not is no longer true.
    one.letters.filter(kind__in=(State.ACCEPTED, State.WAITING, State.REFUSED), sent_at=None).delete()
    _write(one)


def _write(one: Participant) -> None:
    """Note that what was decided is to be told."""
    if one.state in (State.ACCEPTED, State.WAITING, State.REFUSED):
        Letter.objects.get_or_create(participant=one, kind=one.state, due=timezone.localdate())


def _fill_up(seminar: Seminar, besides: Collection[int] = ()) -> None:
    """Give free places to the waiting list, in its order or, where the organiser chose so, in balance."""
    waiting = list(
        seminar.participants.filter(state=State.WAITING)
        .exclude(pk__in=besides)
        .order_by("registered_at", "number")
    )
    inside = Counter(seminar.participants.filter(state=State.ACCEPTED).values_list("side", flat=True))
    for _place in range(min(places_free(seminar), len(waiting))):
        following = min(waiting, key=lambda p: inside[p.side]) if seminar.fill_in_balance else waiting[0]
        waiting.remove(following)
        inside[following.side] += 1
        _become(following, State.ACCEPTED)


@transaction.atomic
def withdraw(participant: Participant) -> None:
    """Somebody does not come: their place goes to the waiting list."""
    seminar = (
        Seminar.objects.select_for_update().select_related("organisation").get(pk=participant.seminar_id)
    )
    participant.refresh_from_db()
    if participant.state not in STANDING:
        return
    _become(participant, State.WITHDRAWN)
    audit.record(seminar.organisation, None, "participant.withdrew", participant)
    _fill_up(seminar)


@transaction.atomic
def change_person(actor: User, participant: Participant, person: Person, told: Told) -> None:
    """Correct what is known of a participant."""
    participant.tell(person)
    participant.side, participant.sex = told.side, told.sex
    participant.country, participant.language = told.country, told.language
    participant.save(update_fields=["sealed_person", "side", "sex", "country", "language"])
    audit.record(participant.seminar.organisation, actor, "participant.changed", participant)


# --- Erasing --------------------------------------------------------------------------------------------


@transaction.atomic
def erase(participant: Participant, actor: User | None = None) -> None:
    """Erase who somebody is. Side, attendance and answers stay, as numbers that name nobody; no link leads to them."""
    # By the seminar's row, as every change of who takes part: two at once erase once.
    Seminar.objects.select_for_update().get(pk=participant.seminar_id)
    participant.refresh_from_db()
    if participant.erased_at:
        return
    if participant.seminar.last_day >= timezone.localdate():
        withdraw(participant)
        participant.refresh_from_db()
    participant.tell(Person(name=""))
    fresh = Participant._meta.get_field("token").get_default()  # noqa: SLF001 - Django's public name for it
    participant.token, participant.user, participant.erased_at = fresh, None, timezone.now()
    participant.save(update_fields=["sealed_person", "token", "user", "erased_at"])
    participant.letters.all().delete()
    _erase_texts(participant)
    audit.record(participant.seminar.organisation, actor, "participant.erased", participant)


def _erase_texts(participant: Participant) -> None:
    """The credential holds the name, and what people undertook, handed in and told may name others."""
    Certificate.objects.filter(participant=participant).delete()
    nothing = vault.seal_texts(participant.seminar.organisation, [""])[0]
    participant.commitments.update(sealed_text=nothing)
    erase_by(participant)
    FollowUp.objects.filter(commitment__participant=participant).update(sealed_text=None)


def erase_old(today: date | None = None) -> int:
    """Erase participants whose seminar's day of erasure has come; gives how many were."""
    today = today or timezone.localdate()
    n = 0
    for seminar in (
        Seminar.objects.filter(participants__erased_at=None).select_related("organisation").distinct()
    ):
        if erased_on(seminar) < today:
            for participant in seminar.participants.filter(erased_at=None):
                erase(participant)
                n += 1
    return n
