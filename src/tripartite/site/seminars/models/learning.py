"""What was asked and answered: tests before and after, quizzes in the room, work of groups, feedback."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tripartite.site.people.models import Organisation
from tripartite.site.seminars.models.attending import Participant
from tripartite.site.seminars.models.organised import Seminar, Session


class When(models.TextChoices):
    BEFORE = "before", pgettext_lazy("test", "before the seminar")
    AFTER = "after", pgettext_lazy("test", "after the seminar")


class Paper(models.Model):
    """One of two parallel forms of the test, drawn once: what stands on it does not change with later law or code.

    questions: one dict each, in order: id, module, objective, kind, level, provision, doubtful, and `key`: positions of
    the right answers, or the number with its tolerance and unit, and `texts` by language: text, answers, why, law.
    """

    class Form(models.TextChoices):
        A = "A"
        B = "B"

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="papers")
    form = models.CharField(max_length=1, choices=Form)
    questions = models.JSONField()
    # Of the standards that the answers come from.
    standards = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["form"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "form"], name="one_paper_of_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.seminar}: {self.form}"


class Opening(models.Model):
    """When the test before, or after, can be taken."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="openings")
    when = models.CharField(max_length=6, choices=When)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "when"], name="a_test_opens_once_before_and_after")
        ]

    def __str__(self) -> str:
        return f"{self.seminar}: {self.when}"


class Attempt(models.Model):
    """A participant's test. Half of them have form A before and B after, half the other way round."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attempts")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="attempts")
    when = models.CharField(max_length=6, choices=When)
    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    # Taken on paper and typed in later by the organiser.
    on_paper = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "when"], name="one_attempt_before_and_after")
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.when}"


class Answer(models.Model):
    """What was answered to one question of an attempt, saved as soon as given; the last word counts.

    given: positions of chosen answers, in their order where the question is of an order, or a number as text.
    device, sequence: of the telephone that sent it, which counts its answers; empty of a page without scripts.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    given = models.JSONField()
    right = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=40, blank=True, default="")
    sequence = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "question"], name="one_answer_to_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.attempt}: {self.question}"


class Quiz(models.Model):
    """Questions put to the room, one at a time, answered on telephones. `questions` as in a paper."""

    class State(models.TextChoices):
        READY = "ready"
        ASKING = "asking"  # the question at `place` takes answers
        SHOWING = "showing"  # how it was answered is shown
        ENDED = "ended"

    session = models.ForeignKey(Session, models.CASCADE, related_name="quizzes")
    # Counts within the seminar.
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.READY)
    place = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return f"{self.session}: quiz {self.number}"


class QuizAnswer(models.Model):
    """One telephone's answer; the first word counts, as the room sees what others said afterwards."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="quiz_answers")
    given = models.JSONField()
    right = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "place", "participant"], name="one_quiz_answer_of_each")
        ]

    def __str__(self) -> str:
        return f"{self.quiz} {self.place}: {self.participant}"


class GroupCase(models.Model):
    """A group's workbook with its task and its key, made once: nobody's case changes with later law or code."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="cases")
    group = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=100)
    sealed_workbook = models.CharField(max_length=200)
    # The task and the key as pages, by part and language.
    sealed_pages = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["group"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "group"], name="one_case_of_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.seminar}: case of group {self.group}"


class HandIn(models.Model):
    """What a group hands in for an exercise: a text, a file, or both. A later one replaces it on the page, not here."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="hand_ins")
    group = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed_text = models.BinaryField(null=True)
    file_name = models.CharField(max_length=255, blank=True)
    sealed_file = models.CharField(max_length=200, blank=True)
    sealed_reply = models.BinaryField(null=True)  # of the trainer

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.session}: group {self.group}"


class Feedback(models.Model):
    """What somebody thought of the seminar; of which side they are, and nothing else of who they are.

    ratings: 1 to 5 by item. `number` is drawn at random, so that the order of arrival tells nothing.
    """

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="feedback")
    number = models.BigIntegerField()
    side = models.CharField(max_length=12, choices=Organisation.Side)
    day = models.DateField(_("day"), default=timezone.localdate)
    ratings = models.JSONField()
    # Free text by topic, sealed, as people name people.
    sealed_texts = models.BinaryField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"feedback on {self.seminar}"
