"""A duty's page: what every family asks for it, and the rules that compute it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tripartite.standards.counterparts import rules_of_duty, vocabulary
from tripartite.standards.fields import StandardsError, close
from tripartite.standards.load import Standards
from tripartite.standards.views.language import check
from tripartite.standards.views.parts import counterparts, duty_brief, rule_brief


def duty_view(standards: Standards, key: str, lang: str = "en", day: date | None = None) -> dict[str, Any]:
    """Everything that is held of a duty, as it stands on a day (today). Raises StandardsError."""
    check(lang)
    on = day or date.today()  # noqa: DTZ011 - the reader's own day
    known = vocabulary(standards)
    if key not in known:
        raise StandardsError(f"There is no duty `{key}`{close(key, list(known))}")
    return {
        **duty_brief(standards, known[key], lang),
        "lang": lang,
        "day": on.isoformat(),
        "titles": dict(known[key].title),
        "rules": [rule_brief(standards, room, r, lang, on) for _, room, r in rules_of_duty(standards, key)],
        "counterparts": counterparts(standards, known[key], lang, on),
    }
