"""Freed memory is kept for the next block."""

from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
import numpy as np
from tripartite.engines.memory import keep_freed
if sys.argv[1] == "kept":
    keep_freed()
def block():
    arrays = [np.ones(700_000) for _ in range(8)]
for _ in range(3):
    block()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    block()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(how: str) -> int:
    """Pages asked of the system anew by ten blocks of 45 MB, each like the one before."""
    done = subprocess.run([sys.executable, "-c", FAULTS, how], check=True, capture_output=True, text=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told")
def test_blocks_of_a_size_ask_for_memory_once() -> None:
    assert page_faults("kept") < page_faults("as usual") / 10


def test_elsewhere_nothing_is_done() -> None:
    """No C library is opened where it is not glibc's: the platform is asked first."""
    script = (
        "import sys; sys.platform = 'darwin'; sys.modules['ctypes'] = None\n"
        "from tripartite.engines.memory import keep_freed; keep_freed()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
