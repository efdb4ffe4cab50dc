"""Tokens that programs show instead of a password."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import Organisation, User


class Token(models.Model):
    """Lets a program act for a person in one organisation, within scopes, until a day. Only its hash is kept."""

    class Scope(models.TextChoices):
        CHECKS_READ = "checks:read", _("Read facilities, checks and their results")
        CHECKS_WRITE = "checks:write", _("Upload files, start and delete checks")
        PLANS_READ = "plans:read", _("Read plans and wages owed")
        PLANS_WRITE = "plans:write", _("Change plans and note payments")
        SHARING_READ = "sharing:read", _("Read what is shared and who looked")
        SHARING_WRITE = "sharing:write", _("Publish results, grant views, take them back, sign bundles")
        SEMINARS_READ = "seminars:read", _("Read seminars and their reports")
        PARTICIPANTS_READ = "participants:read", _("Read who takes part in seminars, and certificates")
        PARTICIPANTS_WRITE = "participants:write", _("Register participants and note attendance")
        ORGANISATION_READ = "organisation:read", _("Read who belongs to the organisation, and its log")
        ORGANISATION_WRITE = "organisation:write", _("Change facilities, people and invitations")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("for which program"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    # The first letters, so that people know a token again.
    prefix = models.CharField(max_length=12)
    scopes = models.JSONField(_("what it may do"), default=list)
    until = models.DateField(pgettext_lazy("of a token", "until"))
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and self.until >= timezone.localdate()
