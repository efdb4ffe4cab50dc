"""Which turn of each chore was done last, and who is at it now."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """A chore's one row, by which workers agree on who does it.

    done: the day or hour of the last turn that came to its end. beat: the last sign of life of whoever is at it. attempt:
    counts the claims; who wakes up after another took over finds that theirs is no longer the latest.
    """

    chore = models.CharField(max_length=40, unique=True)
    done = models.CharField(max_length=13, blank=True)
    beat = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.chore}: {self.done}"
