"""tripartite site rotate_master_key: a new master key, and each organisation's key wrapped by it.

The records themselves stay as they are: only the keys that open them are wrapped anew. Killed at any moment, it is run again
and goes on: the new key is written before anything is wrapped by it, all keys are wrapped in one transaction, and until the
new key has taken the place of the old one, the site opens with either.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tripartite.site import vault
from tripartite.site.secrets_file import kept_secret
from tripartite.site.serve_safely import SHORTEST_SECRET


class Command(BaseCommand):
    help = "Renew the master key: wrap each organisation's key anew. Stop the web and the worker before."
    # Django's own look at all pages and addresses would load the whole site first: half of the time of a small one.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        by_environment = _is_from_environment()
        following = Path(settings.DATA_DIR) / "master-key.next"
        if by_environment:
            _refuse_unfit(settings.MASTER_KEY_NEXT)
        else:
            settings.MASTER_KEY_NEXT = kept_secret(following)
        try:
            n = vault.wrap_anew(settings.MASTER_KEY_NEXT)
        except vault.SealedError as error:
            raise CommandError(
                f"Nothing was changed: {error}. Run this with the key that the site uses now."
            ) from error
        self.stdout.write(f"{n} organisations' keys are wrapped by the new master key.")
        if by_environment:
            self.stdout.write(
                "Now set TRIPARTITE_MASTER_KEY to the new key, remove TRIPARTITE_MASTER_KEY_NEXT, and start the site."
            )
            return
        kept = _put_in_place(following)
        self.stdout.write(
            f"The new key is in place; start the site. The old one is in {kept}: backups made until now"
        )
        self.stdout.write("need it, and nothing else does. Move it to where you keep the keys of backups.")


def _is_from_environment() -> bool:
    path = Path(settings.DATA_DIR) / "master-key"
    return not path.exists() or path.read_text().strip() != settings.MASTER_KEY


def _refuse_unfit(following: str) -> None:
    if len(following) < SHORTEST_SECRET:
        raise CommandError(
            "TRIPARTITE_MASTER_KEY is set, so this cannot put a new key in its place. Set TRIPARTITE_MASTER_KEY_NEXT to a new "
            "one of 32 characters or more and run this again: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if following == settings.MASTER_KEY:
        raise CommandError("TRIPARTITE_MASTER_KEY_NEXT is the key that is in use. Set it to a new one.")


def _put_in_place(following: Path) -> Path:
    """The new key takes the old one's name. The old one is copied first: at no moment is there none, and none is lost."""
    place = following.with_name("master-key")
    kept = following.with_name(f"master-key.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    kept.hardlink_to(place)
    following.replace(place)
    return kept
