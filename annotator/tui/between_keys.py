"""What is done ahead between two keys, in bits of a few milliseconds each.

A key that comes meanwhile waits for one bit at most.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from annotator.tui.reader import Reader

_Task = TypeVar("_Task")
_BREATH_S: Final = 0.012
"""From one bit to the next: the first leaves the frame the time to go out."""
_PLACES: Final = 150
"""Places of a same-text proposal in one bit."""
_YOUNG: Final = 2500
"""New objects that are worth a collection: five times as many would be felt in a key."""
_ACTS: Final = 25
"""Acts after which what outlived their collections is looked through as well."""


class BetweenKeys:
    """Bits of work, those of the first job before those of the next.

    A job does one bit and tells whether more of it is left; every key makes all of them due again.
    """

    def __init__(self, *jobs: Callable[[], bool]) -> None:
        self._jobs = jobs
        self._due: list[Callable[[], bool]] = []

    def key_came(self) -> None:
        """Begin with the first job again."""
        self._due = list(self._jobs)

    async def until_next(self, tasks: asyncio.Queue[_Task]) -> _Task:
        """The next task; until it comes, one bit after the other."""
        while self._due:
            with suppress(TimeoutError):
                async with asyncio.timeout(_BREATH_S):
                    return await tasks.get()
            if not self._due[0]():
                del self._due[0]
        return await tasks.get()


def jobs_for(reader: Callable[[], Reader | None]) -> Iterator[Callable[[], bool]]:
    """What is done ahead for a reader, as soon as there is one."""

    def of(job: Callable[[Reader], bool]) -> bool:
        here = reader()
        return here is not None and job(here)

    for job in (_count_proposal, _look_up_names, _read_ahead):
        yield partial(of, job)
    yield Collecting()


def _count_proposal(reader: Reader) -> bool:
    """Look at further places of the same-text proposal; at the last one say what it holds."""
    same = reader.desk.same if reader.desk is not None else None
    if same is None or same.is_complete:
        return False
    more = same.advance(_PLACES)
    if not more and reader.unsaid is not None:
        reader.unsaid()
    return more


def _look_up_names(reader: Reader) -> bool:
    """Look up the entities that the current mention would have under each label."""
    mention = reader.current.mention if reader.current is not None else None
    if reader.desk is not None and mention is not None:
        reader.desk.entities.look_ahead(mention.quote, reader.desk.scheme.entity_labels)
    return False


def _read_ahead(reader: Reader) -> bool:
    """Begin to read the articles that the next key may open."""
    return reader.neighbours.read_ahead()


class Collecting:
    """Collects garbage while nobody waits; the collector's own turn comes amid a key."""

    def __init__(self) -> None:
        self._acts = 0

    def __call__(self) -> bool:
        """Collect what is young, and now and then what is older."""
        self._acts += 1
        if gc.get_count()[0] > _YOUNG:
            gc.collect(0)
        if self._acts >= _ACTS:
            self._acts = 0
            gc.collect(1)
        return False
