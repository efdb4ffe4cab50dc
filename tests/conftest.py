"""In which order files of tests run where several processes share them."""

from __future__ import annotations

import pytest

# They take a minute and more. Begun last, one process would wait for the other to end them.
LONG = (
    "test_backup.py", "test_master_key.py", "test_journey_browser.py", "test_library_browser.py", "test_fuzzed.py",
    "test_weight_browser.py", "test_browser.py", "test_tests_browser.py", "test_serve.py", "test_demonstration.py", "test_training_plan.py",
    "test_quizzes.py", "test_twin.py", "test_figures_only.py",
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
