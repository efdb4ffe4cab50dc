"""How a pool's processes are started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


CHECK = """
import sys
from tripartite import cli
from tripartite.engines import pool
ask = pool._start_method
pool._start_method = lambda: print(method := ask()) or method
if __name__ == "__main__":
    cli.main(["check", sys.argv[1], "--country", "CN", "--standard", "cn", "--out", sys.argv[2], "--quiet", "--jobs", "2"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how many threads a process has")
def test_a_check_of_a_dataset_begins_its_pool_before_anything_that_starts_threads(tmp_path: Path) -> None:
    data, script = tmp_path / "data", tmp_path / "check.py"
    script.write_text(CHECK, encoding="utf-8")
    make = [sys.executable, "-m", "tripartite.sample", "dataset", str(data), "--workers", "60"]
    subprocess.run(make, check=True, capture_output=True)
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    asked = [sys.executable, str(script), str(data), str(tmp_path / "out")]
    told = subprocess.run(asked, env=env, check=False, capture_output=True, text=True)
    assert told.returncode in (0, 1), told.stderr
    assert told.stdout.split() == ["fork"]
