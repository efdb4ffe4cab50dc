"""Mails to participants in their language, each sent once; who has no e-mail is told by the organiser."""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
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
    """Letters that are due and neither sent nor told, with their participants; of cancelled seminars none."""
    due = Letter.objects.filter(
        sent_at=None, due__lte=today or timezone.localdate(), participant__erased_at=None
    )
    return list(
        due.exclude(participant__seminar__state=Seminar.State.CANCELLED).select_related(
            "participant__seminar__organisation"
        )
    )


def send_due(today: date | None = None) -> tuple[int, int]:
    """Send what is due to those who have an e-mail address; gives how many went and how many could not."""
    sent = failed = 0
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
        lines = [
            person.name, "", sentence(letter.kind, seminar), "", seminar.title,
            f"{day(seminar.first_day)} – {day(seminar.last_day)}", seminar.place, "",
            _("Your own page, for you alone:"), own_page(participant), "", seminar.organisation.name,
        ]  # fmt: skip
        # A line break in a title must not begin a header.
        subject = " ".join(f"{seminar.title}: {sentence(letter.kind, seminar)}".split())
        message = EmailMessage(subject, "\n".join(lines), to=[person.email])
        if letter.kind in WITH_CALENDAR and participant.state == Participant.State.ACCEPTED:
            message.attach("seminar.ics", calendars.of_seminar(seminar), "text/calendar")
    return message


def own_page(participant: Participant) -> str:
    """A participant's own address where no page was asked for that would say what the site is called."""
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return f"{'https' if settings.HTTPS else 'http'}://{host}" + reverse(
        "participant", kwargs={"token": participant.token}
    )


# --- Those without e-mail -------------------------------------------------------------------------------


def to_call(seminar: Seminar) -> list[tuple[Letter, Person, str]]:
    """Letters that no mail brings: whom to call and what to say. Those whose mail failed or may have failed too."""
    due = list(
        Letter.objects.filter(participant__seminar=seminar, due__lte=timezone.localdate(), told_by=None)
        .filter(participant__erased_at=None)
        .select_related("participant__seminar__organisation")
    )
    persons = {
        p.pk: person for p, person in people_of({x.participant_id: x.participant for x in due}.values())
    }
    out = []
    for letter in due:
        person = persons[letter.participant_id]
        if letter.trouble or (letter.sent_at is None and not person.email):
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
