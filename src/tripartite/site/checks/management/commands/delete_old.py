"""tripartite site delete_old: delete the records that organisations keep no longer. The worker runs it each day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tripartite.site.checks.operations import delete_old
from tripartite.site.wages.operations import remove_old


class Command(BaseCommand):
    help = "Delete checks and files older than their organisation keeps them, drafts of more than a week, and logs of workers past their day."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"{delete_old()} checks deleted")
        self.stdout.write(f"{remove_old(timezone.localdate())} logs of workers deleted")
