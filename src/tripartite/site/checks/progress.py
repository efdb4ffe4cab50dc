"""How far a check is, as one number."""

from __future__ import annotations

from tripartite.site.checks.models import Check

# Where each stage begins and ends on the way, by the time that it takes on a factory of six hundred.
LOOKING = {"read": (0, 100)}
CHECKING = {"read": (2, 65), "check": (65, 85), "summarise": (85, 92), "write": (92, 100)}


def per_cent(check: Check) -> int:
    """0 to 100; never back within one attempt."""
    if not check.is_underway:
        return 100 if check.is_done else 0
    stages = LOOKING if check.job == Check.Job.LOOK else CHECKING
    a, b = stages.get(check.stage, (0, 0))
    return a + (b - a) * check.done // check.total if check.total else a
