"""Facilities whose checks before and after a seminar are held beside each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from tripartite.site.people.models import Facility, User
from tripartite.site.seminars.models.organised import Seminar


class Followed(models.Model):
    """That the organiser follows a facility. It gives no right to see it: that is asked anew at each look."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="followed")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["facility__name", "pk"]
        verbose_name_plural = "followed"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seminar", "facility"], name="a_facility_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.facility} followed for {self.seminar}"
