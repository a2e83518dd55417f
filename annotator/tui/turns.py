"""What a reader is to do, keys and news alike: one after the other, in the order it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from annotator.tui.between_keys import BetweenKeys

if TYPE_CHECKING:
    from annotator.tui.reader import Reader
    from annotator.tui.typed_ahead import Typed

Task: TypeAlias = Callable[["Reader"], Awaitable[object]]
"""Something for the reader to do in its turn."""


class Turns:
    """Hands out what is queued; while nothing is, work is done `between` keys."""

    def __init__(self, between: BetweenKeys) -> None:
        self._between = between
        self._tasks: asyncio.Queue[Task] = asyncio.Queue()
        self._typed: dict[Task, Typed | None] = {}
        """Keys, and clicks, that are queued and not forgotten."""
        self._forgotten = set[Task]()

    def put(self, task: Task, *, typed: bool = False, key: Typed | None = None) -> None:
        """Queue a task; one that is `typed`, be it a `key`, may be forgotten before its turn."""
        if typed or key is not None:
            self._typed[task] = key
        self._tasks.put_nowait(task)

    def forget_typed(self) -> bool:
        """Hand out nothing of what is queued of the person's keys and clicks; whether any were."""
        forgotten = bool(self._typed)
        self._forgotten |= self._typed.keys()
        self._typed.clear()
        return forgotten

    def take_keys(self) -> list[Typed]:
        """What is queued of keys and pasted text, in their order, to be dealt with elsewhere."""
        taken = {task: key for task, key in self._typed.items() if key is not None}
        self._forgotten |= taken.keys()
        for task in taken:
            del self._typed[task]
        return list(taken.values())

    @property
    def is_last(self) -> bool:
        """Whether nothing is queued behind what was handed out last."""
        return self._tasks.empty()

    async def __aiter__(self) -> AsyncIterator[Task]:
        """What is queued, for ever; whoever asks for the next one has done the one before."""
        while True:
            task = await self._between.until_next(self._tasks)
            self._typed.pop(task, None)
            if task in self._forgotten:
                self._forgotten.discard(task)
                task = _nothing
            yield task
            self._between.key_came()
            self._tasks.task_done()

    async def done(self) -> None:
        """Wait until everything that was queued has been done."""
        await self._tasks.join()


async def _nothing(reader: Reader) -> None:
    """What stands for a forgotten task: the screen is brought up to date all the same."""
