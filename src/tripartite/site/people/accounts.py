"""How accounts are made."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's own ways. The name of the site stands where allauth would ask for a table of sites."""

    def format_email_subject(self, subject: str) -> str:
        return f"tripartite: {subject}"
