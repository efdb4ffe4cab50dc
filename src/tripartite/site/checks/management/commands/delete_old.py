"""tripartite site delete_old: delete the records that organisations keep no longer. To be run daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tripartite.site.checks.operations import delete_old


class Command(BaseCommand):
    help = "Delete checks and files older than their organisation keeps them, and drafts of more than a week."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"{delete_old()} checks deleted")
