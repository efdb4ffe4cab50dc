"""tripartite site write_letters: send the mails of seminars that are due. The worker does so each hour."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tripartite.site.seminars import letters


class Command(BaseCommand):
    help = "Send what participants of seminars are to be told: places, reminders, follow-ups. None goes out twice."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        letters.remind()
        sent, failed = letters.send_due()
        self.stdout.write(f"{sent} letters sent, {failed} could not be sent")
