"""The made-up check, once for all tests of reports that only read it."""

from __future__ import annotations

import pytest
from made_up_check import made_up


@pytest.fixture(scope="session")
def check():
    return made_up()


@pytest.fixture(scope="session")
def summary(check):
    return check[0]


@pytest.fixture(scope="session")
def con(check):
    return check[1]
