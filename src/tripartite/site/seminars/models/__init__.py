"""Seminars: how they are planned, who takes part, what is learned, and what comes of it."""

from tripartite.site.seminars.models.afterwards import Certificate, Commitment, FollowUp, Letter, Studied
from tripartite.site.seminars.models.attending import Attendance, Participant, Person
from tripartite.site.seminars.models.following import Followed
from tripartite.site.seminars.models.learning import (
    Answer,
    Attempt,
    Feedback,
    GroupCase,
    HandIn,
    Opening,
    Paper,
    Quiz,
    QuizAnswer,
    When,
)
from tripartite.site.seminars.models.organised import Programme, Room, Seminar, Series, Session, Trainer

__all__ = [
    "Answer", "Attempt", "Attendance", "Certificate", "Commitment", "Feedback", "FollowUp", "Followed", "GroupCase", "HandIn", "Letter",
    "Opening", "Paper", "Participant", "Person", "Programme", "Quiz", "QuizAnswer", "Room", "Seminar", "Series", "Session", "Studied",
    "Trainer", "When",
]  # fmt: skip
