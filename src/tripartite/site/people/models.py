"""Who is who: people, organisations of the three sides, their facilities, and what was granted to whom."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

INVITATION_DAYS = 14
# Letters and digits that nobody mistakes for one another; eight of them are some 10^11.8 codes.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_code() -> str:
    """A code that nobody can guess, by which others name an organisation."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


class User(AbstractUser):
    """A person. The user name may be a telephone number; an e-mail address is not needed."""

    language = models.CharField(_("language"), max_length=10, blank=True)

    @property
    def told_name(self) -> str:
        return self.get_full_name() or self.username


class Organisation(models.Model):
    """A ministry, a company, a union, a partner: what people belong to, and what every object belongs to."""

    class Side(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        EMPLOYER = "employer", _("Employers")
        WORKER = "worker", _("Workers")
        PARTNER = "partner", _("Partner")

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        INSPECTORATE = "inspectorate", _("Labour inspectorate")
        ENTERPRISE = "enterprise", _("Enterprise")
        BUYER = "buyer", _("Buyer")
        FEDERATION = "federation", _("Employers' organisation")
        UNION = "union", _("Trade union")
        AUDITOR = "auditor", _("Auditor")
        UNIVERSITY = "university", _("University")
        OTHER = "other", pgettext_lazy("kind of organisation", "Other")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    # Others name it by this when they show it something. Names can be taken by anybody; this cannot.
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    side = models.CharField(_("side"), max_length=12, choices=Side)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.OTHER)
    country = models.CharField(_("country"), max_length=2, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    demonstration = models.BooleanField(default=False)
    # The organisation's own key, wrapped by the site's; see vault.py.
    sealed_key = models.BinaryField(null=True, editable=False)
    # Results and records are deleted so many days after they came; nothing is kept for ever unless asked.
    keep_days = models.PositiveIntegerField(_("days that records are kept"), default=730)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def told_code(self) -> str:
        """The code as people read it to each other."""
        half = CODE_LENGTH // 2
        return f"{self.code[:half]}-{self.code[half:]}"


class Membership(models.Model):
    """A person's role in an organisation."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        OFFICER = "officer", _("Officer")
        READER = "reader", _("Reader")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=14, choices=Role, default=Role.READER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_in_each")
        ]
        ordering: ClassVar = ["user__username"]

    def __str__(self) -> str:
        return f"{self.user.username} in {self.organisation}: {self.role}"


def _token() -> str:
    return secrets.token_urlsafe(24)


def _in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class Invitation(models.Model):
    """An offer to join an organisation: a link that works once and for two weeks."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=40, unique=True, default=_token)
    to = models.CharField(
        _("for whom"), max_length=200, help_text=_("A name, so that you know the invitation again.")
    )
    role = models.CharField(_("role"), max_length=14, choices=Membership.Role, default=Membership.Role.READER)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(default=_in_two_weeks)
    taken_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.to} to {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.taken_at is None and self.until > timezone.now()


class Facility(models.Model):
    """A place of work, with what the law needs to know of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="facilities")
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(max_length=60)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=8, blank=True)
    wage_class = models.CharField(_("minimum-wage class"), max_length=40, blank=True)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "facilities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_facility_of_a_slug")
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A view of a facility's results that its organisation gives another: for a purpose, until a day, revocable."""

    class Scope(models.TextChoices):
        WHOLE = "whole", _("Whole result, down to each worker")
        TOPICS = "topics", _("Some topics, down to each worker")
        FIGURES = "figures", _("Figures only, no worker")

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="grants")
    to = models.ForeignKey(Organisation, models.CASCADE, related_name="granted")
    scope = models.CharField(_("what is shown"), max_length=8, choices=Scope, default=Scope.FIGURES)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300)
    until = models.DateField(_("until"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="a_grant_has_a_purpose")
        ]

    def __str__(self) -> str:
        return f"{self.facility} to {self.to}: {self.scope}"

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and self.until >= timezone.localdate()


class AuditEntry(models.Model):
    """What somebody did, never changed or removed: each entry carries a hash of the one before it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="audit")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Kept apart, as people and organisations may be deleted and what they did stays true.
    actor_name = models.CharField(max_length=200)
    actor_organisation = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-id"])]

    def __str__(self) -> str:
        return f"{self.at} {self.actor_name} {self.verb} {self.thing}"
