"""What the C library does with memory that is freed."""

from __future__ import annotations

import sys

# glibc's names and numbers, of malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT = 128 << 20  # bytes
LARGEST = 32 << 20  # the most that glibc allows


def keep_freed() -> None:
    """Have freed memory kept for the next block, whose arrays are as large, and not given back to be asked for again:
    asking took a seventh of a check's time. Only glibc is told; others manage by themselves.
    """
    if sys.platform != "linux":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGEST)
        mallopt(M_TRIM_THRESHOLD, KEPT)
