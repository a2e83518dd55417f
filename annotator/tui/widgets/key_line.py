"""A line that names keys, each of which a click does as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

Acts: TypeAlias = Sequence[tuple[str, str]]
"""Words of the line, in its order, each with the screen's action that a click on them runs."""


class KeyLine(Static):
    """Draws `line`; a click on the words of one of `acts` runs its action on the screen."""

    def __init__(
        self,
        line: str,
        acts: Acts,
        *,
        id: str | None = None,  # noqa: A002 (Textual's name)
        classes: str | None = None,
    ) -> None:
        super().__init__(Content(line), id=id, classes=classes)
        self._places = places_of(line, acts)

    def say(self, line: str, acts: Acts) -> None:
        """Draw another line."""
        self._places = places_of(line, acts)
        self.update(Content(line))

    async def on_click(self, event: events.Click) -> None:
        """Run the action under the mouse."""
        at = event.get_content_offset(self)
        if at is None or at.y:
            return
        action = next((act for begin, end, act in self._places if begin <= at.x < end), None)
        if action is not None:
            event.stop()
            await self.screen.run_action(action)


def places_of(line: str, acts: Acts) -> list[tuple[int, int, str]]:
    """First cell, cell behind the last, and action of each act whose words stand in the line."""
    found, at = [], 0
    for words, action in acts:
        begin = line.find(words, at)
        if begin >= 0:
            at = begin + len(words)
            found.append((cell_len(line[:begin]), cell_len(line[:at]), action))
    return found
