"""How the program takes memory."""

from __future__ import annotations

import ctypes

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
"""`M_ARENA_MAX` and `M_MMAP_THRESHOLD` of glibc's malloc.h."""
_LARGE = 1 << 19
"""Bytes from which a piece goes back to the system when it is let go, such as a long text.

Left alone, glibc raises this limit to the size of the first such piece.
"""


def take_little() -> None:
    """Have all threads take memory from one place, before they take any; glibc alone knows how.

    By default each has a place of its own and keeps what it once needed there: 10 MB and more
    where the writer, the reader and learning each held parts of a long article for a moment. They
    share one interpreter, so that they seldom ask for memory at the same time.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_ARENA_MAX, 1)
    mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return to the system what is free between pieces that are not: a millisecond; glibc alone.

    It does so of itself only with what is free at the end, where the newest article lies.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
