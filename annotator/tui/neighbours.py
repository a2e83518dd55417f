"""The articles that the next key may open, made ready while nobody waits.

Of those that were on the screen the desks are kept as well, as long as the memory allows.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from annotator.errors import AnnotatorError
from annotator.project.entering import Entered, Ready, make_ready, weight_ahead, weight_of
from annotator.project.queue import Around
from annotator.tui.memory import give_back

if TYPE_CHECKING:
    from annotator.tui.reader import Reader

ROOM: Final = 42_000_000
"""Bytes of memory for the desk on the screen and those beside it: two of 20,000 mentions fit."""
LEAST_ROOM: Final = 2_000_000
"""So much is left beside the longest article: ordinary ones fit."""
KEPT: Final = 6
"""Desks beside the one on the screen."""


class Neighbours:
    """What may be opened next, and what of it is ready."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._ready: OrderedDict[str, Ready] = OrderedDict()
        self._here: Entered | None = None
        self._left: str | None = None
        self._came_back = False
        self._around: Around | None = None
        self._reading: asyncio.Task[None] | None = None
        self._coming: str | None = None
        self._came = asyncio.Event()

    def ready_of(self, article: str) -> Ready | None:
        """What is ready of an article."""
        return self._ready.get(article)

    def came_to(self, entered: Entered) -> None:
        """Another article is on the screen; the desk that was there is kept."""
        left = self._here
        if left is not None and left.desk is not None:
            left.desk.put_aside()
            self._keep(Ready(left.desk, left.place, left.stand))
        self._came_back = entered.article.id == self._left
        self._left = None if left is None else left.article.id
        self._here, self._around = entered, None
        self._ready.pop(entered.article.id, None)
        self._make_room()

    def look_again(self, article: str) -> None:
        """Something was stored of an article: what was read of it is out of date."""
        if self._here is None or self._here.article.id != article:
            self._ready.pop(article, None)
            self._around = None

    async def at(self, step: int) -> str | None:
        """The article after this one (`step` > 0) or before it in the queue, or None at the end."""
        here, around = self._here, self._around
        if here is None:
            return None
        known = around and (around.after if step > 0 else around.before)
        return known or await self.asked(step)

    async def asked(self, step: int) -> str | None:
        """As `at`, looked up now."""
        if self._here is None:
            return None
        return await asyncio.to_thread(self._reader.queue.neighbour, self._here.article.id, step)

    async def unfinished(self) -> str | None:
        """The next unfinished article, or None where nothing else is left."""
        if self._here is None:
            return None
        known = self._around
        if known is None:
            known = await asyncio.to_thread(self._reader.queue.around, self._here.article.id)
        return known.unfinished

    def read_ahead(self) -> bool:
        """Begin to read what is not ready, beside the keys; nothing of it is left to do here."""
        if self._around is None and self._here is not None and self._reading is None:
            self._reading = asyncio.ensure_future(self._read(self._here))
        return False

    async def _read(self, here: Entered) -> None:
        try:
            around = await asyncio.to_thread(self._reader.queue.around, here.article.id)
            if self._here is here:
                self._around = around
            # To and fro between two articles, the one that she came from is the likeliest.
            first = self._left if self._came_back else None
            wanted = dict.fromkeys((first, around.unfinished, around.after, around.before))
            stay = set[str]()
            for article in filter(None, wanted):
                stay.add(article)
                if article not in self._ready and self._here is here:
                    await self._make_ready(article, stay)
            await asyncio.to_thread(give_back)
        except AnnotatorError:
            pass  # Nothing is ready then; whoever opens an article is told what is wrong.
        finally:
            self._reading = None

    async def expected(self, article: str) -> Ready | None:
        """What is ready of an article; where that is being read just now, as soon as it is."""
        if article == self._coming:
            await self._came.wait()
        return self.ready_of(article)

    async def _make_ready(self, article: str, stay: Collection[str]) -> None:
        self._coming, self._came = article, asyncio.Event()
        try:
            await self._read_one(article, stay)
        finally:
            self._coming = None
            self._came.set()

    async def _read_one(self, article: str, stay: Collection[str]) -> None:
        workspace = self._reader.workspace
        weight = await asyncio.to_thread(weight_ahead, workspace, article)
        if weight > self._room or not self._make_room(weight, stay):
            return
        ready = await asyncio.to_thread(make_ready, workspace, article)
        if ready is not None:
            await asyncio.to_thread(self._reader.face.draw_ahead, ready.desk)
        if ready is not None and (self._here is None or self._here.article.id != article):
            self._keep(ready)
            self._make_room()

    async def make_room_for(self, article: str) -> None:
        """Let go of desks that an article takes the place of, before it is read.

        Else the memory would have to hold it with those that it replaces.
        """
        self._make_room(await asyncio.to_thread(weight_ahead, self._reader.workspace, article))

    def make_room_again(self, stays: str | None = None) -> None:
        """Make room for an edit of all that is on the screen: it is in memory twice for a while.

        The article that `stays` is kept where it is ready.
        """
        here = self._here.desk if self._here is not None else None
        if here is not None:
            self._make_room(weight_of(here), () if stays is None else (stays,))

    def _keep(self, ready: Ready) -> None:
        self._ready[ready.desk.article.id] = ready
        self._ready.move_to_end(ready.desk.article.id)

    def _make_room(self, more: int = 0, stay: Collection[str] = ()) -> bool:
        """Let go of the oldest desks, but not of those that `stay`, until the others fit.

        Returns:
            Whether they do now, with `more` bytes beside them.
        """
        for article in list(self._ready):
            if len(self._ready) <= KEPT and self._taken + more <= self._room:
                break
            if article not in stay:
                del self._ready[article]
        return self._taken + more <= self._room

    @property
    def _room(self) -> int:
        """Bytes for the desks beside the one on the screen."""
        here = self._here.desk if self._here is not None else None
        return max(LEAST_ROOM, ROOM - (0 if here is None else weight_of(here)))

    @property
    def _taken(self) -> int:
        return sum(weight_of(ready.desk) for ready in self._ready.values())
