"""How a pool's processes are started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASK = """
import threading
from tripartite.engines.pool import _start_method
alone = _start_method()
done = threading.Event()
other = threading.Thread(target=done.wait)
other.start()
print(alone, _start_method())
done.set()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how many threads a process has")
def test_only_a_process_with_one_thread_forks() -> None:
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run([sys.executable, "-c", ASK], env=env, check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["fork", "spawn"]
