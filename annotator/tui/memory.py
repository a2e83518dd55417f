"""How the program takes memory."""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_one_arena() -> None:
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


def give_back() -> None:
    """Return to the system what is free between pieces that are not: a millisecond; glibc alone.

    It does so of itself only with what is free at the end, where the newest article lies.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
