"""What comes of a seminar: certificates, what participants undertook and did, and letters that go out."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import User
from tripartite.site.seminars.models.attending import Participant


def _code() -> str:
    return secrets.token_urlsafe(16)


class Certificate(models.Model):
    """That somebody completed a seminar by its rule. Whoever has its address may verify it.

    One that is withdrawn stays, and its address says so; a corrected one has an address of its own.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=30, unique=True, default=_code)
    issued_at = models.DateTimeField(default=timezone.now)
    # The signed Open Badges credential as JSON, sealed: it holds the name.
    sealed_credential = models.BinaryField()
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant"], condition=models.Q(revoked_at=None), name="one_certificate_holds"
            )
        ]

    def __str__(self) -> str:
        return f"certificate of {self.participant}"


class Commitment(models.Model):
    """What a participant undertakes to do, by when, and with how many suppliers."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="commitments")
    topic = models.CharField(_("topic"), max_length=40)
    sealed_text = models.BinaryField()
    until = models.DateField(_("by when"))
    suppliers = models.PositiveIntegerField(
        _("with how many suppliers"), default=0, validators=[MaxValueValidator(100_000)]
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"commitment of {self.participant}"


class FollowUp(models.Model):
    """What became of a commitment 1, 3 and 6 months after the seminar; what is not answered is not known."""

    class Told(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("what became of a commitment", "no answer")
        NOT_BEGUN = "not-begun", pgettext_lazy("what became of a commitment", "not begun")
        BEGUN = "begun", pgettext_lazy("what became of a commitment", "begun")
        DONE = "done", pgettext_lazy("what became of a commitment", "done")
        DROPPED = "dropped", pgettext_lazy("what became of a commitment", "given up")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due = models.DateField()
    told = models.CharField(_("what became of it"), max_length=9, choices=Told, blank=True, default="")
    sealed_text = models.BinaryField(null=True)
    suppliers = models.PositiveIntegerField(_("suppliers reached"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("workers reached"), null=True, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "months"], name="one_follow_up_of_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.commitment} after {self.months} months"


class Letter(models.Model):
    """A mail that is to go out on a day, or went; who has no e-mail is on a list for the organiser to call.

    kind: accepted, waiting, refused, reminder, materials, certificate, follow-up. One of a kind and day each, so that a
    worker that was killed and started again sends nothing twice that it knows to have sent.
    """

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12)
    due = models.DateField()
    sent_at = models.DateTimeField(null=True)
    # By telephone or by word of mouth, by whom.
    told_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "kind", "due"], name="one_letter_of_a_kind_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.participant}"


class Studied(models.Model):
    """How far a person with an account is with a module they study by themselves; others keep it on their device."""

    user = models.ForeignKey(User, models.CASCADE, related_name="studied")
    module = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    # The last answer by question with whether it was right, and parts of the module that were read.
    answers = models.JSONField(default=dict)
    read = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
        verbose_name_plural = "studied"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "module", "country"], name="one_progress_of_a_module")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.module}"
