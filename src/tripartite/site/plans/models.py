"""What a facility does about findings: actions with their history and evidence, and wages owed with what was paid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.checks.models import Check
from tripartite.site.people.models import Facility, User


class Action(models.Model):
    """One thing that is done so that a rule is met again.

    People say that it is begun or done, or set it aside with a reason; that it is mended, a later check shows. `known_to` is the last day up to which
    it is known that the rule was not met, or was met again: what a check finds after that day is news.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of an action", "to do")
        UNDERWAY = "underway", pgettext_lazy("state of an action", "under way")
        DONE = "done", pgettext_lazy("state of an action", "done, not yet shown by a check")
        ASIDE = "aside", pgettext_lazy("state of an action", "set aside")
        CLOSED = "closed", pgettext_lazy("state of an action", "shown to be mended")

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="actions")
    # Counts within the facility; addresses name it.
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=200)
    topic = models.CharField(max_length=40)
    found_by = models.ForeignKey(Check, models.SET_NULL, null=True, related_name="+")
    what = models.TextField(_("what will be done"), max_length=2000)
    cause = models.CharField(_("cause"), max_length=20, blank=True)
    who = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, verbose_name=_("who"), related_name="+"
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    # Grows with each change: whoever saves what they read in an earlier version is told instead.
    version = models.PositiveIntegerField(default=1)

    # What the latest check that found something said: people, of how many; and the day up to which that is known.
    people = models.PositiveIntegerField()
    people_checked = models.PositiveIntegerField()
    known_to = models.DateField()
    closed_by = models.ForeignKey(Check, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = [models.F("due").asc(nulls_last=True), "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "number"], name="one_action_of_a_number"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="an_action_is_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility} {self.number}: {self.rule}"

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_aside(self) -> bool:
        """Neither open nor closed: somebody said why nothing is done."""
        return self.state == self.State.ASIDE

    @property
    def is_open(self) -> bool:
        return not (self.is_closed or self.is_aside)

    @property
    def is_overdue(self) -> bool:
        return (
            self.state in (self.State.OPEN, self.State.UNDERWAY)
            and self.due is not None
            and self.due < timezone.localdate()
        )


class Event(models.Model):
    """What happened to an action, never changed: who did what, or what a check showed."""

    class Kind(models.TextChoices):
        MADE = "made"
        CHANGED = "changed"
        COMMENT = "comment"
        EVIDENCE = "evidence"
        ASIDE = "set-aside"
        RESUMED = "resumed"
        CLOSED = "closed"
        REOPENED = "reopened"
        STILL = "still"
        CANNOT_TELL = "cannot-tell"

    action = models.ForeignKey(Action, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Kept apart, as accounts may be deleted and what was said stays said.
    by_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # The number of the check that showed it, and what changed; no personal data.
    details = models.JSONField(default=dict)
    # What somebody wrote, sealed: people name workers, whatever they are asked.
    sealed_text = models.BinaryField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.kind}"


class Schedule(models.Model):
    """Wages that a check found to be owed, worker by worker. They stay owed until paid, whatever later checks find."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="schedules")
    # Counts within the facility.
    number = models.PositiveIntegerField()
    check_number = models.PositiveIntegerField()
    found_by = models.ForeignKey(Check, models.SET_NULL, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    period_from = models.DateField()
    period_to = models.DateField()
    # Some rule on money could not be told for somebody: more may be owed.
    is_least = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "number"], name="one_schedule_of_a_number"),
            models.UniqueConstraint(
                fields=["facility", "check_number", "currency"], name="one_schedule_of_a_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility} {self.number}"


class Due(models.Model):
    """What one worker is owed. Who it is, is sealed; the number stands for them on pages and in logs."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="dues")
    number = models.PositiveIntegerField()
    sealed_worker = models.BinaryField()
    period_from = models.DateField()
    period_to = models.DateField()
    # Minor units: what is sure, and what is the least beyond that.
    certain = models.BigIntegerField()
    at_least = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["schedule", "number"], name="one_due_of_a_number"),
            models.CheckConstraint(
                condition=Q(certain__gte=0, at_least__gte=0), name="nobody_owes_their_employer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}: {self.number}"

    @property
    def total(self) -> int:
        return self.certain + self.at_least


class Evidence(models.Model):
    """A file that shows that an action was done or wages were paid; its content lies sealed in the vault."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="evidence")
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="evidence")
    schedule = models.ForeignKey(Schedule, models.CASCADE, null=True, related_name="proofs")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sealed = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, schedule__isnull=True)
                | Q(action__isnull=True, schedule__isnull=False),
                name="evidence_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.facility}"


class Payment(models.Model):
    """What was paid of what one worker is owed. Taken back, it stays on record and no longer counts."""

    due = models.ForeignKey(Due, models.CASCADE, related_name="payments")
    on = models.DateField()
    amount = models.BigIntegerField()
    # Of a bank or a pay slip; sealed, as references often hold a worker's number or name.
    sealed_reference = models.BinaryField(null=True)
    proof = models.ForeignKey(Evidence, models.SET_NULL, null=True, related_name="payments")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)
    # What a program names a payment by, so that one sent twice is noted once; empty where none was given.
    key = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_of_something"),
            models.UniqueConstraint(
                fields=["due", "key"], condition=~Q(key=""), name="a_key_notes_a_payment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"payment of {self.due}"
