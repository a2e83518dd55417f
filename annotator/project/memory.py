"""How the program takes memory and gives it back: what glibc's malloc alone lets one say."""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_one_arena() -> None:
    """Have all threads take memory from one place, before they take any.

    By default each has a place of its own and keeps what it once needed there: 10 MB and more
    where the writer, the reader and learning each held parts of a long article for a moment. They
    share one interpreter, so that they seldom ask for memory at the same time.
    """
    _tell("mallopt", _ARENA_MAX, 1)


def give_back() -> None:
    """Return what was freed to the system, before something else takes as much elsewhere."""
    _tell("malloc_trim", 0)


def _tell(function: str, *arguments: int) -> None:
    try:
        call = getattr(ctypes.CDLL(None), function)
    except (AttributeError, OSError, TypeError):
        return
    call(*arguments)
