"""Who takes part, and who was there."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site import vault
from tripartite.site.people.models import Organisation, User
from tripartite.site.seminars.models.organised import Seminar, Session


def _token() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Person:
    """What one knows of a participant. All of it lies sealed; e-mail and telephone may both be missing."""

    name: str
    employer: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    needs: str = ""  # what they need so that they can take part: a ramp, an interpreter, food


def opened_person(text: str) -> Person:
    """What `Participant.tell` sealed."""
    return Person(**json.loads(text))


class Participant(models.Model):
    """Somebody's registration for a seminar. Their own link, with the token, is all they need to take part."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of a registration", "to be approved")
        ACCEPTED = "accepted", pgettext_lazy("state of a registration", "accepted")
        WAITING = "waiting", pgettext_lazy("state of a registration", "on the waiting list")
        REFUSED = "refused", pgettext_lazy("state of a registration", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a registration", "withdrawn")

    class Sex(models.TextChoices):
        WOMAN = "woman", _("woman")
        MAN = "man", _("man")
        OTHER = "other", pgettext_lazy("sex", "other")
        UNSAID = "", pgettext_lazy("sex", "not said")

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="participants")
    # Counts within the seminar; stands on the badge and beside answers instead of the name.
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=40, unique=True, default=_token)
    sealed_person = models.BinaryField()
    side = models.CharField(_("side"), max_length=12, choices=Organisation.Side)
    sex = models.CharField(_("sex"), max_length=5, choices=Sex, blank=True, default=Sex.UNSAID)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=10)
    # Of the group exercises; null until groups are drawn.
    group = models.PositiveSmallIntegerField(null=True)
    # The form of the test that they have before; the other one is for afterwards. Empty until lots are drawn.
    first_form = models.CharField(max_length=1, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="participations")
    registered_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    # Since when nobody can tell who they are.
    erased_at = models.DateTimeField(null=True)
    # That feedback was given, not which: answers and people are kept apart.
    feedback_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "number"], name="one_participant_of_a_number")
        ]

    def __str__(self) -> str:
        return f"participant {self.number} of {self.seminar}"

    @property
    def person(self) -> Person:
        organisation = self.seminar.organisation
        return opened_person(vault.open_texts(organisation, [self.sealed_person])[0])

    def tell(self, person: Person) -> None:
        """Seal what is known of them; the caller saves."""
        text = json.dumps(asdict(person), ensure_ascii=False)
        self.sealed_person = vault.seal_texts(self.seminar.organisation, [text])[0]


class Attendance(models.Model):
    """That a participant was at a session. Said twice, it counts once."""

    class How(models.TextChoices):
        BADGE = "badge", pgettext_lazy("how attendance was noted", "badge scanned")
        CODE = "code", pgettext_lazy("how attendance was noted", "code on the screen")
        PAPER = "paper", pgettext_lazy("how attendance was noted", "list on paper")

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    how = models.CharField(max_length=5, choices=How)
    # When they were there, as the device that noted it knew; a line may have been missing until `noted_at`.
    at = models.DateTimeField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "participant"], name="present_once_in_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.participant} at {self.session}"
