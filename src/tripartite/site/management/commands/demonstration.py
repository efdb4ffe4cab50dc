"""tripartite site demonstration: fill an empty site with made-up organisations and checks, or take them away again."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tripartite.site import demonstration


class Command(BaseCommand):
    help = (
        "Put made-up organisations, checks and a plan into an empty site; --remove takes exactly these away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the demonstration and its files")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if options["remove"]:
            organisations, files = demonstration.remove()
            self.stdout.write(
                f"removed {organisations} organisations of the demonstration and {files} sealed files"
            )
            return
        if demonstration.is_whole():
            self.stdout.write(
                "The demonstration is there already. Its password was told when it was made; if it is lost, remove the "
                "demonstration with --remove and make it again."
            )
            return
        self._make()

    def _make(self) -> None:
        # Of this installation alone: a fixed password would open every demonstration that anybody serves.
        password = secrets.token_urlsafe(12)
        self.stdout.write("Making the demonstration: sample files are checked for six countries.")
        try:
            names = demonstration.make(password, lambda told: self.stdout.write(f"  {told}"))
        except demonstration.NotEmptyError as error:
            raise CommandError(
                f"{error}. Use another data folder: TRIPARTITE_DATA, or --data of serve."
            ) from error
        self.stdout.write(f"Sign in as one of: {', '.join(names)}")
        self.stdout.write(f"Password of all of them, told this once: {password}")
