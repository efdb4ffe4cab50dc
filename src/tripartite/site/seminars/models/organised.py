"""A seminar as it is planned: in which programme and series, where and when, and what happens in which hour."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import Organisation, User

# Without letters and digits that look alike, as codes are read from a screen and typed on a telephone.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LETTERS = 6


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Programme(models.Model):
    """What an organisation runs seminars for, over years: a project, a grant, a plan of its own."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="programmes")
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("about"), max_length=4000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_programme_of_a_slug")
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """Seminars of a programme that belong together, such as the same three days in six countries."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="series")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class Seminar(models.Model):
    """Some days on which people learn the standards of one country, as they hold on the first day.

    The rule for certificates is a share of sessions attended, a score after (null: no test asked for), and feedback.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a seminar", "being prepared")
        OPEN = "open", pgettext_lazy("state of a seminar", "announced")
        CANCELLED = "cancelled", pgettext_lazy("state of a seminar", "cancelled")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="seminars")
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="seminars", verbose_name=_("series")
    )
    slug = models.SlugField(max_length=60)
    # Short, public and typed on telephones: it leads to the announcement and to the registration.
    code = models.CharField(max_length=8, unique=True, default=_code)
    # From which the codes on the screen, the papers and the tokens of trainers come. Never shown.
    secret = models.CharField(max_length=40, default=_secret)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("about"), max_length=4000, blank=True)
    country = models.CharField(_("country whose law is taught"), max_length=2)
    language = models.CharField(_("main language"), max_length=10)
    # Codes of the site's languages in which participants get pages and papers; the main one is among them.
    languages = models.JSONField(_("languages"), default=list)
    first_day = models.DateField(_("first day"))
    days = models.PositiveSmallIntegerField(
        _("days"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    time_zone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=300, blank=True)
    online = models.URLField(_("link for those who join online"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)

    capacity = models.PositiveIntegerField(_("places"), default=60, validators=[MinValueValidator(1)])
    register_until = models.DateField(_("registration until"))
    needs_approval = models.BooleanField(_("the organiser approves each registration"), default=True)
    # A place that comes free goes to the first on the waiting list, or to the first of the side that has fewest.
    fill_in_balance = models.BooleanField(
        _("free places go first to the side that has fewest"), default=False
    )

    attend_percent = models.PositiveSmallIntegerField(
        _("sessions attended, in percent"), default=80, validators=[MaxValueValidator(100)]
    )
    score_percent = models.PositiveSmallIntegerField(
        _("score of the test afterwards, in percent"),
        null=True,
        blank=True,
        default=60,
        validators=[MaxValueValidator(100)],
    )
    needs_feedback = models.BooleanField(_("feedback given"), default=True)
    # How many questions each paper of the tests before and after has.
    questions = models.PositiveSmallIntegerField(
        _("questions of a test"), default=20, validators=[MinValueValidator(5), MaxValueValidator(60)]
    )

    # The seminar that this one was made from, and who took it on.
    passed_on_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="passed_on"
    )
    passed_on_by = models.ForeignKey(
        "Participant", models.SET_NULL, null=True, editable=False, related_name="passed_on"
    )
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # Grows with each change of the seminar or its agenda: who saves what they read in an earlier version is told.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-first_day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="one_seminar_of_a_slug"),
            models.CheckConstraint(
                condition=models.Q(attend_percent__lte=100), name="a_share_is_at_most_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def takes_registrations(self) -> bool:
        return self.state == self.State.OPEN and timezone.localdate() <= self.register_until


class Room(models.Model):
    """A room, or a link for those who are elsewhere."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "name"], name="one_room_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Trainer(models.Model):
    """Somebody who leads sessions. Their own link lets them run those without an account."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="trainers")
    name = models.CharField(_("name"), max_length=200)
    about = models.CharField(_("about"), max_length=500, blank=True)
    token = models.CharField(max_length=40, unique=True, default=_secret)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One part of a day: a module, or what stands between. Two sessions may run at once in two rooms."""

    class Kind(models.TextChoices):
        OPENING = "opening", pgettext_lazy("kind of session", "opening")
        MODULE = "module", pgettext_lazy("kind of session", "module")
        EXERCISE = "exercise", pgettext_lazy("kind of session", "group exercise")
        TEST = "test", pgettext_lazy("kind of session", "test")
        DISCUSSION = "discussion", pgettext_lazy("kind of session", "discussion")
        FEEDBACK = "feedback", pgettext_lazy("kind of session", "feedback")
        BREAK = "break", pgettext_lazy("kind of session", "break")
        CLOSING = "closing", pgettext_lazy("kind of session", "closing")

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="sessions")
    # Counts within the seminar and never changes; addresses and signs name it.
    number = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    starts = models.TimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MODULE)
    # Of the curriculum; its title stands where the session has none of its own.
    module = models.CharField(_("module"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    room = models.ForeignKey(
        Room, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("room")
    )
    trainers = models.ManyToManyField(
        Trainer, related_name="sessions", blank=True, verbose_name=_("trainers")
    )
    # Begins with the session before it, in another room.
    alongside = models.BooleanField(_("at the same time as the one before"), default=False)
    # Counts towards the share attended; a break never does.
    counted = models.BooleanField(_("attendance counts"), default=True)

    class Meta:
        ordering: ClassVar = ["day", "starts", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "number"], name="one_session_of_a_number"),
            models.CheckConstraint(
                condition=~models.Q(kind="break", counted=True), name="nobody_is_counted_at_a_break"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seminar}: {self.number}"

    @property
    def on(self) -> date:
        return self.seminar.first_day + timedelta(days=self.day - 1)
