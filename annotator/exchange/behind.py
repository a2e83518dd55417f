"""Work that goes on behind the caller: one job after the other, in a thread of its own.

For jobs that spend their time outside the interpreter, like encoding and compressing columns: then
the next columns are made meanwhile. Their order is the order in which they were given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

_WAITING = 3
"""Jobs that may wait or run, for several files often have one at once; they hold memory."""


class Behind:
    """Does jobs behind the caller. Leaving it waits for all of them, after an error for one."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "behind")
        self._jobs: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=error is not None)
        if error is None:
            self._wait(0)

    def do(self, job: Callable[[], None]) -> None:
        """Do the job after those before it; waits while too many do.

        Raises:
            Exception: What an earlier job raised.
        """
        self._jobs.append(self._thread.submit(job))
        self._wait(_WAITING)

    def _wait(self, most: int) -> None:
        while len(self._jobs) > most:
            self._jobs.popleft().result()
