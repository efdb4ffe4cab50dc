"""Keys that organisations sign with. The private half lies sealed in the vault; old public halves stay, to verify by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tripartite.site.people.models import Organisation


class SigningKey(models.Model):
    """An Ed25519 key of an organisation. One at most is in use; a retired one signs nothing more."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="signing_keys")
    public = models.CharField(max_length=80, unique=True)
    # The name of the sealed private key; emptied when the key is retired.
    sealed = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(retired_at=None), name="one_key_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.public}"
