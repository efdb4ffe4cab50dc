"""What workers handed over, and the codes by which organisations ask for it."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import Facility, Organisation, User

# Without letters and figures that are read or heard for others.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class LogRequest(models.Model):
    """An organisation asks workers for their logs: for a purpose, until a day, by a code that it hands out."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="log_requests")
    facility = models.ForeignKey(
        Facility, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("facility")
    )
    workplace = models.CharField(_("workplace"), max_length=200, help_text=_("As workers call it."))
    purpose = models.CharField(
        _("purpose"), max_length=300, help_text=_("Workers read this before they decide.")
    )
    until = models.DateField(
        pgettext_lazy("a log is kept", "kept until"), help_text=_("On that day the logs are deleted.")
    )
    code = models.CharField(max_length=12, unique=True, default=_code)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="a_request_has_a_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.workplace}: {self.purpose}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.until >= timezone.localdate()

    @property
    def told_code(self) -> str:
        """The code in two halves, as it is read out."""
        return f"{self.code[:5]}-{self.code[5:]}"


class HandOver(models.Model):
    """A log that a worker handed over. Log, name and consent lie sealed; the receipt is kept as a hash only."""

    request = models.ForeignKey(LogRequest, models.CASCADE, related_name="hand_overs")
    sealed = models.CharField(max_length=200, blank=True)
    receipt = models.CharField(max_length=64, unique=True)
    # The worker let the facility see, under their number, the days that differ from its records.
    shown_to_facility = models.BooleanField(default=False)
    days = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    handed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-handed_at"]

    def __str__(self) -> str:
        return f"{self.request} {self.pk}"

    @property
    def is_held(self) -> bool:
        return bool(self.sealed)
