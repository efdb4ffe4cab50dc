"""Files that came, checks of them, and how a facility's files are read. Content lies sealed in the vault; rows hold names and figures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import Facility, User


class Check(models.Model):
    """One check of a facility's records: its files, what they are held against, how far it is, what came out.

    A draft collects files and is looked at; then it waits for a worker, runs, and is done or has failed. `job` says
    what the worker is to do: look at the files, or check them.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a check", "being prepared")
        QUEUED = "queued", pgettext_lazy("state of a check", "waiting")
        RUNNING = "running", pgettext_lazy("state of a check", "running")
        DONE = "done", pgettext_lazy("state of a check", "done")
        FAILED = "failed", pgettext_lazy("state of a check", "failed")

    class Job(models.TextChoices):
        LOOK = "look"
        CHECK = "check"

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="checks")
    # Counts within the facility; addresses name it.
    number = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    options = models.JSONField(default=dict)
    # Of what the worker sealed: content by name, such as summary.json or records/days.parquet.
    sealed = models.JSONField(default=dict)

    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    job = models.CharField(max_length=5, choices=Job, default=Job.LOOK)
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    heartbeat = models.DateTimeField(null=True)
    # A worker writes only what belongs to its own attempt: one that was taken for dead and wakes up writes nothing.
    attempt = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    # Figures for lists, from the summary; no personal data.
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    figures = models.JSONField(default=dict)

    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("the factory’s answer"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(null=True)
    # Set when the records of a published check were deleted: the figures stay.
    records_deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "number"], name="one_check_of_a_number")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "heartbeat"])]

    def __str__(self) -> str:
        return f"{self.facility} {self.number}"

    @property
    def is_underway(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def has_records(self) -> bool:
        return self.is_done and self.records_deleted_at is None


class Upload(models.Model):
    """A file of a check: it comes in parts, each sealed as it arrives, so that nothing lies readable on the disk."""

    # `check` is a method of every model.
    of = models.ForeignKey(Check, models.CASCADE, related_name="uploads")
    # Made by the browser from name, size and date, so that a broken upload goes on where it stopped.
    client_id = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    parts = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "client_id"], name="one_upload_of_an_id"),
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="not_beyond_its_size"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.of}"

    @property
    def is_complete(self) -> bool:
        return self.received == self.size and bool(self.sha256)


class SavedMapping(models.Model):
    """How a facility's files are read, as somebody corrected it: sealed, as an unknown header may be a row of people."""

    facility = models.OneToOneField(Facility, models.CASCADE, related_name="mapping")
    sealed = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"mapping of {self.facility}"
