"""Making, finding and taking back tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tripartite.site.api.models import Token
from tripartite.site.people import audit
from tripartite.site.people.access import Action, standing_in
from tripartite.site.people.models import Organisation, User
from tripartite.site.people.operations import RefusedError

PREFIX = "tri_"
LONGEST = timedelta(days=366)
USUAL = timedelta(days=91)
# A token's last use is written no oftener than this.
USE_TOLD_EVERY = timedelta(minutes=1)


def usual_end() -> date:
    return timezone.localdate() + USUAL


@transaction.atomic
def make_token(
    user: User, organisation: Organisation, name: str, scopes: list[str], until: date
) -> tuple[Token, str]:
    """A new token and its text, which is told this once and cannot be found out again. Raises RefusedError."""
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise RefusedError(_("Choose a day from today on, at most a year ahead."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        organisation=organisation,
        user=user,
        name=name,
        digest=_digest(text),
        prefix=text[:12],
        scopes=sorted(scopes),
        until=until,
    )
    audit.record(organisation, user, "token.made", token, scopes=token.scopes, until=str(until))
    return token, text


@transaction.atomic
def revoke_token(actor: User, token: Token) -> None:
    """Take a token back; it ends at once."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record(token.organisation, actor, "token.revoked", token)


def token_of(text: str) -> Token | None:
    """The token of this text, if it holds and its person still belongs to the organisation."""
    found = Token.objects.select_related("organisation", "user").filter(digest=_digest(text)).first()
    if found is None or not found.holds or not found.user.is_active:
        return None
    if not standing_in(found.user, found.organisation).may(Action.SEE):
        return None
    now = timezone.now()
    if found.used_at is None or now - found.used_at > USE_TOLD_EVERY:
        Token.objects.filter(pk=found.pk).update(used_at=now)
    return found


def _digest(text: str) -> str:
    """The text is random and long: a plain hash cannot be turned round."""
    return hashlib.sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()
