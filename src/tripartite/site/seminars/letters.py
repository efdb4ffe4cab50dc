"""Mails to participants in their language, each sent once; who has no e-mail is told by the organiser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tripartite.site.people import audit
from tripartite.site.people.models import User
from tripartite.site.seminars import calendars
from tripartite.site.seminars.models import Letter, Participant, Person, Seminar
from tripartite.site.seminars.participation import people_of
from tripartite.site.templatetags.told import day

# Days before the first at which participants are reminded.
REMINDERS = (7, 1)
# Stands in `trouble` while a mail is on its way: where a worker was killed then, nobody knows whether it arrived.
UNDERWAY = "underway"
WITH_CALENDAR = ("accepted", "reminder")
# What these say is no news once the seminar is over.
BEFOREHAND = ("accepted", "waiting", "refused")
# So long a mail is tried; then its letter is left to the organiser. A site that gets mail after a year sends none of that year.
TRIED_FOR = timedelta(days=14)
NO_MAIL = ("django.core.mail.backends.console.", "django.core.mail.backends.dummy.")


def sentence(kind: str, seminar: Seminar) -> str:
    """What a letter of a kind says, in the language that is active."""
    return {
        "accepted": _("You have a place in this seminar."),
        "waiting": _(
            "You are on the waiting list of this seminar. When a place is free it is yours in your turn."
        ),
        "refused": _("The organiser could not give you a place in this seminar."),
        "reminder": _("This seminar begins on %(day)s.") % {"day": day(seminar.first_day)},
        "materials": _("The materials of this seminar are on your own page."),
        "certificate": _("Your certificate of this seminar is on your own page."),
        "follow-up": _("What became of what you undertook at this seminar? Please tell it on your own page."),
    }[kind]


def remind(today: date | None = None) -> int:
    """Note the reminders that are due, of days that the worker missed too; gives how many are new."""
    today = today or timezone.localdate()
    n = 0
    for seminar in Seminar.objects.filter(state=Seminar.State.OPEN, first_day__gte=today):
        left = (seminar.first_day - today).days
        before = min((d for d in REMINDERS if left <= d), default=None)
        if before is None:
            continue
        due = seminar.first_day - timedelta(days=before)
        # Who was told of their place since then needs no reminder of it.
        for one in seminar.participants.filter(state=Participant.State.ACCEPTED, erased_at=None).exclude(
            decided_at__date__gte=due
        ):
            n += Letter.objects.get_or_create(participant=one, kind="reminder", due=due)[1]
    return n


def waiting_letters(today: date | None = None) -> list[Letter]:
    """Letters that a mail may bring: due, neither sent nor told, still true, and not on their way for too long."""
    today = today or timezone.localdate()
    unsent = Letter.objects.filter(sent_at=None, due__gte=today - TRIED_FOR)
    return _still_true(unsent, today)


def _still_true(found: QuerySet[Letter], today: date) -> list[Letter]:
    """Of letters those that are due and to be told yet: none of what is over, cancelled, withdrawn or erased."""
    due = found.filter(due__lte=today, participant__erased_at=None).exclude(
        participant__seminar__state=Seminar.State.CANCELLED
    )
    out = []
    for letter in due.select_related("participant__seminar__organisation"):
        participant = letter.participant
        begun, over = participant.seminar.first_day < today, participant.seminar.last_day < today
        late = begun if letter.kind == "reminder" else over and letter.kind in BEFOREHAND
        left = participant.state != Participant.State.ACCEPTED and letter.kind not in BEFOREHAND
        if not late and not left:
            out.append(letter)
    return out


def has_mail() -> bool:
    """Whether mails go out from here. On a screen or nowhere they reach nobody: letters then wait to be printed."""
    return not settings.EMAIL_BACKEND.startswith(NO_MAIL)


def send_due(today: date | None = None) -> tuple[int, int]:
    """Send what is due to those who have an e-mail address; gives how many went and how many could not."""
    sent = failed = 0
    if not has_mail():
        return 0, 0
    for letter in waiting_letters(today):
        person = letter.participant.person
        # Claimed before it goes: two workers at once, or one that is killed, send nothing twice.
        claimed = Letter.objects.filter(pk=letter.pk, sent_at=None)
        if not person.email or not claimed.update(sent_at=timezone.now(), trouble=UNDERWAY):
            continue
        try:
            mail(letter, person).send()
        except (OSError, SMTPException) as error:
            # Of the error only its kind is kept: its words may hold the address.
            Letter.objects.filter(pk=letter.pk).update(sent_at=None, trouble=type(error).__name__)
            failed += 1
        else:
            Letter.objects.filter(pk=letter.pk).update(trouble="")
            sent += 1
    return sent, failed


def mail(letter: Letter, person: Person) -> EmailMessage:
    """The mail of a letter, in the participant's language."""
    participant, seminar = letter.participant, letter.participant.seminar
    with translation.override(participant.language):
        said = worded(letter, person, own_page(participant))
        # A line break in a title must not begin a header.
        subject = " ".join(f"{seminar.title}: {said.sentence}".split())
        message = EmailMessage(subject, said.text, to=[person.email])
        if letter.kind in WITH_CALENDAR and participant.state == Participant.State.ACCEPTED:
            message.attach("seminar.ics", calendars.of_seminar(seminar), "text/calendar")
    return message


@dataclass(frozen=True)
class Worded:
    """A letter in words; lines are those after its sentence."""

    name: str
    sentence: str
    lines: tuple[str, ...]
    invitation: str
    own_page: str
    sender: str

    @property
    def text(self) -> str:
        parts = (self.name, "", self.sentence, "", *self.lines, "", self.invitation, self.own_page, "")
        return "\n".join((*parts, self.sender))


def worded(letter: Letter, person: Person, address: str) -> Worded:
    """A letter in the language that is active, with its participant's own address."""
    seminar = letter.participant.seminar
    return Worded(
        person.name,
        sentence(letter.kind, seminar),
        (seminar.title, f"{day(seminar.first_day)} – {day(seminar.last_day)}", seminar.place),
        _("Your own page, for you alone:"),
        address,
        seminar.organisation.name,
    )


def own_page(participant: Participant) -> str:
    """A participant's own address where no page was asked for that would say what the site is called."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"{'https' if settings.HTTPS else 'http'}://{host}" + reverse(
        "participant", kwargs={"token": participant.token}
    )


# --- Those without e-mail -------------------------------------------------------------------------------


def to_call(seminar: Seminar) -> list[tuple[Letter, Person, str]]:
    """Letters that no mail brings: whom to call and what to say. Those whose mail failed or may have failed too."""
    today = timezone.localdate()
    due = _still_true(Letter.objects.filter(participant__seminar=seminar, told_by=None), today)
    persons = {
        p.pk: person for p, person in people_of({x.participant_id: x.participant for x in due}.values())
    }
    out = []
    for letter in due:
        person = persons[letter.participant_id]
        by_mail = person.email and has_mail() and letter.due >= today - TRIED_FOR
        if letter.trouble or (letter.sent_at is None and not by_mail):
            out.append((letter, person, sentence(letter.kind, seminar)))
    return out


@transaction.atomic
def told(actor: User, letter: Letter) -> None:
    """Somebody told it by telephone or word of mouth."""
    letter.told_by, letter.sent_at, letter.trouble = actor, letter.sent_at or timezone.now(), ""
    letter.save(update_fields=["told_by", "sent_at", "trouble"])
    audit.record(
        letter.participant.seminar.organisation, actor, "letter.told", letter.participant, kind=letter.kind
    )
