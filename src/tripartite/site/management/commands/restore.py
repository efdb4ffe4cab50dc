"""tripartite site restore FILE: a backup into an empty site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tripartite.site.backup import BackupError, restore_backup, verify_backup


class Command(BaseCommand):
    help = "Restore a backup into an empty site, after verifying all of it."
    # Django's own look at all pages and addresses would load the whole site first: half of the time of a small one.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="only verify the archive; write nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            manifest = (verify_backup if options["verify"] else restore_backup)(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        told = "is whole" if options["verify"] else "is restored"
        self.stdout.write(f"The backup of {manifest['made_at']} (version {manifest['version']}) {told}.")
