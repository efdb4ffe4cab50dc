"""What is refused before the site is served to others than this machine: each with what to set."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping

from tripartite.records.errors import RecordsError

OFF = ("0", "false", "no", "off")
SHORTEST_SECRET = 32


class UnsafeError(RecordsError):
    """Settings that would put people's records at risk."""


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_unsafe_settings(host: str, environment: Mapping[str, str] | None = None) -> None:
    """Raise UnsafeError with all that is wrong, where others than this machine could reach the site."""
    given = os.environ if environment is None else environment
    faults = _of_secrets(given)
    if not is_this_machine(host) or _is_on(given, "TRIPARTITE_BEHIND_PROXY"):
        faults += _of_strangers(given)
    if faults:
        raise UnsafeError(
            "The site is not served, as it would not be safe:\n" + "\n".join(f"- {f}" for f in faults)
        )


def _of_secrets(given: Mapping[str, str]) -> list[str]:
    return [
        f"{name} is shorter than {SHORTEST_SECRET} characters. Leave it out, and one is made and kept in the data folder; "
        "or set one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        for name in ("TRIPARTITE_SECRET_KEY", "TRIPARTITE_MASTER_KEY")
        if 0 < len(given.get(name, "")) < SHORTEST_SECRET
    ]


def _of_strangers(given: Mapping[str, str]) -> list[str]:
    faults = []
    if given.get("TRIPARTITE_HTTPS", "").strip().lower() in OFF:
        faults.append("TRIPARTITE_HTTPS is off: passwords and records would travel readable. Leave it out.")
    if not _is_on(given, "TRIPARTITE_BEHIND_PROXY"):
        faults.append(
            "Nobody ends TLS. Put a proxy in front (docs/operating.md has nginx and Caddy), let the site listen on "
            "127.0.0.1, and set TRIPARTITE_BEHIND_PROXY=1."
        )
    hosts = [h.strip() for h in given.get("TRIPARTITE_HOSTS", "").split(",") if h.strip()]
    if not hosts or any(h.startswith(("*", ".")) for h in hosts):
        faults.append(
            "TRIPARTITE_HOSTS: write the names that people type, such as work.example.org, without wildcards."
        )
    if not given.get("TRIPARTITE_EMAIL_HOST") and not given.get("TRIPARTITE_EMAIL_BACKEND"):
        faults.append(
            "Mails would be written to the log. Set TRIPARTITE_EMAIL_HOST, or, for a site that sends none, "
            "TRIPARTITE_EMAIL_BACKEND=django.core.mail.backends.dummy.EmailBackend."
        )
    return faults


def _is_on(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").strip().lower()
    return bool(text) and text not in OFF
