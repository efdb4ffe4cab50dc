"""Work done in a process of its own, so that a file that breaks its reader breaks nothing else.

A workbook of a few kilobytes may ask for half a terabyte, and the library that reads it then aborts the
whole process. In a child with bounded memory and time the parent learns of it and goes on.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from tripartite.records.errors import RecordsError

T = TypeVar("T")

MEMORY = 4 * 1024**3  # bytes beyond what the process has when the work begins
SECONDS = 600  # of processor time


class WorkFailedError(Exception):
    """The child did not finish: `reason` says how it ended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Apart(Generic[T]):
    """Work begun in a forked child within `memory` bytes and `seconds` of processor time; None sets no bound.

    The work's result must be picklable. Where a process cannot fork, the work is done when it is asked for.
    """

    def __init__(
        self, work: Callable[[], T], *, memory: int | None = MEMORY, seconds: int | None = SECONDS
    ) -> None:
        self._work, self._child = work, 0
        if not hasattr(os, "fork"):
            return
        self._reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._child = _fork()
        if self._child == 0:
            _be_child(work, self._reading, writing, memory, seconds)
        os.close(writing)

    def result(self) -> T:
        """What the work came to; to be asked once. RecordsError raised by the work is raised here; anything
        else that ends the child raises WorkFailedError.
        """
        if not self._child:
            return self._work()
        try:
            with os.fdopen(self._reading, "rb") as pipe:
                data = pipe.read()
        except BaseException:
            os.kill(self._child, signal.SIGKILL)
            raise
        finally:
            _, status = os.waitpid(self._child, 0)
        found: T = _answer(data, status)
        return found


def apart(work: Callable[[], T], *, memory: int = MEMORY, seconds: int = SECONDS) -> T:
    """The result of `work`, done in a process of its own; see `Apart`."""
    return Apart(work, memory=memory, seconds=seconds).result()


def _fork() -> int:
    """Fork with nothing collected in the child: the parent's databases need threads that are not there."""
    collecting = gc.isenabled()
    gc.disable()
    with warnings.catch_warnings():
        # The child touches nothing but the work and the pipe, whatever threads the parent has.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child and collecting:
        gc.enable()
    return child


def _answer(data: bytes, status: int) -> Any:
    if os.waitstatus_to_exitcode(status) != 0 or not data:
        code = os.waitstatus_to_exitcode(status)
        raise WorkFailedError(
            "it took too long" if -code == signal.SIGXCPU else "it needs far too much memory"
        )
    done, value = pickle.loads(data)  # noqa: S301 - written by our own child
    if done:
        return value
    raise value


def _be_child(
    work: Callable[[], Any], reading: int, writing: int, memory: int | None, seconds: int | None
) -> None:
    """Do the work, hand back its result and end, without running anything of the parent's."""
    code = 1
    try:
        os.close(reading)
        _bound(memory, seconds)
        try:
            answer = (True, work())
        except RecordsError as error:
            answer = (False, error)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    except BaseException:  # noqa: BLE001, S110 - a panic of the reader's library is no Exception
        pass
    finally:
        os._exit(code)


def _bound(memory: int | None, seconds: int | None) -> None:
    import resource

    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts writes a trace of its own
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    statm = Path("/proc/self/statm")
    if memory is not None and statm.exists():
        have = int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (have + memory, have + memory))
