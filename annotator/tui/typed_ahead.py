"""Keys that come faster than screens open: each gets to where it was meant for, in their order.

Over a slow line, or from quick hands, the key that opens a dialog and the first letters for it come
together. Textual would give these to the screen below, and a key that it knows to be the dialog's
before the letters that came earlier.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

Typed: TypeAlias = events.Key | events.Paste

_Answer = TypeVar("_Answer")
_ROUNDS = 2
"""A key is offered to a widget and all around it up to the app; what it made of it goes as far."""
_PATIENCE_S = 0.5
"""Keys wait no longer for a screen that is busy."""


class PatientApp(App[str | None]):
    """An app that hands out keys one by one, the next when the one before has been dealt with.

    Screens that queue keys themselves (`TurnScreen`) get theirs at once.
    """

    @dataclass
    class Ready(Message):
        """What was waited for is done; behind this, no key is left that came before it was."""

    @dataclass
    class Passed(Message):
        """All that reached the app before has been dealt with."""

        at: asyncio.Future[None]

    def __init__(self) -> None:
        super().__init__()
        self._waits = 0
        self._before: list[Typed] = []
        """Keys that had gone to the screen below one that opens."""
        self._since: deque[Typed] = deque()
        self._settling: asyncio.Task[None] | None = None

    async def opened(self, screen: Screen[_Answer], below: TurnScreen) -> _Answer | None:
        """What a screen gives back that opens over another one; called in a worker."""
        self._waits += 1
        try:
            self._before += below.typed_ahead()
            answer = self.push_screen(screen, wait_for_dismiss=True)
            for each in (screen, below):
                ready = _dealt_with(each)
                # A click may close it before: then nothing deals with anything any more.
                answer.add_done_callback(partial(_done, ready))
                await ready
        finally:
            self.post_message(self.Ready())
        return await asyncio.shield(answer)

    def keep(self, key: Typed) -> bool:
        """Keep what went to the screen below, if one opens over it; whether that is so."""
        if self._waits:
            self._before.append(key)
        return self._waits > 0

    async def on_event(self, event: events.Event) -> None:
        """Let keys and what is pasted wait for their turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._waits:
            self._since.append(event)
        else:
            await self._hand_out(event)

    async def _hand_out(self, event: Typed) -> None:
        if not isinstance(self.screen, TurnScreen):
            self._waits += 1
            chain = (self.focused or self.screen).ancestors_with_self
            pumps = [each for each in chain if each is not self]
            self._settling = asyncio.create_task(self._settled(self.screen, pumps))
        await super().on_event(event)

    async def _settled(self, screen: Screen[object], pumps: Sequence[MessagePump]) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_S):
                    for _ in range(_ROUNDS):
                        for each in pumps:
                            await _dealt_with(each)
                        passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                        self.post_message(self.Passed(passed))
                        await passed
                    if self.screen is not screen:
                        await _dealt_with(self.screen)
        finally:
            self.post_message(self.Ready())

    @on(Passed)
    def _all_passed(self, event: Passed) -> None:
        _done(event.at)

    @on(Ready)
    async def _go_on(self) -> None:
        self._waits -= 1
        if self._waits:
            return
        self._since.extendleft(_anew(each) for each in reversed(self._before))
        self._before.clear()
        while self._since and not self._waits:
            await self._hand_out(self._since.popleft())


class TurnScreen(Screen[None]):
    """A screen that queues its keys, each of which may open another screen."""

    def typed_ahead(self) -> Sequence[Typed]:
        """What waits of keys and pasted text behind a key whose turn it is: for what that opens."""
        raise NotImplementedError

    def is_for_other(self, key: Typed) -> bool:
        """Whether this is for a screen that opens over this one, which then gets it."""
        return cast("PatientApp", self.app).keep(key)

    async def over(self, screen: Screen[_Answer]) -> _Answer | None:
        """What the person answers to a screen over this one."""
        return await cast("PatientApp", self.app).opened(screen, self)


def _anew(typed: Typed) -> Typed:
    """The same, as if nobody had it yet."""
    if isinstance(typed, events.Key):
        return events.Key(typed.key, typed.character)
    return events.Paste(typed.text)


def _dealt_with(pump: MessagePump) -> asyncio.Future[None]:
    """Done once a widget or screen is there and has dealt with what was sent to it so far."""
    passed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    if not pump.call_later(_done, passed):
        _done(passed)
    return passed


def _done(passed: asyncio.Future[None], _: object = None) -> None:
    if not passed.done():
        passed.set_result(None)
