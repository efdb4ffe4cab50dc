"""Fixtures of checks, for logs that are set beside one."""

from tests.site.checks.conftest import one_day, players  # noqa: F401 - found by their names
