"""tripartite site erase_participants: erase who took part in seminars whose day of erasure is past. The worker does so."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tripartite.site.seminars.participation import erase_old


class Command(BaseCommand):
    help = (
        "Erase the details of participants after the days that their organisation keeps them; figures stay."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"details of {erase_old()} participants erased")
