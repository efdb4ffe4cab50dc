"""tripartite site backup FILE: database and files in one archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tripartite.site.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Write database and files into one archive with a manifest and hashes. People may go on working."
    # Django's own look at all pages and addresses would load the whole site first: half of the time of a small one.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write; it must not exist yet")
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="put the keys in too: whoever holds the archive can read all records",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            manifest = write_backup(options["file"], with_keys=options["with_keys"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(m["bytes"] for m in manifest["members"].values())
        files = sum(n.startswith("files/") for n in manifest["members"])
        self.stdout.write(f"{options['file']}: database and {files} files, {size / 1e6:.1f} MB.")
        if not options["with_keys"]:
            self.stdout.write(
                "Without the master key its records cannot be read: keep that key elsewhere, and keep it."
            )
